//! [`Group`]: controllers that reach each other over their listeners.

use std::time::Duration;

use disk::SimDisk;
use metadata::controller::ControllerConfig;
use metadata::features::MetadataVersion;
use tokio::sync::watch;
use wire::codec::Uuid;

use super::world::{LISTENER, US, World, config};
use crate::net::{BoundListener, ConnectionLimits, Connections, ListenerLimits, ListenerName, RequestMemory};

/// The first controller, and where it listens.
pub(super) struct Group {
    pub(super) leader: World,
    bootstrap: Vec<String>,
    _serving: watch::Sender<bool>,
}

/// Another controller. It is not reached any more once this is dropped.
pub(super) struct Member {
    pub(super) world: World,
    pub(super) port: u16,
    _serving: watch::Sender<bool>,
}

impl Group {
    /// One controller, which leads.
    pub(super) async fn founded() -> Group {
        let bound = bind().await;
        let bootstrap = vec![bound.address().to_string()];
        let config = config(US, MetadataVersion::MAX);
        let leader = World::start(config, &SimDisk::new(), bound.address().port(), Vec::new()).await;
        let serving = serve(&leader, bound);
        leader.lead().await;
        Group { leader, bootstrap, _serving: serving }
    }

    /// Starts a controller with what is on its disk.
    pub(super) async fn join(&self, config: ControllerConfig, disk: &SimDisk) -> Member {
        let bound = bind().await;
        let port = bound.address().port();
        let world = World::start(config, disk, port, self.bootstrap.clone()).await;
        let serving = serve(&world, bound);
        Member { world, port, _serving: serving }
    }

    /// Waits until a directory follows without a vote.
    pub(super) async fn takes_in(&self, directory: Uuid) {
        let is_learner = |world: &World| {
            let membership = world.node.quorum().membership().borrow().clone();
            membership.learners.keys().any(|key| key.directory == directory)
        };
        self.leader.until(is_learner).await;
    }
}

async fn bind() -> BoundListener {
    BoundListener::bind(ListenerName::new(LISTENER), "127.0.0.1", 0).await.unwrap()
}

fn serve(world: &World, bound: BoundListener) -> watch::Sender<bool> {
    let stop = watch::Sender::new(false);
    let limits = ListenerLimits {
        request_max_bytes: 1 << 20,
        max_idle: Duration::from_secs(600),
        memory: RequestMemory::new(1 << 24, 1 << 20),
    };
    let connections =
        Connections::new(ConnectionLimits { max_connections: 100, max_connections_per_ip: 100 });
    tokio::spawn(bound.serve(world.service.clone(), connections, limits, stop.subscribe()));
    stop
}
