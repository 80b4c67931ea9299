//! A classic group as its record has it, and back.
//!
//! The record holds what survives the coordinator: the generation, its members, what each said under the chosen protocol,
//! and what each was assigned. A rebalance that was going on is not in it; the members begin another.

use std::collections::BTreeMap;

use bytes::Bytes;
use wire::codec::{EncodeError, Str};
use wire::group::GroupMetadataValue;
use wire::group::group_metadata::MemberMetadata;

use super::group::ClassicGroup;
use super::member::{Member, Protocol};
use super::state::State;
use crate::effect::Record;
use crate::records;

impl ClassicGroup {
    /// The group's record, with these assignments; whoever has none there gets an empty one.
    ///
    /// # Errors
    /// When a text of the group is longer than the log can say.
    pub(super) fn record(&self, assignments: &BTreeMap<Str, Bytes>) -> Result<Record, EncodeError> {
        let members = self.members.values().map(|member| MemberMetadata {
            member_id: member.id.clone(),
            group_instance_id: member.instance_id.clone(),
            client_id: member.client_id.clone(),
            client_host: member.client_host.clone(),
            rebalance_timeout: member.rebalance_timeout_ms,
            session_timeout: member.session_timeout_ms,
            subscription: self.chosen_metadata(member),
            assignment: assignments.get(&member.id).cloned().unwrap_or_default(),
        });
        let value = GroupMetadataValue {
            protocol_type: self.protocol_type.clone().unwrap_or_default(),
            generation: self.generation,
            protocol: self.protocol_name.clone(),
            leader: self.leader.clone(),
            current_state_timestamp: self.state_since_ms.unwrap_or(-1),
            members: members.collect(),
        };
        records::group_metadata(&self.id, value)
    }

    /// The record of a group that was just created and has had no generation yet
    /// (`GroupCoordinatorRecordHelpers.newEmptyGroupMetadataRecord`).
    ///
    /// # Errors
    /// When the group's id is longer than the log can say.
    pub(crate) fn first_record(&self) -> Result<Record, EncodeError> {
        let value = GroupMetadataValue {
            protocol: None,
            leader: None,
            current_state_timestamp: self.state_since_ms.unwrap_or(-1),
            ..Default::default()
        };
        records::group_metadata(&self.id, value)
    }

    /// What the members were last assigned.
    pub(super) fn assignments(&self) -> BTreeMap<Str, Bytes> {
        self.members.values().map(|member| (member.id.clone(), member.assignment.clone())).collect()
    }

    /// What a member says under the protocol the group has chosen.
    pub(super) fn chosen_metadata(&self, member: &Member) -> Bytes {
        let chosen = self.protocol_name.as_ref().and_then(|protocol| member.metadata(protocol));
        chosen.cloned().unwrap_or_default()
    }

    /// The group a record tells of. Holds on to nothing of the record.
    pub(crate) fn from_record(id: Str, value: &GroupMetadataValue) -> ClassicGroup {
        let protocol = value.protocol.as_ref().map(Str::detached);
        let mut group = ClassicGroup::new(id, 0);
        group.state = if value.members.is_empty() { State::Empty } else { State::Stable };
        group.state_since_ms = (value.current_state_timestamp != -1).then_some(value.current_state_timestamp);
        group.generation = value.generation;
        group.protocol_name = protocol.clone();
        group.leader = value.leader.as_ref().map(Str::detached);
        let protocol_type = value.protocol_type.detached();
        group.protocol_type = (!protocol_type.is_empty()).then(|| protocol_type.clone());
        for member in &value.members {
            group.add(loaded_member(member, protocol.clone().unwrap_or_default()), &protocol_type);
        }
        group.subscribed_topics = group.computed_subscription();
        group
    }
}

fn loaded_member(member: &MemberMetadata, protocol: Str) -> Member {
    // Before version 1 there was one timeout for both.
    let rebalance_timeout_ms = match member.rebalance_timeout {
        -1 => member.session_timeout,
        timeout => timeout,
    };
    Member {
        id: member.member_id.detached(),
        instance_id: member.group_instance_id.as_ref().map(Str::detached),
        client_id: member.client_id.detached(),
        client_host: member.client_host.detached(),
        rebalance_timeout_ms,
        session_timeout_ms: member.session_timeout,
        protocols: vec![Protocol { name: protocol, metadata: Bytes::copy_from_slice(&member.subscription) }],
        assignment: Bytes::copy_from_slice(&member.assignment),
        awaiting_join: None,
        awaiting_sync: None,
        is_new: false,
    }
}
