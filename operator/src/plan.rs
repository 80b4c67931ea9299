//! What to do next: one pure function from what is wanted, what is seen and a small memo.
//!
//! [`plan()`] is called again whenever something changed or its [`Wake`] has come. It holds no progress of its own: after
//! a crash at any instruction the next call finds where things stand from what is observed and what the memo, stored
//! before anything was done, says of what was decided. It says *levels* ([`Desired`]: which nodes exist, and with what)
//! and *edges* ([`Step`]: one-shot acts, each with the precondition under which it is still right).
//!
//! What it promises, and the simulation checks:
//! * a second quorum is never founded: one directory is bootstrapped, its identity stored beside every volume before;
//! * voters join and leave one at a time, and never so that the voters which are caught up are no majority;
//! * a node leaves only when it votes no more and holds no replica; only the last node of a pool leaves;
//! * at most one act that could take something away is under way, and it rests on observations made after the one before;
//! * what cannot be seen is never taken for absent;
//! * once everything is as it should be there are no steps, and the desired state does not change.
//!
//! Must not be here: IO, clocks, randomness, and any name of what nodes run on (no pods, no processes).

mod desired;
mod draft;
mod drain;
mod exclusive;
mod founding;
mod guard;
mod identity;
mod ids;
pub mod limits;
mod memo;
mod moves;
pub mod observed;
mod placement;
mod returning;
mod revision;
mod roll;
mod shape;
mod status;
mod step;
mod view;
mod voters;

use crate::api::Timestamp;
use crate::api::status::KafkaClusterStatus;
use crate::validate::ValidatedCluster;

pub use desired::{Desired, NodeDesired, PoolShape, Surface};
pub use exclusive::{Attempt, Exclusive};
pub use guard::Guard;
pub use ids::{ClusterId, DirectoryId, IdError, Identity, Incarnation, Voter};
pub use memo::{CordonMemo, Halt, Memo, MemoError, OperationMemo};
pub use observed::Observed;
pub use placement::{Load, place};
pub use revision::{Rendering, Revision};
pub use status::refuse;
pub use step::{
    Act, ClusterAct, DiskAct, Move, NodeAct, QuorumAct, Reason, Step, StepId, StepKind, VolumeRef,
};

use draft::Draft;
use view::View;

/// What to do next.
#[derive(Clone, Debug, PartialEq)]
pub struct Plan {
    /// Which nodes exist, and with what; `None` while too little is seen to say: leave everything as it is.
    pub desired: Option<Desired>,
    /// What to do once, in this order, each only while its guard holds.
    pub steps: Vec<Step>,
    /// What to store before anything of this plan is done, and to pass to the next call.
    pub memo: Memo,
    /// What to tell.
    pub status: KafkaClusterStatus,
    /// What the next observation must ask the active controller.
    pub ask: Questions,
    /// When to look again if nothing else happens.
    pub wake: Wake,
}

/// What only the active controller can tell, and only about nodes that are named: so that an observation stays small in
/// a cluster of a million partitions.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Questions {
    /// Brokers whose replicas matter: [`observed::ClusterSeen::drains`].
    pub drains: std::collections::BTreeSet<crate::validate::NodeId>,
    /// Nodes that would be restarted: [`observed::ClusterSeen::may_stop`].
    pub may_stop: std::collections::BTreeSet<crate::validate::NodeId>,
}

/// When to look again if nothing else happens.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Wake(pub Timestamp);

/// Plans. The same arguments give the same plan.
pub fn plan(want: &ValidatedCluster, seen: &Observed, memo: &Memo, now: Timestamp) -> Plan {
    let view = View::new(want, seen, memo, now);
    let mut draft = Draft::new(memo.clone());
    shape::settle(&view, &mut draft);
    if !draft.memo.pools.pools.is_empty() {
        identity::plan(&view, &mut draft);
    }
    if draft.memo.cluster_id.is_some() && !draft.frozen {
        voters::plan(&view, &mut draft);
        shape::report(&view, &mut draft);
        drain::plan(&view, &mut draft);
        roll::plan(&view, &mut draft);
        exclusive::choose(&view, &mut draft);
    }
    if view.nodes.is_none() || view.cluster.is_none() {
        draft.wake_within(limits::WAKE_PROGRESS_MS);
    }
    let desired = desired::render(&view, &draft);
    let status = status::render(&view, &mut draft);
    let wake = Wake(now.plus_ms(draft.wake_ms));
    Plan { desired, steps: draft.steps, memo: draft.memo, status, ask: draft.ask, wake }
}
