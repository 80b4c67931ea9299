//! [`Names`]: which paths stand for what, as a flat map; the same operations applied to the visible and to the
//! flushed one.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// What a path stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Node {
    Directory,
    File(u64),
}

/// A change of names, in the order in which they were made.
#[derive(Clone, Debug)]
pub(super) enum NameChange {
    Make { path: PathBuf, node: Node },
    Rename { from: PathBuf, to: PathBuf },
    Remove { path: PathBuf },
}

impl NameChange {
    /// Whether a flush of `dir` makes this change durable.
    pub(super) fn touches(&self, dir: &Path) -> bool {
        match self {
            NameChange::Make { path, .. } | NameChange::Remove { path } => path.parent() == Some(dir),
            NameChange::Rename { from, to } => from.parent() == Some(dir) || to.parent() == Some(dir),
        }
    }
}

/// A tree of names.
#[derive(Clone, Default)]
pub(super) struct Names {
    map: BTreeMap<PathBuf, Node>,
}

impl Names {
    pub(super) fn get(&self, path: &Path) -> Option<Node> {
        // The root needs no making.
        if path.parent().is_none() || path.as_os_str().is_empty() {
            return Some(Node::Directory);
        }
        self.map.get(path).copied()
    }

    pub(super) fn children<'a>(&'a self, dir: &'a Path) -> impl Iterator<Item = (&'a Path, Node)> + 'a {
        self.below(dir).filter(move |(path, _)| path.parent() == Some(dir))
    }

    pub(super) fn files(&self) -> impl Iterator<Item = u64> + '_ {
        self.map.values().filter_map(|node| match node {
            Node::File(inode) => Some(*inode),
            Node::Directory => None,
        })
    }

    pub(super) fn apply(&mut self, change: &NameChange) {
        match change {
            NameChange::Make { path, node } => {
                self.map.insert(path.clone(), *node);
            }
            NameChange::Remove { path } => self.remove_tree(path),
            NameChange::Rename { from, to } => self.rename_tree(from, to),
        }
    }

    /// Drops what cannot be reached from the root.
    pub(super) fn drop_unreachable(&mut self) {
        loop {
            let lost: Vec<PathBuf> = self
                .map
                .keys()
                .filter(|path| path.parent().is_some_and(|dir| self.get(dir) != Some(Node::Directory)))
                .cloned()
                .collect();
            if lost.is_empty() {
                return;
            }
            for path in lost {
                self.map.remove(&path);
            }
        }
    }

    fn below<'a>(&'a self, dir: &'a Path) -> impl Iterator<Item = (&'a Path, Node)> + 'a {
        self.map
            .range(dir.to_path_buf()..)
            .map(|(path, node)| (path.as_path(), *node))
            .take_while(move |(path, _)| path.starts_with(dir))
            .filter(move |(path, _)| *path != dir)
    }

    fn remove_tree(&mut self, path: &Path) {
        let inside: Vec<PathBuf> = self.below(path).map(|(p, _)| p.to_path_buf()).collect();
        for inner in inside {
            self.map.remove(&inner);
        }
        self.map.remove(path);
    }

    fn rename_tree(&mut self, from: &Path, to: &Path) {
        let Some(node) = self.map.remove(from) else { return };
        let inside: Vec<(PathBuf, Node)> = self.below(from).map(|(p, n)| (p.to_path_buf(), n)).collect();
        self.map.insert(to.to_path_buf(), node);
        for (path, node) in inside {
            self.map.remove(&path);
            if let Ok(rest) = path.strip_prefix(from) {
                self.map.insert(to.join(rest), node);
            }
        }
    }
}
