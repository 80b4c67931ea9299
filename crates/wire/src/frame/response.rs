//! A response as a server sends it and as a client receives it.

use bytes::{Bytes, BytesMut};

use super::chunks::ChunkSink;
use super::{encode_frame, length_prefix};
use crate::api::ApiKey;
use crate::codec::{DecodeError, Decoder, EncodeError, Message, Request, Sink};
use crate::data::ResponseHeader;
use crate::error_code::ErrorCode;

/// A response frame, length prefix included: the answer to a request of `R` at `version`.
///
/// # Errors
/// When the version cannot express the response.
pub fn encode_response<R: Request>(
    response: &R::Response,
    version: i16,
    correlation_id: i32,
) -> Result<BytesMut, EncodeError> {
    let header = ResponseHeader { correlation_id };
    encode_frame(&header, R::KEY.response_header_version(version), response, version)
}

/// A response frame in pieces for a vectored write: record batches and other bytes of at least `share_from` bytes are
/// shared instead of copied.
///
/// # Errors
/// When the version cannot express the response.
pub fn encode_response_chunks<R: Request>(
    response: &R::Response,
    version: i16,
    correlation_id: i32,
    share_from: usize,
) -> Result<Vec<Bytes>, EncodeError> {
    let header = ResponseHeader { correlation_id };
    let header_version = R::KEY.response_header_version(version);
    let length = header.encoded_len(header_version)? + response.encoded_len(version)?;
    let mut chunks = ChunkSink::new(share_from);
    chunks.put_bytes(&length_prefix::<R::Response>(length, version)?);
    header.write_to(&mut chunks, header_version);
    response.write_to(&mut chunks, version);
    Ok(chunks.finish())
}

/// The correlation id of a response frame (without its length prefix): by it a client finds the request.
///
/// # Errors
/// When there are fewer than four bytes.
pub fn correlation_id(frame: &Bytes) -> Result<i32, DecodeError> {
    Ok(i32::from_be_bytes(Decoder::new(frame).array()?))
}

/// Reads a response frame (without its length prefix): correlation id and response to a request of `R` at `version`.
///
/// A broker that does not know the version of an ApiVersions request answers at version 0; such an answer is recognised
/// by its error code and read as what it is (`ApiVersionsResponse.parse`).
///
/// # Errors
/// When the frame is not that response.
pub fn decode_response<R: Request>(frame: &Bytes, version: i16) -> Result<(i32, R::Response), DecodeError> {
    let mut d = Decoder::new(frame);
    let header = ResponseHeader::decode(&mut d, R::KEY.response_header_version(version))?;
    let unsupported = ErrorCode::UnsupportedVersion.code().to_be_bytes();
    let fell_back = R::KEY == ApiKey::ApiVersions && d.rest().starts_with(&unsupported);
    let response = R::Response::decode(&mut d, if fell_back { 0 } else { version })?;
    Ok((header.correlation_id, response))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::frame::split_frame;
    use crate::messages::api_versions::ApiVersion;
    use crate::messages::fetch::{FetchableTopicResponse, PartitionData};
    use crate::messages::{
        ApiVersionsRequest, ApiVersionsResponse, FetchRequest, FetchResponse, MetadataRequest,
        MetadataResponse,
    };

    #[test]
    fn a_response_arrives_as_it_was_sent_in_every_version() {
        for version in MetadataRequest::VERSIONS.iter() {
            let sent = MetadataResponse::default();
            let mut bytes = encode_response::<MetadataRequest>(&sent, version, -9).unwrap();
            assert_eq!(bytes.capacity(), bytes.len(), "allocated exactly");
            let frame = split_frame(&mut bytes, 1000).unwrap().unwrap();
            assert_eq!(correlation_id(&frame), Ok(-9));
            assert_eq!(decode_response::<MetadataRequest>(&frame, version), Ok((-9, sent)));
        }
    }

    /// The bytes a 0.10 client and a broker of today exchange first.
    #[test]
    fn the_oldest_api_versions_response_has_these_bytes() {
        let range = |api: ApiKey| ApiVersion { api_key: api.id(), min_version: 0, max_version: 9 };
        let response = ApiVersionsResponse {
            api_keys: vec![range(ApiKey::Produce), range(ApiKey::ApiVersions)],
            ..Default::default()
        };
        let frame = encode_response::<ApiVersionsRequest>(&response, 0, 0x0102_0304).unwrap();
        let expected: &[u8] = &[
            0, 0, 0, 22, // length
            1, 2, 3, 4, // correlation id
            0, 0, // no error
            0, 0, 0, 2, // two APIs
            0, 0, 0, 0, 0, 9, // Produce 0 to 9
            0, 18, 0, 0, 0, 9, // ApiVersions 0 to 9
        ];
        assert_eq!(&frame[..], expected);
    }

    #[test]
    fn an_answer_to_a_version_the_broker_does_not_know_is_read_as_version_0() {
        let refusal = ApiVersionsResponse {
            error_code: ErrorCode::UnsupportedVersion.code(),
            api_keys: vec![ApiVersion { api_key: 18, min_version: 0, max_version: 2 }],
            ..Default::default()
        };
        let mut bytes = encode_response::<ApiVersionsRequest>(&refusal, 0, 1).unwrap();
        let frame = split_frame(&mut bytes, 100).unwrap().unwrap();
        assert_eq!(decode_response::<ApiVersionsRequest>(&frame, 4), Ok((1, refusal)));
    }

    #[test]
    fn chunks_are_the_frame_and_share_the_records() {
        let records = Bytes::from(vec![7; 5000]);
        let partition = PartitionData { records: Some(records.clone()), ..Default::default() };
        let response = FetchResponse {
            responses: vec![FetchableTopicResponse {
                partitions: vec![partition.clone(), PartitionData { records: None, ..partition }],
                ..Default::default()
            }],
            ..Default::default()
        };
        let whole = encode_response::<FetchRequest>(&response, 17, 3).unwrap();
        let chunks = encode_response_chunks::<FetchRequest>(&response, 17, 3, 1024).unwrap();
        assert_eq!(chunks.concat(), whole);
        assert_eq!(chunks.len(), 3);
        assert_eq!(chunks[1].as_ptr(), records.as_ptr());
        let copied = encode_response_chunks::<FetchRequest>(&response, 17, 3, 5001).unwrap();
        assert_eq!((copied.len(), copied.concat()), (1, whole.to_vec()));
    }
}
