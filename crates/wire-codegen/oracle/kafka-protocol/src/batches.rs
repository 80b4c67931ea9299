//! Record batches, both ways and with every codec. Without compression they must be the same bytes.

use base::protocol::StrBytes;
use base::records::{
    Compression, NO_PARTITION_LEADER_EPOCH, Record, RecordBatchDecoder, RecordBatchEncoder,
    RecordEncodeOptions, TimestampType,
};
use bytes::{Bytes, BytesMut};
use indexmap::IndexMap;
use wire::batch::{BatchBuilder, BatchOptions, BatchView, Codec, Header, NewRecord, Records};
use wire::testing::Random;

/// More than any batch here holds.
const OUTPUT_MAX: usize = 1 << 20;

const CODECS: [(Codec, Compression); 5] = [
    (Codec::None, Compression::None),
    (Codec::Gzip, Compression::Gzip),
    (Codec::Snappy, Compression::Snappy),
    (Codec::Lz4, Compression::Lz4),
    (Codec::Zstd, Compression::Zstd),
];

/// One line for each batch that the two do not agree on.
pub fn compare(seed: u64, count: usize) -> Vec<String> {
    let mut random = Random::new(seed);
    let mut wrong = Vec::new();
    for (codec, compression) in CODECS {
        for number in 0..count {
            let records = records(&mut random);
            if let Err(error) = both_ways(&records, codec, compression) {
                wrong.push(format!("batch {number} of seed {seed}, {codec}: {error:#}"));
            }
        }
    }
    println!(
        "kafka-protocol 0.18: {} record batches both ways, {} differ",
        count * CODECS.len(),
        wrong.len()
    );
    wrong
}

fn both_ways(records: &[Record], codec: Codec, compression: Compression) -> anyhow::Result<()> {
    let ours = build(records, codec)?;
    let read = RecordBatchDecoder::decode(&mut ours.clone())?;
    anyhow::ensure!(read.records == records, "they read {:?} instead of {records:?}", read.records);

    let mut theirs = BytesMut::new();
    let options = RecordEncodeOptions { version: 2, compression };
    RecordBatchEncoder::encode(&mut theirs, records, &options)?;
    let theirs = theirs.freeze();
    anyhow::ensure!(codec != Codec::None || theirs == ours, "{theirs:02x?} instead of {ours:02x?}");
    let view = BatchView::parse(&theirs)?;
    view.verify_crc()?;
    anyhow::ensure!(view.header().codec() == Ok(codec), "another codec");
    let payload = view.decompressed(OUTPUT_MAX)?;
    let plain = build(records, Codec::None)?;
    let expected = BatchView::parse(&plain)?.payload();
    anyhow::ensure!(payload == expected, "records {payload:02x?} instead of {expected:02x?}");
    anyhow::ensure!(Records::new(view.header(), &payload).count() == records.len(), "another count");
    Ok(())
}

fn build(records: &[Record], codec: Codec) -> anyhow::Result<Bytes> {
    let first = &records[0];
    let mut builder = BatchBuilder::new(BatchOptions {
        base_offset: first.offset,
        producer_id: first.producer_id,
        producer_epoch: first.producer_epoch,
        base_sequence: first.sequence,
        transactional: first.transactional,
        ..BatchOptions::default()
    });
    for record in records {
        let headers: Vec<Header<'_>> =
            record.headers.iter().map(|(k, v)| Header { key: k.as_bytes(), value: v.as_deref() }).collect();
        builder.append(NewRecord {
            timestamp: record.timestamp,
            key: record.key.as_deref(),
            value: record.value.as_deref(),
            headers: &headers,
        })?;
    }
    Ok(builder.finish_compressed(codec, None)?)
}

/// Records of one batch. Header keys are never there twice: kafka-protocol keeps them in a map. The first record is the
/// oldest: that is where kafka-protocol counts timestamps from, while Kafka counts from the first whatever it is.
fn records(random: &mut Random) -> Vec<Record> {
    let (base_offset, base_sequence) = (random.below(1 << 40) as i64, random.below(1 << 20) as i32);
    let (producer_id, transactional) = (random.below(1 << 30) as i64, random.below(2) == 0);
    (0..1 + random.below(40))
        .map(|at: usize| Record {
            transactional,
            control: false,
            delete_horizon: false,
            partition_leader_epoch: NO_PARTITION_LEADER_EPOCH,
            producer_id,
            producer_epoch: 3,
            timestamp_type: TimestampType::Creation,
            offset: base_offset + at as i64,
            sequence: base_sequence + at as i32,
            timestamp: 1_700_000_000_000 + if at == 0 { 0 } else { random.below(1 << 34) as i64 },
            key: bytes(random),
            value: bytes(random),
            headers: headers(random),
        })
        .collect()
}

fn headers(random: &mut Random) -> IndexMap<StrBytes, Option<Bytes>> {
    (0..random.below(4)).map(|at| (StrBytes::from_string(format!("header-{at}")), bytes(random))).collect()
}

fn bytes(random: &mut Random) -> Option<Bytes> {
    let length = random.below(301).checked_sub(1)?;
    Some((0..length).map(|at| (at / 7) as u8 ^ (random.bits() as u8 & 3)).collect())
}
