//! Any bytes, read as record batches: headers, records, headers of records, decompression within a limit, changes in
//! place, and the records of Kafka's own topics. Never a panic, never more output than allowed.
#![no_main]

use bytes::Bytes;
use libfuzzer_sys::fuzz_target;
use wire::batch::{BatchMut, BatchView, Batches, Codec, Record, Records, TimestampType};
use wire::compression::decompress;
use wire::records::{ControlRecord, GroupRecordKey, GroupRecordValue, MetadataRecord, TransactionRecordKey};

/// The most that a batch may hold here.
const OUTPUT_MAX: usize = 1 << 16;

fuzz_target!(|input: &[u8]| {
    let bytes = Bytes::copy_from_slice(input);
    for batch in Batches::new(bytes.clone()).map_while(Result::ok) {
        read(&batch);
        edit(&batch);
    }
    // The first byte chooses a codec for the rest, so that the codecs are reached without a header around.
    if let Some((first, rest)) = input.split_first()
        && let Some(codec) = Codec::from_id(first % 5)
        && let Ok(output) = decompress(codec, rest, OUTPUT_MAX)
    {
        assert!(output.len() <= OUTPUT_MAX);
    }
    records_of_kafkas_topics(&bytes);
});

fn read(batch: &BatchView) {
    let header = batch.header();
    assert_eq!(batch.bytes().len(), header.size());
    assert!(header.next_offset() >= header.base_offset);
    let _ = batch.verify_crc();
    let Ok(payload) = batch.decompressed(OUTPUT_MAX) else { return };
    assert!(payload.len() <= OUTPUT_MAX || header.codec() == Ok(Codec::None));
    let mut read = 0_i64;
    for record in Records::new(header, &payload).map_while(Result::ok) {
        read += 1;
        borrowed_from(&record, &payload);
        let value = payload.slice_ref(record.value.unwrap_or_default());
        let key = payload.slice_ref(record.key.unwrap_or_default());
        let _ = MetadataRecord::decode(&value);
        let _ = ControlRecord::decode(&key, &value);
    }
    assert!(read <= i64::from(header.record_count.max(0)), "{read} records of {}", header.record_count);
}

/// All parts of a record lie in the payload, together no longer than it.
fn borrowed_from(record: &Record<'_>, payload: &Bytes) {
    let mut length = record.key.map_or(0, <[u8]>::len) + record.value.map_or(0, <[u8]>::len);
    for header in record.headers {
        length += header.key.len() + header.value.map_or(0, <[u8]>::len);
    }
    assert!(length <= payload.len());
}

/// A batch that was changed reads back with what was set, and a batch whose time was set has a right checksum.
fn edit(batch: &BatchView) {
    let mut bytes = batch.bytes().to_vec();
    let Ok((mut change, rest)) = BatchMut::split_first(&mut bytes) else { panic!("a parsed batch is one") };
    assert!(rest.is_empty());
    let placed = change.set_place(7, 3).is_ok();
    let time = batch.header().max_timestamp.wrapping_add(1);
    change.set_max_timestamp(TimestampType::LogAppendTime, time);
    change.verify_crc().expect("the checksum was computed");
    let after = BatchView::parse(&bytes.into()).expect("it is still a batch");
    assert!(!placed || (after.header().base_offset, after.header().partition_leader_epoch) == (7, 3));
    assert_eq!(after.header().max_timestamp, time);
    assert_eq!(after.payload(), batch.payload());
}

fn records_of_kafkas_topics(bytes: &Bytes) {
    let _ = MetadataRecord::decode(bytes);
    let _ = GroupRecordKey::decode(bytes);
    let _ = TransactionRecordKey::decode(bytes);
    for record_type in 0..4 {
        let _ = GroupRecordValue::decode(record_type, bytes);
    }
}
