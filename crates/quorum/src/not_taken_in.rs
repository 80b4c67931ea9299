//! [`NotTakenIn`]: why a controller that announces itself stays outside.

use std::fmt;
use std::path::PathBuf;

use crate::VoterKey;

/// Why the leader does not take this node in; see [`Quorum::not_taken_in`](crate::Quorum::not_taken_in).
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum NotTakenIn {
    /// The quorum's log knows this directory as a voter, and the directory is blank: what it promised is not known any
    /// more. It stays outside for as long as it has this id.
    LostLog {
        /// This node, with the id of the directory.
        voter: VoterKey,
        /// Where the log should be.
        log: PathBuf,
    },
    /// Something that may pass, in the leader's words.
    Refused(String),
}

impl fmt::Display for NotTakenIn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::LostLog { voter, log } => write!(
                f,
                "the metadata log {} is gone: {voter} has been a voter, and what it promised to the quorum is not known \
                 any more. It is not taken in again under this directory id",
                log.display()
            ),
            Self::Refused(reason) => write!(f, "the quorum does not take this node in: {reason}"),
        }
    }
}
