//! From a node's configuration to a shard's.

use coordinator::Config;

use crate::config::GroupConfig;

/// What a shard is told. Topic ids are not written with offsets: Apache brokers before 4.1 could not load them.
pub(super) fn shard_config(config: &GroupConfig) -> Config {
    let millis = |duration: std::time::Duration| i64::try_from(duration.as_millis()).unwrap_or(i64::MAX);
    Config {
        group_min_session_timeout_ms: config.min_session_timeout_ms,
        group_max_session_timeout_ms: config.max_session_timeout_ms,
        group_initial_rebalance_delay_ms: config.initial_rebalance_delay_ms,
        group_max_size: config.max_size,
        offset_metadata_max_bytes: config.offset_metadata_max_bytes,
        offsets_retention_ms: millis(config.offsets_retention),
        offsets_retention_check_interval_ms: millis(config.offsets_retention_check),
        offsets_commit_timeout_ms: millis(config.commit_timeout),
        ..Config::default()
    }
}
