//! OffsetForLeaderEpoch: where a leader epoch ends in a log (KIP-101, KIP-320).

use wire::error_code::ErrorCode;
use wire::messages::offset_for_leader_epoch::{
    EpochEndOffset, OffsetForLeaderEpochRequest, OffsetForLeaderEpochResponse, OffsetForLeaderPartition,
    OffsetForLeaderTopicResult,
};

use super::topics;
use crate::replicas::{Moment, Replicas};

/// Serves an OffsetForLeaderEpoch.
pub(super) fn offset_for_leader_epoch(
    replicas: &Replicas,
    request: &OffsetForLeaderEpochRequest,
) -> OffsetForLeaderEpochResponse {
    let moment = replicas.moment();
    let topics = request.topics.iter().map(|topic| OffsetForLeaderTopicResult {
        topic: topic.topic.clone(),
        partitions: topic
            .partitions
            .iter()
            .map(|asked| end(replicas, &moment, &topic.topic, asked))
            .collect(),
    });
    OffsetForLeaderEpochResponse { topics: topics.collect(), ..Default::default() }
}

fn end(
    replicas: &Replicas,
    moment: &Moment,
    topic: &wire::codec::Str,
    asked: &OffsetForLeaderPartition,
) -> EpochEndOffset {
    let found = topics::find(&moment.image, false, topic, wire::codec::Uuid::ZERO)
        .and_then(|topic| topics::hosted(replicas, &moment.image, topic, asked.partition))
        .and_then(|replica| {
            let current = topics::epoch(asked.current_leader_epoch);
            replica.epoch_end(current, asked.leader_epoch).map_err(topics::code)
        });
    let answer = EpochEndOffset {
        partition: asked.partition,
        leader_epoch: -1,
        end_offset: -1,
        error_code: ErrorCode::None.code(),
    };
    match found {
        Ok(Some(end)) => EpochEndOffset { leader_epoch: end.epoch, end_offset: end.end_offset, ..answer },
        Ok(None) => answer,
        Err(code) => EpochEndOffset { error_code: code.code(), ..answer },
    }
}
