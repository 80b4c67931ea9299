//! Generated from `crates/wire-codegen/schemas/api/leader_and_isr.schema` by `make generate`; not to be edited.

use crate::codec::prelude::*;

/// `LeaderAndIsrRequest`: API key 4, versions 0-7.
#[derive(Debug, Clone, PartialEq)]
pub struct LeaderAndIsrRequest {
    /// Versions 0+.
    pub controller_id: i32,
    /// Versions 7+.
    pub is_kraft_controller: bool,
    /// Versions 0+.
    pub controller_epoch: i32,
    /// Versions 2+, default -1, ignorable.
    pub broker_epoch: i64,
    /// Versions 5+.
    pub r#type: i8,
    /// Versions 0-1.
    pub ungrouped_partition_states: Vec<LeaderAndIsrPartitionState>,
    /// Versions 2+.
    pub topic_states: Vec<LeaderAndIsrTopicState>,
    /// Versions 0+.
    pub live_leaders: Vec<LeaderAndIsrLiveLeader>,
}

impl Default for LeaderAndIsrRequest {
    fn default() -> Self {
        Self {
            controller_id: 0,
            is_kraft_controller: false,
            controller_epoch: 0,
            broker_epoch: -1,
            r#type: 0,
            ungrouped_partition_states: Vec::new(),
            topic_states: Vec::new(),
            live_leaders: Vec::new(),
        }
    }
}

impl Struct for LeaderAndIsrRequest {
    const NAME: &'static str = "LeaderAndIsrRequest";
    const MIN_LEN: usize = 16;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.controller_id.read(d, v)?;
        if v == 7 {
            self.is_kraft_controller.read(d, v)?;
        }
        self.controller_epoch.read(d, v)?;
        if v >= 2 {
            self.broker_epoch.read(d, v)?;
        }
        if v >= 5 {
            self.r#type.read(d, v)?;
        }
        if v <= 1 {
            self.ungrouped_partition_states.read(d, v)?;
        }
        if v >= 2 {
            self.topic_states.read(d, v)?;
        }
        self.live_leaders.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.controller_id.write(s, v);
        if v == 7 {
            self.is_kraft_controller.write(s, v);
        } else {
            s.absent(v, "is_kraft_controller", || self.is_kraft_controller);
        }
        self.controller_epoch.write(s, v);
        if v >= 2 {
            self.broker_epoch.write(s, v);
        }
        if v >= 5 {
            self.r#type.write(s, v);
        } else {
            s.absent(v, "type", || self.r#type != 0);
        }
        if v <= 1 {
            self.ungrouped_partition_states.write(s, v);
        } else {
            s.absent(v, "ungrouped_partition_states", || !self.ungrouped_partition_states.is_empty());
        }
        if v >= 2 {
            self.topic_states.write(s, v);
        } else {
            s.absent(v, "topic_states", || !self.topic_states.is_empty());
        }
        self.live_leaders.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for LeaderAndIsrRequest {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.controller_id.fill(r, v);
        if v == 7 {
            self.is_kraft_controller.fill(r, v);
        }
        self.controller_epoch.fill(r, v);
        if v >= 2 {
            self.broker_epoch.fill(r, v);
        }
        if v >= 5 {
            self.r#type.fill(r, v);
        }
        if v <= 1 {
            self.ungrouped_partition_states.fill(r, v);
        }
        if v >= 2 {
            self.topic_states.fill(r, v);
        }
        self.live_leaders.fill(r, v);
    }
}

message!(LeaderAndIsrRequest, 0, 7, Some(4));
request!(LeaderAndIsrRequest, LeaderAndIsr, LeaderAndIsrResponse);

/// Part of [`LeaderAndIsrRequest`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct LeaderAndIsrTopicState {
    /// Versions 2+.
    pub topic_name: Str,
    /// Versions 5+, ignorable.
    pub topic_id: Uuid,
    /// Versions 2+.
    pub partition_states: Vec<LeaderAndIsrPartitionState>,
}

