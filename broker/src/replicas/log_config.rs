//! From a topic's configuration to that of its logs.

use log::LogConfig;
use metadata::configs::{TimestampType, TopicConfig};

use crate::config::LogDefaults;

/// How a log of a topic is kept.
pub(super) fn log_config(topic: &TopicConfig, defaults: &LogDefaults) -> LogConfig {
    let positive = |value: i32| u32::try_from(value).unwrap_or(0);
    LogConfig {
        segment_bytes: positive(topic.segment_bytes),
        segment_ms: topic.segment_ms,
        segment_jitter_ms: 0,
        segment_index_bytes: positive(topic.segment_index_bytes),
        index_interval_bytes: positive(topic.index_interval_bytes),
        max_message_bytes: positive(topic.max_message_bytes),
        message_timestamp_type: match topic.message_timestamp_type {
            TimestampType::CreateTime => wire::batch::TimestampType::CreateTime,
            TimestampType::LogAppendTime => wire::batch::TimestampType::LogAppendTime,
        },
        message_timestamp_before_max_ms: topic.message_timestamp_before_max_ms,
        message_timestamp_after_max_ms: topic.message_timestamp_after_max_ms,
        compact: topic.cleanup_policy.compact,
        producer_id_expiration_ms: defaults.producer_id_expiration.as_millis() as i64,
        ..LogConfig::default()
    }
}
