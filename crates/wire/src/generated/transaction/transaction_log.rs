//! Generated from `crates/wire-codegen/schemas/transaction/transaction_log.schema` by `make generate`; not to be edited.

use crate::codec::prelude::*;

/// `TransactionLogKey`: record type 0, versions 0.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct TransactionLogKey {
    /// Versions 0.
    pub transactional_id: Str,
}

impl Struct for TransactionLogKey {
    const NAME: &'static str = "TransactionLogKey";
    const MIN_LEN: usize = 2;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.transactional_id.read(d, v)?;
        Ok(())
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.transactional_id.write(s, v);
    }
}

#[cfg(feature = "testing")]
impl Sample for TransactionLogKey {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.transactional_id.fill(r, v);
    }
}

message!(TransactionLogKey, 0, 0, None);

/// `TransactionLogValue`: record type 0, versions 0-1.
#[derive(Debug, Clone, PartialEq)]
pub struct TransactionLogValue {
    /// Versions 0+.
    pub producer_id: i64,
    /// Versions 1+, tag 0, default -1.
    pub previous_producer_id: i64,
    /// Versions 1+, tag 1, default -1.
    pub next_producer_id: i64,
    /// Versions 0+.
    pub producer_epoch: i16,
    /// Versions 1+, tag 3, default -1.
    pub next_producer_epoch: i16,
    /// Versions 0+.
    pub transaction_timeout_ms: i32,
    /// Versions 0+.
    pub transaction_status: i8,
    /// Versions 0+, may be null.
    pub transaction_partitions: Option<Vec<PartitionsSchema>>,
    /// Versions 0+.
    pub transaction_last_update_timestamp_ms: i64,
    /// Versions 0+.
    pub transaction_start_timestamp_ms: i64,
    /// Versions 1+, tag 2.
    pub client_transaction_version: i16,
}

impl Default for TransactionLogValue {
    fn default() -> Self {
        Self {
            producer_id: 0,
            previous_producer_id: -1,
            next_producer_id: -1,
            producer_epoch: 0,
            next_producer_epoch: -1,
            transaction_timeout_ms: 0,
            transaction_status: 0,
            transaction_partitions: Some(Vec::new()),
            transaction_last_update_timestamp_ms: 0,
            transaction_start_timestamp_ms: 0,
            client_transaction_version: 0,
        }
    }
}

impl Struct for TransactionLogValue {
    const NAME: &'static str = "TransactionLogValue";
    const MIN_LEN: usize = 33;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.producer_id.read(d, v)?;
        self.producer_epoch.read(d, v)?;
        self.transaction_timeout_ms.read(d, v)?;
        self.transaction_status.read(d, v)?;
        self.transaction_partitions.read(d, v)?;
        self.transaction_last_update_timestamp_ms.read(d, v)?;
        self.transaction_start_timestamp_ms.read(d, v)?;
        d.tags(v, |d, tag| {
            match tag {
                0 if v == 1 => self.previous_producer_id.read(d, v)?,
                1 if v == 1 => self.next_producer_id.read(d, v)?,
                3 if v == 1 => self.next_producer_epoch.read(d, v)?,
                2 if v == 1 => self.client_transaction_version.read(d, v)?,
                _ => return Ok(false),
            }
            Ok(true)
        })
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.producer_id.write(s, v);
        self.producer_epoch.write(s, v);
        self.transaction_timeout_ms.write(s, v);
        self.transaction_status.write(s, v);
        self.transaction_partitions.write(s, v);
        self.transaction_last_update_timestamp_ms.write(s, v);
        self.transaction_start_timestamp_ms.write(s, v);
        if v != 1 {
            s.absent(v, "previous_producer_id", || self.previous_producer_id != -1);
        }
        if v != 1 {
            s.absent(v, "next_producer_id", || self.next_producer_id != -1);
        }
        if v != 1 {
            s.absent(v, "client_transaction_version", || self.client_transaction_version != 0);
        }
        if v != 1 {
            s.absent(v, "next_producer_epoch", || self.next_producer_epoch != -1);
        }
        if v.flexible {
            let has_previous_producer_id = v == 1 && self.previous_producer_id != -1;
            let has_next_producer_id = v == 1 && self.next_producer_id != -1;
            let has_client_transaction_version = v == 1 && self.client_transaction_version != 0;
            let has_next_producer_epoch = v == 1 && self.next_producer_epoch != -1;
            s.put_uvarint(
                u32::from(has_previous_producer_id)
                    + u32::from(has_next_producer_id)
                    + u32::from(has_client_transaction_version)
                    + u32::from(has_next_producer_epoch),
            );
            if has_previous_producer_id {
                s.put_tagged(0, &self.previous_producer_id, v);
            }
            if has_next_producer_id {
                s.put_tagged(1, &self.next_producer_id, v);
            }
            if has_client_transaction_version {
                s.put_tagged(2, &self.client_transaction_version, v);
            }
            if has_next_producer_epoch {
                s.put_tagged(3, &self.next_producer_epoch, v);
            }
        }
    }
}

#[cfg(feature = "testing")]
impl Sample for TransactionLogValue {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.producer_id.fill(r, v);
        if v == 1 {
            self.previous_producer_id.fill(r, v);
        }
        if v == 1 {
            self.next_producer_id.fill(r, v);
        }
        self.producer_epoch.fill(r, v);
        if v == 1 {
            self.next_producer_epoch.fill(r, v);
        }
        self.transaction_timeout_ms.fill(r, v);
        self.transaction_status.fill(r, v);
        self.transaction_partitions.fill(r, v);
        self.transaction_last_update_timestamp_ms.fill(r, v);
        self.transaction_start_timestamp_ms.fill(r, v);
        if v == 1 {
            self.client_transaction_version.fill(r, v);
        }
    }
}

message!(TransactionLogValue, 0, 1, Some(1));

/// Part of [`TransactionLogValue`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct PartitionsSchema {
    /// Versions 0+.
    pub topic: Str,
    /// Versions 0+.
    pub partition_ids: Vec<i32>,
}

impl Struct for PartitionsSchema {
    const NAME: &'static str = "PartitionsSchema";
    const MIN_LEN: usize = 3;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.topic.read(d, v)?;
        self.partition_ids.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.topic.write(s, v);
        self.partition_ids.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for PartitionsSchema {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.topic.fill(r, v);
        self.partition_ids.fill(r, v);
    }
}
