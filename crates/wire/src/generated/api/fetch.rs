//! Generated from `crates/wire-codegen/schemas/api/fetch.schema` by `make generate`; not to be edited.

use crate::codec::prelude::*;

/// `FetchRequest`: API key 1, versions 0-18.
#[derive(Debug, Clone, PartialEq)]
pub struct FetchRequest {
    /// Versions 12+, may be null, tag 0, default null, ignorable.
    pub cluster_id: Option<Str>,
    /// Versions 0-14, default -1.
    pub replica_id: i32,
    /// Versions 15+, tag 1.
    pub replica_state: ReplicaState,
    /// Versions 0+.
    pub max_wait_ms: i32,
    /// Versions 0+.
    pub min_bytes: i32,
    /// Versions 3+, default 2147483647, ignorable.
    pub max_bytes: i32,
    /// Versions 4+, ignorable.
    pub isolation_level: i8,
    /// Versions 7+, ignorable.
    pub session_id: i32,
    /// Versions 7+, default -1, ignorable.
    pub session_epoch: i32,
    /// Versions 0+.
    pub topics: Vec<FetchTopic>,
    /// Versions 7+.
    pub forgotten_topics_data: Vec<ForgottenTopic>,
    /// Versions 11+, ignorable.
    pub rack_id: Str,
}

impl Default for FetchRequest {
    fn default() -> Self {
        Self {
            cluster_id: None,
            replica_id: -1,
            replica_state: ReplicaState::default(),
            max_wait_ms: 0,
            min_bytes: 0,
            max_bytes: i32::MAX,
            isolation_level: 0,
            session_id: 0,
            session_epoch: -1,
            topics: Vec::new(),
            forgotten_topics_data: Vec::new(),
            rack_id: Str::new(),
        }
    }
}

impl Struct for FetchRequest {
    const NAME: &'static str = "FetchRequest";
    const MIN_LEN: usize = 16;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        if v <= 14 {
            self.replica_id.read(d, v)?;
        }
        self.max_wait_ms.read(d, v)?;
        self.min_bytes.read(d, v)?;
        if v >= 3 {
            self.max_bytes.read(d, v)?;
        }
        if v >= 4 {
            self.isolation_level.read(d, v)?;
        }
        if v >= 7 {
            self.session_id.read(d, v)?;
        }
        if v >= 7 {
            self.session_epoch.read(d, v)?;
        }
        self.topics.read(d, v)?;
        if v >= 7 {
            self.forgotten_topics_data.read(d, v)?;
        }
        if v >= 11 {
            self.rack_id.read(d, v)?;
        }
        d.tags(v, |d, tag| {
            match tag {
                0 if v >= 12 => self.cluster_id.read(d, v)?,
                1 if v >= 15 => self.replica_state.read(d, v)?,
                _ => return Ok(false),
            }
            Ok(true)
        })
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        if v <= 14 {
            self.replica_id.write(s, v);
        } else {
            s.absent(v, "replica_id", || self.replica_id != -1);
        }
        self.max_wait_ms.write(s, v);
        self.min_bytes.write(s, v);
        if v >= 3 {
            self.max_bytes.write(s, v);
        }
        if v >= 4 {
            self.isolation_level.write(s, v);
        }
        if v >= 7 {
            self.session_id.write(s, v);
        }
        if v >= 7 {
            self.session_epoch.write(s, v);
        }
        self.topics.write(s, v);
        if v >= 7 {
            self.forgotten_topics_data.write(s, v);
        } else {
            s.absent(v, "forgotten_topics_data", || !self.forgotten_topics_data.is_empty());
        }
        if v >= 11 {
            self.rack_id.write(s, v);
        }
        if v < 15 {
            s.absent(v, "replica_state", || self.replica_state != ReplicaState::default());
        }
        if v.flexible {
            let has_cluster_id = v >= 12 && self.cluster_id.is_some();
            let has_replica_state = v >= 15 && self.replica_state != ReplicaState::default();
            s.put_uvarint(u32::from(has_cluster_id) + u32::from(has_replica_state));
            if has_cluster_id {
                s.put_tagged(0, &self.cluster_id, v);
            }
            if has_replica_state {
                s.put_tagged(1, &self.replica_state, v);
            }
        }
    }
}

