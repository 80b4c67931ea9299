//! [`QuorumConfig`] and [`Timing`]: how a node takes part in the quorum.

use std::ops::Range;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use disk::Disk;

use crate::materialized::TOPIC;
use crate::{Endpoints, Error, VoterKey};

/// Learners at most; a group does not take in more than it can serve.
pub const MAX_LEARNERS: usize = 16;

/// Who a node is, and where its log stands.
#[derive(Clone)]
pub struct QuorumConfig {
    /// Who it is.
    pub key: VoterKey,
    /// Where it listens.
    pub endpoints: Endpoints,
    /// `cluster.id`: messages of another cluster are refused.
    pub cluster_id: String,
    /// The clocks of the protocol; the same on every node.
    pub timing: Timing,
    /// The file system.
    pub disk: Arc<dyn Disk>,
    /// `metadata.log.dir`. Everything stands in its directory `__cluster_metadata-0`, which is made if need be.
    pub metadata_log_dir: PathBuf,
    /// Sizes.
    pub limits: Limits,
}

/// The clocks of the protocol.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Timing {
    /// A follower that hears nothing campaigns after the leader's lease (the end of this range) and a random time from
    /// it. `controller.quorum.election.timeout.ms`.
    pub election_timeout: Range<Duration>,
    /// How often a leader is heard. At most a third of the shortest election timeout.
    pub heartbeat_interval: Duration,
    /// A leader that has not heard from a majority for so long stops calling itself one.
    /// `controller.quorum.fetch.timeout.ms`.
    pub quorum_timeout: Duration,
    /// How often a node that nobody leads announces itself.
    pub announce_interval: Duration,
    /// A learner that was silent for so long is dropped.
    pub learner_timeout: Duration,
    /// How long a transfer of leadership may take.
    pub transfer_timeout: Duration,
}

impl Default for Timing {
    fn default() -> Self {
        Self {
            election_timeout: Duration::from_millis(300)..Duration::from_millis(600),
            heartbeat_interval: Duration::from_millis(100),
            quorum_timeout: Duration::from_millis(2000),
            announce_interval: Duration::from_millis(500),
            learner_timeout: Duration::from_secs(300),
            transfer_timeout: Duration::from_millis(1500),
        }
    }
}

impl QuorumConfig {
    /// The directory of the log.
    pub(crate) fn dir(&self) -> PathBuf {
        self.metadata_log_dir.join(format!("{TOPIC}-0"))
    }
}

/// Sizes of files and caches.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Limits {
    /// A file of the write-ahead log is ended when it would grow beyond this, in bytes.
    pub segment_bytes: u32,
    /// `metadata.log.segment.bytes`: the same for the committed log in Kafka's files.
    pub metadata_segment_bytes: u32,
    /// Entries kept in memory for followers and readers, in bytes.
    pub cache_bytes: usize,
    /// Entries that may wait for the disk before proposals are refused, in bytes.
    pub unflushed_bytes: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            segment_bytes: 32 * 1024 * 1024,
            metadata_segment_bytes: 1024 * 1024 * 1024,
            cache_bytes: 8 * 1024 * 1024,
            unflushed_bytes: 64 * 1024 * 1024,
        }
    }
}

impl QuorumConfig {
    /// Checks what can be checked before anything is opened.
    pub(crate) fn check(&self) -> Result<(), Error> {
        let setting = |what: &str| Err(Error::Setting(what.into()));
        if self.key.id < 0 {
            return setting("node.id is negative");
        }
        if self.key.directory == crate::Uuid::ZERO {
            return setting("the metadata log directory has no directory.id; format it");
        }
        if self.cluster_id.is_empty() || self.cluster_id.len() > 255 {
            return setting("cluster.id has no or more than 255 characters");
        }
        let timing = &self.timing;
        if timing.heartbeat_interval * 3 > timing.election_timeout.start {
            return setting("the heartbeat interval is more than a third of the shortest election timeout");
        }
        if timing.quorum_timeout < timing.election_timeout.end {
            return setting("the quorum timeout is shorter than the longest election timeout");
        }
        self.endpoints.check()
    }
}

impl Endpoints {
    /// Checks that they can be stored and sent.
    pub(crate) fn check(&self) -> Result<(), Error> {
        let bad = |what: String| Err(Error::InvalidChange(what));
        if self.len() > crate::MAX_ENDPOINTS {
            return bad(format!(
                "{} listeners are too many, {} are allowed",
                self.len(),
                crate::MAX_ENDPOINTS
            ));
        }
        for endpoint in self.iter() {
            for name in [&endpoint.listener, &endpoint.host] {
                if name.is_empty() || name.len() > crate::codec::MAX_NAME_BYTES {
                    return bad(format!("{name:?} is no listener name or host"));
                }
            }
        }
        Ok(())
    }
}
