//! What a decoder refuses, each promise by the smallest message that breaks it, and what it lets pass beside it.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may end at once")]

use bytes::Bytes;
use ferryman_wire::codec::{DecodeFault, DecodeLimits, Decoder, Message};
use ferryman_wire::messages::api_versions::ApiVersionsRequest;
use ferryman_wire::messages::fetch::FetchRequest;
use ferryman_wire::messages::metadata::MetadataRequest;

fn fault<M: Message>(bytes: &[u8], version: i16) -> DecodeFault {
    M::from_bytes(&Bytes::copy_from_slice(bytes), version).expect_err("it is broken").fault()
}

fn accepted<M: Message>(bytes: &[u8], version: i16) -> M {
    M::from_bytes(&Bytes::copy_from_slice(bytes), version).expect("it is whole")
}

/// ApiVersions 3: two compact strings, and then the tagged fields.
fn with_tags(tags: &[u8]) -> Vec<u8> {
    [&[2, b'n', 2, b'v'], tags].concat()
}

/// Fetch 15, no topics, and then the tagged fields, of which it knows 0 (cluster id) and 1 (replica state).
fn fetch_with_tags(tags: &[u8]) -> Vec<u8> {
    let mut bytes = FetchRequest::default().to_bytes(15).expect("the default can be written").to_vec();
    assert_eq!(bytes.pop(), Some(0), "no tagged fields");
    [&bytes, tags].concat()
}

#[test]
fn a_string_is_no_longer_than_kafkas_longest() {
    for (length, whole) in [(0x7fff_usize, true), (0x8000, false)] {
        let prefix = length as u32 + 1;
        let varint = [prefix as u8 | 0x80, (prefix >> 7) as u8 | 0x80, (prefix >> 14) as u8];
        let bytes = [&varint[..], &vec![b'x'; length], &[1, 0]].concat();
        if whole {
            assert_eq!(accepted::<ApiVersionsRequest>(&bytes, 3).client_software_name.len(), length);
        } else {
            assert_eq!(fault::<ApiVersionsRequest>(&bytes, 3), DecodeFault::Length(0x8000));
        }
    }
}

#[test]
fn text_is_valid_utf8() {
    assert_eq!(fault::<ApiVersionsRequest>(&[3, 0xc3, 0x28, 1, 0], 3), DecodeFault::Utf8);
    assert_eq!(&*accepted::<ApiVersionsRequest>(&[3, 0xc3, 0xa9, 1, 0], 3).client_software_name, "é");
}

#[test]
fn null_stands_only_where_it_is_allowed() {
    assert_eq!(fault::<ApiVersionsRequest>(&[0, 1, 0], 3), DecodeFault::Null);
    // Topics may be null from version 1 on; their names not before 10.
    assert_eq!(fault::<MetadataRequest>(&[0xff; 4], 0), DecodeFault::Null);
    assert_eq!(accepted::<MetadataRequest>(&[0xff; 4], 1).topics, None);
    assert_eq!(fault::<MetadataRequest>(&[0, 0, 0, 1, 0xff, 0xff], 1), DecodeFault::Null);
}

#[test]
fn a_length_below_minus_one_is_none() {
    assert_eq!(fault::<MetadataRequest>(&[0xff, 0xff, 0xff, 0xfe], 1), DecodeFault::Length(-2));
    assert_eq!(fault::<MetadataRequest>(&[0, 0, 0, 1, 0x80, 0], 1), DecodeFault::Length(-32_768));
}

#[test]
fn a_variable_length_number_has_32_bits_and_an_end() {
    let read = |bytes: &'static [u8]| Decoder::new(&Bytes::from_static(bytes)).uvarint();
    assert_eq!(read(&[0xff, 0xff, 0xff, 0xff, 0x0f]), Ok(u32::MAX));
    assert_eq!(read(&[0x80, 0x00]), Ok(0), "longer than it need be, as Kafka reads it too");
    let faults = [
        (&[0xff, 0xff, 0xff, 0xff, 0x1f][..], DecodeFault::Varint),
        (&[0x80, 0x80, 0x80, 0x80, 0x80, 0x00], DecodeFault::Varint),
        (&[0x80, 0x80], DecodeFault::Truncated { needed: 3, left: 2 }),
        (&[], DecodeFault::Truncated { needed: 1, left: 0 }),
    ];
    for (bytes, expected) in faults {
        assert_eq!(read(bytes).expect_err("it is none").fault(), expected, "{bytes:?}");
    }
}

