//! [`World`]: all of a simulated disk behind one lock: names, contents, faults.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::{Path, PathBuf};

use super::CrashChoice;
use super::content::Content;
use super::names::{NameChange, Names, Node};
use crate::{Entry, EntryKind, OpenMode};

/// A simulated disk.
pub(super) struct World {
    names: Names,
    flushed_names: Names,
    unflushed_names: Vec<NameChange>,
    contents: BTreeMap<u64, Content>,
    next_inode: u64,
    locks: BTreeSet<PathBuf>,
    /// Counted up by each crash; what was opened in an earlier life is dead.
    life: u64,
    pub(super) capacity: u64,
    pub(super) flush_fails: bool,
    pub(super) stop_after: Option<u64>,
    pub(super) changes: u64,
}

impl Default for World {
    fn default() -> Self {
        Self {
            names: Names::default(),
            flushed_names: Names::default(),
            unflushed_names: Vec::new(),
            contents: BTreeMap::new(),
            next_inode: 1,
            locks: BTreeSet::new(),
            life: 0,
            capacity: u64::MAX,
            flush_fails: false,
            stop_after: None,
            changes: 0,
        }
    }
}

impl World {
    pub(super) fn crash(&mut self, choice: &mut CrashChoice<'_>) {
        let kept = choice.below(self.unflushed_names.len() as u64 + 1) as usize;
        for change in self.unflushed_names.drain(..).take(kept) {
            self.flushed_names.apply(&change);
        }
        self.flushed_names.drop_unreachable();
        self.names = self.flushed_names.clone();
        let alive: BTreeSet<u64> = self.names.files().collect();
        self.contents.retain(|inode, _| alive.contains(inode));
        for content in self.contents.values_mut() {
            content.crash(choice);
        }
        self.locks.clear();
        self.life += 1;
        self.stop_after = None;
    }

    pub(super) fn open(&mut self, path: &Path, mode: OpenMode) -> io::Result<(u64, u64)> {
        self.alive()?;
        match (self.names.get(path), mode) {
            (Some(Node::Directory), _) => Err(io::ErrorKind::IsADirectory.into()),
            (Some(Node::File(_)), OpenMode::CreateNew) => Err(io::ErrorKind::AlreadyExists.into()),
            (Some(Node::File(inode)), _) => Ok((inode, self.life)),
            (None, OpenMode::Read | OpenMode::Write) => Err(io::ErrorKind::NotFound.into()),
            (None, OpenMode::Create | OpenMode::CreateNew) => {
                self.need_dir(path.parent())?;
                self.change()?;
                let inode = self.next_inode;
                self.next_inode += 1;
                self.contents.insert(inode, Content::default());
                self.rename_change(NameChange::Make { path: path.to_path_buf(), node: Node::File(inode) });
                Ok((inode, self.life))
            }
        }
    }

    pub(super) fn create_dir_all(&mut self, dir: &Path) -> io::Result<()> {
        self.alive()?;
        let mut missing = Vec::new();
        for at in dir.ancestors() {
            match self.names.get(at) {
                Some(Node::Directory) => break,
                Some(Node::File(_)) => return Err(io::ErrorKind::NotADirectory.into()),
                None => missing.push(at.to_path_buf()),
            }
        }
        for path in missing.into_iter().rev() {
            self.change()?;
            self.rename_change(NameChange::Make { path, node: Node::Directory });
        }
        Ok(())
    }

    pub(super) fn list(&self, dir: &Path) -> io::Result<Vec<Entry>> {
        self.alive()?;
        self.need_dir(Some(dir))?;
        Ok(self
            .names
            .children(dir)
            .map(|(path, node)| Entry {
                name: path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default(),
                kind: kind_of(node),
            })
            .collect())
    }

    pub(super) fn kind(&self, path: &Path) -> io::Result<Option<EntryKind>> {
        self.alive()?;
        Ok(self.names.get(path).map(kind_of))
    }

    pub(super) fn rename(&mut self, from: &Path, to: &Path) -> io::Result<()> {
        self.alive()?;
        if self.names.get(from).is_none() {
            return Err(io::ErrorKind::NotFound.into());
        }
        self.need_dir(to.parent())?;
        if self.names.get(to) == Some(Node::Directory) {
            return Err(io::ErrorKind::AlreadyExists.into());
        }
        self.change()?;
        self.rename_change(NameChange::Rename { from: from.to_path_buf(), to: to.to_path_buf() });
        Ok(())
    }

    pub(super) fn remove_file(&mut self, path: &Path) -> io::Result<()> {
        self.alive()?;
        match self.names.get(path) {
            Some(Node::File(_)) => self.remove(path),
            Some(Node::Directory) => Err(io::ErrorKind::IsADirectory.into()),
            None => Err(io::ErrorKind::NotFound.into()),
        }
    }

