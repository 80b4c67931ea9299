//! What a node is started with: what is wanted for its pool or, while that is being tried and after it did not start, what is
//! known to start.
//!
//! What is wanted and what is known are a pool's own, for pools differ in their resources. Doubt is the whole role's: version
//! and configuration are common, so that what one pool does not start with is likely to keep the others from starting too.

use super::exclusive::Exclusive;
use super::observed::Run;
use super::view::View;
use super::{Memo, Revision};
use crate::validate::{NodeId, PoolName, Role};

/// What the nodes of a pool shall have. A pool of which none are wanted is brought to nothing new: while it drains its nodes
/// have what is known to start there, else what all brokers have in common.
pub(super) fn wanted(view: &View<'_>, memo: &Memo, pool: &PoolName) -> Revision {
    let stays = view.want.pools().any(|wanted| wanted.name == *pool && wanted.replicas > 0);
    let own = view.revision(pool);
    if stays { own.clone() } else { memo.proven.get(pool).unwrap_or(own).clone() }
}

/// What a node is started with when it is started.
pub(super) fn revision_of(view: &View<'_>, memo: &Memo, pool: &PoolName, role: Role, id: NodeId) -> Revision {
    let halted = is_halted(memo, role);
    if is_being_restarted(view, memo, id) {
        return if halted { known(view, memo, pool, role) } else { wanted(view, memo, pool) };
    }
    match view.run(id) {
        Some(Run::Up { revision, .. }) => revision.clone(),
        Some(Run::Failed { .. }) if !halted => wanted(view, memo, pool),
        _ => revision_of_returning(view, memo, pool, role),
    }
}

/// What a node of a pool comes back with that went down by itself: during a trial, and after one that failed, what is known
/// to start.
pub(super) fn revision_of_returning(view: &View<'_>, memo: &Memo, pool: &PoolName, role: Role) -> Revision {
    let wanted = wanted(view, memo, pool);
    let known = known(view, memo, pool, role);
    if known != wanted && (is_halted(memo, role) || others_run_another(view, memo, role)) {
        return known;
    }
    wanted
}

/// Whether some pool of a role did not start with what is wanted.
pub(super) fn is_halted(memo: &Memo, role: Role) -> bool {
    memo.halted.keys().any(|name| memo.pools.pools.get(name).is_some_and(|pool| pool.role == role))
}

/// The last revision that started in a pool. Where nothing is known, as in a new pool, and another one of the role has yet to
/// show that what is wanted starts: what that one is known to start with. Else what is wanted.
fn known(view: &View<'_>, memo: &Memo, pool: &PoolName, role: Role) -> Revision {
    let mut others = memo.pools.pools.iter().filter(|(_, other)| other.role == role);
    let in_doubt = || {
        others.find_map(|(name, _)| memo.proven.get(name).filter(|known| **known != wanted(view, memo, name)))
    };
    memo.proven.get(pool).or_else(in_doubt).cloned().unwrap_or_else(|| wanted(view, memo, pool))
}

fn is_being_restarted(view: &View<'_>, memo: &Memo, id: NodeId) -> bool {
    match memo.attempt.as_ref().map(|attempt| &attempt.what) {
        Some(Exclusive::Restart { node, incarnation }) if *node == id => {
            !matches!(view.run(id), Some(Run::Up { incarnation: now, .. }) if now != incarnation)
        }
        _ => false,
    }
}

/// Whether some node of the role runs another revision than is wanted for it, or could.
fn others_run_another(view: &View<'_>, memo: &Memo, role: Role) -> bool {
    let mut pools = memo.pools.pools.iter().filter(|(_, pool)| pool.role == role);
    pools.any(|(name, pool)| {
        let wanted = wanted(view, memo, name);
        pool.nodes().any(|id| match view.run(id) {
            Some(Run::Up { revision, .. }) => *revision != wanted,
            Some(Run::Absent | Run::Failed { .. }) => false,
            None => true,
        })
    })
}
