//! [`Applied`] and [`Applier`]: the committed log, as the controller gets it.

use bytes::Bytes;

use crate::Membership;

/// A committed entry.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Applied {
    /// Raft index.
    pub index: u64,
    /// Term of the leader that wrote it: Kafka's leader epoch, and the controller epoch.
    pub term: i32,
    /// The Kafka offset of its first record, or of the next batch's when it has none.
    pub base_offset: i64,
    /// The offsets that it takes, 0 without a batch.
    pub count: u32,
    /// Zero or one record batch v2, stamped with base offset and leader epoch.
    pub batch: Bytes,
    /// Our own part of the entry.
    pub private: Bytes,
    /// What a membership entry says. With a batch, that is its `Voters` batch.
    pub membership: Option<Membership>,
}

/// Why an entry could not be applied: the process must end, it would not be in step with the others any more.
pub type ApplyError = Box<dyn std::error::Error + Send + Sync>;

/// Takes the committed log, entry by entry, each once in the life of the process, in order.
///
/// Called on the runtime of the quorum, from [`crate::Quorum::open`] on; it must not block. After a restart it begins
/// again at the first entry.
pub trait Applier: Send + 'static {
    /// Takes the next entry.
    fn apply(&mut self, applied: &Applied) -> Result<(), ApplyError>;
}
