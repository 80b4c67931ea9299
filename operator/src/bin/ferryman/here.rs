//! Commands about clusters on this machine that run already, or did.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::time::Duration;

use ferryman_operator::api::Timestamp;
use ferryman_operator::local::control::{Answer, Request, ask};
use ferryman_operator::local::outlook;
use ferryman_operator::local::root::DataRoot;
use ferryman_operator::local::status::ClusterStatus;
use ferryman_operator::local::supervise::notes;
use ferryman_operator::local::{LocalError, disks};
use ferryman_operator::plan::observed::{Capabilities, Cause, Fresh, NodeSeen, Run, SurfaceSeen};
use ferryman_operator::plan::{ClusterId, Observed, plan as make_plan};
use ferryman_operator::validate::{NodeId, ValidatedCluster, read};

use crate::args::{Format, Status};
use crate::detached::until;
use crate::output::{self, Failure};
use crate::up;

/// A supervisor answers at once.
const ANSWER_WITHIN: Duration = Duration::from_secs(10);
/// Stopping everything, and one node.
const DOWN_WITHIN: Duration = Duration::from_secs(40);
/// How long a supervisor that has stopped its nodes may take to be gone.
const GONE_WITHIN: Duration = Duration::from_secs(10);

/// `ferryman status`.
pub(crate) fn status(data_root: &Path, status: &Status) -> Result<(), Failure> {
    let name = match &status.cluster {
        Some(cluster) => name_of(cluster)?,
        None => only(data_root)?,
    };
    let shown = ask_status(&DataRoot::new(data_root, &name)?)?;
    match status.output {
        Format::Table => output::print(&shown.table()),
        Format::Json => output::line(&serde_json::to_string_pretty(&shown)?),
    }
}

pub(crate) fn ask_status(root: &DataRoot) -> Result<ClusterStatus, LocalError> {
    match ask(root, &Request::Status, ANSWER_WITHIN)? {
        Answer::Status(shown) => Ok(*shown),
        other => Err(LocalError::Refused(format!("the supervisor answered {other:?}"))),
    }
}

/// The name of a cluster that is given by its name or by its manifest.
fn name_of(cluster: &str) -> Result<String, Failure> {
    let path = Path::new(cluster);
    let is_file = path.is_file() || cluster.contains('/') || path.extension().is_some();
    if !is_file {
        return Ok(cluster.to_owned());
    }
    let text = fs::read_to_string(path)
        .map_err(|error| Failure::sentence(format!("cannot read the manifest {cluster}: {error}")))?;
    match read(&text, None) {
        Ok(manifest) => Ok(manifest.metadata.name),
        Err(violations) => {
            let found: Vec<String> = violations.iter().map(ToString::to_string).collect();
            Err(Failure::sentence(format!("{cluster} is no manifest of one cluster: {}", found.join("; "))))
        }
    }
}

/// The one cluster that there is, where no name was given.
fn only(data_root: &Path) -> Result<String, Failure> {
    let mut names = up::known(data_root);
    match names.len() {
        1 => Ok(names.remove(0)),
        0 => Err(Failure::sentence(format!(
            "there is no cluster under {}; `ferryman up FILE` makes one",
            data_root.display()
        ))),
        _ => Err(Failure::sentence(format!("there are several clusters: {}; say which", names.join(", ")))),
    }
}

/// `ferryman down`.
pub(crate) fn down(data_root: &Path, name: &str, delete_data: bool) -> Result<(), Failure> {
    let root = DataRoot::new(data_root, name)?;
    let ran = match ask(&root, &Request::Down, DOWN_WITHIN) {
        Ok(_) => true,
        Err(LocalError::NotRunning { .. }) => false,
        Err(error) => return Err(error.into()),
    };
    // The supervisor's lock goes with it.
    let mut held = None;
    let gone = until(GONE_WITHIN, || {
        held = root.hold().ok();
        held.is_some()
    });
    let Some(held) = held.filter(|_| gone) else {
        return Err(Failure::sentence(format!(
            "the supervisor of {name} has stopped its nodes and does not end"
        )));
    };
    if delete_data {
        root.delete(held)?;
        return output::line(&format!("{name} has stopped, and its data is removed."));
    }
    let how = if ran { "has stopped" } else { "does not run" };
    output::line(&format!("{name} {how}; its data is in {}.", root.path().display()))
}