#[cfg(feature = "testing")]
impl Sample for FetchRequest {
    fn fill(&mut self, r: &mut Random, v: Version) {
        if v >= 12 {
            self.cluster_id.fill(r, v);
        }
        if v <= 14 {
            self.replica_id.fill(r, v);
        }
        if v >= 15 {
            self.replica_state.fill(r, v);
        }
        self.max_wait_ms.fill(r, v);
        self.min_bytes.fill(r, v);
        if v >= 3 {
            self.max_bytes.fill(r, v);
        }
        if v >= 4 {
            self.isolation_level.fill(r, v);
        }
        if v >= 7 {
            self.session_id.fill(r, v);
        }
        if v >= 7 {
            self.session_epoch.fill(r, v);
        }
        self.topics.fill(r, v);
        if v >= 7 {
            self.forgotten_topics_data.fill(r, v);
        }
        if v >= 11 {
            self.rack_id.fill(r, v);
        }
    }
}

message!(FetchRequest, 0, 18, Some(12));
request!(FetchRequest, Fetch, FetchResponse);

/// Part of [`FetchRequest`].
#[derive(Debug, Clone, PartialEq)]
pub struct ReplicaState {
    /// Versions 15+, default -1.
    pub replica_id: i32,
    /// Versions 15+, default -1.
    pub replica_epoch: i64,
}

impl Default for ReplicaState {
    fn default() -> Self {
        Self { replica_id: -1, replica_epoch: -1 }
    }
}

impl Struct for ReplicaState {
    const NAME: &'static str = "ReplicaState";
    const MIN_LEN: usize = 13;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.replica_id.read(d, v)?;
        self.replica_epoch.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.replica_id.write(s, v);
        self.replica_epoch.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for ReplicaState {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.replica_id.fill(r, v);
        self.replica_epoch.fill(r, v);
    }
}

/// Part of [`FetchRequest`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct FetchTopic {
    /// Versions 0-12, ignorable.
    pub topic: Str,
    /// Versions 13+, ignorable.
    pub topic_id: Uuid,
    /// Versions 0+.
    pub partitions: Vec<FetchPartition>,
}

