//! [`Image`]: the cluster's metadata at one offset of its log, cheap to clone and to change.
//!
//! Records go in with [`Image::apply`], by Kafka's replay rules; queries come out. A clone shares everything with its
//! origin until one of them changes (see [`persistent`](crate::persistent)), so the controller forks it for what is not
//! committed yet, and a broker publishes a fork per chunk of the log. Promises: the same records in the same order give
//! equal images; a record that does not fit leaves the image as it was. Must not be here: time, who is alive, what may be
//! written next.

mod apply;
mod brokers;
mod changes;
mod configs;
mod error;
mod features;
mod hosted;
mod kept;
mod local_changes;
mod partition;
mod places;
mod producer_ids;
mod replay;
mod slot;
mod topic;
mod topics;
mod voters;

pub use brokers::{Broker, Brokers, Endpoint};
pub use changes::Changes;
pub use configs::{ConfigResource, Configs, Properties, ResourceType};
pub use error::ApplyError;
pub use features::Features;
pub use kept::Kept;
pub use local_changes::{LocalChanges, LocalReplica, local_changes};
pub use partition::{LeaderRecoveryState, NO_LEADER, NO_LEADER_CHANGE, Partition, PartitionName};
pub use places::MAX_PLACES;
pub use producer_ids::{PRODUCER_ID_BLOCK, ProducerIds};
pub use replay::Replay;
pub use slot::PartitionView;
pub use topic::{MAX_PARTITION_INDEX, Topic};
pub use topics::Topics;
pub use voters::{Quorum, Voter, VoterEndpoint};

/// The metadata at one offset.
#[derive(Debug, Clone, PartialEq)]
pub struct Image {
    /// Offset of the last record that is in it, -1 before the first.
    pub offset: i64,
    /// Raft's term of that record; Kafka's epoch.
    pub epoch: i32,
    /// When the batch of that record was written, in milliseconds since 1970; -1 before the first.
    pub timestamp_ms: i64,
    features: Features,
    brokers: Brokers,
    topics: Topics,
    configs: Configs,
    producer_ids: ProducerIds,
    quorum: Quorum,
    kept: Kept,
}

impl Image {
    /// The image of an empty log.
    pub fn new() -> Image {
        Image {
            offset: -1,
            epoch: 0,
            timestamp_ms: -1,
            features: Features::default(),
            brokers: Brokers::default(),
            topics: Topics::default(),
            configs: Configs::default(),
            producer_ids: ProducerIds::default(),
            quorum: Quorum::default(),
            kept: Kept::default(),
        }
    }

    /// The finalised features.
    pub fn features(&self) -> &Features {
        &self.features
    }

    /// The registered brokers.
    pub fn brokers(&self) -> &Brokers {
        &self.brokers
    }

    /// The topics and their partitions.
    pub fn topics(&self) -> &Topics {
        &self.topics
    }

    /// The configurations.
    pub fn configs(&self) -> &Configs {
        &self.configs
    }

    /// The producer ids given out.
    pub fn producer_ids(&self) -> ProducerIds {
        self.producer_ids
    }

    /// The voters of the quorum.
    pub fn quorum(&self) -> &Quorum {
        &self.quorum
    }

    /// What nothing acts on yet.
    pub fn kept(&self) -> &Kept {
        &self.kept
    }

    /// The brokers that are neither fenced nor about to stop, with where they listen under that name.
    pub fn live_brokers<'a>(&'a self, listener: &'a str) -> impl Iterator<Item = (&'a Broker, &'a Endpoint)> {
        let live = self.brokers.iter().filter(|broker| !broker.fenced);
        live.filter_map(move |broker| Some((&**broker, broker.endpoint(listener)?)))
    }
}

impl Default for Image {
    fn default() -> Self {
        Image::new()
    }
}
