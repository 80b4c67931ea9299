//! Generated from `crates/wire-codegen/schemas/api/elect_leaders.schema` by `make generate`; not to be edited.

use crate::codec::prelude::*;

/// `ElectLeadersRequest`: API key 43, versions 0-2.
#[derive(Debug, Clone, PartialEq)]
pub struct ElectLeadersRequest {
    /// Versions 1+.
    pub election_type: i8,
    /// Versions 0+, may be null.
    pub topic_partitions: Option<Vec<TopicPartitions>>,
    /// Versions 0+, default 60000.
    pub timeout_ms: i32,
}

impl Default for ElectLeadersRequest {
    fn default() -> Self {
        Self { election_type: 0, topic_partitions: Some(Vec::new()), timeout_ms: 60000 }
    }
}

impl Struct for ElectLeadersRequest {
    const NAME: &'static str = "ElectLeadersRequest";
    const MIN_LEN: usize = 7;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        if v >= 1 {
            self.election_type.read(d, v)?;
        }
        self.topic_partitions.read(d, v)?;
        self.timeout_ms.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        if v >= 1 {
            self.election_type.write(s, v);
        } else {
            s.absent(v, "election_type", || self.election_type != 0);
        }
        self.topic_partitions.write(s, v);
        self.timeout_ms.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for ElectLeadersRequest {
    fn fill(&mut self, r: &mut Random, v: Version) {
        if v >= 1 {
            self.election_type.fill(r, v);
        }
        self.topic_partitions.fill(r, v);
        self.timeout_ms.fill(r, v);
    }
}

message!(ElectLeadersRequest, 0, 2, Some(2));
request!(ElectLeadersRequest, ElectLeaders, ElectLeadersResponse);

/// Part of [`ElectLeadersRequest`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct TopicPartitions {
    /// Versions 0+, key of its list.
    pub topic: Str,
    /// Versions 0+.
    pub partitions: Vec<i32>,
}

impl Struct for TopicPartitions {
    const NAME: &'static str = "TopicPartitions";
    const MIN_LEN: usize = 3;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.topic.read(d, v)?;
        self.partitions.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.topic.write(s, v);
        self.partitions.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for TopicPartitions {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.topic.fill(r, v);
        self.partitions.fill(r, v);
    }
}

/// `ElectLeadersResponse`: API key 43, versions 0-2.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ElectLeadersResponse {
    /// Versions 0+.
    pub throttle_time_ms: i32,
    /// Versions 1+.
    pub error_code: i16,
    /// Versions 0+.
    pub replica_election_results: Vec<ReplicaElectionResult>,
}

impl Struct for ElectLeadersResponse {
    const NAME: &'static str = "ElectLeadersResponse";
    const MIN_LEN: usize = 8;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.throttle_time_ms.read(d, v)?;
        if v >= 1 {
            self.error_code.read(d, v)?;
        }
        self.replica_election_results.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.throttle_time_ms.write(s, v);
        if v >= 1 {
            self.error_code.write(s, v);
        } else {
            s.absent(v, "error_code", || self.error_code != 0);
        }
        self.replica_election_results.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for ElectLeadersResponse {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.throttle_time_ms.fill(r, v);
        if v >= 1 {
            self.error_code.fill(r, v);
        }
        self.replica_election_results.fill(r, v);
    }
}

message!(ElectLeadersResponse, 0, 2, Some(2));

/// Part of [`ElectLeadersResponse`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ReplicaElectionResult {
    /// Versions 0+.
    pub topic: Str,
    /// Versions 0+.
    pub partition_result: Vec<PartitionResult>,
}

impl Struct for ReplicaElectionResult {
    const NAME: &'static str = "ReplicaElectionResult";
    const MIN_LEN: usize = 3;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.topic.read(d, v)?;
        self.partition_result.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.topic.write(s, v);
        self.partition_result.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for ReplicaElectionResult {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.topic.fill(r, v);
        self.partition_result.fill(r, v);
    }
}

/// Part of [`ElectLeadersResponse`].
#[derive(Debug, Clone, PartialEq)]
pub struct PartitionResult {
    /// Versions 0+.
    pub partition_id: i32,
    /// Versions 0+.
    pub error_code: i16,
    /// Versions 0+, may be null.
    pub error_message: Option<Str>,
}

impl Default for PartitionResult {
    fn default() -> Self {
        Self { partition_id: 0, error_code: 0, error_message: Some(Str::new()) }
    }
}

impl Struct for PartitionResult {
    const NAME: &'static str = "PartitionResult";
    const MIN_LEN: usize = 8;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.partition_id.read(d, v)?;
        self.error_code.read(d, v)?;
        self.error_message.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.partition_id.write(s, v);
        self.error_code.write(s, v);
        self.error_message.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for PartitionResult {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.partition_id.fill(r, v);
        self.error_code.fill(r, v);
        self.error_message.fill(r, v);
    }
}
