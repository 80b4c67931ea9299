//! Control records: what a log says about itself. They stand in control batches, one type per key.
//!
//! Values are read and written at schema version 0, whatever version their own `Version` field announces: Kafka's
//! `ControlRecordUtils` does so in every release, and version 1 of a leader change has ended the process of a 3.9 broker.

use bytes::{Bytes, BytesMut};

use super::RecordError;
use crate::codec::{DecodeFault, Decoder, EncodeError, Message, VersionRange};
use crate::data::{
    EndTxnMarker, KRaftVersionRecord, LeaderChangeMessage, SnapshotFooterRecord, SnapshotHeaderRecord,
    VotersRecord,
};

/// The schema version of every control record's value.
const VALUE_VERSION: i16 = 0;

/// What a control record is about (`ControlRecordType`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[repr(i16)]
pub enum ControlType {
    /// A transaction was aborted.
    Abort = 0,
    /// A transaction was committed.
    Commit = 1,
    /// A leader of the metadata quorum begins its epoch.
    LeaderChange = 2,
    /// A snapshot begins.
    SnapshotHeader = 3,
    /// A snapshot ends.
    SnapshotFooter = 4,
    /// The version of the quorum's own protocol.
    KRaftVersion = 5,
    /// The voters of the metadata quorum.
    Voters = 6,
}

impl ControlType {
    const ALL: [ControlType; 7] = [
        ControlType::Abort,
        ControlType::Commit,
        ControlType::LeaderChange,
        ControlType::SnapshotHeader,
        ControlType::SnapshotFooter,
        ControlType::KRaftVersion,
        ControlType::Voters,
    ];

    /// Reads the key of a control record: version, then type. A version above 0 is read as 0, as Kafka does: later keys
    /// may only add to the end.
    ///
    /// # Errors
    /// When the key is too short, its version negative, or the type unknown. A consumer skips unknown types; in the
    /// metadata log they are fatal.
    pub fn of_key(key: &Bytes) -> Result<ControlType, RecordError> {
        let mut d = Decoder::new(key);
        let version = i16::from_be_bytes(d.array()?);
        if version < 0 {
            return Err(negative_version(&d, version));
        }
        let found = i16::from_be_bytes(d.array()?);
        let known = ControlType::ALL.into_iter().find(|t| *t as i16 == found);
        known.ok_or(RecordError::UnknownType { log: "control", record_type: i64::from(found) })
    }

    /// The key of a control record of this type.
    pub fn key(self) -> [u8; 4] {
        let [high, low] = (self as i16).to_be_bytes();
        [0, 0, high, low]
    }
}

/// A control record.
#[derive(Debug, Clone, PartialEq)]
pub enum ControlRecord {
    /// A transaction was aborted.
    Abort {
        /// Epoch of the transaction coordinator that decided it.
        coordinator_epoch: i32,
    },
    /// A transaction was committed.
    Commit {
        /// Epoch of the transaction coordinator that decided it.
        coordinator_epoch: i32,
    },
    /// A leader of the metadata quorum begins its epoch.
    LeaderChange(LeaderChangeMessage),
    /// A snapshot begins.
    SnapshotHeader(SnapshotHeaderRecord),
    /// A snapshot ends.
    SnapshotFooter(SnapshotFooterRecord),
    /// The version of the quorum's own protocol.
    KRaftVersion(KRaftVersionRecord),
    /// The voters of the metadata quorum.
    Voters(VotersRecord),
}

impl ControlRecord {
    /// Reads a control record from its key and its value.
    ///
    /// # Errors
    /// When the key is no known type's, or the value is broken.
    pub fn decode(key: &Bytes, value: &Bytes) -> Result<ControlRecord, RecordError> {
        let mut d = Decoder::new(value);
        Ok(match ControlType::of_key(key)? {
            ControlType::Abort => ControlRecord::Abort { coordinator_epoch: end_of_transaction(&mut d)? },
            ControlType::Commit => ControlRecord::Commit { coordinator_epoch: end_of_transaction(&mut d)? },
            ControlType::LeaderChange => {
                ControlRecord::LeaderChange(LeaderChangeMessage::decode(&mut d, VALUE_VERSION)?)
            }
            ControlType::SnapshotHeader => {
                ControlRecord::SnapshotHeader(SnapshotHeaderRecord::decode(&mut d, VALUE_VERSION)?)
            }
            ControlType::SnapshotFooter => {
                ControlRecord::SnapshotFooter(SnapshotFooterRecord::decode(&mut d, VALUE_VERSION)?)
            }
            ControlType::KRaftVersion => {
                ControlRecord::KRaftVersion(KRaftVersionRecord::decode(&mut d, VALUE_VERSION)?)
            }
            ControlType::Voters => ControlRecord::Voters(VotersRecord::decode(&mut d, VALUE_VERSION)?),
        })
    }

