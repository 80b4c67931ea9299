//! [`Refusal`]: why a controller does not even look at a peer message.

use std::fmt;

use crate::codec::{Reader, Writer};

/// What a refusal is about.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u8)]
pub(crate) enum RefusalKind {
    /// The message could not be read.
    Malformed = 1,
    /// It has a version that this program does not know.
    UnknownVersion = 2,
    /// It is from another cluster.
    OtherCluster = 3,
    /// It is for another voter: another node, or another directory of this one.
    OtherVoter = 4,
    /// This directory is blank and nobody has taken it in: it has no vote and takes no entries.
    Blank = 5,
    /// This node's quorum has ended.
    Ended = 6,
}

/// The reason, for the one who sent the message.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Refusal {
    pub(crate) kind: RefusalKind,
    pub(crate) reason: String,
}

impl Refusal {
    pub(crate) fn new(kind: RefusalKind, reason: impl Into<String>) -> Self {
        Self { kind, reason: reason.into() }
    }

    pub(super) fn write(&self, out: &mut Vec<u8>) {
        out.u8(self.kind as u8);
        out.text(&self.reason);
    }

    pub(super) fn read(reader: &mut Reader) -> Result<Self, crate::codec::Malformed> {
        let kind = match reader.u8()? {
            1 => RefusalKind::Malformed,
            2 => RefusalKind::UnknownVersion,
            3 => RefusalKind::OtherCluster,
            4 => RefusalKind::OtherVoter,
            5 => RefusalKind::Blank,
            6 => RefusalKind::Ended,
            other => return reader.malformed(format!("{other} is no kind of refusal")),
        };
        Ok(Self { kind, reason: reader.text(usize::from(u16::MAX))? })
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "refused: {}", self.reason)
    }
}
