//! Appending: what a leader accepts, and what a follower copies.
//!
//! An append is one write to one file. What it changes is published only when it was written; when it was not, the file
//! is cut back to where it was.

use std::io::IoSlice;

use bytes::Bytes;
use wire::batch::{BatchHeader, TimestampType};

use super::writer::LogWriter;
use crate::EpochEntry;
use crate::batches::{AppendOrigin, BatchFault, FollowerBatches, LeaderBatches, Stamped, producer_batch};
use crate::error::{IoContext, LogError};
use crate::producer::{BatchMetadata, ProducerBatch, ProducerEntry, Verdict};
use crate::tail::{TailBatches, TailEntry};

/// What came of an append.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Appended {
    /// Offset of the first record.
    pub first_offset: i64,
    /// Offset of the last record.
    pub last_offset: i64,
    /// Largest timestamp of the batches; -1 if they have none.
    pub max_timestamp: i64,
    /// The time the broker gave the records, if the topic says that it does.
    pub log_append_time: Option<i64>,
    /// Bytes written.
    pub bytes: usize,
    /// Whether the batch had been appended before, at these offsets, and was not appended again.
    pub duplicate: bool,
}

impl LogWriter {
    /// Appends as the partition's leader at the log's end. `now` is the time in milliseconds since 1970.
    ///
    /// # Errors
    /// A rule of idempotence or transactions; a full disk (the log goes on as it was); a failing one (it is offline).
    pub fn append_as_leader(
        &mut self,
        batches: &LeaderBatches,
        leader_epoch: i32,
        now: i64,
    ) -> Result<Appended, LogError> {
        self.log.check_online()?;
        let size = batches.size_in_bytes();
        if size > self.config.segment_bytes as usize {
            return Err(BatchFault::LargerThanSegment { size, max: self.config.segment_bytes }.into());
        }
        let stamped = batches.stamp(self.log.log_end_offset(), leader_epoch, now)?;
        let staged = match self.check_producers(&stamped, batches.origin)? {
            Check::Duplicate(metadata) => return Ok(self.duplicate(metadata)),
            Check::Append(staged) => staged,
        };
        let headers: Vec<BatchHeader> = stamped.iter().map(|s| s.header).collect();
        let slices: Vec<&[u8]> = stamped.iter().flat_map(|s| [&s.head[..], &s.records]).collect();
        let entries = stamped.iter().map(|s| TailEntry {
            first_offset: s.header.base_offset,
            next_offset: s.header.next_offset(),
            batches: TailBatches::Stamped(Bytes::copy_from_slice(&s.head), s.records.clone()),
        });
        let written = self.write(&headers, &slices, entries, now);
        self.log.guard(written)?;
        for entry in staged {
            self.producers.commit(entry, self.config.producer_ids_max);
        }
        self.producers.advance_to(self.log.log_end_offset());
        self.publish_undecided();
        Ok(self.appended(&headers, size, now))
    }

    /// Appends what a follower fetched, with the offsets and epochs it has. There may be gaps between the offsets, as
    /// compaction makes them, but nothing may begin before the log's end.
    ///
    /// # Errors
    /// [`LogError::UnexpectedOffset`]; a full or failing disk as above, where the batches before the failed write stay.
    pub fn append_as_follower(&mut self, batches: &FollowerBatches, now: i64) -> Result<Appended, LogError> {
        self.log.check_online()?;
        let log_end = self.log.log_end_offset();
        let headers = batches.headers();
        if let Some(first) = batches.first_offset()
            && first < log_end
        {
            return Err(LogError::UnexpectedOffset { first, log_end });
        }
        let (mut at, mut position) = (0, 0);
        while at < headers.len() {
            let (count, size) = self.next_run(&headers[at..], now)?;
            let run = &headers[at..at + count];
            // Before the write: what cannot be read must not become part of the log.
            let producers = producer_batches(batches, run, position)?;
            let bytes = batches.bytes().slice(position..position + size);
            self.append_run(run, &bytes, now)?;
            for batch in &producers {
                self.producers.replay(batch, self.config.producer_ids_max);
            }
            self.producers.advance_to(self.log.log_end_offset());
            self.publish_undecided();
            at += count;
            position += size;
        }
        Ok(self.appended(headers, batches.size_in_bytes(), now))
    }

    /// How many of the batches, of how many bytes, go to the active segment with one write; rolled if there is none.
    fn next_run(&mut self, headers: &[BatchHeader], now: i64) -> Result<(usize, usize), LogError> {
        let prepared = self.prepare(&headers[0], now);
        self.log.guard(prepared)?;
        let mut size = headers[0].size();
        let mut count = 1;
        for header in &headers[1..] {
            if self.active.must_roll(size as u64, header, &self.config, now) {
                break;
            }
            size += header.size();
            count += 1;
        }
        Ok((count, size))
    }

    fn append_run(&mut self, run: &[BatchHeader], bytes: &Bytes, now: i64) -> Result<(), LogError> {
        let entry = run.first().zip(run.last()).map(|(first, last)| TailEntry {
            first_offset: first.base_offset,
            next_offset: last.next_offset(),
            batches: TailBatches::Run(bytes.clone()),
        });
        let written = self.write(run, &[bytes], entry.into_iter(), now);
        self.log.guard(written)
    }

