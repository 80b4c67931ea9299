//! [`Replay`]: an image that follows the log, metadata transactions included (KIP-868).
//!
//! Between the begin and the end of a transaction the visible image stands still and a hidden fork goes on; the end makes
//! the fork visible, an abort drops it. Promises: what is visible never contains a part of a transaction.

use wire::records::MetadataRecord;

use super::Image;
use super::changes::Changes;
use super::error::ApplyError;
use crate::entry::{LogBatch, LogRecord, PrivateRecord};

/// A transaction that has begun.
#[derive(Debug, Clone)]
struct Hidden {
    image: Image,
    changes: Changes,
}

/// An image and, while one is open, a transaction on it.
#[derive(Debug, Clone, Default)]
pub struct Replay {
    visible: Image,
    hidden: Option<Box<Hidden>>,
    /// Offset of the last record seen, visible or not.
    offset: Option<i64>,
    left_out: u64,
}

impl Replay {
    /// Follows the log from what `image` holds.
    pub fn new(image: Image) -> Replay {
        let offset = Some(image.offset).filter(|offset| *offset >= 0);
        Replay { visible: image, hidden: None, offset, left_out: 0 }
    }

    /// What may be seen.
    pub fn image(&self) -> &Image {
        &self.visible
    }

    /// Offset behind the last record seen, visible or not.
    pub fn next_offset(&self) -> i64 {
        self.offset.map_or(0, |offset| offset + 1)
    }

    /// Whether a transaction is open.
    pub fn in_transaction(&self) -> bool {
        self.hidden.is_some()
    }

    /// How many records [`apply_batch_leniently`](Replay::apply_batch_leniently) left out.
    pub fn left_out(&self) -> u64 {
        self.left_out
    }

    /// Applies a batch; `changes` gets what became visible by it. Ends at the first record that contradicts the image.
    ///
    /// # Errors
    /// When a record contradicts the image or is of a type that is not known here: to go on would be to diverge, so a
    /// controller must not.
    pub fn apply_batch(&mut self, batch: &LogBatch, changes: &mut Changes) -> Result<(), ApplyError> {
        for (offset, record) in &batch.records {
            if let LogRecord::Unknown { record_type } = record {
                return Err(ApplyError::UnknownRecord { offset: *offset, record_type: *record_type });
            }
            self.apply_record(*offset, record, changes)?;
        }
        self.stamp(batch.next_offset - 1, batch.epoch, batch.timestamp_ms);
        Ok(())
    }

    /// Applies what can be applied of a batch, as Kafka's brokers do: records that contradict the image or are of a type
    /// that is not known here are left out, counted and given back.
    pub fn apply_batch_leniently(&mut self, batch: &LogBatch, changes: &mut Changes) -> Vec<ApplyError> {
        let mut left_out = Vec::new();
        for (offset, record) in &batch.records {
            if let Err(error) = self.apply_record(*offset, record, changes) {
                left_out.push(error);
            }
        }
        self.left_out += left_out.len() as u64;
        self.stamp(batch.next_offset - 1, batch.epoch, batch.timestamp_ms);
        left_out
    }

    fn apply_record(
        &mut self,
        offset: i64,
        record: &LogRecord,
        changes: &mut Changes,
    ) -> Result<(), ApplyError> {
        match record {
            LogRecord::Data(record) => self.apply(offset, record, changes),
            LogRecord::Control(record) => {
                let (image, changes) = self.target(changes);
                image.apply_control(offset, record, changes);
                self.offset = Some(offset);
                Ok(())
            }
            LogRecord::Unknown { record_type } => {
                Err(ApplyError::UnknownRecord { offset, record_type: *record_type })
            }
        }
    }

    /// Applies one record.
    ///
    /// # Errors
    /// When it contradicts the image, which is then as it was.
    pub fn apply(
        &mut self,
        offset: i64,
        record: &MetadataRecord,
        changes: &mut Changes,
    ) -> Result<(), ApplyError> {
        let wrong = |record, state| Err(ApplyError::Transaction { record, offset, state });
        match record {
            MetadataRecord::BeginTransaction(_) => {
                if self.hidden.is_some() {
                    return wrong("BeginTransactionRecord", "a transaction is open");
                }
                let image = self.visible.clone();
                self.hidden = Some(Box::new(Hidden { image, changes: Changes::default() }));
            }
            MetadataRecord::EndTransaction(_) => match self.hidden.take() {
                Some(hidden) => {
                    self.visible = hidden.image;
                    changes.extend(hidden.changes);
                }
                None => return wrong("EndTransactionRecord", "no transaction is open"),
            },
            MetadataRecord::AbortTransaction(_) => {
                if self.hidden.take().is_none() {
                    return wrong("AbortTransactionRecord", "no transaction is open");
                }
            }
            _ => {
                let (image, changes) = self.target(changes);
                image.apply(offset, record, changes)?;
            }
        }
        self.offset = Some(offset);
        if self.hidden.is_none() {
            self.visible.offset = offset;
        }
        Ok(())
    }

    /// Applies what stands beside the records of an entry.
    ///
    /// # Errors
    /// When it contradicts the image, which is then as it was.
    pub fn apply_private(&mut self, record: &PrivateRecord, changes: &mut Changes) -> Result<(), ApplyError> {
        let (image, changes) = self.target(changes);
        image.apply_private(record, changes)
    }

    /// Says where the last record stands.
    pub fn stamp(&mut self, offset: i64, epoch: i32, timestamp_ms: i64) {
        self.offset = Some(offset);
        if self.hidden.is_none() {
            self.visible.offset = offset;
            self.visible.epoch = epoch;
            self.visible.timestamp_ms = timestamp_ms;
        }
    }

    fn target<'a>(&'a mut self, changes: &'a mut Changes) -> (&'a mut Image, &'a mut Changes) {
        match &mut self.hidden {
            Some(hidden) => (&mut hidden.image, &mut hidden.changes),
            None => (&mut self.visible, changes),
        }
    }
}
