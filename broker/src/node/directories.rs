//! Taking a node's directories: their locks, and whose they are.

use std::path::Path;
use std::sync::Arc;

use disk::Disk;
use log::{Identity, LogDir, MetaProperties};
use wire::codec::Uuid;

use crate::config::ServerConfig;

/// The directories of a node, locked.
pub(super) struct Directories {
    pub(super) cluster_id: String,
    /// Id of `metadata.log.dir`.
    pub(super) metadata_id: Uuid,
    /// Those of `log.dirs`, in order.
    pub(super) log_dirs: Vec<LogDir>,
    /// `metadata.log.dir`, where it is none of those.
    pub(super) metadata: Option<LogDir>,
}

/// Takes all directories.
///
/// # Errors
/// Which of them is not formatted, another's, or in use, and by whom.
pub(super) fn take(disk: &Arc<dyn Disk>, config: &ServerConfig) -> Result<Directories, String> {
    let mut cluster_id: Option<String> = None;
    let mut take = |path: &Path| -> Result<LogDir, String> {
        formatted(&**disk, path)?;
        let identity = Identity { cluster_id: cluster_id.clone(), node_id: config.node_id };
        let dir = LogDir::open(disk.clone(), path, &identity).map_err(|e| e.to_string())?;
        if cluster_id.is_none() {
            cluster_id.clone_from(&dir.meta().cluster_id);
        }
        Ok(dir)
    };
    let log_dirs = config.log_dirs.iter().map(|path| take(path)).collect::<Result<Vec<_>, _>>()?;
    let metadata = match log_dirs.iter().any(|dir| dir.path() == config.metadata_log_dir) {
        true => None,
        false => Some(take(&config.metadata_log_dir)?),
    };
    let all = log_dirs.iter().chain(&metadata);
    let metadata_id = all.clone().find(|dir| dir.path() == config.metadata_log_dir).and_then(LogDir::id);
    let metadata_id = metadata_id.ok_or_else(|| {
        format!("{} has no directory.id: format it again", config.metadata_log_dir.display())
    })?;
    let cluster_id = cluster_id.ok_or("no directory names a cluster.id: format them again")?;
    Ok(Directories { cluster_id, metadata_id, log_dirs, metadata })
}

fn formatted(disk: &dyn Disk, path: &Path) -> Result<(), String> {
    match MetaProperties::read(disk, path) {
        Ok(Some(_)) => Ok(()),
        Ok(None) => Err(format!(
            "{} is not formatted: it has no meta.properties. Run: ferryman-broker format --config FILE --cluster-id ID --no-initial-controllers (or --standalone for the only controller of a new cluster)",
            path.display()
        )),
        Err(error) => Err(error.to_string()),
    }
}