    pub(super) fn remove_dir_all(&mut self, dir: &Path) -> io::Result<()> {
        self.alive()?;
        self.need_dir(Some(dir))?;
        self.remove(dir)
    }

    pub(super) fn sync_dir(&mut self, dir: &Path) -> io::Result<()> {
        self.alive()?;
        self.need_dir(Some(dir))?;
        self.flush_change()?;
        let mut later = Vec::new();
        for change in self.unflushed_names.drain(..) {
            if change.touches(dir) {
                self.flushed_names.apply(&change);
            } else {
                later.push(change);
            }
        }
        self.unflushed_names = later;
        Ok(())
    }

    pub(super) fn sync_all(&mut self) -> io::Result<()> {
        self.alive()?;
        self.flush_change()?;
        for change in self.unflushed_names.drain(..) {
            self.flushed_names.apply(&change);
        }
        for content in self.contents.values_mut() {
            content.flush();
        }
        Ok(())
    }

    pub(super) fn free_bytes(&self) -> u64 {
        self.capacity.saturating_sub(self.used())
    }

    pub(super) fn take_lock(&mut self, path: &Path) -> io::Result<u64> {
        if !self.locks.insert(path.to_path_buf()) {
            let text = format!("{} is locked by another holder of this simulated disk", path.display());
            return Err(io::Error::new(io::ErrorKind::WouldBlock, text));
        }
        Ok(self.life)
    }

    pub(super) fn release_lock(&mut self, path: &Path, life: u64) {
        if life == self.life {
            self.locks.remove(path);
        }
    }

    pub(super) fn corrupt(&mut self, path: &Path, at: u64, mask: u8) -> bool {
        match self.names.get(path) {
            Some(Node::File(inode)) => {
                self.contents.get_mut(&inode).is_some_and(|content| content.corrupt(at as usize, mask))
            }
            _ => false,
        }
    }

    pub(super) fn content(&self, inode: u64, life: u64) -> io::Result<&Content> {
        self.alive()?;
        match self.contents.get(&inode) {
            Some(content) if life == self.life => Ok(content),
            _ => Err(io::Error::other("the file was opened before a simulated crash")),
        }
    }

    /// The content for a change that lets the file grow to `len` bytes.
    pub(super) fn content_to_change(&mut self, inode: u64, life: u64, len: u64) -> io::Result<&mut Content> {
        let grows = len.saturating_sub(self.content(inode, life)?.data.len() as u64);
        if grows > self.free_bytes() {
            return Err(io::ErrorKind::StorageFull.into());
        }
        self.change()?;
        self.contents.get_mut(&inode).ok_or_else(|| io::ErrorKind::NotFound.into())
    }

    pub(super) fn flush(&mut self, inode: u64, life: u64) -> io::Result<()> {
        self.content(inode, life)?;
        self.flush_change()?;
        if let Some(content) = self.contents.get_mut(&inode) {
            content.flush();
        }
        Ok(())
    }

    fn remove(&mut self, path: &Path) -> io::Result<()> {
        self.change()?;
        self.rename_change(NameChange::Remove { path: path.to_path_buf() });
        Ok(())
    }

    fn rename_change(&mut self, change: NameChange) {
        self.names.apply(&change);
        self.unflushed_names.push(change);
    }

    fn need_dir(&self, dir: Option<&Path>) -> io::Result<()> {
        match dir.map(|d| self.names.get(d)) {
            Some(Some(Node::Directory)) | None => Ok(()),
            Some(Some(Node::File(_))) => Err(io::ErrorKind::NotADirectory.into()),
            Some(None) => Err(io::ErrorKind::NotFound.into()),
        }
    }

    fn used(&self) -> u64 {
        self.contents.values().map(|c| c.data.len() as u64).sum()
    }

    fn alive(&self) -> io::Result<()> {
        if self.stop_after == Some(0) {
            Err(io::Error::other("simulated stop of the program"))
        } else {
            Ok(())
        }
    }

    fn change(&mut self) -> io::Result<()> {
        self.alive()?;
        if let Some(left) = &mut self.stop_after {
            *left -= 1;
        }
        self.changes += 1;
        Ok(())
    }

    fn flush_change(&mut self) -> io::Result<()> {
        if self.flush_fails {
            return Err(io::Error::other("simulated failure of a flush"));
        }
        self.change()
    }
}

fn kind_of(node: Node) -> EntryKind {
    match node {
        Node::Directory => EntryKind::Directory,
        Node::File(_) => EntryKind::File,
    }
}
