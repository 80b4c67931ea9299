//! Segments that a broker of Apache Kafka wrote, one for each codec, read record by record.
//!
//! `crates/wire-codegen/oracle/segments` makes the files anew and says what is in them.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may end at once")]

use bytes::Bytes;
use ferryman_wire::batch::{
    BatchBuilder, BatchOptions, BatchView, Batches, Codec, Header, NewRecord, Records,
};
use ferryman_wire::batch::{BatchHeader, TimestampType};

/// Records in each file.
const COUNT: i64 = 31;
/// More than any of the batches holds.
const OUTPUT_MAX: usize = 1 << 16;

fn segment(name: &str) -> Vec<BatchView> {
    let path = format!("{}/tests/segments/{name}.log", env!("CARGO_MANIFEST_DIR"));
    let batches = Batches::new(Bytes::from(std::fs::read(path).unwrap()));
    batches.map(|batch| batch.unwrap()).collect()
}

fn codecs() -> [(&'static str, Codec); 5] {
    let all = [Codec::None, Codec::Gzip, Codec::Snappy, Codec::Lz4, Codec::Zstd];
    all.map(|codec| (codec.name(), codec))
}

/// Headers, key and value of the record at an offset, as the script that made the files says.
type Content = (Vec<(String, String)>, Option<String>, Option<String>);

fn expected(offset: i64) -> Content {
    let header = |key: &str, value: &str| (key.to_owned(), value.to_owned());
    if offset == COUNT - 1 {
        return (vec![header("last", "record")], None, None);
    }
    let headers = vec![header("number", &offset.to_string()), header("twice", "a"), header("twice", "b")];
    let value = format!("value {offset} of thirty, which repeats itself, repeats itself, repeats itself");
    (headers, Some(format!("key-{offset}")), Some(value))
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

#[test]
fn what_kafka_stored_with_any_codec_is_read_record_by_record() {
    for (name, codec) in codecs() {
        let mut next = 0;
        for batch in segment(name) {
            batch.verify_crc().unwrap();
            let header = batch.header();
            assert_eq!((header.codec(), header.base_offset), (Ok(codec), next), "{name}");
            assert!(header.has_producer_id(), "console producers are idempotent");
            let payload = batch.decompressed(OUTPUT_MAX).unwrap();
            let mut largest = -1;
            for record in Records::new(header, &payload) {
                let record = record.unwrap();
                let headers: Vec<_> =
                    record.headers.map(|h| (text(h.key), text(h.value.unwrap_or_default()))).collect();
                let found = (headers, record.key.map(text), record.value.map(text));
                assert_eq!((record.offset, found), (next, expected(next)), "{name}");
                largest = largest.max(record.timestamp);
                next += 1;
            }
            assert_eq!((next, largest), (header.next_offset(), header.max_timestamp), "{name}");
        }
        assert_eq!(next, COUNT, "{name}");
    }
}

#[test]
fn with_the_brokers_timestamps_every_record_has_the_batchs() {
    for batch in segment("append-time") {
        batch.verify_crc().unwrap();
        let header = batch.header();
        assert_eq!(header.timestamp_type(), TimestampType::LogAppendTime);
        assert!(batch.records().unwrap().all(|record| record.unwrap().timestamp == header.max_timestamp));
    }
}

/// Compressed bytes may differ from library to library; everything else may not.
#[test]
fn a_batch_built_from_what_kafka_stored_is_kafkas_byte_for_byte() {
    for batch in segment("none") {
        let header = batch.header();
        let mut builder = BatchBuilder::new(options(header));
        for record in batch.records().unwrap() {
            let record = record.unwrap();
            let headers: Vec<Header<'_>> = record.headers.collect();
            let (timestamp, key, value) = (record.timestamp, record.key, record.value);
            builder.append(NewRecord { timestamp, key, value, headers: &headers }).unwrap();
        }
        assert_eq!(&builder.finish().unwrap(), batch.bytes());
    }
}

fn options(header: &BatchHeader) -> BatchOptions {
    BatchOptions {
        base_offset: header.base_offset,
        partition_leader_epoch: header.partition_leader_epoch,
        producer_id: header.producer_id,
        producer_epoch: header.producer_epoch,
        base_sequence: header.base_sequence,
        ..BatchOptions::default()
    }
}

#[test]
fn a_segment_cut_anywhere_gives_whole_batches_and_then_an_error_or_the_end() {
    let whole = segment("lz4");
    let bytes: Bytes = whole.iter().flat_map(|batch| batch.bytes().to_vec()).collect();
    let ends: Vec<usize> = whole
        .iter()
        .scan(0, |at, b| {
            *at += b.bytes().len();
            Some(*at)
        })
        .collect();
    for cut in 0..bytes.len() {
        let read: Vec<_> = Batches::new(bytes.slice(..cut)).collect();
        let complete = ends.iter().filter(|end| **end <= cut).count();
        assert_eq!(read.iter().filter(|batch| batch.is_ok()).count(), complete, "cut at {cut}");
        let at_an_end = cut == 0 || ends.contains(&cut);
        assert_eq!(read.iter().any(Result::is_err), !at_an_end, "cut at {cut}");
    }
}
