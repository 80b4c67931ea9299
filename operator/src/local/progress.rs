//! How far a cluster is that comes up, in one line. Pure but for the processes' ids.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use super::fleet::Fleet;
use super::status::{View, is_true};
use crate::api::status::ConditionType;
use crate::validate::NodeId;

/// How far a cluster is, for one line.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Progress {
    /// Controllers that are ready, of those wanted.
    pub(super) controllers: (usize, usize),
    /// Brokers that are ready, of those wanted.
    pub(super) brokers: (usize, usize),
    /// How many vote.
    pub(super) voters: usize,
    /// The active controller.
    pub(super) leader: Option<i64>,
    /// Whether everything that is wanted is there, votes and serves.
    pub(super) complete: bool,
}

impl Progress {
    /// How far a cluster is.
    pub(super) fn of(view: &View, fleet: &Fleet) -> Progress {
        let status = view.status();
        let ready =
            |ids: &BTreeSet<NodeId>| (ids.iter().filter(|id| fleet.shown(**id).ready).count(), ids.len());
        let controllers: BTreeSet<NodeId> = view.want.controllers.wanted().collect();
        let brokers: BTreeSet<NodeId> = view.want.brokers.iter().flat_map(|pool| pool.wanted()).collect();
        let voters: BTreeSet<i64> =
            status.quorum.iter().flat_map(|quorum| &quorum.voters).map(|voter| voter.id).collect();
        let all_vote = controllers.iter().all(|id| voters.contains(&i64::from(*id)));
        let (of_controllers, of_brokers) = (ready(&controllers), ready(&brokers));
        let all_ready = of_controllers.0 == of_controllers.1 && of_brokers.0 == of_brokers.1;
        Progress {
            controllers: of_controllers,
            brokers: of_brokers,
            voters: voters.len(),
            leader: status.quorum.as_ref().map(|quorum| quorum.leader),
            complete: all_vote && all_ready && is_true(&status, ConditionType::Ready),
        }
    }

    /// One line, without an end.
    pub(super) fn line(&self, name: &str) -> String {
        const CELLS: usize = 6;
        let all = (self.controllers.1 + self.brokers.1).max(1);
        let full = (self.controllers.0 + self.brokers.0) * CELLS / all;
        let mut line = format!("{name}  controllers {}/{} ", self.controllers.0, self.controllers.1);
        line.extend((0..CELLS).map(|cell| if cell < full { '█' } else { '░' }));
        let _ = write!(line, "  voters {}", self.voters);
        if let Some(leader) = self.leader {
            let _ = write!(line, " (leader {leader})");
        }
        let _ = write!(line, "   brokers {}/{}", self.brokers.0, self.brokers.1);
        line
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn progress_is_one_line() {
        let progress =
            Progress { controllers: (1, 3), brokers: (2, 3), voters: 1, leader: None, complete: false };
        assert_eq!(progress.line("q"), "q  controllers 1/3 ███░░░  voters 1   brokers 2/3");
        let progress =
            Progress { controllers: (3, 3), brokers: (3, 3), voters: 3, leader: Some(9000), complete: true };
        assert_eq!(progress.line("q"), "q  controllers 3/3 ██████  voters 3 (leader 9000)   brokers 3/3");
    }
}
