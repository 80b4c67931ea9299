//! Generated from `crates/wire-codegen/schemas/api/metadata.schema` by `make generate`; not to be edited.

use crate::codec::prelude::*;

/// `MetadataRequest`: API key 3, versions 0-13.
#[derive(Debug, Clone, PartialEq)]
pub struct MetadataRequest {
    /// Versions 0+, may be null in 1+.
    pub topics: Option<Vec<MetadataRequestTopic>>,
    /// Versions 4+, default true.
    pub allow_auto_topic_creation: bool,
    /// Versions 8-10.
    pub include_cluster_authorized_operations: bool,
    /// Versions 8+.
    pub include_topic_authorized_operations: bool,
}

impl Default for MetadataRequest {
    fn default() -> Self {
        Self {
            topics: Some(Vec::new()),
            allow_auto_topic_creation: true,
            include_cluster_authorized_operations: false,
            include_topic_authorized_operations: false,
        }
    }
}

impl Struct for MetadataRequest {
    const NAME: &'static str = "MetadataRequest";
    const MIN_LEN: usize = 4;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        d.read_null_if(v >= 1, &mut self.topics, v)?;
        if v >= 4 {
            self.allow_auto_topic_creation.read(d, v)?;
        }
        if v.between(8, 10) {
            self.include_cluster_authorized_operations.read(d, v)?;
        }
        if v >= 8 {
            self.include_topic_authorized_operations.read(d, v)?;
        }
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        s.put_null_if(v >= 1, "topics", &self.topics, v);
        if v >= 4 {
            self.allow_auto_topic_creation.write(s, v);
        } else {
            s.absent(v, "allow_auto_topic_creation", || !self.allow_auto_topic_creation);
        }
        if v.between(8, 10) {
            self.include_cluster_authorized_operations.write(s, v);
        } else {
            s.absent(v, "include_cluster_authorized_operations", || {
                self.include_cluster_authorized_operations
            });
        }
        if v >= 8 {
            self.include_topic_authorized_operations.write(s, v);
        } else {
            s.absent(v, "include_topic_authorized_operations", || self.include_topic_authorized_operations);
        }
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for MetadataRequest {
    fn fill(&mut self, r: &mut Random, v: Version) {
        r.fill_null_if(v >= 1, &mut self.topics, v);
        if v >= 4 {
            self.allow_auto_topic_creation.fill(r, v);
        }
        if v.between(8, 10) {
            self.include_cluster_authorized_operations.fill(r, v);
        }
        if v >= 8 {
            self.include_topic_authorized_operations.fill(r, v);
        }
    }
}

message!(MetadataRequest, 0, 13, Some(9));
request!(MetadataRequest, Metadata, MetadataResponse);

/// Part of [`MetadataRequest`].
#[derive(Debug, Clone, PartialEq)]
pub struct MetadataRequestTopic {
    /// Versions 10+, ignorable.
    pub topic_id: Uuid,
    /// Versions 0+, may be null in 10+.
    pub name: Option<Str>,
}

impl Default for MetadataRequestTopic {
    fn default() -> Self {
        Self { topic_id: Uuid::ZERO, name: Some(Str::new()) }
    }
}

impl Struct for MetadataRequestTopic {
    const NAME: &'static str = "MetadataRequestTopic";
    const MIN_LEN: usize = 2;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        if v >= 10 {
            self.topic_id.read(d, v)?;
        }
        d.read_null_if(v >= 10, &mut self.name, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        if v >= 10 {
            self.topic_id.write(s, v);
        }
        s.put_null_if(v >= 10, "name", &self.name, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for MetadataRequestTopic {
    fn fill(&mut self, r: &mut Random, v: Version) {
        if v >= 10 {
            self.topic_id.fill(r, v);
        }
        r.fill_null_if(v >= 10, &mut self.name, v);
    }
}

/// `MetadataResponse`: API key 3, versions 0-13.
#[derive(Debug, Clone, PartialEq)]
pub struct MetadataResponse {
    /// Versions 3+, ignorable.
    pub throttle_time_ms: i32,
    /// Versions 0+.
    pub brokers: Vec<MetadataResponseBroker>,
    /// Versions 2+, may be null, default null, ignorable.
    pub cluster_id: Option<Str>,
    /// Versions 1+, default -1, ignorable.
    pub controller_id: i32,
    /// Versions 0+.
    pub topics: Vec<MetadataResponseTopic>,
    /// Versions 8-10, default -2147483648.
    pub cluster_authorized_operations: i32,
    /// Versions 13+, ignorable.
    pub error_code: i16,
}

impl Default for MetadataResponse {
    fn default() -> Self {
        Self {
            throttle_time_ms: 0,
            brokers: Vec::new(),
            cluster_id: None,
            controller_id: -1,
            topics: Vec::new(),
            cluster_authorized_operations: i32::MIN,
            error_code: 0,
        }
    }
}

impl Struct for MetadataResponse {
    const NAME: &'static str = "MetadataResponse";
    const MIN_LEN: usize = 8;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        if v >= 3 {
            self.throttle_time_ms.read(d, v)?;
        }
        self.brokers.read(d, v)?;
        if v >= 2 {
            self.cluster_id.read(d, v)?;
        }
        if v >= 1 {
            self.controller_id.read(d, v)?;
        }
        self.topics.read(d, v)?;
        if v.between(8, 10) {
            self.cluster_authorized_operations.read(d, v)?;
        }
        if v == 13 {
            self.error_code.read(d, v)?;
        }
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        if v >= 3 {
            self.throttle_time_ms.write(s, v);
        }
        self.brokers.write(s, v);
        if v >= 2 {
            self.cluster_id.write(s, v);
        }
        if v >= 1 {
            self.controller_id.write(s, v);
        }
        self.topics.write(s, v);
        if v.between(8, 10) {
            self.cluster_authorized_operations.write(s, v);
        } else {
            s.absent(v, "cluster_authorized_operations", || self.cluster_authorized_operations != i32::MIN);
        }
        if v == 13 {
            self.error_code.write(s, v);
        }
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for MetadataResponse {
    fn fill(&mut self, r: &mut Random, v: Version) {
        if v >= 3 {
            self.throttle_time_ms.fill(r, v);
        }
        self.brokers.fill(r, v);
        if v >= 2 {
            self.cluster_id.fill(r, v);
        }
        if v >= 1 {
            self.controller_id.fill(r, v);
        }
        self.topics.fill(r, v);
        if v.between(8, 10) {
            self.cluster_authorized_operations.fill(r, v);
        }
        if v == 13 {
            self.error_code.fill(r, v);
        }
    }
}

message!(MetadataResponse, 0, 13, Some(9));

/// Part of [`MetadataResponse`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct MetadataResponseBroker {
    /// Versions 0+, key of its list.
    pub node_id: i32,
    /// Versions 0+.
    pub host: Str,
    /// Versions 0+.
    pub port: i32,
    /// Versions 1+, may be null, default null, ignorable.
    pub rack: Option<Str>,
}

impl Struct for MetadataResponseBroker {
    const NAME: &'static str = "MetadataResponseBroker";
    const MIN_LEN: usize = 10;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.node_id.read(d, v)?;
        self.host.read(d, v)?;
        self.port.read(d, v)?;
        if v >= 1 {
            self.rack.read(d, v)?;
        }
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.node_id.write(s, v);
        self.host.write(s, v);
        self.port.write(s, v);
        if v >= 1 {
            self.rack.write(s, v);
        }
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for MetadataResponseBroker {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.node_id.fill(r, v);
        self.host.fill(r, v);
        self.port.fill(r, v);
        if v >= 1 {
            self.rack.fill(r, v);
        }
    }
}

/// Part of [`MetadataResponse`].
#[derive(Debug, Clone, PartialEq)]
pub struct MetadataResponseTopic {
    /// Versions 0+.
    pub error_code: i16,
    /// Versions 0+, may be null in 12+, key of its list.
    pub name: Option<Str>,
    /// Versions 10+, ignorable.
    pub topic_id: Uuid,
    /// Versions 1+, ignorable.
    pub is_internal: bool,
    /// Versions 0+.
    pub partitions: Vec<MetadataResponsePartition>,
    /// Versions 8+, default -2147483648.
    pub topic_authorized_operations: i32,
}

impl Default for MetadataResponseTopic {
    fn default() -> Self {
        Self {
            error_code: 0,
            name: Some(Str::new()),
            topic_id: Uuid::ZERO,
            is_internal: false,
            partitions: Vec::new(),
            topic_authorized_operations: i32::MIN,
        }
    }
}

impl Struct for MetadataResponseTopic {
    const NAME: &'static str = "MetadataResponseTopic";
    const MIN_LEN: usize = 8;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.error_code.read(d, v)?;
        d.read_null_if(v >= 12, &mut self.name, v)?;
        if v >= 10 {
            self.topic_id.read(d, v)?;
        }
        if v >= 1 {
            self.is_internal.read(d, v)?;
        }
        self.partitions.read(d, v)?;
        if v >= 8 {
            self.topic_authorized_operations.read(d, v)?;
        }
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.error_code.write(s, v);
        s.put_null_if(v >= 12, "name", &self.name, v);
        if v >= 10 {
            self.topic_id.write(s, v);
        }
        if v >= 1 {
            self.is_internal.write(s, v);
        }
        self.partitions.write(s, v);
        if v >= 8 {
            self.topic_authorized_operations.write(s, v);
        } else {
            s.absent(v, "topic_authorized_operations", || self.topic_authorized_operations != i32::MIN);
        }
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for MetadataResponseTopic {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.error_code.fill(r, v);
        r.fill_null_if(v >= 12, &mut self.name, v);
        if v >= 10 {
            self.topic_id.fill(r, v);
        }
        if v >= 1 {
            self.is_internal.fill(r, v);
        }
        self.partitions.fill(r, v);
        if v >= 8 {
            self.topic_authorized_operations.fill(r, v);
        }
    }
}

/// Part of [`MetadataResponse`].
#[derive(Debug, Clone, PartialEq)]
pub struct MetadataResponsePartition {
    /// Versions 0+.
    pub error_code: i16,
    /// Versions 0+.
    pub partition_index: i32,
    /// Versions 0+.
    pub leader_id: i32,
    /// Versions 7+, default -1, ignorable.
    pub leader_epoch: i32,
    /// Versions 0+.
    pub replica_nodes: Vec<i32>,
    /// Versions 0+.
    pub isr_nodes: Vec<i32>,
    /// Versions 5+, ignorable.
    pub offline_replicas: Vec<i32>,
}

impl Default for MetadataResponsePartition {
    fn default() -> Self {
        Self {
            error_code: 0,
            partition_index: 0,
            leader_id: 0,
            leader_epoch: -1,
            replica_nodes: Vec::new(),
            isr_nodes: Vec::new(),
            offline_replicas: Vec::new(),
        }
    }
}

impl Struct for MetadataResponsePartition {
    const NAME: &'static str = "MetadataResponsePartition";
    const MIN_LEN: usize = 18;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.error_code.read(d, v)?;
        self.partition_index.read(d, v)?;
        self.leader_id.read(d, v)?;
        if v >= 7 {
            self.leader_epoch.read(d, v)?;
        }
        self.replica_nodes.read(d, v)?;
        self.isr_nodes.read(d, v)?;
        if v >= 5 {
            self.offline_replicas.read(d, v)?;
        }
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.error_code.write(s, v);
        self.partition_index.write(s, v);
        self.leader_id.write(s, v);
        if v >= 7 {
            self.leader_epoch.write(s, v);
        }
        self.replica_nodes.write(s, v);
        self.isr_nodes.write(s, v);
        if v >= 5 {
            self.offline_replicas.write(s, v);
        }
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for MetadataResponsePartition {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.error_code.fill(r, v);
        self.partition_index.fill(r, v);
        self.leader_id.fill(r, v);
        if v >= 7 {
            self.leader_epoch.fill(r, v);
        }
        self.replica_nodes.fill(r, v);
        self.isr_nodes.fill(r, v);
        if v >= 5 {
            self.offline_replicas.fill(r, v);
        }
    }
}
