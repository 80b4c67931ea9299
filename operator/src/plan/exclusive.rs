//! Acts that could take something away: one at a time, each resting on what was seen after the one before.
//!
//! An act that was sent is under way until its effect is seen, or until it can take effect no more. Sent again it is
//! only as the same act, with growing pauses; after some sendings without effect another act that waits has its turn,
//! so that one which never succeeds does not keep a repair from happening. Of an act that was sent twice, and answered
//! only once, the other sending is waited out: it could undo what comes after.

use serde::{Deserialize, Serialize};

use super::draft::Draft;
use super::limits::{RESEND_MAX_MS, RESEND_MIN_MS, STEP_HORIZON_MS, WAKE_SOON_MS, YIELD_AFTER};
use super::observed::Run;
use super::view::View;
use super::{Act, ClusterAct, Incarnation, Memo, NodeAct, QuorumAct, Step, Voter};
use crate::api::Timestamp;
use crate::validate::{NodeId, PoolName};

/// An act that could take something away.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum Exclusive {
    /// Found the quorum.
    Bootstrap {
        /// The first voter.
        voter: Voter,
    },
    /// Make a voter none.
    RemoveVoter {
        /// Who.
        voter: Voter,
    },
    /// Make an observer a voter: the majority grows with it.
    AddVoter {
        /// Who.
        voter: Voter,
    },
    /// Desire one node less in a pool; it stops.
    Lower {
        /// The pool.
        pool: PoolName,
        /// Its last node.
        node: NodeId,
    },
    /// Forget a broker.
    Unregister {
        /// Who.
        node: NodeId,
    },
    /// Restart a node.
    Restart {
        /// Who.
        node: NodeId,
        /// The run that ends.
        incarnation: Incarnation,
    },
}

impl Exclusive {
    /// Whether a step does this.
    pub(super) fn is(&self, act: &Act) -> bool {
        match (self, act) {
            (Exclusive::Bootstrap { voter }, Act::Quorum(QuorumAct::Bootstrap { voter: other, .. }))
            | (Exclusive::AddVoter { voter }, Act::Quorum(QuorumAct::AddVoter { voter: other }))
            | (Exclusive::RemoveVoter { voter }, Act::Quorum(QuorumAct::RemoveVoter { voter: other })) => {
                voter == other
            }
            (Exclusive::Unregister { node }, Act::Cluster(ClusterAct::Unregister { node: other }))
            | (Exclusive::Restart { node, .. }, Act::Node(NodeAct::Restart { node: other, .. })) => {
                node == other
            }
            _ => false,
        }
    }
}

/// The last act that was chosen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Attempt {
    /// What.
    pub what: Exclusive,
    /// When it was chosen last.
    pub at: Timestamp,
    /// How often.
    pub times: u32,
    /// Whether the last sending was answered: it took effect or was refused, and nothing of it is on its way.
    #[serde(default)]
    pub answered: bool,
    /// The last sending before it that was not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unanswered: Option<Timestamp>,
}

impl Attempt {
    /// Until when another sending than the one whose effect is seen could still take effect.
    fn doubled_until(&self) -> Option<Timestamp> {
        match self.what {
            // Founding twice on one directory is founding once; the others are no requests.
            Exclusive::Bootstrap { .. } | Exclusive::Lower { .. } | Exclusive::Restart { .. } => None,
            _ if self.times == 1 => None,
            _ if self.answered => self.unanswered,
            _ => Some(self.at),
        }
        .map(|at| at.plus_ms(STEP_HORIZON_MS))
    }

    /// Until when any sending could still take effect.
    fn open_until(&self) -> Timestamp {
        let last = match self.what {
            Exclusive::Lower { .. } | Exclusive::Restart { .. } => Some(self.at),
            _ if self.answered => None,
            _ => Some(self.at),
        };
        last.max(self.unanswered).map_or(self.at, |at| at.plus_ms(STEP_HORIZON_MS))
    }
}

/// An act that a room of the plan would have done.
pub(super) struct Proposal {
    pub(super) what: Exclusive,
    /// How; `None` where desiring less is all.
    pub(super) step: Option<Step>,
}

