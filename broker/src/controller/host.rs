//! [`NodeHost`]: this process, as the loop of a controller sees it.

use std::sync::Arc;
use std::time::Duration;

use controller_loop::Host;
use metadata::controller::Response;
use metadata::image::{Changes, Image};
use tokio::sync::oneshot;

use crate::clock::Clock;
use crate::image::MetadataView;

/// Tokio's tasks and timers, the node's clock, and the image that everybody on the node reads.
#[derive(Clone)]
pub(super) struct NodeHost {
    view: Arc<MetadataView>,
    clock: Clock,
}

impl NodeHost {
    pub(super) fn new(view: Arc<MetadataView>, clock: Clock) -> NodeHost {
        NodeHost { view, clock }
    }
}

impl Host for NodeHost {
    type Runtime = quorum::Tokio;
    type Reply = oneshot::Sender<Response>;

    const BATCH_MAX: usize = 512;

    fn wall_ms(&self) -> i64 {
        self.clock.wall_ms()
    }

    fn mono_ms(&self) -> u64 {
        self.clock.mono_ms()
    }

    /// From the operating system. Without them no topic could be made: the process ends.
    fn random_u64(&self) -> u64 {
        let mut bytes = [0; 8];
        #[allow(clippy::expect_used, reason = "Linux gives random bytes to whoever asks after boot")]
        getrandom::fill(&mut bytes).expect("random bytes of the operating system");
        u64::from_ne_bytes(bytes)
    }

    fn sleep(&self, pause: Duration) -> impl Future<Output = ()> + Send {
        tokio::time::sleep(pause)
    }

    fn spawn(&self, task: impl Future<Output = ()> + Send + 'static) {
        tokio::spawn(task);
    }

    fn publish(&self, image: Image, changes: Changes) {
        self.view.publish(image, changes);
    }
}
