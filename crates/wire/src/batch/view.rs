//! Batches in bytes that hold one after the other.

use bytes::Bytes;

use super::error::BatchError;
use super::header::{BatchHeader, HEADER_LEN};
use super::record::Records;
use super::{Codec, checksum};

/// One whole batch, shared with the bytes it was found in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BatchView {
    header: BatchHeader,
    bytes: Bytes,
}

impl BatchView {
    /// The batch at the front of `bytes`; what follows it is left out.
    ///
    /// # Errors
    /// When the header makes no sense or the batch is not all there.
    pub fn parse(bytes: &Bytes) -> Result<BatchView, BatchError> {
        let header = BatchHeader::parse(bytes)?;
        let needed = header.size();
        if bytes.len() < needed {
            return Err(BatchError::Truncated { needed, left: bytes.len() });
        }
        Ok(BatchView { header, bytes: bytes.slice(..needed) })
    }

    /// The header.
    pub fn header(&self) -> &BatchHeader {
        &self.header
    }

    /// The whole batch.
    pub fn bytes(&self) -> &Bytes {
        &self.bytes
    }

    /// The records as they stand: compressed, if the batch is.
    pub fn payload(&self) -> Bytes {
        self.bytes.slice(HEADER_LEN..)
    }

    /// Compares the stored checksum with the bytes.
    ///
    /// # Errors
    /// [`BatchError::Crc`] when they differ.
    pub fn verify_crc(&self) -> Result<(), BatchError> {
        let (stored, computed) = (self.header.crc, checksum(&self.bytes));
        if stored == computed { Ok(()) } else { Err(BatchError::Crc { stored, computed }) }
    }

    /// The records of a batch that is not compressed, one by one.
    ///
    /// # Errors
    /// When it is compressed.
    pub fn records(&self) -> Result<Records<'_>, BatchError> {
        match self.header.codec()? {
            Codec::None => Ok(Records::new(&self.header, &self.bytes[HEADER_LEN..])),
            codec => Err(BatchError::Compressed(codec)),
        }
    }

    /// The records' bytes without compression, for [`Records::new`]: shared if the batch is not compressed, else
    /// decompressed to at most `max_output` bytes.
    ///
    /// # Errors
    /// When the codec does not exist, the bytes are not of it, or there are more of them than allowed.
    #[cfg(feature = "compression")]
    pub fn decompressed(&self, max_output: usize) -> Result<Bytes, crate::compression::CompressionError> {
        let id = self.header.attributes.codec_id();
        match Codec::from_id(id) {
            None => Err(crate::compression::CompressionError::Codec(id)),
            Some(Codec::None) => Ok(self.payload()),
            Some(codec) => crate::compression::decompress(codec, &self.bytes[HEADER_LEN..], max_output),
        }
    }
}

/// The batches in some bytes, one by one. Ends after the first error; an error says what is wrong with the bytes from
/// [`position`](Batches::position) on.
#[derive(Debug, Clone)]
pub struct Batches {
    rest: Bytes,
    position: usize,
    failed: bool,
}

impl Batches {
    /// The batches in `bytes`.
    pub fn new(bytes: Bytes) -> Batches {
        Batches { rest: bytes, position: 0, failed: false }
    }

    /// Bytes taken by the batches given out so far.
    pub fn position(&self) -> usize {
        self.position
    }
}

impl Iterator for Batches {
    type Item = Result<BatchView, BatchError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.failed || self.rest.is_empty() {
            return None;
        }
        let batch = BatchView::parse(&self.rest);
        match &batch {
            Ok(batch) => {
                let size = batch.bytes.len();
                self.rest = self.rest.slice(size..);
                self.position += size;
            }
            Err(_) => self.failed = true,
        }
        Some(batch)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::batch::{BatchBuilder, BatchOptions, NewRecord};

    fn three_batches() -> Bytes {
        let mut bytes = Vec::new();
        for base_offset in [10, 11, 12] {
            let mut builder = BatchBuilder::new(BatchOptions { base_offset, ..Default::default() });
            builder.append(NewRecord { value: Some(b"value"), ..Default::default() }).unwrap();
            bytes.extend_from_slice(&builder.finish().unwrap());
        }
        bytes.into()
    }

    #[test]
    fn batches_are_found_one_after_the_other() {
        let mut batches = Batches::new(three_batches());
        let offsets: Vec<i64> = batches.by_ref().map(|b| b.unwrap().header().base_offset).collect();
        assert_eq!(offsets, [10, 11, 12]);
        assert_eq!(batches.position(), three_batches().len());
    }

    #[test]
    fn a_torn_tail_is_told_and_everything_before_it_given() {
        let whole = three_batches();
        let size = whole.len() / 3;
        for length in 0..whole.len() {
            let mut batches = Batches::new(whole.slice(..length));
            let found: Vec<_> = batches.by_ref().collect();
            assert_eq!(found.iter().filter(|b| b.is_ok()).count(), length / size);
            assert_eq!(batches.position(), length / size * size);
            let torn = matches!(found.last(), Some(Err(BatchError::Truncated { .. })));
            assert_eq!(torn, length % size != 0, "{length}");
        }
    }

    #[test]
    fn a_flipped_bit_after_the_checksum_is_noticed() {
        let whole = three_batches();
        let size = whole.len() / 3;
        for at in 21..size {
            let mut bytes = whole[..size].to_vec();
            bytes[at] ^= 0x10;
            let noticed = match BatchView::parse(&bytes.into()) {
                Ok(view) => view.verify_crc().is_err(),
                Err(_) => true,
            };
            assert!(noticed, "byte {at}");
        }
    }
}
