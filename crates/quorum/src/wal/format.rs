//! The form of the write-ahead log on disk, version 1. All numbers are big-endian.
//!
//! The directory `__cluster_metadata-0/raft/` holds segment files named
//! `<sequence, 10 digits>-<index of the next entry when it was begun, 20 digits>.wal`. Sequence numbers have no gaps;
//! only the file with the highest one is written to. A segment is a header and records, one after the other.
//!
//! Header, 64 bytes:
//!
//! | at | size | |
//! |---|---|---|
//! | 0 | 8 | magic `FMRAFTWL` |
//! | 8 | 2 | version, 1 |
//! | 10 | 2 | flags: bit 0, this directory founded its group |
//! | 12 | 4 | node id |
//! | 16 | 16 | directory id |
//! | 32 | 4 | sequence number |
//! | 36 | 4 | 0 |
//! | 40 | 8 | Raft index of the next entry when the segment was begun |
//! | 48 | 8 | Kafka offset of the next entry when the segment was begun |
//! | 56 | 4 | 0 |
//! | 60 | 4 | CRC-32C of the 60 bytes before |
//!
//! Record, 16 bytes and a body:
//!
//! | at | size | |
//! |---|---|---|
//! | 0 | 4 | CRC-32C of everything after these four bytes, body included |
//! | 4 | 4 | length of the body |
//! | 8 | 1 | kind |
//! | 9 | 3 | 0 |
//! | 12 | 4 | bytes of this file that were known to be durable when the record was written |
//! | 16 | | body |
//!
//! | kind | | body |
//! |---|---|---|
//! | 1 | entry | i64 Kafka offset of its first record; u32 term; u64 index; u8 parts (1 configuration, 2 entry); the parts |
//! | 2 | vote | u32 term; i32 node id and 16 bytes directory id of the supported; u8 whether it won |
//! | 3 | committed | u32 term and u64 index up to which the log is known to be committed |
//! | 4 | truncate | u8 1 and u32 term, u64 index of the entry after which all are dropped, or u8 0: all; i64 next Kafka offset |
//! | 5 | purge | u32 term and u64 index up to which entries are not needed any more; i64 next Kafka offset after it |
//!
//! A part "configuration": u16 number of voter sets, each u16 number of keys and the keys (i32 node id, 16 bytes
//! directory id); u16 number of members, each its key, u16 number of endpoints, each listener (u16 length, UTF-8),
//! host (the same), u16 port. A part "entry": u32 offsets that it takes, u32 length and bytes of the batch, u32 length
//! and bytes of the private part.
//!
//! Why the fourth field of a record: one group of records is written and flushed at a time, so whatever lies before a
//! group was durable when it was written. A record that cannot be read is the torn end of the last group, and is cut,
//! unless a later record says that its place was durable: then the medium lost it, and nothing may be cut.

use bytes::Bytes;

use crate::VoterKey;
use crate::codec::{Malformed, Reader, Writer};
use crate::entry::MAX_ENTRY_BYTES;
use crate::log_entry::LogEntry;
use crate::log_id::{LogId, Vote};

pub(super) const MAGIC: &[u8; 8] = b"FMRAFTWL";
pub(super) const VERSION: u16 = 1;
pub(super) const HEADER_LEN: usize = 64;
pub(super) const RECORD_HEADER_LEN: usize = 16;
/// The longest body: the largest entry with the largest configuration.
pub(super) const MAX_BODY_LEN: usize = MAX_ENTRY_BYTES + 1024 * 1024;

const FOUNDED: u16 = 1;

const ENTRY: u8 = 1;
const VOTE: u8 = 2;
const COMMITTED: u8 = 3;
const TRUNCATE: u8 = 4;
const PURGE: u8 = 5;

/// What stands at the begin of a segment.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct SegmentHeader {
    pub(super) founded: bool,
    pub(super) key: VoterKey,
    pub(super) sequence: u32,
    pub(super) next_index: u64,
    pub(super) next_offset: i64,
}

impl SegmentHeader {
    pub(super) fn encode(&self) -> [u8; HEADER_LEN] {
        let mut out = Vec::with_capacity(HEADER_LEN);
        out.put(MAGIC);
        out.u16(VERSION);
        out.u16(if self.founded { FOUNDED } else { 0 });
        out.key(self.key);
        out.u32(self.sequence);
        out.u32(0);
        out.u64(self.next_index);
        out.i64(self.next_offset);
        out.u32(0);
        let crc = crc32c::crc32c(&out);
        out.u32(crc);
        let mut header = [0; HEADER_LEN];
        header.copy_from_slice(&out);
        header
    }

    /// The header in `bytes`; the error says what is wrong with it.
    pub(super) fn decode(bytes: &[u8]) -> Result<Self, String> {
        let Some(header) = bytes.get(..HEADER_LEN) else {
            return Err(format!("it has {} bytes, its header alone has {HEADER_LEN}", bytes.len()));
        };
        let (content, crc) = header.split_at(HEADER_LEN - 4);
        if crc != crc32c::crc32c(content).to_be_bytes() {
            return Err("the checksum of its header is wrong".into());
        }
        Self::fields(Bytes::copy_from_slice(content)).map_err(|e| e.to_string()).and_then(|found| found)
    }

