//! A request as a server receives it and as a client sends it.
//!
//! The server's side is lenient where Kafka's is: a null client id is an empty one, and bytes behind a body are left
//! alone (`RequestHeader.parse`, `AbstractRequest.parseRequest`).

use bytes::{Bytes, BytesMut};

use super::encode_frame;
use crate::api::ApiKey;
use crate::codec::{DecodeError, DecodeLimits, Decoder, EncodeError, Message, Request, Str, VersionRange};
use crate::data::RequestHeader;

/// The first eight bytes of every request, whatever the API and the version: enough to answer it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Preamble {
    /// Number of the API; perhaps of none this crate knows.
    pub api_key: i16,
    /// Version of the request.
    pub api_version: i16,
    /// What the response repeats.
    pub correlation_id: i32,
}

impl Preamble {
    /// Reads the beginning of a frame.
    ///
    /// # Errors
    /// When there are fewer than eight bytes.
    pub fn read(frame: &Bytes) -> Result<Preamble, DecodeError> {
        let mut d = Decoder::new(frame);
        Ok(Preamble {
            api_key: i16::from_be_bytes(d.array()?),
            api_version: i16::from_be_bytes(d.array()?),
            correlation_id: i32::from_be_bytes(d.array()?),
        })
    }
}

/// Why a frame is not a request that can be read on.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RequestError {
    /// The header is broken. Nothing can be answered.
    #[error("no request header: {0}")]
    Header(#[from] DecodeError),
    /// There is no such API here.
    #[error("request {} asks for the unknown API {}", .0.correlation_id, .0.api_key)]
    UnknownApi(Preamble),
    /// The API exists, the version does not. An ApiVersions request of this kind is answered at version 0 with
    /// UNSUPPORTED_VERSION, so that the client learns what it may use (KIP-511); any other ends the connection.
    #[error("request {} asks for {api} {}, known are {known}", .preamble.correlation_id, .preamble.api_version)]
    UnsupportedVersion {
        /// The API.
        api: ApiKey,
        /// The beginning of the request.
        preamble: Preamble,
        /// The versions there are.
        known: VersionRange,
    },
}

impl RequestError {
    /// The version an answer to the request would have, where Kafka's protocol provides for one.
    pub fn answerable_at(&self) -> Option<i16> {
        match self {
            RequestError::UnsupportedVersion { api: ApiKey::ApiVersions, .. } => Some(0),
            _ => None,
        }
    }
}

/// A request with its header read and its body still bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequestFrame {
    /// The API.
    pub api: ApiKey,
    /// The version, one of [`ApiKey::versions`].
    pub version: i16,
    /// What the response repeats.
    pub correlation_id: i32,
    /// The client's name for itself; empty if it gave none.
    pub client_id: Str,
    /// The body.
    pub body: Bytes,
}

impl RequestFrame {
    /// Reads the header of a frame (without its length prefix).
    ///
    /// # Errors
    /// When the header is broken, or asks for what is not known here.
    pub fn parse(frame: &Bytes) -> Result<RequestFrame, RequestError> {
        let preamble = Preamble::read(frame)?;
        let version = preamble.api_version;
        let api = ApiKey::from_id(preamble.api_key).ok_or(RequestError::UnknownApi(preamble))?;
        let known = api.versions();
        if !known.contains(version) {
            return Err(RequestError::UnsupportedVersion { api, preamble, known });
        }
        let mut d = Decoder::new(frame);
        let header = RequestHeader::decode(&mut d, api.request_header_version(version))?;
        Ok(RequestFrame {
            api,
            version,
            correlation_id: header.correlation_id,
            client_id: header.client_id.unwrap_or_default(),
            body: d.rest(),
        })
    }

    /// Reads the body.
    ///
    /// # Errors
    /// When the body is not an `R`, or would cost more memory than a body of its size may.
    pub fn decode<R: Request>(&self) -> Result<R, DecodeError> {
        self.decode_within(DecodeLimits::for_input(self.body.len()))
    }

