//! Requests and responses as they travel: a length, a header, a body.
//!
//! Works on whole frames in memory; reading them off a socket is the caller's, with [`frame_length`] or [`split_frame`]
//! to find their ends. Promises that a request which cannot be served is told apart from bytes that are no request, and
//! keeps what is needed to answer it.

mod chunks;
mod length;
mod request;
mod response;

pub use chunks::ChunkSink;
pub use length::{FrameError, LENGTH_PREFIX, frame_length, split_frame};
pub use request::{Preamble, RequestError, RequestFrame, encode_request};
pub use response::{correlation_id, decode_response, encode_response, encode_response_chunks};

use bytes::BytesMut;

use crate::codec::{EncodeError, EncodeFault, Message};

/// A frame of a header and a body, allocated once at its exact size.
fn encode_frame<H: Message, B: Message>(
    header: &H,
    header_version: i16,
    body: &B,
    version: i16,
) -> Result<BytesMut, EncodeError> {
    let header_length = header.encoded_len(header_version)?;
    let length = header_length + body.encoded_len(version)?;
    let prefix = length_prefix::<B>(length, version)?;
    let mut frame = BytesMut::zeroed(LENGTH_PREFIX + length);
    frame[..LENGTH_PREFIX].copy_from_slice(&prefix);
    header.encode_exact(&mut frame[LENGTH_PREFIX..], header_version);
    body.encode_exact(&mut frame[LENGTH_PREFIX + header_length..], version);
    Ok(frame)
}

fn length_prefix<B: Message>(length: usize, version: i16) -> Result<[u8; LENGTH_PREFIX], EncodeError> {
    let limit = i32::MAX as usize;
    let prefix = i32::try_from(length).map_err(|_| EncodeError {
        within: B::NAME,
        version,
        fault: EncodeFault::TooLong { length, limit },
    })?;
    Ok(prefix.to_be_bytes())
}