/// Chooses at most one of the proposals.
pub(super) fn choose(view: &View<'_>, draft: &mut Draft) {
    let proposals = std::mem::take(&mut draft.proposals);
    if !proposals.is_empty() {
        draft.wake_within(WAKE_SOON_MS);
    }
    set_back_with_the_clock(view, &mut draft.memo);
    let Some(attempt) = draft.memo.attempt.clone() else {
        if view.all_seen_after(draft.memo.acted) {
            begin(view, draft, proposals.into_iter().next());
        }
        return;
    };
    if !view.all_seen_after(attempt.at) {
        return;
    }
    if settled(view, draft, &attempt.what) {
        if attempt.doubled_until().is_none_or(|until| view.now >= until) {
            begin(view, draft, proposals.into_iter().next());
        }
        return;
    }
    let age = view.now.ms_since(attempt.at);
    match proposals.iter().position(|proposal| proposal.what == attempt.what) {
        Some(_) if age < pause(attempt.times) => {}
        Some(place)
            if attempt.times >= YIELD_AFTER && proposals.len() > 1 && view.now >= attempt.open_until() =>
        {
            let next = (place + 1) % proposals.len();
            begin(view, draft, proposals.into_iter().nth(next));
        }
        Some(place) => {
            let unanswered = if attempt.answered { attempt.unanswered } else { Some(attempt.at) };
            let again = Attempt {
                at: view.now,
                times: attempt.times.saturating_add(1),
                answered: false,
                unanswered,
                ..attempt
            };
            if let Some(proposal) = proposals.into_iter().nth(place) {
                send(draft, proposal, again);
            }
        }
        None if view.now < attempt.open_until() => {}
        None => begin(view, draft, proposals.into_iter().next()),
    }
}

/// A clock that was set back must not keep everything waiting until it is where it was.
fn set_back_with_the_clock(view: &View<'_>, memo: &mut Memo) {
    memo.acted = memo.acted.min(view.now);
    if let Some(attempt) = &mut memo.attempt {
        attempt.at = attempt.at.min(view.now);
        attempt.unanswered = attempt.unanswered.map(|at| at.min(view.now));
    }
}

/// Nothing is under way: the next act begins, if there is one. What was seen before this moment is too old for any later
/// act, even if it comes to be looked at again.
fn begin(view: &View<'_>, draft: &mut Draft, proposal: Option<Proposal>) {
    if draft.memo.attempt.take().is_some() {
        draft.memo.acted = view.now;
    }
    if let Some(proposal) = proposal {
        let what = proposal.what.clone();
        send(draft, proposal, Attempt { what, at: view.now, times: 1, answered: false, unanswered: None });
    }
}

fn send(draft: &mut Draft, proposal: Proposal, attempt: Attempt) {
    match &proposal.what {
        Exclusive::Bootstrap { .. } => draft.memo.bootstrapped = true,
        Exclusive::Lower { pool, node } => {
            if let Some(pool) = draft.memo.pools.pools.get_mut(pool) {
                pool.replicas = pool.ids.place(*node).unwrap_or(pool.replicas);
            }
        }
        _ => {}
    }
    draft.memo.attempt = Some(attempt);
    draft.steps.extend(proposal.step);
}

fn pause(times: u32) -> i64 {
    RESEND_MIN_MS.saturating_mul(1 << times.saturating_sub(1).min(16)).min(RESEND_MAX_MS)
}

/// Whether the effect of an act is seen.
fn settled(view: &View<'_>, draft: &Draft, what: &Exclusive) -> bool {
    match what {
        Exclusive::Bootstrap { .. } => view.cluster.is_some(),
        Exclusive::RemoveVoter { voter } => {
            view.cluster.is_some() && !view.voters().any(|other| other == voter)
        }
        Exclusive::AddVoter { voter } => view.voters().any(|other| other == voter),
        Exclusive::Lower { pool, node } => {
            let wanted_again = draft
                .memo
                .pools
                .pools
                .get(pool)
                .is_some_and(|pool| pool.ids.place(*node).is_some_and(|place| place < pool.replicas));
            wanted_again || view.is_absent(*node)
        }
        Exclusive::Unregister { node } => view.cluster.is_some() && view.broker(*node).is_none(),
        Exclusive::Restart { node, incarnation } => {
            let another = matches!(view.run(*node), Some(Run::Up { incarnation: now, ready: true, .. }) if now != incarnation);
            another && view.broker(*node).is_none_or(|broker| !broker.fenced)
        }
    }
}
