//! [`DataRoot`]: everything that one cluster keeps on this machine.
//!
//! ```text
//! .ferryman/NAME/
//!   lock              held by the supervisor, for as long as it lives
//!   supervisor.pid    who holds it, for the message to the second one
//!   supervisor.log    what the supervisor did
//!   control.sock      where it is spoken to
//!   cluster-id        drawn once, before the first process starts
//!   identity.json     which cluster this is and which directory founded its quorum, written once
//!   memo.json         what the plan remembers, stored before it is acted on
//!   ports.json        chosen once for each node
//!   revisions/        what nodes are started with, by revision
//!   nodes/ID/         server.properties, log, run.json, and a directory for each volume
//! ```
//! Each file is replaced as a whole and flushed before anything rests on it.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use disk::{Disk, Lock, RealDisk, atomic_replace, create_dir_durable, read_all};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::LocalError;
use crate::plan::{ClusterId, Identity, Memo, Rendering, Revision};
use crate::validate::NodeId;

/// No file that is read whole is longer.
const FILE_MAX_BYTES: u64 = 16 << 20;

/// A cluster's files.
#[derive(Clone, Debug)]
pub struct DataRoot {
    name: String,
    path: PathBuf,
}

/// The right to change them. Ends with the process that took it.
pub struct Holder {
    _lock: Lock,
}

impl DataRoot {
    /// The files of cluster `name` under `base`, whether they exist or not. The path is made absolute: nodes have it in
    /// their configuration.
    ///
    /// # Errors
    /// Where this directory cannot be told.
    pub fn new(base: &Path, name: &str) -> Result<DataRoot, LocalError> {
        let base = std::path::absolute(base).map_err(LocalError::file("find", base))?;
        Ok(DataRoot { name: name.to_owned(), path: base.join(name) })
    }

    /// The clusters under `base`, by name.
    pub fn names(base: &Path) -> Vec<String> {
        let entries = fs::read_dir(base).into_iter().flatten().flatten();
        let is_root = |path: &Path| path.join("cluster-id").is_file();
        let mut names: Vec<String> = entries
            .filter(|entry| is_root(&entry.path()))
            .filter_map(|entry| entry.file_name().into_string().ok())
            .collect();
        names.sort();
        names
    }

    /// The cluster's name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The directory.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Whether a cluster was ever begun here.
    pub fn exists(&self) -> bool {
        self.path.is_dir()
    }

    /// A node's directory.
    pub fn node_dir(&self, node: NodeId) -> PathBuf {
        self.path.join("nodes").join(node.to_string())
    }

    /// A log directory of a node.
    pub fn volume_dir(&self, node: NodeId, volume: &str) -> PathBuf {
        self.node_dir(node).join(volume)
    }

    /// What a node writes to its standard output and error.
    pub fn node_log(&self, node: NodeId) -> PathBuf {
        self.node_dir(node).join("log")
    }

    /// A node's configuration.
    pub fn properties_file(&self, node: NodeId) -> PathBuf {
        self.node_dir(node).join("server.properties")
    }

    /// Which process a node is, for whoever finds it after a crash of the supervisor.
    pub fn run_file(&self, node: NodeId) -> PathBuf {
        self.node_dir(node).join("run.json")
    }

    /// What the supervisor did.
    pub fn supervisor_log(&self) -> PathBuf {
        self.path.join("supervisor.log")
    }

    /// Where the supervisor is spoken to.
    pub fn socket(&self) -> PathBuf {
        self.path.join("control.sock")
    }

    /// The nodes that have a directory here.
    pub fn nodes(&self) -> io::Result<Vec<NodeId>> {
        let entries = match fs::read_dir(self.path.join("nodes")) {
            Ok(entries) => entries,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
            Err(error) => return Err(error),
        };
        let mut nodes = Vec::new();
        for entry in entries {
            let name = entry?.file_name();
            let id = name.to_str().and_then(|name| name.parse().ok()).and_then(NodeId::new);
            nodes.extend(id);
        }
        nodes.sort_unstable();
        Ok(nodes)
    }

    /// The directories of a node's volumes that exist, by name.
    pub fn volumes(&self, node: NodeId) -> io::Result<Vec<String>> {
        let mut volumes = Vec::new();
        for entry in fs::read_dir(self.node_dir(node))? {
            let entry = entry?;
            if entry.file_type()?.is_dir() {
                volumes.extend(entry.file_name().into_string().ok());
            }
        }
        volumes.sort();
        Ok(volumes)
    }

