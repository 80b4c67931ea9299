//! [`Quorum`]: a node's part in the metadata quorum.

mod announce;
mod bootstrap;
mod followers;
mod members;
mod overseer;
mod peer_calls;
mod propose;
mod transfer;

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use disk::create_dir_durable;
use openraft::AsyncRuntime;
use parking_lot::Mutex;
use rand::Rng;
use tokio::sync::watch;

use crate::config::QuorumConfig;
use crate::log_id::LogId;
use crate::log_view::LogView;
use crate::materialized::Materialized;
use crate::peer::PeerTransport;
use crate::peer::message::Life;
use crate::peers::Peers;
use crate::quorum_state::{Mirror, QuorumState, Remembered};
use crate::raft::{AppliedState, LogStore, Network, Raft, StateMachine, raft_config};
use crate::runtime::{Runtime, Tokio, Worker};
use crate::wal::{Wal, WalOptions};
use crate::{Applier, Entry, Error, Leadership, Member, Membership, NotTakenIn};

pub use propose::{Precondition, Proposed};

/// Encodes the `Voters` record of a change of voters, which belongs to the one who knows Kafka's records.
pub trait VotersEncoder: Send + Sync + 'static {
    /// The entry, one control batch, that says that these are the voters from now on.
    fn voters(&self, voters: &[Member]) -> Entry;
}

/// Why this node's quorum has ended. The process must end too: it is not in step with the others any more.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Fatal {
    /// What happened.
    pub reason: String,
}

impl fmt::Display for Fatal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.reason)
    }
}

/// Where a directory stands before it has a log.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Standing {
    /// Nobody has told it anything: it answers no vote and takes no entry.
    Blank,
    /// It was told to found a group.
    Founding,
    /// A leader has taken it in, or it has a log.
    Member,
}

/// A node's part in the metadata quorum. Clones are the same node.
pub struct Quorum<RT: Runtime = Tokio> {
    node: Arc<Node<RT>>,
}

impl<RT: Runtime> Clone for Quorum<RT> {
    fn clone(&self) -> Self {
        Self { node: self.node.clone() }
    }
}

type InstantOf<RT> = <RT as AsyncRuntime>::Instant;

struct Node<RT: Runtime> {
    config: QuorumConfig,
    /// This life of the process, as the leader tells it from others.
    life: Life,
    wal: Wal,
    materialized: Materialized,
    raft: Raft<RT>,
    peers: Arc<Peers>,
    quorum_state: QuorumState,
    voters_encoder: Arc<dyn VotersEncoder>,
    standing: Mutex<Standing>,
    /// When a leader was last heard, or this node began to lead; `None`: never in this life.
    leader_heard: Mutex<Option<InstantOf<RT>>>,
    followers: Mutex<followers::Followers<RT>>,
    applied: watch::Receiver<AppliedState>,
    leadership: watch::Sender<Leadership>,
    membership: watch::Sender<Membership>,
    high_watermark: watch::Sender<i64>,
    fatal: watch::Sender<Option<Fatal>>,
    /// What the leader has answered to the last announcement, if it was a no.
    not_taken_in: watch::Sender<Option<NotTakenIn>>,
    /// The tenure whose begin is done; see [`overseer`].
    prepared: watch::Sender<u64>,
    /// Set by [`Quorum::shutdown`]: the end of the Raft core is no failure then.
    stopping: AtomicBool,
    /// Held through a change of the membership: one at a time.
    changing: tokio::sync::Mutex<()>,
}

