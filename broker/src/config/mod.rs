//! A node's configuration: Kafka's `server.properties`, read once into types that cannot be wrong.
//!
//! Names, defaults and meanings are Kafka's. What is not acted on is named in one warning, never silently swallowed.
//! Must not be here: topics' configurations and what brokers change while they run (`metadata::configs`).

mod listeners;
mod reader;
mod server;

pub use listeners::{Endpoint, ListenerConfig};
pub use log::{Properties, PropertiesError};
pub use reader::ConfigErrors;
pub use server::{
    ControllerTiming, GroupConfig, LogDefaults, NetworkConfig, ReplicationConfig, Roles, ServerConfig,
};
