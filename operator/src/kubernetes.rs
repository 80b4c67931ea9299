//! The substrate of pods: a `KafkaCluster` as StatefulSets, and the operator that looks after all of them.
//!
//! One round ([`round`]) of one cluster: everything of it is listed anew from the API server ([`observe`]), the plan
//! decides, what the plan remembers is stored, then levels are converged ([`converge`]: rendered by [`render`], written only
//! where [`diff`] finds a difference) and steps carried out, each with its precondition. Watches ([`controller`]) only say
//! when to look: nothing is decided from a cache, so what is not listed is not there, and what cannot be listed is unknown.
//!
//! * [`names`], [`render`], [`diff`]: pure; what the objects are called, contain, and whether they differ.
//! * [`observe`]: pure; objects as they were listed, to what the plan sees.
//! * [`subject`]: pure; a KafkaCluster as it was read, also where its spec makes no sense.
//! * [`server`]: the API server; every write goes through one place.
//! * [`round`], [`controller`], [`status`], [`events`], [`metrics`], [`http`]: the loop and what it tells.
//!
//! Must not be here: decisions about the cluster. What is decided here is only Kubernetes': which template a StatefulSet
//! has while pods are made from it, and which objects are no longer needed.

pub mod controller;
pub mod converge;
pub mod diff;
pub mod events;
pub mod http;
pub mod metrics;
pub mod names;
pub mod observe;
pub mod options;
pub mod render;
pub mod round;
pub mod server;
pub mod status;
pub mod subject;
