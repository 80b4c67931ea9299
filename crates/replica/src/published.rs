//! [`PublishedView`]: a partition's view for readers that do not take its lock.
//!
//! A sequence lock: the writer never waits, a reader takes a snapshot again when it met a change. One writer at a
//! time, which the partition's lock provides. Decides nothing.

use crate::sync::{AtomicI64, AtomicU64, Ordering, fence, pause};
use crate::view::{PartitionView, RoleKind};

/// The latest [`PartitionView`] of a partition, always whole.
#[derive(Debug, Default)]
pub struct PublishedView {
    /// Odd while a change is being written.
    version: AtomicU64,
    /// The role in the upper half, the leader in the lower one.
    role_and_leader: AtomicI64,
    leader_epoch: AtomicI64,
    epoch_start: AtomicI64,
    log_start: AtomicI64,
    high_watermark: AtomicI64,
    log_end: AtomicI64,
}

impl PublishedView {
    /// Publishes the first view.
    pub fn new(view: &PartitionView) -> PublishedView {
        let published = PublishedView::default();
        published.store(view);
        published
    }

    /// Publishes a view. To be called by one thread at a time: under the partition's lock.
    pub fn store(&self, view: &PartitionView) {
        let version = self.version.load(Ordering::Relaxed);
        self.version.store(version.wrapping_add(1), Ordering::Relaxed);
        // Whoever sees a number of this view sees the odd version too.
        fence(Ordering::Release);
        self.role_and_leader.store(pack(view), Ordering::Relaxed);
        self.leader_epoch.store(i64::from(view.leader_epoch), Ordering::Relaxed);
        self.epoch_start.store(view.epoch_start, Ordering::Relaxed);
        self.log_start.store(view.log_start, Ordering::Relaxed);
        self.high_watermark.store(view.high_watermark, Ordering::Relaxed);
        self.log_end.store(view.log_end, Ordering::Relaxed);
        self.version.store(version.wrapping_add(2), Ordering::Release);
    }

    /// The latest view.
    pub fn load(&self) -> PartitionView {
        loop {
            let before = self.version.load(Ordering::Acquire);
            let (role, leader) = unpack(self.role_and_leader.load(Ordering::Relaxed));
            let view = PartitionView {
                role,
                leader,
                leader_epoch: self.leader_epoch.load(Ordering::Relaxed) as i32,
                epoch_start: self.epoch_start.load(Ordering::Relaxed),
                log_start: self.log_start.load(Ordering::Relaxed),
                high_watermark: self.high_watermark.load(Ordering::Relaxed),
                log_end: self.log_end.load(Ordering::Relaxed),
            };
            fence(Ordering::Acquire);
            if before.is_multiple_of(2) && self.version.load(Ordering::Relaxed) == before {
                return view;
            }
            pause();
        }
    }
}

fn pack(view: &PartitionView) -> i64 {
    let role = match view.role {
        RoleKind::Follower => 0,
        RoleKind::Leader => 1,
        RoleKind::Offline => 2,
    };
    (role << 32) | i64::from(view.leader.unwrap_or(-1) as u32)
}

fn unpack(packed: i64) -> (RoleKind, Option<i32>) {
    let role = match packed >> 32 {
        1 => RoleKind::Leader,
        2 => RoleKind::Offline,
        _ => RoleKind::Follower,
    };
    (role, Some(packed as i32).filter(|leader| *leader >= 0))
}
