//! What changes mean for one broker's replicas (facts of `TopicDelta.localChanges`).

use std::collections::{BTreeMap, BTreeSet};

use wire::codec::Uuid;

use super::Image;
use super::changes::Changes;
use super::partition::Partition;

/// A replica that a broker has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LocalReplica {
    /// The topic's name.
    pub topic: std::sync::Arc<str>,
    /// The partition as it is now.
    pub partition: Partition,
    /// Whether the broker did not have it before.
    pub is_new: bool,
}

/// What a broker has to do. A replica stands in at most one of the lists; what is in none is as it was.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LocalChanges {
    /// To be deleted: the topic is gone, or the broker has no replica any more.
    pub deletes: BTreeSet<(Uuid, i32)>,
    /// To be led.
    pub leads: BTreeMap<(Uuid, i32), LocalReplica>,
    /// To be followed, or to wait for a leader where there is none.
    pub follows: BTreeMap<(Uuid, i32), LocalReplica>,
}

/// What `broker` has to do after `changes` led from `before` to `after`.
pub fn local_changes(broker: i32, before: &Image, after: &Image, changes: &Changes) -> LocalChanges {
    let mut local = LocalChanges::default();
    for id in changes.topics_deleted.keys() {
        let Some(topic) = before.topics().by_id(*id) else { continue };
        let partitions = before.topics().partitions(topic);
        let held = partitions.filter(|(_, view)| view.replicas().any(|replica| replica == broker));
        local.deletes.extend(held.map(|(index, _)| (*id, index)));
    }
    for (id, indexes) in &changes.partitions {
        let Some(topic) = after.topics().by_id(*id) else { continue };
        for index in indexes {
            let Some(view) = after.topics().partition(topic, *index) else { continue };
            let was = before.topics().by_id(*id).and_then(|topic| before.topics().partition(topic, *index));
            let had = was.is_some_and(|was| was.replicas().any(|replica| replica == broker));
            if !view.replicas().any(|replica| replica == broker) {
                if had {
                    local.deletes.insert((*id, *index));
                }
                continue;
            }
            let leads = view.leader() == broker;
            let partition = view.to_partition();
            let replica = LocalReplica { topic: topic.name().clone(), partition, is_new: !had };
            let list = if leads { &mut local.leads } else { &mut local.follows };
            list.insert((*id, *index), replica);
        }
    }
    local
}
