//! The operator: what a `KafkaCluster` means, and how it comes about.
//!
//! One reconcile is a pipeline: observe (IO), [`validate`] (pure), [`plan`] (pure), converge and carry out (IO), status.
//!
//! * [`api`]: the resource's types; with the feature `kubernetes` also its custom resource definition.
//! * [`validate`]: a manifest's text to a [`validate::ValidatedCluster`], or to every sentence that says what to write instead.
//! * [`plan`]: what is wanted, what is seen and a small memo, to desired nodes, guarded steps and a status.
//!
//! * [`cluster`]: what a running cluster tells, and is told, whatever it runs on.
//! * [`local`]: the substrate of processes on this machine.
//! * `kubernetes`: the substrate of pods, and the operator's own loop; with the feature `kubernetes`.
//! * [`pod`]: what happens in a node's pod before the node starts.
//!
//! Where nodes run is the business of substrates, which `plan` does not know: processes on this machine, or pods.

#[cfg_attr(
    feature = "kubernetes",
    allow(unreachable_pub, reason = "the derive repeats each struct inside a function")
)]
pub mod api;
pub mod cluster;
#[cfg(feature = "kubernetes")]
pub mod kubernetes;
pub mod local;
pub mod plan;
pub mod pod;
pub mod validate;
