//! [`Peers`]: calls to other controllers, in an envelope, with an end, to where they listen now.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use parking_lot::Mutex;

use crate::codec::Malformed;
use crate::peer::message::{Envelope, Request, Response};
use crate::peer::refusal::Refusal;
use crate::peer::{PeerError, PeerTransport};
use crate::runtime::Runtime;
use crate::{Endpoints, Membership, VoterKey};

/// Why a call has no answer.
#[derive(Debug, thiserror::Error)]
pub(crate) enum CallError {
    #[error("no answer in time")]
    Timeout,
    #[error("{0}")]
    Transport(PeerError),
    #[error("{0}")]
    Refused(Refusal),
    #[error("the answer can not be read: {0}")]
    Unreadable(#[from] Malformed),
}

/// The other controllers.
pub(crate) struct Peers {
    me: VoterKey,
    cluster_id: String,
    transport: Arc<dyn PeerTransport>,
    append_timeout: Duration,
    /// Where members listen by the newest membership known here: it may have changed since Raft made its client.
    endpoints: Mutex<BTreeMap<VoterKey, Endpoints>>,
}

impl Peers {
    pub(crate) fn new(
        me: VoterKey,
        cluster_id: String,
        transport: Arc<dyn PeerTransport>,
        append_timeout: Duration,
    ) -> Self {
        Self { me, cluster_id, transport, append_timeout, endpoints: Mutex::default() }
    }

    pub(crate) fn me(&self) -> VoterKey {
        self.me
    }

    pub(crate) fn append_timeout(&self) -> Duration {
        self.append_timeout
    }

    pub(crate) fn set_members(&self, membership: &Membership) {
        let mut endpoints = BTreeMap::new();
        for (key, at) in
            membership.voters.iter().chain(&membership.learners).chain(membership.outgoing.iter().flatten())
        {
            endpoints.insert(*key, at.clone());
        }
        *self.endpoints.lock() = endpoints;
    }

    fn envelope(&self, to: Option<VoterKey>) -> Envelope {
        Envelope { cluster_id: self.cluster_id.clone(), from: self.me, to }
    }

    /// Asks a controller.
    pub(crate) async fn call<RT: Runtime>(
        &self,
        to: VoterKey,
        otherwise: &Endpoints,
        request: &Request,
        timeout: Duration,
    ) -> Result<Response, CallError> {
        let endpoints = self.endpoints.lock().get(&to).unwrap_or(otherwise).clone();
        let message = request.encode(&self.envelope(Some(to)));
        let call = self.transport.call(to, endpoints, request.key(), message, timeout);
        Self::answer::<RT>(request, timeout, call).await
    }

    /// Asks whoever is behind one of the bootstrap servers.
    pub(crate) async fn call_bootstrap<RT: Runtime>(
        &self,
        attempt: u64,
        request: &Request,
        timeout: Duration,
    ) -> Result<Response, CallError> {
        let message = request.encode(&self.envelope(None));
        let call = self.transport.call_bootstrap(attempt, request.key(), message, timeout);
        Self::answer::<RT>(request, timeout, call).await
    }

    async fn answer<RT: Runtime>(
        request: &Request,
        timeout: Duration,
        call: impl Future<Output = Result<bytes::Bytes, PeerError>> + Send,
    ) -> Result<Response, CallError> {
        let answer = RT::timeout(timeout, call).await.map_err(|_| CallError::Timeout)?;
        let answer = answer.map_err(|e| match e {
            PeerError::Timeout => CallError::Timeout,
            other => CallError::Transport(other),
        })?;
        Response::decode(request.key(), answer)?.map_err(CallError::Refused)
    }
}
