//! Batches on their way into a log: checked before the append lock is taken, stamped under it.
//!
//! A leader checks what a client sent ([`LeaderBatches`]); a follower checks that what it fetched is whole and in order
//! ([`FollowerBatches`]). Neither touches the log; what depends on the log's end or its producers is checked on append.

mod fault;
mod follower;
mod leader;
mod records;

pub use fault::BatchFault;
pub use follower::FollowerBatches;
pub use leader::LeaderBatches;
pub(crate) use leader::Stamped;
pub(crate) use records::producer_batch;

/// Whose batches a leader appends: it decides how much is checked (`AppendOrigin` of Kafka).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AppendOrigin {
    /// A producer's: everything is checked.
    Client,
    /// A coordinator's own (offset commits, transaction state, markers): it may write control batches and needs no
    /// sequence numbers.
    Coordinator,
}
