//! gzip (RFC 1952), one member or several.

use std::io::Write;

use bytes::Bytes;
use flate2::Compression;
use flate2::read::MultiGzDecoder;
use flate2::write::GzEncoder;

use super::output::read_all;
use super::{CompressionError, corrupt};
use crate::batch::Codec;

const CODEC: Codec = Codec::Gzip;

pub(super) fn decompress(input: &[u8], limit: usize) -> Result<Bytes, CompressionError> {
    read_all(CODEC, MultiGzDecoder::new(input), input.len(), limit)
}

/// Levels 1 to 9, as `compression.gzip.level`; -1 is the default there.
pub(super) fn compress(input: &[u8], level: Option<i32>) -> Result<Bytes, CompressionError> {
    let level = match level {
        None | Some(-1) => Compression::default(),
        Some(level @ 1..=9) => Compression::new(level as u32),
        Some(level) => return Err(CompressionError::Level { codec: CODEC, level, lowest: 1, highest: 9 }),
    };
    let mut encoder = GzEncoder::new(Vec::with_capacity(input.len() / 2), level);
    encoder.write_all(input).and_then(|()| encoder.finish()).map(Bytes::from).map_err(|e| corrupt(CODEC, e))
}
