//! `quorum-state`: Kafka's file of the last election, and our memory that this directory belongs to a group.
//!
//! Its existence says that the directory founded a group or joined one; it is made, durably, before anything is written
//! to the raft log. Its content mirrors the last vote for Kafka's tools (JSON, data version 1, class
//! `FileQuorumStateStore`); the raft log is the authority. Must not be here: decisions about who may vote.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use disk::{Disk, atomic_replace, read_all, remove_temporary};
use serde::{Deserialize, Serialize};

use crate::log_id::{MAX_TERM, Vote};
use crate::wal::VoteMirror;
use crate::{Error, Uuid, VoterKey};

/// The file's name in `__cluster_metadata-0`.
const FILE_NAME: &str = "quorum-state";
const DATA_VERSION: i16 = 1;
const NOBODY: i32 = -1;
/// No such file is longer.
const MAX_FILE_BYTES: u64 = 64 * 1024;

/// The JSON object, with Kafka's field names.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Content {
    leader_id: i32,
    leader_epoch: i32,
    voted_id: i32,
    #[serde(default = "zero")]
    voted_directory_id: String,
    #[serde(rename = "data_version")]
    data_version: i16,
}

fn zero() -> String {
    Uuid::ZERO.to_string()
}

/// What the file tells when a node starts.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Remembered {
    /// There is no file: the directory has never been in a group.
    Nothing,
    /// This directory was told to found a group, and no election was seen since.
    Founding,
    /// A leader has taken this directory in, and no vote was seen since.
    Joining,
    /// It has voted, or followed a leader, in this epoch.
    Voted(i32),
}

/// The file of one directory.
#[derive(Clone)]
pub(crate) struct QuorumState {
    disk: Arc<dyn Disk>,
    path: PathBuf,
    key: VoterKey,
}

impl QuorumState {
    /// The file in `dir` (`__cluster_metadata-0`), of the voter `key`.
    pub(crate) fn new(disk: Arc<dyn Disk>, dir: &Path, key: VoterKey) -> Self {
        Self { disk, path: dir.join(FILE_NAME), key }
    }

    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// Reads the file.
    pub(crate) fn read(&self) -> Result<Remembered, Error> {
        remove_temporary(&*self.disk, &self.path)
            .map_err(Error::io("remove what was left beside", &self.path))?;
        let content =
            read_all(&*self.disk, &self.path, MAX_FILE_BYTES).map_err(Error::io("read", &self.path))?;
        let Some(content) = content else { return Ok(Remembered::Nothing) };
        let bad = |what: String| Error::BadQuorumState { path: self.path.clone(), what };
        let content: Content = serde_json::from_slice(&content).map_err(|e| bad(e.to_string()))?;
        if content.data_version != DATA_VERSION {
            return Err(bad(format!(
                "its data_version is {}, only {DATA_VERSION} is known",
                content.data_version
            )));
        }
        match content.leader_epoch {
            ..0 => Err(bad(format!("its leaderEpoch is {}", content.leader_epoch))),
            0 if content == self.founding() => Ok(Remembered::Founding),
            0 => Ok(Remembered::Joining),
            epoch => Ok(Remembered::Voted(epoch)),
        }
    }

    /// Remembers that this directory is to found a group.
    pub(crate) fn write_founding(&self) -> io::Result<()> {
        self.write(&self.founding())
    }

    /// Remembers that a leader has taken this directory in.
    pub(crate) fn write_joining(&self) -> io::Result<()> {
        self.write(&Content {
            leader_id: NOBODY,
            leader_epoch: 0,
            voted_id: NOBODY,
            voted_directory_id: zero(),
            data_version: DATA_VERSION,
        })
    }

    /// Mirrors a vote, in Kafka's terms: a winner is the leader, somebody supported is the voted.
    pub(crate) fn write_vote(&self, vote: &Vote) -> io::Result<()> {
        let leader_epoch = vote.term.min(MAX_TERM) as i32;
        let content = if vote.committed {
            Content {
                leader_id: vote.voter.id,
                leader_epoch,
                voted_id: NOBODY,
                voted_directory_id: zero(),
                data_version: DATA_VERSION,
            }
        } else {
            Content { leader_epoch, ..self.voted(vote.voter) }
        };
        self.write(&content)
    }

