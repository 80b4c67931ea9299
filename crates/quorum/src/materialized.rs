//! The committed log in Kafka's own files, beside the write-ahead log: `__cluster_metadata-0/<offset>.log` and its
//! indexes, `leader-epoch-checkpoint`, `partition.metadata`. Kafka's tools read them.
//!
//! They hold nothing that the write-ahead log has not, as long as that is kept whole; so they are flushed only where a
//! leader epoch begins, which keeps `leader-epoch-checkpoint` true, and a crash may leave them short or torn. Every start applies the log from its first entry: what is there already is
//! compared, byte by byte, and what is missing or differs is written again. A worker does that, beside everything else:
//! applying never waits for it, but when it is far behind. Must not be here: reading for followers, snapshots.

use std::collections::VecDeque;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use bytes::Bytes;
use disk::{Disk, EntryKind};
use futures_util::future::BoxFuture;
use log::{
    Damage, FollowerBatches, LogConfig, LogError, LogWriter, OpenOptions, ReadRequest, Resources,
    TopicPartition,
};
use parking_lot::{Condvar, Mutex};
use tokio::sync::{Notify, oneshot};
use wire::batch::BatchHeader;
use wire::codec::Uuid;

use crate::runtime::Worker;

/// The topic's name; the directory is called so, with the partition's number.
pub(crate) const TOPIC: &str = "__cluster_metadata";
/// Batches that wait to be written, in bytes, before applying waits for them.
const MAX_QUEUED_BYTES: usize = 16 * 1024 * 1024;

/// The files of a log, by the ends of their names and by their names.
const SUFFIXES: [&str; 5] = [".log", ".index", ".timeindex", ".txnindex", ".snapshot"];
const NAMES: [&str; 2] = ["leader-epoch-checkpoint", "partition.metadata"];

/// Told once, when the files can not be written any more.
pub(crate) type OnFailure = Box<dyn FnOnce(String) + Send>;

/// The handle of the files. Clones are the same; the last one's drop ends the worker.
#[derive(Clone)]
pub(crate) struct Materialized {
    shared: Arc<Shared>,
    _open: Arc<Open>,
}

#[derive(Default)]
struct Shared {
    queue: Mutex<Queue>,
    filled: Condvar,
    notify: Notify,
    /// Told when the queue was emptied.
    drained: Notify,
}

#[derive(Default)]
struct Queue {
    batches: VecDeque<Bytes>,
    bytes: usize,
    closing: Option<oneshot::Sender<()>>,
    closed: bool,
}

struct Open(Arc<Shared>);

impl Drop for Open {
    fn drop(&mut self) {
        self.0.queue.lock().closed = true;
        self.0.wake();
    }
}

impl Shared {
    fn wake(&self) {
        self.filled.notify_one();
        self.notify.notify_one();
    }
}

impl Materialized {
    /// The files in `<metadata_log_dir>/__cluster_metadata-0`. They are opened by the worker, when the first batch comes.
    pub(crate) fn new(
        disk: Arc<dyn Disk>,
        metadata_log_dir: &Path,
        segment_bytes: u32,
        on_failure: OnFailure,
    ) -> (Self, Box<dyn Worker>) {
        let shared = Arc::new(Shared::default());
        let worker = FileWorker {
            shared: shared.clone(),
            resources: Resources::new(disk, 0),
            dir: metadata_log_dir.to_path_buf(),
            config: LogConfig { segment_bytes, segment_ms: i64::MAX, ..LogConfig::default() },
            writer: None,
            epoch: None,
            epoch_began: false,
            on_failure: Some(on_failure),
        };
        (Self { _open: Arc::new(Open(shared.clone())), shared }, Box::new(worker))
    }

    /// Takes the next committed batch, stamped.
    pub(crate) fn push(&self, batch: Bytes) {
        let mut queue = self.shared.queue.lock();
        if !queue.closed {
            queue.bytes += batch.len();
            queue.batches.push_back(batch);
            drop(queue);
            self.shared.wake();
        }
    }

    /// Waits while too much is queued.
    pub(crate) async fn room(&self) {
        loop {
            let drained = self.shared.drained.notified();
            {
                let queue = self.shared.queue.lock();
                if queue.bytes <= MAX_QUEUED_BYTES || queue.closed {
                    return;
                }
            }
            drained.await;
        }
    }

    /// Writes what is queued, closes the files so that they are whole, and ends.
    pub(crate) async fn close(&self) {
        let (tx, rx) = oneshot::channel();
        {
            let mut queue = self.shared.queue.lock();
            if queue.closed {
                return;
            }
            queue.closing = Some(tx);
        }
        self.shared.wake();
        let _ = rx.await;
    }
}

/// Owns the files.
struct FileWorker {
    shared: Arc<Shared>,
    resources: Arc<Resources>,
    dir: PathBuf,
    config: LogConfig,
    writer: Option<LogWriter>,
    /// The epoch of the batch written last.
    epoch: Option<i32>,
    /// Whether it began since the last flush.
    epoch_began: bool,
    on_failure: Option<OnFailure>,
}

impl Worker for FileWorker {
    fn wait_blocking(&self) -> bool {
        let mut queue = self.shared.queue.lock();
        while queue.batches.is_empty() && queue.closing.is_none() && !queue.closed {
            self.shared.filled.wait(&mut queue);
        }
        !queue.closed
    }

