//! Generated from `crates/wire-codegen/schemas/api/stop_replica.schema` by `make generate`; not to be edited.

use crate::codec::prelude::*;

/// `StopReplicaRequest`: API key 5, versions 0-4.
#[derive(Debug, Clone, PartialEq)]
pub struct StopReplicaRequest {
    /// Versions 0+.
    pub controller_id: i32,
    /// Versions 4+.
    pub is_kraft_controller: bool,
    /// Versions 0+.
    pub controller_epoch: i32,
    /// Versions 1+, default -1, ignorable.
    pub broker_epoch: i64,
    /// Versions 0-2.
    pub delete_partitions: bool,
    /// Versions 0.
    pub ungrouped_partitions: Vec<StopReplicaPartitionV0>,
    /// Versions 1-2.
    pub topics: Vec<StopReplicaTopicV1>,
    /// Versions 3+.
    pub topic_states: Vec<StopReplicaTopicState>,
}

impl Default for StopReplicaRequest {
    fn default() -> Self {
        Self {
            controller_id: 0,
            is_kraft_controller: false,
            controller_epoch: 0,
            broker_epoch: -1,
            delete_partitions: false,
            ungrouped_partitions: Vec::new(),
            topics: Vec::new(),
            topic_states: Vec::new(),
        }
    }
}

impl Struct for StopReplicaRequest {
    const NAME: &'static str = "StopReplicaRequest";
    const MIN_LEN: usize = 13;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.controller_id.read(d, v)?;
        if v == 4 {
            self.is_kraft_controller.read(d, v)?;
        }
        self.controller_epoch.read(d, v)?;
        if v >= 1 {
            self.broker_epoch.read(d, v)?;
        }
        if v <= 2 {
            self.delete_partitions.read(d, v)?;
        }
        if v == 0 {
            self.ungrouped_partitions.read(d, v)?;
        }
        if v.between(1, 2) {
            self.topics.read(d, v)?;
        }
        if v >= 3 {
            self.topic_states.read(d, v)?;
        }
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.controller_id.write(s, v);
        if v == 4 {
            self.is_kraft_controller.write(s, v);
        } else {
            s.absent(v, "is_kraft_controller", || self.is_kraft_controller);
        }
        self.controller_epoch.write(s, v);
        if v >= 1 {
            self.broker_epoch.write(s, v);
        }
        if v <= 2 {
            self.delete_partitions.write(s, v);
        } else {
            s.absent(v, "delete_partitions", || self.delete_partitions);
        }
        if v == 0 {
            self.ungrouped_partitions.write(s, v);
        } else {
            s.absent(v, "ungrouped_partitions", || !self.ungrouped_partitions.is_empty());
        }
        if v.between(1, 2) {
            self.topics.write(s, v);
        } else {
            s.absent(v, "topics", || !self.topics.is_empty());
        }
        if v >= 3 {
            self.topic_states.write(s, v);
        } else {
            s.absent(v, "topic_states", || !self.topic_states.is_empty());
        }
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for StopReplicaRequest {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.controller_id.fill(r, v);
        if v == 4 {
            self.is_kraft_controller.fill(r, v);
        }
        self.controller_epoch.fill(r, v);
        if v >= 1 {
            self.broker_epoch.fill(r, v);
        }
        if v <= 2 {
            self.delete_partitions.fill(r, v);
        }
        if v == 0 {
            self.ungrouped_partitions.fill(r, v);
        }
        if v.between(1, 2) {
            self.topics.fill(r, v);
        }
        if v >= 3 {
            self.topic_states.fill(r, v);
        }
    }
}

message!(StopReplicaRequest, 0, 4, Some(2));
request!(StopReplicaRequest, StopReplica, StopReplicaResponse);

/// Part of [`StopReplicaRequest`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct StopReplicaPartitionV0 {
    /// Versions 0.
    pub topic_name: Str,
    /// Versions 0.
    pub partition_index: i32,
}

