//! What follows from a replica's decisions: the effects of its core, carried out on its log under its lock.

use log::LogError;
use replica::waiting::Ready;
use replica::{AppendPermit, Effect, Note};
use tracing::{debug, error, info, warn};

use super::{Inner, Proposal, Replica, Wake};
use crate::replicas::epochs::EpochsOf;
use crate::replicas::moment::Moment;

impl Replica {
    pub(super) fn carry_out(&self, inner: &mut Inner, moment: &Moment, ready: &mut Ready<Wake>) {
        while !inner.effects.is_empty() {
            let mut todo = std::mem::take(&mut inner.effects);
            for effect in todo.drain() {
                self.waits.apply(&effect, ready);
                self.carry_out_one(inner, effect, moment);
            }
            if inner.effects.is_empty() {
                // Its memory is kept.
                inner.effects = todo;
                return;
            }
        }
    }

    fn carry_out_one(&self, inner: &mut Inner, effect: Effect, moment: &Moment) {
        match effect {
            Effect::Interrupted(_) | Effect::LogEnd(_) | Effect::HighWatermark(_) | Effect::InSync { .. } => {
            }
            Effect::AssignEpochStart { epoch, .. } => {
                if let Some(writer) = inner.writer.as_mut() {
                    writer.assign_epoch(epoch);
                }
            }
            Effect::AlterPartition(proposed) => {
                let _ = self.proposals.send(Proposal { key: self.key(), proposed });
            }
            Effect::Truncate(cut) => {
                if let Some(high_watermark) = cut.below_high_watermark {
                    error!(partition = %self.name, to = cut.to, high_watermark, "cut below the high watermark: committed records are lost, as after an unclean election");
                } else {
                    info!(partition = %self.name, to = cut.to, "cut to where it agrees with its leader");
                }
                let done = self.truncate(inner, cut.to, moment);
                self.after_truncation(inner, done, moment);
            }
            Effect::RestartLog { at } => {
                warn!(partition = %self.name, at, "nothing of this log is left at the leader; begun anew");
                let done = self.restart_log(inner, at, moment);
                self.after_truncation(inner, done.map(|()| at), moment);
            }
            Effect::AppendFetched(permit) => self.append_fetched(inner, &permit, moment),
            Effect::AdvanceLogStart { to } => {
                if let Some(writer) = inner.writer.as_mut() {
                    writer.advance_log_start_offset(to);
                }
            }
            Effect::AskLeaderOffsets { leader, leader_epoch } => inner.ask = Some((leader, leader_epoch)),
            Effect::Note(note) => self.note(&note),
        }
    }

    fn truncate(&self, inner: &mut Inner, to: i64, moment: &Moment) -> Result<i64, LogError> {
        let Some(writer) = inner.writer.as_mut() else { return Ok(self.log.log_end_offset()) };
        self.directory.lower_recovery_point(&self.name, self.log.recovery_point_for_truncation(to))?;
        writer.truncate_to(to, moment.wall_ms)
    }

    fn restart_log(&self, inner: &mut Inner, at: i64, moment: &Moment) -> Result<(), LogError> {
        let Some(writer) = inner.writer.as_mut() else { return Ok(()) };
        self.directory.lower_recovery_point(&self.name, 0)?;
        writer.truncate_fully_and_start_at(at, moment.wall_ms)
    }

    fn after_truncation(&self, inner: &mut Inner, done: Result<i64, LogError>, moment: &Moment) {
        match done {
            Ok(end) => {
                let start = self.log.log_start_offset();
                inner.core.truncated(start, end, &EpochsOf(&self.log), &mut inner.effects);
            }
            Err(error) => {
                self.disk_trouble(&error, moment);
                inner.core.fail(&mut inner.effects);
            }
        }
    }

    fn append_fetched(&self, inner: &mut Inner, permit: &AppendPermit, moment: &Moment) {
        let (Some(batches), Some(writer)) = (inner.fetched.take(), inner.writer.as_mut()) else {
            return inner.core.append_refused(moment.mono_ms);
        };
        let room = self.check_room(moment);
        match room.and_then(|()| writer.append_as_follower(&batches, moment.wall_ms)) {
            Ok(appended) => {
                let end = self.log.log_end_offset();
                let last_epoch = self.log.latest_epoch().unwrap_or(permit.leader_epoch);
                let bytes = appended.bytes as u64;
                inner.core.follower_appended(permit, end, bytes, last_epoch, &mut inner.effects);
            }
            Err(error) => {
                self.disk_trouble(&error, moment);
                // What was written before the failed write is part of the log.
                let end = self.log.log_end_offset();
                if end > permit.offset {
                    let last_epoch = self.log.latest_epoch().unwrap_or(permit.leader_epoch);
                    inner.core.follower_appended(permit, end, 0, last_epoch, &mut inner.effects);
                }
                inner.core.append_refused(moment.mono_ms);
            }
        }
    }

    pub(super) fn check_room(&self, moment: &Moment) -> Result<(), LogError> {
        match self.directory.has_room(moment.mono_ms) {
            true => Ok(()),
            false => Err(LogError::DiskFull { action: "append to", path: self.log.dir().to_path_buf() }),
        }
    }

    /// Says what the disk refuses, once for the directory where that is final, and once for each time that it is full.
    pub(super) fn disk_trouble(&self, error: &LogError, moment: &Moment) {
        match error {
            LogError::DiskFull { .. } => {
                if self.directory.found_full(moment.mono_ms) {
                    error!(partition = %self.name, %error, "writes are refused until there is room");
                }
            }
            LogError::InvalidBatch(_) | LogError::Producer(_) => {
                debug!(partition = %self.name, %error, "refused")
            }
            _ => error!(partition = %self.name, %error, "the log cannot be written"),
        }
        if error.fails_directory() {
            self.directory.fail(error);
        }
    }

    fn note(&self, note: &Note) {
        let partition = &self.name;
        match note {
            Note::IsrExpanded => info!(%partition, "a replica is in sync again"),
            Note::IsrShrunk => warn!(%partition, "a replica is not in sync any more"),
            Note::AlterPartitionRefused(code) => debug!(%partition, %code, "a proposed ISR was refused"),
            Note::FetchRefused(code) => debug!(%partition, %code, "the leader refuses a fetch"),
            Note::StaleMetadata { partition_epoch } => {
                debug!(%partition, partition_epoch, "older metadata ignored")
            }
            Note::StaleFetchAnswer | Note::StaleAlterPartitionAnswer => {}
        }
    }
}
