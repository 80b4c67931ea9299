//! Generated from `crates/wire-codegen/schemas/api/update_metadata.schema` by `make generate`; not to be edited.

use crate::codec::prelude::*;

/// `UpdateMetadataRequest`: API key 6, versions 0-8.
#[derive(Debug, Clone, PartialEq)]
pub struct UpdateMetadataRequest {
    /// Versions 0+.
    pub controller_id: i32,
    /// Versions 8+.
    pub is_kraft_controller: bool,
    /// Versions 8+, tag 0.
    pub r#type: i8,
    /// Versions 0+.
    pub controller_epoch: i32,
    /// Versions 5+, default -1, ignorable.
    pub broker_epoch: i64,
    /// Versions 0-4.
    pub ungrouped_partition_states: Vec<UpdateMetadataPartitionState>,
    /// Versions 5+.
    pub topic_states: Vec<UpdateMetadataTopicState>,
    /// Versions 0+.
    pub live_brokers: Vec<UpdateMetadataBroker>,
}

impl Default for UpdateMetadataRequest {
    fn default() -> Self {
        Self {
            controller_id: 0,
            is_kraft_controller: false,
            r#type: 0,
            controller_epoch: 0,
            broker_epoch: -1,
            ungrouped_partition_states: Vec::new(),
            topic_states: Vec::new(),
            live_brokers: Vec::new(),
        }
    }
}

impl Struct for UpdateMetadataRequest {
    const NAME: &'static str = "UpdateMetadataRequest";
    const MIN_LEN: usize = 16;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.controller_id.read(d, v)?;
        if v == 8 {
            self.is_kraft_controller.read(d, v)?;
        }
        self.controller_epoch.read(d, v)?;
        if v >= 5 {
            self.broker_epoch.read(d, v)?;
        }
        if v <= 4 {
            self.ungrouped_partition_states.read(d, v)?;
        }
        if v >= 5 {
            self.topic_states.read(d, v)?;
        }
        self.live_brokers.read(d, v)?;
        d.tags(v, |d, tag| {
            match tag {
                0 if v == 8 => self.r#type.read(d, v)?,
                _ => return Ok(false),
            }
            Ok(true)
        })
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.controller_id.write(s, v);
        if v == 8 {
            self.is_kraft_controller.write(s, v);
        } else {
            s.absent(v, "is_kraft_controller", || self.is_kraft_controller);
        }
        self.controller_epoch.write(s, v);
        if v >= 5 {
            self.broker_epoch.write(s, v);
        }
        if v <= 4 {
            self.ungrouped_partition_states.write(s, v);
        } else {
            s.absent(v, "ungrouped_partition_states", || !self.ungrouped_partition_states.is_empty());
        }
        if v >= 5 {
            self.topic_states.write(s, v);
        } else {
            s.absent(v, "topic_states", || !self.topic_states.is_empty());
        }
        self.live_brokers.write(s, v);
        if v != 8 {
            s.absent(v, "type", || self.r#type != 0);
        }
        if v.flexible {
            let has_type = v == 8 && self.r#type != 0;
            s.put_uvarint(u32::from(has_type));
            if has_type {
                s.put_tagged(0, &self.r#type, v);
            }
        }
    }
}

#[cfg(feature = "testing")]
impl Sample for UpdateMetadataRequest {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.controller_id.fill(r, v);
        if v == 8 {
            self.is_kraft_controller.fill(r, v);
        }
        if v == 8 {
            self.r#type.fill(r, v);
        }
        self.controller_epoch.fill(r, v);
        if v >= 5 {
            self.broker_epoch.fill(r, v);
        }
        if v <= 4 {
            self.ungrouped_partition_states.fill(r, v);
        }
        if v >= 5 {
            self.topic_states.fill(r, v);
        }
        self.live_brokers.fill(r, v);
    }
}

message!(UpdateMetadataRequest, 0, 8, Some(6));
request!(UpdateMetadataRequest, UpdateMetadata, UpdateMetadataResponse);

/// Part of [`UpdateMetadataRequest`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct UpdateMetadataTopicState {
    /// Versions 5+.
    pub topic_name: Str,
    /// Versions 7+, ignorable.
    pub topic_id: Uuid,
    /// Versions 5+.
    pub partition_states: Vec<UpdateMetadataPartitionState>,
}

impl Struct for UpdateMetadataTopicState {
    const NAME: &'static str = "UpdateMetadataTopicState";
    const MIN_LEN: usize = 3;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.topic_name.read(d, v)?;
        if v >= 7 {
            self.topic_id.read(d, v)?;
        }
        self.partition_states.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.topic_name.write(s, v);
        if v >= 7 {
            self.topic_id.write(s, v);
        }
        self.partition_states.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for UpdateMetadataTopicState {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.topic_name.fill(r, v);
        if v >= 7 {
            self.topic_id.fill(r, v);
        }
        self.partition_states.fill(r, v);
    }
}

