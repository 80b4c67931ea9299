//! Whether a file is another than it was.

use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

/// A file that is looked at now and then. What an editor does is seen whether it writes in place or renames.
pub(super) struct WatchedFile {
    path: PathBuf,
    seen: Option<Mark>,
}

/// Inode, length, time of the last change.
type Mark = (u64, u64, i64, i64);

impl WatchedFile {
    /// The file as it is now counts as seen.
    pub(super) fn new(path: &Path) -> WatchedFile {
        WatchedFile { path: path.to_owned(), seen: mark(path) }
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// Whether it changed since the last look. A file that is gone for a moment has not changed.
    pub(super) fn changed(&mut self) -> bool {
        let Some(now) = mark(&self.path) else { return false };
        let changed = self.seen != Some(now);
        self.seen = Some(now);
        changed
    }
}

fn mark(path: &Path) -> Option<Mark> {
    let meta = fs::metadata(path).ok()?;
    Some((meta.ino(), meta.len(), meta.mtime(), meta.mtime_nsec()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_is_seen_once_and_an_absence_is_none() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("f");
        fs::write(&path, "a").unwrap();
        let mut watched = WatchedFile::new(&path);
        assert!(!watched.changed());
        fs::write(dir.path().join("g"), "b").unwrap();
        fs::rename(dir.path().join("g"), &path).unwrap();
        assert!(watched.changed() && !watched.changed());
        fs::remove_file(&path).unwrap();
        assert!(!watched.changed());
        fs::write(&path, "abc").unwrap();
        assert!(watched.changed());
    }
}
