//! [`Leadership`]: who leads, as this node knows it.

use crate::Member;

/// Who leads the quorum, as far as this node knows.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Leadership {
    /// The term, Kafka's leader epoch: 0 before the first election, never more than `i32::MAX`.
    pub term: i32,
    /// The leader of that term, when it is known and, if it is this node, still has a majority behind it. A leader that
    /// is not in the membership any more has no endpoints.
    pub leader: Option<Member>,
    /// Whether that is this node.
    pub is_leader: bool,
    /// Whether this node leads, has applied everything that stood in the log when it began to, and no change of voters
    /// of an earlier leader is open. Only then is the applied state all there is, and offsets of proposals can be told
    /// beforehand. It begins as false whenever `is_leader` becomes true, also in the same term.
    pub own_term_applied: bool,
}
