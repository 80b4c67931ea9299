//! The partition core: everything that decides about one replica of one partition, without IO, clock or randomness.
//!
//! * [`Partition`]: the role (leader, follower, offline) as the metadata says; the ISR, committed and maximal; the
//!   high watermark; leader epochs and truncation; what a follower fetches next. Methods take what happened and
//!   write what is to be done into a reused [`Effects`]; [`Partition::step`] is the same over one [`Event`], for
//!   simulations.
//! * [`PartitionView`]: a snapshot of it, and the rules by which it may be read: epochs, ranges, divergence, offsets.
//!   [`PublishedView`] hands it to readers that do not take the partition's lock.
//! * [`waiting`]: the lists on which produce and fetch requests wait for offsets, without a lost wakeup.
//!
//! How a broker uses it, under the partition's lock: ask ([`Partition::check_append`],
//! [`Partition::follower_fetch`], ...), touch the log, report ([`Partition::leader_appended`], ...), carry the
//! effects out, publish the view; then unlock, and answer the requests that the wait lists completed. Lock order:
//! partition, then wait list.
//!
//! The rules are Kafka 4.3's (`kafka.cluster.Partition`, `AbstractFetcherThread`; KIP-101, 279, 320, 497, 841, 903,
//! 966), with deliberate differences, each told where it is made:
//!
//! * safer: a proposal on its way survives metadata that tells nothing newer; a leader that missed an epoch forgets
//!   how far its followers were; a late answer that logs part is dropped when the follower has other records by
//!   now;
//! * steadier: a follower's high watermark does not fall with that of a new leader; the high watermark is looked at
//!   on [`Partition::tick`] too;
//! * faster: a follower pauses 20 ms at first after an error, not a second.
//!
//! ```
//! use ferryman_replica::{
//!     BrokerEpoch, BrokerId, BrokerStatus, Brokers, Effect, Effects, EpochEnd, FollowerFetch, LeaderEpoch,
//!     LeaderEpochs, LogShape, Partition, PartitionState, ReplicaSettings,
//! };
//!
//! struct Cluster; // the node's metadata
//! impl Brokers for Cluster {
//!     fn broker(&self, _: BrokerId) -> Option<BrokerStatus> {
//!         Some(BrokerStatus { epoch: 7, fenced: false, shutting_down: false })
//!     }
//!     fn local_epoch(&self) -> BrokerEpoch { 7 }
//! }
//! struct Log; // the partition's log, of which only the epochs matter here
//! impl LeaderEpochs for Log {
//!     fn latest(&self) -> Option<LeaderEpoch> { None }
//!     fn end_offset(&self, _: LeaderEpoch) -> Option<EpochEnd> { None }
//! }
//!
//! let settings = ReplicaSettings { lag_time_max_ms: 30_000, fetch_backoff_max_ms: 1000, min_in_sync_replicas: 2 };
//! let mut partition = Partition::new(1, settings, LogShape::default());
//! let mut effects = Effects::new();
//! let state = PartitionState {
//!     leader: Some(1), leader_epoch: 5, partition_epoch: 9,
//!     isr: &[1, 2], replicas: &[1, 2], adding: &[], removing: &[],
//! };
//! partition.metadata(&state, &Log, &Cluster, 0, &mut effects);
//!
//! let leave = partition.check_append(true)?;
//! assert_eq!(leave.leader_epoch, 5);
//! partition.leader_appended(10, 1000, &Cluster, 1, &mut effects);
//! assert_eq!(partition.view().high_watermark, 0);
//!
//! effects.clear();
//! let fetch = FollowerFetch {
//!     replica: 2, broker_epoch: 7, leader_epoch: Some(5), offset: 10, last_fetched_epoch: None, log_start: 0,
//! };
//! partition.follower_fetch(&fetch, &Log, &Cluster, 2, &mut effects)?;
//! assert!(effects.iter().any(|effect| matches!(effect, Effect::HighWatermark(mark) if mark.offset == 10)));
//! # Ok::<(), ferryman_replica::ReplicaError>(())
//! ```
//!
//! Must not be here: files, sockets, threads, the log itself, sessions' connections, and more than one partition.

mod brokers;
mod effects;
mod epochs;
mod error;
mod event;
mod follower;
mod ids;
mod leader;
mod partition;
mod positions;
mod published;
mod settings;
mod state;
mod sync;
mod view;
pub mod waiting;

pub use brokers::{BrokerStatus, Brokers};
pub use effects::{AlterPartition, Effect, Effects, Generation, Interrupted, IsrMember, Note, Truncate};
pub use epochs::{EpochEnd, LeaderEpochs};
pub use error::ReplicaError;
pub use event::{Event, Surroundings};
pub use follower::{AppendPermit, FetchOutcome, FetchPosition};
pub use ids::{BROKER_EPOCH_UNKNOWN, BrokerEpoch, BrokerId, LeaderEpoch, Millis, Offset, PartitionEpoch};
pub use leader::FollowerProgress;
pub use partition::{AlterPartitionAnswer, AppendAsLeader, FollowerFetch, Partition};
pub use positions::{LogShape, Mark};
pub use published::PublishedView;
pub use settings::{
    ALTER_PARTITION_RETRY_MS, BYTE_MARKS_MAX, FETCH_BACKOFF_MIN_MS, ReplicaSettings, WAITERS_PER_LIST_MAX,
};
pub use state::{Assignment, PartitionState};
pub use view::{FetchAnswer, FetchRequest, Fetcher, OffsetAsker, PartitionView, RoleKind};
