//! A consumer, as Kafka's own behave towards their coordinator, with worse manners.

use std::collections::BTreeMap;

use bytes::{BufMut, Bytes, BytesMut};
use ferryman_coordinator::{GroupOffsets, Request, Response};
use wire::codec::{Message, Str};
use wire::data::ConsumerProtocolSubscription;
use wire::error_code::ErrorCode;
use wire::messages::join_group::{JoinGroupRequestProtocol, JoinGroupResponseMember};
use wire::messages::leave_group::MemberIdentity;
use wire::messages::offset_commit::{OffsetCommitRequestPartition, OffsetCommitRequestTopic};
use wire::messages::offset_fetch::{OffsetFetchRequestGroup, OffsetFetchRequestTopics};
use wire::messages::sync_group::SyncGroupRequestAssignment;
use wire::messages::{
    HeartbeatRequest, JoinGroupRequest, JoinGroupResponse, LeaveGroupRequest, OffsetCommitRequest,
    SyncGroupRequest, SyncGroupResponse,
};
use wire::testing::Random;

/// Partitions every group shares among its members, of one topic.
pub(crate) const PARTITIONS: i32 = 4;
pub(crate) const TOPIC: &str = "orders";

#[derive(Debug, Clone, PartialEq)]
pub(crate) enum State {
    /// Not running.
    Down,
    /// Wants to join, next time it acts.
    Joining,
    /// Has joined and wants its assignment, with what the leader assigns.
    Syncing(Vec<SyncGroupRequestAssignment>),
    /// Consumes.
    Stable,
}

/// What a client waits for besides.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Asked {
    Join,
    Sync,
    Heartbeat,
    Commit,
    Fetch,
    Leave,
    Delete,
}

#[derive(Debug)]
pub(crate) struct Client {
    pub(crate) name: usize,
    pub(crate) group: Str,
    pub(crate) instance: Option<Str>,
    pub(crate) versions: Versions,
    pub(crate) state: State,
    pub(crate) member: Str,
    pub(crate) generation: i32,
    /// What the group agreed on.
    protocol: Str,
    /// Partitions it was assigned, and how far it is.
    pub(crate) positions: BTreeMap<i32, i64>,
    /// Changes with every change of what it wants to read.
    pub(crate) subscription: u8,
    /// How often it joined: makes what it assigns unlike what it assigned before.
    joins: i32,
    /// The request it waits for, if any: one at a time.
    pub(crate) waits: Option<(u64, Asked, i64)>,
}

/// Versions a client speaks: an old one or a new one.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Versions {
    pub(crate) join: i16,
    pub(crate) sync: i16,
    pub(crate) heartbeat: i16,
    pub(crate) leave: i16,
    pub(crate) commit: i16,
    pub(crate) fetch: i16,
}

impl Versions {
    const NEW: Versions = Versions { join: 9, sync: 5, heartbeat: 4, leave: 5, commit: 9, fetch: 9 };
    const OLD: Versions = Versions { join: 3, sync: 1, heartbeat: 1, leave: 1, commit: 3, fetch: 3 };
    const STATIC: Versions = Versions { join: 5, sync: 3, heartbeat: 3, leave: 3, commit: 7, fetch: 5 };

    pub(crate) fn of(self, asked: Asked) -> i16 {
        match asked {
            Asked::Join => self.join,
            Asked::Sync => self.sync,
            Asked::Heartbeat => self.heartbeat,
            Asked::Leave => self.leave,
            Asked::Commit => self.commit,
            Asked::Fetch => self.fetch,
            Asked::Delete => 2,
        }
    }
}

impl Client {
    pub(crate) fn new(name: usize, group: Str, random: &mut Random) -> Client {
        let is_static = random.below(3) == 0;
        let versions = match (is_static, random.below(3)) {
            (_, 0) => Versions::NEW,
            (true, _) => Versions::STATIC,
            (false, 1) => Versions::OLD,
            (false, _) => Versions::NEW,
        };
        Client {
            name,
            group,
            instance: is_static.then(|| Str::from(format!("i{name}"))),
            versions,
            state: State::Joining,
            member: Str::new(),
            generation: -1,
            protocol: Str::new(),
            positions: BTreeMap::new(),
            subscription: 0,
            joins: 0,
            waits: None,
        }
    }

