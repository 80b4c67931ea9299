//! The binary form of peer messages, version 1. Numbers are big-endian; the parts are those of the write-ahead log.
//!
//! A request is u8 version, the cluster id (u16 length, UTF-8), the sender's key (i32 node id, 16 bytes directory id),
//! u8 whether the receiver's key follows, that key, and a body by API key:
//!
//! | key | | body |
//! |---|---|---|
//! | 20000 | Append | vote; option log id before the entries; option log id up to which is committed; u16 count, entries |
//! | 20001 | Vote | vote asked for; option last log id; u8 whether the leader has asked for this election |
//! | 20002 | PreVote | vote that would be asked for; option last log id |
//! | 20003 | Transfer | the leader's vote; key of the successor; option last log id of the leader |
//! | 20004 | Announce | endpoints; option u64 life, of a blank directory only: a random number drawn at its start |
//!
//! A vote is u32 term, key, u8 whether it won; a log id is u32 term, u64 index; an option is u8 0, or u8 1 and the
//! value; an entry is a log id, u8 parts and the parts, as in the write-ahead log.
//!
//! A response is u8 version, then u8 0 and a body, or u8 1 and a refusal (u8 kind, text).
//!
//! | key | body |
//! |---|---|
//! | Append | u8 0 taken; 1 conflict at the entry before; 2 higher vote, vote |
//! | Vote, PreVote | vote that holds; u8 whether granted; option last log id |
//! | Transfer | u8 whether the successor will campaign |
//! | Announce | u8 0 taken in; 1 not the leader, option key and endpoints of the leader known; 2 not wanted, text; 3 it has been a voter and has lost its log |

use bytes::Bytes;

use super::PeerKey;
use super::refusal::{Refusal, RefusalKind};
use crate::codec::{Malformed, Reader, Writer};
use crate::log_entry::LogEntry;
use crate::log_id::{LogId, Vote};
use crate::{Endpoints, Member, VoterKey};

const VERSION: u8 = 1;
/// Entries of one append at most.
const MAX_ENTRIES: usize = 8192;
/// The shortest entry: its log id and its parts.
const MIN_ENTRY_LEN: usize = 13;

/// What is asked.
#[derive(Clone, PartialEq, Debug)]
pub(crate) enum Request {
    Append { vote: Vote, prev: Option<LogId>, commit: Option<LogId>, entries: Vec<LogEntry> },
    Vote { vote: Vote, last: Option<LogId>, transfer: bool },
    PreVote { vote: Vote, last: Option<LogId> },
    Transfer { leader: Vote, to: VoterKey, last: Option<LogId> },
    Announce { endpoints: Endpoints, blank: Option<Life> },
}

/// Tells the lives of a blank directory's process apart: each may have lost what the one before had taken.
pub(crate) type Life = u64;

/// What is answered.
#[derive(Clone, PartialEq, Debug)]
pub(crate) enum Response {
    Append(AppendOutcome),
    Vote { vote: Vote, granted: bool, last: Option<LogId> },
    Transfer { accepted: bool },
    Announce(AnnounceOutcome),
}

/// How an append went.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(crate) enum AppendOutcome {
    /// All of it is durable.
    Taken,
    /// The log has another entry, or none, before the first one sent.
    Conflict,
    /// The receiver supports a later leader.
    HigherVote(Vote),
}

/// How an announcement went.
#[derive(Clone, PartialEq, Debug)]
pub(crate) enum AnnounceOutcome {
    /// The sender is a member, or has just become a learner.
    TakenIn,
    /// The receiver does not lead; perhaps it knows who does.
    NotLeader(Option<Member>),
    /// The sender can not be taken in.
    NotWanted(String),
    /// The log knows the sender as a voter, and the sender says that it is blank.
    LostLog,
}

/// Who sends a message to whom.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct Envelope {
    pub(crate) cluster_id: String,
    pub(crate) from: VoterKey,
    /// `None` only where the sender does not know who will receive it.
    pub(crate) to: Option<VoterKey>,
}

