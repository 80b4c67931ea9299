//! Fetch: what consumers and followers read; one that finds too little waits on its partitions' lists
//! (`kafka.server.ReplicaManager.fetchMessages`, `DelayedFetch`).
//!
//! Sessions are not built: each request names all its partitions, and is told so by session id 0 (KIP-227).

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use log::{LogError, ReadRequest};
use metadata::image::Image;
use replica::waiting::{Parked, ParkedFetch, Wait};
use replica::{FetchAnswer, Fetcher, FollowerFetch};
use tokio::sync::oneshot;
use tokio::time::{Instant, timeout_at};
use wire::codec::Uuid;
use wire::error_code::ErrorCode;
use wire::messages::fetch::{
    EpochEndOffset, FetchPartition, FetchRequest, FetchResponse, FetchableTopicResponse, LeaderIdAndEpoch,
    NodeEndpoint, PartitionData,
};

use super::topics;
use crate::api::RequestContext;
use crate::net::ListenerName;
use crate::replicas::{Moment, Replica, Replicas};

/// From this version on topics are named by id.
const IDS_FROM: i16 = 13;
/// From this version on a consumer may read from a follower (KIP-392).
const FOLLOWERS_FROM: i16 = 11;
/// From this version on a follower is named in a struct of its own.
const REPLICA_STATE_FROM: i16 = 15;
/// From this version on the leader is told with an error (KIP-951).
const LEADER_HINTS_FROM: i16 = 16;
/// `isolation.level` read_committed.
const READ_COMMITTED: i8 = 1;
/// The longest that a Fetch may wait, whatever it asks for.
const WAIT_MAX: Duration = Duration::from_secs(300);

/// Serves a Fetch.
pub(super) async fn fetch(
    replicas: Arc<Replicas>,
    context: RequestContext,
    request: FetchRequest,
) -> FetchResponse {
    if request.session_id != 0 {
        let code = ErrorCode::FetchSessionIdNotFound.code();
        return FetchResponse { error_code: code, ..Default::default() };
    }
    let mut fetch = Fetch::new(&replicas, &context, &request);
    let wait = Duration::from_millis(request.max_wait_ms.max(0) as u64).min(WAIT_MAX);
    let deadline = Instant::now() + wait;
    let min_bytes = request.min_bytes.max(0) as usize;
    let mut first = true;
    loop {
        // Taken before the log is looked at, so that what comes meanwhile is not overlooked.
        let marks = fetch.marks();
        fetch.read(&replicas.moment(), first);
        first = false;
        if fetch.bytes >= min_bytes || fetch.at_once || Instant::now() >= deadline {
            break;
        }
        if !fetch.park(marks, min_bytes, deadline).await {
            // The time is up. What has come in the last moment is taken along.
            fetch.read(&replicas.moment(), false);
            break;
        }
    }
    fetch.into_response(&replicas.moment().image, &context.connection.listener)
}

/// Who fetches.
#[derive(Clone, Copy)]
enum Who {
    Consumer { leader_only: bool, read_committed: bool },
    Follower { id: i32, broker_epoch: i64 },
}

struct Fetch {
    who: Who,
    version: i16,
    max_bytes: usize,
    parts: Vec<Part>,
    /// What was read in the last round.
    bytes: usize,
    /// Something is to be told without waiting: an error, or that logs part.
    at_once: bool,
}

/// One partition of a request.
struct Part {
    asked: FetchPartition,
    topic_id: Uuid,
    topic_name: wire::codec::Str,
    replica: Result<Arc<Replica>, ErrorCode>,
    /// What was found in the last round.
    found: Found,
}

#[derive(Default)]
struct Found {
    error: Option<ErrorCode>,
    high_watermark: i64,
    last_stable: i64,
    log_start: i64,
    leader_epoch: i32,
    diverging: Option<replica::EpochEnd>,
    /// Up to where there was something to be read.
    below: i64,
    records: Bytes,
}

