//! Produce: appends in the order in which a connection's requests came, then waits, for acks=all, until all in-sync
//! replicas have what was appended (`kafka.server.ReplicaManager.appendRecords`).

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use log::{AppendOrigin, Appended, LeaderBatches, LogError};
use metadata::image::Image;
use metadata::topic_name;
use replica::waiting::{Outcome as Waited, Parked, Wait};
use tokio::sync::oneshot;
use wire::codec::Uuid;
use wire::error_code::ErrorCode;
use wire::messages::produce::{
    LeaderIdAndEpoch, NodeEndpoint, PartitionProduceData, PartitionProduceResponse, ProduceRequest,
    ProduceResponse, TopicProduceData, TopicProduceResponse,
};

use super::topics;
use crate::api::RequestContext;
use crate::net::{ListenerName, Outcome};
use crate::replicas::{AppendFailure, Moment, Replica, Replicas};

/// From this version on topics are named by id.
const IDS_FROM: i16 = 13;
/// From this version on the leader is told with an error (KIP-951).
const LEADER_HINTS_FROM: i16 = 10;
/// The first version whose batches can be kept as they come. Earlier ones are only listed (see `Supported::BROKER`).
pub(super) const SERVED_FROM: i16 = 3;
/// Who may write to internal topics: Kafka's own tools say that they are this client.
const ADMIN_CLIENT: &str = "__admin_client";

/// Serves a Produce.
pub(super) fn produce(
    replicas: &Arc<Replicas>,
    context: &RequestContext,
    request: ProduceRequest,
) -> Outcome {
    let acks = request.acks;
    let within = Duration::from_millis(request.timeout_ms.max(0) as u64);
    let moment = replicas.moment();
    let mut answer = Answer::default();
    for topic in request.topic_data {
        answer.topic(replicas, context, &moment, acks, topic, request.transactional_id.is_some());
    }
    if acks == 0 {
        // The client hears of an error only by losing its connection: then it asks who leads.
        return match answer.first_error() {
            None => Outcome::Nothing,
            Some(code) => Outcome::Close(format!("a Produce with acks=0 failed: {code}")),
        };
    }
    let context = context.clone();
    if answer.waiting.is_empty() {
        let response =
            answer.into_response(&moment.image, &context.connection.listener, context.version, None);
        return context.answer::<ProduceRequest>(&response);
    }
    let (wake, woken) = oneshot::channel();
    let wait = Arc::new(Wait::for_all(answer.waiting.len(), wake));
    for (slot, waiting) in answer.waiting.iter().enumerate() {
        let parked = waiting.replica.waits().park_acks(&wait, slot, waiting.end, waiting.generation);
        if parked == Parked::Complete
            && let Some(wake) = wait.take()
        {
            // All was replicated before it was waited for: nobody else says so.
            let _ = wake.send(());
        }
    }
    let replicas = replicas.clone();
    Outcome::later(async move {
        let done = tokio::time::timeout(within, woken).await;
        if done.is_err() {
            let _ = wait.expire();
        }
        let image = replicas.moment().image;
        let response =
            answer.into_response(&image, &context.connection.listener, context.version, Some(&wait));
        context.encode::<ProduceRequest>(&response)
    })
}

/// An append that waits for its replicas.
struct Waiting {
    replica: Arc<Replica>,
    end: i64,
    generation: u64,
    /// Where its answer stands.
    at: (usize, usize),
}

#[derive(Default)]
struct Answer {
    topics: Vec<TopicProduceResponse>,
    waiting: Vec<Waiting>,
}

impl Answer {
    fn topic(
        &mut self,
        replicas: &Replicas,
        context: &RequestContext,
        moment: &Moment,
        acks: i16,
        data: TopicProduceData,
        transactional: bool,
    ) {
        let mut answer =
            TopicProduceResponse { name: data.name.clone(), topic_id: data.topic_id, ..Default::default() };
        for partition in data.partition_data {
            let index = partition.index;
            let done = check_request(context, acks, transactional)
                .map_err(Refused::from)
                .and_then(|()| find(replicas, context, moment, &data.name, data.topic_id, index))
                .and_then(|replica| append(&replica, partition, acks, moment).map(|a| (replica, a)));
            let at = (self.topics.len(), answer.partition_responses.len());
            answer.partition_responses.push(match done {
                Ok((replica, (appended, generation))) => {
                    let response = accepted(index, &replica, &appended);
                    if acks == -1 {
                        self.waiting.push(Waiting { replica, end: appended.last_offset + 1, generation, at });
                    }
                    response
                }
                Err(refused) => refused.into_response(index),
            });
        }
        self.topics.push(answer);
    }

