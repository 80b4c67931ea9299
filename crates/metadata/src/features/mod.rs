//! Features: levels that the whole cluster has agreed on (KIP-584).
//!
//! What this release supports, what a new cluster starts with, and what `metadata.version` allows. Levels of what is not
//! built are not offered: a client must not be told of something that does not answer.

mod bootstrap;
mod metadata_version;
mod supported;

pub use bootstrap::BootstrapFeatures;
pub use metadata_version::MetadataVersion;
pub use supported::{
    ELIGIBLE_LEADER_REPLICAS, GROUP, KRAFT, SHARE, STREAMS, SupportedFeature, TRANSACTION,
    supported_by_broker, supported_by_controller,
};