impl<RT: Runtime> Quorum<RT> {
    /// Opens the log of this node, applies what it knows to be committed, and takes part.
    ///
    /// A directory without `quorum-state` is blank: it neither campaigns nor votes, and announces itself until a leader
    /// takes it in, or [`Quorum::bootstrap`] makes it the first voter. Must be called within the runtime.
    pub async fn open(
        config: QuorumConfig,
        transport: Arc<dyn PeerTransport>,
        applier: Box<dyn Applier>,
        voters_encoder: Arc<dyn VotersEncoder>,
    ) -> Result<Self, Error> {
        config.check()?;
        let fatal = watch::Sender::new(None);
        let quorum_state = QuorumState::new(config.disk.clone(), &config.dir(), config.key);
        let (wal, remembered) = open_log::<RT>(&config, &quorum_state, &fatal)?;
        let applied = watch::Sender::new(AppliedState::default());
        let subscribed = applied.subscribe();
        let on_failure = {
            let fatal = fatal.clone();
            Box::new(move |reason| end(&fatal, reason))
        };
        let materialized = open_materialized::<RT>(&config, &fatal)?;
        let mut machine =
            StateMachine::<RT>::new(wal.clone(), applier, Some(materialized.clone()), applied, on_failure);
        machine.replay().await.map_err(|e| Error::Ended(e.to_string()))?;
        let timing = &config.timing;
        let peers = Arc::new(Peers::new(
            config.key,
            config.cluster_id.clone(),
            transport,
            timing.election_timeout.end,
        ));
        let raft = Raft::<RT>::new(
            config.key,
            raft_config(&config.cluster_id, timing)?,
            Network::new(peers.clone()),
            LogStore::new(wal.clone()),
            machine,
        )
        .await
        .map_err(|e| Error::Ended(e.to_string()))?;
        let standing = match remembered {
            _ if wal.last().is_some() => Standing::Member,
            Remembered::Founding => Standing::Founding,
            _ => Standing::Blank,
        };
        let next_offset = subscribed.borrow().next_offset;
        let node = Arc::new(Node {
            life: RT::thread_rng().next_u64(),
            wal,
            materialized,
            raft,
            peers,
            quorum_state,
            voters_encoder,
            standing: Mutex::new(standing),
            leader_heard: Mutex::new(None),
            followers: Mutex::default(),
            applied: subscribed,
            leadership: watch::Sender::new(Leadership::default()),
            membership: watch::Sender::new(Membership::default()),
            high_watermark: watch::Sender::new(next_offset),
            fatal,
            not_taken_in: watch::Sender::new(None),
            prepared: watch::Sender::new(0),
            stopping: AtomicBool::new(false),
            changing: tokio::sync::Mutex::new(()),
            config,
        });
        let quorum = Self { node };
        if standing == Standing::Founding {
            quorum.initialize().await?;
        }
        overseer::begin(&quorum.node);
        announce::begin(&quorum.node);
        Ok(quorum)
    }

    /// Who leads. Changes are seen in order, but one that lasted shortly may be missed.
    pub fn leadership(&self) -> watch::Receiver<Leadership> {
        self.node.leadership.subscribe()
    }

    /// The members, as the newest entry in this node's log says.
    pub fn membership(&self) -> watch::Receiver<Membership> {
        self.node.membership.subscribe()
    }

    /// Why the quorum has ended on this node; the process must end then.
    pub fn fatal(&self) -> watch::Receiver<Option<Fatal>> {
        self.node.fatal.subscribe()
    }

    /// Why the leader does not take this node in; `None` as long as it was not refused. Nothing is logged about it here:
    /// whoever runs the node knows better what is to be done.
    pub fn not_taken_in(&self) -> watch::Receiver<Option<NotTakenIn>> {
        self.node.not_taken_in.subscribe()
    }

    /// The log as brokers may read it.
    pub fn log_view(&self) -> LogView {
        LogView::new(self.node.wal.clone(), self.node.high_watermark.subscribe(), self.node.applied.clone())
    }

    /// Whether this directory is in no group: nothing was promised here, nobody has taken it in.
    pub fn is_blank(&self) -> bool {
        *self.node.standing.lock() == Standing::Blank && self.node.wal.last().is_none()
    }

    /// Hands the leadership over, if this node has it, and ends. Everything is durable then.
    pub async fn shutdown(&self) -> Result<(), Error> {
        self.resign().await;
        self.node.stopping.store(true, Ordering::Relaxed);
        let _ = self.node.raft.shutdown().await;
        self.node.materialized.close().await;
        self.node.wal.close().await.map_err(|e| Error::Ended(e.to_string()))
    }
}

