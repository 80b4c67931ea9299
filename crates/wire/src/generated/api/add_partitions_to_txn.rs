//! Generated from `crates/wire-codegen/schemas/api/add_partitions_to_txn.schema` by `make generate`; not to be edited.

use crate::codec::prelude::*;

/// `AddPartitionsToTxnRequest`: API key 24, versions 0-5.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct AddPartitionsToTxnRequest {
    /// Versions 4+.
    pub transactions: Vec<AddPartitionsToTxnTransaction>,
    /// Versions 0-3.
    pub v3_and_below_transactional_id: Str,
    /// Versions 0-3.
    pub v3_and_below_producer_id: i64,
    /// Versions 0-3.
    pub v3_and_below_producer_epoch: i16,
    /// Versions 0-3.
    pub v3_and_below_topics: Vec<AddPartitionsToTxnTopic>,
}

impl Struct for AddPartitionsToTxnRequest {
    const NAME: &'static str = "AddPartitionsToTxnRequest";
    const MIN_LEN: usize = 2;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        if v >= 4 {
            self.transactions.read(d, v)?;
        }
        if v <= 3 {
            self.v3_and_below_transactional_id.read(d, v)?;
        }
        if v <= 3 {
            self.v3_and_below_producer_id.read(d, v)?;
        }
        if v <= 3 {
            self.v3_and_below_producer_epoch.read(d, v)?;
        }
        if v <= 3 {
            self.v3_and_below_topics.read(d, v)?;
        }
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        if v >= 4 {
            self.transactions.write(s, v);
        } else {
            s.absent(v, "transactions", || !self.transactions.is_empty());
        }
        if v <= 3 {
            self.v3_and_below_transactional_id.write(s, v);
        } else {
            s.absent(v, "v3_and_below_transactional_id", || !self.v3_and_below_transactional_id.is_empty());
        }
        if v <= 3 {
            self.v3_and_below_producer_id.write(s, v);
        } else {
            s.absent(v, "v3_and_below_producer_id", || self.v3_and_below_producer_id != 0);
        }
        if v <= 3 {
            self.v3_and_below_producer_epoch.write(s, v);
        } else {
            s.absent(v, "v3_and_below_producer_epoch", || self.v3_and_below_producer_epoch != 0);
        }
        if v <= 3 {
            self.v3_and_below_topics.write(s, v);
        } else {
            s.absent(v, "v3_and_below_topics", || !self.v3_and_below_topics.is_empty());
        }
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for AddPartitionsToTxnRequest {
    fn fill(&mut self, r: &mut Random, v: Version) {
        if v >= 4 {
            self.transactions.fill(r, v);
        }
        if v <= 3 {
            self.v3_and_below_transactional_id.fill(r, v);
        }
        if v <= 3 {
            self.v3_and_below_producer_id.fill(r, v);
        }
        if v <= 3 {
            self.v3_and_below_producer_epoch.fill(r, v);
        }
        if v <= 3 {
            self.v3_and_below_topics.fill(r, v);
        }
    }
}

message!(AddPartitionsToTxnRequest, 0, 5, Some(3));
request!(AddPartitionsToTxnRequest, AddPartitionsToTxn, AddPartitionsToTxnResponse);

/// Part of [`AddPartitionsToTxnRequest`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct AddPartitionsToTxnTransaction {
    /// Versions 4+, key of its list.
    pub transactional_id: Str,
    /// Versions 4+.
    pub producer_id: i64,
    /// Versions 4+.
    pub producer_epoch: i16,
    /// Versions 4+.
    pub verify_only: bool,
    /// Versions 4+.
    pub topics: Vec<AddPartitionsToTxnTopic>,
}

impl Struct for AddPartitionsToTxnTransaction {
    const NAME: &'static str = "AddPartitionsToTxnTransaction";
    const MIN_LEN: usize = 14;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.transactional_id.read(d, v)?;
        self.producer_id.read(d, v)?;
        self.producer_epoch.read(d, v)?;
        self.verify_only.read(d, v)?;
        self.topics.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.transactional_id.write(s, v);
        self.producer_id.write(s, v);
        self.producer_epoch.write(s, v);
        self.verify_only.write(s, v);
        self.topics.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for AddPartitionsToTxnTransaction {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.transactional_id.fill(r, v);
        self.producer_id.fill(r, v);
        self.producer_epoch.fill(r, v);
        self.verify_only.fill(r, v);
        self.topics.fill(r, v);
    }
}

