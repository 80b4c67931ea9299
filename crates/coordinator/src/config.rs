//! What an operator sets, under Kafka's names, and the limits on what a peer can make a shard hold.

/// Kafka's properties (`GroupCoordinatorConfig`), with Kafka's defaults.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Config {
    /// `group.min.session.timeout.ms`
    pub group_min_session_timeout_ms: i32,
    /// `group.max.session.timeout.ms`
    pub group_max_session_timeout_ms: i32,
    /// `group.initial.rebalance.delay.ms`: how long the first rebalance of an empty group waits for more members.
    pub group_initial_rebalance_delay_ms: i32,
    /// `group.max.size`: members of one group.
    pub group_max_size: usize,
    /// `offset.metadata.max.bytes`: counted as Kafka counts it, in UTF-16 units.
    pub offset_metadata_max_bytes: usize,
    /// `offsets.retention.minutes`, in milliseconds: how long offsets outlive their group or their last commit.
    pub offsets_retention_ms: i64,
    /// `offsets.retention.check.interval.ms`: how often expired offsets and empty groups are looked for.
    pub offsets_retention_check_interval_ms: i64,
    /// `offsets.commit.timeout.ms`: how long a reply waits for its records to be committed.
    pub offsets_commit_timeout_ms: i64,
    /// Whether committed offsets carry the id of their topic (OffsetCommit value version 4). Only when no broker that may
    /// coordinate the group is older than Kafka 4.1: older ones cannot load the partition then. Else version 3 is written.
    pub offset_commit_topic_ids: bool,
    /// Limits Kafka does not have.
    pub limits: Limits,
}

impl Default for Config {
    fn default() -> Config {
        Config {
            group_min_session_timeout_ms: 6_000,
            group_max_session_timeout_ms: 1_800_000,
            group_initial_rebalance_delay_ms: 3_000,
            group_max_size: i32::MAX as usize,
            offset_metadata_max_bytes: 4_096,
            offsets_retention_ms: 7 * 24 * 60 * 60_000,
            offsets_retention_check_interval_ms: 600_000,
            offsets_commit_timeout_ms: 5_000,
            offset_commit_topic_ids: false,
            limits: Limits::default(),
        }
    }
}

/// What one shard holds at most for its peers. What the log already holds is loaded whatever its size.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// Groups. A new one beyond it is refused with POLICY_VIOLATION.
    pub groups: usize,
    /// Committed offsets of all groups. A new one beyond it is refused with INVALID_COMMIT_OFFSET_SIZE.
    pub offsets: usize,
    /// Members of one group that were given an id and have not come back with it (KIP-394). Beyond it a newcomer is asked
    /// to come again (COORDINATOR_NOT_AVAILABLE).
    pub pending_members: usize,
    /// Protocols one member may offer. More are refused with INVALID_REQUEST.
    pub protocols: usize,
    /// Bytes of all subscriptions of one member, one per protocol. More are refused with MESSAGE_TOO_LARGE.
    pub subscription_bytes: usize,
    /// Bytes of all assignments of one generation. More are refused with MESSAGE_TOO_LARGE.
    pub assignment_bytes: usize,
    /// Bytes handed out to be appended and not yet committed. Beyond it writers are asked to come again.
    pub uncommitted_bytes: usize,
    /// Replies waiting for records to be committed. Beyond it callers are asked to come again.
    pub waiting_replies: usize,
    /// Records of one append where many can be split: expiry, deletion of topics and groups.
    pub records_per_append: usize,
    /// Groups looked at in one step when offsets expire, so that other requests get their turn.
    pub groups_per_expiry_step: usize,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits {
            groups: 100_000,
            offsets: 10_000_000,
            pending_members: 10_000,
            protocols: 64,
            subscription_bytes: 4 << 20,
            assignment_bytes: 16 << 20,
            uncommitted_bytes: 64 << 20,
            waiting_replies: 100_000,
            records_per_append: 1_000,
            groups_per_expiry_step: 1_000,
        }
    }
}
