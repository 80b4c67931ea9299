//! One look at the cluster: the quorum first, then whether brokers are cordoned, partitions last, so that a count of zero
//! was counted while the cordon held.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::Duration;

use client::admin::{ClusterInfo, QuorumInfo, QuorumReplica};
use client::private::{self, MayStopAnswer};
use client::{ClientError, Cluster};
use futures_util::future::join_all;
use tokio::time::timeout;

use super::brokers::Informed;
use super::partitions::{self, Moving, Partition};
use super::{Clusters, Reach, Unseen};
use crate::plan::observed::{
    BrokerSeen, Cause, ClusterSeen, MayStop, PartitionsSeen, QuorumSeen, ReplicaSeen,
};
use crate::plan::{DirectoryId, Questions, Voter};
use crate::validate::{NodeId, NodeIdRange};

/// How long a controller may take to answer.
const CONTROLLER_TIMEOUT: Duration = Duration::from_millis(1500);
/// How long listing everything may take.
const LIST_TIMEOUT: Duration = Duration::from_secs(8);
/// Topics whose own `min.insync.replicas` is asked for in one look.
const TOPICS_ASKED_MAX: usize = 32;

/// The active controller.
pub(super) struct Active {
    pub(super) address: String,
    pub(super) cluster: Arc<Cluster>,
    pub(super) quorum: QuorumInfo,
}

/// What the brokers and their partitions are like.
#[derive(Default)]
struct Data {
    brokers: Option<ClusterInfo>,
    cordoned: BTreeSet<NodeId>,
    moving: Moving,
    partitions: Vec<Partition>,
    min_insync: BTreeMap<String, u32>,
}

impl Clusters {
    /// What the cluster is like now, as far as it is asked for.
    ///
    /// # Errors
    /// When there is no active controller, or something that must be known was not told in time.
    pub async fn observe(&self, reach: &Reach, ask: &Questions) -> Result<ClusterSeen, Unseen> {
        let active = self.active(reach).await?;
        let data = self.data(reach, &active).await?;
        let may_stop = may_stop(&active.address, &ask.may_stop).await;
        Ok(assemble(reach, ask, &active.quorum, &data, may_stop))
    }

    /// The active controller: of the controllers that describe the quorum as its leader, the one of the highest term.
    pub(super) async fn active(&self, reach: &Reach) -> Result<Active, Unseen> {
        let asked = reach.controllers.values().map(|address| async move {
            let cluster = self.at(address);
            let quorum = timeout(CONTROLLER_TIMEOUT, cluster.describe_quorum()).await;
            if quorum.is_err() {
                self.forget(address);
            }
            let quorum = quorum.ok()?.ok().filter(|quorum| quorum.leader.is_some())?;
            Some(Active { address: address.clone(), cluster, quorum })
        });
        let answered = join_all(asked).await.into_iter().flatten();
        answered
            .max_by_key(|active| active.quorum.epoch)
            .ok_or_else(|| Unseen::new(Cause::Unreachable, "no controller says that it is the active one"))
    }

    async fn data(&self, reach: &Reach, active: &Active) -> Result<Data, Unseen> {
        let broker = match self.informed_broker(reach, active.quorum.high_watermark).await {
            Informed::Broker(broker) => broker,
            Informed::Nobody | Informed::Behind if !reach.served => return Ok(Data::default()),
            Informed::Nobody => return Err(Unseen::new(Cause::Unreachable, "no broker answers")),
            Informed::Behind => {
                return Err(Unseen::new(
                    Cause::TimedOut,
                    "no broker has applied the metadata that is committed",
                ));
            }
        };
        let brokers = listed("the brokers", broker.describe_cluster()).await?;
        let cordoned = cordoned(&active.address).await?;
        let moving = partitions::moving(listed("reassignments", active.cluster.reassignments()).await?);
        let metadata = listed("the partitions", broker.metadata(None)).await?;
        let partitions = partitions::of_topics(metadata.topics)
            .map_err(|topic| Unseen::new(Cause::Refused, format!("topic {topic} is not told")))?;
        let min_insync = min_insync(&broker, &partitions).await;
        Ok(Data { brokers: Some(brokers), cordoned, moving, partitions, min_insync })
    }