impl Fetch {
    fn new(replicas: &Replicas, context: &RequestContext, request: &FetchRequest) -> Fetch {
        let version = context.version;
        let (id, broker_epoch) = match version >= REPLICA_STATE_FROM {
            true => (request.replica_state.replica_id, request.replica_state.replica_epoch),
            false => (request.replica_id, -1),
        };
        let who = match id {
            0.. => Who::Follower { id, broker_epoch },
            _ => Who::Consumer {
                leader_only: version < FOLLOWERS_FROM,
                read_committed: request.isolation_level == READ_COMMITTED,
            },
        };
        let limit = match who {
            Who::Consumer { .. } => replicas.consumer_fetch_max_bytes(),
            Who::Follower { .. } => i32::MAX,
        };
        let image = replicas.moment().image;
        let mut parts = Vec::new();
        for topic in &request.topics {
            let found = topics::find(&image, version >= IDS_FROM, &topic.topic, topic.topic_id);
            for asked in &topic.partitions {
                let replica =
                    found.and_then(|found| topics::hosted(replicas, &image, found, asked.partition));
                parts.push(Part {
                    asked: asked.clone(),
                    topic_id: found.map_or(topic.topic_id, |found| found.id()),
                    topic_name: topic.topic.clone(),
                    replica,
                    found: Found::default(),
                });
            }
        }
        let max_bytes = request.max_bytes.min(limit).max(0) as usize;
        Fetch { who, version, max_bytes, parts, bytes: 0, at_once: false }
    }

    /// How much there is in each partition, to be waited from.
    fn marks(&self) -> Vec<u64> {
        let of = |part: &Part| match (&part.replica, self.who) {
            (Ok(replica), Who::Consumer { .. }) => replica.waits().consumer_bytes(),
            (Ok(replica), Who::Follower { .. }) => replica.waits().replica_bytes(),
            (Err(_), _) => 0,
        };
        self.parts.iter().map(of).collect()
    }

    /// Looks at all partitions and reads what there is. Only the `first` time is a follower's position news.
    fn read(&mut self, moment: &Moment, first: bool) {
        (self.bytes, self.at_once) = (0, self.parts.is_empty());
        for part in &mut self.parts {
            let left = self.max_bytes.saturating_sub(self.bytes);
            // The first batch of all is read even if it alone is larger than what was asked for (KIP-74).
            part.found = part.read(self.who, left, self.bytes == 0, moment, first);
            self.bytes += part.found.records.len();
            self.at_once |= part.found.error.is_some() || part.found.diverging.is_some();
        }
    }

    /// Waits until there is more. False when the time is up.
    async fn park(&self, marks: Vec<u64>, min_bytes: usize, deadline: Instant) -> bool {
        let (wake, woken) = oneshot::channel();
        let missing = min_bytes.saturating_sub(self.bytes) as u64;
        let wait = Arc::new(Wait::for_bytes(self.parts.len(), missing, wake));
        for (slot, (part, bytes)) in self.parts.iter().zip(marks).enumerate() {
            let Ok(replica) = &part.replica else { continue };
            let found = &part.found;
            let parked = ParkedFetch {
                offset: found.below.max(part.asked.fetch_offset),
                bytes,
                at_most: part.asked.partition_max_bytes.max(1) as u32,
            };
            let parked = match self.who {
                Who::Consumer { .. } => {
                    replica.waits().park_consumer(&wait, slot, parked, found.leader_epoch)
                }
                Who::Follower { .. } => replica.waits().park_replica(&wait, slot, parked, found.leader_epoch),
            };
            if parked != Parked::Waiting {
                // Something came meanwhile: there is no need to wait at all.
                let _ = wait.expire();
                return true;
            }
        }
        let woken = timeout_at(deadline, woken).await;
        let _ = wait.expire();
        woken.is_ok()
    }

    fn into_response(self, image: &Image, listener: &ListenerName) -> FetchResponse {
        let mut responses: Vec<FetchableTopicResponse> = Vec::new();
        let mut leaders = BTreeSet::new();
        let by_id = self.version >= IDS_FROM;
        for part in self.parts {
            let same = responses.last().is_some_and(|last| match by_id {
                true => last.topic_id == part.topic_id,
                false => last.topic == part.topic_name,
            });
            if !same {
                responses.push(FetchableTopicResponse {
                    topic: part.topic_name.clone(),
                    topic_id: part.topic_id,
                    partitions: Vec::new(),
                });
            }
            let mut data = part.to_data(self.who);
            if self.version >= LEADER_HINTS_FROM
                && topics::sends_elsewhere(ErrorCode::from_code(data.error_code))
            {
                let replica = part.replica.as_deref().ok();
                let (leader_id, leader_epoch) =
                    topics::current_leader(image, part.topic_id, part.asked.partition, replica);
                data.current_leader = LeaderIdAndEpoch { leader_id, leader_epoch };
                leaders.insert(leader_id);
            }
            if let Some(last) = responses.last_mut() {
                last.partitions.push(data);
            }
        }
        let node = |id| {
            let (host, port, rack) = topics::endpoint(image, id, listener)?;
            Some(NodeEndpoint { node_id: id, host, port, rack })
        };
        FetchResponse {
            responses,
            node_endpoints: leaders.into_iter().filter_map(node).collect(),
            ..Default::default()
        }
    }
}

