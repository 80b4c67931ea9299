//! Limits that keep one client from taking what all need: connections, connections of one address, request memory.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::Arc;

use parking_lot::Mutex;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// Limits of connections, by Kafka's names.
#[derive(Clone, Copy, Debug)]
pub struct ConnectionLimits {
    /// `max.connections`: open connections of this process.
    pub max_connections: usize,
    /// `max.connections.per.ip`: of those, from one address.
    pub max_connections_per_ip: usize,
}

/// Counts open connections. Clones count together.
#[derive(Clone)]
pub struct Connections {
    limits: ConnectionLimits,
    open: Arc<Mutex<Open>>,
}

#[derive(Default)]
struct Open {
    all: usize,
    by_ip: HashMap<IpAddr, usize>,
}

/// A place among the open connections, given back when dropped.
pub struct ConnectionPlace {
    open: Arc<Mutex<Open>>,
    ip: IpAddr,
}

impl Connections {
    /// No connection is open.
    pub fn new(limits: ConnectionLimits) -> Connections {
        Connections { limits, open: Arc::default() }
    }

    /// Takes a place for a connection from `ip`.
    ///
    /// # Errors
    /// The name of the limit that stands in the way.
    pub fn enter(&self, ip: IpAddr) -> Result<ConnectionPlace, &'static str> {
        // An IPv4 address must not count anew for being written as an IPv6 one.
        let ip = ip.to_canonical();
        let mut open = self.open.lock();
        if open.all >= self.limits.max_connections {
            return Err("max.connections");
        }
        let of_ip = open.by_ip.entry(ip).or_default();
        if *of_ip >= self.limits.max_connections_per_ip {
            return Err("max.connections.per.ip");
        }
        *of_ip += 1;
        open.all += 1;
        Ok(ConnectionPlace { open: self.open.clone(), ip })
    }

    /// Open connections now.
    pub fn count(&self) -> usize {
        self.open.lock().all
    }
}

impl Drop for ConnectionPlace {
    fn drop(&mut self) {
        let mut open = self.open.lock();
        open.all -= 1;
        if let Some(count) = open.by_ip.get_mut(&self.ip) {
            *count -= 1;
            if *count == 0 {
                open.by_ip.remove(&self.ip);
            }
        }
    }
}

/// The memory that requests of all connections may take together (`queued.max.request.bytes`).
///
/// A large frame takes its share before its body is read, and holds it until it has been handled. Small frames are
/// bounded by the number of connections and go by freely, so that heartbeats pass when producers fill the memory.
#[derive(Clone)]
pub struct RequestMemory {
    permits: Arc<Semaphore>,
    total_units: u32,
}

/// Shares are counted in units of this many bytes.
const UNIT_BYTES: usize = 1024;
/// Frames up to this size need no share.
pub(super) const FREE_BYTES: usize = 16 * 1024;

impl RequestMemory {
    /// `bytes` in all; at least one frame of `largest` bytes always fits.
    pub fn new(bytes: usize, largest: usize) -> RequestMemory {
        let units = (bytes.max(largest) / UNIT_BYTES + 1).min(Semaphore::MAX_PERMITS).min(u32::MAX as usize);
        RequestMemory { permits: Arc::new(Semaphore::new(units)), total_units: units as u32 }
    }

    /// Waits for the share of a frame of `bytes`.
    pub(super) async fn share(&self, bytes: usize) -> Option<OwnedSemaphorePermit> {
        if bytes <= FREE_BYTES {
            return None;
        }
        let units = (bytes / UNIT_BYTES + 1).min(self.total_units as usize) as u32;
        self.permits.clone().acquire_many_owned(units).await.ok()
    }

    /// Bytes that are free now.
    pub fn free_bytes(&self) -> usize {
        self.permits.available_permits() * UNIT_BYTES
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_connection_above_either_limit_is_refused_by_that_limits_name() {
        let connections =
            Connections::new(ConnectionLimits { max_connections: 3, max_connections_per_ip: 2 });
        let v4: IpAddr = "10.0.0.1".parse().unwrap();
        let mapped: IpAddr = "::ffff:10.0.0.1".parse().unwrap();
        let _first = connections.enter(v4).unwrap();
        let second = connections.enter(mapped).unwrap();
        assert_eq!(connections.enter(v4).err(), Some("max.connections.per.ip"));
        drop(second);
        let _again = connections.enter(v4).unwrap();
        let _other = connections.enter("10.0.0.2".parse().unwrap()).unwrap();
        assert_eq!(connections.enter("10.0.0.3".parse().unwrap()).err(), Some("max.connections"));
        assert_eq!(connections.count(), 3);
    }

    #[tokio::test]
    async fn a_small_frame_passes_while_large_ones_fill_the_memory() {
        let memory = RequestMemory::new(100 * 1024, 64 * 1024);
        let held = memory.share(90 * 1024).await;
        assert!(held.is_some());
        assert!(memory.share(FREE_BYTES).await.is_none());
        let waits = tokio::time::timeout(std::time::Duration::from_millis(20), memory.share(50 * 1024)).await;
        assert!(waits.is_err(), "the memory was given out twice");
        drop(held);
        assert!(memory.share(50 * 1024).await.is_some());
    }
}