    /// The replicas that partitions of some topics have now, by topic and index.
    pub(super) async fn assignments(
        &self,
        reach: &Reach,
        active: &Active,
        topics: &BTreeSet<&str>,
    ) -> Result<BTreeMap<(String, i32), Vec<NodeId>>, Unseen> {
        let Informed::Broker(broker) = self.informed_broker(reach, active.quorum.high_watermark).await else {
            return Err(Unseen::new(Cause::Unreachable, "no broker tells where partitions stand"));
        };
        let topics: Vec<&str> = topics.iter().copied().collect();
        let metadata = listed("the partitions", broker.metadata(Some(&topics))).await?;
        // A topic that is gone has no partitions to move.
        let there = metadata.topics.into_iter().filter(|topic| topic.error_code == 0).collect();
        let partitions = partitions::of_topics(there).unwrap_or_default();
        Ok(partitions.into_iter().map(|p| ((p.topic, p.index), partitions::nodes(&p.replicas))).collect())
    }
}

async fn listed<T>(what: &str, answer: impl Future<Output = Result<T, ClientError>>) -> Result<T, Unseen> {
    match timeout(LIST_TIMEOUT, answer).await {
        Ok(Ok(listed)) => Ok(listed),
        Ok(Err(error)) => Err(Unseen::new(Cause::Refused, format!("{what} are not told: {error}"))),
        Err(_) => Err(Unseen::new(Cause::TimedOut, format!("{what} are not told in time"))),
    }
}

/// What topics that lag say of themselves. What is not told is as everywhere.
async fn min_insync(broker: &Cluster, partitions: &[Partition]) -> BTreeMap<String, u32> {
    let mut found = BTreeMap::new();
    for topic in partitions::lagging_topics(partitions).into_iter().take(TOPICS_ASKED_MAX) {
        let configs = timeout(CONTROLLER_TIMEOUT, broker.topic_configs(topic)).await;
        let Ok(Ok(configs)) = configs else { continue };
        if let Some(least) = configs.get("min.insync.replicas").and_then(|text| text.parse().ok()) {
            found.insert(topic.to_owned(), least);
        }
    }
    found
}

/// Brokers that get no new replicas, as the active controller has recorded it.
async fn cordoned(controller: &str) -> Result<BTreeSet<NodeId>, Unseen> {
    let request = private::CordonedBrokers {};
    let told = listed("cordons", private::ask(controller, &request, CONTROLLER_TIMEOUT)).await?;
    let told = told.ok_or_else(|| Unseen::new(Cause::Unreachable, "the active controller has changed"))?;
    Ok(told.into_iter().filter_map(|id| NodeId::new(i64::from(id))).collect())
}

/// The active controller's word on nodes that would stop; none where it does not know the question.
async fn may_stop(controller: &str, nodes: &BTreeSet<NodeId>) -> BTreeMap<NodeId, MayStop> {
    let asked = nodes.iter().map(|node| async move {
        let request = private::MayStop { nodes: BTreeSet::from([node.get()]) };
        match private::ask(controller, &request, CONTROLLER_TIMEOUT).await {
            Ok(MayStopAnswer::Yes) => Some((*node, MayStop::Yes)),
            Ok(MayStopAnswer::Blocked { count, examples, .. }) => {
                Some((*node, MayStop::Blocked { count: count as u64, examples }))
            }
            Ok(MayStopAnswer::NotController) | Err(_) => None,
        }
    });
    join_all(asked).await.into_iter().flatten().collect()
}

