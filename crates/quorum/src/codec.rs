//! The binary form that log files and peer messages share: big-endian, lengths before contents, no padding.
//!
//! [`Reader`] never reads beyond its input and never allocates for a count that its input could not hold. Nothing
//! here knows about files or sockets.

use std::sync::Arc;

use bytes::{Buf, Bytes};

use crate::configuration::{Configuration, MAX_MEMBERS};
use crate::entry::MAX_ENTRY_BYTES;
use crate::log_entry::{LogEntry, Payload};
use crate::log_id::{LogId, MAX_TERM, Vote};
use crate::voter::MAX_ENDPOINTS;
use crate::{Endpoint, Endpoints, Entry, Uuid, VoterKey};

/// The longest listener or host name.
pub(crate) const MAX_NAME_BYTES: usize = 255;
/// A joint configuration has two sets of voters.
const MAX_VOTER_SETS: usize = 2;
/// Bytes of a voter's key.
const KEY_LEN: usize = 20;

const HAS_CONFIGURATION: u8 = 1;
const HAS_ENTRY: u8 = 2;

/// Why bytes could not be read.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("{what} at byte {at}")]
pub(crate) struct Malformed {
    /// What was found.
    pub(crate) what: String,
    /// Where, from the start of the input.
    pub(crate) at: usize,
}

/// Reads a value after the other from bytes; slices are shared, not copied.
pub(crate) struct Reader {
    bytes: Bytes,
    len: usize,
}

type Result<T> = std::result::Result<T, Malformed>;

impl Reader {
    pub(crate) fn new(bytes: Bytes) -> Self {
        Self { len: bytes.len(), bytes }
    }

    pub(crate) fn malformed<T>(&self, what: impl Into<String>) -> Result<T> {
        Err(Malformed { what: what.into(), at: self.len - self.bytes.len() })
    }

    fn need(&self, n: usize) -> Result<()> {
        if self.bytes.len() < n {
            return self.malformed(format!("{n} bytes are needed, {} are left", self.bytes.len()));
        }
        Ok(())
    }

    /// Everything must have been read.
    pub(crate) fn end(&self) -> Result<()> {
        match self.bytes.len() {
            0 => Ok(()),
            n => self.malformed(format!("{n} bytes are left over")),
        }
    }

    pub(crate) fn u8(&mut self) -> Result<u8> {
        self.need(1)?;
        Ok(self.bytes.get_u8())
    }

    pub(crate) fn u16(&mut self) -> Result<u16> {
        self.need(2)?;
        Ok(self.bytes.get_u16())
    }

    pub(crate) fn u32(&mut self) -> Result<u32> {
        self.need(4)?;
        Ok(self.bytes.get_u32())
    }

    pub(crate) fn u64(&mut self) -> Result<u64> {
        self.need(8)?;
        Ok(self.bytes.get_u64())
    }

    pub(crate) fn i32(&mut self) -> Result<i32> {
        Ok(self.u32()? as i32)
    }

    pub(crate) fn i64(&mut self) -> Result<i64> {
        Ok(self.u64()? as i64)
    }

    pub(crate) fn bool(&mut self) -> Result<bool> {
        match self.u8()? {
            0 => Ok(false),
            1 => Ok(true),
            other => self.malformed(format!("{other} is no truth value")),
        }
    }

    /// Bytes with their length in 32 bits, at most `limit`.
    pub(crate) fn bytes(&mut self, limit: usize) -> Result<Bytes> {
        let n = self.u32()? as usize;
        if n > limit {
            return self.malformed(format!("{n} bytes are announced, at most {limit} are allowed"));
        }
        self.need(n)?;
        Ok(self.bytes.split_to(n))
    }

    /// Text with its length in 16 bits.
    pub(crate) fn text(&mut self, limit: usize) -> Result<String> {
        let n = usize::from(self.u16()?);
        if n > limit {
            return self.malformed(format!("a text of {n} bytes is announced, at most {limit} are allowed"));
        }
        self.need(n)?;
        match String::from_utf8(self.bytes.split_to(n).to_vec()) {
            Ok(text) => Ok(text),
            Err(_) => self.malformed("a text is not UTF-8"),
        }
    }

    /// A count in 16 bits of things that take at least `each` bytes, at most `limit`.
    pub(crate) fn count(&mut self, each: usize, limit: usize) -> Result<usize> {
        let n = usize::from(self.u16()?);
        if n > limit {
            return self.malformed(format!("{n} things are announced, at most {limit} are allowed"));
        }
        self.need(n * each)?;
        Ok(n)
    }

    pub(crate) fn option<T>(&mut self, read: impl FnOnce(&mut Self) -> Result<T>) -> Result<Option<T>> {
        if self.bool()? { read(self).map(Some) } else { Ok(None) }
    }

    fn term(&mut self) -> Result<u64> {
        match u64::from(self.u32()?) {
            term if term <= MAX_TERM => Ok(term),
            term => self.malformed(format!("{term} is no term")),
        }
    }

    pub(crate) fn log_id(&mut self) -> Result<LogId> {
        Ok(LogId { term: self.term()?, index: self.u64()? })
    }

    pub(crate) fn key(&mut self) -> Result<VoterKey> {
        let id = self.i32()?;
        self.need(16)?;
        let mut directory = [0; 16];
        self.bytes.copy_to_slice(&mut directory);
        Ok(VoterKey { id, directory: Uuid(directory) })
    }

