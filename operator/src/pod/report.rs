//! [`Report`]: what was found on a node's volumes when its pod started.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::plan::observed::DiskState;
use crate::plan::{ClusterId, DirectoryId};
use crate::validate::NodeId;

/// Of the 4096 bytes of a message that Kubernetes keeps of one container, how many a reason may take.
const WHY_BYTES_MAX: usize = 1024;

/// What was found on a node's volumes when its pod started, by their names.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Report {
    /// The volumes.
    pub volumes: BTreeMap<String, VolumeReport>,
    /// Why the node cannot be started, where it cannot.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub why: String,
}

/// What is on a volume.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum VolumeReport {
    /// Nothing.
    Blank,
    /// A node's directory.
    Formatted {
        /// The cluster it belongs to.
        cluster: ClusterId,
        /// The node it belongs to.
        node: NodeId,
        /// Its directory id.
        directory: DirectoryId,
        /// Controller: whether its `quorum-state` tells of voters.
        #[serde(default)]
        voted: bool,
    },
    /// Something that cannot be read, and why.
    Unreadable(String),
}

/// A text is no report.
#[derive(Debug, thiserror::Error)]
#[error("no report of volumes: {0}")]
pub struct ReportError(#[from] serde_json::Error);

impl Report {
    /// As it is left behind: at most 4096 bytes, which is what Kubernetes keeps.
    ///
    /// # Errors
    /// Never for the ids that there are.
    pub fn to_text(&self) -> Result<String, ReportError> {
        let mut report = self.clone();
        cut(&mut report.why, WHY_BYTES_MAX);
        let unreadable = report.volumes.values_mut().filter_map(|volume| match volume {
            VolumeReport::Unreadable(why) => Some(why),
            _ => None,
        });
        unreadable.for_each(|why| cut(why, 60));
        Ok(serde_json::to_string(&report)?)
    }

    /// Reads what was left behind.
    ///
    /// # Errors
    /// Where it is something else: a container that ended before it could say anything.
    pub fn from_text(text: &str) -> Result<Report, ReportError> {
        Ok(serde_json::from_str(text)?)
    }
}

fn cut(text: &mut String, bytes: usize) {
    let end = (0..=bytes.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
    text.truncate(end);
}

impl From<DiskState> for VolumeReport {
    fn from(state: DiskState) -> Self {
        match state {
            DiskState::Blank => VolumeReport::Blank,
            DiskState::Formatted { cluster, node, directory, voted } => {
                VolumeReport::Formatted { cluster, node, directory, voted }
            }
            DiskState::Unreadable { why } => VolumeReport::Unreadable(why),
        }
    }
}

impl From<VolumeReport> for DiskState {
    fn from(report: VolumeReport) -> Self {
        match report {
            VolumeReport::Blank => DiskState::Blank,
            VolumeReport::Formatted { cluster, node, directory, voted } => {
                DiskState::Formatted { cluster, node, directory, voted }
            }
            VolumeReport::Unreadable(why) => DiskState::Unreadable { why },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::limits::{VOLUME_NAME_MAX, VOLUMES_MAX};

    /// What Kubernetes keeps of a container's message.
    const REPORT_BYTES_MAX: usize = 4096;

    #[test]
    fn the_longest_report_is_kept_whole() {
        let volume = VolumeReport::Formatted {
            cluster: ClusterId::new("c".repeat(64)).unwrap(),
            node: NodeId::new(i64::from(i32::MAX)).unwrap(),
            directory: DirectoryId::new("d".repeat(22)).unwrap(),
            voted: true,
        };
        let name = |n: u32| format!("{n:0>width$}", width = VOLUME_NAME_MAX as usize);
        let volumes = (0..VOLUMES_MAX).map(|n| (name(n), volume.clone())).collect();
        let report = Report { volumes, why: "ä".repeat(5000) };
        let text = report.to_text().unwrap();
        assert!(text.len() <= REPORT_BYTES_MAX, "{}", text.len());
        let read = Report::from_text(&text).unwrap();
        assert_eq!(read.volumes, report.volumes);
        assert!(read.why.starts_with('ä') && read.why.len() <= WHY_BYTES_MAX);
    }

    #[test]
    fn last_words_that_are_no_report_are_told_apart() {
        assert!(Report::from_text("exec: no such file").is_err());
        assert!(Report::from_text("").is_err());
    }
}
