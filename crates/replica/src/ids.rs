//! Names for the numbers of replication.
//!
//! Plain integers, because they come from the log, the metadata and the wire in the same form and go back there; what
//! a number promises is said here once.

/// A broker's `node.id`. Never negative; "no broker" is an `Option`, not -1.
pub type BrokerId = i32;

/// A record's position in a partition. The *end* of something is the offset after its last record.
pub type Offset = i64;

/// Counts a partition's leaders (`LeaderEpoch`): one leader per epoch. -1 before any is known.
pub type LeaderEpoch = i32;

/// Counts every change of a partition's metadata (`PartitionEpoch`): the token by which AlterPartition is compared
/// and swapped. -1 before any is known.
pub type PartitionEpoch = i32;

/// The metadata offset of a broker's registration (KIP-903): one per life of a broker process. -1 from a peer that is
/// too old to say it.
pub type BrokerEpoch = i64;

/// Milliseconds of a clock that never goes back. Its zero is the caller's.
pub type Millis = u64;

/// A broker epoch that was not said, and that nobody checks (Fetch before version 15).
pub const BROKER_EPOCH_UNKNOWN: BrokerEpoch = -1;
