//! OffsetCommit: a member, or a tool while nobody is in the group, says how far it got (`OffsetMetadataManager.commitOffset`,
//! `ClassicGroup.validateOffsetCommit`).

use wire::codec::{Str, Uuid};
use wire::error_code::ErrorCode;
use wire::messages::OffsetCommitRequest;
use wire::messages::offset_commit::{OffsetCommitRequestPartition, OffsetCommitRequestTopic};

use super::offset::{Offset, OffsetKey};
use crate::classic::{ClassicGroup, State};
use crate::effect::Record;
use crate::error::AppendError;
use crate::group::Group;
use crate::records;
use crate::response::commit_error;
use crate::shard::{Caller, Change, Turn};

/// First version that tells an unknown group from a wrong generation.
const GROUP_NOT_FOUND_SINCE: i16 = 9;
/// The only version with a timestamp of the client's.
const TIMESTAMP_VERSION: i16 = 1;

/// What a request adds, and what it is answered.
struct Commits {
    records: Vec<Record>,
    offsets: Vec<(OffsetKey, Offset)>,
}

impl Turn<'_> {
    pub(crate) fn commit_offsets(&mut self, caller: Caller, request: &OffsetCommitRequest) {
        if let Err(code) = self.may_commit(caller.version, request) {
            return self.step.reply(&request.group_id, caller, commit_error(request, code));
        }
        let group_id = request.group_id.detached();
        let mut commits = Commits { records: Vec::new(), offsets: Vec::new() };
        let mut answer = commit_error(request, ErrorCode::None);
        for (topic, answered) in request.topics.iter().zip(&mut answer.topics) {
            let name = topic.name.detached();
            for (partition, answered) in topic.partitions.iter().zip(&mut answered.partitions) {
                let key = OffsetKey {
                    group: group_id.clone(),
                    topic: name.clone(),
                    partition: partition.partition_index,
                };
                let offset = self.committed_offset(caller.version, request, topic, partition);
                if let Err(code) = self.add_commit(&mut commits, key, offset) {
                    answered.error_code = code.code();
                }
            }
        }
        if !commits.records.is_empty() {
            self.append_commits(group_id, commits);
        }
        self.step.reply(&request.group_id, caller, answer);
    }

    /// Whether the request is to be taken up. A commit also tells that its member is there.
    fn may_commit(&mut self, version: i16, request: &OffsetCommitRequest) -> Result<(), ErrorCode> {
        match self.groups.get(&request.group_id) {
            None if request.generation_id_or_member_epoch >= 0 => {
                return Err(if version >= GROUP_NOT_FOUND_SINCE {
                    ErrorCode::GroupIdNotFound
                } else {
                    ErrorCode::IllegalGeneration
                });
            }
            // Whoever uses no group management may commit to a group that only has offsets.
            None if self.has_room_for_group() => {}
            None => return Err(ErrorCode::PolicyViolation),
            Some(Group::Foreign(_)) => {
                return Err(if version >= GROUP_NOT_FOUND_SINCE {
                    ErrorCode::GroupIdNotFound
                } else {
                    ErrorCode::UnknownMemberId
                });
            }
            Some(Group::Classic(group)) => {
                group.may_commit(request)?;
                if matches!(group.state(), State::Stable | State::PreparingRebalance) {
                    group.keep_alive(&mut self.step, &request.member_id);
                }
            }
        }
        if self.step.is_busy() { Err(AppendError::Busy.code()) } else { Ok(()) }
    }

    /// The offset as its record will have it.
    fn committed_offset(
        &self,
        version: i16,
        request: &OffsetCommitRequest,
        topic: &OffsetCommitRequestTopic,
        partition: &OffsetCommitRequestPartition,
    ) -> Offset {
        let now_ms = self.step.now.epoch_ms;
        let expires = request.retention_time_ms != -1;
        let clients_own = version == TIMESTAMP_VERSION && partition.commit_timestamp != -1;
        let has_topic_id = self.step.config.offset_commit_topic_ids && !expires;
        Offset {
            offset: partition.committed_offset,
            // The version with an expiry has no leader epoch.
            leader_epoch: if expires { -1 } else { partition.committed_leader_epoch },
            metadata: partition.committed_metadata.as_ref().map(Str::detached).unwrap_or_default(),
            commit_timestamp_ms: if clients_own { partition.commit_timestamp } else { now_ms },
            expire_timestamp_ms: expires.then(|| now_ms.saturating_add(request.retention_time_ms)),
            topic_id: if has_topic_id { topic.topic_id } else { Uuid::ZERO },
            record_offset: Offset::LIVE,
        }
    }

    fn add_commit(&self, commits: &mut Commits, key: OffsetKey, offset: Offset) -> Result<(), ErrorCode> {
        if is_too_long(&offset.metadata, self.step.config.offset_metadata_max_bytes) {
            return Err(ErrorCode::OffsetMetadataTooLarge);
        }
        let is_known = self.offsets.latest(&key.group, &key.topic, key.partition).is_some();
        if !is_known && self.offsets.len() + commits.offsets.len() >= self.step.config.limits.offsets {
            return Err(ErrorCode::InvalidCommitOffsetSize);
        }
        let record = records::offset_commit(&key, &offset, self.step.config.offset_commit_topic_ids);
        commits.records.push(record.map_err(|_| AppendError::TooLarge.code())?);
        commits.offsets.push((key, offset));
        Ok(())
    }

    fn append_commits(&mut self, group: Str, commits: Commits) {
        let mut changes = Vec::new();
        if !self.groups.contains_key(&group) {
            let simple = ClassicGroup::new(group.clone(), self.step.now.epoch_ms);
            self.groups.insert(group.clone(), Group::Classic(Box::new(simple)));
            changes.push(Change::Created(group.clone()));
        }
        let keys = commits.offsets.iter().map(|(key, _)| key.clone()).collect();
        let token = self.step.append(commits.records, vec![group], changes, keys);
        for (key, offset) in commits.offsets {
            self.offsets.put(token, &key, Some(offset));
        }
    }
}

/// Whether metadata is longer than `offset.metadata.max.bytes`, which Kafka counts in UTF-16 units.
fn is_too_long(metadata: &str, max: usize) -> bool {
    metadata.len() > max && metadata.encode_utf16().count() > max
}

impl ClassicGroup {
    /// Whether a caller may commit offsets of the group.
    fn may_commit(&self, request: &OffsetCommitRequest) -> Result<(), ErrorCode> {
        let generation = request.generation_id_or_member_epoch;
        let instance = request.group_instance_id.as_ref();
        if generation < 0 && self.is_empty() {
            return Ok(());
        }
        if generation >= 0 || !request.member_id.is_empty() || instance.is_some() {
            self.validate_generation(&request.member_id, instance, generation)?;
        } else if !self.is_empty() {
            return Err(ErrorCode::UnknownMemberId);
        }
        match self.state() {
            // The member knows of the generation and not of what it is assigned in it.
            State::CompletingRebalance => Err(ErrorCode::RebalanceInProgress),
            _ => Ok(()),
        }
    }
}
