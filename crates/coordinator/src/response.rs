//! Answers: one per request, made for the version that was asked at.
//!
//! Also how an answer looks when there is none: for requests that could not be taken up, and for those whose records were
//! not committed. What an answer says otherwise is decided where the request is handled.

use wire::codec::Str;
use wire::error_code::ErrorCode;
use wire::messages::delete_groups::DeletableGroupResult;
use wire::messages::describe_groups::DescribedGroup;
use wire::messages::offset_commit::{OffsetCommitResponsePartition, OffsetCommitResponseTopic};
use wire::messages::offset_fetch::OffsetFetchResponseGroup;
use wire::messages::{
    HeartbeatResponse, JoinGroupResponse, LeaveGroupResponse, ListGroupsResponse, OffsetCommitRequest,
    OffsetCommitResponse, OffsetDeleteResponse, SyncGroupResponse,
};

use crate::error::AppendError;
use crate::event::Request;
use crate::offset_fetch;

/// The answer to a [`Request`], of the same kind.
#[derive(Debug, Clone, PartialEq)]
pub enum Response {
    /// To JoinGroup.
    JoinGroup(JoinGroupResponse),
    /// To SyncGroup.
    SyncGroup(SyncGroupResponse),
    /// To Heartbeat.
    Heartbeat(HeartbeatResponse),
    /// To LeaveGroup.
    LeaveGroup(LeaveGroupResponse),
    /// To OffsetCommit; the shell adds the topics it kept to itself.
    OffsetCommit(OffsetCommitResponse),
    /// To one group of OffsetFetch; the shell adds topics and joins groups ([`fetched_response`](crate::fetched_response)).
    OffsetFetch(OffsetFetchResponseGroup),
    /// To OffsetDelete; the shell adds the topics it kept to itself.
    OffsetDelete(OffsetDeleteResponse),
    /// To the groups of DescribeGroups that were asked of this shard.
    DescribeGroups(Vec<DescribedGroup>),
    /// To ListGroups, with the groups of this shard.
    ListGroups(ListGroupsResponse),
    /// To the groups of DeleteGroups that were asked of this shard.
    DeleteGroups(Vec<DeletableGroupResult>),
}

impl Response {
    /// The answer to a request that is not taken up at all, and why: by the shell where it has no shard for it.
    pub fn refusal(request: &Request, version: i16, code: ErrorCode) -> Response {
        match request {
            Request::JoinGroup(r) => join_error(version, r.member_id.clone(), code).into(),
            Request::SyncGroup(_) => sync_error(code).into(),
            Request::Heartbeat(_) => heartbeat_answer(code).into(),
            Request::LeaveGroup(_) => {
                LeaveGroupResponse { error_code: code.code(), ..Default::default() }.into()
            }
            Request::OffsetCommit(r) => commit_error(r, code).into(),
            Request::OffsetFetch(r) => {
                Response::OffsetFetch(offset_fetch::group_error(&r.group, version, code))
            }
            Request::OffsetDelete(_) => {
                OffsetDeleteResponse { error_code: code.code(), ..Default::default() }.into()
            }
            Request::DescribeGroups(groups) => {
                Response::DescribeGroups(groups.iter().map(|group| describe_error(group, code)).collect())
            }
            Request::ListGroups(_) => {
                ListGroupsResponse { error_code: code.code(), ..Default::default() }.into()
            }
            Request::DeleteGroups(groups) => Response::DeleteGroups(
                groups
                    .iter()
                    .map(|group| DeletableGroupResult { group_id: group.clone(), error_code: code.code() })
                    .collect(),
            ),
        }
    }

    /// The answer while the partition is still being loaded. A heartbeat is taken on trust: its member would else look for
    /// another coordinator (`GroupCoordinatorService.heartbeat`).
    pub fn while_loading(request: &Request, version: i16) -> Response {
        let code = match request {
            Request::Heartbeat(_) => ErrorCode::None,
            _ => ErrorCode::CoordinatorLoadInProgress,
        };
        Response::refusal(request, version, code)
    }

