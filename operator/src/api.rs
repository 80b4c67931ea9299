//! The `KafkaCluster` resource: what people write, and what they see of it.
//!
//! Plain serde structs, so that the command line can read a manifest with nothing else compiled. With the feature
//! `kubernetes` the same structs derive the custom resource definition; their doc comments are then what
//! `kubectl explain` prints, so they speak to whoever writes a manifest.
//!
//! What a value must obey is not decided here: the sentences stand in [`rules`], the checks in [`crate::validate`].
//! Must not be here: any IO, and any knowledge of where nodes run. `serde_yaml` is named by [`yaml`] only.

mod cluster;
mod config;
mod cpu;
pub mod limits;
mod listener;
mod manifest;
mod node_ids;
mod pool;
mod quantity;
mod resources;
pub mod rules;
#[cfg(feature = "kubernetes")]
mod schema;
pub mod status;
mod storage;
mod time;
pub mod yaml;

#[cfg(feature = "kubernetes")]
pub use cluster::KafkaCluster;
pub use cluster::KafkaClusterSpec;
pub use config::{Config, ConfigValue};
pub use cpu::{Cpu, CpuError};
pub use listener::Listener;
pub use manifest::{API_VERSION, KIND, Manifest, Metadata};
pub use node_ids::NodeIds;
pub use pool::{Brokers, Controllers, Pool};
pub use quantity::{Quantity, QuantityError};
pub use resources::{Amounts, Resources};
pub use storage::{Storage, Volume, VolumesOnDelete};
pub use time::Timestamp;
