//! The private part of an entry: what our controllers agree on beside Kafka's records.
//!
//! Never served to anybody, never in `__cluster_metadata`. Format, all numbers big-endian: one byte format (1), then
//! records until the end, each one byte kind, u32 length, body. A kind or a format that is not known is an error and not
//! skipped: all controllers must come to the same image.
//!
//! | kind | body |
//! |---|---|
//! | 1 cordon | broker id i32, broker epoch i64, u16 count, directory ids 16 bytes each |

use bytes::{BufMut, Bytes, BytesMut};
use wire::codec::Uuid;

use super::error::EntryError;

const FORMAT: u8 = 1;
const KIND_CORDON: u8 = 1;

/// A record of the private part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PrivateRecord {
    /// The directories of a broker that get no new replicas, where `metadata.version` has no record for them (KIP-1066).
    Cordon {
        /// The broker.
        broker_id: i32,
        /// Its epoch.
        broker_epoch: i64,
        /// The cordoned directories, all of them.
        directories: Vec<Uuid>,
    },
}

/// The bytes of the records; no bytes for none.
pub fn encode_private(records: &[PrivateRecord]) -> Bytes {
    if records.is_empty() {
        return Bytes::new();
    }
    let mut bytes = BytesMut::new();
    bytes.put_u8(FORMAT);
    for record in records {
        match record {
            PrivateRecord::Cordon { broker_id, broker_epoch, directories } => {
                let count = directories.len().min(usize::from(u16::MAX));
                bytes.put_u8(KIND_CORDON);
                bytes.put_u32((4 + 8 + 2 + 16 * count) as u32);
                bytes.put_i32(*broker_id);
                bytes.put_i64(*broker_epoch);
                bytes.put_u16(count as u16);
                directories[..count].iter().for_each(|id| bytes.put_slice(&id.0));
            }
        }
    }
    bytes.freeze()
}

/// The records in the bytes.
///
/// # Errors
/// When format or kind are not known, or the bytes end early.
pub fn decode_private(bytes: &[u8]) -> Result<Vec<PrivateRecord>, EntryError> {
    let mut reader = Reader { bytes, at: 0 };
    if bytes.is_empty() {
        return Ok(Vec::new());
    }
    let [format] = reader.array()?;
    if format != FORMAT {
        return Err(EntryError::PrivateFormat { found: format, known: FORMAT });
    }
    let mut records = Vec::new();
    while reader.at < bytes.len() {
        let [kind] = reader.array()?;
        let length = u32::from_be_bytes(reader.array()?) as usize;
        let end = reader.at.checked_add(length).filter(|end| *end <= bytes.len()).ok_or(reader.broken())?;
        let mut body = Reader { bytes: &bytes[..end], at: reader.at };
        match kind {
            KIND_CORDON => records.push(cordon(&mut body)?),
            _ => return Err(EntryError::PrivateKind(kind)),
        }
        if body.at != end {
            return Err(body.broken());
        }
        reader.at = end;
    }
    Ok(records)
}

fn cordon(body: &mut Reader<'_>) -> Result<PrivateRecord, EntryError> {
    let broker_id = i32::from_be_bytes(body.array()?);
    let broker_epoch = i64::from_be_bytes(body.array()?);
    let count = usize::from(u16::from_be_bytes(body.array()?));
    if body.bytes.len() - body.at != 16 * count {
        return Err(body.broken());
    }
    let directories = (0..count).map(|_| body.array().map(Uuid)).collect::<Result<_, _>>()?;
    Ok(PrivateRecord::Cordon { broker_id, broker_epoch, directories })
}

struct Reader<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl Reader<'_> {
    fn array<const N: usize>(&mut self) -> Result<[u8; N], EntryError> {
        let array = self.bytes.get(self.at..self.at + N).and_then(|bytes| bytes.try_into().ok());
        let array = array.ok_or(self.broken())?;
        self.at += N;
        Ok(array)
    }

    fn broken(&self) -> EntryError {
        EntryError::PrivateBroken { at: self.at, len: self.bytes.len() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn records() -> impl Strategy<Value = Vec<PrivateRecord>> {
        let cordon = (any::<i32>(), any::<i64>(), prop::collection::vec(any::<u128>(), 0..4)).prop_map(
            |(broker_id, broker_epoch, ids)| PrivateRecord::Cordon {
                broker_id,
                broker_epoch,
                directories: ids.into_iter().map(Uuid::from_u128).collect(),
            },
        );
        prop::collection::vec(cordon, 0..4)
    }

    proptest! {
        #[test]
        fn what_is_written_is_read(records in records()) {
            prop_assert_eq!(decode_private(&encode_private(&records)).unwrap(), records);
        }

        #[test]
        fn bytes_that_end_early_or_are_wrong_are_refused(records in records(), cut in 1..30_usize, flip in any::<u8>()) {
            let bytes = encode_private(&records);
            let short = &bytes[..bytes.len().saturating_sub(cut)];
            // What is left may be fewer whole records, never others.
            if let Ok(read) = decode_private(short) {
                prop_assert!(records.starts_with(&read));
            }
            let mut wrong = bytes.to_vec();
            if let Some(byte) = wrong.first_mut() {
                *byte ^= flip | 2;
                prop_assert!(decode_private(&wrong).is_err());
            }
            let _ = decode_private(&[flip; 40]);
        }
    }

    #[test]
    fn a_record_of_a_later_release_is_an_error() {
        assert_eq!(decode_private(&[1, 9, 0, 0, 0, 0]), Err(EntryError::PrivateKind(9)));
        assert_eq!(decode_private(&[2]), Err(EntryError::PrivateFormat { found: 2, known: 1 }));
        assert_eq!(
            decode_private(&[1, 1, 0xFF, 0xFF, 0xFF, 0xFF]),
            Err(EntryError::PrivateBroken { at: 6, len: 6 })
        );
        assert_eq!(decode_private(&[]), Ok(vec![]));
    }
}