    pub(crate) fn vote(&mut self) -> Result<Vote> {
        Ok(Vote { term: self.term()?, voter: self.key()?, committed: self.bool()? })
    }

    pub(crate) fn endpoints(&mut self) -> Result<Endpoints> {
        let n = self.count(6, MAX_ENDPOINTS)?;
        (0..n)
            .map(|_| {
                let listener = self.text(MAX_NAME_BYTES)?;
                let host = self.text(MAX_NAME_BYTES)?;
                Ok(Endpoint { listener, host, port: self.u16()? })
            })
            .collect()
    }

    fn configuration(&mut self) -> Result<Configuration> {
        let sets = self.count(2, MAX_VOTER_SETS)?;
        let mut configuration = Configuration::default();
        for _ in 0..sets {
            let n = self.count(KEY_LEN, MAX_MEMBERS)?;
            configuration.voters.push((0..n).map(|_| self.key()).collect::<Result<_>>()?);
        }
        for _ in 0..self.count(KEY_LEN + 2, MAX_MEMBERS)? {
            let key = self.key()?;
            configuration.nodes.insert(key, self.endpoints()?);
        }
        Ok(configuration)
    }

    pub(crate) fn log_entry(&mut self) -> Result<LogEntry> {
        let id = self.log_id()?;
        let parts = self.u8()?;
        if parts & !(HAS_CONFIGURATION | HAS_ENTRY) != 0 {
            return self.malformed(format!("an entry has unknown parts {parts:#x}"));
        }
        let mut payload = Payload::default();
        if parts & HAS_CONFIGURATION != 0 {
            payload.configuration = Some(Arc::new(self.configuration()?));
        }
        if parts & HAS_ENTRY != 0 {
            let count = self.u32()?;
            let batch = self.bytes(MAX_ENTRY_BYTES)?;
            let private = self.bytes(MAX_ENTRY_BYTES - batch.len())?;
            let entry = Entry { batch, count, private };
            if let Err(e) = entry.check_shape() {
                return self.malformed(e.to_string());
            }
            payload.entry = Some(entry);
        }
        Ok(LogEntry { id, payload })
    }
}

/// Appends values to a buffer. What is written can be read back by the method of the same name of [`Reader`].
pub(crate) trait Writer {
    fn put(&mut self, bytes: &[u8]);

    fn u8(&mut self, v: u8) {
        self.put(&[v]);
    }

    fn u16(&mut self, v: u16) {
        self.put(&v.to_be_bytes());
    }

    fn u32(&mut self, v: u32) {
        self.put(&v.to_be_bytes());
    }

    fn u64(&mut self, v: u64) {
        self.put(&v.to_be_bytes());
    }

    fn i32(&mut self, v: i32) {
        self.put(&v.to_be_bytes());
    }

    fn i64(&mut self, v: i64) {
        self.put(&v.to_be_bytes());
    }

    fn bool(&mut self, v: bool) {
        self.u8(u8::from(v));
    }

    fn bytes(&mut self, v: &[u8]) {
        self.u32(v.len() as u32);
        self.put(v);
    }

    /// Cut at the last character boundary within 255 bytes.
    fn text(&mut self, v: &str) {
        let mut end = v.len().min(MAX_NAME_BYTES);
        while !v.is_char_boundary(end) {
            end -= 1;
        }
        self.u16(end as u16);
        self.put(&v.as_bytes()[..end]);
    }

    fn option<T>(&mut self, v: Option<T>, write: impl FnOnce(&mut Self, T)) {
        self.bool(v.is_some());
        if let Some(v) = v {
            write(self, v);
        }
    }

    fn log_id(&mut self, v: LogId) {
        self.u32(v.term as u32);
        self.u64(v.index);
    }

    fn key(&mut self, v: VoterKey) {
        self.i32(v.id);
        self.put(&v.directory.0);
    }

    fn vote(&mut self, v: &Vote) {
        self.u32(v.term as u32);
        self.key(v.voter);
        self.bool(v.committed);
    }

    fn endpoints(&mut self, v: &Endpoints) {
        self.u16(v.len() as u16);
        for endpoint in v.iter() {
            self.text(&endpoint.listener);
            self.text(&endpoint.host);
            self.u16(endpoint.port);
        }
    }

    fn configuration(&mut self, v: &Configuration) {
        self.u16(v.voters.len() as u16);
        for set in &v.voters {
            self.u16(set.len() as u16);
            for key in set {
                self.key(*key);
            }
        }
        self.u16(v.nodes.len() as u16);
        for (key, endpoints) in &v.nodes {
            self.key(*key);
            self.endpoints(endpoints);
        }
    }

    fn log_entry(&mut self, v: &LogEntry) {
        self.log_id(v.id);
        let configuration = v.payload.configuration.as_deref();
        let entry = v.payload.entry.as_ref();
        let part = |present: bool, bit: u8| if present { bit } else { 0 };
        self.u8(part(configuration.is_some(), HAS_CONFIGURATION) | part(entry.is_some(), HAS_ENTRY));
        if let Some(configuration) = configuration {
            self.configuration(configuration);
        }
        if let Some(entry) = entry {
            self.u32(entry.count);
            self.bytes(&entry.batch);
            self.bytes(&entry.private);
        }
    }
}

impl Writer for Vec<u8> {
    fn put(&mut self, bytes: &[u8]) {
        self.extend_from_slice(bytes);
    }
}
