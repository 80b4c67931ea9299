//! [`Producer`]: writes records to one topic, idempotently, acknowledged by all in-sync replicas.
//!
//! For the command line and for tests: one batch per partition in the air, so that a retry can never change the order.

use std::collections::BTreeMap;
use std::time::Duration;

use bytes::Bytes;
use tokio::time::Instant;
use wire::batch::{BatchBuilder, BatchOptions, NewRecord, increment_sequence};
use wire::codec::VersionRange;
use wire::error_code::ErrorCode;
use wire::messages::init_producer_id::InitProducerIdRequest;
use wire::messages::produce::{PartitionProduceData, ProduceRequest, TopicProduceData};

use crate::admin::TopicInfo;
use crate::cluster::{CALL_TIMEOUT, Cluster};
use crate::error::ClientError;

/// Versions that name topics; later ones know them by id alone.
const PRODUCE_VERSIONS: VersionRange = VersionRange::new(3, 12);
/// Acknowledged when all in-sync replicas have it.
const ACKS_ALL: i16 = -1;
/// The largest batch that is made; below every broker's default `max.message.bytes` of 1 MiB.
const BATCH_MAX_BYTES: usize = 512 << 10;
/// Between two attempts.
const RETRY_PAUSE: Duration = Duration::from_millis(100);

/// A record to be written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ProducerRecord {
    /// Records of one key go to one partition.
    pub key: Option<Bytes>,
    /// What is written.
    pub value: Option<Bytes>,
    /// Milliseconds since the epoch.
    pub timestamp_ms: i64,
}

/// Writes records to a topic.
pub struct Producer<'a> {
    cluster: &'a Cluster,
    topic: TopicInfo,
    producer_id: i64,
    producer_epoch: i16,
    sequences: BTreeMap<i32, i32>,
    next_without_key: usize,
    within: Duration,
}

