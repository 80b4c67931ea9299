//! [`Moment`]: what holds while something is decided: the metadata, this broker's epoch, and the time.

use std::sync::Arc;

use metadata::image::Image;
use replica::{BrokerEpoch, BrokerId, BrokerStatus, Brokers};

/// The surroundings of one decision. Cheap to make, not to be kept.
#[derive(Clone, Debug)]
pub struct Moment {
    /// The latest metadata.
    pub image: Arc<Image>,
    /// The epoch of this broker's registration, -1 before it.
    pub broker_epoch: i64,
    /// Monotonic milliseconds.
    pub mono_ms: u64,
    /// Milliseconds since 1970.
    pub wall_ms: i64,
}

impl Brokers for Moment {
    fn broker(&self, id: BrokerId) -> Option<BrokerStatus> {
        let broker = self.image.brokers().get(id)?;
        Some(BrokerStatus {
            epoch: broker.epoch,
            fenced: broker.fenced,
            shutting_down: broker.in_controlled_shutdown,
        })
    }

    fn local_epoch(&self) -> BrokerEpoch {
        self.broker_epoch
    }
}
