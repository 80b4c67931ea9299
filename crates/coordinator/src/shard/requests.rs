//! Who takes up which request, and what concerns groups whatever they are: finding, creating, listing, deleting.

use std::collections::BTreeMap;

use wire::codec::Str;
use wire::error_code::ErrorCode;
use wire::messages::delete_groups::DeletableGroupResult;
use wire::messages::describe_groups::DescribedGroup;
use wire::messages::list_groups::ListedGroup;
use wire::messages::{
    HeartbeatRequest, JoinGroupRequest, LeaveGroupRequest, LeaveGroupResponse, ListGroupsRequest,
    ListGroupsResponse, SyncGroupRequest,
};

use super::{Caller, Change, Deletions, Turn};
use crate::classic::{self, ClassicGroup, Joining};
use crate::error::AppendError;
use crate::event::{Request, RequestContext};
use crate::group::Group;
use crate::response::{Response, heartbeat_answer, join_error, sync_error};

/// First version of DescribeGroups that tells an unknown group from a dead one.
const DESCRIBE_NOT_FOUND_SINCE: i16 = 6;

impl Turn<'_> {
    pub(super) fn request(&mut self, caller: Caller, context: &RequestContext, request: &Request) {
        match request {
            Request::JoinGroup(request) => self.join_group(caller, context, request),
            Request::SyncGroup(request) => self.sync_group(caller, request),
            Request::Heartbeat(request) => self.heartbeat(caller, request),
            Request::LeaveGroup(request) => self.leave_group(caller, request),
            Request::OffsetCommit(request) => self.commit_offsets(caller, request),
            Request::OffsetFetch(request) => self.fetch_offsets(caller, request),
            Request::OffsetDelete(request) => self.delete_offsets(caller, request),
            Request::DescribeGroups(groups) => self.describe_groups(caller, groups),
            Request::ListGroups(request) => self.list_groups(caller, request),
            Request::DeleteGroups(groups) => self.delete_groups(caller, groups),
        }
    }

    fn join_group(&mut self, caller: Caller, context: &RequestContext, request: &JoinGroupRequest) {
        let joining = match Joining::new(caller, context, request, self.step.config) {
            Ok(joining) => joining,
            Err(code) => {
                let refused = join_error(caller.version, request.member_id.clone(), code);
                return self.step.reply_now(caller, refused);
            }
        };
        match self.groups.get_mut(&joining.group) {
            Some(Group::Classic(group)) => group.join(&mut self.step, joining),
            Some(Group::Foreign(_)) => {
                let refused = join_error(caller.version, Str::new(), ErrorCode::InconsistentGroupProtocol);
                self.step.reply_now(caller, refused);
            }
            None => self.join_new_group(joining),
        }
    }

    /// A group comes into being with its first member, unless that claims to be in it already.
    fn join_new_group(&mut self, joining: Joining) {
        let mut group = ClassicGroup::new(joining.group.clone(), self.step.now.epoch_ms);
        let refused = if !joining.member.is_empty() {
            Some(ErrorCode::UnknownMemberId)
        } else if !group.fits(&joining) {
            Some(ErrorCode::InconsistentGroupProtocol)
        } else if !self.has_room_for_group() {
            Some(ErrorCode::PolicyViolation)
        } else if self.step.is_busy() {
            Some(AppendError::Busy.code())
        } else {
            None
        };
        let (caller, id) = (joining.caller, joining.group.clone());
        let record = match (refused, group.first_record()) {
            (None, Ok(record)) => record,
            (refused, _) => {
                let code = refused.unwrap_or(AppendError::TooLarge.code());
                let refused = join_error(caller.version, joining.member, code);
                return self.step.reply(&id, caller, refused);
            }
        };
        self.step.append_for(&id, vec![record], vec![Change::Created(id.clone())]);
        group.join(&mut self.step, joining);
        self.groups.insert(id, Group::Classic(Box::new(group)));
    }

    pub(crate) fn has_room_for_group(&self) -> bool {
        self.groups.len() < self.step.config.limits.groups
    }

    fn sync_group(&mut self, caller: Caller, request: &SyncGroupRequest) {
        if let Err(code) = classic::check_sync(caller.version, request) {
            return self.step.reply_now(caller, sync_error(code));
        }
        match self.classic(&request.group_id) {
            Some((group, step)) => group.sync(step, caller, request),
            None => self.step.reply(&request.group_id, caller, sync_error(ErrorCode::UnknownMemberId)),
        }
    }

    fn heartbeat(&mut self, caller: Caller, request: &HeartbeatRequest) {
        if request.group_id.is_empty() {
            return self.step.reply_now(caller, heartbeat_answer(ErrorCode::InvalidGroupId));
        }
        match self.classic(&request.group_id) {
            Some((group, step)) => group.heartbeat(step, caller, request),
            None => self.step.reply(&request.group_id, caller, heartbeat_answer(ErrorCode::UnknownMemberId)),
        }
    }

    fn leave_group(&mut self, caller: Caller, request: &LeaveGroupRequest) {
        if request.group_id.is_empty() {
            let error_code = ErrorCode::InvalidGroupId.code();
            return self.step.reply_now(caller, LeaveGroupResponse { error_code, ..Default::default() });
        }
        match self.classic(&request.group_id) {
            Some((group, step)) => group.leave(step, caller, request),
            None => {
                let identities = classic::leaving(caller.version, request);
                let unknown = |identity| classic::left_member(identity, ErrorCode::UnknownMemberId);
                let members = identities.iter().map(unknown).collect();
                self.step.reply(&request.group_id, caller, classic::left(caller.version, members));
            }
        }
    }

    fn describe_groups(&mut self, caller: Caller, groups: &[Str]) {
        let described = groups.iter().map(|id| match self.committed_group(id).and_then(Group::classic) {
            Some(group) => group.described(),
            None => not_found(caller.version, id),
        });
        let described = described.collect();
        self.step.reply_now(caller, Response::DescribeGroups(described));
    }

    /// The group, if the committed records have it.
    fn committed_group(&self, id: &str) -> Option<&Group> {
        match self.step.in_flight.committed_group(id) {
            Some(before) => before,
            None => self.groups.get(id),
        }
    }

    fn list_groups(&mut self, caller: Caller, request: &ListGroupsRequest) {
        let states: Vec<&str> = request.states_filter.iter().map(|state| state.trim()).collect();
        let types: Vec<&str> = request.types_filter.iter().map(Str::as_str).collect();
        let passes = |filter: &[&str], value: &str| {
            filter.is_empty() || filter.iter().any(|wanted| wanted.eq_ignore_ascii_case(value))
        };
        let mut groups: BTreeMap<&Str, Option<&Group>> = BTreeMap::new();
        for (id, before) in self.step.in_flight.existence_changes() {
            groups.entry(id).or_insert(before);
        }
        for (id, group) in self.groups.iter() {
            groups.entry(id).or_insert(Some(group));
        }
        let listed = groups.into_values().flatten().map(Group::listed);
        let listed: Vec<ListedGroup> = listed
            .filter(|group| passes(&states, &group.group_state) && passes(&types, &group.group_type))
            .collect();
        self.step.reply_now(caller, ListGroupsResponse { groups: listed, ..Default::default() });
    }

    fn delete_groups(&mut self, caller: Caller, ids: &[Str]) {
        let mut deletions = Deletions::default();
        let mut results = Vec::with_capacity(ids.len());
        for id in ids {
            let code = match self.groups.get(id) {
                None => ErrorCode::GroupIdNotFound,
                Some(Group::Classic(group)) if group.is_empty() => ErrorCode::None,
                // Of a foreign group it cannot be told whether anybody is in it.
                Some(_) => ErrorCode::NonEmptyGroup,
            };
            if code.is_none() {
                let id = id.detached();
                self.delete_all_offsets(&mut deletions, &id);
                self.delete_group(&mut deletions, &id, false);
            }
            results.push(DeletableGroupResult { group_id: id.clone(), error_code: code.code() });
        }
        self.delete(deletions);
        let answer = Response::DeleteGroups(results);
        match ids.iter().filter_map(|id| self.step.in_flight.touching(id)).max() {
            Some(token) => self.step.reply_after(token, caller, answer),
            None => self.step.reply_now(caller, answer),
        }
    }
}

fn not_found(version: i16, id: &Str) -> DescribedGroup {
    let known_as_dead =
        DescribedGroup { group_id: id.clone(), group_state: Str::from_static("Dead"), ..Default::default() };
    if version < DESCRIBE_NOT_FOUND_SINCE {
        return known_as_dead;
    }
    DescribedGroup {
        error_code: ErrorCode::GroupIdNotFound.code(),
        error_message: Some(Str::from(format!("there is no classic group {id}"))),
        ..known_as_dead
    }
}
