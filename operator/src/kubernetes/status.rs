//! When a status is worth being written. Pure.
//!
//! A voter's lag changes all the time in a cluster at rest; it is written along with something else, or where it says that
//! a voter falls behind.

use std::time::Duration;

use crate::api::status::KafkaClusterStatus;

/// A status is written at most once in this time.
pub const WRITE_PAUSE: Duration = Duration::from_secs(10);
/// A lag below this many records is none.
const LAG_NOTED: i64 = 1_000;

/// Whether a status says something that the one before did not.
pub fn says_more(before: Option<&KafkaClusterStatus>, after: &KafkaClusterStatus) -> bool {
    before.map(without_small_lags).as_ref() != Some(&without_small_lags(after))
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
    use crate::api::status::{QuorumStatus, VoterStatus};

    fn status(lag: i64, term: i64) -> KafkaClusterStatus {
        let voters = vec![VoterStatus { id: 9000, directory: "d".into(), lag }];
        KafkaClusterStatus {
            quorum: Some(QuorumStatus { leader: 9000, term, voters }),
            ..KafkaClusterStatus::default()
        }
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