    /// Makes the directory, and takes the right to change what is in it.
    ///
    /// # Errors
    /// Where another supervisor has it: who that is.
    pub fn hold(&self) -> Result<Holder, LocalError> {
        create_dir_durable(&RealDisk, &self.path).map_err(LocalError::file("make", &self.path))?;
        let file = self.path.join("lock");
        let lock = RealDisk.lock(&file).map_err(|error| match error.kind() {
            io::ErrorKind::WouldBlock => LocalError::Held { name: self.name.clone(), holder: self.holder() },
            _ => LocalError::file("lock", &file)(error),
        })?;
        let pid = format!("{}\n", std::process::id());
        self.write("supervisor.pid", pid.as_bytes())?;
        Ok(Holder { _lock: lock })
    }

    /// Who supervises, as it wrote itself.
    fn holder(&self) -> String {
        match fs::read_to_string(self.path.join("supervisor.pid")) {
            Ok(pid) => format!("process {}", pid.trim()),
            Err(_) => "another process".to_owned(),
        }
    }

    /// The cluster's id, drawn now if there is none yet.
    ///
    /// # Errors
    /// Where it cannot be read or stored.
    pub fn cluster_id(&self, _held: &Holder) -> Result<ClusterId, LocalError> {
        const NAME: &str = "cluster-id";
        if let Some(found) = self.read_cluster_id()? {
            return Ok(found);
        }
        let mut bytes = [0; 16];
        let drawn = loop {
            getrandom::fill(&mut bytes).map_err(|error| {
                LocalError::file("draw an id for", &self.path)(io::Error::other(error.to_string()))
            })?;
            let drawn = wire::codec::Uuid(bytes).to_string();
            // Kafka's tools take an id that begins with a dash for an option.
            if !drawn.starts_with('-') {
                break drawn;
            }
        };
        self.write(NAME, format!("{drawn}\n").as_bytes())?;
        self.read_cluster_id()?
            .ok_or_else(|| LocalError::file("read", &self.path.join(NAME))(io::ErrorKind::NotFound.into()))
    }

    /// The cluster's id, if one was drawn.
    ///
    /// # Errors
    /// Where it cannot be read.
    pub fn read_cluster_id(&self) -> Result<Option<ClusterId>, LocalError> {
        let path = self.path.join("cluster-id");
        let Some(bytes) = self.read(&path)? else { return Ok(None) };
        let text = String::from_utf8_lossy(&bytes);
        let id = ClusterId::new(text.trim()).map_err(|error| LocalError::Damaged {
            path,
            what: error.to_string(),
            instead: "write the cluster.id of a meta.properties below nodes/ into it",
        })?;
        Ok(Some(id))
    }

    /// The identity that stands beside the volumes.
    ///
    /// # Errors
    /// Where it cannot be read.
    pub fn identity(&self) -> Result<Option<Identity>, LocalError> {
        self.read_json(
            "identity.json",
            "put back what stood there; a second quorum could be founded without it",
        )
    }

    /// Writes the identity, where none stands; `false` where another one does.
    ///
    /// # Errors
    /// Where it cannot be read or stored.
    pub fn store_identity(&self, _held: &Holder, identity: &Identity) -> Result<bool, LocalError> {
        match self.identity()? {
            Some(found) => Ok(found == *identity),
            None => self.write_json("identity.json", identity).map(|()| true),
        }
    }

    /// What the plan remembers.
    ///
    /// # Errors
    /// Where it cannot be read.
    pub fn memo(&self) -> Result<Option<Memo>, LocalError> {
        let path = self.path.join("memo.json");
        let Some(bytes) = self.read(&path)? else { return Ok(None) };
        let memo = Memo::from_json(&String::from_utf8_lossy(&bytes));
        memo.map(Some).map_err(|source| LocalError::Memo { path, source })
    }

    /// Stores what the plan remembers.
    ///
    /// # Errors
    /// Where it cannot be stored.
    pub fn store_memo(&self, _held: &Holder, memo: &Memo) -> Result<(), LocalError> {
        let path = self.path.join("memo.json");
        let text = memo.to_json().map_err(|source| LocalError::Memo { path, source })?;
        self.write("memo.json", text.as_bytes())
    }

    /// What a revision stands for.
    ///
    /// # Errors
    /// Where it cannot be read.
    pub fn rendering(&self, revision: &Revision) -> Result<Option<Rendering>, LocalError> {
        let name = format!("revisions/{revision}.json");
        self.read_json(&name, "remove it; the node is then started with what is wanted now")
    }

    /// Stores what a revision stands for.
    ///
    /// # Errors
    /// Where it cannot be stored.
    pub fn store_rendering(&self, revision: &Revision, rendering: &Rendering) -> Result<(), LocalError> {
        let dir = self.path.join("revisions");
        create_dir_durable(&RealDisk, &dir).map_err(LocalError::file("make", &dir))?;
        self.write_json(&format!("revisions/{revision}.json"), rendering)
    }