#[test]
fn unknown_tagged_fields_are_skipped_whatever_they_hold() {
    let many = with_tags(&[2, 9, 3, 0xff, 0xff, 0xff, 200, 1, 0]);
    assert_eq!(accepted::<ApiVersionsRequest>(&many, 3), accepted(&with_tags(&[0]), 3));
}

#[test]
fn a_tagged_field_longer_than_the_message_is_refused_before_it_is_read() {
    let unknown = with_tags(&[1, 9, 5, 0, 0]);
    assert_eq!(fault::<ApiVersionsRequest>(&unknown, 3), DecodeFault::Truncated { needed: 5, left: 2 });
    let known = fetch_with_tags(&[1, 0, 5, 2, b'x']);
    assert_eq!(fault::<FetchRequest>(&known, 15), DecodeFault::Truncated { needed: 5, left: 2 });
}

#[test]
fn a_known_tagged_field_is_as_long_as_it_says() {
    let whole = accepted::<FetchRequest>(&fetch_with_tags(&[1, 0, 2, 2, b'x']), 15);
    assert_eq!(whole.cluster_id.as_deref(), Some("x"));
    for announced in [1, 3] {
        let lying = fetch_with_tags(&[1, 0, announced, 2, b'x', 0, 0]);
        let announced = usize::from(announced);
        assert_eq!(
            fault::<FetchRequest>(&lying, 15),
            DecodeFault::TaggedLength { tag: 0, announced, found: 2 }
        );
    }
}

#[test]
fn a_count_of_tagged_fields_ends_with_the_input() {
    let endless = with_tags(&[0xff, 0xff, 0xff, 0xff, 0x0f, 7, 0, 7, 0]);
    assert_eq!(fault::<ApiVersionsRequest>(&endless, 3), DecodeFault::Truncated { needed: 1, left: 0 });
}

#[test]
fn versions_from_before_and_after_the_known_are_named() {
    for version in [-1, 5] {
        let known = ApiVersionsRequest::VERSIONS;
        assert_eq!(fault::<ApiVersionsRequest>(&[0; 4], version), DecodeFault::Version { version, known });
    }
}

#[test]
fn what_stands_behind_a_message_is_refused_where_it_must_fill_its_input() {
    let bytes = Bytes::from(with_tags(&[0, 0xaa, 0xbb]));
    assert_eq!(fault::<ApiVersionsRequest>(&bytes, 3), DecodeFault::Trailing(2));
    let mut decoder = Decoder::new(&bytes);
    assert!(ApiVersionsRequest::decode(&mut decoder, 3).is_ok());
    assert_eq!((decoder.remaining(), decoder.rest()), (2, Bytes::from_static(&[0xaa, 0xbb])));
}

#[test]
fn the_budget_is_one_for_all_arrays_of_a_message() {
    // Two arrays of 100 four-byte numbers each, one behind the other, within one forgotten topic each.
    let topic = [&[2, b't'][..], &[101], &[0; 400], &[0]].concat();
    let mut bytes = FetchRequest::default().to_bytes(12).expect("the default can be written").to_vec();
    let behind = bytes.split_off(bytes.len() - 3);
    assert_eq!(behind, [1, 1, 0], "no forgotten topics, no rack, no tagged fields");
    bytes = [&bytes[..], &[3], &topic, &topic, &[1, 0]].concat();
    let bytes = Bytes::from(bytes);
    let whole = accepted::<FetchRequest>(&bytes, 12);
    assert_eq!(whole.forgotten_topics_data.len(), 2);
    let topics = 2 * size_of_val(&whole.forgotten_topics_data[0]);
    let within = |memory| {
        let mut decoder = Decoder::with_limits(&bytes, DecodeLimits { memory });
        FetchRequest::decode(&mut decoder, 12).map(|_| decoder.memory_left()).map_err(|e| e.fault())
    };
    assert_eq!(within(topics + 800), Ok(0));
    assert_eq!(within(topics + 799), Err(DecodeFault::Memory { wanted: 400, left: 399 }));
    assert_eq!(within(topics - 1), Err(DecodeFault::Memory { wanted: topics, left: topics - 1 }));
}
