//! What a partition remembers of its producers: idempotence and open transactions.
//!
//! Pure: [`ProducerState`] is told what is to be appended and what was, and says what a snapshot holds. Rules are those of
//! `ProducerStateManager`, `ProducerAppendInfo` and `ProducerStateEntry` (`org.apache.kafka.storage.internals.log`,
//! Kafka 4.3; KIP-98, KIP-360, KIP-890 without its verification of transactions, which is the coordinator's matter).

mod batch;
mod entry;
mod fault;
mod snapshot;
mod state;

pub(crate) use batch::{EndMarker, ProducerBatch};
pub use entry::{BatchMetadata, ProducerEntry};
pub use fault::ProducerFault;
pub(crate) use state::{ProducerState, Verdict};
