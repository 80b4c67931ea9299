//! Zstandard, one frame or several.
//!
//! Frames ask for a window of up to 128 MiB, the most Kafka's clients write at their highest level; the library reserves
//! it but touches only as much as there is output.

use bytes::Bytes;
use zstd::compression_level_range;
use zstd::stream::read::Decoder;

use super::output::read_all;
use super::{CompressionError, corrupt};
use crate::batch::Codec;

const CODEC: Codec = Codec::Zstd;
/// The largest window that is read, as a power of two.
const WINDOW_LOG_MAX: u32 = 27;

pub(super) fn decompress(input: &[u8], limit: usize) -> Result<Bytes, CompressionError> {
    let mut decoder = Decoder::with_buffer(input).map_err(|e| corrupt(CODEC, e))?;
    decoder.window_log_max(WINDOW_LOG_MAX).map_err(|e| corrupt(CODEC, e))?;
    read_all(CODEC, decoder, input.len(), limit)
}

/// Levels as `compression.zstd.level`: -131072 to 22, 3 by default.
pub(super) fn compress(input: &[u8], level: Option<i32>) -> Result<Bytes, CompressionError> {
    let levels = compression_level_range();
    let level = level.unwrap_or(zstd::DEFAULT_COMPRESSION_LEVEL);
    if !levels.contains(&level) {
        let (lowest, highest) = (*levels.start(), *levels.end());
        return Err(CompressionError::Level { codec: CODEC, level, lowest, highest });
    }
    zstd::bulk::compress(input, level).map(Bytes::from).map_err(|e| corrupt(CODEC, e))
}