    /// The process is gone, without a word.
    pub(crate) fn crash(&mut self) {
        self.state = State::Down;
        self.member = Str::new();
        self.generation = -1;
        self.positions.clear();
        self.waits = None;
    }

    pub(crate) fn restart(&mut self) {
        self.crash();
        self.state = State::Joining;
    }

    fn rejoin(&mut self) {
        self.state = State::Joining;
    }

    /// Forgets who it is in the group.
    fn reset(&mut self) {
        self.member = Str::new();
        self.generation = -1;
        self.positions.clear();
        self.rejoin();
    }

    pub(crate) fn join_request(&self, session_ms: i32, rebalance_ms: i32) -> Request {
        let names: &[&'static str] =
            if self.name.is_multiple_of(2) { &["range", "roundrobin"] } else { &["roundrobin", "range"] };
        let protocols = names
            .iter()
            .map(|name| JoinGroupRequestProtocol { name: Str::from(*name), metadata: self.subscribed() });
        Request::JoinGroup(JoinGroupRequest {
            group_id: self.group.clone(),
            session_timeout_ms: session_ms,
            rebalance_timeout_ms: rebalance_ms,
            member_id: self.member.clone(),
            group_instance_id: self.instance.clone(),
            protocol_type: Str::from("consumer"),
            protocols: protocols.collect(),
            reason: None,
        })
    }

    fn subscribed(&self) -> Bytes {
        let user_data = Bytes::copy_from_slice(&[self.subscription]);
        let subscription = ConsumerProtocolSubscription {
            topics: vec![Str::from(TOPIC)],
            user_data: Some(user_data),
            ..Default::default()
        };
        let mut bytes = BytesMut::from(&[0, 0][..]);
        subscription.encode_into(&mut bytes, 0).unwrap();
        bytes.freeze()
    }

    pub(crate) fn sync_request(&self, assignments: Vec<SyncGroupRequestAssignment>) -> Request {
        Request::SyncGroup(SyncGroupRequest {
            group_id: self.group.clone(),
            generation_id: self.generation,
            member_id: self.member.clone(),
            group_instance_id: self.instance.clone(),
            protocol_type: Some(Str::from("consumer")),
            protocol_name: Some(self.protocol.clone()),
            assignments,
        })
    }

    pub(crate) fn heartbeat_request(&self) -> Request {
        Request::Heartbeat(HeartbeatRequest {
            group_id: self.group.clone(),
            generation_id: self.generation,
            member_id: self.member.clone(),
            group_instance_id: self.instance.clone(),
        })
    }

    pub(crate) fn leave_request(&self) -> Request {
        let member = MemberIdentity {
            member_id: self.member.clone(),
            group_instance_id: self.instance.clone(),
            reason: None,
        };
        Request::LeaveGroup(LeaveGroupRequest {
            group_id: self.group.clone(),
            member_id: self.member.clone(),
            members: vec![member],
        })
    }

    pub(crate) fn commit_request(&self) -> Request {
        let partitions = self.positions.iter().map(|(index, position)| OffsetCommitRequestPartition {
            partition_index: *index,
            committed_offset: *position,
            ..Default::default()
        });
        let topic = OffsetCommitRequestTopic {
            name: Str::from(TOPIC),
            partitions: partitions.collect(),
            ..Default::default()
        };
        Request::OffsetCommit(OffsetCommitRequest {
            group_id: self.group.clone(),
            generation_id_or_member_epoch: self.generation,
            member_id: self.member.clone(),
            group_instance_id: self.instance.clone(),
            topics: vec![topic],
            ..Default::default()
        })
    }

    pub(crate) fn fetch_request(&self, require_stable: bool) -> Request {
        let topic = OffsetFetchRequestTopics {
            name: Str::from(TOPIC),
            partition_indexes: (0..PARTITIONS).collect(),
            ..Default::default()
        };
        let group = OffsetFetchRequestGroup {
            group_id: self.group.clone(),
            topics: Some(vec![topic]),
            ..Default::default()
        };
        Request::OffsetFetch(GroupOffsets { group, require_stable })
    }

    /// Hears an answer. A request that was given up is not heard of any more.
    pub(crate) fn hear(&mut self, response: Response) {
        match response {
            Response::JoinGroup(answer) => self.joined(answer),
            Response::SyncGroup(answer) => self.synced(answer),
            Response::Heartbeat(answer) => self.coordinated(ErrorCode::from_code(answer.error_code)),
            Response::OffsetCommit(answer) => {
                let code = answer.topics.first().and_then(|topic| topic.partitions.first());
                self.coordinated(code.map_or(ErrorCode::None, |of| ErrorCode::from_code(of.error_code)));
            }
            Response::LeaveGroup(_) => self.crash(),
            _ => {}
        }
    }

    fn joined(&mut self, answer: JoinGroupResponse) {
        match ErrorCode::from_code(answer.error_code) {
            ErrorCode::None => {
                let leads = answer.leader == answer.member_id && !answer.skip_assignment;
                self.member = answer.member_id;
                self.generation = answer.generation_id;
                self.protocol = answer.protocol_name.unwrap_or_default();
                self.joins += 1;
                let assignments = if leads { self.assign(&answer.members) } else { Vec::new() };
                self.state = State::Syncing(assignments);
            }
            ErrorCode::MemberIdRequired => self.member = answer.member_id,
            ErrorCode::UnknownMemberId => self.reset(),
            ErrorCode::FencedInstanceId => self.crash(),
            ErrorCode::RebalanceInProgress
            | ErrorCode::NotCoordinator
            | ErrorCode::CoordinatorNotAvailable
            | ErrorCode::CoordinatorLoadInProgress
            | ErrorCode::GroupMaxSizeReached
            | ErrorCode::UnknownServerError => {}
            other => panic!("a join was answered {other}"),
        }
    }

    fn synced(&mut self, answer: SyncGroupResponse) {
        match ErrorCode::from_code(answer.error_code) {
            ErrorCode::None => {
                let before = std::mem::take(&mut self.positions);
                for partition in assigned(&answer.assignment) {
                    self.positions.insert(partition, before.get(&partition).copied().unwrap_or(0));
                }
                self.state = State::Stable;
            }
            code => self.coordinated(code),
        }
    }

    /// What any answer but a join's can ask of a member.
    fn coordinated(&mut self, code: ErrorCode) {
        match code {
            ErrorCode::None => {}
            ErrorCode::RebalanceInProgress => self.rejoin(),
            // A generation that was not stored is forgotten with its coordinator; the next of that number may have chosen
            // another protocol.
            ErrorCode::UnknownMemberId
            | ErrorCode::IllegalGeneration
            | ErrorCode::GroupIdNotFound
            | ErrorCode::InconsistentGroupProtocol => self.reset(),
            ErrorCode::FencedInstanceId => self.crash(),
            ErrorCode::NotCoordinator
            | ErrorCode::CoordinatorNotAvailable
            | ErrorCode::CoordinatorLoadInProgress
            | ErrorCode::UnknownServerError => {
                if matches!(self.state, State::Syncing(_)) {
                    self.rejoin();
                }
            }
            other => panic!("a member was answered {other}"),
        }
    }

    /// What it assigns as the leader: partitions in turn, behind a mark that makes no two assignments the same bytes.
    fn assign(&self, members: &[JoinGroupResponseMember]) -> Vec<SyncGroupRequestAssignment> {
        let count = members.len() as i32;
        let assign = |(at, member): (i32, &JoinGroupResponseMember)| {
            let mut bytes = BytesMut::new();
            bytes.put_i32(self.name as i32);
            bytes.put_i32(self.joins);
            (0..PARTITIONS)
                .filter(|partition| partition % count == at)
                .for_each(|partition| bytes.put_i32(partition));
            SyncGroupRequestAssignment { member_id: member.member_id.clone(), assignment: bytes.freeze() }
        };
        (0..).zip(members).map(assign).collect()
    }
}

fn assigned(assignment: &Bytes) -> Vec<i32> {
    assignment.chunks_exact(4).skip(2).map(|bytes| i32::from_be_bytes(bytes.try_into().unwrap())).collect()
}
