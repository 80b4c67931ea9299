//! Replicas that a person chose (`validateManualPartitionAssignment`).

use super::Rule;
use crate::controller::refusal::Refusal;

/// Checks replicas: registered brokers, none twice, and as many as `factor` where other partitions have said how many.
pub(super) fn check(rule: &Rule<'_>, replicas: &[i32], factor: Option<usize>) -> Result<(), Refusal> {
    let refuse = |reason: String| {
        Err(Refusal::Assignment(format!("The manual partition assignment includes {reason}")))
    };
    if replicas.is_empty() {
        return refuse("an empty replica list.".to_string());
    }
    let mut sorted = replicas.to_vec();
    sorted.sort_unstable();
    for (at, id) in sorted.iter().enumerate() {
        if rule.image.brokers().get(*id).is_none() {
            return refuse(format!("broker {id}, but no such broker is registered."));
        }
        if at > 0 && sorted[at - 1] == *id {
            return refuse(format!("the broker {id} more than once."));
        }
    }
    match factor {
        Some(factor) if factor != replicas.len() => refuse(format!(
            "a partition with {} replica(s), but this is not consistent with previous partitions, which have {factor} \
             replica(s).",
            replicas.len()
        )),
        _ => Ok(()),
    }
}
