//! The level that a new cluster starts with, kept beside a formatted metadata log until its first entry is written.
//!
//! One line, `metadata.version=4.3-IV0`, in the file `bootstrap.properties` of the metadata log's directory. It counts only
//! for the controller that founds a quorum.

use std::path::Path;

use disk::Disk;
use metadata::features::{BootstrapFeatures, MetadataVersion};

/// The file's name.
const FILE_NAME: &str = "bootstrap.properties";
const BYTES_MAX: u64 = 4096;
const KEY: &str = "metadata.version=";

/// Writes the file. Durable when it returns.
pub(super) fn write(disk: &dyn Disk, dir: &Path, version: MetadataVersion) -> std::io::Result<()> {
    let content = format!("{KEY}{version}\n");
    disk::atomic_replace(disk, &dir.join(FILE_NAME), content.as_bytes())
}

/// Reads the file; the newest level where there is none.
///
/// # Errors
/// In words, when it says what no version is called.
pub(super) fn read(disk: &dyn Disk, dir: &Path) -> Result<BootstrapFeatures, String> {
    let path = dir.join(FILE_NAME);
    let shown = path.display();
    let content = disk::read_all(disk, &path, BYTES_MAX).map_err(|e| format!("cannot read {shown}: {e}"))?;
    let Some(content) = content else { return Ok(BootstrapFeatures::default()) };
    let text = String::from_utf8_lossy(&content);
    let named = text.lines().find_map(|line| line.trim().strip_prefix(KEY));
    let version = named.and_then(MetadataVersion::from_name);
    version.map(BootstrapFeatures::at).ok_or_else(|| {
        format!("{shown} does not name a metadata.version that is known here; format the directory again")
    })
}
