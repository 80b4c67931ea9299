//! [`Clusters`]: connections to nodes, kept from one look to the next.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use client::{Cluster, ConnectionOptions};
use parking_lot::Mutex;

/// How long a node may take to accept a connection.
const CONNECT_TIMEOUT: Duration = Duration::from_millis(1500);
/// Nodes that connections are kept to; beyond it all are dropped and made anew as they are needed.
const KEPT_MAX: usize = 4096;

/// Connections to the nodes of one cluster, by address.
#[derive(Default)]
pub struct Clusters {
    by_address: Mutex<BTreeMap<String, Arc<Cluster>>>,
}

impl Clusters {
    /// What is reached at one address, and nowhere else.
    pub(super) fn at(&self, address: &str) -> Arc<Cluster> {
        let mut by_address = self.by_address.lock();
        if by_address.len() >= KEPT_MAX {
            by_address.clear();
        }
        let made = || {
            let options = ConnectionOptions {
                client_id: "ferryman-operator".into(),
                connect_timeout: CONNECT_TIMEOUT,
                ..Default::default()
            };
            Arc::new(Cluster::new(address, options))
        };
        by_address.entry(address.to_owned()).or_insert_with(made).clone()
    }

    /// Forgets what is known of an address: the next call connects anew.
    pub(super) fn forget(&self, address: &str) {
        self.by_address.lock().remove(address);
    }
}
