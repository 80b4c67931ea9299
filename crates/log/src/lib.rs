//! One partition's log in Kafka's own on-disk format, and the directories that hold logs.
//!
//! * [`LogDir`]: a log directory: its lock, its identity, its checkpoints, what lies in it.
//! * [`LogWriter`]: one log's owner, under the partition's append lock: appends as leader or follower, rolls, truncates,
//!   closes.
//! * [`Log`]: the same log for everybody else: reads by offset and time, leader epochs, flushes. Takes no lock that the
//!   writer holds while it writes.
//! * [`LeaderBatches`], [`FollowerBatches`]: batches found acceptable before the append lock is taken.
//!
//! Promises: a log holds what was appended, in order, or says that it does not. After a crash it is a prefix of what was
//! appended that has everything that was flushed; damage to what was flushed is an error ([`LogError::CorruptLog`]), never
//! a shorter log. What a write that failed has left is taken back. A flush that failed takes the log offline and is not
//! tried again. Apache Kafka's tools read the files, and a broker of either kind opens what the other has closed.
//!
//! Must not be here: Raft, replication, high watermarks, sockets, clocks (time is an argument), threads, async.
//!
//! Limits: open files by [`FileCache`]; memory for recent batches by [`TailBudget`]; producers of a partition by
//! [`LogConfig::producer_ids_max`]; index entries of a segment by `segment.index.bytes`; sizes of small files, each by a
//! constant of its reader.
//!
//! Not yet: retention, compaction, the transaction index, message sets of formats 0 and 1 (recognised and refused).

mod batches;
mod checkpoint;
mod config;
mod dir;
mod epochs;
mod error;
mod file_cache;
mod file_names;
mod index;
mod log;
mod producer;
mod properties;
mod resources;
mod segment;
mod tail;
mod topic_partition;

pub use batches::{AppendOrigin, BatchFault, FollowerBatches, LeaderBatches};
pub use checkpoint::{CleanShutdown, OffsetCheckpoint};
pub use config::LogConfig;
pub use dir::{Identity, LoadedDir, LogDir, MetaProperties, MetaPropertiesVersion, PartitionMetadata};
pub use epochs::{EpochEnd, EpochEntry, LeaderEpochs};
pub use error::LogError;
pub use file_cache::FileCache;
pub use log::{Appended, Cut, Damage, Log, LogSlice, LogWriter, OpenOptions, Opened, ReadRequest, Recovery};
pub use producer::{BatchMetadata, ProducerEntry, ProducerFault};
pub use properties::{Properties, PropertiesError};
pub use resources::Resources;
pub use segment::TimestampOffset;
pub use tail::TailBudget;
pub use topic_partition::{DirState, PartitionDir, TopicPartition};
