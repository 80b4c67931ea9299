//! Which brokers get no new replicas: a drain's question.
//!
//! Our own. Kafka tells of cordoned directories only through each broker, which may not have told the controller yet, or
//! not answer any more.

use super::{Outcome, Rule};

/// Registered brokers all of whose directories are cordoned, by id.
pub(super) fn cordoned_brokers(rule: &Rule<'_>) -> Outcome<Vec<i32>> {
    let brokers = rule.image.brokers().iter();
    Outcome::answer(brokers.filter(|broker| !broker.takes_replicas()).map(|broker| broker.id).collect())
}