    /// The type its key names.
    pub fn control_type(&self) -> ControlType {
        match self {
            ControlRecord::Abort { .. } => ControlType::Abort,
            ControlRecord::Commit { .. } => ControlType::Commit,
            ControlRecord::LeaderChange(_) => ControlType::LeaderChange,
            ControlRecord::SnapshotHeader(_) => ControlType::SnapshotHeader,
            ControlRecord::SnapshotFooter(_) => ControlType::SnapshotFooter,
            ControlRecord::KRaftVersion(_) => ControlType::KRaftVersion,
            ControlRecord::Voters(_) => ControlType::Voters,
        }
    }

    /// The bytes of its value.
    ///
    /// # Errors
    /// When schema version 0 cannot express the value: a leader change with directory ids, for one.
    pub fn encode_value(&self) -> Result<Bytes, EncodeError> {
        match self {
            ControlRecord::Abort { coordinator_epoch } | ControlRecord::Commit { coordinator_epoch } => {
                let marker = EndTxnMarker { coordinator_epoch: *coordinator_epoch };
                // Of all control records only the end of a transaction has its version before the value.
                let mut value = BytesMut::with_capacity(2 + marker.encoded_len(VALUE_VERSION)?);
                value.extend_from_slice(&VALUE_VERSION.to_be_bytes());
                marker.encode_into(&mut value, VALUE_VERSION)?;
                Ok(value.freeze())
            }
            ControlRecord::LeaderChange(value) => value.to_bytes(VALUE_VERSION),
            ControlRecord::SnapshotHeader(value) => value.to_bytes(VALUE_VERSION),
            ControlRecord::SnapshotFooter(value) => value.to_bytes(VALUE_VERSION),
            ControlRecord::KRaftVersion(value) => value.to_bytes(VALUE_VERSION),
            ControlRecord::Voters(value) => value.to_bytes(VALUE_VERSION),
        }
    }
}

/// The coordinator epoch in the value of a transaction marker. Versions above 0 are read as 0 (`EndTransactionMarker`).
fn end_of_transaction(d: &mut Decoder<'_>) -> Result<i32, RecordError> {
    let version = i16::from_be_bytes(d.array()?);
    if version < 0 {
        return Err(negative_version(d, version));
    }
    Ok(EndTxnMarker::decode(d, VALUE_VERSION)?.coordinator_epoch)
}

fn negative_version(d: &Decoder<'_>, version: i16) -> RecordError {
    let known = VersionRange::new(VALUE_VERSION, i16::MAX);
    d.error(DecodeFault::Version { version, known }).into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codec::{EncodeFault, Uuid};
    use crate::data::leader_change_message::Voter;

    fn read_back(record: &ControlRecord) -> ControlRecord {
        let key = Bytes::copy_from_slice(&record.control_type().key());
        ControlRecord::decode(&key, &record.encode_value().unwrap()).unwrap()
    }

    #[test]
    fn a_commit_marker_has_these_bytes() {
        let commit = ControlRecord::Commit { coordinator_epoch: 5 };
        assert_eq!(commit.control_type().key(), [0, 0, 0, 1]);
        assert_eq!(&commit.encode_value().unwrap()[..], [0, 0, 0, 0, 0, 5]);
        assert_eq!(read_back(&commit), commit);
    }

    #[test]
    fn every_control_record_reads_back() {
        for record in [
            ControlRecord::Abort { coordinator_epoch: -1 },
            ControlRecord::LeaderChange(LeaderChangeMessage {
                leader_id: 2,
                voters: vec![Voter { voter_id: 2, ..Default::default() }],
                ..Default::default()
            }),
            ControlRecord::SnapshotHeader(SnapshotHeaderRecord {
                last_contained_log_timestamp: 9,
                version: 0,
            }),
            ControlRecord::SnapshotFooter(SnapshotFooterRecord::default()),
            ControlRecord::KRaftVersion(KRaftVersionRecord { kraft_version: 1, version: 0 }),
            ControlRecord::Voters(VotersRecord::default()),
        ] {
            assert_eq!(read_back(&record), record);
        }
    }

    #[test]
    fn a_leader_change_never_carries_what_old_brokers_cannot_read() {
        let voter = Voter { voter_id: 1, voter_directory_id: Uuid::from_parts(1, 2) };
        let change = LeaderChangeMessage { voters: vec![voter], ..Default::default() };
        let error = ControlRecord::LeaderChange(change).encode_value().unwrap_err();
        assert_eq!(error.fault, EncodeFault::Absent { field: "voter_directory_id" });
    }

    #[test]
    fn later_versions_are_read_as_the_first_and_unknown_types_are_named() {
        let key = Bytes::from_static(&[0, 9, 0, 1, 99]);
        let value = Bytes::from_static(&[0, 9, 0, 0, 0, 7, 99]);
        let read = ControlRecord::decode(&key, &value);
        assert_eq!(read, Ok(ControlRecord::Commit { coordinator_epoch: 7 }));
        let unknown = ControlType::of_key(&Bytes::from_static(&[0, 0, 0, 7]));
        assert_eq!(unknown, Err(RecordError::UnknownType { log: "control", record_type: 7 }));
        assert!(ControlType::of_key(&Bytes::from_static(&[0, 0, 0])).is_err());
        assert!(ControlType::of_key(&Bytes::from_static(&[0xff, 0xff, 0, 0])).is_err());
    }
}
