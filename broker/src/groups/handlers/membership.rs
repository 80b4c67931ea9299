//! JoinGroup, SyncGroup, Heartbeat, LeaveGroup: one group each, handed on as they are.

use coordinator::{Request, Response};
use wire::error_code::ErrorCode;
use wire::frame::RequestFrame;
use wire::messages::{HeartbeatRequest, JoinGroupRequest, LeaveGroupRequest, SyncGroupRequest};

use super::{NOT_RANDOM, later};
use crate::api::{RequestContext, Unanswerable};
use crate::groups::ask::Answer;
use crate::groups::host::GroupCoordinator;
use crate::net::Outcome;

impl GroupCoordinator {
    pub(super) fn join_group(
        &self,
        context: &RequestContext,
        frame: &RequestFrame,
    ) -> Result<Outcome, Unanswerable> {
        let request = context.body::<JoinGroupRequest>(frame)?;
        let group = request.group_id.clone();
        let request = Request::JoinGroup(request);
        let answer = match random() {
            Some(random) => self.ask_one(context, &group, random, request),
            // A member's id must be nobody else's.
            None => {
                let code = ErrorCode::CoordinatorNotAvailable;
                Answer::Now(Response::refusal(&request, context.version, code))
            }
        };
        Ok(later::<JoinGroupRequest>(context, answer, |response| match response {
            Response::JoinGroup(response) => Some(response),
            _ => None,
        }))
    }

    pub(super) fn sync_group(
        &self,
        context: &RequestContext,
        frame: &RequestFrame,
    ) -> Result<Outcome, Unanswerable> {
        let request = context.body::<SyncGroupRequest>(frame)?;
        let group = request.group_id.clone();
        let answer = self.ask_one(context, &group, NOT_RANDOM, Request::SyncGroup(request));
        Ok(later::<SyncGroupRequest>(context, answer, |response| match response {
            Response::SyncGroup(response) => Some(response),
            _ => None,
        }))
    }

    pub(super) fn heartbeat(
        &self,
        context: &RequestContext,
        frame: &RequestFrame,
    ) -> Result<Outcome, Unanswerable> {
        let request = context.body::<HeartbeatRequest>(frame)?;
        let group = request.group_id.clone();
        let answer = self.ask_one(context, &group, NOT_RANDOM, Request::Heartbeat(request));
        Ok(later::<HeartbeatRequest>(context, answer, |response| match response {
            Response::Heartbeat(response) => Some(response),
            _ => None,
        }))
    }

    pub(super) fn leave_group(
        &self,
        context: &RequestContext,
        frame: &RequestFrame,
    ) -> Result<Outcome, Unanswerable> {
        let request = context.body::<LeaveGroupRequest>(frame)?;
        let group = request.group_id.clone();
        let answer = self.ask_one(context, &group, NOT_RANDOM, Request::LeaveGroup(request));
        Ok(later::<LeaveGroupRequest>(context, answer, |response| match response {
            Response::LeaveGroup(response) => Some(response),
            _ => None,
        }))
    }
}

fn random() -> Option<u128> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes).ok()?;
    Some(u128::from_be_bytes(bytes))
}
