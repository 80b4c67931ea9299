//! Every message of Apache Kafka 4.3.1 and 3.9.2, at every version, read and written back byte for byte.
//!
//! The samples were written by Kafka's own classes; `crates/wire-codegen/oracle/run` makes them anew.

#![allow(clippy::panic, reason = "a sample without a message fails the test")]

mod samples;

use std::collections::BTreeSet;

use ferryman_wire::api::ApiKey;
use ferryman_wire::testing::{Entry, Recoded, all_messages};
use samples::{Outcome, Sample, kafka_samples};

fn entry(sample: &Sample) -> Entry {
    let found = all_messages().into_iter().find(|e| e.name == sample.name);
    found.unwrap_or_else(|| panic!("no message called {}", sample.name))
}

#[test]
fn what_kafka_wrote_is_written_back_byte_for_byte() {
    for sample in kafka_samples() {
        let entry = entry(&sample);
        let found = (entry.recode)(&sample.bytes, sample.version, sample.version);
        assert_eq!(found, Ok(Recoded::Bytes(sample.bytes.clone())), "{sample:?}");
        assert_eq!((entry.measure)(&sample.bytes, sample.version), Some(sample.bytes.len()), "{sample:?}");
    }
}

/// Pins the defaults of what the sample's version lacks, and what may be dropped where the other version lacks it.
#[test]
fn a_change_of_version_gives_kafkas_bytes_or_is_refused_where_kafka_refuses() {
    let (mut changed, mut refused) = (0, 0);
    for sample in kafka_samples() {
        let found = (entry(&sample).recode)(&sample.bytes, sample.version, sample.other_version);
        match (found, &sample.outcome) {
            (Ok(Recoded::Bytes(bytes)), Outcome::Bytes(expected)) => {
                assert_eq!(&bytes, expected, "{sample:?}");
                changed += 1;
            }
            (Ok(Recoded::Refused(_)), Outcome::Refused) => refused += 1,
            (found, _) => panic!("{found:?} for {sample:?}"),
        }
    }
    assert!(
        changed > 1000 && refused > 10,
        "{changed} changed, {refused} refused: the corpus has become blunt"
    );
}

#[test]
fn every_message_and_version_has_a_sample() {
    let mut missing: BTreeSet<(String, i16)> = BTreeSet::new();
    for entry in all_messages() {
        missing.extend(entry.versions.iter().map(|version| (entry.name.to_string(), version)));
    }
    for sample in kafka_samples() {
        missing.remove(&(sample.name, sample.version));
    }
    assert!(missing.is_empty(), "{missing:?}");
}

/// The first sample of a version is Kafka's default message, where Kafka can write it.
#[test]
fn default_messages_are_kafkas() {
    let mut seen = BTreeSet::new();
    let mut compared = 0;
    for sample in kafka_samples() {
        let first = seen.insert((sample.name.clone(), sample.version));
        if let (true, Ok(default)) = (first, (entry(&sample).default)(sample.version)) {
            assert_eq!(default, sample.bytes, "{sample:?}");
            compared += 1;
        }
    }
    assert!(compared > 600, "only {compared} defaults compared");
}

/// `KEY NAME VERSION REQUEST-HEADER RESPONSE-HEADER` per line, printed by Kafka's own table (`Oracle apis`).
#[test]
fn names_and_headers_of_every_api_and_version_are_kafkas() {
    let mut missing: BTreeSet<(i16, i16)> = BTreeSet::new();
    for api in ApiKey::ALL {
        missing.extend(api.versions().iter().map(|version| (api.id(), version)));
    }
    let lines = [include_str!("corpus/apis-base.txt"), include_str!("corpus/apis-legacy.txt")];
    for (line, base) in
        lines.iter().zip([true, false]).flat_map(|(l, base)| l.lines().map(move |l| (l, base)))
    {
        let words: Vec<&str> = line.split(' ').collect();
        let number = |at: usize| words[at].parse::<i16>().unwrap();
        let (api, version) = (ApiKey::from_id(number(0)).unwrap(), number(2));
        if !base && !api.versions().contains(version) {
            // An early-access version of 3.9 that 4.x dropped again: not among ours.
            continue;
        }
        assert_eq!(api.request_header_version(version), number(3), "{line}");
        assert_eq!(api.response_header_version(version), number(4), "{line}");
        // The legacy line has an API under an older name; the base line's is the one that counts.
        assert!(!base || api.name() == words[1], "{line}");
        missing.remove(&(api.id(), version));
    }
    assert!(missing.is_empty(), "{missing:?}");
}