    /// What becomes of this answer when the records it waited for were not committed.
    pub(crate) fn failed(self, version: i16, cause: AppendError) -> Response {
        let code = cause.code();
        match self {
            Response::JoinGroup(_) => join_error(version, Str::new(), code).into(),
            Response::SyncGroup(_) => sync_error(code).into(),
            Response::Heartbeat(_) => heartbeat_answer(code).into(),
            Response::LeaveGroup(_) => {
                LeaveGroupResponse { error_code: code.code(), ..Default::default() }.into()
            }
            Response::OffsetCommit(mut response) => {
                let partitions = response.topics.iter_mut().flat_map(|topic| &mut topic.partitions);
                partitions.for_each(|partition| partition.error_code = code.code());
                response.into()
            }
            Response::OffsetFetch(group) => Response::OffsetFetch(offset_fetch::failed(group, version, code)),
            Response::OffsetDelete(_) => {
                OffsetDeleteResponse { error_code: code.code(), ..Default::default() }.into()
            }
            Response::DescribeGroups(mut groups) => {
                groups.iter_mut().for_each(|group| *group = describe_error(&group.group_id, code));
                Response::DescribeGroups(groups)
            }
            Response::ListGroups(_) => {
                ListGroupsResponse { error_code: code.code(), ..Default::default() }.into()
            }
            Response::DeleteGroups(mut groups) => {
                groups.iter_mut().for_each(|group| group.error_code = code.code());
                Response::DeleteGroups(groups)
            }
        }
    }
}

/// A JoinGroup answer that lets nobody in. Versions below 7 have no null for the protocol's name.
pub(crate) fn join_error(version: i16, member_id: Str, code: ErrorCode) -> JoinGroupResponse {
    JoinGroupResponse {
        error_code: code.code(),
        member_id,
        protocol_name: (version < 7).then(Str::new),
        ..Default::default()
    }
}

/// A SyncGroup answer without an assignment.
pub(crate) fn sync_error(code: ErrorCode) -> SyncGroupResponse {
    SyncGroupResponse { error_code: code.code(), ..Default::default() }
}

/// A Heartbeat answer; it says nothing but its code.
pub(crate) fn heartbeat_answer(code: ErrorCode) -> HeartbeatResponse {
    HeartbeatResponse { error_code: code.code(), ..Default::default() }
}

/// An OffsetCommit answer with the same code for every partition.
pub(crate) fn commit_error(request: &OffsetCommitRequest, code: ErrorCode) -> OffsetCommitResponse {
    let topics = request.topics.iter().map(|topic| OffsetCommitResponseTopic {
        name: topic.name.clone(),
        topic_id: topic.topic_id,
        partitions: topic
            .partitions
            .iter()
            .map(|partition| OffsetCommitResponsePartition {
                partition_index: partition.partition_index,
                error_code: code.code(),
            })
            .collect(),
    });
    OffsetCommitResponse { topics: topics.collect(), ..Default::default() }
}

fn describe_error(group: &Str, code: ErrorCode) -> DescribedGroup {
    DescribedGroup { group_id: group.clone(), error_code: code.code(), ..Default::default() }
}

macro_rules! from_message {
    ($($variant:ident($message:ty),)*) => {
        $(
            impl From<$message> for Response {
                fn from(message: $message) -> Response {
                    Response::$variant(message)
                }
            }
        )*
    };
}

from_message! {
    JoinGroup(JoinGroupResponse),
    SyncGroup(SyncGroupResponse),
    Heartbeat(HeartbeatResponse),
    LeaveGroup(LeaveGroupResponse),
    OffsetCommit(OffsetCommitResponse),
    OffsetDelete(OffsetDeleteResponse),
    ListGroups(ListGroupsResponse),
}
