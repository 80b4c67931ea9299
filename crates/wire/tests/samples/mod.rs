//! Reads the files of samples that Kafka's own classes wrote (format: `crates/wire-codegen/oracle/Oracle.java`).

#![allow(dead_code, reason = "each test file uses a part of it")]
#![allow(clippy::unwrap_used, reason = "a file of samples that cannot be read fails the test")]

use std::path::Path;

use bytes::{Buf, Bytes};

/// A message as Kafka wrote it.
#[derive(Debug, Clone)]
pub(crate) struct Sample {
    /// Kafka's name of the message.
    pub(crate) name: String,
    /// The version of `bytes`.
    pub(crate) version: i16,
    /// The message.
    pub(crate) bytes: Bytes,
    /// Another version of the message, its latest.
    pub(crate) other_version: i16,
    /// What becomes of the message there.
    pub(crate) outcome: Outcome,
}

/// What becomes of a message at another version.
#[derive(Debug, Clone)]
pub(crate) enum Outcome {
    /// Kafka cannot express it there.
    Refused,
    /// Kafka's bytes.
    Bytes(Bytes),
}

/// All samples that are checked in.
pub(crate) fn kafka_samples() -> Vec<Sample> {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus");
    let mut samples = Vec::new();
    for file in ["kafka-base.bin", "kafka-legacy.bin"] {
        let mut bytes = Bytes::from(std::fs::read(corpus.join(file)).unwrap());
        while bytes.has_remaining() {
            samples.push(read(&mut bytes));
        }
    }
    samples
}

fn read(from: &mut Bytes) -> Sample {
    let length = usize::from(from.get_u8());
    let name = String::from_utf8(from.split_to(length).to_vec()).unwrap();
    let version = from.get_i16();
    let bytes = sized(from);
    let other_version = from.get_i16();
    let outcome = match from.get_u8() {
        0 => Outcome::Refused,
        1 => Outcome::Bytes(sized(from)),
        _ => Outcome::Bytes(bytes.clone()),
    };
    Sample { name, version, bytes, other_version, outcome }
}

fn sized(from: &mut Bytes) -> Bytes {
    let length = from.get_u32() as usize;
    from.split_to(length)
}
