//! [`Brokers`]: what the partition core asks the metadata about other brokers.
//!
//! Only whether a broker may stand in an ISR. The core keeps no copy: the answer is asked for at each decision, so
//! it is as fresh as the node's image.

use crate::ids::{BROKER_EPOCH_UNKNOWN, BrokerEpoch, BrokerId};

/// What is known of a registered broker.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BrokerStatus {
    /// The epoch of its registration.
    pub epoch: BrokerEpoch,
    /// Whether the controller has fenced it: no heartbeat, or not yet ready.
    pub fenced: bool,
    /// Whether it is in controlled shutdown.
    pub shutting_down: bool,
}

/// The brokers of the cluster as this node's metadata knows them.
pub trait Brokers {
    /// The broker's state, `None` when it is not registered.
    fn broker(&self, id: BrokerId) -> Option<BrokerStatus>;

    /// This broker's own current epoch, as its last registration was answered; it may be newer than the metadata.
    fn local_epoch(&self) -> BrokerEpoch;
}

impl BrokerStatus {
    /// Whether a replica that fetched under `fetched_as` may join an ISR: alive, and still the same life of the
    /// broker (KIP-841, KIP-903; `Partition.isReplicaIsrEligible`).
    pub(crate) fn may_join(&self, fetched_as: BrokerEpoch) -> bool {
        !self.fenced
            && !self.shutting_down
            && (fetched_as == BROKER_EPOCH_UNKNOWN || fetched_as == self.epoch)
    }

    /// Whether a fetch under `fetched_as` comes from an earlier life of the broker
    /// (`Replica.updateFetchStateOrThrow`).
    ///
    /// A fenced broker's epoch is not compared: its registration may be the one that this fetch precedes.
    pub(crate) fn outlives(&self, fetched_as: BrokerEpoch) -> bool {
        !self.fenced && fetched_as != BROKER_EPOCH_UNKNOWN && self.epoch > fetched_as
    }
}
