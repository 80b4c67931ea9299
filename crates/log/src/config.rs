//! [`LogConfig`]: what a topic's configuration says about its logs, under Kafka's names, and the limits of this crate.
//!
//! Values arrive checked (whoever reads properties checks them); here are only types, units and Kafka's defaults.

use wire::batch::TimestampType;

/// Configuration of one log. Fields are Kafka's topic properties with dots as underscores.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogConfig {
    /// `segment.bytes`: a segment is rolled before it would grow beyond. At most `i32::MAX`.
    pub segment_bytes: u32,
    /// `segment.ms`: a segment is rolled when a batch is this much younger than its first.
    pub segment_ms: i64,
    /// `segment.jitter.ms`, already drawn: how much earlier than `segment_ms` this log rolls.
    pub segment_jitter_ms: i64,
    /// `segment.index.bytes`: a segment is rolled when an index would grow beyond.
    pub segment_index_bytes: u32,
    /// `index.interval.bytes`: bytes of batches between two index entries.
    pub index_interval_bytes: u32,
    /// `max.message.bytes`: the largest batch a producer may append, header included.
    pub max_message_bytes: u32,
    /// `message.timestamp.type`.
    pub message_timestamp_type: TimestampType,
    /// `message.timestamp.before.max.ms`: how far a producer's timestamp may lie in the past.
    pub message_timestamp_before_max_ms: i64,
    /// `message.timestamp.after.max.ms`: how far a producer's timestamp may lie in the future.
    pub message_timestamp_after_max_ms: i64,
    /// Whether `cleanup.policy` contains `compact`: every record then needs a key.
    pub compact: bool,
    /// `producer.id.expiration.ms` (of the broker): a producer that is silent for so long is forgotten.
    pub producer_id_expiration_ms: i64,
    /// Producers remembered in one partition; beyond it the ones silent longest, without an open transaction, are
    /// forgotten first. Kafka has no such limit.
    pub producer_ids_max: usize,
}

impl LogConfig {
    /// Kafka's default of `producer.id.expiration.ms`: a day.
    pub const PRODUCER_ID_EXPIRATION_MS: i64 = 24 * 60 * 60 * 1000;
    /// The default of [`LogConfig::producer_ids_max`]: about 20 MB of memory in the one partition that reaches it.
    pub const PRODUCER_IDS_MAX: usize = 100_000;
    /// Bytes that stand before every batch's length ends: what a batch is larger than its length field says.
    pub const LOG_OVERHEAD: u32 = 12;
}

impl Default for LogConfig {
    /// Kafka 4.3's defaults (`org.apache.kafka.storage.internals.log.LogConfig`).
    fn default() -> Self {
        Self {
            segment_bytes: 1024 * 1024 * 1024,
            segment_ms: 7 * 24 * 60 * 60 * 1000,
            segment_jitter_ms: 0,
            segment_index_bytes: 10 * 1024 * 1024,
            index_interval_bytes: 4096,
            max_message_bytes: 1024 * 1024 + Self::LOG_OVERHEAD,
            message_timestamp_type: TimestampType::CreateTime,
            message_timestamp_before_max_ms: i64::MAX,
            message_timestamp_after_max_ms: 60 * 60 * 1000,
            compact: false,
            producer_id_expiration_ms: Self::PRODUCER_ID_EXPIRATION_MS,
            producer_ids_max: Self::PRODUCER_IDS_MAX,
        }
    }
}
