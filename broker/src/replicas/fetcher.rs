//! [`Fetchers`]: copies the logs of leaders elsewhere. One task for each leader and fetcher, one Fetch in the air in each.
//!
//! A fetch that waits at the leader is given up when replicas are added, so that a new partition is never kept waiting by
//! idle ones.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use client::{Connection, ConnectionOptions};
use log::FollowerBatches;
use metadata::image::Changes;
use parking_lot::Mutex;
use replica::{EpochEnd, FetchOutcome, FetchPosition};
use tokio::runtime::Handle;
use tokio::sync::Notify;
use tracing::{debug, info};
use wire::codec::{Uuid, VersionRange};
use wire::error_code::ErrorCode;
use wire::messages::fetch::{
    FetchPartition, FetchRequest, FetchResponse, FetchTopic, PartitionData, ReplicaState,
};
use wire::messages::list_offsets::{ListOffsetsPartition, ListOffsetsRequest, ListOffsetsTopic};

use super::key::Key;
use super::manager::Replicas;
use super::replica::Replica;

/// Versions of Fetch that know topics by id.
const FETCH_VERSIONS: VersionRange = VersionRange::new(13, 18);
/// From this version on the replica is named in a struct of its own.
const REPLICA_STATE_FROM: i16 = 15;
/// How much longer than it may wait an answer may take.
const GRACE: Duration = Duration::from_secs(10);
/// How long connecting may take.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(3);
/// ListOffsets: the first offset, and the one behind the last.
const EARLIEST: i64 = -2;
const LATEST: i64 = -1;

/// All fetchers of a broker.
pub struct Fetchers {
    replicas: Arc<Replicas>,
    runtime: Handle,
    assigned: Mutex<Assigned>,
}

#[derive(Default)]
struct Assigned {
    fetchers: BTreeMap<(i32, usize), Arc<Fetcher>>,
    of: HashMap<Key, (i32, usize)>,
}

struct Fetcher {
    leader: i32,
    number: usize,
    replicas: Mutex<HashMap<Key, Arc<Replica>>>,
    /// Replicas were added or told something new.
    news: Notify,
    changed: std::sync::atomic::AtomicBool,
}

impl Fetchers {
    /// No fetcher yet; tasks are started on `runtime`.
    pub fn new(replicas: Arc<Replicas>, runtime: Handle) -> Arc<Fetchers> {
        Arc::new(Fetchers { replicas, runtime, assigned: Mutex::default() })
    }

    pub(super) fn runtime(&self) -> &Handle {
        &self.runtime
    }

    /// A replica follows a leader.
    pub(super) fn assign(self: &Arc<Self>, leader: i32, replica: &Arc<Replica>) {
        let key = replica.key();
        let count = self.replicas.setup.replication.fetchers_per_leader.max(1);
        let number = (key.0.as_u128() as usize).wrapping_add(key.1 as usize) % count;
        let mut assigned = self.assigned.lock();
        let place = (leader, number);
        if let Some(before) = assigned.of.insert(key, place)
            && before != place
            && let Some(fetcher) = assigned.fetchers.get(&before)
        {
            fetcher.replicas.lock().remove(&key);
        }
        let fetcher = assigned.fetchers.entry(place).or_insert_with(|| self.start(leader, number)).clone();
        drop(assigned);
        fetcher.replicas.lock().insert(key, replica.clone());
        fetcher.changed.store(true, std::sync::atomic::Ordering::Release);
    }

    /// A replica does not follow any more.
    pub(super) fn withdraw(&self, key: &Key) {
        let mut assigned = self.assigned.lock();
        if let Some(before) = assigned.of.remove(key)
            && let Some(fetcher) = assigned.fetchers.get(&before)
        {
            fetcher.replicas.lock().remove(key);
        }
    }

    /// Brokers changed: who moved must be dialled anew.
    pub(super) fn metadata_changed(&self, changes: &Changes) {
        let assigned = self.assigned.lock();
        for ((leader, _), fetcher) in &assigned.fetchers {
            if changes.brokers.contains(leader) {
                fetcher.changed.store(true, std::sync::atomic::Ordering::Release);
            }
        }
    }

    /// After a round of changes: wakes the fetchers that were given something.
    pub(super) fn wake(&self) {
        let assigned = self.assigned.lock();
        for fetcher in assigned.fetchers.values() {
            if fetcher.changed.swap(false, std::sync::atomic::Ordering::AcqRel) {
                fetcher.news.notify_one();
            }
        }
    }

