//! [`Network`]: carries peer messages late, twice, out of order or not at all.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use ferryman_quorum::sim::{GroupId, Simulated, random_below, sleep, spawn_in};
use ferryman_quorum::{Endpoints, PeerError, PeerKey, PeerTransport, Quorum, Uuid, VoterKey};
use futures_util::future::BoxFuture;
use parking_lot::Mutex;
use tokio::sync::oneshot;

use crate::history::History;

/// A node that runs: who it is, and how to reach it.
#[derive(Clone)]
pub(crate) struct Running {
    pub(crate) key: VoterKey,
    pub(crate) group: GroupId,
    pub(crate) quorum: Quorum<Simulated>,
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
pub(crate) type Seen = (i32, PeerKey, Bytes);

/// The network of a run.
#[derive(Clone)]
pub(crate) struct Network {
    links: Arc<Mutex<Links>>,
    history: Arc<Mutex<History>>,
}

impl Network {
    pub(crate) fn new(history: Arc<Mutex<History>>) -> Self {
        Self { links: Arc::default(), history }
    }

    pub(crate) fn started(&self, running: Running) {
        self.links.lock().running.insert(running.key.id, running);
    }

    pub(crate) fn stopped(&self, id: i32) {
        self.links.lock().running.remove(&id);
    }

    /// The nodes that run.
    pub(crate) fn running(&self) -> Vec<Running> {
        self.links.lock().running.values().cloned().collect()
    }

    pub(crate) fn cut(&self, from: i32, to: i32) {
        self.links.lock().cut.insert((from, to));
    }

    pub(crate) fn join_all(&self) {
        self.links.lock().cut.clear();
    }

    pub(crate) fn set_quality(&self, lost: u64, doubled: u64, delay: Duration) {
        let mut links = self.links.lock();
        links.lost = lost;
        links.doubled = doubled;
        links.delay = delay;
    }

    /// The messages of a while that are for one voter.
    pub(crate) async fn record(&self, duration: Duration) -> Vec<Seen> {
        self.links.lock().seen = Some(Vec::new());
        sleep(duration).await;
        self.links.lock().seen.take().unwrap_or_default()
    }

    /// The way of a message, or `None` when it is lost.
    fn way(&self, from: i32, to: i32) -> Option<Duration> {
        let links = self.links.lock();
        if links.cut.contains(&(from, to)) || random_below(1000) < links.lost {
            return None;
        }
        // Most are fast, some are very late: they overtake each other.
        let delay = links.delay.as_micros() as u64;
        let slow = if random_below(20) == 0 { 10 } else { 1 };
        Some(Duration::from_micros(200 + random_below(delay.max(1)) * slow))
    }

    fn send(
        &self,
        from: i32,
        to: i32,
        key: PeerKey,
        message: Bytes,
        timeout: Duration,
    ) -> BoxFuture<'static, Result<Bytes, PeerError>> {
        let peek = Peek::new(key, &message);
        if let (PeerKey::Append, Some((term, leader))) = (key, peek.vote) {
            self.history.lock().led(term, leader);
        }
        if let Some(seen) = self.links.lock().seen.as_mut().filter(|_| peek.to.is_some()) {
            seen.push((to, key, message.clone()));
        }
        let copies = if random_below(1000) < self.links.lock().doubled { 2 } else { 1 };
        let (tx, rx) = oneshot::channel();
        let tx = Arc::new(Mutex::new(Some(tx)));
        for _ in 0..copies {
            let (network, message, tx) = (self.clone(), message.clone(), tx.clone());
            let Some(way) = self.way(from, to) else { continue };
            // The message travels on its own: it arrives even when its sender is no more.
            spawn_in(world_group(), async move {
                sleep(way).await;
                network.deliver(from, to, key, message, peek, tx);
            });
        }
        drop(tx);
        Box::pin(async move {
            tokio::pin!(rx);
            match futures_util::future::select(rx, Box::pin(sleep(timeout))).await {
                futures_util::future::Either::Left((Ok(answer), _)) => Ok(answer),
                futures_util::future::Either::Left((Err(_), rest)) => {
                    // Lost: nobody tells the sender.
                    rest.await;
                    Err(PeerError::Timeout)
                }
                futures_util::future::Either::Right(_) => Err(PeerError::Timeout),
            }
        })
    }

    fn deliver(
        &self,
        from: i32,
        to: i32,
        key: PeerKey,
        message: Bytes,
        peek: Peek,
        tx: Arc<Mutex<Option<oneshot::Sender<Bytes>>>>,
    ) {
        let Some(running) = self.links.lock().running.get(&to).cloned() else { return };
        let network = self.clone();
        spawn_in(running.group, async move {
            let answer = running.quorum.handle_peer(key, message).await;
            let refused = answer.get(1) == Some(&1);
            if refused {
                network.history.lock().summary.refusals += 1;
            }
            let other = peek.to.is_some_and(|to| to != running.key);
            assert!(refused || !other, "{} has answered a {key:?} for {:?}", running.key, peek.to);
            let Some(way) = network.way(to, from) else { return };
            spawn_in(world_group(), async move {
                sleep(way).await;
                if let Some(tx) = tx.lock().take() {
                    let _ = tx.send(answer);
                }
            });
        });
    }

    /// The transport of one node.
    pub(crate) fn transport(&self, id: i32) -> Arc<dyn PeerTransport> {
        Arc::new(Line { network: self.clone(), id })
    }
}

/// The group of what belongs to no node; see [`crate::world`].
fn world_group() -> GroupId {
    crate::world::WORLD_GROUP.with(|group| group.get().expect("the world has a group"))
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
        let to = 1 + (attempt % crate::world::NODES as u64) as i32;
        self.network.send(self.id, to, key, message, timeout)
    }
}

/// What a message says that the network can check: for whom it is, and whose vote it carries.
#[derive(Clone, Copy)]
struct Peek {
    to: Option<VoterKey>,
    vote: Option<(u64, VoterKey)>,
}

impl Peek {
    fn new(key: PeerKey, message: &[u8]) -> Self {
        let voter = |at: usize| VoterKey {
            id: i32::from_be_bytes(message[at..at + 4].try_into().unwrap()),
            directory: Uuid(message[at + 4..at + 20].try_into().unwrap()),
        };
        let cluster = u16::from_be_bytes(message[1..3].try_into().unwrap()) as usize;
        let at = 3 + cluster + 20;
        let (to, body) = if message[at] == 1 { (Some(voter(at + 1)), at + 21) } else { (None, at + 1) };
        let vote = (key == PeerKey::Append).then(|| {
            let term = u32::from_be_bytes(message[body..body + 4].try_into().unwrap());
            (u64::from(term), voter(body + 4))
        });
        Self { to, vote }
    }
}
