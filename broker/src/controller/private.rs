//! The private APIs of the controllers: peers' messages for the quorum, and what only the operator asks.

use bytes::Bytes;
use client::private::{
    BODY_MAX_BYTES, Bootstrap, CordonedBrokers, DescribeNode, MayStop, MayStopAnswer, NodeDescription,
    PrivateKey, PrivateRequest,
};
use metadata::controller::{self, Request, Response};
use quorum::{FIRST_PEER_KEY, PeerKey};
use wire::codec::Uuid;

use super::ControllerNode;

/// Whether a key is one of ours.
pub(super) fn is_private(key: i16) -> bool {
    key >= FIRST_PEER_KEY
}

/// Answers a private request; `None` when it makes no sense, which ends the connection.
pub(super) async fn answer(node: &ControllerNode, key: i16, body: Bytes) -> Option<Bytes> {
    if let Ok(peer) = PeerKey::try_from(key) {
        // On the runtime of the quorum, whose clock and thread Raft's messages belong to.
        let quorum = node.quorum.clone();
        return node.runtime.spawn(async move { quorum.handle_peer(peer, body).await }).await.ok();
    }
    if body.len() > BODY_MAX_BYTES {
        return None;
    }
    match PrivateKey::from_id(key)? {
        PrivateKey::DescribeNode => reply::<DescribeNode>(&describe(node)),
        PrivateKey::Bootstrap => {
            let request: Bootstrap = serde_json::from_slice(&body).ok()?;
            reply::<Bootstrap>(&bootstrap(node, &request).await.err())
        }
        PrivateKey::MayStop => {
            let request: MayStop = serde_json::from_slice(&body).ok()?;
            reply::<MayStop>(&may_stop(node, request).await)
        }
        PrivateKey::CordonedBrokers => reply::<CordonedBrokers>(&cordoned_brokers(node).await),
    }
}

fn reply<R: PrivateRequest>(answer: &R::Answer) -> Option<Bytes> {
    serde_json::to_vec(answer).ok().map(Bytes::from)
}

fn describe(node: &ControllerNode) -> NodeDescription {
    let leadership = node.quorum.leadership().borrow().clone();
    let membership = node.quorum.membership().borrow().clone();
    node.core.with(|controller| {
        let config = controller.config();
        NodeDescription {
            cluster_id: config.cluster_id.to_string(),
            node_id: config.node_id,
            directory_id: config.directory_id.to_string(),
            blank: node.quorum.is_blank(),
            leader: leadership.leader.as_ref().map(|leader| leader.key.id),
            term: leadership.term,
            voters: membership.voters.keys().map(|key| (key.id, key.directory.to_string())).collect(),
        }
    })
}

async fn bootstrap(node: &ControllerNode, request: &Bootstrap) -> Result<(), String> {
    let (cluster_id, node_id) = node.core.with(|c| (c.config().cluster_id.clone(), c.config().node_id));
    if *request.cluster_id != *cluster_id {
        return Err(format!(
            "controller {node_id} is formatted for cluster {cluster_id}, not {}",
            request.cluster_id
        ));
    }
    let directory: Uuid =
        request.directory_id.parse().map_err(|_| format!("{} is no directory id", request.directory_id))?;
    let quorum = node.quorum.clone();
    let bootstrapped = node.runtime.spawn(async move { quorum.bootstrap(directory).await }).await;
    bootstrapped.map_err(|e| e.to_string())?.map_err(|e| e.to_string())
}

async fn may_stop(node: &ControllerNode, request: MayStop) -> MayStopAnswer {
    match node.ask(Request::MayStop(request.nodes), 0, false).await {
        Some(Response::MayStop(Ok(controller::MayStop::Yes))) => MayStopAnswer::Yes,
        Some(Response::MayStop(Ok(controller::MayStop::Blocked(b)))) => {
            MayStopAnswer::Blocked { count: b.count, examples: b.examples, reason: b.reason }
        }
        _ => MayStopAnswer::NotController,
    }
}

async fn cordoned_brokers(node: &ControllerNode) -> Option<Vec<i32>> {
    match node.ask(Request::CordonedBrokers, 0, false).await {
        Some(Response::CordonedBrokers(answer)) => answer.ok(),
        _ => None,
    }
}
