//! Reading frames: a length, then so many bytes, both from somebody who may lie, stall or vanish.

use std::time::Duration;

use bytes::{Buf, Bytes, BytesMut};
use tokio::io::{AsyncRead, AsyncReadExt};
use tokio::time::{Instant, timeout, timeout_at};

use super::limits::RequestMemory;
use super::service::Frame;

/// Why a connection's next frame cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum FrameError {
    /// The other side closed between frames: the ordinary end.
    #[error("closed by the client")]
    Closed,
    /// It closed in the middle of a frame.
    #[error("closed by the client after {read} of the {length} bytes of a request")]
    Truncated {
        /// Bytes of the frame that had come.
        read: usize,
        /// Bytes it announced.
        length: usize,
    },
    /// The length is no length.
    #[error(
        "a request announces {0} bytes: this is not the Kafka protocol, or TLS was spoken to a plaintext listener"
    )]
    Negative(i32),
    /// The length is above the limit.
    #[error("a request announces {length} bytes, more than socket.request.max.bytes={limit}")]
    TooLarge {
        /// Bytes it announced.
        length: usize,
        /// The limit.
        limit: usize,
    },
    /// Nothing was asked for too long.
    #[error("no request for connections.max.idle.ms={0}")]
    Idle(u128),
    /// A frame comes too slowly.
    #[error("a request of {length} bytes had not come whole after {} s", .after.as_secs())]
    Slow {
        /// Bytes it announced.
        length: usize,
        /// How long was waited.
        after: Duration,
    },
    /// The socket failed.
    #[error("the connection failed: {0}")]
    Io(#[from] std::io::Error),
}

/// How frames are read.
#[derive(Clone)]
pub(super) struct FrameLimits {
    /// `socket.request.max.bytes`.
    pub(super) max_bytes: usize,
    /// `connections.max.idle.ms`.
    pub(super) idle: Duration,
    /// Memory for all requests.
    pub(super) memory: RequestMemory,
}

/// A frame that has begun must be there after this long, and longer at [`SLOWEST_BYTES_PER_SECOND`] if it is large.
const FRAME_DEADLINE: Duration = Duration::from_secs(30);
/// The slowest sender that is waited for.
const SLOWEST_BYTES_PER_SECOND: usize = 16 * 1024;
/// The buffer begins at this size and grows with what really comes, so that a lie about the length costs nothing.
const FIRST_BUFFER_BYTES: usize = 64 * 1024;

/// Reads one frame. `buffer` keeps what came beyond it for the next call.
pub(super) async fn read_frame(
    socket: &mut (impl AsyncRead + Unpin),
    buffer: &mut BytesMut,
    limits: &FrameLimits,
) -> Result<Frame, FrameError> {
    let first = async {
        while buffer.len() < 4 {
            let before = buffer.len();
            if socket.read_buf(buffer).await? == 0 {
                return Err(match before {
                    0 => FrameError::Closed,
                    read => FrameError::Truncated { read, length: 4 },
                });
            }
        }
        Ok(())
    };
    timeout(limits.idle, first).await.map_err(|_| FrameError::Idle(limits.idle.as_millis()))??;
    let length = announced(buffer, limits.max_bytes)?;
    let deadline = FRAME_DEADLINE + Duration::from_secs((length / SLOWEST_BYTES_PER_SECOND) as u64);
    if buffer.len() >= 4 + length {
        return Ok(Frame { bytes: take(buffer, length), permit: limits.memory.share(length).await });
    }
    // Waiting for memory is our affair: the sender's time starts after it.
    let permit = limits.memory.share(length).await;
    let body = async {
        while buffer.len() < 4 + length {
            let missing = 4 + length - buffer.len();
            buffer.reserve(missing.min(FIRST_BUFFER_BYTES.max(buffer.len())));
            if socket.read_buf(buffer).await? == 0 {
                return Err(FrameError::Truncated { read: buffer.len() - 4, length });
            }
        }
        Ok(())
    };
    timeout_at(Instant::now() + deadline, body)
        .await
        .map_err(|_| FrameError::Slow { length, after: deadline })??;
    Ok(Frame { bytes: take(buffer, length), permit })
}

