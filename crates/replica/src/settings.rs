//! [`ReplicaSettings`]: the configured numbers of a partition, and the fixed ones beside them.

use crate::ids::Millis;

/// What is configured for a replica.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReplicaSettings {
    /// `replica.lag.time.max.ms`: how long a follower may be behind before it leaves the ISR.
    pub lag_time_max_ms: Millis,
    /// `replica.fetch.backoff.ms`: the longest pause of a follower after an error of its leader.
    pub fetch_backoff_max_ms: Millis,
    /// `min.insync.replicas` of the topic. More than there are replicas counts as all of them.
    pub min_in_sync_replicas: usize,
}

/// The first pause of a follower after an error. It doubles up to `replica.fetch.backoff.ms`: after an election a
/// follower often knows the new leader before the new leader does, and waiting Kafka's whole second each time would
/// stop every acks=all producer for that second.
pub const FETCH_BACKOFF_MIN_MS: Millis = 20;

/// The pause before an AlterPartition is tried again that the controller could not answer, or a follower proposed
/// again that the controller found ineligible.
pub const ALTER_PARTITION_RETRY_MS: Millis = 50;

/// How many of the last appends above the high watermark are remembered with their bytes, for fetches that wait for
/// more than one byte. Older ones are merged.
pub const BYTE_MARKS_MAX: usize = 16;

/// How many requests may wait on one list of one partition. Beyond it a request is answered as if its time were up.
pub const WAITERS_PER_LIST_MAX: usize = 100_000;
