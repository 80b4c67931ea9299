//! A small Kafka client: what nodes say to nodes, and the operator and the command line to clusters.
//!
//! * [`Connection`]: one socket, many requests in the air, each with a deadline, versions negotiated once.
//! * [`bootstrap`]: whom to ask while nobody is known.
//! * [`Cluster`]: bootstrap, who leads what, who is the controller, and the right to ask again.
//! * [`admin`], [`produce`], [`consume`]: what the command line and the operator do with a cluster.
//! * [`private`]: our own APIs between operator and controllers.
//!
//! It never retries by itself what is not safe to repeat, keeps no background traffic, and names in every error what was
//! asked of whom. Must not be here: decisions about a cluster (they are the operator's), group membership.

pub mod admin;
pub mod bootstrap;
mod cluster;
mod connection;
pub mod consume;
mod error;
pub mod private;
pub mod produce;
mod versions;

pub use cluster::Cluster;
pub use connection::{Connection, ConnectionOptions};
pub use error::{CallError, ClientError};
pub use versions::ApiVersions;