/// Part of [`UpdateMetadataRequest`].
#[derive(Debug, Clone, PartialEq)]
pub struct UpdateMetadataBroker {
    /// Versions 0+.
    pub id: i32,
    /// Versions 0, ignorable.
    pub v0_host: Str,
    /// Versions 0, ignorable.
    pub v0_port: i32,
    /// Versions 1+, ignorable.
    pub endpoints: Vec<UpdateMetadataEndpoint>,
    /// Versions 2+, may be null, ignorable.
    pub rack: Option<Str>,
}

impl Default for UpdateMetadataBroker {
    fn default() -> Self {
        Self { id: 0, v0_host: Str::new(), v0_port: 0, endpoints: Vec::new(), rack: Some(Str::new()) }
    }
}

impl Struct for UpdateMetadataBroker {
    const NAME: &'static str = "UpdateMetadataBroker";
    const MIN_LEN: usize = 7;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.id.read(d, v)?;
        if v == 0 {
            self.v0_host.read(d, v)?;
        }
        if v == 0 {
            self.v0_port.read(d, v)?;
        }
        if v >= 1 {
            self.endpoints.read(d, v)?;
        }
        if v >= 2 {
            self.rack.read(d, v)?;
        }
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.id.write(s, v);
        if v == 0 {
            self.v0_host.write(s, v);
        }
        if v == 0 {
            self.v0_port.write(s, v);
        }
        if v >= 1 {
            self.endpoints.write(s, v);
        }
        if v >= 2 {
            self.rack.write(s, v);
        }
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for UpdateMetadataBroker {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.id.fill(r, v);
        if v == 0 {
            self.v0_host.fill(r, v);
        }
        if v == 0 {
            self.v0_port.fill(r, v);
        }
        if v >= 1 {
            self.endpoints.fill(r, v);
        }
        if v >= 2 {
            self.rack.fill(r, v);
        }
    }
}

/// Part of [`UpdateMetadataRequest`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct UpdateMetadataEndpoint {
    /// Versions 1+.
    pub port: i32,
    /// Versions 1+.
    pub host: Str,
    /// Versions 3+, ignorable.
    pub listener: Str,
    /// Versions 1+.
    pub security_protocol: i16,
}

impl Struct for UpdateMetadataEndpoint {
    const NAME: &'static str = "UpdateMetadataEndpoint";
    const MIN_LEN: usize = 8;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.port.read(d, v)?;
        self.host.read(d, v)?;
        if v >= 3 {
            self.listener.read(d, v)?;
        }
        self.security_protocol.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.port.write(s, v);
        self.host.write(s, v);
        if v >= 3 {
            self.listener.write(s, v);
        }
        self.security_protocol.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for UpdateMetadataEndpoint {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.port.fill(r, v);
        self.host.fill(r, v);
        if v >= 3 {
            self.listener.fill(r, v);
        }
        self.security_protocol.fill(r, v);
    }
}

/// Part of [`UpdateMetadataRequest`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct UpdateMetadataPartitionState {
    /// Versions 0-4, ignorable.
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
    pub zk_version: i32,
    /// Versions 0+.
    pub replicas: Vec<i32>,
    /// Versions 4+, ignorable.
    pub offline_replicas: Vec<i32>,
}

impl Struct for UpdateMetadataPartitionState {
    const NAME: &'static str = "UpdateMetadataPartitionState";
    const MIN_LEN: usize = 24;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        if v <= 4 {
            self.topic_name.read(d, v)?;
        }
        self.partition_index.read(d, v)?;
        self.controller_epoch.read(d, v)?;
        self.leader.read(d, v)?;
        self.leader_epoch.read(d, v)?;
        self.isr.read(d, v)?;
        self.zk_version.read(d, v)?;
        self.replicas.read(d, v)?;
        if v >= 4 {
            self.offline_replicas.read(d, v)?;
        }
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        if v <= 4 {
            self.topic_name.write(s, v);
        }
        self.partition_index.write(s, v);
        self.controller_epoch.write(s, v);
        self.leader.write(s, v);
        self.leader_epoch.write(s, v);
        self.isr.write(s, v);
        self.zk_version.write(s, v);
        self.replicas.write(s, v);
        if v >= 4 {
            self.offline_replicas.write(s, v);
        }
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for UpdateMetadataPartitionState {
    fn fill(&mut self, r: &mut Random, v: Version) {
        if v <= 4 {
            self.topic_name.fill(r, v);
        }
        self.partition_index.fill(r, v);
        self.controller_epoch.fill(r, v);
        self.leader.fill(r, v);
        self.leader_epoch.fill(r, v);
        self.isr.fill(r, v);
        self.zk_version.fill(r, v);
        self.replicas.fill(r, v);
        if v >= 4 {
            self.offline_replicas.fill(r, v);
        }
    }
}

/// `UpdateMetadataResponse`: API key 6, versions 0-8.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct UpdateMetadataResponse {
    /// Versions 0+.
    pub error_code: i16,
}

impl Struct for UpdateMetadataResponse {
    const NAME: &'static str = "UpdateMetadataResponse";
    const MIN_LEN: usize = 2;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.error_code.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.error_code.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for UpdateMetadataResponse {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.error_code.fill(r, v);
    }
}

message!(UpdateMetadataResponse, 0, 8, Some(6));
