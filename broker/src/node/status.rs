//! [`Status`]: whether the node is ready, and why not.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use super::metrics;
use crate::controller::ControllerNode;
use crate::http::Shown;
use crate::image::MetadataView;
use crate::lifecycle::LifecycleHandle;
use crate::net::{Connections, RequestMemory};
use crate::replicas::Replicas;

/// What is shown of the broker role.
pub(super) struct BrokerStatus {
    pub(super) replicas: Arc<Replicas>,
    pub(super) lifecycle: LifecycleHandle,
}

/// What the node shows of itself.
pub(super) struct Status {
    pub(super) view: Arc<MetadataView>,
    pub(super) connections: Connections,
    pub(super) memory: RequestMemory,
    pub(super) broker: Option<BrokerStatus>,
    pub(super) controller: Option<ControllerNode>,
    pub(super) stopping: Arc<AtomicBool>,
}

impl Status {
    /// One line for each reason; none when the node is ready.
    ///
    /// A broker stays ready when no controller answers: what it serves does not need one.
    pub(super) fn why_not_ready(&self) -> Vec<String> {
        let mut why = Vec::new();
        if self.stopping.load(Ordering::Relaxed) {
            why.push("the node is stopping".into());
        }
        if let Some(controller) = &self.controller
            && !controller.knows_leader()
        {
            let unknown = || "this controller knows no leader of the metadata quorum".to_owned();
            why.push(controller.why_not_taken_in().unwrap_or_else(unknown));
        }
        if let Some(broker) = &self.broker {
            let events = *broker.lifecycle.events().borrow();
            if !*broker.replicas.opened().borrow() {
                why.push("the metadata has not been read, or logs are being opened".into());
            } else if !events.was_unfenced {
                why.push("the controllers have not unfenced this broker yet".into());
            } else if events.fenced {
                why.push("the controllers have fenced this broker".into());
            }
        }
        why
    }
}

impl Shown for Status {
    fn not_ready(&self) -> Vec<String> {
        self.why_not_ready()
    }

    fn metrics(&self) -> String {
        metrics::text(self)
    }
}
