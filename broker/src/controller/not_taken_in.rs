//! What the one who runs a node is told when the quorum does not take its controller in, and what to do about it.

use std::path::{Path, PathBuf};

use quorum::{NotTakenIn, Quorum};
use tokio::sync::watch;
use tracing::{info, warn};

/// Why a controller stays outside, in words.
#[derive(Clone)]
pub(super) struct WhyNotTakenIn {
    told: watch::Receiver<Option<NotTakenIn>>,
    metadata_log_dir: PathBuf,
    cluster_id: String,
}

impl WhyNotTakenIn {
    pub(super) fn new(quorum: &Quorum, metadata_log_dir: PathBuf, cluster_id: String) -> WhyNotTakenIn {
        WhyNotTakenIn { told: quorum.not_taken_in(), metadata_log_dir, cluster_id }
    }

    /// One line; `None` as long as nothing was refused.
    pub(super) fn text(&self) -> Option<String> {
        let why = self.told.borrow().clone()?;
        Some(sentence(&why, &self.metadata_log_dir, &self.cluster_id))
    }

    /// Says it once each time that it changes, until the quorum ends.
    pub(super) async fn log_changes(mut self) {
        while self.told.changed().await.is_ok() {
            match self.text() {
                Some(why) => warn!("{why}"),
                None => info!("the quorum has taken this controller in"),
            }
        }
    }
}

fn sentence(why: &NotTakenIn, metadata_log_dir: &Path, cluster_id: &str) -> String {
    let NotTakenIn::LostLog { voter, .. } = why else { return format!("{why}; it is asked again") };
    let (dir, id, directory) = (metadata_log_dir.display(), voter.id, voter.directory);
    format!(
        "{why}. Stop this node, empty {dir} (if it is one of log.dirs too, its replicas go with it: other brokers must have \
         them), format it (ferryman-broker format --config FILE --cluster-id {cluster_id} --no-initial-controllers) and \
         start it: it joins under a new directory id. The operator then replaces the old voter. Without an operator: \
         kafka-metadata-quorum remove-controller --controller-id {id} --controller-directory-id {directory}, then \
         add-controller"
    )
}