impl Part {
    fn read(&self, who: Who, left: usize, min_one_batch: bool, moment: &Moment, first: bool) -> Found {
        let replica = match &self.replica {
            Ok(replica) => replica,
            Err(code) => return Found::refused(*code),
        };
        let answer = match who {
            Who::Follower { id, broker_epoch } if first => {
                replica.follower_fetch(&self.follower_fetch(id, broker_epoch), moment)
            }
            Who::Follower { .. } => replica.check_fetch(&self.request(Fetcher::Replica)),
            Who::Consumer { leader_only, .. } => {
                replica.check_fetch(&self.request(Fetcher::Consumer { leader_only }))
            }
        };
        let answer = match answer {
            Ok(answer) => answer,
            Err(error) => return Found::refused(topics::code(error)),
        };
        let view = replica.view();
        let last_stable = match replica.log().first_undecided_offset() {
            Some(undecided) => undecided.min(view.high_watermark),
            None => view.high_watermark,
        };
        let mut found = Found {
            high_watermark: view.high_watermark,
            last_stable,
            log_start: view.log_start,
            leader_epoch: view.leader_epoch,
            ..Default::default()
        };
        match answer {
            FetchAnswer::Diverging(end) => found.diverging = Some(end),
            FetchAnswer::Read { from, below } => {
                found.below = match who {
                    Who::Consumer { read_committed: true, .. } => below.min(last_stable),
                    _ => below,
                };
                let bytes_max = left.min(self.asked.partition_max_bytes.max(0) as usize);
                let request = ReadRequest { offset: from, upper: found.below, bytes_max, min_one_batch };
                match replica.log().read(request).and_then(|slice| slice.to_bytes()) {
                    Ok(records) => found.records = records,
                    Err(error) => return Found::refused(read_error(&error)),
                }
            }
        }
        found
    }

    fn follower_fetch(&self, replica: i32, broker_epoch: i64) -> FollowerFetch {
        FollowerFetch {
            replica,
            broker_epoch,
            leader_epoch: topics::epoch(self.asked.current_leader_epoch),
            offset: self.asked.fetch_offset,
            last_fetched_epoch: topics::epoch(self.asked.last_fetched_epoch),
            log_start: self.asked.log_start_offset,
        }
    }

    fn request(&self, fetcher: Fetcher) -> replica::FetchRequest {
        replica::FetchRequest {
            fetcher,
            leader_epoch: topics::epoch(self.asked.current_leader_epoch),
            offset: self.asked.fetch_offset,
            last_fetched_epoch: topics::epoch(self.asked.last_fetched_epoch),
        }
    }

    fn to_data(&self, who: Who) -> PartitionData {
        let found = &self.found;
        let mut data = PartitionData {
            partition_index: self.asked.partition,
            error_code: found.error.map_or(0, ErrorCode::code),
            high_watermark: -1,
            last_stable_offset: -1,
            log_start_offset: -1,
            records: Some(found.records.clone()),
            ..Default::default()
        };
        if found.error.is_none() {
            data.high_watermark = found.high_watermark;
            data.last_stable_offset = found.last_stable;
            data.log_start_offset = found.log_start;
        }
        if let Some(end) = found.diverging {
            data.diverging_epoch = EpochEndOffset { epoch: end.epoch, end_offset: end.end_offset };
        }
        data.aborted_transactions = match who {
            Who::Consumer { read_committed: true, .. } => Some(Vec::new()),
            _ => None,
        };
        data
    }
}

impl Found {
    fn refused(error: ErrorCode) -> Found {
        Found { error: Some(error), ..Default::default() }
    }
}

/// A log that is gone because its replica was deleted or moved is not a storage error to the client.
fn read_error(error: &LogError) -> ErrorCode {
    match error {
        LogError::Offline { .. } => ErrorCode::NotLeaderOrFollower,
        other => other.error_code(),
    }
}
