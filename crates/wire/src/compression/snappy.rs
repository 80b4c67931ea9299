//! Snappy as Kafka has it: blocks in the framing of Xerial's Java library. Bare Snappy, which some clients send, is read
//! too (it is what Xerial's own reader takes for anything without its magic).

use bytes::Bytes;
use snap::raw::{Decoder, Encoder, decompress_len, max_compress_len};

use super::{CompressionError, corrupt};
use crate::batch::Codec;

const CODEC: Codec = Codec::Snappy;
/// Before the first block, and again wherever streams were joined.
const MAGIC: &[u8; 8] = b"\x82SNAPPY\0";
/// The magic, then the version of the writer and the lowest version of a reader, both 1.
const HEADER: &[u8; 16] = b"\x82SNAPPY\0\0\0\0\x01\0\0\0\x01";
/// Uncompressed bytes of a block.
const BLOCK: usize = 32 * 1024;
/// A copy of 64 bytes takes at least 3, so no honest block grows by more.
const LARGEST_RATIO: usize = 22;

pub(super) fn decompress(input: &[u8], limit: usize) -> Result<Bytes, CompressionError> {
    let mut output = Vec::new();
    if !input.starts_with(MAGIC) {
        block(input, &mut output, limit)?;
        return Ok(output.into());
    }
    let mut rest = input;
    while !rest.is_empty() {
        if rest.starts_with(MAGIC) {
            rest = rest.get(HEADER.len()..).ok_or_else(|| corrupt(CODEC, "header cut off"))?;
            continue;
        }
        let (length, behind) =
            rest.split_first_chunk().ok_or_else(|| corrupt(CODEC, "block length cut off"))?;
        let length = u32::from_be_bytes(*length) as usize;
        let (compressed, behind) =
            behind.split_at_checked(length).ok_or_else(|| corrupt(CODEC, "block cut off"))?;
        block(compressed, &mut output, limit)?;
        rest = behind;
    }
    Ok(output.into())
}

/// Appends one block. Its announced length is held against the limit and against what its bytes can give before room is
/// made for it.
fn block(compressed: &[u8], output: &mut Vec<u8>, limit: usize) -> Result<(), CompressionError> {
    let length = decompress_len(compressed).map_err(|e| corrupt(CODEC, e))?;
    if length > limit - output.len() {
        return Err(CompressionError::TooLarge { codec: CODEC, limit });
    }
    if length > compressed.len().saturating_mul(LARGEST_RATIO) {
        return Err(corrupt(CODEC, format!("{} bytes announce {length}", compressed.len())));
    }
    let start = output.len();
    output.resize(start + length, 0);
    let written =
        Decoder::new().decompress(compressed, &mut output[start..]).map_err(|e| corrupt(CODEC, e))?;
    output.truncate(start + written);
    Ok(())
}

pub(super) fn compress(input: &[u8]) -> Result<Bytes, CompressionError> {
    let mut encoder = Encoder::new();
    let mut output = Vec::with_capacity(HEADER.len() + input.len() / 2);
    output.extend_from_slice(HEADER);
    let mut scratch = vec![0; max_compress_len(BLOCK)];
    for block in input.chunks(BLOCK) {
        let length = encoder.compress(block, &mut scratch).map_err(|e| corrupt(CODEC, e))?;
        output.extend_from_slice(&(length as u32).to_be_bytes());
        output.extend_from_slice(&scratch[..length]);
    }
    Ok(output.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bare_snappy_is_read() {
        let bare = Encoder::new().compress_vec(b"ferry ferry ferry").unwrap();
        assert_eq!(decompress(&bare, 100).unwrap(), &b"ferry ferry ferry"[..]);
    }

    #[test]
    fn a_length_its_bytes_cannot_give_is_refused_before_room_is_made() {
        // Announces 256 MiB in six bytes.
        let lie = [0x80, 0x80, 0x80, 0x80, 0x01, 0x00];
        let error = decompress(&lie, 1 << 30).unwrap_err();
        assert!(error.to_string().contains("announce"), "{error}");
    }

    #[test]
    fn a_broken_frame_is_refused() {
        let whole = compress(b"ferry").unwrap();
        for (at, value) in [(19, 200), (16, 0x80), (20, 0xff)] {
            let mut bytes = whole.to_vec();
            bytes[at] = value;
            assert!(decompress(&bytes, 100).is_err(), "byte {at}");
        }
    }
}
