//! [`Isr`]: the in-sync replicas as committed by the controller, and the one change of them that is on its way.
//!
//! While a proposal is on its way the leader cannot know whether the controller has already taken it. So the
//! *maximal* ISR, every replica that might be in it, decides the high watermark: a joining replica counts from the
//! moment it is proposed, a leaving one until its leaving is committed (KIP-497).

use crate::effects::AlterPartition;
use crate::ids::{BrokerId, Millis};
use crate::state::replace;

#[derive(Debug, Default)]
pub(crate) struct Isr {
    committed: Vec<BrokerId>,
    pending: Option<Box<Pending>>,
    /// No replica is proposed before this time.
    quiet_until: Option<Millis>,
}

#[derive(Debug)]
pub(crate) struct Pending {
    /// The replica that the proposal adds, `None` when it removes some.
    joining: Option<BrokerId>,
    proposal: AlterPartition,
}

impl Isr {
    pub(crate) fn committed(&self) -> &[BrokerId] {
        &self.committed
    }

    pub(crate) fn is_maximal_member(&self, id: BrokerId) -> bool {
        self.committed.contains(&id) || self.joining() == Some(id)
    }

    pub(crate) fn maximal_len(&self) -> usize {
        self.committed.len() + usize::from(self.joining().is_some())
    }

    pub(crate) fn is_pending(&self) -> bool {
        self.pending.is_some()
    }

    /// The proposal on its way.
    pub(crate) fn proposal(&self) -> Option<&AlterPartition> {
        self.pending.as_ref().map(|pending| &pending.proposal)
    }

    /// Whether this replica may be proposed now.
    pub(crate) fn may_propose(&self, joining: BrokerId, now: Millis) -> bool {
        self.pending.is_none()
            && !self.committed.contains(&joining)
            && self.quiet_until.is_none_or(|until| now >= until)
    }

    pub(crate) fn propose(&mut self, joining: Option<BrokerId>, proposal: AlterPartition) {
        self.pending = Some(Box::new(Pending { joining, proposal }));
    }

    /// The controller's word, by an answer or by metadata: it ends whatever was on its way.
    pub(crate) fn commit(&mut self, isr: &[BrokerId]) {
        replace(&mut self.committed, isr);
        self.pending = None;
        self.quiet_until = None;
    }

    /// The proposal was certainly not taken, and never will be.
    pub(crate) fn withdraw(&mut self, quiet_until: Millis) {
        self.pending = None;
        self.quiet_until = Some(quiet_until);
    }

    fn joining(&self) -> Option<BrokerId> {
        self.pending.as_ref().and_then(|pending| pending.joining)
    }
}
