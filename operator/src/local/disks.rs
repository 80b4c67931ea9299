//! What is in a node's log directories: whose they are, and whether a controller's has ever been in a quorum.

use std::fs;
use std::io;
use std::path::Path;

use super::root::DataRoot;
use crate::api::Timestamp;
use crate::plan::observed::{Cause, DiskSeen, DiskState, Fresh};
use crate::plan::{ClusterId, DirectoryId, Identity};
use crate::validate::NodeId;

/// The directories of a node, in the order of `volumes`; others that are there after them.
pub fn seen(
    root: &DataRoot,
    node: NodeId,
    volumes: &[String],
    identity: &Fresh<Option<Identity>>,
    at: Timestamp,
) -> Vec<DiskSeen> {
    let mut names: Vec<String> = volumes.to_vec();
    let there = root.volumes(node).unwrap_or_default();
    names.extend(there.into_iter().filter(|name| !volumes.contains(name)));
    let disk = |volume: String| {
        let state = match state(&root.volume_dir(node, &volume)) {
            Ok(value) => Fresh::Seen { value, at },
            Err(_) => Fresh::Unknown { why: Cause::Refused, since: at },
        };
        DiskSeen { volume, state, identity: identity.clone() }
    };
    names.into_iter().map(disk).collect()
}

/// What is in a log directory.
///
/// # Errors
/// Where that cannot be told: it may be anything.
pub fn state(directory: &Path) -> io::Result<DiskState> {
    let text = match fs::read_to_string(directory.join("meta.properties")) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(DiskState::Blank),
        Err(error) => return Err(error),
    };
    let voted = directory.join("__cluster_metadata-0/quorum-state").try_exists()?;
    Ok(read(&text, voted).unwrap_or_else(|why| DiskState::Unreadable { why }))
}

fn read(text: &str, voted: bool) -> Result<DiskState, String> {
    let value = |key: &str| {
        let lines = text.lines().map(str::trim).filter(|line| !line.starts_with('#'));
        let mut pairs = lines.filter_map(|line| line.split_once('='));
        let found = pairs.find(|(k, _)| k.trim() == key).map(|(_, v)| v.trim().to_owned());
        found.ok_or_else(|| format!("meta.properties has no {key}"))
    };
    let node = value("node.id").or_else(|_| value("broker.id"))?;
    Ok(DiskState::Formatted {
        cluster: ClusterId::new(value("cluster.id")?).map_err(|error| error.to_string())?,
        node: node.parse().ok().and_then(NodeId::new).ok_or_else(|| format!("{node} is no node id"))?,
        directory: DirectoryId::new(value("directory.id")?).map_err(|error| error.to_string())?,
        voted,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const META: &str = "#comment\nversion=1\ncluster.id=4L6g3nShT-eMCtK--X86sw\nnode.id=9000\ndirectory.id=pZ3vQwAAAAAAAAAAAAAAAA\n";

    #[test]
    fn a_directory_is_blank_formatted_or_unreadable() {
        let dir = tempfile::tempdir().unwrap();
        assert_eq!(state(&dir.path().join("nowhere")).unwrap(), DiskState::Blank);
        assert_eq!(state(dir.path()).unwrap(), DiskState::Blank);
        fs::write(dir.path().join("meta.properties"), META).unwrap();
        let DiskState::Formatted { cluster, node, voted, .. } = state(dir.path()).unwrap() else { panic!() };
        assert_eq!((cluster.as_str(), node.get(), voted), ("4L6g3nShT-eMCtK--X86sw", 9000, false));
        fs::create_dir(dir.path().join("__cluster_metadata-0")).unwrap();
        fs::write(dir.path().join("__cluster_metadata-0/quorum-state"), "{}").unwrap();
        assert!(matches!(state(dir.path()).unwrap(), DiskState::Formatted { voted: true, .. }));
        fs::write(dir.path().join("meta.properties"), "version=1\n").unwrap();
        assert!(matches!(state(dir.path()).unwrap(), DiskState::Unreadable { .. }));
    }
}