impl<RT: Runtime> Node<RT> {
    fn leader(&self) -> Option<Member> {
        self.leadership.borrow().leader.clone()
    }

    fn not_leader(&self) -> Error {
        Error::NotLeader { leader: self.leader() }
    }

    fn ended(&self, why: impl fmt::Display) -> Error {
        match self.fatal.borrow().as_ref() {
            Some(fatal) => Error::Ended(fatal.reason.clone()),
            None => Error::Ended(why.to_string()),
        }
    }

    /// The last entry of the log, written or not.
    fn last(&self) -> Option<LogId> {
        self.wal.last()
    }
}

/// Notes the first reason for which the quorum ended.
fn end(fatal: &watch::Sender<Option<Fatal>>, reason: String) {
    fatal.send_if_modified(|fatal| {
        let first = fatal.is_none();
        if first {
            tracing::error!(%reason, "the metadata quorum has ended on this node");
            *fatal = Some(Fatal { reason });
        }
        first
    });
}

/// Opens the write-ahead log, and checks it against `quorum-state`.
fn open_log<RT: Runtime>(
    config: &QuorumConfig,
    quorum_state: &QuorumState,
    fatal: &watch::Sender<Option<Fatal>>,
) -> Result<(Wal, Remembered), Error> {
    let dir = config.dir().join("raft");
    create_dir_durable(&*config.disk, &dir).map_err(Error::io("make the directory", &dir))?;
    let remembered = quorum_state.read()?;
    let options = WalOptions {
        disk: config.disk.clone(),
        dir,
        key: config.key,
        segment_bytes: config.limits.segment_bytes,
        cache_bytes: config.limits.cache_bytes,
    };
    let on_failure = {
        let fatal = fatal.clone();
        Box::new(move |reason| end(&fatal, reason))
    };
    let (wal, worker) = Wal::open(options, Box::new(Mirror::new(quorum_state.clone())), on_failure)?;
    check_memory(quorum_state, remembered, &wal)?;
    drive::<RT>("raft-log", worker)?;
    Ok((wal, remembered))
}

/// Prepares the committed log's files, and drives their worker.
fn open_materialized<RT: Runtime>(
    config: &QuorumConfig,
    fatal: &watch::Sender<Option<Fatal>>,
) -> Result<Materialized, Error> {
    let on_failure = {
        let fatal = fatal.clone();
        Box::new(move |reason| end(&fatal, reason))
    };
    let (materialized, worker) = Materialized::new(
        config.disk.clone(),
        &config.metadata_log_dir,
        config.limits.metadata_segment_bytes,
        on_failure,
    );
    drive::<RT>("metadata-log", worker)?;
    Ok(materialized)
}

fn drive<RT: Runtime>(name: &str, worker: Box<dyn Worker>) -> Result<(), Error> {
    RT::drive(name, worker).map_err(|e| Error::Ended(format!("could not start the thread {name}: {e}")))
}

/// `quorum-state` is made before the log is written to, and follows its votes. Anything else means that one of them was
/// removed or went back, and with it perhaps a promise.
fn check_memory(quorum_state: &QuorumState, remembered: Remembered, wal: &Wal) -> Result<(), Error> {
    let forgotten = |what: String| Err(Error::Forgotten { path: quorum_state.path().to_path_buf(), what });
    let term = wal.vote().map(|vote| vote.term as i32);
    match remembered {
        Remembered::Nothing if !wal.is_blank() => forgotten(
            "it is missing, but there is a raft log: this directory has been a member of a quorum".into(),
        ),
        Remembered::Voted(epoch) if term.is_none_or(|term| term < epoch) => forgotten(format!(
            "it says that this directory took part in epoch {epoch}, but the raft log only knows of {term:?}"
        )),
        _ => Ok(()),
    }
}
