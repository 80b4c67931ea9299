//! Any bytes, read as any message of any version: never a panic, never beyond the memory budget, and what can be read is
//! written back the same way twice.
//!
//! Input: two bytes choose the message, one its version, the rest is its body. The rest is also read as a request frame.
#![no_main]

use std::sync::LazyLock;

use bytes::Bytes;
use libfuzzer_sys::{Corpus, fuzz_target};
use wire::codec::{DecodeFault, DecodeLimits, Decoder};
use wire::frame::{Preamble, RequestFrame};
use wire::testing::{Entry, Recoded, all_messages};

static MESSAGES: LazyLock<Vec<Entry>> = LazyLock::new(all_messages);

fuzz_target!(|input: &[u8]| -> Corpus {
    let [high, low, version, body @ ..] = input else { return Corpus::Reject };
    let entry = &MESSAGES[usize::from(u16::from_be_bytes([*high, *low])) % MESSAGES.len()];
    let span = entry.versions.max - entry.versions.min + 1;
    let version = entry.versions.min + i16::from(*version) % span;
    let body = Bytes::copy_from_slice(body);
    read(entry, &body, version);
    as_request(&body);
    Corpus::Keep
});

fn read(entry: &Entry, body: &Bytes, version: i16) {
    let limits = DecodeLimits::for_input(body.len());
    let mut decoder = Decoder::with_limits(body, limits);
    let outcome = (entry.decode)(&mut decoder, version);
    assert!(decoder.memory_left() <= limits.memory);
    match outcome.map_err(|e| e.fault()) {
        Err(DecodeFault::Memory { wanted, left }) => assert!(wanted > left),
        Err(_) => {}
        Ok(()) => written_back(entry, &body.slice(..decoder.position()), version),
    }
}

/// What was read is written as long as it is said to be, and reading that gives the same bytes again. (Not those of the
/// input: unknown tagged fields and varints that are longer than they need be are not kept.)
fn written_back(entry: &Entry, body: &Bytes, version: i16) {
    let Ok(Recoded::Bytes(once)) = (entry.recode)(body, version, version) else {
        panic!("{} {version} was read and is not written", entry.name)
    };
    assert_eq!((entry.measure)(body, version), Some(once.len()), "{} {version}", entry.name);
    let twice = (entry.recode)(&once, version, version);
    assert_eq!(twice, Ok(Recoded::Bytes(once)), "{} {version}", entry.name);
}

fn as_request(frame: &Bytes) {
    let preamble = Preamble::read(frame);
    match RequestFrame::parse(frame) {
        Ok(request) => {
            assert!(request.api.versions().contains(request.version));
            assert_eq!(preamble.map(|p| p.correlation_id), Ok(request.correlation_id));
        }
        Err(error) => drop(error.to_string()),
    }
}
