//! An LZ4 frame. Kafka's Java reader wants independent blocks, which is what is written; linked blocks and checksums, as
//! other clients write them, are read too. Bytes behind the frame are left alone, as Kafka's reader leaves them.

use std::io::{Error, ErrorKind, Read, Result, Write};

use bytes::Bytes;
use lz4_flex::frame::{BlockMode, BlockSize, FrameDecoder, FrameEncoder, FrameInfo};

use super::output::read_all;
use super::{CompressionError, corrupt};
use crate::batch::Codec;

const CODEC: Codec = Codec::Lz4;

pub(super) fn decompress(input: &[u8], limit: usize) -> std::result::Result<Bytes, CompressionError> {
    read_all(CODEC, FrameDecoder::new(Whole(input)), input.len(), limit)
}

/// Input whose end is an error: the library takes an input that ends between blocks for a whole frame, while a whole
/// frame ends with a mark, behind which it does not read.
struct Whole<'a>(&'a [u8]);

impl Read for Whole<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> Result<usize> {
        match self.0.read(buffer)? {
            0 if !buffer.is_empty() => Err(Error::new(ErrorKind::InvalidData, "frame cut off")),
            count => Ok(count),
        }
    }
}

pub(super) fn compress(input: &[u8]) -> std::result::Result<Bytes, CompressionError> {
    // As Kafka's own writer: blocks of 64 KiB, no checksums but the header's.
    let info = FrameInfo::new().block_mode(BlockMode::Independent).block_size(BlockSize::Max64KB);
    let mut encoder = FrameEncoder::with_frame_info(info, Vec::with_capacity(input.len() / 2));
    encoder.write_all(input).map_err(|e| corrupt(CODEC, e))?;
    encoder.finish().map(Bytes::from).map_err(|e| corrupt(CODEC, e))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn linked_blocks_and_all_checksums_are_read() {
        let text = b"ferry ".repeat(50_000);
        let info = FrameInfo::new()
            .block_mode(BlockMode::Linked)
            .block_checksums(true)
            .content_checksum(true)
            .content_size(Some(text.len() as u64));
        let mut encoder = FrameEncoder::with_frame_info(info, Vec::new());
        encoder.write_all(&text).unwrap();
        assert_eq!(decompress(&encoder.finish().unwrap(), text.len()).unwrap(), text);
    }

    #[test]
    fn what_stands_behind_the_frame_is_left_alone() {
        let mut bytes = compress(b"ferry").unwrap().to_vec();
        bytes.extend_from_slice(b"anything");
        assert_eq!(decompress(&bytes, 5).unwrap(), &b"ferry"[..]);
    }
}
