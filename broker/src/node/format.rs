//! `ferryman-broker format`: gives the directories of a new node their identity, as `kafka-storage format` does.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use disk::Disk;
use log::MetaProperties;
use metadata::features::MetadataVersion;
use wire::codec::Uuid;

use super::{bootstrap, controller_role};
use crate::config::ServerConfig;

/// Where a directory's `meta.properties` lies until it counts.
const PREPARED: &str = "format.tmp";
/// The directory of the metadata log.
const METADATA_PARTITION: &str = "__cluster_metadata-0";

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

/// Formats the directories of a node. `meta.properties` is what makes a directory formatted, so it comes last, and that of
/// the metadata log's directory last of all: what was interrupted can be done again.
///
/// # Errors
/// In words. Directories that were formatted before the failure stay so.
pub async fn format(
    config: &ServerConfig,
    options: &FormatOptions,
    disk: Arc<dyn Disk>,
) -> Result<Vec<Formatted>, String> {
    check_cluster_id(&options.cluster_id)?;
    if options.standalone && !config.roles.controller {
        return Err("--standalone founds a quorum, but process.roles has no controller; format a broker with --no-initial-controllers".into());
    }
    let of_metadata = |path: &PathBuf| *path == config.metadata_log_dir;
    let mut all = config.log_dirs.clone();
    if !all.iter().any(of_metadata) {
        all.push(config.metadata_log_dir.clone());
    }
    let mut done = Vec::new();
    for path in all {
        done.push(prepare(&*disk, config, options, path)?);
    }
    for formatted in done.iter().filter(|formatted| !formatted.before) {
        if of_metadata(&formatted.path) && config.roles.controller {
            prepare_metadata(config, options, formatted, &disk).await?;
        }
    }
    let (last, first): (Vec<&Formatted>, Vec<&Formatted>) = done.iter().partition(|f| of_metadata(&f.path));
    for formatted in first.into_iter().chain(last).filter(|formatted| !formatted.before) {
        complete(&*disk, &formatted.path)?;
    }
    Ok(done)
}

/// Looks at a directory, and writes beside its content the identity that it is about to have. While that is there and
/// `meta.properties` is not, whatever a format has made is nobody's.
fn prepare(
    disk: &dyn Disk,
    config: &ServerConfig,
    options: &FormatOptions,
    path: PathBuf,
) -> Result<Formatted, String> {
    let shown = path.display().to_string();
    let failed = |e: std::io::Error| format!("cannot format {shown}: {e}");
    let unreadable = |e: log::LogError| e.to_string();
    disk::create_dir_durable(disk, &path).map_err(failed)?;
    let prepared = path.join(PREPARED);
    let interrupted = disk.kind(&prepared).map_err(failed)?.is_some();
    if let Some(found) = MetaProperties::read(disk, &path).map_err(unreadable)? {
        if interrupted {
            disk.remove_dir_all(&prepared).map_err(failed)?;
        }
        return already(config, options, path, &found);
    }
    let metadata = path.join(METADATA_PARTITION);
    match disk.kind(&metadata).map_err(failed)? {
        None => {}
        // No node can have been started with it.
        Some(_) if interrupted => disk.remove_dir_all(&metadata).map_err(failed)?,
        Some(_) => {
            return Err(format!(
                "{shown} holds a metadata log, but no meta.properties: it has been in use. Restore that file, or empty the directory if nothing in it is needed"
            ));
        }
    }
    disk::create_dir_durable(disk, &prepared).map_err(failed)?;
    let directory_id = fresh_id()?;
    let meta = MetaProperties::new(options.cluster_id.clone(), config.node_id, directory_id);
    meta.write(disk, &prepared).map_err(unreadable)?;
    Ok(Formatted { path, directory_id, before: false })
}