    /// Reads the body within other limits.
    ///
    /// # Errors
    /// When the body is not an `R`, or goes beyond the limits.
    pub fn decode_within<R: Request>(&self, limits: DecodeLimits) -> Result<R, DecodeError> {
        debug_assert_eq!(self.api, R::KEY, "a {} is read as {}", self.api, R::NAME);
        R::decode(&mut Decoder::with_limits(&self.body, limits), self.version)
    }
}

/// A request frame, length prefix included.
///
/// # Errors
/// When the version cannot express the request.
pub fn encode_request<R: Request>(
    request: &R,
    version: i16,
    correlation_id: i32,
    client_id: Option<&Str>,
) -> Result<BytesMut, EncodeError> {
    let header = RequestHeader {
        request_api_key: R::KEY.id(),
        request_api_version: version,
        correlation_id,
        client_id: client_id.cloned(),
    };
    encode_frame(&header, R::KEY.request_header_version(version), request, version)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::frame::split_frame;
    use crate::messages::{ApiVersionsRequest, ControlledShutdownRequest, MetadataRequest};

    fn frame_of<R: Request>(request: &R, version: i16) -> Bytes {
        let client = Str::from("tester");
        let mut bytes = encode_request(request, version, 7, Some(&client)).unwrap();
        let capacity = bytes.capacity();
        assert_eq!(capacity, bytes.len(), "allocated exactly");
        let frame = split_frame(&mut bytes, 1000).unwrap().unwrap();
        assert!(bytes.is_empty());
        frame
    }

    #[test]
    fn a_request_arrives_as_it_was_sent_in_every_version() {
        for version in MetadataRequest::VERSIONS.iter() {
            let sent = MetadataRequest::default();
            let received = RequestFrame::parse(&frame_of(&sent, version)).unwrap();
            assert_eq!(
                (received.api, received.version, received.correlation_id),
                (ApiKey::Metadata, version, 7)
            );
            assert_eq!(received.client_id, "tester");
            assert_eq!(received.decode::<MetadataRequest>(), Ok(sent));
        }
    }

    #[test]
    fn the_header_without_a_client_id_is_read_and_written() {
        let sent = ControlledShutdownRequest { broker_id: 3, ..Default::default() };
        let frame = frame_of(&sent, 0);
        assert_eq!(frame.len(), 8 + 4);
        let received = RequestFrame::parse(&frame).unwrap();
        assert_eq!(received.client_id, "");
        assert_eq!(received.decode::<ControlledShutdownRequest>().unwrap().broker_id, 3);
    }

    #[test]
    fn a_null_client_id_is_an_empty_one() {
        let mut bytes = encode_request(&ApiVersionsRequest::default(), 0, 1, None).unwrap();
        let frame = split_frame(&mut bytes, 100).unwrap().unwrap();
        assert_eq!(&frame[8..], b"\xff\xff");
        assert_eq!(RequestFrame::parse(&frame).unwrap().client_id, "");
    }

    #[test]
    fn what_cannot_be_served_keeps_what_is_needed_to_answer() {
        let unknown = RequestFrame::parse(&Bytes::from_static(b"\x4e\x20\0\0\0\0\0\x05rest")).unwrap_err();
        let preamble = Preamble { api_key: 20_000, api_version: 0, correlation_id: 5 };
        assert_eq!(unknown, RequestError::UnknownApi(preamble));
        assert_eq!(unknown.answerable_at(), None);

        let future = RequestFrame::parse(&Bytes::from_static(b"\0\x12\0\x63\0\0\0\x06garbage")).unwrap_err();
        assert_eq!(future.answerable_at(), Some(0));
        assert!(
            matches!(future, RequestError::UnsupportedVersion { preamble, .. } if preamble.correlation_id == 6)
        );

        let negative = RequestFrame::parse(&Bytes::from_static(b"\0\x03\xff\xff\0\0\0\x06")).unwrap_err();
        assert_eq!(negative.answerable_at(), None);
    }

    #[test]
    fn a_cut_header_is_an_error_at_every_length() {
        let frame = frame_of(&MetadataRequest::default(), 12);
        let body = RequestFrame::parse(&frame).unwrap().body;
        for length in 0..frame.len() - body.len() {
            let cut = frame.slice(..length);
            assert!(matches!(RequestFrame::parse(&cut), Err(RequestError::Header(_))), "{length}");
        }
    }
}
