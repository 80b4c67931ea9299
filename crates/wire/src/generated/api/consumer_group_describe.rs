//! Generated from `crates/wire-codegen/schemas/api/consumer_group_describe.schema` by `make generate`; not to be edited.

use crate::codec::prelude::*;

/// `ConsumerGroupDescribeRequest`: API key 69, versions 0-1.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ConsumerGroupDescribeRequest {
    /// Versions 0+.
    pub group_ids: Vec<Str>,
    /// Versions 0+.
    pub include_authorized_operations: bool,
}

impl Struct for ConsumerGroupDescribeRequest {
    const NAME: &'static str = "ConsumerGroupDescribeRequest";
    const MIN_LEN: usize = 3;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.group_ids.read(d, v)?;
        self.include_authorized_operations.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.group_ids.write(s, v);
        self.include_authorized_operations.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for ConsumerGroupDescribeRequest {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.group_ids.fill(r, v);
        self.include_authorized_operations.fill(r, v);
    }
}

message!(ConsumerGroupDescribeRequest, 0, 1, Some(0));
request!(ConsumerGroupDescribeRequest, ConsumerGroupDescribe, ConsumerGroupDescribeResponse);

/// `ConsumerGroupDescribeResponse`: API key 69, versions 0-1.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ConsumerGroupDescribeResponse {
    /// Versions 0+.
    pub throttle_time_ms: i32,
    /// Versions 0+.
    pub groups: Vec<DescribedGroup>,
}

impl Struct for ConsumerGroupDescribeResponse {
    const NAME: &'static str = "ConsumerGroupDescribeResponse";
    const MIN_LEN: usize = 6;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.throttle_time_ms.read(d, v)?;
        self.groups.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.throttle_time_ms.write(s, v);
        self.groups.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for ConsumerGroupDescribeResponse {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.throttle_time_ms.fill(r, v);
        self.groups.fill(r, v);
    }
}

message!(ConsumerGroupDescribeResponse, 0, 1, Some(0));

/// Part of [`ConsumerGroupDescribeResponse`].
#[derive(Debug, Clone, PartialEq)]
pub struct DescribedGroup {
    /// Versions 0+.
    pub error_code: i16,
    /// Versions 0+, may be null, default null.
    pub error_message: Option<Str>,
    /// Versions 0+.
    pub group_id: Str,
    /// Versions 0+.
    pub group_state: Str,
    /// Versions 0+.
    pub group_epoch: i32,
    /// Versions 0+.
    pub assignment_epoch: i32,
    /// Versions 0+.
    pub assignor_name: Str,
    /// Versions 0+.
    pub members: Vec<Member>,
    /// Versions 0+, default -2147483648.
    pub authorized_operations: i32,
}

impl Default for DescribedGroup {
    fn default() -> Self {
        Self {
            error_code: 0,
            error_message: None,
            group_id: Str::new(),
            group_state: Str::new(),
            group_epoch: 0,
            assignment_epoch: 0,
            assignor_name: Str::new(),
            members: Vec::new(),
            authorized_operations: i32::MIN,
        }
    }
}

impl Struct for DescribedGroup {
    const NAME: &'static str = "DescribedGroup";
    const MIN_LEN: usize = 20;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.error_code.read(d, v)?;
        self.error_message.read(d, v)?;
        self.group_id.read(d, v)?;
        self.group_state.read(d, v)?;
        self.group_epoch.read(d, v)?;
        self.assignment_epoch.read(d, v)?;
        self.assignor_name.read(d, v)?;
        self.members.read(d, v)?;
        self.authorized_operations.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.error_code.write(s, v);
        self.error_message.write(s, v);
        self.group_id.write(s, v);
        self.group_state.write(s, v);
        self.group_epoch.write(s, v);
        self.assignment_epoch.write(s, v);
        self.assignor_name.write(s, v);
        self.members.write(s, v);
        self.authorized_operations.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for DescribedGroup {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.error_code.fill(r, v);
        self.error_message.fill(r, v);
        self.group_id.fill(r, v);
        self.group_state.fill(r, v);
        self.group_epoch.fill(r, v);
        self.assignment_epoch.fill(r, v);
        self.assignor_name.fill(r, v);
        self.members.fill(r, v);
        self.authorized_operations.fill(r, v);
    }
}

