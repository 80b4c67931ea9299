//! A manifest's text to a cluster that can be planned, or to every sentence that says what to write instead.
//!
//! Two stages. [`read`] takes text and finds the one `KafkaCluster` in it, with all misspelt fields and wrong types at
//! once. [`validate`] takes the meaning: what contradicts itself, what Kafka would refuse to start with, what differs
//! from what runs in a way that cannot be brought about. What comes out carries what was checked, so that nothing inside
//! checks it again.
//!
//! Must not be here: IO, and any observation of the running cluster beyond [`Current`]. What only the cluster can tell
//! (a topic with more replicas than brokers would be left) is the plan's to say.

mod cluster;
mod config;
mod current;
mod document;
mod kafka_properties;
mod listeners;
mod names;
mod owned;
mod pools;
mod replication;
mod resources;
mod shape;
mod storage;
mod suggest;
mod version;
mod violation;

use crate::api::Manifest;

pub use cluster::{Role, ValidatedCluster, ValidatedListener, ValidatedPool, ValidatedVolume};
pub use current::{Current, CurrentPool};
pub use document::{read, read_object};
pub use names::{ClusterName, NameError, NodeId, NodeIdRange, PoolName};
pub use resources::{ValidatedAmounts, ValidatedResources};
pub use violation::{Violation, Warning};

/// Checks what a manifest means; `current` is what was accepted before, where something runs already.
///
/// # Errors
/// Every violation that was found, in the order of the manifest; never an empty list.
pub fn validate(manifest: &Manifest, current: Option<&Current>) -> Result<ValidatedCluster, Vec<Violation>> {
    let mut found = Vec::new();
    let mut warnings = Vec::new();
    let name = names::check_cluster_name(&manifest.metadata.name, &mut found);
    version::check(manifest.spec.version.as_deref(), &mut found);
    let pools = pools::check(&manifest.spec, current, &mut found);
    let listeners = listeners::check(&manifest.spec.listeners, &mut found);
    let mut config = config::check(&manifest.spec.config, &mut found, &mut warnings);
    let brokers = pools::broker_count(&manifest.spec);
    replication::complete(&mut config, brokers, &mut found, &mut warnings);
    match (name, pools, found.is_empty()) {
        (Some(name), Some((controllers, brokers)), true) => Ok(ValidatedCluster {
            name,
            namespace: manifest.metadata.namespace.clone(),
            generation: manifest.metadata.generation,
            version: manifest.spec.version.clone(),
            controllers,
            brokers,
            listeners,
            config,
            volumes_on_delete: manifest.spec.volumes_on_delete,
            warnings,
        }),
        _ => Err(found),
    }
}
