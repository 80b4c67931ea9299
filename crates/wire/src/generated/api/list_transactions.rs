//! Generated from `crates/wire-codegen/schemas/api/list_transactions.schema` by `make generate`; not to be edited.

use crate::codec::prelude::*;

/// `ListTransactionsRequest`: API key 66, versions 0-2.
#[derive(Debug, Clone, PartialEq)]
pub struct ListTransactionsRequest {
    /// Versions 0+.
    pub state_filters: Vec<Str>,
    /// Versions 0+.
    pub producer_id_filters: Vec<i64>,
    /// Versions 1+, default -1.
    pub duration_filter: i64,
    /// Versions 2+, may be null, default null.
    pub transactional_id_pattern: Option<Str>,
}

impl Default for ListTransactionsRequest {
    fn default() -> Self {
        Self {
            state_filters: Vec::new(),
            producer_id_filters: Vec::new(),
            duration_filter: -1,
            transactional_id_pattern: None,
        }
    }
}

impl Struct for ListTransactionsRequest {
    const NAME: &'static str = "ListTransactionsRequest";
    const MIN_LEN: usize = 3;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.state_filters.read(d, v)?;
        self.producer_id_filters.read(d, v)?;
        if v >= 1 {
            self.duration_filter.read(d, v)?;
        }
        if v == 2 {
            self.transactional_id_pattern.read(d, v)?;
        }
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.state_filters.write(s, v);
        self.producer_id_filters.write(s, v);
        if v >= 1 {
            self.duration_filter.write(s, v);
        } else {
            s.absent(v, "duration_filter", || self.duration_filter != -1);
        }
        if v == 2 {
            self.transactional_id_pattern.write(s, v);
        } else {
            s.absent(v, "transactional_id_pattern", || self.transactional_id_pattern.is_some());
        }
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for ListTransactionsRequest {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.state_filters.fill(r, v);
        self.producer_id_filters.fill(r, v);
        if v >= 1 {
            self.duration_filter.fill(r, v);
        }
        if v == 2 {
            self.transactional_id_pattern.fill(r, v);
        }
    }
}

message!(ListTransactionsRequest, 0, 2, Some(0));
request!(ListTransactionsRequest, ListTransactions, ListTransactionsResponse);

/// `ListTransactionsResponse`: API key 66, versions 0-2.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ListTransactionsResponse {
    /// Versions 0+.
    pub throttle_time_ms: i32,
    /// Versions 0+.
    pub error_code: i16,
    /// Versions 0+.
    pub unknown_state_filters: Vec<Str>,
    /// Versions 0+.
    pub transaction_states: Vec<TransactionState>,
}

impl Struct for ListTransactionsResponse {
    const NAME: &'static str = "ListTransactionsResponse";
    const MIN_LEN: usize = 9;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.throttle_time_ms.read(d, v)?;
        self.error_code.read(d, v)?;
        self.unknown_state_filters.read(d, v)?;
        self.transaction_states.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.throttle_time_ms.write(s, v);
        self.error_code.write(s, v);
        self.unknown_state_filters.write(s, v);
        self.transaction_states.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for ListTransactionsResponse {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.throttle_time_ms.fill(r, v);
        self.error_code.fill(r, v);
        self.unknown_state_filters.fill(r, v);
        self.transaction_states.fill(r, v);
    }
}

message!(ListTransactionsResponse, 0, 2, Some(0));

/// Part of [`ListTransactionsResponse`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct TransactionState {
    /// Versions 0+.
    pub transactional_id: Str,
    /// Versions 0+.
    pub producer_id: i64,
    /// Versions 0+.
    pub transaction_state: Str,
}

impl Struct for TransactionState {
    const NAME: &'static str = "TransactionState";
    const MIN_LEN: usize = 11;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.transactional_id.read(d, v)?;
        self.producer_id.read(d, v)?;
        self.transaction_state.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.transactional_id.write(s, v);
        self.producer_id.write(s, v);
        self.transaction_state.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for TransactionState {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.transactional_id.fill(r, v);
        self.producer_id.fill(r, v);
        self.transaction_state.fill(r, v);
    }
}
