//! Groups: list, describe, and how far they have read.

use std::collections::{BTreeMap, BTreeSet};

use wire::codec::{Decoder, Message, Str};
use wire::data::{ConsumerProtocolAssignment, ConsumerProtocolSubscription};
use wire::messages::describe_groups::{DescribeGroupsRequest, DescribedGroup, DescribedGroupMember};
use wire::messages::list_groups::ListGroupsRequest;
use wire::messages::offset_fetch::{OffsetFetchRequest, OffsetFetchRequestGroup};

use super::topics::check;
use crate::cluster::{CALL_TIMEOUT, Cluster};
use crate::error::ClientError;

/// A group in a list.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct GroupListing {
    /// Its id.
    pub group: String,
    /// `consumer` for consumers, empty for mere holders of offsets.
    pub protocol_type: String,
    /// Kafka's name of its state, where the broker tells.
    pub state: String,
}

/// A group as its coordinator describes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GroupDescription {
    /// Its id.
    pub group: String,
    /// Kafka's name of its state.
    pub state: String,
    /// The assignor the members agreed on.
    pub assignor: String,
    /// Its members.
    pub members: Vec<GroupMember>,
}

/// A member of a group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GroupMember {
    /// Given by the coordinator.
    pub id: String,
    /// `client.id`.
    pub client_id: String,
    /// Where it is.
    pub host: String,
    /// What it subscribed to.
    pub topics: BTreeSet<String>,
    /// What it reads.
    pub assigned: BTreeSet<(String, i32)>,
}

/// How far a group has read a partition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GroupOffset {
    /// The topic.
    pub topic: String,
    /// The partition's index.
    pub partition: i32,
    /// The next offset it will read.
    pub committed: i64,
}

impl Cluster {
    /// All groups of all coordinators.
    pub async fn list_groups(&self) -> Result<Vec<GroupListing>, ClientError> {
        self.metadata(Some(&[])).await?;
        let mut groups = BTreeSet::new();
        for node in self.nodes() {
            let response = self.node(node).await?.call(&ListGroupsRequest::default(), CALL_TIMEOUT).await?;
            check(format!("list the groups of broker {node}"), response.error_code, None)?;
            groups.extend(response.groups.into_iter().map(|g| GroupListing {
                group: g.group_id.to_string(),
                protocol_type: g.protocol_type.to_string(),
                state: g.group_state.to_string(),
            }));
        }
        Ok(groups.into_iter().collect())
    }

    /// One group.
    pub async fn describe_group(&self, group: &str) -> Result<GroupDescription, ClientError> {
        let request = DescribeGroupsRequest { groups: vec![group.to_owned().into()], ..Default::default() };
        let response = self.coordinator(group).await?.call(&request, CALL_TIMEOUT).await?;
        let Some(found) = response.groups.into_iter().next() else {
            return Err(ClientError::Data(format!("the coordinator of group {group} described no group")));
        };
        check(format!("describe group {group}"), found.error_code, found.error_message.as_deref())?;
        Ok(description(found))
    }

    /// How far a group has read, by topic and partition.
    pub async fn group_offsets(&self, group: &str) -> Result<Vec<GroupOffset>, ClientError> {
        let connection = self.coordinator(group).await?;
        let version = connection.version_of::<OffsetFetchRequest>(wire::codec::VersionRange::new(2, 9))?;
        let name = Str::from(group.to_owned());
        let request = if version >= 8 {
            let group = OffsetFetchRequestGroup { group_id: name, topics: None, ..Default::default() };
            OffsetFetchRequest { groups: vec![group], topics: Some(Vec::new()), ..Default::default() }
        } else {
            OffsetFetchRequest { group_id: name, topics: None, ..Default::default() }
        };
        let response = connection.call_at(&request, version, CALL_TIMEOUT).await?;
        let what = || format!("fetch the offsets of group {group}");
        check(what(), response.error_code, None)?;
        let mut offsets = BTreeMap::new();
        for topic in response.topics {
            for p in topic.partitions {
                check(what(), p.error_code, None)?;
                offsets.insert((topic.name.to_string(), p.partition_index), p.committed_offset);
            }
        }
        for found in response.groups {
            check(what(), found.error_code, None)?;
            for topic in found.topics {
                for p in topic.partitions {
                    check(what(), p.error_code, None)?;
                    offsets.insert((topic.name.to_string(), p.partition_index), p.committed_offset);
                }
            }
        }
        let offset = |((topic, partition), committed)| GroupOffset { topic, partition, committed };
        Ok(offsets.into_iter().filter(|(_, committed)| *committed >= 0).map(offset).collect())
    }
}

fn description(group: DescribedGroup) -> GroupDescription {
    GroupDescription {
        group: group.group_id.to_string(),
        state: group.group_state.to_string(),
        assignor: group.protocol_data.to_string(),
        members: group.members.iter().map(member).collect(),
    }
}

/// Metadata and assignment are the members' own affair; what cannot be read as the consumer protocol is left out.
fn member(member: &DescribedGroupMember) -> GroupMember {
    let subscription: Option<ConsumerProtocolSubscription> = versioned(&member.member_metadata);
    let assignment: Option<ConsumerProtocolAssignment> = versioned(&member.member_assignment);
    let assigned = assignment.map(|a| a.assigned_partitions).unwrap_or_default();
    GroupMember {
        id: member.member_id.to_string(),
        client_id: member.client_id.to_string(),
        host: member.client_host.to_string(),
        topics: subscription.map(|s| s.topics.iter().map(|t| t.to_string()).collect()).unwrap_or_default(),
        assigned: assigned
            .iter()
            .flat_map(|t| t.partitions.iter().map(|p| (t.topic.to_string(), *p)))
            .collect(),
    }
}

/// A message behind its own version; one of a later version is read as the last one known, as Kafka's consumers do.
fn versioned<M: Message>(bytes: &bytes::Bytes) -> Option<M> {
    let version = i16::from_be_bytes([*bytes.first()?, *bytes.get(1)?]);
    let body = bytes.slice(2..);
    M::decode(&mut Decoder::new(&body), version.min(M::VERSIONS.max)).ok()
}