    fn start(self: &Arc<Self>, leader: i32, number: usize) -> Arc<Fetcher> {
        let fetcher = Arc::new(Fetcher {
            leader,
            number,
            replicas: Mutex::default(),
            news: Notify::new(),
            changed: false.into(),
        });
        let run = Run { fetcher: fetcher.clone(), replicas: self.replicas.clone(), connection: None };
        self.runtime.spawn(run.run());
        fetcher
    }
}

/// A replica's part of a Fetch.
struct Part {
    replica: Arc<Replica>,
    position: FetchPosition,
}

struct Run {
    fetcher: Arc<Fetcher>,
    replicas: Arc<Replicas>,
    connection: Option<Connection>,
}

impl Run {
    async fn run(mut self) {
        loop {
            let replicas: Vec<Arc<Replica>> = self.fetcher.replicas.lock().values().cloned().collect();
            self.ask_offsets(&replicas).await;
            let now = self.replicas.setup.clock.mono_ms();
            let leader = self.fetcher.leader;
            let parts: Vec<Part> = replicas
                .iter()
                .filter_map(|replica| {
                    let position = replica.fetch_position(now).filter(|p| p.leader == leader)?;
                    Some(Part { replica: replica.clone(), position })
                })
                .collect();
            if parts.is_empty() {
                self.rest(&replicas, now).await;
            } else {
                self.fetch(parts).await;
            }
        }
    }

    /// Until there is something to fetch.
    async fn rest(&self, replicas: &[Arc<Replica>], now: u64) {
        const IDLE: Duration = Duration::from_secs(1);
        let pause = replicas.iter().filter_map(|replica| replica.fetch_pause()).min();
        let pause = pause.map_or(IDLE, |until| Duration::from_millis(until.saturating_sub(now).max(1)));
        let _ = tokio::time::timeout(pause.min(IDLE), self.fetcher.news.notified()).await;
    }

    async fn fetch(&mut self, parts: Vec<Part>) {
        let Some(connection) = self.connected().await else {
            return self.no_answer(&parts);
        };
        let Ok(version) = connection.version_of::<FetchRequest>(FETCH_VERSIONS) else {
            debug!(leader = self.fetcher.leader, "does not know topics by id");
            self.connection = None;
            return self.no_answer(&parts);
        };
        let request = self.request(&parts, version);
        let within = self.replicas.setup.replication.fetch_wait_max + GRACE;
        let answer = tokio::select! {
            answer = connection.call_at(&request, version, within) => answer,
            () = self.fetcher.news.notified() => {
                // The leader would answer the next request only after this one.
                self.connection = None;
                return;
            }
        };
        match answer {
            Ok(response) => self.answered(parts, response),
            Err(error) => {
                info!(leader = self.fetcher.leader, %error, "a fetch was not answered");
                self.connection = None;
                self.no_answer(&parts);
            }
        }
    }

    async fn connected(&mut self) -> Option<Connection> {
        if let Some(open) = self.connection.as_ref().filter(|open| !open.is_closed()) {
            return Some(open.clone());
        }
        let (leader, setup) = (self.fetcher.leader, &self.replicas.setup);
        let image = setup.view.load();
        let endpoint = image.brokers().get(leader)?.endpoint(&setup.listener)?;
        let address = format!("{}:{}", endpoint.host, endpoint.port);
        let options = ConnectionOptions {
            client_id: format!("broker-{}-fetcher-{}", setup.node_id, self.fetcher.number),
            connect_timeout: CONNECT_TIMEOUT,
            ..Default::default()
        };
        match Connection::open(&address, &options).await {
            Ok(open) => {
                self.connection = Some(open.clone());
                Some(open)
            }
            Err(error) => {
                debug!(leader, %error, "cannot be fetched from");
                None
            }
        }
    }

    fn request(&self, parts: &[Part], version: i16) -> FetchRequest {
        let setup = &self.replicas.setup;
        let epoch = self.replicas.moment().broker_epoch;
        let mut topics: BTreeMap<Uuid, FetchTopic> = BTreeMap::new();
        for Part { replica, position } in parts {
            let (topic_id, partition) = replica.key();
            let topic =
                topics.entry(topic_id).or_insert_with(|| FetchTopic { topic_id, ..Default::default() });
            topic.partitions.push(FetchPartition {
                partition,
                current_leader_epoch: position.leader_epoch,
                fetch_offset: position.offset,
                last_fetched_epoch: position.last_fetched_epoch.unwrap_or(-1),
                log_start_offset: position.log_start,
                partition_max_bytes: setup.replication.fetch_max_bytes,
                ..Default::default()
            });
        }
        let mut request = FetchRequest {
            max_wait_ms: setup.replication.fetch_wait_max.as_millis() as i32,
            min_bytes: setup.replication.fetch_min_bytes,
            max_bytes: setup.replication.fetch_response_max_bytes,
            session_epoch: -1,
            topics: topics.into_values().collect(),
            ..Default::default()
        };
        if version >= REPLICA_STATE_FROM {
            request.replica_state = ReplicaState { replica_id: setup.node_id, replica_epoch: epoch };
        } else {
            request.replica_id = setup.node_id;
        }
        request
    }

