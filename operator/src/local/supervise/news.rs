//! What there is to tell whoever started the supervisor, each thing once.

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use super::Supervisor;
use crate::api::status::{ConditionType, Phase};
use crate::api::{KafkaClusterSpec, Manifest, Resources, Storage, VolumesOnDelete};
use crate::local::progress::Progress;
use crate::local::status::is_true;
use crate::local::{LocalError, ports};
use crate::validate::ValidatedCluster;

/// What was in the way and is again within this time is not told again.
const STALL_AGAIN: Duration = Duration::from_secs(60);

/// What there is to tell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum News {
    /// How far the cluster is, while it comes up.
    Progress(String),
    /// It is complete, for the first time in this run.
    Ready {
        /// The last line of progress.
        line: String,
        /// How long it took.
        took: Duration,
        /// Where clients connect.
        bootstrap: String,
    },
    /// Something was done, or is in the way.
    Event(String),
    /// Something in the manifest is not what was meant, probably.
    Warning(String),
}

/// Whom it is told.
pub type Teller<'a> = &'a mut dyn FnMut(News);

/// What was told last, so that it is told once.
#[derive(Default)]
pub(super) struct Told {
    line: String,
    ready: bool,
    state: (Option<Phase>, String),
    /// What is in the way, and when it was last seen: a node that fails again and again is told of once.
    stalled: (String, Option<Instant>),
    /// What kept a round from being done, likewise.
    failure: (String, Option<Instant>),
}

impl Supervisor {
    /// Tells what changed.
    pub(super) fn tell(&mut self, tell: Teller<'_>) {
        let (progress, status, bootstrap) = {
            let view = self.desk.view.borrow();
            (Progress::of(&view, &self.fleet), view.status(), view.bootstrap())
        };
        let name = self.root.name().to_owned();
        if !self.told.ready {
            let line = progress.line(&name);
            if progress.complete {
                self.told.ready = true;
                self.told.state = (Some(status.phase), status.summary.detail.clone());
                tell(News::Ready { line, took: self.began.elapsed(), bootstrap });
            } else if self.told.line != line {
                self.told.line.clone_from(&line);
                tell(News::Progress(line));
            }
        } else {
            let state = (Some(status.phase), status.summary.detail.clone());
            if self.told.state != state {
                let end = if state.1.is_empty() { String::new() } else { format!(": {}", state.1) };
                tell(News::Event(format!("{}{end}", status.phase)));
                self.told.state = state;
            }
        }
        let stalled =
            status.condition(ConditionType::Stalled).filter(|_| is_true(&status, ConditionType::Stalled));
        let stalled = stalled.map(|condition| condition.message.clone()).unwrap_or_default();
        if stalled.is_empty() {
            return;
        }
        let lately = self.told.stalled.1.is_some_and(|at| at.elapsed() < STALL_AGAIN);
        if !lately || self.told.stalled.0 != stalled {
            tell(News::Event(format!("only you can help: {stalled}")));
        }
        self.told.stalled = (stalled, Some(Instant::now()));
    }

    /// Says what keeps a round from being done.
    pub(super) fn tell_failure(&mut self, error: &LocalError, tell: Teller<'_>) {
        let sentence = error.to_string();
        let lately = self.told.failure.1.is_some_and(|at| at.elapsed() < STALL_AGAIN);
        if !lately || self.told.failure.0 != sentence {
            tell(News::Event(sentence.clone()));
            self.told.failure = (sentence, Some(Instant::now()));
        }
    }

    /// Says where the first broker listens, if that is not where the manifest would have it.
    pub(super) fn tell_moved_ports(&self, tell: Teller<'_>) {
        let view = self.desk.view.borrow();
        let first = view.ports.moved().next();
        let Some((node, listener, port)) = first else { return };
        let holder =
            ports::holder(port.wanted).map(|holder| format!(" ({holder} has it)")).unwrap_or_default();
        tell(News::Warning(format!(
            "broker {node} has port {} for listener {listener} and not {}{holder}",
            port.port, port.wanted
        )));
    }
}

/// What a manifest says that has no meaning here, in one line, and what is probably not meant.
pub fn notes(manifest: &Manifest, want: &ValidatedCluster) -> Vec<String> {
    let mut idle = Vec::new();
    if manifest.metadata.namespace.is_some() {
        idle.push("metadata.namespace".to_owned());
    }
    if manifest.spec.version.is_some() {
        idle.push("spec.version".to_owned());
    }
    if manifest.spec.volumes_on_delete != VolumesOnDelete::default() {
        idle.push("spec.volumesOnDelete".to_owned());
    }
    for (path, storage, resources) in pools(&manifest.spec) {
        if sizes(storage) != sizes(&Storage::default()) {
            idle.push(format!("size and class of the volumes of {path}"));
        }
        if resources.is_some() {
            idle.push(format!("resources of {path}"));
        }
    }
    let mut notes: Vec<String> = want.warnings.iter().map(ToString::to_string).collect();
    if !idle.is_empty() {
        notes.push(format!("without meaning on one machine: {}", idle.join(", ")));
    }
    notes
}

fn pools(spec: &KafkaClusterSpec) -> impl Iterator<Item = (&str, &Storage, Option<&Resources>)> {
    let (controllers, brokers) = (&spec.controllers, &spec.brokers);
    let always = [
        ("spec.controllers", &controllers.storage, controllers.resources.as_ref()),
        ("spec.brokers", &brokers.storage, brokers.resources.as_ref()),
    ];
    let others = spec.pools.iter().map(|pool| (pool.name.as_str(), &pool.storage, pool.resources.as_ref()));
    always.into_iter().chain(others)
}

fn sizes(storage: &Storage) -> BTreeSet<(String, Option<String>)> {
    storage.volumes.iter().map(|volume| (volume.size.to_string(), volume.class.clone())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::validate::{read, validate};

    fn told(spec: &str) -> Vec<String> {
        let text = format!(
            "apiVersion: ferryman.dev/v1alpha1\nkind: KafkaCluster\nmetadata: {{name: demo}}\nspec: {{{spec}}}\n"
        );
        let manifest = read(&text, None).unwrap();
        notes(&manifest, &validate(&manifest, None).unwrap())
    }

    #[test]
    fn fields_without_meaning_on_one_machine_are_named_in_one_line() {
        assert_eq!(told(""), [""; 0]);
        let archive = "pools: [{name: archive, replicas: 1, nodeIds: {first: 2000, last: 2009}, resources: {limits: {memory: 1Gi}}}]";
        let spec = format!(
            "brokers: {{resources: {{requests: {{cpu: 500m}}}}, storage: {{volumes: [{{name: d0, size: 1Ti}}]}}}}, {archive}"
        );
        assert_eq!(
            told(&spec),
            [
                "without meaning on one machine: size and class of the volumes of spec.brokers, resources of spec.brokers, resources of archive"
            ]
        );
    }
}
