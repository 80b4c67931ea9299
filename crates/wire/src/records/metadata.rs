//! A record of `__cluster_metadata`: frame version, type, version, body (`AbstractApiMessageSerde`).

use bytes::{Bytes, BytesMut};

use super::{MetadataRecord, RecordError};
use crate::codec::{Decoder, EncodeError, Sink, uvarint_len};

/// The one framing there is. 0 was that of the preview in Kafka 2.8.
pub const METADATA_FRAME_VERSION: u32 = 1;

impl MetadataRecord {
    /// Reads the value of a record: the record, and the version it was written at.
    ///
    /// # Errors
    /// When the framing or the type is unknown, the body broken, or bytes are left behind it.
    pub fn decode(value: &Bytes) -> Result<(MetadataRecord, i16), RecordError> {
        let mut d = Decoder::new(value);
        match d.uvarint()? {
            METADATA_FRAME_VERSION => {}
            0 => return Err(RecordError::PreviewFrame),
            other => return Err(RecordError::Frame(other)),
        }
        let record_type = d.uvarint()?;
        let version = d.uvarint()?;
        let unknown = || RecordError::UnknownType { log: "metadata", record_type: i64::from(record_type) };
        let key = i16::try_from(record_type).map_err(|_| unknown())?;
        // A version above what an i16 holds is no version of anything.
        let version = i16::try_from(version).unwrap_or(i16::MAX);
        let record = MetadataRecord::decode_body(key, version, &mut d).ok_or_else(unknown)??;
        d.finish()?;
        Ok((record, version))
    }

    /// Bytes of the record's value at `version`.
    ///
    /// # Errors
    /// When the version cannot express the record.
    pub fn encoded_len(&self, version: i16) -> Result<usize, EncodeError> {
        let body = self.body_len(version)?;
        Ok(uvarint_len(METADATA_FRAME_VERSION)
            + uvarint_len(self.key() as u32)
            + uvarint_len(version as u32)
            + body)
    }

    /// Appends the record's value at `version`; appends nothing if it fails.
    ///
    /// # Errors
    /// When the version cannot express the record.
    pub fn encode_into(&self, buffer: &mut BytesMut, version: i16) -> Result<(), EncodeError> {
        buffer.reserve(self.encoded_len(version)?);
        buffer.put_uvarint(METADATA_FRAME_VERSION);
        buffer.put_uvarint(self.key() as u32);
        buffer.put_uvarint(version as u32);
        self.encode_body(buffer, version)
    }

    /// The record's value at `version`.
    ///
    /// # Errors
    /// When the version cannot express the record.
    pub fn encode(&self, version: i16) -> Result<Bytes, EncodeError> {
        let mut buffer = BytesMut::new();
        self.encode_into(&mut buffer, version)?;
        Ok(buffer.freeze())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codec::{DecodeFault, Str, Uuid};
    use crate::metadata::{NoOpRecord, PartitionRecord, TopicRecord};

    #[test]
    fn a_topic_record_has_these_bytes() {
        let record = TopicRecord { name: Str::from("foo"), topic_id: Uuid::METADATA_TOPIC };
        let expected = b"\x01\x02\x00\x04foo\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x01\x00";
        let bytes = MetadataRecord::from(record.clone()).encode(0).unwrap();
        assert_eq!(&bytes[..], expected);
        assert_eq!(MetadataRecord::decode(&bytes), Ok((MetadataRecord::Topic(record), 0)));
    }

    #[test]
    fn the_version_written_is_the_version_read() {
        let record = PartitionRecord { partition_id: 7, replicas: vec![1, 2], ..Default::default() };
        for version in 0..=2 {
            let record = MetadataRecord::from(record.clone());
            let bytes = record.encode(version).unwrap();
            assert_eq!(bytes.len(), record.encoded_len(version).unwrap());
            assert_eq!(MetadataRecord::decode(&bytes), Ok((record, version)));
        }
    }

    #[test]
    fn a_record_its_version_cannot_carry_is_not_written() {
        let record = PartitionRecord { directories: vec![Uuid::METADATA_TOPIC], ..Default::default() };
        let mut buffer = BytesMut::new();
        let error = MetadataRecord::from(record).encode_into(&mut buffer, 0).unwrap_err();
        assert!(error.to_string().contains("directories is set"), "{error}");
        assert!(buffer.is_empty());
    }

    #[test]
    fn framings_types_and_bytes_that_do_not_belong_are_refused() {
        let decode = |bytes: &'static [u8]| MetadataRecord::decode(&Bytes::from_static(bytes)).unwrap_err();
        assert_eq!(decode(b"\x00\x14\x00\x00"), RecordError::PreviewFrame);
        assert_eq!(decode(b"\x02\x14\x00\x00"), RecordError::Frame(2));
        assert!(matches!(decode(b"\x01\x06\x00\x00"), RecordError::UnknownType { record_type: 6, .. }));
        assert!(matches!(decode(b"\x01\xff\xff\x7f\x00\x00"), RecordError::UnknownType { .. }));
        let fault = |bytes| match decode(bytes) {
            RecordError::Decode(error) => error.fault(),
            other => panic!("{other}"),
        };
        assert!(matches!(fault(b"\x01\x14\x01\x00"), DecodeFault::Version { version: 1, .. }));
        assert!(matches!(fault(b"\x01\x14\xff\xff\x7f\x00"), DecodeFault::Version { .. }));
        assert_eq!(fault(b"\x01\x14\x00\x00\x00"), DecodeFault::Trailing(1));
        assert!(matches!(fault(b"\x01\x14\x00"), DecodeFault::Truncated { .. }));
        let whole = MetadataRecord::from(NoOpRecord::default()).encode(0).unwrap();
        assert_eq!(&whole[..], b"\x01\x14\x00\x00");
    }
}
