//! `ferryman-broker format`: gives the directories of a new node their identity, as `kafka-storage format` does.

use std::path::PathBuf;
use std::sync::Arc;

use disk::{Disk, RealDisk};
use log::MetaProperties;
use metadata::features::MetadataVersion;
use wire::codec::Uuid;

use super::{bootstrap, controller_role};
use crate::config::ServerConfig;

/// How to format.
#[derive(Clone, Debug)]
pub struct FormatOptions {
    /// `cluster.id`: 22 characters of base64url.
    pub cluster_id: String,
    /// Whether this controller founds the quorum, with itself as the only voter.
    pub standalone: bool,
    /// Whether directories that are formatted already are left as they are.
    pub ignore_formatted: bool,
    /// The level that the cluster starts with.
    pub release: MetadataVersion,
}

/// What became of a directory.
#[derive(Clone, Debug)]
pub struct Formatted {
    /// The directory.
    pub path: PathBuf,
    /// Its id.
    pub directory_id: Uuid,
    /// Whether it was formatted before.
    pub before: bool,
}

/// Formats the directories of a node.
///
/// # Errors
/// In words. Directories that were formatted before the failure stay so.
pub async fn format(config: &ServerConfig, options: &FormatOptions) -> Result<Vec<Formatted>, String> {
    check_cluster_id(&options.cluster_id)?;
    if options.standalone && !config.roles.controller {
        return Err("--standalone founds a quorum, but process.roles has no controller; format a broker with --no-initial-controllers".into());
    }
    let disk: Arc<dyn Disk> = Arc::new(RealDisk);
    let mut done = Vec::new();
    let mut all = config.log_dirs.clone();
    if !all.contains(&config.metadata_log_dir) {
        all.push(config.metadata_log_dir.clone());
    }
    for path in all {
        done.push(one(&*disk, config, options, path)?);
    }
    let metadata = done.iter().find(|formatted| formatted.path == config.metadata_log_dir);
    if config.roles.controller
        && let Some(metadata) = metadata.filter(|metadata| !metadata.before)
    {
        bootstrap::write(&*disk, &metadata.path, options.release)
            .map_err(|e| format!("cannot write in {}: {e}", metadata.path.display()))?;
        if options.standalone {
            controller_role::found(config, &options.cluster_id, metadata.directory_id, disk.clone()).await?;
        }
    }
    Ok(done)
}

fn one(
    disk: &dyn Disk,
    config: &ServerConfig,
    options: &FormatOptions,
    path: PathBuf,
) -> Result<Formatted, String> {
    let shown = path.display().to_string();
    disk::create_dir_durable(disk, &path).map_err(|e| format!("cannot create {shown}: {e}"))?;
    if let Some(found) = MetaProperties::read(disk, &path).map_err(|e| e.to_string())? {
        return already(config, options, path, &found);
    }
    let id = fresh_id()?;
    let meta = MetaProperties::new(options.cluster_id.clone(), config.node_id, id);
    meta.write(disk, &path).map_err(|e| e.to_string())?;
    Ok(Formatted { path, directory_id: id, before: false })
}

fn already(
    config: &ServerConfig,
    options: &FormatOptions,
    path: PathBuf,
    found: &MetaProperties,
) -> Result<Formatted, String> {
    let shown = path.display();
    if found.cluster_id.as_deref().is_some_and(|id| id != options.cluster_id) {
        let id = found.cluster_id.as_deref().unwrap_or_default();
        return Err(format!(
            "{shown} belongs to cluster {id} (meta.properties), not to {}; use another directory, or remove its content if nothing in it is needed",
            options.cluster_id
        ));
    }
    if let Some(id) = found.node_id.filter(|id| *id != config.node_id) {
        return Err(format!(
            "{shown} belongs to node {id} (meta.properties), not to {}; use another directory",
            config.node_id
        ));
    }
    if !options.ignore_formatted {
        return Err(format!("{shown} is formatted already; --ignore-formatted leaves it as it is"));
    }
    Ok(Formatted { path, directory_id: found.directory_id.unwrap_or(Uuid::ZERO), before: true })
}

/// A cluster id as Kafka makes them: a UUID in base64url. Any other name would do for us, but not for Kafka's tools.
fn check_cluster_id(id: &str) -> Result<(), String> {
    id.parse::<Uuid>().map(drop).map_err(|_| {
        format!("--cluster-id {id} is not a UUID in base64url (22 characters); `ferryman-broker random-uuid` makes one")
    })
}

/// A random id that means nothing else: Kafka keeps the first hundred for itself, and one that begins with a dash would be
/// taken for an option.
///
/// # Errors
/// When the system has no randomness.
pub fn fresh_id() -> Result<Uuid, String> {
    const RESERVED: u128 = 100;
    loop {
        let mut bytes = [0; 16];
        getrandom::fill(&mut bytes).map_err(|e| format!("the system gives no randomness: {e}"))?;
        let id = Uuid::from_u128(u128::from_be_bytes(bytes));
        if id.as_u128() >= RESERVED && !id.to_string().starts_with('-') {
            return Ok(id);
        }
    }
}
