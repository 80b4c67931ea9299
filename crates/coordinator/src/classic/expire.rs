//! What happens when a member stays silent.

use wire::codec::Str;

use super::group::ClassicGroup;
use super::state::State;
use crate::shard::Step;

impl ClassicGroup {
    /// A session is over: of a member, or of one that was only given an id (`expireClassicGroupMemberHeartbeat`).
    pub(crate) fn session_timer_fired(&mut self, step: &mut Step<'_>, id: &Str) {
        if self.pending_join.remove(id) {
            if self.state == State::PreparingRebalance && self.has_all_members_joined() {
                self.complete_join(step);
            }
            return;
        }
        let silent = self.members.get(id).is_some_and(|member| !member.has_satisfied_heartbeat());
        if silent {
            self.dismiss(step, id, "session expired".to_string());
            match self.state {
                State::Stable | State::CompletingRebalance => {
                    self.rebalance_or_complete_join(step, format!("session of member {id} expired"));
                }
                State::PreparingRebalance if self.has_all_members_joined() => self.complete_join(step),
                State::PreparingRebalance | State::Empty => {}
            }
        }
    }

    /// The time to ask for the assignment is over: whoever did not is removed (`expirePendingSync`).
    pub(crate) fn sync_timer_fired(&mut self, step: &mut Step<'_>) {
        let assigning = matches!(self.state, State::CompletingRebalance | State::Stable);
        if !assigning || self.pending_sync.is_empty() {
            return;
        }
        let late: Vec<Str> = self.pending_sync.iter().cloned().collect();
        let reason = format!("{} members did not ask for their assignment in time", late.len());
        for id in &late {
            self.dismiss(step, id, "did not ask for its assignment in time".to_string());
        }
        self.prepare_rebalance(step, reason);
    }

    /// A member asked for its assignment.
    pub(super) fn no_longer_pending_sync(&mut self, step: &mut Step<'_>, member: &str) {
        self.pending_sync.remove(member);
        if self.pending_sync.is_empty() {
            step.timers.cancel(&self.sync_timer());
        }
    }

    /// Begins to watch the sessions of a group that was just loaded, and sends members away if it is larger than it may be by
    /// now (`GroupMetadataManager.onLoaded`).
    pub(crate) fn loaded(&mut self, step: &mut Step<'_>) {
        for member in self.members.values() {
            self.restart_session(step, &member.id, member.session_timeout_ms);
        }
        if self.members.len() > step.config.group_max_size {
            let reason = format!("loaded with {} members, group.max.size is less", self.members.len());
            self.prepare_rebalance(step, reason);
        }
    }
}
