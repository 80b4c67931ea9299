//! What a broker answers: each API that is no group's in a file of its own, and the service that hands requests out.
//!
//! Handlers translate: a request into questions to `replicas`, the metadata or the controller, and what they say into an
//! answer. Must not be here: rules about logs, replicas, groups or metadata.

mod auto_create;
mod describe_cluster;
mod describe_log_dirs;
mod fetch;
mod find_coordinator;
mod init_producer_id;
mod list_offsets;
mod metadata;
mod offset_for_leader_epoch;
mod produce;
mod service;
mod topics;
#[cfg(test)]
mod versions_test;

pub use auto_create::TopicMaker;
pub use init_producer_id::ProducerIds;
pub use service::{BrokerService, BrokerSetup};