/// Part of [`AddPartitionsToTxnRequest`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct AddPartitionsToTxnTopic {
    /// Versions 0+, key of its list.
    pub name: Str,
    /// Versions 0+.
    pub partitions: Vec<i32>,
}

impl Struct for AddPartitionsToTxnTopic {
    const NAME: &'static str = "AddPartitionsToTxnTopic";
    const MIN_LEN: usize = 3;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.name.read(d, v)?;
        self.partitions.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.name.write(s, v);
        self.partitions.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for AddPartitionsToTxnTopic {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.name.fill(r, v);
        self.partitions.fill(r, v);
    }
}

/// `AddPartitionsToTxnResponse`: API key 24, versions 0-5.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct AddPartitionsToTxnResponse {
    /// Versions 0+.
    pub throttle_time_ms: i32,
    /// Versions 4+, ignorable.
    pub error_code: i16,
    /// Versions 4+.
    pub results_by_transaction: Vec<AddPartitionsToTxnResult>,
    /// Versions 0-3.
    pub results_by_topic_v3_and_below: Vec<AddPartitionsToTxnTopicResult>,
}

impl Struct for AddPartitionsToTxnResponse {
    const NAME: &'static str = "AddPartitionsToTxnResponse";
    const MIN_LEN: usize = 6;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.throttle_time_ms.read(d, v)?;
        if v >= 4 {
            self.error_code.read(d, v)?;
        }
        if v >= 4 {
            self.results_by_transaction.read(d, v)?;
        }
        if v <= 3 {
            self.results_by_topic_v3_and_below.read(d, v)?;
        }
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.throttle_time_ms.write(s, v);
        if v >= 4 {
            self.error_code.write(s, v);
        }
        if v >= 4 {
            self.results_by_transaction.write(s, v);
        } else {
            s.absent(v, "results_by_transaction", || !self.results_by_transaction.is_empty());
        }
        if v <= 3 {
            self.results_by_topic_v3_and_below.write(s, v);
        } else {
            s.absent(v, "results_by_topic_v3_and_below", || !self.results_by_topic_v3_and_below.is_empty());
        }
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for AddPartitionsToTxnResponse {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.throttle_time_ms.fill(r, v);
        if v >= 4 {
            self.error_code.fill(r, v);
        }
        if v >= 4 {
            self.results_by_transaction.fill(r, v);
        }
        if v <= 3 {
            self.results_by_topic_v3_and_below.fill(r, v);
        }
    }
}

message!(AddPartitionsToTxnResponse, 0, 5, Some(3));

/// Part of [`AddPartitionsToTxnResponse`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct AddPartitionsToTxnResult {
    /// Versions 4+, key of its list.
    pub transactional_id: Str,
    /// Versions 4+.
    pub topic_results: Vec<AddPartitionsToTxnTopicResult>,
}

impl Struct for AddPartitionsToTxnResult {
    const NAME: &'static str = "AddPartitionsToTxnResult";
    const MIN_LEN: usize = 3;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.transactional_id.read(d, v)?;
        self.topic_results.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.transactional_id.write(s, v);
        self.topic_results.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for AddPartitionsToTxnResult {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.transactional_id.fill(r, v);
        self.topic_results.fill(r, v);
    }
}

/// Part of [`AddPartitionsToTxnResponse`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct AddPartitionsToTxnTopicResult {
    /// Versions 0+, key of its list.
    pub name: Str,
    /// Versions 0+.
    pub results_by_partition: Vec<AddPartitionsToTxnPartitionResult>,
}

impl Struct for AddPartitionsToTxnTopicResult {
    const NAME: &'static str = "AddPartitionsToTxnTopicResult";
    const MIN_LEN: usize = 3;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.name.read(d, v)?;
        self.results_by_partition.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.name.write(s, v);
        self.results_by_partition.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for AddPartitionsToTxnTopicResult {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.name.fill(r, v);
        self.results_by_partition.fill(r, v);
    }
}

/// Part of [`AddPartitionsToTxnResponse`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct AddPartitionsToTxnPartitionResult {
    /// Versions 0+, key of its list.
    pub partition_index: i32,
    /// Versions 0+.
    pub partition_error_code: i16,
}

impl Struct for AddPartitionsToTxnPartitionResult {
    const NAME: &'static str = "AddPartitionsToTxnPartitionResult";
    const MIN_LEN: usize = 6;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.partition_index.read(d, v)?;
        self.partition_error_code.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.partition_index.write(s, v);
        self.partition_error_code.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for AddPartitionsToTxnPartitionResult {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.partition_index.fill(r, v);
        self.partition_error_code.fill(r, v);
    }
}
