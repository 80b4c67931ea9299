//! [`Network`]: openraft's messages on our peer messages. Every call has an end.

use std::future::Future;
use std::marker::PhantomData;
use std::sync::Arc;
use std::time::Duration;

use openraft::errors::{RPCError, ReplicationClosed, StreamingError, Timeout, Unreachable};
use openraft::network::{RPCOption, RaftNetworkFactory, RaftNetworkV2};
use openraft::raft::{
    AppendEntriesRequest, AppendEntriesResponse, SnapshotResponse, TransferLeaderRequest,
    TransferLeaderResponse, VoteRequest, VoteResponse,
};
use openraft::{AnyError, RPCTypes};

use super::convert::{from_entry, from_log_id, from_vote, to_log_id, to_vote};
use super::state_machine::NoSnapshot;
use super::types::{Committed, RaftVote, TypeConfig};
use crate::peer::message::{AppendOutcome, Request, Response};
use crate::peers::{CallError, Peers};
use crate::runtime::Runtime;
use crate::{Endpoints, VoterKey};

type Snapshot = openraft::Snapshot<Committed, VoterKey, Endpoints, NoSnapshot>;

/// Makes a [`Peer`] for each target.
pub(crate) struct Network<RT> {
    peers: Arc<Peers>,
    runtime: PhantomData<fn() -> RT>,
}

impl<RT> Network<RT> {
    pub(crate) fn new(peers: Arc<Peers>) -> Self {
        Self { peers, runtime: PhantomData }
    }
}

impl<RT: Runtime> RaftNetworkFactory<TypeConfig<RT>> for Network<RT> {
    type Network = Peer<RT>;

    async fn new_client(&mut self, target: VoterKey, node: &Endpoints) -> Peer<RT> {
        Peer { peers: self.peers.clone(), target, endpoints: node.clone(), runtime: PhantomData }
    }
}

/// One target.
pub(crate) struct Peer<RT> {
    peers: Arc<Peers>,
    target: VoterKey,
    endpoints: Endpoints,
    runtime: PhantomData<fn() -> RT>,
}

impl<RT: Runtime> Peer<RT> {
    async fn call(
        &self,
        request: Request,
        timeout: Duration,
        action: RPCTypes,
    ) -> Result<Response, RPCError<TypeConfig<RT>>> {
        let answer = self.peers.call::<RT>(self.target, &self.endpoints, &request, timeout).await;
        answer.map_err(|e| match e {
            CallError::Timeout => {
                RPCError::Timeout(Timeout { action, id: self.peers.me(), target: self.target, timeout })
            }
            other => unreachable_peer(other.to_string()),
        })
    }

    fn odd(&self, response: &Response) -> RPCError<TypeConfig<RT>> {
        unreachable_peer(format!("{} gave an answer that does not fit: {response:?}", self.target))
    }

    async fn ask(
        &self,
        request: Request,
        option: RPCOption,
    ) -> Result<VoteResponse<TypeConfig<RT>>, RPCError<TypeConfig<RT>>> {
        match self.call(request, option.soft_ttl(), RPCTypes::Vote).await? {
            Response::Vote { vote, granted, last } => Ok(VoteResponse {
                vote: to_vote(&vote),
                vote_granted: granted,
                last_log_id: last.map(to_log_id),
            }),
            other => Err(self.odd(&other)),
        }
    }
}

fn unreachable_peer<RT: Runtime>(reason: String) -> RPCError<TypeConfig<RT>> {
    RPCError::Unreachable(Unreachable::new(&AnyError::error(reason)))
}

/// How long an append may take: a slow disk at the other end, and a slow line for large entries, are no reason to send
/// the same again and again.
fn append_timeout(base: Duration, bytes: usize) -> Duration {
    base + Duration::from_millis(bytes as u64 / 1024)
}

impl<RT: Runtime> RaftNetworkV2<TypeConfig<RT>> for Peer<RT> {
    type SnapshotData = NoSnapshot;

    async fn append_entries(
        &mut self,
        rpc: AppendEntriesRequest<TypeConfig<RT>>,
        _option: RPCOption,
    ) -> Result<AppendEntriesResponse<TypeConfig<RT>>, RPCError<TypeConfig<RT>>> {
        let entries: Vec<_> = rpc.entries.iter().map(from_entry).collect();
        let bytes = entries.iter().map(crate::log_entry::LogEntry::size).sum();
        let timeout = append_timeout(self.peers.append_timeout(), bytes);
        let prev = rpc.prev_log_id.as_ref().map(from_log_id);
        let request = Request::Append {
            vote: from_vote(&rpc.vote),
            prev,
            commit: rpc.leader_commit.as_ref().map(from_log_id),
            entries,
        };
        match self.call(request, timeout, RPCTypes::AppendEntries).await? {
            Response::Append(AppendOutcome::Taken) => Ok(AppendEntriesResponse::Success),
            // Nothing can conflict with the begin of the log; openraft would not survive being told so.
            Response::Append(AppendOutcome::Conflict) if prev.is_some() => {
                Ok(AppendEntriesResponse::Conflict)
            }
            Response::Append(AppendOutcome::HigherVote(vote)) => {
                Ok(AppendEntriesResponse::HigherVote(to_vote(&vote)))
            }
            other => Err(self.odd(&other)),
        }
    }

    async fn vote(
        &mut self,
        rpc: VoteRequest<TypeConfig<RT>>,
        option: RPCOption,
    ) -> Result<VoteResponse<TypeConfig<RT>>, RPCError<TypeConfig<RT>>> {
        let last = rpc.last_log_id.as_ref().map(from_log_id);
        self.ask(
            Request::Vote { vote: from_vote(&rpc.vote), last, transfer: rpc.leadership_transfer },
            option,
        )
        .await
    }

    async fn pre_vote(
        &mut self,
        rpc: VoteRequest<TypeConfig<RT>>,
        option: RPCOption,
    ) -> Result<VoteResponse<TypeConfig<RT>>, RPCError<TypeConfig<RT>>> {
        let last = rpc.last_log_id.as_ref().map(from_log_id);
        self.ask(Request::PreVote { vote: from_vote(&rpc.vote), last }, option).await
    }

    async fn full_snapshot(
        &mut self,
        _vote: RaftVote,
        snapshot: Snapshot,
        _cancel: impl Future<Output = ReplicationClosed> + Send + 'static,
        _option: RPCOption,
    ) -> Result<SnapshotResponse<TypeConfig<RT>>, StreamingError<TypeConfig<RT>>> {
        match snapshot.snapshot {}
    }

    async fn transfer_leader(
        &mut self,
        req: TransferLeaderRequest<TypeConfig<RT>>,
        option: RPCOption,
    ) -> Result<TransferLeaderResponse<TypeConfig<RT>>, RPCError<TypeConfig<RT>>> {
        let request = Request::Transfer {
            leader: from_vote(req.from_leader()),
            to: *req.to_node_id(),
            last: req.last_log_id().map(from_log_id),
        };
        match self.call(request, option.soft_ttl(), RPCTypes::TransferLeader).await? {
            Response::Transfer { .. } => Ok(Ok(())),
            other => Err(self.odd(&other)),
        }
    }
}
