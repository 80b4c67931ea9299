//! How long, how many, how old.

/// Age above which an observation no longer says how things are, only how they were.
pub const OBSERVATION_MAX_AGE_MS: i64 = 10_000;
/// A replica of the metadata log that fetched up to its end within this time is caught up. Kafka's
/// `controller.quorum.fetch.timeout.ms` (2000) and half as much again.
pub const CAUGHT_UP_MS: i64 = 3_000;
/// After this time a request that was sent can take effect no more: its deadline, and as much again for the way.
pub const STEP_HORIZON_MS: i64 = 60_000;
/// First pause before a step whose effect is not seen is sent again; doubled each time.
pub const RESEND_MIN_MS: i64 = 1_000;
/// Longest such pause.
pub const RESEND_MAX_MS: i64 = 60_000;
/// After so many sendings without effect, another act that waits has its turn.
pub const YIELD_AFTER: u32 = 6;
/// A node that runs without being ready is given this long before it is taken for stuck.
pub const UNREADY_PATIENCE_MS: i64 = 60_000;
/// Partitions whose replicas move at one time, in the whole cluster.
pub const MOVES_IN_FLIGHT_MAX: usize = 100;
/// Brokers that are drained at one time.
pub const DRAINS_AT_ONCE: usize = 8;
/// Nodes of which it is asked whether they may stop, to find one that may.
pub const MAY_STOP_ASKED: usize = 8;
/// Examples that a sentence names.
pub const EXAMPLES: usize = 3;

/// Look again soon: something is expected within moments.
pub const WAKE_SOON_MS: i64 = 200;
/// Look again: something is under way.
pub const WAKE_PROGRESS_MS: i64 = 1_000;
/// Look again though nothing is under way.
pub const WAKE_IDLE_MS: i64 = 30_000;
