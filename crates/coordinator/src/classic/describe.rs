//! A classic group as others are told of it.

use bytes::Bytes;
use wire::codec::Str;
use wire::messages::describe_groups::{DescribedGroup, DescribedGroupMember};
use wire::messages::list_groups::ListedGroup;

use super::group::ClassicGroup;
use super::member::Member;
use super::state::State;
use crate::group::GroupType;

impl ClassicGroup {
    /// The group as DescribeGroups tells it: what members say and were assigned is only told of a stable group, where it is
    /// committed.
    pub(crate) fn described(&self) -> DescribedGroup {
        let state = self.told_state();
        let is_stable = state == State::Stable;
        let protocol = self.protocol_name.clone().filter(|_| is_stable);
        DescribedGroup {
            group_id: self.id.clone(),
            group_state: Str::from_static(state.name()),
            protocol_type: self.protocol_type.clone().unwrap_or_default(),
            protocol_data: protocol.unwrap_or_default(),
            members: self.members().map(|member| self.described_member(member)).collect(),
            ..Default::default()
        }
    }

    fn described_member(&self, member: &Member) -> DescribedGroupMember {
        let is_stable = self.told_state() == State::Stable;
        let is_assigned = self.storing.is_none();
        DescribedGroupMember {
            member_id: member.id.clone(),
            group_instance_id: member.instance_id.clone(),
            client_id: member.client_id.clone(),
            client_host: member.client_host.clone(),
            member_metadata: if is_stable { self.chosen_metadata(member) } else { Bytes::new() },
            member_assignment: if is_assigned { member.assignment.clone() } else { Bytes::new() },
        }
    }

    /// The group as ListGroups tells it.
    pub(crate) fn listed(&self) -> ListedGroup {
        ListedGroup {
            group_id: self.id.clone(),
            protocol_type: self.protocol_type.clone().unwrap_or_default(),
            group_state: Str::from_static(self.told_state().name()),
            group_type: GroupType::Classic.text(),
        }
    }
}