impl Struct for LeaderAndIsrTopicState {
    const NAME: &'static str = "LeaderAndIsrTopicState";
    const MIN_LEN: usize = 3;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.topic_name.read(d, v)?;
        if v >= 5 {
            self.topic_id.read(d, v)?;
        }
        self.partition_states.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.topic_name.write(s, v);
        if v >= 5 {
            self.topic_id.write(s, v);
        }
        self.partition_states.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for LeaderAndIsrTopicState {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.topic_name.fill(r, v);
        if v >= 5 {
            self.topic_id.fill(r, v);
        }
        self.partition_states.fill(r, v);
    }
}

/// Part of [`LeaderAndIsrRequest`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct LeaderAndIsrLiveLeader {
    /// Versions 0+.
    pub broker_id: i32,
    /// Versions 0+.
    pub host_name: Str,
    /// Versions 0+.
    pub port: i32,
}

impl Struct for LeaderAndIsrLiveLeader {
    const NAME: &'static str = "LeaderAndIsrLiveLeader";
    const MIN_LEN: usize = 10;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.broker_id.read(d, v)?;
        self.host_name.read(d, v)?;
        self.port.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.broker_id.write(s, v);
        self.host_name.write(s, v);
        self.port.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for LeaderAndIsrLiveLeader {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.broker_id.fill(r, v);
        self.host_name.fill(r, v);
        self.port.fill(r, v);
    }
}

/// Part of [`LeaderAndIsrRequest`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct LeaderAndIsrPartitionState {
    /// Versions 0-1, ignorable.
    pub topic_name: Str,
    /// Versions 0+.
    pub partition_index: i32,
    /// Versions 0+.
    pub controller_epoch: i32,
    /// Versions 0+.
    pub leader: i32,
    /// Versions 0+.
    pub leader_epoch: i32,
    /// Versions 0+.
    pub isr: Vec<i32>,
    /// Versions 0+.
    pub partition_epoch: i32,
    /// Versions 0+.
    pub replicas: Vec<i32>,
    /// Versions 3+, ignorable.
    pub adding_replicas: Vec<i32>,
    /// Versions 3+, ignorable.
    pub removing_replicas: Vec<i32>,
    /// Versions 1+, ignorable.
    pub is_new: bool,
    /// Versions 6+.
    pub leader_recovery_state: i8,
}

impl Struct for LeaderAndIsrPartitionState {
    const NAME: &'static str = "LeaderAndIsrPartitionState";
    const MIN_LEN: usize = 26;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        if v <= 1 {
            self.topic_name.read(d, v)?;
        }
        self.partition_index.read(d, v)?;
        self.controller_epoch.read(d, v)?;
        self.leader.read(d, v)?;
        self.leader_epoch.read(d, v)?;
        self.isr.read(d, v)?;
        self.partition_epoch.read(d, v)?;
        self.replicas.read(d, v)?;
        if v >= 3 {
            self.adding_replicas.read(d, v)?;
        }
        if v >= 3 {
            self.removing_replicas.read(d, v)?;
        }
        if v >= 1 {
            self.is_new.read(d, v)?;
        }
        if v >= 6 {
            self.leader_recovery_state.read(d, v)?;
        }
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        if v <= 1 {
            self.topic_name.write(s, v);
        }
        self.partition_index.write(s, v);
        self.controller_epoch.write(s, v);
        self.leader.write(s, v);
        self.leader_epoch.write(s, v);
        self.isr.write(s, v);
        self.partition_epoch.write(s, v);
        self.replicas.write(s, v);
        if v >= 3 {
            self.adding_replicas.write(s, v);
        }
        if v >= 3 {
            self.removing_replicas.write(s, v);
        }
        if v >= 1 {
            self.is_new.write(s, v);
        }
        if v >= 6 {
            self.leader_recovery_state.write(s, v);
        } else {
            s.absent(v, "leader_recovery_state", || self.leader_recovery_state != 0);
        }
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for LeaderAndIsrPartitionState {
    fn fill(&mut self, r: &mut Random, v: Version) {
        if v <= 1 {
            self.topic_name.fill(r, v);
        }
        self.partition_index.fill(r, v);
        self.controller_epoch.fill(r, v);
        self.leader.fill(r, v);
        self.leader_epoch.fill(r, v);
        self.isr.fill(r, v);
        self.partition_epoch.fill(r, v);
        self.replicas.fill(r, v);
        if v >= 3 {
            self.adding_replicas.fill(r, v);
        }
        if v >= 3 {
            self.removing_replicas.fill(r, v);
        }
        if v >= 1 {
            self.is_new.fill(r, v);
        }
        if v >= 6 {
            self.leader_recovery_state.fill(r, v);
        }
    }
}

/// `LeaderAndIsrResponse`: API key 4, versions 0-7.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct LeaderAndIsrResponse {
    /// Versions 0+.
    pub error_code: i16,
    /// Versions 0-4.
    pub partition_errors: Vec<LeaderAndIsrPartitionError>,
    /// Versions 5+.
    pub topics: Vec<LeaderAndIsrTopicError>,
}