impl Struct for FetchTopic {
    const NAME: &'static str = "FetchTopic";
    const MIN_LEN: usize = 3;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        if v <= 12 {
            self.topic.read(d, v)?;
        }
        if v >= 13 {
            self.topic_id.read(d, v)?;
        }
        self.partitions.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        if v <= 12 {
            self.topic.write(s, v);
        }
        if v >= 13 {
            self.topic_id.write(s, v);
        }
        self.partitions.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for FetchTopic {
    fn fill(&mut self, r: &mut Random, v: Version) {
        if v <= 12 {
            self.topic.fill(r, v);
        }
        if v >= 13 {
            self.topic_id.fill(r, v);
        }
        self.partitions.fill(r, v);
    }
}

/// Part of [`FetchRequest`].
#[derive(Debug, Clone, PartialEq)]
pub struct FetchPartition {
    /// Versions 0+.
    pub partition: i32,
    /// Versions 9+, default -1, ignorable.
    pub current_leader_epoch: i32,
    /// Versions 0+.
    pub fetch_offset: i64,
    /// Versions 12+, default -1.
    pub last_fetched_epoch: i32,
    /// Versions 5+, default -1, ignorable.
    pub log_start_offset: i64,
    /// Versions 0+.
    pub partition_max_bytes: i32,
    /// Versions 17+, tag 0, ignorable.
    pub replica_directory_id: Uuid,
    /// Versions 18+, tag 1, default 9223372036854775807, ignorable.
    pub high_watermark: i64,
}

impl Default for FetchPartition {
    fn default() -> Self {
        Self {
            partition: 0,
            current_leader_epoch: -1,
            fetch_offset: 0,
            last_fetched_epoch: -1,
            log_start_offset: -1,
            partition_max_bytes: 0,
            replica_directory_id: Uuid::ZERO,
            high_watermark: i64::MAX,
        }
    }
}

impl Struct for FetchPartition {
    const NAME: &'static str = "FetchPartition";
    const MIN_LEN: usize = 16;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.partition.read(d, v)?;
        if v >= 9 {
            self.current_leader_epoch.read(d, v)?;
        }
        self.fetch_offset.read(d, v)?;
        if v >= 12 {
            self.last_fetched_epoch.read(d, v)?;
        }
        if v >= 5 {
            self.log_start_offset.read(d, v)?;
        }
        self.partition_max_bytes.read(d, v)?;
        d.tags(v, |d, tag| {
            match tag {
                0 if v >= 17 => self.replica_directory_id.read(d, v)?,
                1 if v == 18 => self.high_watermark.read(d, v)?,
                _ => return Ok(false),
            }
            Ok(true)
        })
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.partition.write(s, v);
        if v >= 9 {
            self.current_leader_epoch.write(s, v);
        }
        self.fetch_offset.write(s, v);
        if v >= 12 {
            self.last_fetched_epoch.write(s, v);
        } else {
            s.absent(v, "last_fetched_epoch", || self.last_fetched_epoch != -1);
        }
        if v >= 5 {
            self.log_start_offset.write(s, v);
        }
        self.partition_max_bytes.write(s, v);
        if v.flexible {
            let has_replica_directory_id = v >= 17 && self.replica_directory_id != Uuid::ZERO;
            let has_high_watermark = v == 18 && self.high_watermark != i64::MAX;
            s.put_uvarint(u32::from(has_replica_directory_id) + u32::from(has_high_watermark));
            if has_replica_directory_id {
                s.put_tagged(0, &self.replica_directory_id, v);
            }
            if has_high_watermark {
                s.put_tagged(1, &self.high_watermark, v);
            }
        }
    }
}

#[cfg(feature = "testing")]
impl Sample for FetchPartition {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.partition.fill(r, v);
        if v >= 9 {
            self.current_leader_epoch.fill(r, v);
        }
        self.fetch_offset.fill(r, v);
        if v >= 12 {
            self.last_fetched_epoch.fill(r, v);
        }
        if v >= 5 {
            self.log_start_offset.fill(r, v);
        }
        self.partition_max_bytes.fill(r, v);
        if v >= 17 {
            self.replica_directory_id.fill(r, v);
        }
        if v == 18 {
            self.high_watermark.fill(r, v);
        }
    }
}

/// Part of [`FetchRequest`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ForgottenTopic {
    /// Versions 7-12, ignorable.
    pub topic: Str,
    /// Versions 13+, ignorable.
    pub topic_id: Uuid,
    /// Versions 7+.
    pub partitions: Vec<i32>,
}

impl Struct for ForgottenTopic {
    const NAME: &'static str = "ForgottenTopic";
    const MIN_LEN: usize = 3;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        if v <= 12 {
            self.topic.read(d, v)?;
        }
        if v >= 13 {
            self.topic_id.read(d, v)?;
        }
        self.partitions.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        if v <= 12 {
            self.topic.write(s, v);
        }
        if v >= 13 {
            self.topic_id.write(s, v);
        }
        self.partitions.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for ForgottenTopic {
    fn fill(&mut self, r: &mut Random, v: Version) {
        if v <= 12 {
            self.topic.fill(r, v);
        }
        if v >= 13 {
            self.topic_id.fill(r, v);
        }
        self.partitions.fill(r, v);
    }
}

/// `FetchResponse`: API key 1, versions 0-18.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct FetchResponse {
    /// Versions 1+, ignorable.
    pub throttle_time_ms: i32,
    /// Versions 7+, ignorable.
    pub error_code: i16,
    /// Versions 7+.
    pub session_id: i32,
    /// Versions 0+.
    pub responses: Vec<FetchableTopicResponse>,
    /// Versions 16+, tag 0.
    pub node_endpoints: Vec<NodeEndpoint>,
}