    /// Voted for itself in epoch 0, which no election has: only a founding directory says so.
    fn founding(&self) -> Content {
        self.voted(self.key)
    }

    fn voted(&self, key: VoterKey) -> Content {
        Content {
            leader_id: NOBODY,
            leader_epoch: 0,
            voted_id: key.id,
            voted_directory_id: key.directory.to_string(),
            data_version: DATA_VERSION,
        }
    }

    fn write(&self, content: &Content) -> io::Result<()> {
        let json = serde_json::to_vec(content).map_err(io::Error::other)?;
        atomic_replace(&*self.disk, &self.path, &json)
    }
}

/// Keeps the file in step with the raft log; runs where the log is written.
pub(crate) struct Mirror {
    file: QuorumState,
    exists: bool,
}

impl Mirror {
    pub(crate) fn new(file: QuorumState) -> Self {
        Self { file, exists: false }
    }
}

impl VoteMirror for Mirror {
    fn before_first_write(&mut self) -> io::Result<()> {
        if !self.exists {
            if self.file.disk.kind(&self.file.path)?.is_none() {
                self.file.write_joining()?;
            }
            self.exists = true;
        }
        Ok(())
    }

    fn voted(&mut self, vote: &Vote) -> io::Result<()> {
        self.file.write_vote(vote)
    }
}

#[cfg(test)]
mod tests {
    use disk::{CrashChoice, SimDisk};

    use super::*;

    const KEY: VoterKey = VoterKey { id: 3, directory: Uuid([0xA5; 16]) };

    fn file() -> (SimDisk, QuorumState) {
        let disk = SimDisk::new();
        let dir = Path::new("/meta");
        disk.create_dir_all(dir).unwrap();
        disk.sync_dir(Path::new("/")).unwrap();
        let file = QuorumState::new(Arc::new(disk.clone()), dir, KEY);
        (disk, file)
    }

    fn text(file: &QuorumState) -> String {
        String::from_utf8(read_all(&*file.disk, &file.path, 1 << 20).unwrap().unwrap()).unwrap()
    }

    #[test]
    fn it_is_what_kafka_writes() {
        let (_disk, file) = file();
        file.write_vote(&Vote { term: 7, voter: KEY, committed: false }).unwrap();
        let expected = format!(
            r#"{{"leaderId":-1,"leaderEpoch":7,"votedId":3,"votedDirectoryId":"{}","data_version":1}}"#,
            KEY.directory
        );
        assert_eq!(text(&file), expected);
        file.write_vote(&Vote { term: 8, voter: KEY, committed: true }).unwrap();
        assert_eq!(
            text(&file),
            r#"{"leaderId":3,"leaderEpoch":8,"votedId":-1,"votedDirectoryId":"AAAAAAAAAAAAAAAAAAAAAA","data_version":1}"#
        );
    }

    #[test]
    fn what_was_remembered_survives_a_crash_and_is_told_apart() {
        let (disk, file) = file();
        assert_eq!(file.read().unwrap(), Remembered::Nothing);
        for (write, expected) in [
            (Box::new(|| file.write_joining()) as Box<dyn Fn() -> io::Result<()>>, Remembered::Joining),
            (Box::new(|| file.write_founding()), Remembered::Founding),
            (
                Box::new(|| file.write_vote(&Vote { term: 9, voter: KEY, committed: false })),
                Remembered::Voted(9),
            ),
        ] {
            write().unwrap();
            disk.crash(CrashChoice::LoseAll);
            assert_eq!(file.read().unwrap(), expected);
        }
    }

    #[test]
    fn a_file_that_is_not_understood_is_refused() {
        let (disk, file) = file();
        for content in [
            "",
            "{}",
            "[1]",
            r#"{"leaderId":1,"leaderEpoch":-3,"votedId":1,"data_version":1}"#,
            r#"{"clusterId":"","leaderId":1,"leaderEpoch":2,"votedId":-1,"appliedOffset":0,"currentVoters":[],"data_version":0}"#,
        ] {
            atomic_replace(&disk, &file.path, content.as_bytes()).unwrap();
            assert!(matches!(file.read(), Err(Error::BadQuorumState { .. })), "{content}");
        }
    }
}
