//! Recognising a message of formats 0 and 1, from before Kafka 0.11: offset, size, CRC-32 of all that follows it, magic.
//! That its checksum is right tells it from the torn beginning of a batch.

use disk::File;

const MAGIC_AT: usize = 16;
const CRC_COVERS_FROM: usize = 16;
/// Bytes of a message without key and value, behind offset and size.
const SMALLEST: u32 = 14;

/// Whether a whole message of an old format stands at a position of a file that has `size` bytes.
pub(super) fn is_message(file: &dyn File, position: u64, size: u64) -> bool {
    let mut head = [0; MAGIC_AT + 1];
    if file.read_exact_at(&mut head, position).is_err() || head[MAGIC_AT] > 1 {
        return false;
    }
    let number = |at: usize| u32::from_be_bytes([head[at], head[at + 1], head[at + 2], head[at + 3]]);
    let (length, crc) = (number(8), number(12));
    let whole = 12 + u64::from(length);
    if length < SMALLEST || whole > size - position {
        return false;
    }
    let mut message = vec![0; whole as usize];
    file.read_exact_at(&mut message, position).is_ok() && crc32(&message[CRC_COVERS_FROM..]) == crc
}

/// CRC-32 as zlib has it, bit by bit: one message is looked at, once.
fn crc32(bytes: &[u8]) -> u32 {
    const POLYNOMIAL: u32 = 0xedb8_8320;
    let mut crc = u32::MAX;
    for byte in bytes {
        crc ^= u32::from(*byte);
        for _ in 0..8 {
            crc = (crc >> 1) ^ (POLYNOMIAL & 0_u32.wrapping_sub(crc & 1));
        }
    }
    !crc
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use disk::{Disk, OpenMode, SimDisk, create_dir_durable};

    use super::*;

    #[test]
    fn a_message_is_known_by_its_checksum() {
        assert_eq!(crc32(b"123456789"), 0xcbf4_3926);
        let body =
            [&[1, 0][..], &7_i64.to_be_bytes(), &(-1_i32).to_be_bytes(), &(-1_i32).to_be_bytes()].concat();
        let mut message = 5_i64.to_be_bytes().to_vec();
        message.extend_from_slice(&(4 + body.len() as u32).to_be_bytes());
        message.extend_from_slice(&crc32(&body).to_be_bytes());
        message.extend_from_slice(&body);
        let disk = SimDisk::new();
        create_dir_durable(&disk, Path::new("/d")).unwrap();
        let file = disk.open(Path::new("/d/log"), OpenMode::Create).unwrap();
        file.write_all_at(&message, 3).unwrap();
        let size = 3 + message.len() as u64;
        assert!(is_message(&*file, 3, size));
        assert!(!is_message(&*file, 3, size - 1), "it is not all there");
        assert!(!is_message(&*file, 0, size));
        file.write_all_at(&[9], size - 1).unwrap();
        assert!(!is_message(&*file, 3, size));
    }
}