    fn fields(content: Bytes) -> Result<Result<Self, String>, Malformed> {
        if !content.starts_with(MAGIC) {
            return Ok(Err("it does not begin with the magic of a raft log".into()));
        }
        let mut reader = Reader::new(content.slice(MAGIC.len()..));
        let version = reader.u16()?;
        if version != VERSION {
            return Ok(Err(format!("it has version {version}, this program reads version {VERSION}")));
        }
        let founded = reader.u16()? & FOUNDED != 0;
        let key = reader.key()?;
        let sequence = reader.u32()?;
        reader.u32()?;
        Ok(Ok(Self { founded, key, sequence, next_index: reader.u64()?, next_offset: reader.i64()? }))
    }
}

/// One record of a segment.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Record {
    /// An entry, and the Kafka offset at which it begins.
    Entry { base_offset: i64, entry: LogEntry },
    /// The vote that holds from here on.
    Vote(Vote),
    /// Everything up to here is committed.
    Committed(LogId),
    /// Entries after this one are gone; `None`: all.
    Truncate { after: Option<LogId>, next_offset: i64 },
    /// Entries up to this one are not needed any more.
    Purge { upto: LogId, next_offset: i64 },
}

/// Appends a record to `out`. `durable`: the bytes of the file that are known to be durable.
pub(super) fn write_record(out: &mut Vec<u8>, durable: u32, record: &Record) {
    let begin = out.len();
    out.put(&[0; RECORD_HEADER_LEN]);
    let kind = write_body(out, record);
    let length = (out.len() - begin - RECORD_HEADER_LEN) as u32;
    out[begin + 4..begin + 8].copy_from_slice(&length.to_be_bytes());
    out[begin + 8] = kind;
    out[begin + 12..begin + 16].copy_from_slice(&durable.to_be_bytes());
    let crc = crc32c::crc32c(&out[begin + 4..]);
    out[begin..begin + 4].copy_from_slice(&crc.to_be_bytes());
}

fn write_body(out: &mut Vec<u8>, record: &Record) -> u8 {
    match record {
        Record::Entry { base_offset, entry } => {
            out.i64(*base_offset);
            out.log_entry(entry);
            ENTRY
        }
        Record::Vote(vote) => {
            out.vote(vote);
            VOTE
        }
        Record::Committed(id) => {
            out.log_id(*id);
            COMMITTED
        }
        Record::Truncate { after, next_offset } => {
            out.option(*after, |out, id| out.log_id(id));
            out.i64(*next_offset);
            TRUNCATE
        }
        Record::Purge { upto, next_offset } => {
            out.log_id(*upto);
            out.i64(*next_offset);
            PURGE
        }
    }
}

/// What the first bytes of a record say, before its checksum is known to be right.
#[derive(Clone, Copy, Debug)]
pub(super) struct RecordHeader {
    /// Length of the whole record.
    pub(super) length: usize,
    /// Bytes of the file that were durable when it was written.
    pub(super) durable: u32,
    kind: u8,
    crc: u32,
}

impl RecordHeader {
    /// `None` when the bytes cannot be the begin of a record.
    pub(super) fn decode(bytes: &[u8]) -> Option<Self> {
        let word = |at: usize| bytes.get(at..at + 4)?.try_into().ok().map(u32::from_be_bytes);
        let (crc, body, durable) = (word(0)?, word(4)? as usize, word(12)?);
        let kind = bytes[8];
        let sound = (ENTRY..=PURGE).contains(&kind) && bytes[9..12] == [0; 3] && body <= MAX_BODY_LEN;
        sound.then_some(Self { length: RECORD_HEADER_LEN + body, durable, kind, crc })
    }

    /// Whether `record`, of exactly the announced length, has the right checksum.
    pub(super) fn matches(&self, record: &[u8]) -> bool {
        record.len() == self.length && crc32c::crc32c(&record[4..]) == self.crc
    }
}

/// Reads a record whose checksum was found right.
pub(super) fn read_record(header: &RecordHeader, record: Bytes) -> Result<Record, Malformed> {
    let mut reader = Reader::new(record.slice(RECORD_HEADER_LEN..));
    let record = match header.kind {
        ENTRY => Record::Entry { base_offset: reader.i64()?, entry: reader.log_entry()? },
        VOTE => Record::Vote(reader.vote()?),
        COMMITTED => Record::Committed(reader.log_id()?),
        TRUNCATE => Record::Truncate { after: reader.option(Reader::log_id)?, next_offset: reader.i64()? },
        _ => Record::Purge { upto: reader.log_id()?, next_offset: reader.i64()? },
    };
    reader.end()?;
    Ok(record)
}

/// The name of a segment's file.
pub(super) fn file_name(sequence: u32, next_index: u64) -> String {
    format!("{sequence:010}-{next_index:020}.wal")
}

/// The sequence number and first index in a segment's file name; `None` for other files.
pub(super) fn parse_file_name(name: &str) -> Option<(u32, u64)> {
    let (sequence, index) = name.strip_suffix(".wal")?.split_once('-')?;
    let digits = |text: &str, n: usize| text.len() == n && text.bytes().all(|b| b.is_ascii_digit());
    if !digits(sequence, 10) || !digits(index, 20) {
        return None;
    }
    Some((sequence.parse().ok()?, index.parse().ok()?))
}
