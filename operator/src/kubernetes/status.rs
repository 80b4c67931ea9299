//! When a status is worth being written. Pure.
//!
//! A voter's lag changes all the time in a cluster at rest; it is written along with something else, or where it says that
//! a voter falls behind. Progress can wait; what people and pipelines wait for (`kubectl wait`, kstatus) cannot.

use std::time::Duration;

use crate::api::status::{ConditionType, KafkaClusterStatus};

/// Progress is written at most once in this time.
const PROGRESS_PAUSE: Duration = Duration::from_secs(10);
/// And a condition that turns, or the answer to another spec, in this one.
const TURN_PAUSE: Duration = Duration::from_secs(1);
/// A lag below this many records is none.
const LAG_NOTED: i64 = 1_000;

/// Whether a status says something that the one before did not.
pub fn says_more(before: Option<&KafkaClusterStatus>, after: &KafkaClusterStatus) -> bool {
    before.map(without_small_lags).as_ref() != Some(&without_small_lags(after))
}

/// How long after the last write the next one may be.
pub fn pause(before: Option<&KafkaClusterStatus>, after: &KafkaClusterStatus) -> Duration {
    let of = |status: &KafkaClusterStatus, kind| status.condition(kind).map(|condition| condition.status);
    let turns = |kind| before.and_then(|before| of(before, kind)) != of(after, kind);
    let kinds = [ConditionType::Ready, ConditionType::Reconciling, ConditionType::Stalled];
    let another_spec = before.map(|before| before.observed_generation) != Some(after.observed_generation);
    if another_spec || kinds.into_iter().any(turns) { TURN_PAUSE } else { PROGRESS_PAUSE }
}

fn without_small_lags(status: &KafkaClusterStatus) -> KafkaClusterStatus {
    let mut status = status.clone();
    for voter in status.quorum.iter_mut().flat_map(|quorum| &mut quorum.voters) {
        voter.lag = if voter.lag < LAG_NOTED { 0 } else { LAG_NOTED };
    }
    status
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::Timestamp;
    use crate::api::status::{Condition, ConditionReason, ConditionStatus, QuorumStatus, VoterStatus};

    fn status(lag: i64, term: i64) -> KafkaClusterStatus {
        let voters = vec![VoterStatus { id: 9000, directory: "d".into(), lag }];
        KafkaClusterStatus {
            quorum: Some(QuorumStatus { leader: 9000, term, voters }),
            ..KafkaClusterStatus::default()
        }
    }

    #[test]
    fn progress_waits_and_a_condition_that_turns_does_not() {
        let with = |status: ConditionStatus, message: &str| KafkaClusterStatus {
            conditions: vec![Condition {
                kind: ConditionType::Ready,
                status,
                reason: ConditionReason::Serving,
                message: message.into(),
                last_transition_time: Timestamp(0),
                observed_generation: Some(1),
            }],
            observed_generation: Some(1),
            ..KafkaClusterStatus::default()
        };
        let waiting = with(ConditionStatus::False, "brokers start");
        assert_eq!(pause(Some(&waiting), &with(ConditionStatus::False, "one more")), PROGRESS_PAUSE);
        assert_eq!(pause(Some(&waiting), &with(ConditionStatus::True, "")), TURN_PAUSE);
        let of_another = KafkaClusterStatus { observed_generation: Some(2), ..waiting.clone() };
        assert_eq!(pause(Some(&waiting), &of_another), TURN_PAUSE);
        assert_eq!(pause(None, &waiting), TURN_PAUSE);
    }

    #[test]
    fn a_lag_that_comes_and_goes_is_not_worth_a_write() {
        assert!(says_more(None, &status(0, 1)));
        assert!(!says_more(Some(&status(0, 1)), &status(12, 1)));
        assert!(says_more(Some(&status(0, 1)), &status(12, 2)));
        assert!(says_more(Some(&status(0, 1)), &status(5_000, 1)));
        assert!(!says_more(Some(&status(4_000, 1)), &status(5_000, 1)));
    }
}
