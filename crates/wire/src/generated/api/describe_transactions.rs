//! Generated from `crates/wire-codegen/schemas/api/describe_transactions.schema` by `make generate`; not to be edited.

use crate::codec::prelude::*;

/// `DescribeTransactionsRequest`: API key 65, versions 0.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct DescribeTransactionsRequest {
    /// Versions 0+.
    pub transactional_ids: Vec<Str>,
}

impl Struct for DescribeTransactionsRequest {
    const NAME: &'static str = "DescribeTransactionsRequest";
    const MIN_LEN: usize = 2;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.transactional_ids.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.transactional_ids.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for DescribeTransactionsRequest {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.transactional_ids.fill(r, v);
    }
}

message!(DescribeTransactionsRequest, 0, 0, Some(0));
request!(DescribeTransactionsRequest, DescribeTransactions, DescribeTransactionsResponse);

/// `DescribeTransactionsResponse`: API key 65, versions 0.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct DescribeTransactionsResponse {
    /// Versions 0+.
    pub throttle_time_ms: i32,
    /// Versions 0+.
    pub transaction_states: Vec<TransactionState>,
}

impl Struct for DescribeTransactionsResponse {
    const NAME: &'static str = "DescribeTransactionsResponse";
    const MIN_LEN: usize = 6;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.throttle_time_ms.read(d, v)?;
        self.transaction_states.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.throttle_time_ms.write(s, v);
        self.transaction_states.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for DescribeTransactionsResponse {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.throttle_time_ms.fill(r, v);
        self.transaction_states.fill(r, v);
    }
}

message!(DescribeTransactionsResponse, 0, 0, Some(0));

/// Part of [`DescribeTransactionsResponse`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct TransactionState {
    /// Versions 0+.
    pub error_code: i16,
    /// Versions 0+.
    pub transactional_id: Str,
    /// Versions 0+.
    pub transaction_state: Str,
    /// Versions 0+.
    pub transaction_timeout_ms: i32,
    /// Versions 0+.
    pub transaction_start_time_ms: i64,
    /// Versions 0+.
    pub producer_id: i64,
    /// Versions 0+.
    pub producer_epoch: i16,
    /// Versions 0+.
    pub topics: Vec<TopicData>,
}

impl Struct for TransactionState {
    const NAME: &'static str = "TransactionState";
    const MIN_LEN: usize = 28;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.error_code.read(d, v)?;
        self.transactional_id.read(d, v)?;
        self.transaction_state.read(d, v)?;
        self.transaction_timeout_ms.read(d, v)?;
        self.transaction_start_time_ms.read(d, v)?;
        self.producer_id.read(d, v)?;
        self.producer_epoch.read(d, v)?;
        self.topics.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.error_code.write(s, v);
        self.transactional_id.write(s, v);
        self.transaction_state.write(s, v);
        self.transaction_timeout_ms.write(s, v);
        self.transaction_start_time_ms.write(s, v);
        self.producer_id.write(s, v);
        self.producer_epoch.write(s, v);
        self.topics.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for TransactionState {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.error_code.fill(r, v);
        self.transactional_id.fill(r, v);
        self.transaction_state.fill(r, v);
        self.transaction_timeout_ms.fill(r, v);
        self.transaction_start_time_ms.fill(r, v);
        self.producer_id.fill(r, v);
        self.producer_epoch.fill(r, v);
        self.topics.fill(r, v);
    }
}

/// Part of [`DescribeTransactionsResponse`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct TopicData {
    /// Versions 0+, key of its list.
    pub topic: Str,
    /// Versions 0+.
    pub partitions: Vec<i32>,
}

impl Struct for TopicData {
    const NAME: &'static str = "TopicData";
    const MIN_LEN: usize = 3;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.topic.read(d, v)?;
        self.partitions.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.topic.write(s, v);
        self.partitions.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for TopicData {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.topic.fill(r, v);
        self.partitions.fill(r, v);
    }
}
