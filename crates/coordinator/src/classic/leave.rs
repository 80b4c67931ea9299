//! LeaveGroup: members go, or are sent away by somebody who knows their instance ids (`classicGroupLeaveToClassicGroup`).

use wire::codec::Str;
use wire::error_code::ErrorCode;
use wire::messages::leave_group::{MemberIdentity, MemberResponse};
use wire::messages::{LeaveGroupRequest, LeaveGroupResponse};

use super::group::ClassicGroup;
use super::joining::client_reason;
use super::state::State;
use crate::shard::{Caller, Step};

/// First version with a list of members (KIP-345).
const MEMBERS_SINCE: i16 = 3;

/// Who is to leave, in the newer form.
pub(crate) fn leaving(version: i16, request: &LeaveGroupRequest) -> Vec<MemberIdentity> {
    if version >= MEMBERS_SINCE {
        return request.members.clone();
    }
    vec![MemberIdentity { member_id: request.member_id.clone(), ..Default::default() }]
}

/// The answer, in the form of the version: before 3 there is one member, and its code is that of the answer.
pub(crate) fn left(version: i16, members: Vec<MemberResponse>) -> LeaveGroupResponse {
    if version >= MEMBERS_SINCE {
        return LeaveGroupResponse { members, ..Default::default() };
    }
    let error_code = members.first().map_or(0, |member| member.error_code);
    LeaveGroupResponse { error_code, ..Default::default() }
}

/// What became of one who was to leave.
pub(crate) fn left_member(identity: &MemberIdentity, code: ErrorCode) -> MemberResponse {
    MemberResponse {
        member_id: identity.member_id.clone(),
        group_instance_id: identity.group_instance_id.clone(),
        error_code: code.code(),
    }
}

impl ClassicGroup {
    pub(crate) fn leave(&mut self, step: &mut Step<'_>, caller: Caller, request: &LeaveGroupRequest) {
        let identities = leaving(caller.version, request);
        let mut members = Vec::with_capacity(identities.len());
        let mut gone = 0_usize;
        for identity in &identities {
            let code = match self.leaving_member(identity) {
                Ok(id) => {
                    let reason = client_reason(identity.reason.as_ref());
                    self.dismiss(step, &id, format!("left; client reason: {reason}"));
                    gone += 1;
                    ErrorCode::None
                }
                Err(code) => code,
            };
            members.push(left_member(identity, code));
        }
        if gone > 0 {
            match self.state {
                State::Stable | State::CompletingRebalance => {
                    self.prepare_rebalance(step, format!("{gone} members left"));
                }
                State::PreparingRebalance => self.complete_join_if_all_joined(step),
                State::Empty => {}
            }
        }
        step.reply(&self.id, caller, left(caller.version, members));
    }

    /// The id of who is to leave: named by its instance id alone, given out and not come back, or a member.
    fn leaving_member(&self, identity: &MemberIdentity) -> Result<Str, ErrorCode> {
        let instance = identity.group_instance_id.as_ref();
        if identity.member_id.is_empty() {
            let named = instance.and_then(|instance| self.static_members.get(instance));
            return named.cloned().ok_or(ErrorCode::UnknownMemberId);
        }
        if !self.pending_join.contains(&identity.member_id) {
            self.validate_member(&identity.member_id, instance)?;
        }
        Ok(identity.member_id.clone())
    }
}
