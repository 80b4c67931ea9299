//! Where a frame ends.

use bytes::{Buf, Bytes, BytesMut};

/// Bytes of the length before a frame.
pub const LENGTH_PREFIX: usize = 4;

/// A length that no frame may have. The connection cannot be read any further.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum FrameError {
    /// Longer than the limit of this side.
    #[error("a frame of {length} bytes is announced, {limit} are allowed (socket.request.max.bytes)")]
    TooLong {
        /// The length announced.
        length: usize,
        /// The limit.
        limit: usize,
    },
    /// Below zero.
    #[error("a frame of {0} bytes is announced; the other side may not be speaking Kafka's protocol")]
    Negative(i32),
}

/// The bytes that follow a length prefix.
///
/// # Errors
/// When the length is negative or above `limit`.
pub fn frame_length(prefix: [u8; LENGTH_PREFIX], limit: usize) -> Result<usize, FrameError> {
    let length = i32::from_be_bytes(prefix);
    let length = usize::try_from(length).map_err(|_| FrameError::Negative(length))?;
    if length > limit { Err(FrameError::TooLong { length, limit }) } else { Ok(length) }
}

/// Takes the first frame, without its length prefix, off what has been read so far; nothing if it is not complete. The
/// length is judged as soon as it is there, before the frame is.
///
/// # Errors
/// When the length is negative or above `limit`.
pub fn split_frame(read: &mut BytesMut, limit: usize) -> Result<Option<Bytes>, FrameError> {
    let Some(prefix) = read.first_chunk::<LENGTH_PREFIX>() else { return Ok(None) };
    let length = frame_length(*prefix, limit)?;
    if read.len() - LENGTH_PREFIX < length {
        return Ok(None);
    }
    read.advance(LENGTH_PREFIX);
    Ok(Some(read.split_to(length).freeze()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn frames_are_taken_one_by_one_and_only_when_complete() {
        let mut read = BytesMut::from(&b"\0\0\0\x02ab\0\0\0\0\0\0\0\x03cd"[..]);
        assert_eq!(split_frame(&mut read, 10), Ok(Some(Bytes::from_static(b"ab"))));
        assert_eq!(split_frame(&mut read, 10), Ok(Some(Bytes::new())));
        assert_eq!(split_frame(&mut read, 10), Ok(None));
        read.extend_from_slice(b"e\0");
        assert_eq!(split_frame(&mut read, 10), Ok(Some(Bytes::from_static(b"cde"))));
        assert_eq!(split_frame(&mut read, 10), Ok(None));
    }

    #[test]
    fn a_length_is_refused_before_its_bytes_are_awaited() {
        let limit = 100;
        let mut long = BytesMut::from(&[0, 0, 0, 101][..]);
        assert_eq!(split_frame(&mut long, limit), Err(FrameError::TooLong { length: 101, limit }));
        let mut negative = BytesMut::from(&[0xff; 4][..]);
        assert_eq!(split_frame(&mut negative, limit), Err(FrameError::Negative(-1)));
    }
}