    fn answered(&mut self, parts: Vec<Part>, response: FetchResponse) {
        let whole = ErrorCode::from_code(response.error_code);
        let mut data: HashMap<Key, PartitionData> = HashMap::new();
        for topic in response.responses {
            data.extend(topic.partitions.into_iter().map(|p| ((topic.topic_id, p.partition_index), p)));
        }
        for Part { replica, position } in parts {
            let moment = self.replicas.moment();
            let outcome = match data.remove(&replica.key()) {
                _ if whole != ErrorCode::None => FetchOutcome::Refused(whole),
                None => FetchOutcome::NoAnswer,
                Some(data) => {
                    let (outcome, records) = read(data);
                    match records.map(|records| FollowerBatches::check(records, position.leader_epoch)) {
                        None => outcome,
                        Some(Err(why)) => {
                            replica.fetched_garbage(&why, &moment);
                            continue;
                        }
                        Some(Ok(batches)) => {
                            let outcome = without_records(outcome, batches.is_empty());
                            replica.fetched(&position, &outcome, Some(batches), &moment);
                            continue;
                        }
                    }
                }
            };
            replica.fetched(&position, &outcome, None, &moment);
        }
    }

    fn no_answer(&self, parts: &[Part]) {
        let moment = self.replicas.moment();
        for Part { replica, position } in parts {
            replica.fetched(position, &FetchOutcome::NoAnswer, None, &moment);
        }
    }

    /// Asks the leader where its logs start and end, for replicas that it has told they are out of range.
    async fn ask_offsets(&mut self, replicas: &[Arc<Replica>]) {
        for replica in replicas {
            let Some((leader, epoch)) = replica.take_ask() else { continue };
            let answer = match leader == self.fetcher.leader {
                true => self.leader_offsets(replica, epoch).await,
                false => Err(None),
            };
            replica.leader_offsets(epoch, answer, &self.replicas.moment());
        }
    }

    async fn leader_offsets(
        &mut self,
        replica: &Replica,
        epoch: i32,
    ) -> Result<(i64, i64), Option<ErrorCode>> {
        let connection = self.connected().await.ok_or(None)?;
        let mut offsets = [0, 0];
        for (at, timestamp) in [EARLIEST, LATEST].into_iter().enumerate() {
            let request = ListOffsetsRequest {
                replica_id: self.replicas.setup.node_id,
                topics: vec![ListOffsetsTopic {
                    name: replica.name().topic.to_string().into(),
                    partitions: vec![ListOffsetsPartition {
                        partition_index: replica.key().1,
                        current_leader_epoch: epoch,
                        timestamp,
                        ..Default::default()
                    }],
                }],
                ..Default::default()
            };
            let answer = connection.call(&request, GRACE).await.map_err(|_| None)?;
            let partition = answer.topics.first().and_then(|topic| topic.partitions.first()).ok_or(None)?;
            match ErrorCode::from_code(partition.error_code) {
                ErrorCode::None => offsets[at] = partition.offset,
                code => return Err(Some(code)),
            }
        }
        Ok((offsets[0], offsets[1]))
    }
}

/// What an answer says, and its records, if there are any.
fn read(data: PartitionData) -> (FetchOutcome, Option<Bytes>) {
    let code = ErrorCode::from_code(data.error_code);
    if code != ErrorCode::None {
        return (FetchOutcome::Refused(code), None);
    }
    let diverging = &data.diverging_epoch;
    if diverging.epoch >= 0 {
        let end = EpochEnd { epoch: diverging.epoch, end_offset: diverging.end_offset };
        return (FetchOutcome::Diverging(end), None);
    }
    let records = data.records.filter(|records| !records.is_empty());
    let outcome = FetchOutcome::Records {
        any: records.is_some(),
        high_watermark: data.high_watermark,
        log_start: data.log_start_offset,
    };
    (outcome, records)
}

/// An answer of which nothing could be taken is one without records.
fn without_records(outcome: FetchOutcome, none: bool) -> FetchOutcome {
    match outcome {
        FetchOutcome::Records { high_watermark, log_start, .. } => {
            FetchOutcome::Records { any: !none, high_watermark, log_start }
        }
        other => other,
    }
}
