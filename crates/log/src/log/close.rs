//! The ends a log may come to: closed, or its directory renamed to be deleted or set aside.

use std::path::PathBuf;

use super::writer::LogWriter;
use crate::error::{IoContext, LogError};
use crate::{DirState, PartitionDir};

impl LogWriter {
    /// Writes what makes the next start fast: the active segment's indexes and a snapshot of the producers. Nothing of it
    /// is durable before the log is flushed, by [`LogWriter::close`] or together with others by
    /// [`crate::Log::flush_all`].
    ///
    /// # Errors
    /// When the disk refuses.
    pub fn prepare_close(&mut self) -> Result<(), LogError> {
        self.log.check_online()?;
        let prepared = self.prepare_close_unguarded();
        self.log.guard(prepared)
    }

    fn prepare_close_unguarded(&mut self) -> Result<(), LogError> {
        // Files of a segment that was only opened are as they were when it was closed.
        if self.active.is_changed() {
            self.active.finish()?;
            self.log.unflushed.names_changed();
        }
        let log_end = self.log.log_end_offset();
        if log_end > self.log.log_start_offset() && self.last_snapshot != Some(log_end) {
            self.take_snapshot();
        }
        Ok(())
    }

    /// Closes the log: everything is on the disk when it returns, and the log is opened without being read if the
    /// directory's recovery checkpoint has the offset returned (the log's end) and its marker of a clean shutdown follows.
    ///
    /// # Errors
    /// When the disk refuses: the log must then be recovered.
    pub fn close(mut self) -> Result<i64, LogError> {
        self.prepare_close()?;
        let flushed = self.log.flush(i64::MAX)?;
        self.log.take_offline("it was closed");
        Ok(flushed)
    }

    /// Gives up the log and renames its directory: to be deleted by the caller, later, or to be looked at by a human. `id`
    /// are 16 random bytes. Returns the new path.
    ///
    /// # Errors
    /// When the disk refuses.
    pub fn rename_away(self, state: DirState, id: [u8; 16]) -> Result<PathBuf, LogError> {
        self.log.take_offline("its directory was renamed");
        for segment in self.log.segments.load().iter() {
            segment.retire();
        }
        self.log.tail.clear();
        let name = PartitionDir::with_state(self.log.partition.clone(), state, id).name;
        let path = self.log.dir.with_file_name(name);
        self.log.resources.disk.rename(&self.log.dir, &path).at("rename", &self.log.dir)?;
        Ok(path)
    }
}