    fn first_error(&self) -> Option<ErrorCode> {
        let mut partitions = self.topics.iter().flat_map(|topic| &topic.partition_responses);
        partitions.find(|p| p.error_code != 0).map(|p| ErrorCode::from_code(p.error_code))
    }

    fn into_response(
        mut self,
        image: &Image,
        listener: &ListenerName,
        version: i16,
        wait: Option<&Wait<oneshot::Sender<()>>>,
    ) -> ProduceResponse {
        for (slot, waiting) in self.waiting.iter().enumerate() {
            let code = match wait.map_or(Waited::Waiting, |wait| wait.outcome(slot)) {
                Waited::Reached => continue,
                Waited::NotEnoughReplicas => ErrorCode::NotEnoughReplicasAfterAppend,
                Waited::Interrupted => ErrorCode::NotLeaderOrFollower,
                Waited::Waiting | Waited::Refused => ErrorCode::RequestTimedOut,
            };
            let partition = &mut self.topics[waiting.at.0].partition_responses[waiting.at.1];
            *partition = Refused::from(code).into_response(partition.index);
        }
        let mut leaders = BTreeSet::new();
        for topic in &mut self.topics {
            let id = match topic.topic_id.is_zero() {
                true => image.topics().by_name(&topic.name).map_or(Uuid::ZERO, |topic| topic.id()),
                false => topic.topic_id,
            };
            for partition in &mut topic.partition_responses {
                if version >= LEADER_HINTS_FROM
                    && topics::sends_elsewhere(ErrorCode::from_code(partition.error_code))
                {
                    let (leader_id, leader_epoch) = topics::current_leader(image, id, partition.index, None);
                    partition.current_leader = LeaderIdAndEpoch { leader_id, leader_epoch };
                    leaders.insert(leader_id);
                }
            }
        }
        let node = |id| {
            let (host, port, rack) = topics::endpoint(image, id, listener)?;
            Some(NodeEndpoint { node_id: id, host, port, rack })
        };
        ProduceResponse {
            responses: self.topics,
            node_endpoints: leaders.into_iter().filter_map(node).collect(),
            ..Default::default()
        }
    }
}

/// Why a partition's records were not taken.
struct Refused {
    code: ErrorCode,
    message: Option<String>,
}

impl From<ErrorCode> for Refused {
    fn from(code: ErrorCode) -> Refused {
        Refused { code, message: None }
    }
}

impl Refused {
    fn into_response(self, index: i32) -> PartitionProduceResponse {
        PartitionProduceResponse {
            index,
            error_code: self.code.code(),
            base_offset: -1,
            log_append_time_ms: -1,
            log_start_offset: -1,
            error_message: self.message.map(Into::into),
            ..Default::default()
        }
    }
}

fn check_request(context: &RequestContext, acks: i16, transactional: bool) -> Result<(), ErrorCode> {
    if !(-1..=1).contains(&acks) {
        return Err(ErrorCode::InvalidRequiredAcks);
    }
    if context.version < SERVED_FROM {
        return Err(ErrorCode::UnsupportedForMessageFormat);
    }
    if transactional {
        // No coordinator has opened a transaction: there is none.
        return Err(ErrorCode::InvalidTxnState);
    }
    Ok(())
}

fn find(
    replicas: &Replicas,
    context: &RequestContext,
    moment: &Moment,
    name: &wire::codec::Str,
    id: Uuid,
    index: i32,
) -> Result<Arc<Replica>, Refused> {
    let topic = topics::find(&moment.image, context.version >= IDS_FROM, name, id)?;
    if topic_name::is_internal(topic.name()) && &*context.client_id != ADMIN_CLIENT {
        return Err(ErrorCode::InvalidTopicException.into());
    }
    Ok(topics::hosted(replicas, &moment.image, topic, index)?)
}

fn append(
    replica: &Replica,
    data: PartitionProduceData,
    acks: i16,
    moment: &Moment,
) -> Result<(Appended, u64), Refused> {
    let records = data.records.unwrap_or_default();
    let config = replica.config();
    let batches = LeaderBatches::check(records, &config, AppendOrigin::Client, moment.wall_ms)
        .map_err(|fault| Refused { code: fault.error_code(), message: Some(fault.to_string()) })?;
    let (appended, leave) = replica.append(&batches, acks == -1, moment).map_err(|failure| Refused {
        code: failure.code(),
        message: told(&failure).then(|| failure.to_string()),
    })?;
    Ok((appended, leave.generation))
}