impl Struct for StopReplicaPartitionV0 {
    const NAME: &'static str = "StopReplicaPartitionV0";
    const MIN_LEN: usize = 6;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.topic_name.read(d, v)?;
        self.partition_index.read(d, v)?;
        Ok(())
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.topic_name.write(s, v);
        self.partition_index.write(s, v);
    }
}

#[cfg(feature = "testing")]
impl Sample for StopReplicaPartitionV0 {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.topic_name.fill(r, v);
        self.partition_index.fill(r, v);
    }
}

/// Part of [`StopReplicaRequest`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct StopReplicaTopicV1 {
    /// Versions 1-2.
    pub name: Str,
    /// Versions 1-2.
    pub partition_indexes: Vec<i32>,
}

impl Struct for StopReplicaTopicV1 {
    const NAME: &'static str = "StopReplicaTopicV1";
    const MIN_LEN: usize = 3;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.name.read(d, v)?;
        self.partition_indexes.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.name.write(s, v);
        self.partition_indexes.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for StopReplicaTopicV1 {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.name.fill(r, v);
        self.partition_indexes.fill(r, v);
    }
}

/// Part of [`StopReplicaRequest`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct StopReplicaTopicState {
    /// Versions 3+.
    pub topic_name: Str,
    /// Versions 3+.
    pub partition_states: Vec<StopReplicaPartitionState>,
}

impl Struct for StopReplicaTopicState {
    const NAME: &'static str = "StopReplicaTopicState";
    const MIN_LEN: usize = 3;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.topic_name.read(d, v)?;
        self.partition_states.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.topic_name.write(s, v);
        self.partition_states.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for StopReplicaTopicState {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.topic_name.fill(r, v);
        self.partition_states.fill(r, v);
    }
}

/// Part of [`StopReplicaRequest`].
#[derive(Debug, Clone, PartialEq)]
pub struct StopReplicaPartitionState {
    /// Versions 3+.
    pub partition_index: i32,
    /// Versions 3+, default -1.
    pub leader_epoch: i32,
    /// Versions 3+.
    pub delete_partition: bool,
}

impl Default for StopReplicaPartitionState {
    fn default() -> Self {
        Self { partition_index: 0, leader_epoch: -1, delete_partition: false }
    }
}

impl Struct for StopReplicaPartitionState {
    const NAME: &'static str = "StopReplicaPartitionState";
    const MIN_LEN: usize = 10;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.partition_index.read(d, v)?;
        self.leader_epoch.read(d, v)?;
        self.delete_partition.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.partition_index.write(s, v);
        self.leader_epoch.write(s, v);
        self.delete_partition.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for StopReplicaPartitionState {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.partition_index.fill(r, v);
        self.leader_epoch.fill(r, v);
        self.delete_partition.fill(r, v);
    }
}

/// `StopReplicaResponse`: API key 5, versions 0-4.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct StopReplicaResponse {
    /// Versions 0+.
    pub error_code: i16,
    /// Versions 0+.
    pub partition_errors: Vec<StopReplicaPartitionError>,
}

impl Struct for StopReplicaResponse {
    const NAME: &'static str = "StopReplicaResponse";
    const MIN_LEN: usize = 4;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.error_code.read(d, v)?;
        self.partition_errors.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.error_code.write(s, v);
        self.partition_errors.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for StopReplicaResponse {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.error_code.fill(r, v);
        self.partition_errors.fill(r, v);
    }
}

message!(StopReplicaResponse, 0, 4, Some(2));

/// Part of [`StopReplicaResponse`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct StopReplicaPartitionError {
    /// Versions 0+.
    pub topic_name: Str,
    /// Versions 0+.
    pub partition_index: i32,
    /// Versions 0+.
    pub error_code: i16,
}

impl Struct for StopReplicaPartitionError {
    const NAME: &'static str = "StopReplicaPartitionError";
    const MIN_LEN: usize = 8;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.topic_name.read(d, v)?;
        self.partition_index.read(d, v)?;
        self.error_code.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.topic_name.write(s, v);
        self.partition_index.write(s, v);
        self.error_code.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for StopReplicaPartitionError {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.topic_name.fill(r, v);
        self.partition_index.fill(r, v);
        self.error_code.fill(r, v);
    }
}