impl Struct for FetchResponse {
    const NAME: &'static str = "FetchResponse";
    const MIN_LEN: usize = 4;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        if v >= 1 {
            self.throttle_time_ms.read(d, v)?;
        }
        if v >= 7 {
            self.error_code.read(d, v)?;
        }
        if v >= 7 {
            self.session_id.read(d, v)?;
        }
        self.responses.read(d, v)?;
        d.tags(v, |d, tag| {
            match tag {
                0 if v >= 16 => self.node_endpoints.read(d, v)?,
                _ => return Ok(false),
            }
            Ok(true)
        })
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        if v >= 1 {
            self.throttle_time_ms.write(s, v);
        }
        if v >= 7 {
            self.error_code.write(s, v);
        }
        if v >= 7 {
            self.session_id.write(s, v);
        } else {
            s.absent(v, "session_id", || self.session_id != 0);
        }
        self.responses.write(s, v);
        if v < 16 {
            s.absent(v, "node_endpoints", || !self.node_endpoints.is_empty());
        }
        if v.flexible {
            let has_node_endpoints = v >= 16 && !self.node_endpoints.is_empty();
            s.put_uvarint(u32::from(has_node_endpoints));
            if has_node_endpoints {
                s.put_tagged(0, &self.node_endpoints, v);
            }
        }
    }
}

#[cfg(feature = "testing")]
impl Sample for FetchResponse {
    fn fill(&mut self, r: &mut Random, v: Version) {
        if v >= 1 {
            self.throttle_time_ms.fill(r, v);
        }
        if v >= 7 {
            self.error_code.fill(r, v);
        }
        if v >= 7 {
            self.session_id.fill(r, v);
        }
        self.responses.fill(r, v);
        if v >= 16 {
            self.node_endpoints.fill(r, v);
        }
    }
}

message!(FetchResponse, 0, 18, Some(12));

/// Part of [`FetchResponse`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct FetchableTopicResponse {
    /// Versions 0-12, ignorable.
    pub topic: Str,
    /// Versions 13+, ignorable.
    pub topic_id: Uuid,
    /// Versions 0+.
    pub partitions: Vec<PartitionData>,
}

