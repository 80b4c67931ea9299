//! [`Reader`]: reads partitions of a topic from given offsets on, without a group.

use std::collections::BTreeMap;
use std::time::Duration;

use bytes::Bytes;
use wire::batch::{Batches, Records};
use wire::codec::VersionRange;
use wire::error_code::ErrorCode;
use wire::messages::fetch::{FetchPartition, FetchRequest, FetchTopic, PartitionData};
use wire::messages::list_offsets::{ListOffsetsPartition, ListOffsetsRequest, ListOffsetsTopic};

use crate::admin::TopicInfo;
use crate::cluster::{CALL_TIMEOUT, Cluster};
use crate::error::ClientError;

/// Versions that name topics; later ones know them by id alone.
const FETCH_VERSIONS: VersionRange = VersionRange::new(4, 12);
/// Versions of ListOffsets whose requests and answers have the form used here.
const LIST_OFFSETS_VERSIONS: VersionRange = VersionRange::new(1, 7);
/// What one answer may carry, and of it one partition.
const FETCH_MAX_BYTES: i32 = 8 << 20;
const PARTITION_MAX_BYTES: i32 = 1 << 20;
/// The most that one batch may become when it is decompressed.
const DECOMPRESSED_MAX_BYTES: usize = 64 << 20;
/// Between two attempts at a partition that moves.
const RETRY_PAUSE: Duration = Duration::from_millis(100);

/// Where to begin.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StartAt {
    /// With the first record that is there.
    Beginning,
    /// With the next record that is written.
    End,
}

/// A record that was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConsumerRecord {
    /// The partition's index.
    pub partition: i32,
    /// Its offset.
    pub offset: i64,
    /// Milliseconds since the epoch.
    pub timestamp_ms: i64,
    /// Its key.
    pub key: Option<Bytes>,
    /// Its value.
    pub value: Option<Bytes>,
}

/// Reads a topic.
pub struct Reader<'a> {
    cluster: &'a Cluster,
    topic: TopicInfo,
    positions: BTreeMap<i32, i64>,
}

