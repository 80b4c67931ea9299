//! Reads a decompressor to its end without ever holding more than the limit.

use std::io::{ErrorKind, Read};

use bytes::Bytes;

use super::{CompressionError, corrupt};
use crate::batch::Codec;

/// Records compress to about a quarter; the first guess at the output's size.
const EXPECTED_RATIO: usize = 4;
/// The smallest first guess.
const SMALLEST: usize = 4 * 1024;

/// All that `reader` gives, at most `limit` bytes. `input_len` sizes the first allocation; later ones double it, none goes
/// beyond the limit.
pub(super) fn read_all(
    codec: Codec,
    mut reader: impl Read,
    input_len: usize,
    limit: usize,
) -> Result<Bytes, CompressionError> {
    let mut output = vec![0; input_len.saturating_mul(EXPECTED_RATIO).max(SMALLEST).min(limit)];
    let mut filled = 0;
    loop {
        if filled == output.len() {
            if filled == limit {
                return at_limit(codec, &mut reader, output, limit);
            }
            output.resize(filled.saturating_mul(2).clamp(SMALLEST.min(limit), limit), 0);
        }
        match reader.read(&mut output[filled..]) {
            Ok(0) => break,
            Ok(count) => filled += count,
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) => return Err(corrupt(codec, error)),
        }
    }
    output.truncate(filled);
    Ok(output.into())
}

/// The output is as long as it may be: it is whole only if nothing more comes.
fn at_limit(
    codec: Codec,
    reader: &mut impl Read,
    output: Vec<u8>,
    limit: usize,
) -> Result<Bytes, CompressionError> {
    loop {
        match reader.read(&mut [0]) {
            Ok(0) => return Ok(output.into()),
            Ok(_) => return Err(CompressionError::TooLarge { codec, limit }),
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) => return Err(corrupt(codec, error)),
        }
    }
}
