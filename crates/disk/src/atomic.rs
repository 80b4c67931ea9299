//! Small files, replaced as a whole: after a crash the old content or the new is there, never a mixture.

use std::ffi::OsString;
use std::io;
use std::path::{Path, PathBuf};

use crate::{Disk, OpenMode};

/// What is appended to a file's name while its next content is being written. Kafka uses the same.
pub const TMP_SUFFIX: &str = ".tmp";

/// Replaces the content of a file: written beside it, flushed, renamed, and the name flushed.
///
/// When this returns `Ok` the new content survives a crash; when it fails the old one is still there.
pub fn atomic_replace(disk: &dyn Disk, path: &Path, content: &[u8]) -> io::Result<()> {
    let tmp = tmp_of(path);
    let file = disk.open(&tmp, OpenMode::Create)?;
    file.set_len(0)?;
    file.write_all_at(content, 0)?;
    file.sync_data()?;
    drop(file);
    disk.rename(&tmp, path)?;
    match path.parent() {
        Some(dir) if !dir.as_os_str().is_empty() => disk.sync_dir(dir),
        _ => disk.sync_dir(Path::new(".")),
    }
}

/// The whole content of a small file; `None` when it is not there, an error when it is longer than `limit` bytes.
pub fn read_all(disk: &dyn Disk, path: &Path, limit: u64) -> io::Result<Option<Vec<u8>>> {
    let file = match disk.open(path, OpenMode::Read) {
        Ok(file) => file,
        Err(e) if e.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(e) => return Err(e),
    };
    let len = file.len()?;
    if len > limit {
        return Err(io::Error::new(
            io::ErrorKind::InvalidData,
            format!("{} has {len} bytes, more than the {limit} that such a file may have", path.display()),
        ));
    }
    let mut content = vec![0; len as usize];
    file.read_exact_at(&mut content, 0)?;
    Ok(Some(content))
}

/// Removes what an interrupted [`atomic_replace`] of `path` left behind.
pub fn remove_temporary(disk: &dyn Disk, path: &Path) -> io::Result<()> {
    match disk.remove_file(&tmp_of(path)) {
        Err(e) if e.kind() != io::ErrorKind::NotFound => Err(e),
        _ => Ok(()),
    }
}

fn tmp_of(path: &Path) -> PathBuf {
    let mut name = path.file_name().map_or_else(OsString::new, |n| n.to_os_string());
    name.push(TMP_SUFFIX);
    path.with_file_name(name)
}
