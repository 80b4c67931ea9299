//! [`FollowerBatches`]: what a follower fetched, found whole and in order.
//!
//! The leader has decided; here is only made sure that nothing was damaged on the way and that nothing of a later leader
//! slips in (KAFKA-18723).

use bytes::Bytes;
use wire::batch::{BatchError, BatchHeader, BatchView, Batches};

use super::BatchFault;

/// Batches that a follower may append as they are.
#[derive(Clone, Debug)]
pub struct FollowerBatches {
    bytes: Bytes,
    headers: Vec<BatchHeader>,
}

impl FollowerBatches {
    /// Checks what a fetch brought. A batch cut off at the end is left out, as are a batch of a later epoch than
    /// `leader_epoch` and all behind it.
    ///
    /// # Errors
    /// A damaged batch, or offsets that do not grow. Nothing is then to be appended.
    pub fn check(fetched: Bytes, leader_epoch: i32) -> Result<Self, BatchFault> {
        let mut headers: Vec<BatchHeader> = Vec::new();
        let mut taken = 0;
        for view in Batches::new(fetched.clone()) {
            let view = match view {
                Err(BatchError::Truncated { .. }) => break,
                view => view?,
            };
            let header = *view.header();
            if header.partition_leader_epoch > leader_epoch {
                break;
            }
            view.verify_crc()?;
            let last = headers.last().map_or(-1, BatchHeader::last_offset);
            if header.base_offset <= last || header.last_offset() == i64::MAX {
                return Err(BatchFault::OffsetOrder { found: header.base_offset, last });
            }
            taken += view.bytes().len();
            headers.push(header);
        }
        Ok(Self { bytes: fetched.slice(..taken), headers })
    }

    /// Bytes of all batches.
    pub fn size_in_bytes(&self) -> usize {
        self.bytes.len()
    }

    /// Whether there is nothing to append.
    pub fn is_empty(&self) -> bool {
        self.headers.is_empty()
    }

    /// Offset of the first record.
    pub fn first_offset(&self) -> Option<i64> {
        self.headers.first().map(|h| h.base_offset)
    }

    pub(crate) fn bytes(&self) -> &Bytes {
        &self.bytes
    }

    pub(crate) fn headers(&self) -> &[BatchHeader] {
        &self.headers
    }

    /// The whole batch that stands at a position of the bytes.
    pub(crate) fn batch_at(&self, position: usize) -> Result<Bytes, BatchFault> {
        Ok(BatchView::parse(&self.bytes.slice(position..))?.bytes().clone())
    }
}
