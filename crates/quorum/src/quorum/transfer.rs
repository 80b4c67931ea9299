//! Handing the leadership over.

use crate::quorum::Quorum;
use crate::runtime::Runtime;
use crate::{Error, VoterKey};

impl<RT: Runtime> Quorum<RT> {
    /// Makes another voter the leader, and returns when it is known to be.
    ///
    /// From the begin on no proposal is taken here. When the successor does not take over in time
    /// ([`Error::NotTransferred`]), the voters elect someone after their election timeout; it may be this node again.
    pub async fn transfer_leadership(&self, to: VoterKey) -> Result<(), Error> {
        let node = &self.node;
        let mut leadership = node.leadership.subscribe();
        if !leadership.borrow_and_update().is_leader {
            return Err(node.not_leader());
        }
        if to == node.config.key {
            return Ok(());
        }
        if !node.membership.borrow().voters.contains_key(&to) {
            return Err(Error::InvalidChange(format!("{to} is not a voter")));
        }
        node.raft.trigger().transfer_leader(to).await.map_err(|e| node.ended(e))?;
        let taken = async {
            while leadership.borrow().leader.as_ref().is_none_or(|leader| leader.key != to) {
                if leadership.changed().await.is_err() {
                    return false;
                }
            }
            true
        };
        match RT::timeout(node.config.timing.transfer_timeout, taken).await {
            Ok(true) => Ok(()),
            _ => Err(Error::NotTransferred(to)),
        }
    }

    /// Hands the leadership to the voter that follows most closely, if this node has it and there is one.
    pub(super) async fn resign(&self) {
        let node = &self.node;
        if !node.leadership.borrow().is_leader {
            return;
        }
        let successor = self
            .progress()
            .into_iter()
            .flatten()
            .filter(|replica| replica.voter && replica.key != node.config.key)
            .max_by_key(|replica| (replica.log_end_offset, std::cmp::Reverse(replica.last_contact)));
        if let Some(successor) = successor
            && let Err(e) = self.transfer_leadership(successor.key).await
        {
            tracing::info!("the leadership of the metadata quorum was not handed over: {e}");
        }
    }
}
