//! Carrying out what the plan wants of the cluster: read again what the guard names, then ask once.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::Duration;

use client::admin::Reassignment;
use client::private::{self, Bootstrap};
use client::{CallError, ClientError, Cluster};
use tokio::time::{Instant, sleep, timeout};
use wire::codec::Uuid;

use super::{Clusters, Reach, sight::Active};
use crate::plan::{ClusterAct, ClusterId, Guard, Move, QuorumAct, Voter};
use crate::validate::NodeId;

/// The listener of controllers.
pub const CONTROLLER_LISTENER: &str = "CONTROLLER";
/// How long one act may take.
const ACT_TIMEOUT: Duration = Duration::from_secs(10);
/// How long a controller that is just coming up is waited for.
const COME_UP: Duration = Duration::from_secs(2);
/// Between two attempts to reach it.
const COME_UP_PAUSE: Duration = Duration::from_millis(15);
/// How brokers are told to take no more replicas (KIP-1066).
const CORDONED: (&str, &str) = ("cordoned.log.dirs", "*");

/// What became of an act.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It took effect.
    Done,
    /// What its guard wants is not so, or could not be read again; nothing was asked.
    Stale(String),
    /// It was refused, and will not take effect.
    Refused(String),
    /// No answer came: it may still take effect.
    Unanswered(String),
}

impl Outcome {
    /// Whether nothing of it is on its way any more.
    pub fn is_final(&self) -> bool {
        !matches!(self, Outcome::Unanswered(_))
    }
}

impl From<Result<(), ClientError>> for Outcome {
    fn from(answer: Result<(), ClientError>) -> Outcome {
        match answer {
            Ok(()) => Outcome::Done,
            Err(error @ (ClientError::Refused { .. } | ClientError::Unreachable { .. })) => {
                Outcome::Refused(error.to_string())
            }
            Err(ClientError::Call(error)) if error.never_sent() => Outcome::Refused(error.to_string()),
            Err(error) => Outcome::Unanswered(error.to_string()),
        }
    }
}

impl Clusters {
    /// Tells a controller that waits to found the quorum. The guard, that its directory is the one that is named, is
    /// compared by that controller itself. It is waited for a little, for it may just be coming up.
    pub async fn bootstrap(&self, address: &str, cluster: &ClusterId, voter: &Voter) -> Outcome {
        let request = Bootstrap {
            cluster_id: cluster.as_str().to_owned(),
            directory_id: voter.directory.as_str().to_owned(),
        };
        let deadline = Instant::now() + COME_UP;
        loop {
            let answer = private::ask(address, &request, ACT_TIMEOUT).await;
            let coming_up = matches!(&answer, Err(ClientError::Call(CallError::Connect { .. })));
            if coming_up && Instant::now() < deadline {
                sleep(COME_UP_PAUSE).await;
                continue;
            }
            return match answer {
                Ok(None) => Outcome::Done,
                Ok(Some(reason)) => Outcome::Refused(reason),
                Err(error) => Outcome::from(Err(error)),
            };
        }
    }

    /// Changes the voters.
    pub async fn change_voters(
        &self,
        reach: &Reach,
        act: &QuorumAct,
        guard: &Guard,
        cluster_id: &ClusterId,
    ) -> Outcome {
        let active = match self.guarded(reach, guard).await {
            Ok(active) => active,
            Err(why) => return Outcome::Stale(why),
        };
        let directory = |voter: &Voter| voter.directory.as_str().parse::<Uuid>();
        match act {
            QuorumAct::Bootstrap { .. } => Outcome::Refused("a quorum is founded by bootstrap alone".into()),
            QuorumAct::AddVoter { voter } => {
                let address = reach.endpoints.get(&voter.node).or_else(|| reach.controllers.get(&voter.node));
                let endpoint = address.and_then(|address| endpoint(address));
                match (directory(voter), endpoint) {
                    (Ok(directory), Some(endpoint)) => {
                        let (id, endpoints) = (voter.node.get(), [endpoint]);
                        let added = active.cluster.add_voter(
                            cluster_id.as_str(),
                            id,
                            directory,
                            &endpoints,
                            ACT_TIMEOUT,
                        );
                        within(added).await
                    }
                    _ => Outcome::Stale(format!("controller {} is not reached any more", voter.node)),
                }
            }
            QuorumAct::RemoveVoter { voter } => match directory(voter) {
                Ok(directory) => {
                    let id = voter.node.get();
                    within(active.cluster.remove_voter(cluster_id.as_str(), id, directory)).await
                }
                Err(_) => Outcome::Refused(format!("{} is no directory id", voter.directory)),
            },
        }
    }

