//! Carrying out one step.

use super::Supervisor;
use super::desk::NODE_STOPS_WITHIN;
use crate::cluster::Outcome;
use crate::local::LocalError;
use crate::local::disks;
use crate::plan::observed::DiskState;
use crate::plan::{Act, DiskAct, Guard, NodeAct, QuorumAct, Step, Voter};

impl Supervisor {
    pub(super) async fn carry_out(&self, step: &Step) -> Result<Outcome, LocalError> {
        Ok(match &step.act {
            Act::Node(NodeAct::Restart { node, .. }) => self.restart(*node, &step.guard).await,
            Act::Disk(DiskAct::StoreIdentity { identity, .. }) => {
                match self.root.store_identity(&self.held, identity)? {
                    true => Outcome::Done,
                    false => Outcome::Stale("another identity stands there".into()),
                }
            }
            Act::Quorum(QuorumAct::Bootstrap { cluster, voter }) => match self.founder(voter) {
                Ok(address) => self.clusters.bootstrap(&address, cluster, voter).await,
                Err(why) => Outcome::Stale(why),
            },
            Act::Quorum(act) => {
                let reach = self.reach();
                self.clusters.change_voters(&reach, act, &step.guard, &self.cluster_id).await
            }
            Act::Cluster(act) => self.clusters.change_cluster(&self.reach(), act, &step.guard).await,
        })
    }

    /// Ends a run; it is started again as it is desired.
    async fn restart(&self, node: crate::validate::NodeId, guard: &Guard) -> Outcome {
        if self.fleet.is_stopping(node) {
            return Outcome::Stale("it is stopping already".into());
        }
        let Guard::Incarnation { incarnation, ask, .. } = guard else {
            return Outcome::Refused("a restart names the run that ends".into());
        };
        if *ask && !self.clusters.holds(&self.reach(), guard).await {
            return Outcome::Stale("it may not stop now".into());
        }
        if self.fleet.incarnation(node).as_ref() != Some(incarnation) {
            return Outcome::Stale("it runs no more, or again".into());
        }
        self.fleet.stop(node, NODE_STOPS_WITHIN);
        Outcome::Done
    }

    /// Where the founder is told, if its directory is still the one that is named.
    fn founder(&self, voter: &Voter) -> Result<String, String> {
        let view = self.desk.view.borrow();
        let nodes = view.nodes(&self.fleet);
        let volumes = nodes.get(&voter.node).map(|(pool, _)| view.volumes(pool)).unwrap_or_default();
        let first = volumes.first().ok_or_else(|| format!("controller {} has no volume", voter.node))?;
        match disks::state(&self.root.volume_dir(voter.node, first)) {
            Ok(DiskState::Formatted { directory, .. }) if directory == voter.directory => {}
            _ => {
                return Err(format!(
                    "directory {} of controller {} is not there",
                    voter.directory, voter.node
                ));
            }
        }
        let ports =
            view.ports.of(voter.node).ok_or_else(|| format!("controller {} has no port", voter.node))?;
        Ok(ports.own_address())
    }
}

/// What became of a step, as the end of a sentence.
pub(super) fn told(outcome: &Outcome) -> String {
    match outcome {
        Outcome::Done => String::new(),
        Outcome::Stale(why) => format!("; not done: {why}"),
        Outcome::Refused(why) => format!("; refused: {why}"),
        Outcome::Unanswered(why) => format!("; no answer: {why}"),
    }
}
