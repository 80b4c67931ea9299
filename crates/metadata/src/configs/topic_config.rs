//! [`TopicConfig`]: what is in force for a topic, as values that a log can act on.

use super::effective::NodeConfig;
use super::kind::Value;
use crate::image::Image;

/// What happens to a log's old segments. Both may be set, or neither.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CleanupPolicy {
    /// Whole segments are deleted by age and size.
    pub delete: bool,
    /// The last record of each key is kept.
    pub compact: bool,
}

/// Whose clock a record's time is from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TimestampType {
    /// The producer's.
    CreateTime,
    /// The leader's, at arrival.
    LogAppendTime,
}

/// The configuration of a topic. Times in milliseconds; names as Kafka's.
#[derive(Debug, Clone, PartialEq)]
pub struct TopicConfig {
    /// `cleanup.policy`
    pub cleanup_policy: CleanupPolicy,
    /// `compression.type`: a codec's name, `uncompressed` or `producer`.
    pub compression_type: String,
    /// `compression.gzip.level`
    pub compression_gzip_level: i32,
    /// `compression.lz4.level`
    pub compression_lz4_level: i32,
    /// `compression.zstd.level`
    pub compression_zstd_level: i32,
    /// `delete.retention.ms`
    pub delete_retention_ms: i64,
    /// `file.delete.delay.ms`
    pub file_delete_delay_ms: i64,
    /// `flush.messages`
    pub flush_messages: i64,
    /// `flush.ms`
    pub flush_ms: i64,
    /// `index.interval.bytes`
    pub index_interval_bytes: i32,
    /// `max.compaction.lag.ms`
    pub max_compaction_lag_ms: i64,
    /// `max.message.bytes`
    pub max_message_bytes: i32,
    /// `message.timestamp.after.max.ms`
    pub message_timestamp_after_max_ms: i64,
    /// `message.timestamp.before.max.ms`
    pub message_timestamp_before_max_ms: i64,
    /// `message.timestamp.type`
    pub message_timestamp_type: TimestampType,
    /// `min.cleanable.dirty.ratio`
    pub min_cleanable_dirty_ratio: f64,
    /// `min.compaction.lag.ms`
    pub min_compaction_lag_ms: i64,
    /// `min.insync.replicas`
    pub min_insync_replicas: i32,
    /// `preallocate`
    pub preallocate: bool,
    /// `retention.bytes`, -1 for no limit.
    pub retention_bytes: i64,
    /// `retention.ms`, -1 for no limit.
    pub retention_ms: i64,
    /// `segment.bytes`, or `internal.segment.bytes` where that is set.
    pub segment_bytes: i32,
    /// `segment.index.bytes`
    pub segment_index_bytes: i32,
    /// `segment.jitter.ms`
    pub segment_jitter_ms: i64,
    /// `segment.ms`
    pub segment_ms: i64,
    /// `unclean.leader.election.enable`
    pub unclean_leader_election_enable: bool,
}

impl TopicConfig {
    /// What is in force for a topic on this node. What was stored but cannot be read counts as not set: it was checked
    /// before it was stored, so it can only come from another release.
    pub fn of(node: &NodeConfig, image: &Image, topic: &str) -> TopicConfig {
        let value = |name: &str| node.topic_value(image, topic, name);
        let long = |name: &str| value(name).and_then(|v| v.number()).unwrap_or(0);
        let int = |name: &str| i32::try_from(long(name)).unwrap_or(i32::MAX);
        let flag = |name: &str| value(name) == Some(Value::Boolean(true));
        let text = |name: &str| value(name).map(|v| v.to_text()).unwrap_or_default();
        let policies = text("cleanup.policy");
        let policy = |name: &str| policies.split(',').any(|policy| policy == name);
        let timestamps = match text("message.timestamp.type").as_str() {
            "LogAppendTime" => TimestampType::LogAppendTime,
            _ => TimestampType::CreateTime,
        };
        let ratio = match value("min.cleanable.dirty.ratio") {
            Some(Value::Double(ratio)) => ratio,
            _ => 0.5,
        };
        TopicConfig {
            cleanup_policy: CleanupPolicy { delete: policy("delete"), compact: policy("compact") },
            compression_type: text("compression.type"),
            compression_gzip_level: int("compression.gzip.level"),
            compression_lz4_level: int("compression.lz4.level"),
            compression_zstd_level: int("compression.zstd.level"),
            delete_retention_ms: long("delete.retention.ms"),
            file_delete_delay_ms: long("file.delete.delay.ms"),
            flush_messages: long("flush.messages"),
            flush_ms: long("flush.ms"),
            index_interval_bytes: int("index.interval.bytes"),
            max_compaction_lag_ms: long("max.compaction.lag.ms"),
            max_message_bytes: int("max.message.bytes"),
            message_timestamp_after_max_ms: long("message.timestamp.after.max.ms"),
            message_timestamp_before_max_ms: long("message.timestamp.before.max.ms"),
            message_timestamp_type: timestamps,
            min_cleanable_dirty_ratio: ratio,
            min_compaction_lag_ms: long("min.compaction.lag.ms"),
            min_insync_replicas: int("min.insync.replicas"),
            preallocate: flag("preallocate"),
            retention_bytes: long("retention.bytes"),
            retention_ms: long("retention.ms"),
            segment_bytes: match value("internal.segment.bytes").and_then(|v| v.number()) {
                Some(bytes) => i32::try_from(bytes).unwrap_or(i32::MAX),
                None => int("segment.bytes"),
            },
            segment_index_bytes: int("segment.index.bytes"),
            segment_jitter_ms: long("segment.jitter.ms"),
            segment_ms: long("segment.ms"),
            unclean_leader_election_enable: flag("unclean.leader.election.enable"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_topic_without_settings_has_kafkas_defaults() {
        let config = TopicConfig::of(&NodeConfig::default(), &Image::new(), "t");
        assert_eq!(config.cleanup_policy, CleanupPolicy { delete: true, compact: false });
        assert_eq!((config.segment_bytes, config.segment_ms), (1 << 30, 604_800_000));
        assert_eq!((config.max_message_bytes, config.min_insync_replicas), (1_048_588, 1));
        assert_eq!((config.flush_messages, config.retention_bytes), (i64::MAX, -1));
        assert_eq!(config.compression_type, "producer");
        assert_eq!(config.message_timestamp_type, TimestampType::CreateTime);
    }
}
