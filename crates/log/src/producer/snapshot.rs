//! The bytes of a producer snapshot: Kafka's `ProducerSnapshot` version 1, with the CRC-32C of all that follows it.
//! Of each producer only the last batch is kept.

use bytes::{Bytes, BytesMut};
use wire::codec::Message;
use wire::data::producer_snapshot::{ProducerEntry as Entry, ProducerSnapshot};

use super::entry::{BatchMetadata, ProducerEntry};
use super::state::ProducerState;

const VERSION: i16 = 1;
/// The CRC stands behind the version and covers what comes behind itself.
const CRC_AT: usize = 2;
const ENTRIES_AT: usize = 6;

impl ProducerState {
    /// The largest snapshot that is read: 64 MiB, some 1.4 million producers.
    pub(crate) const SNAPSHOT_BYTES_MAX: u64 = 64 * 1024 * 1024;

    /// The content of a snapshot file.
    pub(crate) fn to_snapshot(&self) -> Bytes {
        let mut entries: Vec<Entry> = self.producers().map(encode).collect();
        entries.sort_unstable_by_key(|e| e.producer_id);
        let snapshot = ProducerSnapshot { crc: 0, producer_entries: entries };
        let mut bytes = BytesMut::with_capacity(ENTRIES_AT + 4 + 46 * snapshot.producer_entries.len());
        bytes.extend_from_slice(&VERSION.to_be_bytes());
        snapshot.write_to(&mut bytes, VERSION);
        let crc = crc32c::crc32c(&bytes[ENTRIES_AT..]);
        bytes[CRC_AT..ENTRIES_AT].copy_from_slice(&crc.to_be_bytes());
        bytes.freeze()
    }

    /// The state that a snapshot file holds, or why it cannot be used.
    pub(crate) fn from_snapshot(
        content: &Bytes,
        end_offset: i64,
        now: i64,
        expiration_ms: i64,
    ) -> Result<Self, String> {
        if content.len() < ENTRIES_AT {
            return Err(format!("it has only {} bytes", content.len()));
        }
        let version = i16::from_be_bytes([content[0], content[1]]);
        if version != VERSION {
            return Err(format!("its version is {version}, known is {VERSION}"));
        }
        let snapshot = ProducerSnapshot::from_bytes(&content.slice(CRC_AT..), VERSION)
            .map_err(|e| format!("its content is broken ({e})"))?;
        let computed = crc32c::crc32c(&content[ENTRIES_AT..]);
        if snapshot.crc != computed {
            return Err(format!("its checksum is {:08x}, its bytes have {computed:08x}", snapshot.crc));
        }
        let entries = snapshot.producer_entries.iter().map(decode);
        Ok(Self::from_entries(entries, end_offset, now, expiration_ms))
    }
}

fn encode(entry: &ProducerEntry) -> Entry {
    let last = entry.last_batch();
    Entry {
        producer_id: entry.producer_id,
        epoch: entry.producer_epoch,
        last_sequence: entry.last_sequence(),
        last_offset: last.map_or(-1, |b| b.last_offset),
        offset_delta: last.map_or(0, |b| b.offset_delta),
        timestamp: entry.last_timestamp,
        coordinator_epoch: entry.coordinator_epoch,
        current_txn_first_offset: entry.current_txn_first_offset.unwrap_or(-1),
    }
}

fn decode(entry: &Entry) -> ProducerEntry {
    let mut decoded = ProducerEntry::new(entry.producer_id);
    decoded.producer_epoch = entry.epoch;
    decoded.coordinator_epoch = entry.coordinator_epoch;
    decoded.last_timestamp = entry.timestamp;
    decoded.current_txn_first_offset = Some(entry.current_txn_first_offset).filter(|o| *o >= 0);
    if entry.last_offset >= 0 {
        decoded.add_metadata(
            entry.epoch,
            BatchMetadata {
                last_sequence: entry.last_sequence,
                offset_delta: entry.offset_delta,
                last_offset: entry.last_offset,
                timestamp: entry.timestamp,
            },
        );
    }
    decoded
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::producer::ProducerBatch;

    fn state() -> ProducerState {
        let mut state = ProducerState::new(40);
        for (id, transactional) in [(5, false), (2, true), (9, false)] {
            state.replay(
                &ProducerBatch {
                    producer_id: id,
                    producer_epoch: 3,
                    base_sequence: 10,
                    base_offset: 20 + id,
                    last_offset: 24 + id,
                    max_timestamp: 1000 * id,
                    transactional,
                    marker: None,
                },
                100,
            );
        }
        state
    }

    #[test]
    fn a_snapshot_reads_back_without_what_expired() {
        let state = state();
        let bytes = state.to_snapshot();
        assert_eq!(bytes.len(), 6 + 4 + 3 * 46);
        assert_eq!(&bytes[..2], [0, 1]);
        assert_eq!(ProducerState::from_snapshot(&bytes, 40, 5000, 1_000_000), Ok(state));
        let later = ProducerState::from_snapshot(&bytes, 40, 8000, 3000).unwrap();
        let mut left: Vec<i64> = later.producers().map(|e| e.producer_id).collect();
        left.sort_unstable();
        assert_eq!(left, [2, 9], "5 has expired, 2 has an open transaction");
    }

    #[test]
    fn a_damaged_snapshot_is_refused() {
        let bytes = state().to_snapshot();
        for at in 0..bytes.len() {
            let mut damaged = bytes.to_vec();
            damaged[at] ^= 0x10;
            assert!(ProducerState::from_snapshot(&damaged.into(), 40, 0, 1).is_err(), "byte {at}");
        }
        for len in 0..bytes.len() {
            assert!(ProducerState::from_snapshot(&bytes.slice(..len), 40, 0, 1).is_err(), "{len} bytes");
        }
    }
}