    /// Forgets revisions that no node runs or may be started with. What cannot be removed stays.
    pub fn forget_renderings(&self, keep: impl Fn(&Revision) -> bool) {
        for entry in fs::read_dir(self.path.join("revisions")).into_iter().flatten().flatten() {
            let name = entry.file_name();
            let revision = name.to_str().and_then(|name| name.strip_suffix(".json")).map(Revision::new);
            if revision.is_some_and(|revision| !keep(&revision)) {
                let _ = fs::remove_file(entry.path());
            }
        }
    }

    pub(super) fn read_json<T: DeserializeOwned>(
        &self,
        name: &str,
        instead: &'static str,
    ) -> Result<Option<T>, LocalError> {
        let path = self.path.join(name);
        let Some(bytes) = self.read(&path)? else { return Ok(None) };
        serde_json::from_slice(&bytes).map(Some).map_err(|error| LocalError::Damaged {
            path,
            what: error.to_string(),
            instead,
        })
    }

    pub(super) fn write_json(&self, name: &str, value: &impl Serialize) -> Result<(), LocalError> {
        let path = self.path.join(name);
        let text = serde_json::to_vec_pretty(value)
            .map_err(|error| LocalError::file("write", &path)(io::Error::other(error)))?;
        self.write(name, &text)
    }

    pub(super) fn write(&self, name: &str, content: &[u8]) -> Result<(), LocalError> {
        let path = self.path.join(name);
        atomic_replace(&RealDisk, &path, content).map_err(LocalError::file("write", &path))
    }

    fn read(&self, path: &Path) -> Result<Option<Vec<u8>>, LocalError> {
        read_all(&RealDisk, path, FILE_MAX_BYTES).map_err(LocalError::file("read", path))
    }

    /// Removes everything.
    ///
    /// # Errors
    /// Where something cannot be removed.
    pub fn delete(self, held: Holder) -> Result<(), LocalError> {
        drop(held);
        fs::remove_dir_all(&self.path).map_err(LocalError::file("remove", &self.path))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::{DirectoryId, Voter};

    fn root(dir: &tempfile::TempDir) -> DataRoot {
        DataRoot::new(dir.path(), "demo").unwrap()
    }

    #[test]
    fn a_cluster_id_is_drawn_once() {
        let dir = tempfile::tempdir().unwrap();
        let root = root(&dir);
        assert!(!root.exists() && DataRoot::names(dir.path()).is_empty());
        let held = root.hold().unwrap();
        let first = root.cluster_id(&held).unwrap();
        assert_eq!(first.as_str().len(), 22);
        assert_eq!(root.cluster_id(&held).unwrap(), first);
        assert_eq!(DataRoot::names(dir.path()), ["demo"]);
    }

    #[test]
    fn a_held_root_is_not_held_twice_and_the_holder_is_named() {
        let dir = tempfile::tempdir().unwrap();
        let root = root(&dir);
        let _held = root.hold().unwrap();
        let refused = root.hold().map(|_| ()).unwrap_err().to_string();
        assert!(refused.contains("demo") && refused.contains(&std::process::id().to_string()), "{refused}");
    }

    #[test]
    fn an_identity_is_written_once_and_another_is_not_written_over_it() {
        let dir = tempfile::tempdir().unwrap();
        let root = root(&dir);
        let held = root.hold().unwrap();
        let cluster = root.cluster_id(&held).unwrap();
        let identity = |node| Identity {
            cluster: cluster.clone(),
            bootstrap: Voter {
                node: NodeId::new(node).unwrap(),
                directory: DirectoryId::new("A".repeat(22)).unwrap(),
            },
        };
        assert_eq!(root.identity().unwrap(), None);
        assert!(root.store_identity(&held, &identity(9000)).unwrap());
        assert!(root.store_identity(&held, &identity(9000)).unwrap());
        assert!(!root.store_identity(&held, &identity(9001)).unwrap());
        assert_eq!(root.identity().unwrap(), Some(identity(9000)));
    }

    #[test]
    fn a_memo_is_read_as_it_was_stored_and_a_damaged_one_is_named() {
        let dir = tempfile::tempdir().unwrap();
        let root = root(&dir);
        let held = root.hold().unwrap();
        assert!(root.memo().unwrap().is_none());
        let mut memo = Memo::default();
        memo.founded = true;
        root.store_memo(&held, &memo).unwrap();
        assert_eq!(root.memo().unwrap(), Some(memo));
        fs::write(root.path().join("memo.json"), "{").unwrap();
        assert!(root.memo().unwrap_err().to_string().contains("memo.json"));
    }
}
