//! [`ResponseFrame`]: an answer as the pieces that go to the socket, large ones shared instead of copied.

use bytes::{BufMut, Bytes, BytesMut};
use wire::codec::{EncodeError, Request};
use wire::frame::encode_response_chunks;

/// Pieces below this many bytes are copied into the buffer beside them: a system call costs more than the copy.
const SHARE_FROM_BYTES: usize = 4096;

/// A whole answer: length prefix, header, body.
#[derive(Debug, Default)]
pub struct ResponseFrame {
    /// The bytes, in order.
    pub pieces: Vec<Bytes>,
}

impl ResponseFrame {
    /// Encodes the answer to a request of `version`.
    ///
    /// # Errors
    /// When the version cannot express the answer: a mistake of ours, never of the client.
    pub fn encode<R: Request>(
        response: &R::Response,
        version: i16,
        correlation_id: i32,
    ) -> Result<ResponseFrame, EncodeError> {
        let pieces = encode_response_chunks::<R>(response, version, correlation_id, SHARE_FROM_BYTES)?;
        Ok(ResponseFrame { pieces })
    }

    /// A frame that is encoded already, in pieces.
    pub fn new(pieces: Vec<Bytes>) -> ResponseFrame {
        ResponseFrame { pieces }
    }

    /// A frame around a body that is encoded already. `header_version` is that of the response header, 0 or 1; version 1
    /// ends in an empty list of tagged fields.
    pub fn from_body(correlation_id: i32, header_version: i16, body: Bytes) -> ResponseFrame {
        let tags: &[u8] = if header_version >= 1 { &[0] } else { &[] };
        let mut head = BytesMut::with_capacity(9);
        head.put_u32((4 + tags.len() + body.len()) as u32);
        head.put_i32(correlation_id);
        head.put_slice(tags);
        ResponseFrame { pieces: vec![head.freeze(), body] }
    }

    /// Bytes of the whole frame, its length prefix included.
    pub fn len(&self) -> usize {
        self.pieces.iter().map(Bytes::len).sum()
    }

    /// Whether there is nothing in it.
    pub fn is_empty(&self) -> bool {
        self.pieces.is_empty()
    }
}
