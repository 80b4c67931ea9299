//! What holds for any input: whatever is built reads back, whatever is sent never panics.

#![allow(clippy::unwrap_used, reason = "a generated value that cannot be built fails the test")]

use bytes::Bytes;
use ferryman_wire::batch::{
    BatchBuilder, BatchOptions, BatchView, Batches, Codec, Header, NewRecord, Records,
};
use ferryman_wire::codec::{Decoder, Uuid};
use ferryman_wire::compression::decompress;
use ferryman_wire::frame::RequestFrame;
use ferryman_wire::records::{
    ControlRecord, GroupRecordKey, GroupRecordValue, MetadataRecord, TransactionRecordKey,
    TransactionRecordValue,
};
use ferryman_wire::testing::all_messages;
use proptest::prelude::*;

type Parts = (i64, Option<Vec<u8>>, Option<Vec<u8>>, Vec<(Vec<u8>, Option<Vec<u8>>)>);

fn bytes(most: usize) -> impl Strategy<Value = Vec<u8>> {
    proptest::collection::vec(any::<u8>(), 0..most)
}

fn records() -> impl Strategy<Value = Vec<Parts>> {
    let maybe = || proptest::option::of(bytes(200));
    let headers = proptest::collection::vec((bytes(20), maybe()), 0..4);
    proptest::collection::vec((any::<i64>(), maybe(), maybe(), headers), 0..20)
}

fn build(parts: &[Parts], options: BatchOptions, codec: Codec) -> BatchView {
    let mut builder = BatchBuilder::new(options);
    for (timestamp, key, value, headers) in parts {
        let headers: Vec<Header<'_>> =
            headers.iter().map(|(key, value)| Header { key, value: value.as_deref() }).collect();
        let record = NewRecord {
            timestamp: *timestamp,
            key: key.as_deref(),
            value: value.as_deref(),
            headers: &headers,
        };
        let expected = builder.size_with(&record);
        builder.append(record).unwrap();
        assert_eq!(builder.size(), expected);
    }
    let size = builder.size();
    let batch = builder.finish_compressed(codec, None).unwrap();
    assert!(codec != Codec::None || batch.len() == size);
    BatchView::parse(&batch).unwrap()
}

proptest! {
    #[test]
    fn a_batch_reads_back_as_it_was_built(
        parts in records(),
        base_offset in 0..i64::MAX / 2,
        base_sequence in -1..i32::MAX,
        codec in 0_u8..5,
    ) {
        let codec = Codec::from_id(codec).unwrap();
        let view = build(&parts, BatchOptions { base_offset, base_sequence, ..Default::default() }, codec);
        view.verify_crc().unwrap();
        prop_assert_eq!(view.header().codec(), Ok(codec));
        let payload = view.decompressed(1 << 20).unwrap();
        let read: Vec<_> = Records::new(view.header(), &payload).map(Result::unwrap).collect();
        prop_assert_eq!(read.len(), parts.len());
        for (at, (record, (timestamp, key, value, headers))) in read.iter().zip(&parts).enumerate() {
            prop_assert_eq!(record.offset, base_offset + at as i64);
            prop_assert_eq!(record.timestamp, *timestamp);
            prop_assert_eq!(record.key, key.as_deref());
            prop_assert_eq!(record.value, value.as_deref());
            let found: Vec<_> = record.headers.map(|h| (h.key.to_vec(), h.value.map(<[u8]>::to_vec))).collect();
            prop_assert_eq!(&found, headers);
        }
    }

    #[test]
    fn any_bytes_are_read_as_batches_without_panic(input in bytes(400), magic_at in 0_usize..400) {
        let mut input = input;
        if let Some(magic) = input.get_mut(magic_at.min(16)) {
            *magic = 2;
        }
        for batch in Batches::new(Bytes::from(input)).flatten() {
            let _ = batch.verify_crc();
            let _ = batch.decompressed(1 << 16);
            if let Ok(records) = batch.records() {
                records.flatten().for_each(|r| r.headers.for_each(drop));
            }
        }
    }

    #[test]
    fn a_batch_with_flipped_bytes_is_read_without_panic(
        parts in records(),
        flips in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6),
        codec in 0_u8..5,
    ) {
        let whole = build(&parts, BatchOptions::default(), Codec::from_id(codec).unwrap());
        let mut input = whole.bytes().to_vec();
        for (at, value) in flips {
            let at = at.index(input.len());
            input[at] = value;
        }
        for batch in Batches::new(Bytes::from(input)).flatten() {
            if let Ok(payload) = batch.decompressed(1 << 16) {
                assert!(payload.len() <= 1 << 16 || batch.header().codec() == Ok(Codec::None));
                Records::new(batch.header(), &payload).flatten().for_each(|r| r.headers.for_each(drop));
            }
        }
    }

    #[test]
    fn any_bytes_are_decompressed_without_panic(input in bytes(300), codec in 0_u8..5) {
        let codec = Codec::from_id(codec).unwrap();
        if let Ok(output) = decompress(codec, &input, 4096) {
            prop_assert!(output.len() <= 4096);
        }
    }

    #[test]
    fn any_bytes_are_read_as_records_of_kafkas_topics_without_panic(input in bytes(100), version in -1_i16..6) {
        let input = Bytes::from(input);
        let _ = MetadataRecord::decode(&input);
        let _ = GroupRecordKey::decode(&input);
        let _ = GroupRecordValue::decode(version, &input);
        let _ = TransactionRecordKey::decode(&input);
        let _ = TransactionRecordValue::decode(version, &input);
        let _ = ControlRecord::decode(&Bytes::copy_from_slice(&[0, 0, 0, version as u8]), &input);
        let _ = RequestFrame::parse(&input);
    }

    #[test]
    fn any_bytes_are_read_as_any_message_without_panic(input in bytes(200), which in any::<prop::sample::Index>()) {
        let messages = all_messages();
        let entry = which.get(&messages);
        let input = Bytes::from(input);
        for version in entry.versions.iter() {
            let _ = (entry.decode)(&mut Decoder::new(&input), version);
        }
    }

    #[test]
    fn an_id_reads_back_from_its_text(id in any::<u128>()) {
        let id = Uuid::from_u128(id);
        prop_assert_eq!(id.to_string().parse(), Ok(id));
    }
}