/// Puts into the metadata log's directory what a controller needs for its first start.
async fn prepare_metadata(
    config: &ServerConfig,
    options: &FormatOptions,
    metadata: &Formatted,
    disk: &Arc<dyn Disk>,
) -> Result<(), String> {
    bootstrap::write(&**disk, &metadata.path, options.release)
        .map_err(|e| format!("cannot write in {}: {e}", metadata.path.display()))?;
    if options.standalone {
        controller_role::found(config, &options.cluster_id, metadata.directory_id, disk.clone()).await?;
    }
    Ok(())
}

/// Makes the directory a formatted one.
fn complete(disk: &dyn Disk, path: &Path) -> Result<(), String> {
    let prepared = path.join(PREPARED);
    let name = MetaProperties::FILE_NAME;
    disk.rename(&prepared.join(name), &path.join(name))
        .and_then(|()| disk.sync_dir(path))
        .and_then(|()| disk.remove_dir_all(&prepared))
        .map_err(|e| format!("cannot format {}: {e}", path.display()))
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

#[cfg(test)]
mod tests {
    use disk::{CrashChoice, SimDisk};

    use super::*;
    use crate::config::Properties;

    const CLUSTER: &str = "4L6g3nShT-eMCtK--X86sw";

    fn config() -> ServerConfig {
        let text = "process.roles=broker,controller\nnode.id=1\nlog.dirs=/a,/b\nmetadata.log.dir=/m\n\
                    listeners=B://127.0.0.1:1,C://127.0.0.1:2\nadvertised.listeners=B://127.0.0.1:1,C://127.0.0.1:2\n\
                    inter.broker.listener.name=B\ncontroller.listener.names=C\n\
                    listener.security.protocol.map=B:PLAINTEXT,C:PLAINTEXT\ncontroller.quorum.bootstrap.servers=127.0.0.1:2\n";
        ServerConfig::read(&Properties::parse(text).unwrap()).unwrap()
    }

    fn options() -> FormatOptions {
        FormatOptions {
            cluster_id: CLUSTER.into(),
            standalone: true,
            ignore_formatted: false,
            release: MetadataVersion::from_name("3.9-IV0").unwrap(),
        }
    }

    async fn formatted(disk: &SimDisk, options: &FormatOptions) -> Result<Vec<Formatted>, String> {
        format(&config(), options, Arc::new(disk.clone())).await
    }

    #[tokio::test]
    async fn a_format_that_was_interrupted_anywhere_can_be_done_again() {
        let whole = SimDisk::new();
        formatted(&whole, &options()).await.unwrap();
        for at in 0..whole.changes() {
            let disk = SimDisk::new();
            disk.stop_after(at);
            let first = formatted(&disk, &options()).await;
            disk.crash(CrashChoice::LoseAll);
            let again = FormatOptions { ignore_formatted: true, ..options() };
            let done = formatted(&disk, &again).await.unwrap_or_else(|why| panic!("after {at}: {why}"));
            assert!(first.is_err() || done.iter().all(|f| f.before), "after {at}");
            for f in &done {
                let meta = MetaProperties::read(&disk, &f.path).unwrap().unwrap();
                assert_eq!(meta.directory_id, Some(f.directory_id));
                assert_eq!(disk.kind(&f.path.join(PREPARED)).unwrap(), None, "after {at}: {f:?}");
            }
            let release = bootstrap::read(&disk, Path::new("/m")).unwrap();
            assert_eq!(release, metadata::features::BootstrapFeatures::at(options().release));
            // Founding anew what is founded changes nothing; founding what is not would be refused now.
            controller_role::found(&config(), CLUSTER, done[2].directory_id, Arc::new(disk)).await.unwrap();
        }
    }

    #[tokio::test]
    async fn a_metadata_log_without_meta_properties_is_not_formatted() {
        let disk = SimDisk::new();
        formatted(&disk, &options()).await.unwrap();
        disk.remove_file(Path::new("/m/meta.properties")).unwrap();
        let again = FormatOptions { ignore_formatted: true, ..options() };
        let why = formatted(&disk, &again).await.unwrap_err();
        assert!(why.contains("/m") && why.contains("no meta.properties"), "{why}");
    }
}
