//! Records of the coordinators' topics: the type stands before the key, the version before the value
//! (`CoordinatorRecordSerde`). A record without a value is a tombstone; that is the caller's to see.
//!
//! Types 0 and 1 of `__consumer_offsets` are the two versions of the key of an offset commit, 2 that of a classic group:
//! what Kafka before 4.0 called the key's version is the type now, on the same bytes.

use bytes::{Bytes, BytesMut};

use super::{GroupRecordKey, GroupRecordValue, RecordError, TransactionRecordKey, TransactionRecordValue};
use crate::codec::{Decoder, EncodeError};

/// Both topics work the same way; only the sets of records differ.
macro_rules! coordinator_record {
    ($key:ident, $value:ident, $log:literal) => {
        impl $key {
            /// Reads a key.
            ///
            /// # Errors
            /// When the type is unknown, which Kafka's coordinators skip with a warning, or the key broken.
            pub fn decode(key: &Bytes) -> Result<$key, RecordError> {
                let mut d = Decoder::new(key);
                let record_type = i16::from_be_bytes(d.array()?);
                let unknown = RecordError::UnknownType { log: $log, record_type: i64::from(record_type) };
                Ok($key::decode_body(record_type, 0, &mut d).ok_or(unknown)??)
            }

            /// The bytes of the key.
            ///
            /// # Errors
            /// When a string in it is too long.
            pub fn encode(&self) -> Result<Bytes, EncodeError> {
                let mut buffer = BytesMut::with_capacity(2 + self.body_len(0)?);
                buffer.extend_from_slice(&self.key().to_be_bytes());
                self.encode_body(&mut buffer, 0)?;
                Ok(buffer.freeze())
            }
        }

        impl $value {
            /// Reads the value that stands under a key of type `record_type`: the value, and the version it was
            /// written at.
            ///
            /// # Errors
            /// When type or version are unknown, or the value broken.
            pub fn decode(record_type: i16, value: &Bytes) -> Result<($value, i16), RecordError> {
                let mut d = Decoder::new(value);
                let version = i16::from_be_bytes(d.array()?);
                let unknown = RecordError::UnknownType { log: $log, record_type: i64::from(record_type) };
                Ok(($value::decode_body(record_type, version, &mut d).ok_or(unknown)??, version))
            }

            /// The bytes of the value at `version`.
            ///
            /// # Errors
            /// When the version cannot express the value.
            pub fn encode(&self, version: i16) -> Result<Bytes, EncodeError> {
                let mut buffer = BytesMut::with_capacity(2 + self.body_len(version)?);
                buffer.extend_from_slice(&version.to_be_bytes());
                self.encode_body(&mut buffer, version)?;
                Ok(buffer.freeze())
            }
        }
    };
}

coordinator_record!(GroupRecordKey, GroupRecordValue, "group");
coordinator_record!(TransactionRecordKey, TransactionRecordValue, "transaction");

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codec::{DecodeFault, Str};
    use crate::group::{
        GroupMetadataKey, GroupMetadataValue, LegacyOffsetCommitKey, OffsetCommitKey, OffsetCommitValue,
    };
    use crate::transaction::{TransactionLogKey, TransactionLogValue};

    #[test]
    fn an_offset_commit_has_these_bytes() {
        let key = OffsetCommitKey { group: Str::from("g"), topic: Str::from("t"), partition: 3 };
        let bytes = GroupRecordKey::from(key.clone()).encode().unwrap();
        assert_eq!(&bytes[..], b"\0\x01\0\x01g\0\x01t\0\0\0\x03");
        assert_eq!(GroupRecordKey::decode(&bytes), Ok(GroupRecordKey::OffsetCommit(key)));

        let value =
            OffsetCommitValue { offset: 9, leader_epoch: 4, commit_timestamp: 1, ..Default::default() };
        let value = GroupRecordValue::from(value);
        let bytes = value.encode(3).unwrap();
        assert_eq!(&bytes[..], b"\0\x03\0\0\0\0\0\0\0\x09\0\0\0\x04\0\0\0\0\0\0\0\0\0\x01");
        assert_eq!(GroupRecordValue::decode(1, &bytes), Ok((value, 3)));
    }

    #[test]
    fn keys_from_before_kafka_4_are_the_same_bytes() {
        let old = GroupRecordKey::decode(&Bytes::from_static(b"\0\0\0\x01g\0\x01t\0\0\0\x03")).unwrap();
        let expected = LegacyOffsetCommitKey { group: Str::from("g"), topic: Str::from("t"), partition: 3 };
        assert_eq!(old, GroupRecordKey::LegacyOffsetCommit(expected));
        let group = GroupRecordKey::decode(&Bytes::from_static(b"\0\x02\0\x01g")).unwrap();
        assert_eq!(group, GroupRecordKey::GroupMetadata(GroupMetadataKey { group: Str::from("g") }));
    }

    #[test]
    fn every_version_of_a_classic_group_reads_back() {
        let value = GroupMetadataValue { generation: 5, leader: Some(Str::from("m")), ..Default::default() };
        for version in 0..=4 {
            let mut value = value.clone();
            value.current_state_timestamp = if version >= 2 { 77 } else { -1 };
            let value = GroupRecordValue::from(value);
            let bytes = value.encode(version).unwrap();
            assert_eq!(GroupRecordValue::decode(2, &bytes), Ok((value, version)));
        }
    }

    #[test]
    fn a_transaction_reads_back() {
        let key = TransactionRecordKey::from(TransactionLogKey { transactional_id: Str::from("tx") });
        assert_eq!(TransactionRecordKey::decode(&key.encode().unwrap()), Ok(key));
        let value =
            TransactionLogValue { producer_id: 5, transaction_partitions: None, ..Default::default() };
        let value = TransactionRecordValue::from(value);
        for version in 0..=1 {
            let read = TransactionRecordValue::decode(0, &value.encode(version).unwrap());
            assert_eq!(read, Ok((value.clone(), version)));
        }
    }

    #[test]
    fn unknown_types_and_versions_are_told_apart() {
        let key = GroupRecordKey::decode(&Bytes::from_static(b"\0\x63rest")).unwrap_err();
        assert_eq!(key, RecordError::UnknownType { log: "group", record_type: 99 });
        let value = GroupRecordValue::decode(1, &Bytes::from_static(b"\0\x63rest")).unwrap_err();
        assert!(
            matches!(value, RecordError::Decode(e) if matches!(e.fault(), DecodeFault::Version { version: 99, .. }))
        );
        let short = TransactionRecordKey::decode(&Bytes::from_static(b"\0")).unwrap_err();
        assert!(matches!(short, RecordError::Decode(_)));
    }
}
