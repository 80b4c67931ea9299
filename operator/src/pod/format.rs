//! Making a pod one node's: its properties, its directories, its report.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::properties::{Place, complete};
use super::{Report, VolumeReport};
use crate::local::disks;
use crate::plan::ClusterId;
use crate::plan::observed::DiskState;

/// How many of the program's last lines are repeated.
const LAST_LINES: usize = 3;

/// What is done in a pod before its node starts.
#[derive(Clone, Debug)]
pub struct Task {
    /// What nodes are.
    pub program: PathBuf,
    /// The properties that all nodes of the pool share.
    pub shared: PathBuf,
    /// Where the node's own are written.
    pub properties: PathBuf,
    /// Where the report is left.
    pub report: PathBuf,
    /// The cluster that blank directories are formatted for.
    pub cluster: ClusterId,
    /// What only this pod knows.
    pub place: Place,
    /// The volumes' names, in the order of the place's directories.
    pub volumes: Vec<String>,
}

/// Writes the node's properties, has its blank directories formatted, and leaves the report.
///
/// # Errors
/// Why the node cannot be started; the report says it too.
pub fn run(task: &Task) -> Result<(), String> {
    let done = prepare(task);
    let report = Report {
        volumes: task
            .volumes
            .iter()
            .cloned()
            .zip(task.place.directories.iter().map(|dir| seen(dir)))
            .collect(),
        why: done.as_ref().err().cloned().unwrap_or_default(),
    };
    let left = report.to_text().map_err(|error| error.to_string()).and_then(|text| {
        fs::write(&task.report, text)
            .map_err(|error| format!("cannot write {}: {error}", task.report.display()))
    });
    done.and(left)
}

fn prepare(task: &Task) -> Result<(), String> {
    let failed =
        |what: &str, path: &Path, error: io::Error| format!("cannot {what} {}: {error}", path.display());
    let shared = fs::read_to_string(&task.shared).map_err(|error| failed("read", &task.shared, error))?;
    fs::write(&task.properties, complete(&shared, &task.place))
        .map_err(|error| failed("write", &task.properties, error))?;
    for dir in &task.place.directories {
        fs::create_dir_all(dir).map_err(|error| failed("make", dir, error))?;
    }
    // Every node is formatted as one that waits: the quorum is founded by a step of its own.
    let output = Command::new(&task.program)
        .arg("format")
        .arg("--config")
        .arg(&task.properties)
        .args(["--cluster-id", task.cluster.as_str(), "--no-initial-controllers", "--ignore-formatted"])
        .output()
        .map_err(|error| failed("start", &task.program, error))?;
    print!("{}", String::from_utf8_lossy(&output.stdout));
    let said = String::from_utf8_lossy(&output.stderr);
    eprint!("{said}");
    if output.status.success() { Ok(()) } else { Err(last_lines(&said)) }
}

fn last_lines(text: &str) -> String {
    let lines: Vec<&str> = text.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    lines[lines.len().saturating_sub(LAST_LINES)..].join(" / ")
}

fn seen(directory: &Path) -> VolumeReport {
    let state =
        disks::state(directory).unwrap_or_else(|error| DiskState::Unreadable { why: error.to_string() });
    state.into()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::os::unix::fs::PermissionsExt;

    use super::*;
    use crate::validate::NodeId;

    fn task(root: &Path, program: &str) -> Task {
        let file = root.join("program");
        fs::write(&file, format!("#!/bin/sh\n{program}\n")).unwrap();
        fs::set_permissions(&file, fs::Permissions::from_mode(0o755)).unwrap();
        fs::write(root.join("shared"), "listeners=INTERNAL://:9092\n").unwrap();
        Task {
            program: file,
            shared: root.join("shared"),
            properties: root.join("own"),
            report: root.join("report"),
            cluster: ClusterId::new("c1").unwrap(),
            place: Place {
                node: NodeId::new(4).unwrap(),
                host: "h".into(),
                directories: vec![root.join("d0/log")],
                controllers: vec!["a:1".into()],
                implied: BTreeMap::new(),
            },
            volumes: vec!["d0".into()],
        }
    }

    fn report(task: &Task) -> Report {
        Report::from_text(&fs::read_to_string(&task.report).unwrap()).unwrap()
    }

    #[test]
    fn what_was_formatted_is_reported_and_the_properties_are_the_nodes_own() {
        let root = tempfile::tempdir().unwrap();
        let meta = root.path().join("d0/log/meta.properties");
        let program = format!(
            "[ \"$*\" = \"format --config {} --cluster-id c1 --no-initial-controllers --ignore-formatted\" ] || exit 9\n\
             printf 'version=1\\ncluster.id=c1\\nnode.id=4\\ndirectory.id=pZ3vQwAAAAAAAAAAAAAAAA\\n' > {}",
            root.path().join("own").display(),
            meta.display()
        );
        let task = task(root.path(), &program);
        run(&task).unwrap();
        let own = fs::read_to_string(&task.properties).unwrap();
        assert!(
            own.contains("node.id=4\n") && own.contains("advertised.listeners=INTERNAL://h:9092\n"),
            "{own}"
        );
        let VolumeReport::Formatted { node, voted, .. } = &report(&task).volumes["d0"] else { panic!() };
        assert_eq!((node.get(), *voted), (4, false));
    }

    #[test]
    fn a_directory_that_is_refused_is_reported_with_whose_it_is_and_why() {
        let root = tempfile::tempdir().unwrap();
        let task = task(root.path(), "echo 'belongs to another' >&2; exit 1");
        fs::create_dir_all(root.path().join("d0/log")).unwrap();
        let meta = "version=1\ncluster.id=other\nnode.id=7\ndirectory.id=pZ3vQwAAAAAAAAAAAAAAAA\n";
        fs::write(root.path().join("d0/log/meta.properties"), meta).unwrap();
        assert_eq!(run(&task).unwrap_err(), "belongs to another");
        let report = report(&task);
        assert_eq!(report.why, "belongs to another");
        let VolumeReport::Formatted { cluster, node, .. } = &report.volumes["d0"] else { panic!() };
        assert_eq!((cluster.as_str(), node.get()), ("other", 7));
    }
}
