//! [`Network`]: carries peer messages late, twice, out of order or not at all, and looks at what they promise.
//!
//! A node is reached under the host `node-<id>`, whoever runs there at the time.

#![allow(clippy::panic, reason = "a broken promise ends the simulation")]

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use futures_util::future::{BoxFuture, Either, select};
use parking_lot::Mutex;
use tokio::sync::oneshot;

use super::executor::{GroupId, random_below, sleep, spawn_in};
use super::runtime::Simulated;
use crate::peer::message::Request;
use crate::{Endpoint, Endpoints, PeerError, PeerKey, PeerTransport, Quorum, VoterKey};

/// Told what the network sees.
pub trait Observer: Send + Sync + 'static {
    /// A message says that this voter has won this term.
    fn led(&self, term: u64, leader: VoterKey);
    /// A node has refused a message.
    fn refused(&self) {}
}

/// A node that runs.
#[derive(Clone)]
pub struct Running {
    /// Who it is.
    pub key: VoterKey,
    /// Its process.
    pub group: GroupId,
    /// Its part in the quorum.
    pub quorum: Quorum<Simulated>,
}

#[derive(Default)]
struct Links {
    running: BTreeMap<i32, Running>,
    /// Directed: messages from the first to the second are lost.
    cut: BTreeSet<(i32, i32)>,
    /// Of a thousand messages so many are lost, or arrive twice.
    lost: u64,
    doubled: u64,
    delay: Duration,
    /// Messages to members are kept here while it is set.
    seen: Option<Vec<Seen>>,
}

/// A message: to whom, what it is, its bytes.
pub type Seen = (i32, PeerKey, Bytes);

/// The network of a run. Clones are the same network.
#[derive(Clone)]
pub struct Network {
    links: Arc<Mutex<Links>>,
    observer: Arc<dyn Observer>,
    /// Messages on their way belong to no node.
    group: GroupId,
    /// Bootstrap servers are the nodes from 1 to this.
    nodes: i32,
}

impl Network {
    /// A network without faults, for the nodes from 1 to `nodes`. `group` is that of what belongs to no node.
    pub fn new(observer: Arc<dyn Observer>, group: GroupId, nodes: i32) -> Self {
        Self { links: Arc::default(), observer, group, nodes }
    }

    /// Where a node listens.
    pub fn endpoints(id: i32) -> Endpoints {
        vec![Endpoint { listener: "CONTROLLER".into(), host: format!("node-{id}"), port: 9093 }].into()
    }

    /// A node answers from now on.
    pub fn started(&self, running: Running) {
        self.links.lock().running.insert(running.key.id, running);
    }

    /// A node answers no more.
    pub fn stopped(&self, id: i32) {
        self.links.lock().running.remove(&id);
    }

    /// Nobody answers any more: the run is over.
    pub fn stop_all(&self) {
        let running = std::mem::take(&mut self.links.lock().running);
        drop(running);
    }

    /// The nodes that run.
    pub fn running(&self) -> Vec<Running> {
        self.links.lock().running.values().cloned().collect()
    }

    /// Loses all messages from one node to another.
    pub fn cut(&self, from: i32, to: i32) {
        self.links.lock().cut.insert((from, to));
    }

    /// Whether messages from one node to another are lost.
    pub fn is_cut(&self, from: i32, to: i32) -> bool {
        self.links.lock().cut.contains(&(from, to))
    }

    /// Mends all links.
    pub fn join_all(&self) {
        self.links.lock().cut.clear();
    }

    /// Of a thousand messages so many are lost and so many arrive twice; most take up to `delay`.
    pub fn set_quality(&self, lost: u64, doubled: u64, delay: Duration) {
        let mut links = self.links.lock();
        links.lost = lost;
        links.doubled = doubled;
        links.delay = delay;
    }

    /// The messages of a while that are for one voter.
    pub async fn record(&self, duration: Duration) -> Vec<Seen> {
        self.links.lock().seen = Some(Vec::new());
        sleep(duration).await;
        self.links.lock().seen.take().unwrap_or_default()
    }