    /// Changes brokers and partitions.
    pub async fn change_cluster(&self, reach: &Reach, act: &ClusterAct, guard: &Guard) -> Outcome {
        let active = match self.guarded(reach, guard).await {
            Ok(active) => active,
            Err(why) => return Outcome::Stale(why),
        };
        let cluster = &active.cluster;
        let (name, all) = CORDONED;
        match act {
            ClusterAct::Cordon { node } => {
                within(self.own(reach, *node, &active).alter_broker_config(node.get(), name, Some(all))).await
            }
            ClusterAct::Uncordon { node } => {
                within(self.own(reach, *node, &active).alter_broker_config(node.get(), name, None)).await
            }
            ClusterAct::Unregister { node } => within(cluster.unregister_broker(node.get())).await,
            ClusterAct::MoveReplicas { moves } => self.move_replicas(reach, &active, moves).await,
        }
    }

    /// Whom a broker's own configuration is told: the broker, as Kafka's tools do (it alone knows its directories, and
    /// Kafka's controllers take no new cordon from anyone else); the controller where it is not reached.
    fn own(&self, reach: &Reach, node: NodeId, active: &Active) -> Arc<Cluster> {
        reach.brokers.get(&node).map_or_else(|| active.cluster.clone(), |address| self.at(address))
    }

    async fn move_replicas(&self, reach: &Reach, active: &Active, moves: &[Move]) -> Outcome {
        let topics: BTreeSet<&str> = moves.iter().map(|one| one.topic.as_str()).collect();
        let now = match self.assignments(reach, active, &topics).await {
            Ok(now) => now,
            Err(unseen) => return Outcome::Stale(unseen.what),
        };
        let valid = still_valid(moves, &now);
        if valid.is_empty() {
            return Outcome::Stale("the partitions stand elsewhere by now".into());
        }
        within(active.cluster.reassign(&valid)).await
    }

    /// Whether what the cluster can tell of a guard still holds.
    pub async fn holds(&self, reach: &Reach, guard: &Guard) -> bool {
        self.guarded(reach, guard).await.is_ok()
    }

    /// The active controller, if the guard holds; else why not.
    async fn guarded(&self, reach: &Reach, guard: &Guard) -> Result<Active, String> {
        let seen = self.observe(reach, &guard.questions()).await.map_err(|unseen| unseen.what)?;
        if !guard.holds(&seen) {
            return Err("what it rests on has changed".into());
        }
        let active = self.active(reach).await.map_err(|unseen| unseen.what)?;
        if active.quorum.epoch != seen.quorum.term {
            return Err("another controller is active by now".into());
        }
        Ok(active)
    }
}

async fn within(answer: impl Future<Output = Result<(), ClientError>>) -> Outcome {
    match timeout(ACT_TIMEOUT, answer).await {
        Ok(answer) => Outcome::from(answer),
        Err(_) => Outcome::Unanswered(format!("no answer within {} s", ACT_TIMEOUT.as_secs())),
    }
}

/// (listener, host, port) of a controller at `host:port`.
fn endpoint(address: &str) -> Option<(String, String, u16)> {
    let (host, port) = address.rsplit_once(':')?;
    Some((CONTROLLER_LISTENER.to_owned(), host.to_owned(), port.parse().ok()?))
}

/// The moves whose partitions still stand where they are moved from.
fn still_valid(moves: &[Move], now: &BTreeMap<(String, i32), Vec<NodeId>>) -> Vec<Reassignment> {
    let stands = |one: &&Move| now.get(&(one.topic.clone(), one.index)) == Some(&one.from);
    let reassignment = |one: &Move| Reassignment {
        topic: one.topic.clone(),
        partition: one.index,
        replicas: Some(one.to.iter().map(|node| node.get()).collect()),
    };
    moves.iter().filter(stands).map(reassignment).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_partition_that_stands_elsewhere_by_now_is_not_moved() {
        let nodes = |ids: &[i64]| ids.iter().map(|id| NodeId::new(*id).unwrap()).collect::<Vec<_>>();
        let one =
            |index, from: &[i64]| Move { topic: "t".into(), index, from: nodes(from), to: nodes(&[0, 1]) };
        let now = BTreeMap::from([(("t".into(), 0), nodes(&[3, 1])), (("t".into(), 1), nodes(&[0, 1]))]);
        let valid = still_valid(&[one(0, &[3, 1]), one(1, &[3, 1]), one(2, &[3, 1])], &now);
        assert_eq!(valid.len(), 1);
        assert_eq!((valid[0].partition, valid[0].replicas.as_deref()), (0, Some(&[0, 1][..])));
    }

    #[test]
    fn what_may_still_take_effect_is_not_taken_for_refused() {
        let lost = CallError::Disconnected { address: "a:1".into(), api: "AddRaftVoter".into() };
        assert!(!Outcome::from(Err(lost.into())).is_final());
        let never = CallError::Connect { address: "a:1".into(), source: std::io::ErrorKind::NotFound.into() };
        assert!(Outcome::from(Err(never.into())).is_final());
        assert!(Outcome::from(Err(ClientError::refused("x", 41, None))).is_final());
    }

    #[test]
    fn an_address_is_host_and_port() {
        assert_eq!(endpoint("127.0.0.1:9093"), Some(("CONTROLLER".into(), "127.0.0.1".into(), 9093)));
        assert_eq!(endpoint("nowhere"), None);
    }
}
