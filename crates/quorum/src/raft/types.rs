//! [`TypeConfig`]: openraft with our node ids, terms, payloads and runtime.

use std::fmt;
use std::io;
use std::marker::PhantomData;
use std::sync::Arc;

use openraft::entry::RaftPayload as _;
use openraft::impls::{InlineBatch, leader_id_std};
use openraft::raft::responder::Responder;
use openraft::vote::RaftLeaderId;
use parking_lot::Mutex;
use tokio::sync::oneshot;

use super::state_machine::StateMachine;
use crate::runtime::Runtime;
use crate::{Endpoints, Entry, VoterKey};

/// Openraft's type parameters, for a runtime.
pub(crate) struct TypeConfig<RT>(PhantomData<fn() -> RT>);

/// Openraft's handle.
pub(crate) type Raft<RT> = openraft::Raft<TypeConfig<RT>, StateMachine<RT>>;

/// One leader per term: then a term names a leader, as Kafka's leader epoch does (`leader_id_adv` would allow several).
pub(super) type LeaderId = leader_id_std::LeaderId<u64, VoterKey>;
/// What identifies the leader of an entry: its term alone.
pub(super) type Committed = <LeaderId as RaftLeaderId>::Committed;
pub(super) type RaftLogId = openraft::LogId<Committed>;
pub(super) type RaftVote = openraft::Vote<LeaderId>;
pub(super) type RaftMembership = openraft::Membership<VoterKey, Endpoints>;
pub(super) type StoredMembership = openraft::StoredMembership<Committed, VoterKey, Endpoints>;
pub(super) type RaftEntry = openraft::Entry<Committed, RaftPayload>;

impl<RT: Runtime> openraft::RaftTypeConfig for TypeConfig<RT> {
    type D = Proposal;
    type R = ();
    type NodeId = VoterKey;
    type Node = Endpoints;
    type Term = u64;
    type LeaderId = LeaderId;
    type Vote = RaftVote;
    type Payload = RaftPayload;
    type Entry = RaftEntry;
    type AsyncRuntime = RT;
    type Responder<T>
        = Reply<T>
    where
        T: Send + 'static;
    type Batch<T>
        = InlineBatch<T>
    where
        T: Send + 'static;
    type ErrorSource = openraft::AnyError;
}

/// Where a proposal was put.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Placed {
    pub(crate) index: u64,
    pub(crate) base_offset: i64,
}

/// An entry to be proposed, and who wants to know its place.
#[derive(Clone)]
pub(crate) struct Proposal {
    pub(crate) entry: Entry,
    ticket: Option<Arc<Mutex<Option<oneshot::Sender<Placed>>>>>,
}

impl Proposal {
    /// A proposal, and what becomes ready as soon as it stands in the leader's log.
    pub(crate) fn new(entry: Entry) -> (Self, oneshot::Receiver<Placed>) {
        let (tx, rx) = oneshot::channel();
        (Self { entry, ticket: Some(Arc::new(Mutex::new(Some(tx)))) }, rx)
    }

    /// A proposal whose place nobody waits for.
    pub(crate) fn unwatched(entry: Entry) -> Self {
        Self { entry, ticket: None }
    }

    /// Tells the proposer where its entry stands.
    pub(super) fn placed(&self, placed: Placed) {
        if let Some(tx) = self.ticket.as_ref().and_then(|ticket| ticket.lock().take()) {
            let _ = tx.send(placed);
        }
    }
}

impl PartialEq for Proposal {
    fn eq(&self, other: &Self) -> bool {
        self.entry == other.entry
    }
}

impl fmt::Debug for Proposal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.entry, f)
    }
}

impl fmt::Display for Proposal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.entry, f)
    }
}

/// What an entry carries: a membership, a proposal, both at the end of a change of voters, neither at the begin of a term.
#[derive(Clone, PartialEq, Debug, Default)]
pub(crate) struct RaftPayload {
    pub(crate) membership: Option<RaftMembership>,
    pub(crate) proposal: Option<Proposal>,
}

impl fmt::Display for RaftPayload {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (&self.membership, &self.proposal) {
            (None, None) => f.write_str("blank"),
            (None, Some(proposal)) => proposal.fmt(f),
            (Some(membership), None) => membership.fmt(f),
            (Some(membership), Some(proposal)) => write!(f, "{membership} with {proposal}"),
        }
    }
}

impl openraft::entry::RaftPayload for RaftPayload {
    type D = Proposal;
    type NodeId = VoterKey;
    type Node = Endpoints;

    fn blank() -> Self {
        Self::default()
    }

    fn with_normal(mut self, proposal: Proposal) -> Self {
        self.proposal = Some(proposal);
        self
    }

    fn with_membership(mut self, membership: RaftMembership) -> Self {
        self.membership = Some(membership);
        self
    }

    fn get_membership(&self) -> Option<RaftMembership> {
        self.membership.clone()
    }
}

impl RaftPayload {
    /// The payload of an entry that only carries a proposal, or nothing.
    pub(crate) fn of(entry: Option<Entry>) -> Self {
        match entry {
            Some(entry) => Self::normal(Proposal::unwatched(entry)),
            None => Self::blank(),
        }
    }
}

/// Takes openraft's answer to a write. Not waiting for it is no mistake: who proposes waits for the place only.
pub(crate) struct Reply<T>(oneshot::Sender<T>);

impl<T> Reply<T> {
    pub(crate) fn new() -> (Self, oneshot::Receiver<T>) {
        let (tx, rx) = oneshot::channel();
        (Self(tx), rx)
    }
}

impl<RT: Runtime, T: Send + 'static> Responder<TypeConfig<RT>, T> for Reply<T> {
    fn on_complete(self, result: T) {
        let _ = self.0.send(result);
    }
}

/// An IO error for what must not happen in this version.
pub(super) fn unsupported(what: &str) -> io::Error {
    io::Error::new(
        io::ErrorKind::Unsupported,
        format!("{what}: this version keeps the whole log and has no snapshots"),
    )
}

// Derives would ask all of this of the runtime too.
macro_rules! unit_like {
    ($($trait:path { $($body:tt)* })*) => { $(impl<RT> $trait for TypeConfig<RT> { $($body)* })* };
}

unit_like! {
    Clone { fn clone(&self) -> Self { *self } }
    Copy {}
    Default { fn default() -> Self { Self(PhantomData) } }
    Eq {}
    Ord { fn cmp(&self, _: &Self) -> std::cmp::Ordering { std::cmp::Ordering::Equal } }
    fmt::Debug { fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { f.write_str("TypeConfig") } }
}

impl<RT> PartialEq for TypeConfig<RT> {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl<RT> PartialOrd for TypeConfig<RT> {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}