    fn wait(&self) -> BoxFuture<'static, bool> {
        let shared = self.shared.clone();
        Box::pin(async move {
            loop {
                let notified = shared.notify.notified();
                {
                    let queue = shared.queue.lock();
                    if queue.closed || queue.closing.is_some() || !queue.batches.is_empty() {
                        return !queue.closed;
                    }
                }
                notified.await;
            }
        })
    }

    fn write(&mut self) {
        let batches = std::mem::take(&mut self.shared.queue.lock().batches);
        if let Err(e) = batches.iter().try_for_each(|batch| self.place(batch)) {
            self.fail(&e);
        }
        let bytes = batches.iter().map(Bytes::len).sum::<usize>();
        self.shared.queue.lock().bytes -= bytes;
        self.shared.drained.notify_waiters();
    }

    fn flush(&mut self) {
        if let Err(e) = self.flush_epoch() {
            self.fail(&e);
        }
        let closing = {
            let mut queue = self.shared.queue.lock();
            if !queue.batches.is_empty() { None } else { queue.closing.take() }
        };
        let Some(closing) = closing else { return };
        self.shared.queue.lock().closed = true;
        if let Some(Err(e)) = self.writer.take().map(LogWriter::close) {
            self.fail(&e);
        }
        let _ = closing.send(());
    }
}

impl FileWorker {
    fn fail(&mut self, e: &LogError) {
        let mut queue = self.shared.queue.lock();
        queue.closed = true;
        queue.closing = None;
        drop(queue);
        if let Some(on_failure) = self.on_failure.take() {
            on_failure(format!("could not write the metadata log: {e}"));
        }
    }

    /// Makes the begin of an epoch durable, and so visible to tools.
    fn flush_epoch(&mut self) -> Result<(), LogError> {
        match &self.writer {
            Some(writer) if std::mem::take(&mut self.epoch_began) => writer.log().flush(i64::MAX).map(|_| ()),
            _ => Ok(()),
        }
    }

    /// Brings one batch to its place.
    fn place(&mut self, batch: &Bytes) -> Result<(), LogError> {
        let header = BatchHeader::parse(batch).map_err(|e| LogError::InvalidBatch(e.into()))?;
        let epoch = Some(header.partition_leader_epoch);
        self.epoch_began |= self.epoch != epoch;
        self.epoch = epoch;
        let mut writer = match self.writer.take() {
            Some(writer) => writer,
            None => self.open()?,
        };
        // Times come from the batches: this log has no other clock, and rolls by size alone.
        let now = header.max_timestamp;
        if header.base_offset < writer.log().log_end_offset() {
            if self.has(&writer, batch, &header) {
                self.writer = Some(writer);
                return Ok(());
            }
            tracing::warn!(
                offset = header.base_offset,
                "the metadata log's files differ and are written again"
            );
            if header.base_offset < writer.log().log_start_offset() {
                writer.truncate_fully_and_start_at(header.base_offset, now)?;
            } else {
                writer.truncate_to(header.base_offset, now)?;
            }
        }
        let batches = FollowerBatches::check(batch.clone(), header.partition_leader_epoch)?;
        writer.append_as_follower(&batches, now)?;
        self.writer = Some(writer);
        Ok(())
    }

    /// Whether the files hold this very batch already.
    fn has(&self, writer: &LogWriter, batch: &Bytes, header: &BatchHeader) -> bool {
        let request = ReadRequest {
            offset: header.base_offset,
            upper: header.next_offset(),
            bytes_max: batch.len(),
            min_one_batch: true,
        };
        let found = writer.log().read(request).and_then(|slice| slice.to_bytes());
        found.is_ok_and(|found| found == batch)
    }

    /// Opens the files, whatever a crash has left of them; if they are beyond use they begin anew.
    fn open(&self) -> Result<LogWriter, LogError> {
        let partition = || TopicPartition::new(TOPIC, 0);
        let options = OpenOptions {
            topic_id: Some(Uuid::METADATA_TOPIC),
            damage: Damage::Cut,
            ..OpenOptions::default()
        };
        let open =
            || LogWriter::open(self.resources.clone(), &self.dir, partition(), self.config.clone(), options);
        let opened = match open() {
            Err(
                e @ (LogError::CorruptLog { .. }
                | LogError::Malformed { .. }
                | LogError::InconsistentTopicId { .. }),
            ) => {
                tracing::warn!("the metadata log's files can not be read and are written anew: {e}");
                self.remove_files()?;
                open()
            }
            opened => opened,
        };
        opened.map(|opened| opened.writer)
    }

    /// Removes what [`LogWriter`] has made, and nothing else: the directory has other files.
    fn remove_files(&self) -> Result<(), LogError> {
        let dir = self.dir.join(TopicPartition::new(TOPIC, 0).to_string());
        let failed = |source| LogError::Io { action: "remove", path: dir.clone(), source };
        for entry in self.resources.disk.list(&dir).map_err(failed)? {
            let part = SUFFIXES.iter().any(|suffix| entry.name.ends_with(suffix));
            if entry.kind == EntryKind::File && (part || NAMES.contains(&entry.name.as_str())) {
                self.resources.disk.remove_file(&dir.join(&entry.name)).map_err(failed)?;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests;
