//! SyncGroup: the leader brings the assignment, everybody fetches theirs (`classicGroupSyncToClassicGroup`).
//!
//! The group is stable as soon as the leader's assignment is handed out to be appended; the answers wait until it is
//! committed, and others are told so long that the rebalance is not over. If it is not appended, the members are asked to
//! join again.

use std::collections::BTreeMap;

use bytes::Bytes;
use wire::codec::Str;
use wire::error_code::ErrorCode;
use wire::messages::{SyncGroupRequest, SyncGroupResponse};

use super::group::ClassicGroup;
use super::state::State;
use crate::effect::{Note, Token};
use crate::error::AppendError;
use crate::response::sync_error;
use crate::shard::{Caller, Change, Step};

/// First version in which the protocol must be named (KIP-559).
const PROTOCOL_SINCE: i16 = 5;

/// Checks what can be checked without the group.
///
/// # Errors
/// What to answer: an empty group id, or no protocol where the version has one.
pub(crate) fn check(version: i16, request: &SyncGroupRequest) -> Result<(), ErrorCode> {
    let names_protocol = request.protocol_type.is_some() && request.protocol_name.is_some();
    if version >= PROTOCOL_SINCE && !names_protocol {
        Err(ErrorCode::InconsistentGroupProtocol)
    } else if request.group_id.is_empty() {
        Err(ErrorCode::InvalidGroupId)
    } else {
        Ok(())
    }
}

impl ClassicGroup {
    /// Takes up a SyncGroup request. It is answered now or when the assignment is there.
    pub(crate) fn sync(&mut self, step: &mut Step<'_>, caller: Caller, request: &SyncGroupRequest) {
        if let Err(code) = self.validate_sync(request) {
            return step.reply(&self.id, caller, sync_error(code));
        }
        match self.state {
            State::Stable => {
                self.no_longer_pending_sync(step, &request.member_id);
                let answer = self.assigned(&request.member_id);
                step.reply(&self.id, caller, answer);
            }
            State::CompletingRebalance => self.sync_while_completing(step, caller, request),
            State::PreparingRebalance => {
                step.reply(&self.id, caller, sync_error(ErrorCode::RebalanceInProgress));
            }
            // An empty group has no members; not reached.
            State::Empty => step.reply(&self.id, caller, sync_error(ErrorCode::UnknownMemberId)),
        }
    }

    fn validate_sync(&self, request: &SyncGroupRequest) -> Result<(), ErrorCode> {
        self.validate_generation(
            &request.member_id,
            request.group_instance_id.as_ref(),
            request.generation_id,
        )?;
        let differs =
            |theirs: &Option<Str>, ours: &Option<Str>| theirs.is_some() && ours.is_some() && theirs != ours;
        if differs(&request.protocol_type, &self.protocol_type)
            || differs(&request.protocol_name, &self.protocol_name)
        {
            return Err(ErrorCode::InconsistentGroupProtocol);
        }
        Ok(())
    }

    fn sync_while_completing(&mut self, step: &mut Step<'_>, caller: Caller, request: &SyncGroupRequest) {
        let record = if self.is_leader(&request.member_id) {
            match self.assignment_record(step, request) {
                Ok(record) => Some(record),
                Err(code) => return step.reply(&self.id, caller, sync_error(code)),
            }
        } else {
            None
        };
        self.no_longer_pending_sync(step, &request.member_id);
        let member = self.members.get_mut(&request.member_id);
        if let Some(before) = member.and_then(|member| member.awaiting_sync.replace(caller)) {
            // The client has asked again, so nobody waits for this answer any more.
            step.reply(&self.id, before, sync_error(ErrorCode::RebalanceInProgress));
        }
        if let Some((record, assignments)) = record {
            let change = Change::Assigned(self.id.clone());
            self.storing = Some(step.append_for(&self.id, vec![record], vec![change]));
            self.assign(step, &assignments);
        }
    }

    /// The record of this generation with what the leader assigns, and that. Members the leader forgot get nothing to read;
    /// others than members are left out.
    fn assignment_record(
        &self,
        step: &Step<'_>,
        request: &SyncGroupRequest,
    ) -> Result<(crate::effect::Record, BTreeMap<Str, Bytes>), ErrorCode> {
        let bytes: usize = request.assignments.iter().map(|assigned| assigned.assignment.len()).sum();
        if bytes > step.config.limits.assignment_bytes {
            return Err(ErrorCode::MessageTooLarge);
        }
        if step.is_busy() {
            return Err(AppendError::Busy.code());
        }
        let mut assignments = BTreeMap::new();
        for assigned in &request.assignments {
            if let Some((id, _)) = self.members.get_key_value(&assigned.member_id) {
                assignments.insert(id.clone(), Bytes::copy_from_slice(&assigned.assignment));
            }
        }
        let record = self.record(&assignments).map_err(|_| AppendError::TooLarge.code())?;
        Ok((record, assignments))
    }

    /// Gives everybody their assignment; those who wait for it hear of it when it is committed.
    fn assign(&mut self, step: &mut Step<'_>, assignments: &BTreeMap<Str, Bytes>) {
        self.transition_to(State::Stable, step.now.epoch_ms);
        for id in self.member_ids() {
            let Some(member) = self.members.get_mut(&id) else { continue };
            member.assignment = assignments.get(&id).cloned().unwrap_or_default();
            let (waited, session_ms) = (member.awaiting_sync.take(), member.session_timeout_ms);
            if let Some(caller) = waited {
                let answer = self.assigned(&id);
                step.reply(&self.id, caller, answer);
                self.restart_session(step, &id, session_ms);
            }
        }
    }

    fn assigned(&self, member: &str) -> SyncGroupResponse {
        let assignment = self.members.get(member).map(|member| member.assignment.clone());
        SyncGroupResponse {
            protocol_type: self.protocol_type.clone(),
            protocol_name: self.protocol_name.clone(),
            assignment: assignment.unwrap_or_default(),
            ..Default::default()
        }
    }

    /// The assignment is committed. The members hear of it now, so their sessions begin now.
    pub(crate) fn assignment_committed(&mut self, step: &mut Step<'_>, token: Token) {
        if self.storing != Some(token) {
            return;
        }
        self.storing = None;
        step.note(Note::Stable { group: self.id.clone(), generation: self.generation });
        for member in self.members.values() {
            if !self.pending_sync.contains(&member.id) {
                self.restart_session(step, &member.id, member.session_timeout_ms);
            }
        }
    }

    /// The assignment was not appended: nobody must act on it, and another generation has to bring one.
    pub(crate) fn assignment_failed(&mut self, step: &mut Step<'_>, token: Token, cause: AppendError) {
        if self.storing != Some(token) {
            return;
        }
        for member in self.members.values_mut() {
            member.assignment = Bytes::new();
        }
        self.prepare_rebalance(step, format!("the assignment was not stored: {cause}"));
    }
}