/// Whether a client can do something with the words: those about our disk stand in our log.
fn told(failure: &AppendFailure) -> bool {
    match failure {
        AppendFailure::Refused(_) => false,
        AppendFailure::Log(error) => {
            matches!(error, LogError::InvalidBatch(_) | LogError::Producer(_) | LogError::DiskFull { .. })
        }
    }
}

fn accepted(index: i32, replica: &Replica, appended: &Appended) -> PartitionProduceResponse {
    PartitionProduceResponse {
        index,
        base_offset: appended.first_offset,
        log_append_time_ms: appended.log_append_time.unwrap_or(-1),
        log_start_offset: replica.view().log_start,
        ..Default::default()
    }
}

#[cfg(test)]
mod tests {
    use std::time::Instant;

    use bytes::{BufMut, Bytes, BytesMut};
    use wire::batch::{BatchBuilder, BatchOptions, NewRecord};
    use wire::frame::{RequestFrame, decode_response, encode_request};

    use super::*;
    use crate::groups::tests::world::{OFFSETS, OTHER, US, World};

    const VERSION: i16 = 9;

    fn batch() -> Bytes {
        let mut builder = BatchBuilder::new(BatchOptions::default());
        let record = NewRecord { timestamp: 1, key: Some(b"k"), value: Some(b"v"), headers: &[] };
        builder.append(record).unwrap();
        builder.finish().unwrap()
    }

    async fn produced(world: &World, acks: i16, timeout_ms: i32) -> PartitionProduceResponse {
        let partition = PartitionProduceData { index: 0, records: Some(batch()) };
        let topic = TopicProduceData {
            name: "__consumer_offsets".into(),
            partition_data: vec![partition],
            ..Default::default()
        };
        let request = ProduceRequest { acks, timeout_ms, topic_data: vec![topic], ..Default::default() };
        let bytes = encode_request(&request, VERSION, 7, Some(&ADMIN_CLIENT.into())).unwrap();
        let frame = RequestFrame::parse(&bytes.freeze().slice(4..)).unwrap();
        let context = RequestContext::new(&world.connection, &frame);
        let answer = match produce(&world.replicas, &context, frame.decode().unwrap()) {
            Outcome::Ready(answer) => answer,
            Outcome::Waiting(answer) => answer.await.unwrap(),
            Outcome::Nothing | Outcome::Close(_) => panic!("no answer"),
        };
        let mut all = BytesMut::new();
        answer.pieces.iter().for_each(|piece| all.put_slice(piece));
        let (_, response) = decode_response::<ProduceRequest>(&all.freeze().slice(4..), VERSION).unwrap();
        response.responses[0].partition_responses[0].clone()
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn acks_all_is_answered_at_once_when_all_that_is_in_sync_has_the_records() {
        let world = World::leading("", &[US]).await;
        let begun = Instant::now();
        let answer = produced(&world, -1, 60_000).await;
        assert_eq!((answer.error_code, answer.base_offset), (0, 0));
        assert!(begun.elapsed() < Duration::from_secs(30), "it waited for what was there");
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn acks_all_times_out_when_a_replica_in_sync_does_not_fetch_and_the_records_stay() {
        let world = World::leading("", &[US, OTHER]).await;
        let answer = produced(&world, -1, 20).await;
        assert_eq!(answer.error_code, ErrorCode::RequestTimedOut.code());
        assert_eq!(world.replicas.get(OFFSETS, 0).unwrap().view().log_end, 1);
        assert_eq!(produced(&world, 1, 20).await.base_offset, 1, "acks=1 waits for nobody");
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn acks_all_is_told_who_leads_when_leadership_moves_while_it_waits() {
        let world = World::leading("", &[US, OTHER]).await;
        let (answer, ()) = tokio::join!(produced(&world, -1, 60_000), async {
            world.until(|world| world.replicas.get(OFFSETS, 0).unwrap().view().log_end == 1).await;
            world.lead(OTHER, 2, &[US, OTHER]);
        });
        assert_eq!(answer.error_code, ErrorCode::NotLeaderOrFollower.code());
    }
}
