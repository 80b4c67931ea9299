//! Compression of a batch's records: gzip, Snappy, LZ4 and Zstandard, each in the form Kafka's clients use.
//!
//! Promises that no input makes the output larger than the caller allows, and that no room is made for more; a codec's own
//! window comes on top (at most 12 MiB for LZ4; for Zstandard 128 MiB reserved, of which only the output's size is
//! touched). Works on whole payloads; when to decompress at all is the caller's to decide.

mod gzip;
mod lz4;
mod output;
mod snappy;
mod zstandard;

use bytes::Bytes;

use crate::batch::{BatchError, Codec};

/// Why records could not be compressed or decompressed.
#[derive(Debug, thiserror::Error)]
pub enum CompressionError {
    /// The batch names a codec that does not exist.
    #[error("compression codec {0} is unknown")]
    Codec(u8),
    /// The bytes are not what the codec writes.
    #[error("not {codec}: {found}")]
    Corrupt {
        /// The codec the batch names.
        codec: Codec,
        /// What its library says.
        found: String,
    },
    /// The output goes beyond the limit.
    #[error("{codec} holds more than the {limit} bytes allowed")]
    TooLarge {
        /// The codec.
        codec: Codec,
        /// The limit.
        limit: usize,
    },
    /// A level the codec does not have.
    #[error("{codec} has no level {level}; it has {lowest} to {highest}")]
    Level {
        /// The codec.
        codec: Codec,
        /// The level asked for.
        level: i32,
        /// The lowest there is.
        lowest: i32,
        /// The highest there is.
        highest: i32,
    },
    /// The compressed batch cannot be sealed.
    #[error(transparent)]
    Batch(#[from] BatchError),
}

/// What `input` holds, at most `max_output` bytes of it.
///
/// # Errors
/// When the input is not of that codec, is cut off, or holds more.
pub fn decompress(codec: Codec, input: &[u8], max_output: usize) -> Result<Bytes, CompressionError> {
    match codec {
        Codec::None if input.len() > max_output => {
            Err(CompressionError::TooLarge { codec, limit: max_output })
        }
        Codec::None => Ok(Bytes::copy_from_slice(input)),
        Codec::Gzip => gzip::decompress(input, max_output),
        Codec::Snappy => snappy::decompress(input, max_output),
        Codec::Lz4 => lz4::decompress(input, max_output),
        Codec::Zstd => zstandard::decompress(input, max_output),
    }
}

/// `input`, compressed; at the codec's default level if none is given. Snappy and LZ4 have one level here, whatever is
/// asked: the library writes LZ4's fast form only.
///
/// # Errors
/// When the codec does not have the level.
pub fn compress(codec: Codec, level: Option<i32>, input: &[u8]) -> Result<Bytes, CompressionError> {
    match codec {
        Codec::None => Ok(Bytes::copy_from_slice(input)),
        Codec::Gzip => gzip::compress(input, level),
        Codec::Snappy => snappy::compress(input),
        Codec::Lz4 => lz4::compress(input),
        Codec::Zstd => zstandard::compress(input, level),
    }
}

fn corrupt(codec: Codec, found: impl std::fmt::Display) -> CompressionError {
    CompressionError::Corrupt { codec, found: found.to_string() }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CODECS: [Codec; 4] = [Codec::Gzip, Codec::Snappy, Codec::Lz4, Codec::Zstd];

    /// Text that compresses, and bytes that do not.
    fn inputs() -> Vec<Vec<u8>> {
        let mut noise = 1_u64;
        let random = |_| {
            noise = noise.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            (noise >> 56) as u8
        };
        vec![vec![], b"a".to_vec(), b"ferry ".repeat(50_000), (0..200_000).map(random).collect()]
    }

    #[test]
    fn what_is_compressed_comes_back() {
        for codec in Codec::ALL {
            for input in inputs() {
                let compressed = compress(codec, None, &input).unwrap();
                let output = decompress(codec, &compressed, input.len()).unwrap();
                assert_eq!(output, input, "{codec}, {} bytes", input.len());
            }
        }
    }

    #[test]
    fn an_output_above_the_limit_is_refused() {
        for codec in Codec::ALL {
            let bomb = compress(codec, None, &vec![0; 1 << 20]).unwrap();
            for limit in [0, 1, 1000, (1 << 20) - 1] {
                let error = decompress(codec, &bomb, limit).unwrap_err();
                assert!(matches!(error, CompressionError::TooLarge { .. }), "{codec} {limit}: {error}");
            }
        }
    }

    #[test]
    fn a_cut_input_is_an_error() {
        for codec in CODECS {
            let whole = compress(codec, None, &b"ferry ".repeat(5000)).unwrap();
            // Snappy's framing has no end: cut between blocks, it is whole. Only the record count tells.
            let between_blocks = |length: &usize| codec == Codec::Snappy && *length == 16;
            for length in
                (1..whole.len()).filter(|length| !between_blocks(length)).step_by(whole.len().div_ceil(200))
            {
                let cut = decompress(codec, &whole[..length], 1 << 20);
                assert!(cut.is_err(), "{codec} cut at {length} of {}", whole.len());
            }
        }
    }

    #[test]
    fn another_codecs_bytes_are_refused() {
        for codec in CODECS {
            for other in CODECS.into_iter().filter(|other| *other != codec) {
                let bytes = compress(other, None, &b"ferry ".repeat(100)).unwrap();
                assert!(decompress(codec, &bytes, 1 << 20).is_err(), "{other} read as {codec}");
            }
        }
    }

    #[test]
    fn several_members_or_frames_in_a_row_are_one_output() {
        for codec in [Codec::Gzip, Codec::Zstd, Codec::Snappy] {
            let two =
                [compress(codec, None, b"one ").unwrap(), compress(codec, None, b"two").unwrap()].concat();
            assert_eq!(decompress(codec, &two, 100).unwrap(), &b"one two"[..], "{codec}");
        }
    }

    #[test]
    fn levels_are_the_codecs_own() {
        for (codec, good, bad) in [(Codec::Gzip, 9, 10), (Codec::Zstd, 19, 99)] {
            let compressed = compress(codec, Some(good), b"text").unwrap();
            assert_eq!(decompress(codec, &compressed, 4).unwrap(), &b"text"[..]);
            assert!(matches!(compress(codec, Some(bad), b"text"), Err(CompressionError::Level { .. })));
        }
    }
}