impl Request {
    pub(crate) fn key(&self) -> PeerKey {
        match self {
            Self::Append { .. } => PeerKey::Append,
            Self::Vote { .. } => PeerKey::Vote,
            Self::PreVote { .. } => PeerKey::PreVote,
            Self::Transfer { .. } => PeerKey::Transfer,
            Self::Announce { .. } => PeerKey::Announce,
        }
    }

    pub(crate) fn encode(&self, envelope: &Envelope) -> Bytes {
        let mut out = Vec::new();
        out.u8(VERSION);
        out.text(&envelope.cluster_id);
        out.key(envelope.from);
        out.option(envelope.to, |out, to| out.key(to));
        let log_id = |out: &mut Vec<u8>, id: LogId| out.log_id(id);
        match self {
            Self::Append { vote, prev, commit, entries } => {
                out.vote(vote);
                out.option(*prev, log_id);
                out.option(*commit, log_id);
                out.u16(entries.len() as u16);
                for entry in entries {
                    out.log_entry(entry);
                }
            }
            Self::Vote { vote, last, transfer } => {
                out.vote(vote);
                out.option(*last, log_id);
                out.bool(*transfer);
            }
            Self::PreVote { vote, last } => {
                out.vote(vote);
                out.option(*last, log_id);
            }
            Self::Transfer { leader, to, last } => {
                out.vote(leader);
                out.key(*to);
                out.option(*last, log_id);
            }
            Self::Announce { endpoints, blank } => {
                out.endpoints(endpoints);
                out.option(*blank, |out, life| out.u64(life));
            }
        }
        out.into()
    }

    /// Reads a message; what can not be read is refused with a reason.
    pub(crate) fn decode(key: PeerKey, message: Bytes) -> Result<(Envelope, Self), Refusal> {
        let mut reader = Reader::new(message);
        match reader.u8() {
            Ok(VERSION) => {}
            Ok(version) => {
                let reason = format!("peer messages of version {version} are not known, only {VERSION}");
                return Err(Refusal::new(RefusalKind::UnknownVersion, reason));
            }
            Err(e) => return Err(Refusal::new(RefusalKind::Malformed, e.to_string())),
        }
        Self::fields(key, &mut reader)
            .map_err(|e| Refusal::new(RefusalKind::Malformed, format!("a {key:?} message: {e}")))
    }

    fn fields(key: PeerKey, reader: &mut Reader) -> Result<(Envelope, Self), Malformed> {
        let envelope =
            Envelope { cluster_id: reader.text(255)?, from: reader.key()?, to: reader.option(Reader::key)? };
        let request = match key {
            PeerKey::Append => {
                let vote = reader.vote()?;
                let prev = reader.option(Reader::log_id)?;
                let commit = reader.option(Reader::log_id)?;
                let n = reader.count(MIN_ENTRY_LEN, MAX_ENTRIES)?;
                let entries = (0..n).map(|_| reader.log_entry()).collect::<Result<_, _>>()?;
                Self::Append { vote, prev, commit, entries }
            }
            PeerKey::Vote => Self::Vote {
                vote: reader.vote()?,
                last: reader.option(Reader::log_id)?,
                transfer: reader.bool()?,
            },
            PeerKey::PreVote => Self::PreVote { vote: reader.vote()?, last: reader.option(Reader::log_id)? },
            PeerKey::Transfer => Self::Transfer {
                leader: reader.vote()?,
                to: reader.key()?,
                last: reader.option(Reader::log_id)?,
            },
            PeerKey::Announce => {
                Self::Announce { endpoints: reader.endpoints()?, blank: reader.option(Reader::u64)? }
            }
        };
        reader.end()?;
        request.check(reader)?;
        Ok((envelope, request))
    }