    /// How long a message takes on its way, or `None` when it is lost.
    pub fn way(&self, from: i32, to: i32) -> Option<Duration> {
        let links = self.links.lock();
        if links.cut.contains(&(from, to)) || random_below(1000) < links.lost {
            return None;
        }
        // Most are fast, some are very late: they overtake each other.
        let delay = links.delay.as_micros() as u64;
        let slow = if random_below(20) == 0 { 10 } else { 1 };
        Some(Duration::from_micros(200 + random_below(delay.max(1)) * slow))
    }

    /// For whom a message is; and what it says of who leads is told to the observer.
    fn look_at(&self, key: PeerKey, message: &Bytes) -> Option<VoterKey> {
        let Ok((envelope, request)) = Request::decode(key, message.clone()) else {
            panic!("a node has sent a {key:?} that can not be read");
        };
        if let Request::Append { vote, .. } = request {
            self.observer.led(vote.term, vote.voter);
        }
        envelope.to
    }

    fn send(
        &self,
        from: i32,
        to: i32,
        key: PeerKey,
        message: Bytes,
        timeout: Duration,
    ) -> BoxFuture<'static, Result<Bytes, PeerError>> {
        let target = self.look_at(key, &message);
        if let Some(seen) = self.links.lock().seen.as_mut().filter(|_| target.is_some()) {
            seen.push((to, key, message.clone()));
        }
        let copies = if random_below(1000) < self.links.lock().doubled { 2 } else { 1 };
        let (tx, rx) = oneshot::channel();
        let tx = Arc::new(Mutex::new(Some(tx)));
        for _ in 0..copies {
            let (network, message, tx) = (self.clone(), message.clone(), tx.clone());
            let Some(way) = self.way(from, to) else { continue };
            // The message travels on its own: it arrives even when its sender is no more.
            spawn_in(self.group, async move {
                sleep(way).await;
                network.deliver(from, to, key, message, target, tx);
            });
        }
        drop(tx);
        Box::pin(async move {
            match select(rx, Box::pin(sleep(timeout))).await {
                Either::Left((Ok(answer), _)) => Ok(answer),
                Either::Left((Err(_), rest)) => {
                    // Lost: nobody tells the sender.
                    rest.await;
                    Err(PeerError::Timeout)
                }
                Either::Right(_) => Err(PeerError::Timeout),
            }
        })
    }

    fn deliver(
        &self,
        from: i32,
        to: i32,
        key: PeerKey,
        message: Bytes,
        target: Option<VoterKey>,
        tx: Arc<Mutex<Option<oneshot::Sender<Bytes>>>>,
    ) {
        let Some(running) = self.links.lock().running.get(&to).cloned() else { return };
        let network = self.clone();
        spawn_in(running.group, async move {
            let answer = running.quorum.handle_peer(key, message).await;
            let refused = answer.get(1) == Some(&1);
            if refused {
                network.observer.refused();
            }
            let other = target.is_some_and(|target| target != running.key);
            assert!(refused || !other, "{} has answered a {key:?} for {target:?}", running.key);
            let Some(way) = network.way(to, from) else { return };
            spawn_in(network.group, async move {
                sleep(way).await;
                if let Some(tx) = tx.lock().take() {
                    let _ = tx.send(answer);
                }
            });
        });
    }

    /// The transport of one node.
    pub fn transport(&self, id: i32) -> Arc<dyn PeerTransport> {
        Arc::new(Line { network: self.clone(), id })
    }
}

struct Line {
    network: Network,
    id: i32,
}

impl PeerTransport for Line {
    fn call(
        &self,
        _to: VoterKey,
        endpoints: Endpoints,
        key: PeerKey,
        message: Bytes,
        timeout: Duration,
    ) -> BoxFuture<'static, Result<Bytes, PeerError>> {
        // A host answers, whoever runs there now.
        match endpoints.iter().next().and_then(|endpoint| endpoint.host.strip_prefix("node-")?.parse().ok()) {
            Some(to) => self.network.send(self.id, to, key, message, timeout),
            None => Box::pin(async { Err(PeerError::Unreachable("no endpoint".into())) }),
        }
    }

    fn call_bootstrap(
        &self,
        attempt: u64,
        key: PeerKey,
        message: Bytes,
        timeout: Duration,
    ) -> BoxFuture<'static, Result<Bytes, PeerError>> {
        let to = 1 + (attempt % self.network.nodes as u64) as i32;
        self.network.send(self.id, to, key, message, timeout)
    }
}