impl<'a> Producer<'a> {
    /// A producer for a topic. Everything it does must be done `within` that time.
    pub async fn new(
        cluster: &'a Cluster,
        topic: &str,
        within: Duration,
    ) -> Result<Producer<'a>, ClientError> {
        let topic = cluster.describe_topic(topic).await?;
        let request = InitProducerIdRequest {
            transactional_id: None,
            transaction_timeout_ms: i32::MAX,
            ..Default::default()
        };
        let deadline = Instant::now() + within;
        let response = loop {
            let response = cluster.call(&request).await?;
            let code = ErrorCode::from_code(response.error_code);
            if code.is_none() {
                break response;
            }
            if !code.is_retriable() || Instant::now() >= deadline {
                return Err(ClientError::refused("get a producer id", response.error_code, None));
            }
            tokio::time::sleep(RETRY_PAUSE).await;
        };
        Ok(Producer {
            cluster,
            topic,
            producer_id: response.producer_id,
            producer_epoch: response.producer_epoch,
            sequences: BTreeMap::new(),
            next_without_key: 0,
            within,
        })
    }

    /// Writes records, in order for each key, and waits until they are acknowledged. Returns how many were written
    /// to which partition.
    pub async fn send(&mut self, records: Vec<ProducerRecord>) -> Result<BTreeMap<i32, usize>, ClientError> {
        let mut by_partition: BTreeMap<i32, Vec<ProducerRecord>> = BTreeMap::new();
        let without_key = self.next_without_key % self.topic.partitions.len().max(1);
        self.next_without_key += 1;
        for record in records {
            let partition = match &record.key {
                Some(key) => partition_of_key(key, self.topic.partitions.len()),
                None => without_key as i32,
            };
            by_partition.entry(partition).or_default().push(record);
        }
        let mut written = BTreeMap::new();
        for (partition, records) in by_partition {
            written.insert(partition, records.len());
            let mut rest = records.as_slice();
            while !rest.is_empty() {
                let (batch, taken) = self.batch(partition, rest)?;
                self.send_batch(partition, batch).await?;
                let next = self.sequences.entry(partition).or_default();
                *next = increment_sequence(*next, taken as i32);
                rest = &rest[taken..];
            }
        }
        Ok(written)
    }

    fn batch(&self, partition: i32, records: &[ProducerRecord]) -> Result<(Bytes, usize), ClientError> {
        let mut builder = BatchBuilder::new(BatchOptions {
            producer_id: self.producer_id,
            producer_epoch: self.producer_epoch,
            base_sequence: self.sequences.get(&partition).copied().unwrap_or(0),
            ..Default::default()
        });
        let broken = |e| ClientError::Data(format!("a record cannot be written: {e}"));
        let mut taken = 0;
        for record in records {
            let record = NewRecord {
                timestamp: record.timestamp_ms,
                key: record.key.as_deref(),
                value: record.value.as_deref(),
                headers: &[],
            };
            if taken > 0 && builder.size_with(&record) > BATCH_MAX_BYTES {
                break;
            }
            builder.append(record).map_err(broken)?;
            taken += 1;
        }
        Ok((builder.finish().map_err(broken)?, taken))
    }

    async fn send_batch(&mut self, partition: i32, batch: Bytes) -> Result<(), ClientError> {
        let deadline = Instant::now() + self.within;
        loop {
            let failed = match self.try_batch(partition, batch.clone()).await {
                Ok(()) => return Ok(()),
                Err(error) => error,
            };
            // Safe to repeat: the broker knows the batch by producer id and sequence.
            let again = match &failed {
                ClientError::Refused { code, .. } => code.is_retriable(),
                ClientError::Call(_) | ClientError::Unreachable { .. } => true,
                _ => false,
            };
            if !again {
                return Err(failed);
            }
            if Instant::now() >= deadline {
                return Err(ClientError::Deadline {
                    what: format!("{}-{partition} did not take records", self.topic.name),
                    after: self.within,
                    last: Some(failed.to_string()),
                });
            }
            tokio::time::sleep(RETRY_PAUSE).await;
            if let Ok(topic) = self.cluster.describe_topic(&self.topic.name).await {
                self.topic = topic;
            }
        }
    }

    async fn try_batch(&self, partition: i32, batch: Bytes) -> Result<(), ClientError> {
        let what = || format!("write to {}-{partition}", self.topic.name);
        let leader = self.topic.partitions.iter().find(|p| p.index == partition).and_then(|p| p.leader);
        let leader = leader.ok_or_else(|| {
            ClientError::refused(
                what(),
                ErrorCode::LeaderNotAvailable.code(),
                Some("the partition has no leader"),
            )
        })?;
        let connection = self.cluster.node(leader).await?;
        let version = connection.version_of::<ProduceRequest>(PRODUCE_VERSIONS)?;
        let request = ProduceRequest {
            acks: ACKS_ALL,
            timeout_ms: CALL_TIMEOUT.as_millis() as i32,
            topic_data: vec![TopicProduceData {
                name: self.topic.name.clone().into(),
                partition_data: vec![PartitionProduceData { index: partition, records: Some(batch) }],
                ..Default::default()
            }],
            ..Default::default()
        };
        let response = connection.call_at(&request, version, CALL_TIMEOUT + Duration::from_secs(1)).await?;
        let answer = response.responses.into_iter().flat_map(|t| t.partition_responses).next();
        match answer {
            // A batch that was already written is written.
            Some(p) if p.error_code == 0 || p.error_code == ErrorCode::DuplicateSequenceNumber.code() => {
                Ok(())
            }
            Some(p) => Err(ClientError::refused(what(), p.error_code, p.error_message.as_deref())),
            None => Err(ClientError::Data(format!("{}: the answer names no partition", what()))),
        }
    }
}

/// The partition of a key: murmur2, as Java's producer has it (`BuiltInPartitioner.partitionForKey`).
fn partition_of_key(key: &[u8], partitions: usize) -> i32 {
    ((murmur2(key) & 0x7fff_ffff) % partitions.max(1) as u32) as i32
}

/// MurmurHash2 with Kafka's seed.
fn murmur2(data: &[u8]) -> u32 {
    const M: u32 = 0x5bd1_e995;
    let mut h = 0x9747_b28c_u32 ^ data.len() as u32;
    let mut chunks = data.chunks_exact(4);
    for chunk in &mut chunks {
        let mut k = u32::from_le_bytes([chunk[0], chunk[1], chunk[2], chunk[3]]).wrapping_mul(M);
        k = (k ^ (k >> 24)).wrapping_mul(M);
        h = h.wrapping_mul(M) ^ k;
    }
    let rest = chunks.remainder();
    if !rest.is_empty() {
        for (i, byte) in rest.iter().enumerate() {
            h ^= u32::from(*byte) << (8 * i);
        }
        h = h.wrapping_mul(M);
    }
    h = (h ^ (h >> 13)).wrapping_mul(M);
    h ^ (h >> 15)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_hashed_as_javas_producer_hashes_them() {
        // Values of org.apache.kafka.common.utils.Utils.murmur2.
        for (key, hash) in
            [("21", -973_932_308_i32), ("foobar", -790_332_482), ("a-little-bit-long-string", -985_981_536)]
        {
            assert_eq!(murmur2(key.as_bytes()) as i32, hash, "{key}");
        }
    }
}