fn announced(buffer: &BytesMut, max_bytes: usize) -> Result<usize, FrameError> {
    let length = i32::from_be_bytes([buffer[0], buffer[1], buffer[2], buffer[3]]);
    let Ok(bytes) = usize::try_from(length) else { return Err(FrameError::Negative(length)) };
    if bytes > max_bytes {
        return Err(FrameError::TooLarge { length: bytes, limit: max_bytes });
    }
    Ok(bytes)
}

fn take(buffer: &mut BytesMut, length: usize) -> Bytes {
    let mut frame = buffer.split_to(4 + length);
    frame.advance(4);
    frame.freeze()
}

#[cfg(test)]
mod tests {
    use super::*;
    use tokio::io::AsyncWriteExt;

    fn limits() -> FrameLimits {
        FrameLimits {
            max_bytes: 1 << 20,
            idle: Duration::from_secs(600),
            memory: RequestMemory::new(1 << 20, 1 << 20),
        }
    }

    #[tokio::test(start_paused = true)]
    async fn frames_are_found_however_the_bytes_are_cut() {
        let (mut near, mut far) = tokio::io::duplex(3);
        let writer = tokio::spawn(async move {
            far.write_all(b"\0\0\0\x05hello\0\0\0\0\0\0\0\x01x").await.unwrap();
        });
        let mut buffer = BytesMut::new();
        for expected in ["hello", "", "x"] {
            let frame = read_frame(&mut near, &mut buffer, &limits()).await.unwrap();
            assert_eq!(frame.bytes, expected);
        }
        writer.await.unwrap();
        assert!(matches!(read_frame(&mut near, &mut buffer, &limits()).await, Err(FrameError::Closed)));
    }

    #[tokio::test(start_paused = true)]
    async fn a_length_that_lies_is_refused_before_anything_is_allocated() {
        for (bytes, expected) in [
            (b"\xff\xff\xff\xff", "announces -1 bytes"),
            (b"\x7f\xff\xff\xff", "more than socket.request.max.bytes=1048576"),
            (b"GET ", "more than socket.request.max.bytes"),
        ] {
            let (mut near, mut far) = tokio::io::duplex(64);
            far.write_all(bytes).await.unwrap();
            let mut buffer = BytesMut::new();
            let error = read_frame(&mut near, &mut buffer, &limits()).await.err().unwrap().to_string();
            assert!(error.contains(expected), "{error}");
        }
    }

    #[tokio::test(start_paused = true)]
    async fn a_frame_that_trickles_is_given_up_and_so_is_a_silent_connection() {
        let (mut near, mut far) = tokio::io::duplex(64);
        let trickle = tokio::spawn(async move {
            far.write_all(b"\0\0\x01\0").await.unwrap();
            loop {
                tokio::time::sleep(Duration::from_secs(1)).await;
                if far.write_all(b"x").await.is_err() {
                    return;
                }
            }
        });
        let mut buffer = BytesMut::new();
        assert!(matches!(read_frame(&mut near, &mut buffer, &limits()).await, Err(FrameError::Slow { .. })));
        drop(near);
        trickle.await.unwrap();
        let (mut near, _far) = tokio::io::duplex(64);
        assert!(matches!(
            read_frame(&mut near, &mut BytesMut::new(), &limits()).await,
            Err(FrameError::Idle(600_000))
        ));
    }

    #[tokio::test(start_paused = true)]
    async fn a_connection_that_ends_inside_a_frame_says_how_far_it_came() {
        let (mut near, mut far) = tokio::io::duplex(64);
        far.write_all(b"\0\0\0\x0ahell").await.unwrap();
        drop(far);
        let error = read_frame(&mut near, &mut BytesMut::new(), &limits()).await.err().unwrap();
        assert!(matches!(error, FrameError::Truncated { read: 4, length: 10 }), "{error}");
    }
}