impl Struct for LeaderAndIsrResponse {
    const NAME: &'static str = "LeaderAndIsrResponse";
    const MIN_LEN: usize = 4;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.error_code.read(d, v)?;
        if v <= 4 {
            self.partition_errors.read(d, v)?;
        }
        if v >= 5 {
            self.topics.read(d, v)?;
        }
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.error_code.write(s, v);
        if v <= 4 {
            self.partition_errors.write(s, v);
        } else {
            s.absent(v, "partition_errors", || !self.partition_errors.is_empty());
        }
        if v >= 5 {
            self.topics.write(s, v);
        } else {
            s.absent(v, "topics", || !self.topics.is_empty());
        }
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for LeaderAndIsrResponse {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.error_code.fill(r, v);
        if v <= 4 {
            self.partition_errors.fill(r, v);
        }
        if v >= 5 {
            self.topics.fill(r, v);
        }
    }
}

message!(LeaderAndIsrResponse, 0, 7, Some(4));

/// Part of [`LeaderAndIsrResponse`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct LeaderAndIsrTopicError {
    /// Versions 5+, key of its list.
    pub topic_id: Uuid,
    /// Versions 5+.
    pub partition_errors: Vec<LeaderAndIsrPartitionError>,
}

impl Struct for LeaderAndIsrTopicError {
    const NAME: &'static str = "LeaderAndIsrTopicError";
    const MIN_LEN: usize = 18;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.topic_id.read(d, v)?;
        self.partition_errors.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.topic_id.write(s, v);
        self.partition_errors.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for LeaderAndIsrTopicError {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.topic_id.fill(r, v);
        self.partition_errors.fill(r, v);
    }
}

/// Part of [`LeaderAndIsrResponse`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct LeaderAndIsrPartitionError {
    /// Versions 0-4, ignorable.
    pub topic_name: Str,
    /// Versions 0+.
    pub partition_index: i32,
    /// Versions 0+.
    pub error_code: i16,
}

impl Struct for LeaderAndIsrPartitionError {
    const NAME: &'static str = "LeaderAndIsrPartitionError";
    const MIN_LEN: usize = 7;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        if v <= 4 {
            self.topic_name.read(d, v)?;
        }
        self.partition_index.read(d, v)?;
        self.error_code.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        if v <= 4 {
            self.topic_name.write(s, v);
        }
        self.partition_index.write(s, v);
        self.error_code.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for LeaderAndIsrPartitionError {
    fn fill(&mut self, r: &mut Random, v: Version) {
        if v <= 4 {
            self.topic_name.fill(r, v);
        }
        self.partition_index.fill(r, v);
        self.error_code.fill(r, v);
    }
}