impl Struct for FetchableTopicResponse {
    const NAME: &'static str = "FetchableTopicResponse";
    const MIN_LEN: usize = 3;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        if v <= 12 {
            self.topic.read(d, v)?;
        }
        if v >= 13 {
            self.topic_id.read(d, v)?;
        }
        self.partitions.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        if v <= 12 {
            self.topic.write(s, v);
        }
        if v >= 13 {
            self.topic_id.write(s, v);
        }
        self.partitions.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for FetchableTopicResponse {
    fn fill(&mut self, r: &mut Random, v: Version) {
        if v <= 12 {
            self.topic.fill(r, v);
        }
        if v >= 13 {
            self.topic_id.fill(r, v);
        }
        self.partitions.fill(r, v);
    }
}

/// Part of [`FetchResponse`].
#[derive(Debug, Clone, PartialEq)]
pub struct PartitionData {
    /// Versions 0+.
    pub partition_index: i32,
    /// Versions 0+.
    pub error_code: i16,
    /// Versions 0+.
    pub high_watermark: i64,
    /// Versions 4+, default -1, ignorable.
    pub last_stable_offset: i64,
    /// Versions 5+, default -1, ignorable.
    pub log_start_offset: i64,
    /// Versions 12+, tag 0.
    pub diverging_epoch: EpochEndOffset,
    /// Versions 12+, tag 1.
    pub current_leader: LeaderIdAndEpoch,
    /// Versions 12+, tag 2.
    pub snapshot_id: SnapshotId,
    /// Versions 4+, may be null, ignorable.
    pub aborted_transactions: Option<Vec<AbortedTransaction>>,
    /// Versions 11+, default -1.
    pub preferred_read_replica: i32,
    /// Versions 0+, may be null.
    pub records: Option<Bytes>,
}

impl Default for PartitionData {
    fn default() -> Self {
        Self {
            partition_index: 0,
            error_code: 0,
            high_watermark: 0,
            last_stable_offset: -1,
            log_start_offset: -1,
            diverging_epoch: EpochEndOffset::default(),
            current_leader: LeaderIdAndEpoch::default(),
            snapshot_id: SnapshotId::default(),
            aborted_transactions: Some(Vec::new()),
            preferred_read_replica: -1,
            records: None,
        }
    }
}

impl Struct for PartitionData {
    const NAME: &'static str = "PartitionData";
    const MIN_LEN: usize = 18;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.partition_index.read(d, v)?;
        self.error_code.read(d, v)?;
        self.high_watermark.read(d, v)?;
        if v >= 4 {
            self.last_stable_offset.read(d, v)?;
        }
        if v >= 5 {
            self.log_start_offset.read(d, v)?;
        }
        if v >= 4 {
            self.aborted_transactions.read(d, v)?;
        }
        if v >= 11 {
            self.preferred_read_replica.read(d, v)?;
        }
        self.records.read(d, v)?;
        d.tags(v, |d, tag| {
            match tag {
                0 if v >= 12 => self.diverging_epoch.read(d, v)?,
                1 if v >= 12 => self.current_leader.read(d, v)?,
                2 if v >= 12 => self.snapshot_id.read(d, v)?,
                _ => return Ok(false),
            }
            Ok(true)
        })
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.partition_index.write(s, v);
        self.error_code.write(s, v);
        self.high_watermark.write(s, v);
        if v >= 4 {
            self.last_stable_offset.write(s, v);
        }
        if v >= 5 {
            self.log_start_offset.write(s, v);
        }
        if v >= 4 {
            self.aborted_transactions.write(s, v);
        }
        if v >= 11 {
            self.preferred_read_replica.write(s, v);
        } else {
            s.absent(v, "preferred_read_replica", || self.preferred_read_replica != -1);
        }
        self.records.write(s, v);
        if v < 12 {
            s.absent(v, "diverging_epoch", || self.diverging_epoch != EpochEndOffset::default());
        }
        if v < 12 {
            s.absent(v, "current_leader", || self.current_leader != LeaderIdAndEpoch::default());
        }
        if v < 12 {
            s.absent(v, "snapshot_id", || self.snapshot_id != SnapshotId::default());
        }
        if v.flexible {
            let has_diverging_epoch = v >= 12 && self.diverging_epoch != EpochEndOffset::default();
            let has_current_leader = v >= 12 && self.current_leader != LeaderIdAndEpoch::default();
            let has_snapshot_id = v >= 12 && self.snapshot_id != SnapshotId::default();
            s.put_uvarint(
                u32::from(has_diverging_epoch) + u32::from(has_current_leader) + u32::from(has_snapshot_id),
            );
            if has_diverging_epoch {
                s.put_tagged(0, &self.diverging_epoch, v);
            }
            if has_current_leader {
                s.put_tagged(1, &self.current_leader, v);
            }
            if has_snapshot_id {
                s.put_tagged(2, &self.snapshot_id, v);
            }
        }
    }
}

#[cfg(feature = "testing")]
impl Sample for PartitionData {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.partition_index.fill(r, v);
        self.error_code.fill(r, v);
        self.high_watermark.fill(r, v);
        if v >= 4 {
            self.last_stable_offset.fill(r, v);
        }
        if v >= 5 {
            self.log_start_offset.fill(r, v);
        }
        if v >= 12 {
            self.diverging_epoch.fill(r, v);
        }
        if v >= 12 {
            self.current_leader.fill(r, v);
        }
        if v >= 12 {
            self.snapshot_id.fill(r, v);
        }
        if v >= 4 {
            self.aborted_transactions.fill(r, v);
        }
        if v >= 11 {
            self.preferred_read_replica.fill(r, v);
        }
        self.records.fill(r, v);
    }
}