    /// What a sound sender never sends: Raft itself does not look at it again.
    fn check(&self, reader: &Reader) -> Result<(), Malformed> {
        let Self::Append { vote, prev, entries, .. } = self else { return Ok(()) };
        if !vote.committed {
            return reader.malformed("entries come from a node that has not won its term");
        }
        let mut before = *prev;
        for entry in entries {
            let follows = entry.id.index == crate::log_id::next_index(before)
                && before.is_none_or(|before| before.term <= entry.id.term)
                && entry.id.term <= vote.term;
            if !follows {
                return reader.malformed(format!("entry {} can not follow {before:?}", entry.id));
            }
            if let Some(Err(e)) = entry.payload.entry.as_ref().map(|entry| entry.check()) {
                return reader.malformed(format!("entry {}: {e}", entry.id));
            }
            before = Some(entry.id);
        }
        Ok(())
    }
}

impl Response {
    pub(crate) fn encode(answer: &Result<Self, Refusal>) -> Bytes {
        let mut out = vec![VERSION];
        let log_id = |out: &mut Vec<u8>, id: LogId| out.log_id(id);
        match answer {
            Err(refusal) => {
                out.u8(1);
                refusal.write(&mut out);
            }
            Ok(response) => {
                out.u8(0);
                match response {
                    Self::Append(outcome) => match outcome {
                        AppendOutcome::Taken => out.u8(0),
                        AppendOutcome::Conflict => out.u8(1),
                        AppendOutcome::HigherVote(vote) => {
                            out.u8(2);
                            out.vote(vote);
                        }
                    },
                    Self::Vote { vote, granted, last } => {
                        out.vote(vote);
                        out.bool(*granted);
                        out.option(*last, log_id);
                    }
                    Self::Transfer { accepted } => out.bool(*accepted),
                    Self::Announce(AnnounceOutcome::TakenIn) => out.u8(0),
                    Self::Announce(AnnounceOutcome::NotLeader(leader)) => {
                        out.u8(1);
                        out.option(leader.as_ref(), |out, leader| {
                            out.key(leader.key);
                            out.endpoints(&leader.endpoints);
                        });
                    }
                    Self::Announce(AnnounceOutcome::NotWanted(reason)) => {
                        out.u8(2);
                        out.text(reason);
                    }
                    Self::Announce(AnnounceOutcome::LostLog) => out.u8(3),
                }
            }
        }
        out.into()
    }

    /// Reads the answer to a message of that key.
    pub(crate) fn decode(key: PeerKey, message: Bytes) -> Result<Result<Self, Refusal>, Malformed> {
        let mut reader = Reader::new(message);
        let version = reader.u8()?;
        if version != VERSION {
            return reader.malformed(format!("an answer has version {version}"));
        }
        if reader.bool()? {
            return Refusal::read(&mut reader).map(Err);
        }
        let response = match key {
            PeerKey::Append => Self::Append(match reader.u8()? {
                0 => AppendOutcome::Taken,
                1 => AppendOutcome::Conflict,
                2 => AppendOutcome::HigherVote(reader.vote()?),
                other => return reader.malformed(format!("{other} is no outcome of an append")),
            }),
            PeerKey::Vote | PeerKey::PreVote => Self::Vote {
                vote: reader.vote()?,
                granted: reader.bool()?,
                last: reader.option(Reader::log_id)?,
            },
            PeerKey::Transfer => Self::Transfer { accepted: reader.bool()? },
            PeerKey::Announce => Self::Announce(match reader.u8()? {
                0 => AnnounceOutcome::TakenIn,
                1 => AnnounceOutcome::NotLeader(
                    reader.option(|r| Ok(Member { key: r.key()?, endpoints: r.endpoints()? }))?,
                ),
                2 => AnnounceOutcome::NotWanted(reader.text(255)?),
                3 => AnnounceOutcome::LostLog,
                other => return reader.malformed(format!("{other} is no outcome of an announcement")),
            }),
        };
        reader.end()?;
        Ok(Ok(response))
    }
}
