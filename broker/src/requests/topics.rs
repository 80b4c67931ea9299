//! Finding the partitions that a request names.

use std::sync::Arc;

use metadata::image::{Image, Topic};
use replica::{ReplicaError, RoleKind};
use wire::codec::{Str, Uuid};
use wire::error_code::ErrorCode;

use crate::net::ListenerName;
use crate::replicas::{Replica, Replicas};

/// The topic that a request names: by id where its version has ids, else by name.
pub(super) fn find<'a>(
    image: &'a Image,
    by_id: bool,
    name: &Str,
    id: Uuid,
) -> Result<&'a Arc<Topic>, ErrorCode> {
    match by_id {
        true => image.topics().by_id(id).ok_or(ErrorCode::UnknownTopicId),
        false => image.topics().by_name(name).ok_or(ErrorCode::UnknownTopicOrPartition),
    }
}

/// The replica of a partition on this broker.
///
/// # Errors
/// UNKNOWN_TOPIC_OR_PARTITION where there is no such partition, NOT_LEADER_OR_FOLLOWER where it is elsewhere, and
/// KAFKA_STORAGE_ERROR where it should be here and its log cannot be used.
pub(super) fn hosted(
    replicas: &Replicas,
    image: &Image,
    topic: &Topic,
    index: i32,
) -> Result<Arc<Replica>, ErrorCode> {
    if let Some(replica) = replicas.get(topic.id(), index) {
        return Ok(replica);
    }
    match image.topics().partition(topic, index) {
        None => Err(ErrorCode::UnknownTopicOrPartition),
        Some(_) => Err(ErrorCode::NotLeaderOrFollower),
    }
}

/// The leader to tell a client that asked the wrong broker (KIP-951), with its epoch.
pub(super) fn current_leader(
    image: &Image,
    topic: Uuid,
    index: i32,
    replica: Option<&Replica>,
) -> (i32, i32) {
    if let Some(view) = replica.map(Replica::view)
        && view.role != RoleKind::Offline
    {
        return (view.leader.unwrap_or(-1), view.leader_epoch);
    }
    let known = image.topics().by_id(topic).and_then(|t| image.topics().partition(t, index));
    known.map_or((-1, -1), |partition| (partition.leader(), partition.leader_epoch()))
}

/// Whether an error sends the client to another broker.
pub(super) fn sends_elsewhere(code: ErrorCode) -> bool {
    matches!(code, ErrorCode::NotLeaderOrFollower | ErrorCode::FencedLeaderEpoch)
}

/// Where brokers are reached by a listener.
pub(super) fn endpoint(
    image: &Image,
    broker: i32,
    listener: &ListenerName,
) -> Option<(Str, i32, Option<Str>)> {
    let broker = image.brokers().get(broker).filter(|broker| broker.is_active())?;
    let endpoint = broker.endpoint(listener.as_str())?;
    let rack = broker.rack.as_ref().map(|rack| rack.to_string().into());
    Some((endpoint.host.to_string().into(), i32::from(endpoint.port), rack))
}

/// The epoch of a request, where -1 means that it is not to be checked.
pub(super) fn epoch(given: i32) -> Option<i32> {
    Some(given).filter(|epoch| *epoch >= 0)
}

/// The code of a refusal.
pub(super) fn code(error: ReplicaError) -> ErrorCode {
    error.code()
}
