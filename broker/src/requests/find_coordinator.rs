//! FindCoordinator: which broker leads the partition of `__consumer_offsets` that a group belongs to.

use std::sync::Arc;

use metadata::image::Image;
use metadata::topic_name::CONSUMER_OFFSETS;
use wire::codec::Str;
use wire::error_code::ErrorCode;
use wire::messages::find_coordinator::{Coordinator, FindCoordinatorRequest, FindCoordinatorResponse};

use super::auto_create::TopicMaker;
use super::topics;
use crate::net::ListenerName;

/// From this version on several keys are asked for at once.
const BATCHED_FROM: i16 = 4;
/// Key types.
const GROUP: i8 = 0;
const TRANSACTION: i8 = 1;

/// Serves a FindCoordinator.
pub(super) fn find_coordinator(
    image: &Image,
    listener: &ListenerName,
    maker: &Arc<TopicMaker>,
    request: &FindCoordinatorRequest,
    version: i16,
) -> FindCoordinatorResponse {
    let make = || {
        // What it says is for who asked for the topic itself.
        let _ = maker.make(CONSUMER_OFFSETS);
    };
    answer(image, listener, &make, request, version)
}

/// The answer, where `make` has `__consumer_offsets` made.
pub(super) fn answer(
    image: &Image,
    listener: &ListenerName,
    make: &dyn Fn(),
    request: &FindCoordinatorRequest,
    version: i16,
) -> FindCoordinatorResponse {
    let find = |key: &Str| match find(image, listener, make, request.key_type, key) {
        Ok(found) => found,
        Err((code, message)) => Coordinator {
            key: key.clone(),
            node_id: -1,
            port: -1,
            error_code: code.code(),
            error_message: Some(message.into()),
            ..Default::default()
        },
    };
    if version >= BATCHED_FROM {
        let coordinators = request.coordinator_keys.iter().map(find).collect();
        return FindCoordinatorResponse { coordinators, ..Default::default() };
    }
    let found = find(&request.key);
    FindCoordinatorResponse {
        error_code: found.error_code,
        error_message: found.error_message,
        node_id: found.node_id,
        host: found.host,
        port: found.port,
        ..Default::default()
    }
}

fn find(
    image: &Image,
    listener: &ListenerName,
    make: &dyn Fn(),
    key_type: i8,
    key: &Str,
) -> Result<Coordinator, (ErrorCode, &'static str)> {
    match key_type {
        GROUP => {}
        // Java's clients and librdkafka give up at this one, and at few others.
        TRANSACTION => {
            return Err((
                ErrorCode::TransactionalIdAuthorizationFailed,
                "transactions are not built yet; idempotent producers work without them",
            ));
        }
        _ => return Err((ErrorCode::InvalidRequest, "a coordinator is one of groups (0)")),
    }
    let unavailable = |why| (ErrorCode::CoordinatorNotAvailable, why);
    let Some(topic) = image.topics().by_name(CONSUMER_OFFSETS) else {
        make();
        return Err(unavailable("__consumer_offsets is being made"));
    };
    let index = coordinator::partition_for(key, topic.partition_count() as i32);
    let partition = image.topics().partition(topic, index);
    let leader = partition.map(|partition| partition.leader()).filter(|leader| *leader >= 0);
    let leader =
        leader.ok_or_else(|| unavailable("the group's partition of __consumer_offsets has no leader"))?;
    let (host, port, _) = topics::endpoint(image, leader, listener)
        .ok_or_else(|| unavailable("the coordinator is not reachable by this listener"))?;
    Ok(Coordinator { key: key.clone(), node_id: leader, host, port, ..Default::default() })
}
