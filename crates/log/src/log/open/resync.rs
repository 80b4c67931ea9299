//! Looking for whole batches behind damage. That there are some tells damage from a torn end.

use disk::File;
use wire::batch::{BatchHeader, BatchView, HEADER_LEN};

use crate::segment::ScanError;

/// Bytes looked through at once.
const PIECE: usize = 1024 * 1024;

/// The first position from `from` on at which a whole batch with a good checksum begins whose base offset is `offset` or at
/// most `i32::MAX` behind it.
pub(super) fn next_batch(
    file: &dyn File,
    from: u64,
    size: u64,
    offset: i64,
) -> Result<Option<u64>, ScanError> {
    let mut at = from;
    let mut piece = Vec::new();
    while at + HEADER_LEN as u64 <= size {
        let len = (PIECE + HEADER_LEN).min((size - at) as usize);
        piece.resize(len, 0);
        file.read_exact_at(&mut piece, at).map_err(ScanError::Io)?;
        for (i, head) in piece.windows(HEADER_LEN).enumerate().take(PIECE) {
            let position = at + i as u64;
            if let Some(header) = plausible(head, offset, size - position)
                && is_whole(file, position, &header)?
            {
                return Ok(Some(position));
            }
        }
        at += PIECE as u64;
    }
    Ok(None)
}

fn plausible(head: &[u8], offset: i64, left: u64) -> Option<BatchHeader> {
    const MAGIC_AT: usize = 16;
    if head[MAGIC_AT] != 2 {
        return None;
    }
    let header = BatchHeader::parse(head).ok()?;
    let near = (offset..=offset.saturating_add(i64::from(i32::MAX))).contains(&header.base_offset);
    (near && header.size() as u64 <= left).then_some(header)
}

fn is_whole(file: &dyn File, position: u64, header: &BatchHeader) -> Result<bool, ScanError> {
    let mut bytes = vec![0; header.size()];
    file.read_exact_at(&mut bytes, position).map_err(ScanError::Io)?;
    Ok(BatchView::parse(&bytes.into()).is_ok_and(|batch| batch.verify_crc().is_ok()))
}