fn assemble(
    reach: &Reach,
    ask: &Questions,
    quorum: &QuorumInfo,
    data: &Data,
    may_stop: BTreeMap<NodeId, MayStop>,
) -> ClusterSeen {
    let loads = partitions::loads(&data.partitions);
    let min_insync = |topic: &str| data.min_insync.get(topic).copied().unwrap_or(reach.min_insync_replicas);
    let listed = data.brokers.iter().flat_map(|info| &info.brokers);
    let brokers: BTreeMap<NodeId, BrokerSeen> = listed
        .filter_map(|broker| {
            let id = NodeId::new(i64::from(broker.id))?;
            let seen = BrokerSeen {
                fenced: broker.fenced,
                cordoned: data.cordoned.contains(&id),
                rack: broker.rack.clone(),
                replicas: loads.get(&broker.id).copied().unwrap_or(0),
            };
            Some((id, seen))
        })
        .collect();
    let told = data.brokers.is_some();
    ClusterSeen {
        quorum: quorum_seen(quorum, &reach.controller_ids),
        brokers,
        partitions: if told {
            partitions::count(&data.partitions, min_insync)
        } else {
            PartitionsSeen::default()
        },
        moves_in_flight: data.moving.len(),
        drains: ask
            .drains
            .iter()
            .filter(|_| told)
            .map(|node| (*node, partitions::drain(&data.partitions, &data.moving, *node)))
            .collect(),
        may_stop,
    }
}

fn quorum_seen(quorum: &QuorumInfo, controllers: &NodeIdRange) -> QuorumSeen {
    let leader = quorum.leader.unwrap_or(-1);
    let own = quorum.voters.iter().chain(&quorum.observers).find(|replica| replica.id == leader);
    let end = own.map_or(quorum.high_watermark, |own| own.log_end_offset);
    let now_ms = own.map_or(-1, |own| own.last_caught_up_ms);
    let seen = |replica: &QuorumReplica| {
        let node = NodeId::new(i64::from(replica.id))?;
        let directory = DirectoryId::new(replica.directory.to_string()).ok()?;
        let behind_ms = match replica.last_caught_up_ms {
            _ if replica.id == leader => Some(0),
            at if at < 0 || now_ms < 0 => None,
            at => Some((now_ms - at).max(0)),
        };
        let lag = (end - replica.log_end_offset).max(0);
        Some(ReplicaSeen { voter: Voter { node, directory }, lag, behind_ms })
    };
    let observers = quorum.observers.iter().filter_map(seen);
    QuorumSeen {
        leader: NodeId::new(i64::from(leader)).unwrap_or(controllers.first),
        term: quorum.epoch,
        voters: quorum.voters.iter().filter_map(seen).collect(),
        observers: observers.filter(|replica| controllers.contains(replica.voter.node)).collect(),
    }
}

#[cfg(test)]
mod tests {
    use wire::codec::Uuid;

    use super::*;

    fn replica(id: i32, end: i64, caught_up: i64) -> QuorumReplica {
        QuorumReplica {
            id,
            directory: Uuid([id as u8; 16]),
            log_end_offset: end,
            last_caught_up_ms: caught_up,
            last_fetch_ms: caught_up,
        }
    }

    #[test]
    fn lag_and_age_are_counted_from_the_leader_and_brokers_are_no_observers() {
        let controllers = NodeIdRange { first: NodeId::new(9000).unwrap(), last: NodeId::new(9099).unwrap() };
        let quorum = QuorumInfo {
            leader: Some(9001),
            epoch: 4,
            high_watermark: 90,
            voters: vec![replica(9000, 80, 9_000), replica(9001, 100, 10_000)],
            observers: vec![replica(9002, 0, -1), replica(1, 100, 10_000)],
        };
        let seen = quorum_seen(&quorum, &controllers);
        assert_eq!((seen.leader.get(), seen.term), (9001, 4));
        let told: Vec<_> = seen.voters.iter().map(|r| (r.voter.node.get(), r.lag, r.behind_ms)).collect();
        assert_eq!(told, [(9000, 20, Some(1_000)), (9001, 0, Some(0))]);
        let told: Vec<_> = seen.observers.iter().map(|r| (r.voter.node.get(), r.behind_ms)).collect();
        assert_eq!(told, [(9002, None)]);
    }
}