impl<'a> Reader<'a> {
    /// A reader of all partitions of a topic.
    pub async fn new(cluster: &'a Cluster, topic: &str, start: StartAt) -> Result<Reader<'a>, ClientError> {
        let topic = cluster.describe_topic(topic).await?;
        let positions = offsets(cluster, &topic, start).await?;
        Ok(Reader { cluster, topic, positions })
    }

    /// The next offset of each partition that will be read.
    pub fn positions(&self) -> &BTreeMap<i32, i64> {
        &self.positions
    }

    /// What has come, waiting up to `wait` for something. Empty when nothing came.
    pub async fn poll(&mut self, wait: Duration) -> Result<Vec<ConsumerRecord>, ClientError> {
        let mut by_leader: BTreeMap<i32, Vec<FetchPartition>> = BTreeMap::new();
        let mut leaderless = false;
        for p in &self.topic.partitions {
            let Some(leader) = p.leader else {
                leaderless = true;
                continue;
            };
            by_leader.entry(leader).or_default().push(FetchPartition {
                partition: p.index,
                fetch_offset: self.positions.get(&p.index).copied().unwrap_or(0),
                partition_max_bytes: PARTITION_MAX_BYTES,
                ..Default::default()
            });
        }
        let mut records = Vec::new();
        let mut stale = leaderless;
        // With several leaders each is asked in turn, the wait shared among them.
        let wait = wait / by_leader.len().max(1) as u32;
        for (leader, partitions) in by_leader {
            match self.fetch(leader, partitions, if records.is_empty() { wait } else { Duration::ZERO }).await
            {
                Ok(found) => {
                    for partition in found {
                        stale |= self.take(partition, &mut records)?;
                    }
                }
                Err(ClientError::Call(_) | ClientError::Unreachable { .. }) => stale = true,
                Err(error) if error.code() == Some(ErrorCode::BrokerNotAvailable) => stale = true,
                Err(error) => return Err(error),
            }
        }
        if stale {
            tokio::time::sleep(RETRY_PAUSE).await;
            if let Ok(topic) = self.cluster.describe_topic(&self.topic.name).await {
                self.topic = topic;
            }
        }
        Ok(records)
    }

    async fn fetch(
        &self,
        leader: i32,
        partitions: Vec<FetchPartition>,
        wait: Duration,
    ) -> Result<Vec<PartitionData>, ClientError> {
        let connection = self.cluster.node(leader).await?;
        let version = connection.version_of::<FetchRequest>(FETCH_VERSIONS)?;
        let request = FetchRequest {
            replica_id: -1,
            max_wait_ms: wait.as_millis() as i32,
            min_bytes: 1,
            max_bytes: FETCH_MAX_BYTES,
            session_epoch: -1,
            topics: vec![FetchTopic {
                topic: self.topic.name.clone().into(),
                partitions,
                ..Default::default()
            }],
            ..Default::default()
        };
        let response = connection.call_at(&request, version, wait + CALL_TIMEOUT).await?;
        if response.error_code != 0 {
            let what = format!("read {} from broker {leader}", self.topic.name);
            return Err(ClientError::refused(what, response.error_code, None));
        }
        Ok(response.responses.into_iter().flat_map(|t| t.partitions).collect())
    }

    /// Takes the records of a partition; true when what is known of the topic is out of date.
    fn take(&mut self, data: PartitionData, records: &mut Vec<ConsumerRecord>) -> Result<bool, ClientError> {
        let partition = data.partition_index;
        let code = ErrorCode::from_code(data.error_code);
        if !code.is_none() {
            if code.is_retriable() {
                return Ok(true);
            }
            let at = self.positions.get(&partition).copied().unwrap_or(0);
            let what = format!("read {}-{partition} from offset {at}", self.topic.name);
            return Err(ClientError::refused(what, data.error_code, None));
        }
        let next = self.positions.entry(partition).or_default();
        let broken = |e: String| ClientError::Data(format!("{}-{partition}: {e}", self.topic.name));
        for batch in Batches::new(data.records.unwrap_or_default()) {
            // The last batch of an answer may be cut off.
            let Ok(batch) = batch else { break };
            batch.verify_crc().map_err(|e| broken(e.to_string()))?;
            if !batch.header().attributes.is_control() {
                let payload =
                    batch.decompressed(DECOMPRESSED_MAX_BYTES).map_err(|e| broken(e.to_string()))?;
                for record in Records::new(batch.header(), &payload) {
                    let record = record.map_err(|e| broken(e.to_string()))?;
                    if record.offset >= *next {
                        records.push(ConsumerRecord {
                            partition,
                            offset: record.offset,
                            timestamp_ms: record.timestamp,
                            key: record.key.map(|k| payload.slice_ref(k)),
                            value: record.value.map(|v| payload.slice_ref(v)),
                        });
                    }
                }
            }
            *next = (*next).max(batch.header().next_offset());
        }
        Ok(false)
    }
}

/// The first or the next offset of each partition of a topic.
pub async fn offsets(
    cluster: &Cluster,
    topic: &TopicInfo,
    at: StartAt,
) -> Result<BTreeMap<i32, i64>, ClientError> {
    let timestamp = match at {
        StartAt::Beginning => -2,
        StartAt::End => -1,
    };
    let mut by_leader: BTreeMap<i32, Vec<ListOffsetsPartition>> = BTreeMap::new();
    for p in &topic.partitions {
        let what = format!(
            "find where {}-{} {}",
            topic.name,
            p.index,
            if timestamp == -1 { "ends" } else { "begins" }
        );
        let leader = p.leader.ok_or_else(|| {
            ClientError::refused(
                what,
                ErrorCode::LeaderNotAvailable.code(),
                Some("the partition has no leader"),
            )
        })?;
        let partition = ListOffsetsPartition { partition_index: p.index, timestamp, ..Default::default() };
        by_leader.entry(leader).or_default().push(partition);
    }
    let mut offsets = BTreeMap::new();
    for (leader, partitions) in by_leader {
        let connection = cluster.node(leader).await?;
        let version = connection.version_of::<ListOffsetsRequest>(LIST_OFFSETS_VERSIONS)?;
        let request = ListOffsetsRequest {
            replica_id: -1,
            topics: vec![ListOffsetsTopic { name: topic.name.clone().into(), partitions }],
            ..Default::default()
        };
        let response = connection.call_at(&request, version, CALL_TIMEOUT).await?;
        for p in response.topics.into_iter().flat_map(|t| t.partitions) {
            if p.error_code != 0 {
                let what = format!("list offsets of {}-{}", topic.name, p.partition_index);
                return Err(ClientError::refused(what, p.error_code, None));
            }
            offsets.insert(p.partition_index, p.offset);
        }
    }
    Ok(offsets)
}
