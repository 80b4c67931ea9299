//! Whether nodes may stop at the same time: the question of a roll and of a drain, answered from the image.
//!
//! Our own. Brokers may stop when every partition they hold keeps `min.insync.replicas` in-sync replicas elsewhere, one of
//! which can lead; controllers when the other voters that are caught up are still a majority of all.

use std::collections::BTreeSet;

use super::topic_settings::TopicSettings;
use super::{Outcome, Rule};
use crate::controller::event::VoterKey;
use crate::image::{PartitionView, Topic};

/// The most partitions named in an answer.
pub const MAX_EXAMPLES: usize = 10;
/// How long ago a voter may have been heard of to count, in milliseconds.
const CONTACT_MS: i64 = 5_000;

/// The answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MayStop {
    /// They may.
    Yes,
    /// They may not now.
    Blocked(Blocked),
}

/// Why nodes may not stop.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Blocked {
    /// How many partitions, or voters, are in the way.
    pub count: usize,
    /// Some of them: `topic-partition`, or `voter id`.
    pub examples: Vec<String>,
    /// What would be lost.
    pub reason: String,
}

/// Answers whether `nodes` may stop together.
pub(super) fn may_stop(rule: &Rule<'_>, nodes: &BTreeSet<i32>) -> Outcome<MayStop> {
    let blocked = brokers_blocked(rule, nodes).or_else(|| controllers_blocked(rule, nodes));
    Outcome::answer(blocked.map_or(MayStop::Yes, MayStop::Blocked))
}

fn brokers_blocked(rule: &Rule<'_>, nodes: &BTreeSet<i32>) -> Option<Blocked> {
    let settings = TopicSettings::new(rule);
    let mut seen = BTreeSet::new();
    let mut examples = Vec::new();
    let mut count = 0;
    for node in nodes {
        for (topic, index, view) in rule.image.topics().partitions_on(*node) {
            if keeps_going(rule, &settings, topic, view, nodes) || !seen.insert((topic.id(), index)) {
                continue;
            }
            count += 1;
            if examples.len() < MAX_EXAMPLES {
                examples.push(format!("{}-{index}", topic.name()));
            }
        }
    }
    (count > 0).then(|| Blocked {
        count,
        examples,
        reason: format!(
            "{count} partition(s) would have fewer in-sync replicas than min.insync.replicas, or no leader"
        ),
    })
}

fn keeps_going(
    rule: &Rule<'_>,
    settings: &TopicSettings<'_>,
    topic: &Topic,
    view: PartitionView<'_>,
    nodes: &BTreeSet<i32>,
) -> bool {
    let brokers = rule.image.brokers();
    let stays = |id: &i32| !nodes.contains(id) && brokers.is_active(*id);
    let online = |id: i32| {
        let directory = view.assignment().find(|(broker, _)| *broker == id).map(|(_, directory)| directory);
        directory.is_some_and(|directory| brokers.get(id).is_some_and(|broker| broker.is_online(directory)))
    };
    let left = view.isr().filter(|id| stays(id) && online(*id)).count();
    left > 0 && left >= settings.min_isr(topic, view.replicas().count())
}

fn controllers_blocked(rule: &Rule<'_>, nodes: &BTreeSet<i32>) -> Option<Blocked> {
    let voters = &rule.membership.voters;
    let stopping: Vec<&VoterKey> = voters.keys().filter(|key| nodes.contains(&key.id)).collect();
    if stopping.is_empty() {
        return None;
    }
    let examples = || stopping.iter().take(MAX_EXAMPLES).map(|key| format!("voter {}", key.id)).collect();
    if rule.membership.joint {
        let reason = "the voters are being changed".to_string();
        return Some(Blocked { count: stopping.len(), examples: examples(), reason });
    }
    let left = voters.keys().filter(|key| !nodes.contains(&key.id) && is_caught_up(rule, key)).count();
    let majority = voters.len() / 2 + 1;
    (left < majority).then(|| Blocked {
        count: stopping.len(),
        examples: examples(),
        reason: format!(
            "{left} of {} voters would be left that are caught up and in contact, {majority} are needed",
            voters.len()
        ),
    })
}

/// Whether a voter has all that was committed and was heard of lately. This node does.
pub(in crate::controller) fn is_caught_up(rule: &Rule<'_>, key: &VoterKey) -> bool {
    let own = VoterKey { id: rule.config.node_id, directory: rule.config.directory_id };
    let lately = |ms: i64| rule.now_ms.saturating_sub(ms) <= CONTACT_MS;
    let progress = rule.progress.get(key);
    *key == own || progress.is_some_and(|p| lately(p.last_contact_ms) && lately(p.last_caught_up_ms))
}
