//! What is written down of all logs of a directory: high watermarks, starts, and up to where they are on the disk.
//!
//! On threads of their own, because a flush may take as long as it likes: appends never wait for one.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use log::{LogError, OffsetCheckpoint, TopicPartition};
use tracing::{info, warn};

use super::directory::Directory;
use super::manager::Replicas;
use super::replica::Replica;

/// What is done to a directory and its replicas.
type Act = fn(&Replicas, &Arc<Directory>, &[Arc<Replica>]) -> Result<(), LogError>;

impl Replicas {
    /// Writes the high watermarks down, again and again.
    pub async fn checkpoint_high_watermarks(self: Arc<Self>) {
        let every = self.setup.replication.high_watermark_checkpoint_interval;
        self.repeat(every, Replicas::write_high_watermarks).await;
    }

    /// Flushes what was appended and writes down up to where the logs are on the disk, again and again.
    pub async fn checkpoint_recovery_points(self: Arc<Self>) {
        let every = self.setup.log.recovery_point_checkpoint_interval;
        self.repeat(every, Replicas::flush).await;
    }

    async fn repeat(self: Arc<Self>, every: Duration, act: Act) {
        loop {
            tokio::time::sleep(every).await;
            let this = self.clone();
            let done = tokio::task::spawn_blocking(move || this.each_directory(act)).await;
            if done.is_err() {
                return;
            }
        }
    }

    fn each_directory(&self, act: Act) -> bool {
        let all = self.all();
        let mut well = true;
        for directory in self.directories() {
            let here = |replica: &&Arc<Replica>| replica.is_in(directory);
            let here: Vec<_> = all.iter().filter(here).cloned().collect();
            if let Err(error) = act(self, directory, &here) {
                well = false;
                warn!(%error, "a checkpoint was not written");
                if error.fails_directory() {
                    directory.fail(&error);
                }
            }
        }
        well
    }

    fn write_high_watermarks(
        &self,
        directory: &Arc<Directory>,
        here: &[Arc<Replica>],
    ) -> Result<(), LogError> {
        directory.write_checkpoint(OffsetCheckpoint::HighWatermark, || {
            of(here, |replica| Some(replica.view().high_watermark))
        })
    }

    fn flush(&self, directory: &Arc<Directory>, here: &[Arc<Replica>]) -> Result<(), LogError> {
        // One that was deleted meanwhile has nothing to flush.
        let logs = here.iter().map(|replica| &**replica.log()).filter(|log| log.offline_reason().is_none());
        directory.flush(logs)?;
        directory.write_checkpoint(OffsetCheckpoint::RecoveryPoint, || {
            of(here, |r| Some(r.log().recovery_point()))
        })?;
        directory.write_checkpoint(OffsetCheckpoint::LogStart, || {
            // Only where the first segment's name does not say it.
            of(here, |replica| Some(replica.log().log_start_offset()).filter(|start| *start > 0))
        })
    }

    /// Closes all logs and says so in their directories, so that the next start reads none of them. Blocks.
    pub fn close(&self, broker_epoch: i64) {
        self.stop_following();
        let moment = self.moment();
        let mut well = true;
        for replica in self.all() {
            if let Err(error) = replica.prepare_close(&moment) {
                warn!(partition = %replica.name(), %error, "not closed as it should be");
                well = false;
            }
        }
        let written = self.each_directory(|replicas, directory, here| {
            replicas.flush(directory, here)?;
            replicas.write_high_watermarks(directory, here)
        });
        if !(well && written) {
            return warn!("the next start goes through the logs");
        }
        for directory in self.directories() {
            if !directory.is_whole() {
                warn!(dir = %directory.path().display(), "holds logs that were not gone through; the next start does it");
                continue;
            }
            if let Err(error) = directory.write_clean_shutdown(broker_epoch) {
                warn!(%error, "the next start goes through the logs");
            }
        }
        info!("all logs are closed");
    }
}

fn of(here: &[Arc<Replica>], offset: impl Fn(&Replica) -> Option<i64>) -> BTreeMap<TopicPartition, i64> {
    here.iter().filter_map(|replica| Some((replica.name().clone(), offset(replica)?))).collect()
}