/// Part of [`ConsumerGroupDescribeResponse`].
#[derive(Debug, Clone, PartialEq)]
pub struct Member {
    /// Versions 0+.
    pub member_id: Str,
    /// Versions 0+, may be null, default null.
    pub instance_id: Option<Str>,
    /// Versions 0+, may be null, default null.
    pub rack_id: Option<Str>,
    /// Versions 0+.
    pub member_epoch: i32,
    /// Versions 0+.
    pub client_id: Str,
    /// Versions 0+.
    pub client_host: Str,
    /// Versions 0+.
    pub subscribed_topic_names: Vec<Str>,
    /// Versions 0+, may be null, default null.
    pub subscribed_topic_regex: Option<Str>,
    /// Versions 0+.
    pub assignment: Assignment,
    /// Versions 0+.
    pub target_assignment: Assignment,
    /// Versions 1+, default -1, ignorable.
    pub member_type: i8,
}

impl Default for Member {
    fn default() -> Self {
        Self {
            member_id: Str::new(),
            instance_id: None,
            rack_id: None,
            member_epoch: 0,
            client_id: Str::new(),
            client_host: Str::new(),
            subscribed_topic_names: Vec::new(),
            subscribed_topic_regex: None,
            assignment: Assignment::default(),
            target_assignment: Assignment::default(),
            member_type: -1,
        }
    }
}

impl Struct for Member {
    const NAME: &'static str = "Member";
    const MIN_LEN: usize = 16;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.member_id.read(d, v)?;
        self.instance_id.read(d, v)?;
        self.rack_id.read(d, v)?;
        self.member_epoch.read(d, v)?;
        self.client_id.read(d, v)?;
        self.client_host.read(d, v)?;
        self.subscribed_topic_names.read(d, v)?;
        self.subscribed_topic_regex.read(d, v)?;
        self.assignment.read(d, v)?;
        self.target_assignment.read(d, v)?;
        if v == 1 {
            self.member_type.read(d, v)?;
        }
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.member_id.write(s, v);
        self.instance_id.write(s, v);
        self.rack_id.write(s, v);
        self.member_epoch.write(s, v);
        self.client_id.write(s, v);
        self.client_host.write(s, v);
        self.subscribed_topic_names.write(s, v);
        self.subscribed_topic_regex.write(s, v);
        self.assignment.write(s, v);
        self.target_assignment.write(s, v);
        if v == 1 {
            self.member_type.write(s, v);
        }
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for Member {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.member_id.fill(r, v);
        self.instance_id.fill(r, v);
        self.rack_id.fill(r, v);
        self.member_epoch.fill(r, v);
        self.client_id.fill(r, v);
        self.client_host.fill(r, v);
        self.subscribed_topic_names.fill(r, v);
        self.subscribed_topic_regex.fill(r, v);
        self.assignment.fill(r, v);
        self.target_assignment.fill(r, v);
        if v == 1 {
            self.member_type.fill(r, v);
        }
    }
}

/// Part of [`ConsumerGroupDescribeResponse`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Assignment {
    /// Versions 0+.
    pub topic_partitions: Vec<TopicPartitions>,
}

impl Struct for Assignment {
    const NAME: &'static str = "Assignment";
    const MIN_LEN: usize = 2;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.topic_partitions.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.topic_partitions.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for Assignment {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.topic_partitions.fill(r, v);
    }
}

/// Part of [`ConsumerGroupDescribeResponse`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct TopicPartitions {
    /// Versions 0+.
    pub topic_id: Uuid,
    /// Versions 0+.
    pub topic_name: Str,
    /// Versions 0+.
    pub partitions: Vec<i32>,
}

impl Struct for TopicPartitions {
    const NAME: &'static str = "TopicPartitions";
    const MIN_LEN: usize = 19;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.topic_id.read(d, v)?;
        self.topic_name.read(d, v)?;
        self.partitions.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.topic_id.write(s, v);
        self.topic_name.write(s, v);
        self.partitions.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for TopicPartitions {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.topic_id.fill(r, v);
        self.topic_name.fill(r, v);
        self.partitions.fill(r, v);
    }
}
