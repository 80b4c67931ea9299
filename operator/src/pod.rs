//! What happens in a node's pod before the node starts, and what is told of its volumes.
//!
//! A pod is made from a template that all nodes of a pool share. [`format`](mod@format) makes it one node's: it completes
//! the shared properties with what only the pod knows ([`properties`]), has blank directories formatted as ones that wait,
//! and leaves what it found on the volumes where Kubernetes keeps a container's last words ([`Report`]). So the operator
//! reads what is on a disk without asking a node, and also where the node does not start.
//!
//! The id on the disk wins: a directory of another node or cluster is refused by the node's program, never taken over.
//! Must not be here: anything of Kubernetes' API, and decisions about the cluster.

pub mod format;
pub mod properties;
mod report;

pub use report::{Report, ReportError, VolumeReport};