/// Part of [`FetchResponse`].
#[derive(Debug, Clone, PartialEq)]
pub struct EpochEndOffset {
    /// Versions 12+, default -1.
    pub epoch: i32,
    /// Versions 12+, default -1.
    pub end_offset: i64,
}

impl Default for EpochEndOffset {
    fn default() -> Self {
        Self { epoch: -1, end_offset: -1 }
    }
}

impl Struct for EpochEndOffset {
    const NAME: &'static str = "EpochEndOffset";
    const MIN_LEN: usize = 13;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.epoch.read(d, v)?;
        self.end_offset.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.epoch.write(s, v);
        self.end_offset.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for EpochEndOffset {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.epoch.fill(r, v);
        self.end_offset.fill(r, v);
    }
}

/// Part of [`FetchResponse`].
#[derive(Debug, Clone, PartialEq)]
pub struct LeaderIdAndEpoch {
    /// Versions 12+, default -1.
    pub leader_id: i32,
    /// Versions 12+, default -1.
    pub leader_epoch: i32,
}

impl Default for LeaderIdAndEpoch {
    fn default() -> Self {
        Self { leader_id: -1, leader_epoch: -1 }
    }
}

impl Struct for LeaderIdAndEpoch {
    const NAME: &'static str = "LeaderIdAndEpoch";
    const MIN_LEN: usize = 9;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.leader_id.read(d, v)?;
        self.leader_epoch.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.leader_id.write(s, v);
        self.leader_epoch.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for LeaderIdAndEpoch {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.leader_id.fill(r, v);
        self.leader_epoch.fill(r, v);
    }
}

/// Part of [`FetchResponse`].
#[derive(Debug, Clone, PartialEq)]
pub struct SnapshotId {
    /// Versions 0+, default -1.
    pub end_offset: i64,
    /// Versions 0+, default -1.
    pub epoch: i32,
}

impl Default for SnapshotId {
    fn default() -> Self {
        Self { end_offset: -1, epoch: -1 }
    }
}

impl Struct for SnapshotId {
    const NAME: &'static str = "SnapshotId";
    const MIN_LEN: usize = 13;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.end_offset.read(d, v)?;
        self.epoch.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.end_offset.write(s, v);
        self.epoch.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for SnapshotId {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.end_offset.fill(r, v);
        self.epoch.fill(r, v);
    }
}

/// Part of [`FetchResponse`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct AbortedTransaction {
    /// Versions 4+.
    pub producer_id: i64,
    /// Versions 4+.
    pub first_offset: i64,
}

impl Struct for AbortedTransaction {
    const NAME: &'static str = "AbortedTransaction";
    const MIN_LEN: usize = 16;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.producer_id.read(d, v)?;
        self.first_offset.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.producer_id.write(s, v);
        self.first_offset.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for AbortedTransaction {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.producer_id.fill(r, v);
        self.first_offset.fill(r, v);
    }
}

/// Part of [`FetchResponse`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct NodeEndpoint {
    /// Versions 16+, key of its list.
    pub node_id: i32,
    /// Versions 16+.
    pub host: Str,
    /// Versions 16+.
    pub port: i32,
    /// Versions 16+, may be null, default null.
    pub rack: Option<Str>,
}

impl Struct for NodeEndpoint {
    const NAME: &'static str = "NodeEndpoint";
    const MIN_LEN: usize = 11;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.node_id.read(d, v)?;
        self.host.read(d, v)?;
        self.port.read(d, v)?;
        self.rack.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.node_id.write(s, v);
        self.host.write(s, v);
        self.port.write(s, v);
        self.rack.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for NodeEndpoint {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.node_id.fill(r, v);
        self.host.fill(r, v);
        self.port.fill(r, v);
        self.rack.fill(r, v);
    }
}