    fn check_producers(&self, stamped: &[Stamped], origin: AppendOrigin) -> Result<Check, LogError> {
        let mut staged: Vec<ProducerEntry> = Vec::new();
        for s in stamped {
            let whole = || Ok(Bytes::from([&s.head[..], &s.records].concat()));
            let Some(batch) = producer_batch(&s.header, whole)? else { continue };
            match self.check_producer(&staged, &batch, origin)? {
                Verdict::Append(entry) => staged.push(entry),
                Verdict::Duplicate(metadata) => return Ok(Check::Duplicate(metadata)),
            }
        }
        Ok(Check::Append(staged))
    }

    fn check_producer(
        &self,
        staged: &[ProducerEntry],
        batch: &ProducerBatch,
        origin: AppendOrigin,
    ) -> Result<Verdict, LogError> {
        Ok(self.producers.check(staged, batch, origin, self.config.producer_ids_max)?)
    }

    /// Writes batches to the active segment, or a new one, and publishes them.
    fn write(
        &mut self,
        headers: &[BatchHeader],
        slices: &[&[u8]],
        tail: impl Iterator<Item = TailEntry>,
        now: i64,
    ) -> Result<(), LogError> {
        let (Some(first), Some(last)) = (headers.first(), headers.last()) else { return Ok(()) };
        let size: usize = slices.iter().map(|s| s.len()).sum();
        // What decides is how much is written at once, and how late and how far it goes.
        let latest = headers.iter().map(|h| h.max_timestamp).max().unwrap_or(-1);
        let together = BatchHeader {
            batch_length: (size - wire::batch::LENGTH_OVERHEAD) as i32,
            last_offset_delta: (last.last_offset() - first.base_offset) as i32,
            max_timestamp: latest,
            ..*first
        };
        self.prepare(&together, now)?;
        let file = self.active.segment.file()?;
        let slices: Vec<IoSlice<'_>> = slices.iter().map(|s| IoSlice::new(s)).collect();
        let position = u64::from(self.active.end().size);
        if let Err(e) = file.write_all_vectored_at(&slices, position) {
            return Err(self.write_failed(e));
        }
        for header in headers {
            let (epoch, start_offset) = (header.partition_leader_epoch, header.base_offset);
            self.log.assign_epoch(EpochEntry { epoch, start_offset });
        }
        for entry in tail {
            self.log.tail.push(entry);
        }
        self.active.written(headers, size);
        Ok(())
    }

    /// Makes the active segment one that takes a batch.
    fn prepare(&mut self, header: &BatchHeader, now: i64) -> Result<(), LogError> {
        self.active.prepare()?;
        if self.active.must_roll(0, header, &self.config, now) {
            // Where the last segment ended, even if the batch begins behind a gap: so a segment that lost its end in a crash
            // is told by the next one's name.
            let log_end = self.log.log_end_offset();
            let fits = header.last_offset() - log_end <= i64::from(i32::MAX);
            self.roll_to(if fits { log_end } else { header.base_offset }, now)?;
            self.active.prepare()?;
        }
        Ok(())
    }

    fn write_failed(&self, error: std::io::Error) -> LogError {
        if let Err(second) = self.active.cut_back() {
            self.log
                .take_offline(&format!("a write failed ({error}) and could not be taken back ({second})"));
        }
        let failed: Result<(), LogError> = Err(error).at("append to", &self.active.segment.path());
        match failed {
            Err(error) => error,
            Ok(()) => self.active.segment.gone(),
        }
    }

    fn appended(&self, headers: &[BatchHeader], bytes: usize, now: i64) -> Appended {
        let log_end = self.log.log_end_offset();
        Appended {
            first_offset: headers.first().map_or(log_end, |h| h.base_offset),
            last_offset: headers.last().map_or(log_end - 1, BatchHeader::last_offset),
            max_timestamp: headers.iter().map(|h| h.max_timestamp).max().unwrap_or(-1),
            log_append_time: self.sets_time().then_some(now),
            bytes,
            duplicate: false,
        }
    }

    fn duplicate(&self, metadata: BatchMetadata) -> Appended {
        Appended {
            first_offset: metadata.first_offset(),
            last_offset: metadata.last_offset,
            max_timestamp: metadata.timestamp,
            log_append_time: self.sets_time().then_some(metadata.timestamp),
            bytes: 0,
            duplicate: true,
        }
    }

    fn sets_time(&self) -> bool {
        self.config.message_timestamp_type == TimestampType::LogAppendTime
    }
}

/// What the producers of fetched batches are to be told of; the first of the headers stands at `position`.
fn producer_batches(
    batches: &FollowerBatches,
    headers: &[BatchHeader],
    mut position: usize,
) -> Result<Vec<ProducerBatch>, LogError> {
    let mut found = Vec::new();
    for header in headers {
        found.extend(producer_batch(header, || Ok(batches.batch_at(position)?))?);
        position += header.size();
    }
    Ok(found)
}

enum Check {
    Append(Vec<ProducerEntry>),
    Duplicate(BatchMetadata),
}
