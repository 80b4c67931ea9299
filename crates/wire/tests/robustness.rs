//! Broken messages: cut, flipped and lying ones, made from what Kafka wrote. None may panic, none may cost more than its
//! budget.

#![allow(clippy::panic, reason = "a sample without a message fails the test")]

mod samples;

use std::collections::HashMap;

use bytes::Bytes;
use ferryman_wire::codec::{DecodeFault, DecodeLimits, Decoder};
use ferryman_wire::testing::{Entry, Random, all_messages};
use samples::{Sample, kafka_samples};

/// Each sample with its message.
fn cases() -> Vec<(Entry, Sample)> {
    let entries: HashMap<&str, Entry> = all_messages().into_iter().map(|e| (e.name, e)).collect();
    kafka_samples().into_iter().map(|s| (entries[s.name.as_str()], s)).collect()
}

/// Decodes and holds the decoder to its budget: what is left of it never exceeds what there was, and an input that would
/// take more ends with a complaint about memory instead.
fn decode(entry: &Entry, bytes: &Bytes, version: i16) -> Option<DecodeFault> {
    let limits = DecodeLimits::for_input(bytes.len());
    let mut d = Decoder::with_limits(bytes, limits);
    let outcome = (entry.decode)(&mut d, version);
    assert!(d.memory_left() <= limits.memory);
    assert!(d.position() <= bytes.len());
    let fault = outcome.err().map(|e| e.fault());
    if let Some(DecodeFault::Memory { wanted, left }) = fault {
        assert!(wanted > left);
    }
    fault
}

#[test]
fn a_message_cut_anywhere_is_an_error() {
    for (entry, sample) in cases() {
        for length in 0..sample.bytes.len() {
            let cut = sample.bytes.slice(..length);
            assert!(decode(&entry, &cut, sample.version).is_some(), "{sample:?} cut at {length}");
        }
    }
}

#[test]
fn flipped_bytes_never_panic() {
    let seed = 20_261_123;
    let mut random = Random::new(seed);
    for (entry, sample) in cases() {
        if sample.bytes.is_empty() {
            continue;
        }
        for _ in 0..30 {
            let mut bytes = sample.bytes.to_vec();
            for _ in 0..=random.below(3) {
                let at = random.below(bytes.len());
                bytes[at] = random.bits() as u8;
            }
            decode(&entry, &bytes.into(), sample.version);
        }
    }
}

#[test]
fn lying_lengths_and_counts_never_panic_and_never_cost_more_than_the_budget() {
    let lies: [&[u8]; 7] = [
        &[0x7f, 0xff, 0xff, 0xff],
        &[0xff, 0xff, 0xff, 0xff, 0x0f],
        &[0xff, 0xff, 0xff, 0xff, 0x07],
        &[0x80, 0x00, 0x00, 0x00],
        &[0x00, 0xff, 0xff, 0xff],
        &[0x7f, 0xff],
        &[0xff, 0x7f],
    ];
    for (entry, sample) in cases() {
        for at in 0..sample.bytes.len() {
            for lie in lies {
                let mut bytes = sample.bytes[..at].to_vec();
                bytes.extend_from_slice(lie);
                // What comes next is once the rest of the message and once plenty to read.
                bytes.extend_from_slice(&sample.bytes[at + 1..]);
                decode(&entry, &Bytes::from(bytes.clone()), sample.version);
                bytes.resize(bytes.len() + 300, 0);
                decode(&entry, &bytes.into(), sample.version);
            }
        }
    }
}

/// The four bytes that make other decoders ask for 154 GB and abort.
#[test]
fn a_huge_count_in_a_tiny_request_is_refused_before_anything_is_allocated() {
    let metadata = all_messages().into_iter().find(|e| e.name == "MetadataRequest").unwrap();
    let fault = decode(&metadata, &Bytes::from_static(&[0x7f, 0xff, 0xff, 0xff]), 1);
    assert_eq!(fault, Some(DecodeFault::Count { count: 0x7fff_ffff, each: 2, left: 0 }));
    let compact = decode(&metadata, &Bytes::from_static(&[0xff, 0xff, 0xff, 0xff, 0x0f]), 12);
    assert_eq!(compact, Some(DecodeFault::Count { count: 0xffff_fffe, each: 2, left: 0 }));
}

/// Elements that are small on the wire and large in memory stop at the budget.
#[test]
fn an_amplifying_message_stops_at_its_budget() {
    let describe = all_messages().into_iter().find(|e| e.name == "DescribeGroupsResponse").unwrap();
    // 100,000 groups at version 5, all empty: 11 bytes each on the wire.
    let mut bytes = vec![0, 0, 0, 0];
    bytes.extend_from_slice(&[0xa1, 0x8d, 0x06]);
    bytes.extend(std::iter::repeat_n([0, 0, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0], 100_000).flatten());
    bytes.push(0);
    let bytes = Bytes::from(bytes);
    assert_eq!(decode(&describe, &bytes, 5), None, "within the budget");
    let limits = DecodeLimits { memory: bytes.len() };
    let fault = (describe.decode)(&mut Decoder::with_limits(&bytes, limits), 5).unwrap_err().fault();
    assert!(matches!(fault, DecodeFault::Memory { left, .. } if left <= limits.memory), "{fault}");
}

#[test]
fn a_budget_of_nothing_admits_no_array() {
    let limits = DecodeLimits { memory: 0 };
    let mut refused = 0;
    for (entry, sample) in cases() {
        match (entry.decode)(&mut Decoder::with_limits(&sample.bytes, limits), sample.version) {
            Ok(()) => {}
            Err(error) => {
                assert!(
                    matches!(error.fault(), DecodeFault::Memory { left: 0, .. }),
                    "{error} in {sample:?}"
                );
                refused += 1;
            }
        }
    }
    assert!(refused > 500, "only {refused} samples have arrays");
}
