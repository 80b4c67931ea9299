//! Openraft's configuration, from our [`Timing`].

use std::sync::Arc;
use std::time::Duration;

use openraft::{Config, SnapshotPolicy, StepDownPolicy};

use crate::Error;
use crate::config::Timing;

/// Entries in one message at most; bytes are limited by the log's reader.
const MAX_ENTRIES_PER_MESSAGE: u64 = 1024;

fn millis(duration: Duration) -> u64 {
    duration.as_millis().try_into().unwrap_or(u64::MAX)
}

/// The configuration of the Raft core.
///
/// * No snapshots: none is built, nothing is purged, and no follower is ever so far behind that it needs one.
/// * A leader does not come back as leader of its old term after a restart: it may have lost entries that it had sent
///   out before they were durable here, and would put others in their places.
/// * A follower whose log went back is not tolerated: a directory that lost its log is another voter.
pub(crate) fn raft_config(cluster_id: &str, timing: &Timing) -> Result<Arc<Config>, Error> {
    let config = Config {
        cluster_name: cluster_id.into(),
        election_timeout_min: millis(timing.election_timeout.start),
        election_timeout_max: millis(timing.election_timeout.end),
        heartbeat_interval: millis(timing.heartbeat_interval),
        heartbeat_min_interval: Some(0),
        max_payload_entries: MAX_ENTRIES_PER_MESSAGE,
        replication_lag_threshold: u64::MAX,
        snapshot_policy: SnapshotPolicy::Never,
        max_in_snapshot_log_to_keep: u64::MAX,
        removed_leader_step_down: StepDownPolicy::After(millis(timing.heartbeat_interval)),
        enable_pre_vote: Some(true),
        enable_leader_restore: Some(false),
        allow_log_reversion: Some(false),
        backoff: "50ms 100ms 200ms ...500ms".into(),
        ..Config::default()
    };
    let config = config.validate().map_err(|e| Error::Setting(e.to_string()))?;
    Ok(Arc::new(config))
}
