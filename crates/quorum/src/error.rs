//! [`Error`]: everything that can go wrong here, in words for the one who has to do something about it.

use std::io;
use std::path::{Path, PathBuf};

use crate::{LogId, Member, Uuid, VoterKey};

/// What went wrong.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// An operation on a file failed.
    #[error("could not {attempted} {}: {source}", path.display())]
    Io {
        /// What was attempted, as in "could not {attempted} {path}".
        attempted: &'static str,
        /// On what.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The raft log has lost data that was durable.
    #[error(
        "the raft log {} is damaged at byte {at}: {what}. What it promised to the quorum is not known any more: \
         let the quorum remove this voter, then format its directory anew, or restore the directory", path.display()
    )]
    DamagedLog {
        /// The file, or the directory when files are missing.
        path: PathBuf,
        /// Where in it.
        at: u64,
        /// What was found.
        what: String,
    },
    /// The raft log was written by another node, or in another directory.
    #[error(
        "the raft log {} belongs to voter {found}, this node is voter {expected}; \
         put the right directory in its place, or format this one anew", path.display()
    )]
    ForeignLog {
        /// The file.
        path: PathBuf,
        /// Whom it names.
        found: VoterKey,
        /// Who this node is.
        expected: VoterKey,
    },
    /// `quorum-state` and the raft log contradict each other.
    #[error(
        "{}: {what}. Restore what was removed; or let the quorum remove this voter and format its directory anew",
        path.display()
    )]
    Forgotten {
        /// The `quorum-state` file.
        path: PathBuf,
        /// What does not fit.
        what: String,
    },
    /// `quorum-state` is not what it should be.
    #[error("{} can not be used: {what}; restore it, or format the directory anew after its voter was removed", path.display())]
    BadQuorumState {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        what: String,
    },
    /// A setting makes no sense.
    #[error("the quorum can not be set up: {0}")]
    Setting(String),
    /// An entry breaks a rule of this crate.
    #[error("the entry can not be proposed: {0}")]
    InvalidEntry(String),
    /// Raft itself refused to start or ended; see [`crate::Quorum::fatal`].
    #[error("the quorum has ended: {0}")]
    Ended(String),
    /// Only the leader can do this.
    #[error("this node is not the leader of the quorum in the term expected{}", known(leader))]
    NotLeader {
        /// The leader known here.
        leader: Option<Member>,
    },
    /// This node leads, but has not heard from a majority of the voters lately.
    #[error("a majority of the voters does not answer; try again")]
    NoQuorum,
    /// Too much is waiting for the disk.
    #[error("{waiting} bytes are waiting for the disk already; try again")]
    Busy {
        /// Bytes that are not durable yet.
        waiting: usize,
    },
    /// Someone else has changed the membership.
    #[error("the membership is now that of entry {found:?}, not of {expected:?}; look at it again")]
    MembershipChanged {
        /// The precondition.
        expected: Option<LogId>,
        /// What holds.
        found: Option<LogId>,
    },
    /// Another change of the membership is under way.
    #[error("another change of the members is under way; wait for its end")]
    ChangeInProgress,
    /// The change asked for makes no sense.
    #[error("the members can not be changed so: {0}")]
    InvalidChange(String),
    /// A directory that voted comes without its log.
    #[error(
        "{0} has been a voter and has lost its log, so it is not taken in again; format its directory anew, and remove \
         the voter"
    )]
    LostLog(VoterKey),
    /// A learner must follow the log before it can vote.
    #[error("{0} does not follow the log closely enough to become a voter; wait until it has caught up")]
    NotCaughtUp(VoterKey),
    /// A change of voters would leave a group that can decide nothing.
    #[error(
        "only {answering} of the {voters} voters to be would answer, which is no majority; bring more of them up first"
    )]
    NoMajority {
        /// Those that answer.
        answering: usize,
        /// All of them.
        voters: usize,
    },
    /// The group has as many learners as it may have.
    #[error("the quorum has {0} learners already; remove those that are not needed")]
    TooManyLearners(usize),
    /// The quorum is to be founded by another directory.
    #[error("directory {expected} is to found the quorum, but this node's directory is {found}")]
    OtherDirectory {
        /// The directory that was named.
        expected: Uuid,
        /// The directory of this node.
        found: Uuid,
    },
    /// This directory has been in a quorum before.
    #[error("this directory is a member of a quorum already, it can not found another")]
    AlreadyMember,
    /// The transfer of leadership has not happened in time.
    #[error("{0} has not taken over the leadership in time")]
    NotTransferred(VoterKey),
}

fn known(leader: &Option<Member>) -> String {
    leader.as_ref().map(|leader| format!("; the leader known is {}", leader.key)).unwrap_or_default()
}

impl Error {
    /// For `map_err`: an IO error with what was attempted on which path.
    pub(crate) fn io<'a>(attempted: &'static str, path: &'a Path) -> impl FnOnce(io::Error) -> Self + 'a {
        move |source| Self::Io { attempted, path: path.to_path_buf(), source }
    }
}
