//! Heartbeat: a member is there, and hears whether it should join again (`classicGroupHeartbeatToClassicGroup`).

use wire::codec::Str;
use wire::error_code::ErrorCode;
use wire::messages::HeartbeatRequest;

use super::group::ClassicGroup;
use super::state::State;
use crate::response::heartbeat_answer;
use crate::shard::{Caller, Step};

impl ClassicGroup {
    pub(crate) fn heartbeat(&mut self, step: &mut Step<'_>, caller: Caller, request: &HeartbeatRequest) {
        let known = self.validate_generation(
            &request.member_id,
            request.group_instance_id.as_ref(),
            request.generation_id,
        );
        let code = match (known, self.state) {
            (Err(code), _) => code,
            (Ok(()), State::Empty) => ErrorCode::UnknownMemberId,
            (Ok(()), State::PreparingRebalance) => ErrorCode::RebalanceInProgress,
            (Ok(()), State::CompletingRebalance | State::Stable) => ErrorCode::None,
        };
        if known.is_ok() {
            self.keep_alive(step, &request.member_id);
        }
        step.reply(&self.id, caller, heartbeat_answer(code));
    }

    /// A member was heard of.
    pub(crate) fn keep_alive(&self, step: &mut Step<'_>, member: &str) {
        if let Some((id, member)) = self.members.get_key_value(member) {
            let id: &Str = id;
            self.restart_session(step, id, member.session_timeout_ms);
        }
    }
}