/// `ferryman node stop` and `start`.
pub(crate) fn node(data_root: &Path, name: &str, node: i32, start: bool) -> Result<(), Failure> {
    let root = DataRoot::new(data_root, name)?;
    let id =
        NodeId::new(i64::from(node)).ok_or_else(|| Failure::sentence(format!("{node} is no node id")))?;
    let (request, what) = match start {
        true => (Request::Start { node: id }, "starts"),
        false => (Request::Stop { node: id }, "has stopped, and stays down until `ferryman node start`"),
    };
    ask(&root, &request, DOWN_WITHIN)?;
    output::line(&format!("node {node} of {name} {what}."))
}

/// `ferryman plan`.
pub(crate) fn plan(data_root: &Path, file: &Path) -> Result<(), Failure> {
    let (manifest, want) = up::read_manifest(data_root, file)?;
    let root = DataRoot::new(data_root, want.name.as_str())?;
    for note in notes(&manifest, &want) {
        output::line(&format!("note: {note}"))?;
    }
    let text = fs::read_to_string(file)?;
    let sentences = match ask(&root, &Request::Plan { manifest: text }, ANSWER_WITHIN) {
        Ok(Answer::Sentences(sentences)) => sentences,
        Ok(other) => return Err(Failure::sentence(format!("the supervisor answered {other:?}"))),
        Err(LocalError::NotRunning { .. } | LocalError::NoCluster { .. }) => at_rest(&root, &want)?,
        Err(error) => return Err(error.into()),
    };
    let name = want.name.as_str();
    if sentences.is_empty() {
        return output::line(&format!("{name} is as {} wants it: nothing would be done", file.display()));
    }
    output::line(&format!("{name} would be changed:"))?;
    for sentence in sentences {
        output::line(&format!("  {sentence}"))?;
    }
    Ok(())
}

/// What would be done, where nothing runs.
fn at_rest(root: &DataRoot, want: &ValidatedCluster) -> Result<Vec<String>, Failure> {
    let memo = if root.exists() { root.memo()?.unwrap_or_default() } else { Default::default() };
    let now = Timestamp(0);
    let identity = Fresh::Seen { value: root.identity()?, at: now };
    let mut nodes = BTreeMap::new();
    for id in root.nodes()? {
        let pool = want.pools().find(|pool| pool.ids.contains(id));
        let volumes = pool.into_iter().flat_map(|pool| &pool.volumes).map(|volume| volume.name.clone());
        let disks = disks::seen(root, id, &volumes.collect::<Vec<_>>(), &identity, now);
        let run = Fresh::Seen { value: Run::Absent, at: now };
        let pool = pool.map(|pool| pool.name.clone());
        nodes.insert(id, NodeSeen { pool, run, disks, waits_for: String::new() });
    }
    let drawn_at_the_start = || ClusterId::new("drawn-at-the-start");
    let seen = Observed {
        can: Capabilities {
            version: env!("CARGO_PKG_VERSION").to_owned(),
            any_version: false,
            resources: false,
        },
        proposed: root.read_cluster_id()?.map_or_else(drawn_at_the_start, Ok)?,
        nodes: Fresh::Seen { value: nodes, at: now },
        cluster: Fresh::Unknown { why: Cause::NotAsked, since: now },
        surface: SurfaceSeen::default(),
    };
    let plan = make_plan(want, &seen, &memo, now);
    Ok(outlook::sentences(want, &memo.pools, &seen, &plan))
}
