//! Answers what other controllers ask.

use bytes::Bytes;
use openraft::Instant;
use openraft::raft::{
    AppendEntriesRequest, AppendEntriesResponse, TransferLeaderRequest, VoteRequest, VoteResponse,
};

use super::{InstantOf, Node, Quorum, Standing};
use crate::peer::PeerKey;
use crate::peer::message::{AnnounceOutcome, AppendOutcome, Envelope, Life, Request, Response};
use crate::peer::refusal::{Refusal, RefusalKind};
use crate::raft::{TypeConfig, from_log_id, from_vote, to_entry, to_log_id, to_vote};
use crate::runtime::Runtime;
use crate::{Error, Member};

impl<RT: Runtime> Quorum<RT> {
    /// Answers a peer message. The answer always says something, if only why there is none.
    ///
    /// How many are answered at once is limited by the caller. Appends wait for the disk.
    pub async fn handle_peer(&self, key: PeerKey, message: Bytes) -> Bytes {
        let answer = match Request::decode(key, message) {
            Ok((envelope, request)) => self.node.handle(envelope, request).await,
            Err(refusal) => Err(refusal),
        };
        if let Err(refusal) = &answer {
            tracing::debug!("a {key:?} message was {refusal}");
        }
        Response::encode(&answer)
    }
}

impl<RT: Runtime> Node<RT> {
    async fn handle(&self, envelope: Envelope, request: Request) -> Result<Response, Refusal> {
        self.check_envelope(&envelope, &request)?;
        match request {
            Request::Append { vote, prev, commit, entries } => {
                let entries: Result<_, _> = entries.into_iter().map(to_entry).collect();
                let entries = entries.map_err(|e| Refusal::new(RefusalKind::Malformed, e.to_string()))?;
                let rpc = AppendEntriesRequest {
                    vote: to_vote(&vote),
                    prev_log_id: prev.map(to_log_id),
                    entries,
                    leader_commit: commit.map(to_log_id),
                };
                self.append(rpc).await
            }
            Request::Vote { vote, last, transfer } => {
                let last_log_id = last.map(to_log_id);
                let rpc = VoteRequest { vote: to_vote(&vote), last_log_id, leadership_transfer: transfer };
                self.raft.vote(rpc).await.map(voted).map_err(ended)
            }
            Request::PreVote { vote, last } => {
                let rpc = VoteRequest::new(to_vote(&vote), last.map(to_log_id));
                self.raft.pre_vote(rpc).await.map(voted).map_err(ended)
            }
            Request::Transfer { leader, to, last } => {
                let req = TransferLeaderRequest::new(to_vote(&leader), to, last.map(to_log_id));
                let accepted = self.raft.handle_transfer_leader(req).await.map_err(ended)?.is_ok();
                Ok(Response::Transfer { accepted })
            }
            Request::Announce { endpoints, blank } => {
                Ok(Response::Announce(self.announced(Member { key: envelope.from, endpoints }, blank).await))
            }
        }
    }

    /// Only messages of our cluster, for this very directory, and only when it is in the group.
    fn check_envelope(&self, envelope: &Envelope, request: &Request) -> Result<(), Refusal> {
        let me = self.config.key;
        if envelope.cluster_id != self.config.cluster_id {
            return Err(Refusal::new(
                RefusalKind::OtherCluster,
                format!(
                    "{me} is in cluster {}, the message in {}",
                    self.config.cluster_id, envelope.cluster_id
                ),
            ));
        }
        let announcement = matches!(request, Request::Announce { .. });
        if envelope.to != Some(me) && !(announcement && envelope.to.is_none()) {
            let to = envelope.to.map_or_else(|| "nobody".into(), |to| to.to_string());
            return Err(Refusal::new(
                RefusalKind::OtherVoter,
                format!("this is {me}, the message is for {to}"),
            ));
        }
        if announcement || self.wal.last().is_some() {
            return Ok(());
        }
        // What a blank directory might have promised stood in a log that is not there: it has no vote. Entries it takes
        // once the leader knows that it begins with nothing.
        let taken_in = *self.standing.lock() == Standing::Member;
        if taken_in && matches!(request, Request::Append { .. }) {
            return Ok(());
        }
        Err(Refusal::new(RefusalKind::Blank, format!("{me} is blank and waits to be taken in")))
    }

    async fn append(&self, rpc: AppendEntriesRequest<TypeConfig<RT>>) -> Result<Response, Refusal> {
        let outcome = match self.raft.append_entries(rpc).await.map_err(ended)? {
            AppendEntriesResponse::Success => AppendOutcome::Taken,
            AppendEntriesResponse::Conflict => AppendOutcome::Conflict,
            AppendEntriesResponse::HigherVote(vote) => AppendOutcome::HigherVote(from_vote(&vote)),
            AppendEntriesResponse::PartialSuccess(_) => {
                return Err(Refusal::new(RefusalKind::Malformed, "only a part of the entries was taken"));
            }
        };
        if !matches!(outcome, AppendOutcome::HigherVote(_)) {
            *self.leader_heard.lock() = Some(InstantOf::<RT>::now());
        }
        Ok(Response::Append(outcome))
    }

    async fn announced(&self, member: Member, blank: Option<Life>) -> AnnounceOutcome {
        match self.take_in(member, blank).await {
            Ok(()) => AnnounceOutcome::TakenIn,
            Err(Error::NotLeader { leader }) => AnnounceOutcome::NotLeader(leader),
            Err(Error::LostLog(_)) => AnnounceOutcome::LostLog,
            Err(e) => AnnounceOutcome::NotWanted(e.to_string()),
        }
    }
}

fn voted<RT: Runtime>(answer: VoteResponse<TypeConfig<RT>>) -> Response {
    Response::Vote {
        vote: from_vote(&answer.vote),
        granted: answer.vote_granted,
        last: answer.last_log_id.as_ref().map(from_log_id),
    }
}

fn ended(e: impl std::fmt::Display) -> Refusal {
    Refusal::new(RefusalKind::Ended, format!("the quorum has ended on this node: {e}"))
}
