//! Variable-length numbers: seven bits a byte, lowest first (Protocol Buffers' encoding); signed ones zigzag.

/// Bytes `value` takes as an unsigned varint.
#[inline]
pub const fn uvarint_len(value: u32) -> usize {
    // 0 takes one byte like 1 does; every further 7 bits take another.
    ((38 - (value | 1).leading_zeros()) / 7) as usize
}

/// Bytes `value` takes as a zigzag varint.
#[inline]
pub const fn varint_len(value: i32) -> usize {
    uvarint_len(zigzag32(value))
}

/// Bytes `value` takes as a zigzag varlong.
#[inline]
pub const fn varlong_len(value: i64) -> usize {
    ((70 - (zigzag64(value) | 1).leading_zeros()) / 7) as usize
}

/// Small numbers of either sign as small unsigned ones.
#[inline]
pub(crate) const fn zigzag32(value: i32) -> u32 {
    ((value << 1) ^ (value >> 31)) as u32
}

/// Small numbers of either sign as small unsigned ones.
#[inline]
pub(crate) const fn zigzag64(value: i64) -> u64 {
    ((value << 1) ^ (value >> 63)) as u64
}

/// Takes a zigzag varint from the front of `bytes`; nothing if there is none.
#[inline]
pub(crate) fn read_varint(bytes: &mut &[u8]) -> Option<i32> {
    let value = read_zigzag(bytes, 5)?;
    i32::try_from(value).ok()
}

/// Takes a zigzag varlong from the front of `bytes`; nothing if there is none.
#[inline]
pub(crate) fn read_varlong(bytes: &mut &[u8]) -> Option<i64> {
    read_zigzag(bytes, 10)
}

#[inline]
fn read_zigzag(bytes: &mut &[u8], longest: usize) -> Option<i64> {
    let mut bits: u64 = 0;
    for (at, byte) in bytes.iter().take(longest).enumerate() {
        if at == 9 && *byte > 1 {
            return None;
        }
        bits |= u64::from(byte & 0x7f) << (7 * at);
        if *byte < 0x80 {
            *bytes = &bytes[at + 1..];
            return Some((bits >> 1) as i64 ^ -((bits & 1) as i64));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(mut bits: u64) -> Vec<u8> {
        let mut bytes = Vec::new();
        while bits >= 0x80 {
            bytes.push(bits as u8 | 0x80);
            bits >>= 7;
        }
        bytes.push(bits as u8);
        bytes
    }

    #[test]
    fn signed_numbers_read_back() {
        for value in
            [0, 1, -1, 63, 64, -64, -65, i64::from(i32::MAX), i64::from(i32::MIN), i64::MAX, i64::MIN]
        {
            let bytes = written(zigzag64(value));
            assert_eq!(bytes.len(), varlong_len(value));
            assert_eq!(read_varlong(&mut bytes.as_slice()), Some(value));
            let narrow = i32::try_from(value).ok();
            assert_eq!(read_varint(&mut bytes.as_slice()), narrow, "{value}");
        }
    }

    #[test]
    fn a_number_that_does_not_end_is_none() {
        for bytes in [&[][..], &[0x80], &[0xff; 10], &[0xff; 11]] {
            assert_eq!(read_varlong(&mut &*bytes), None);
        }
        assert_eq!(read_varint(&mut &[0xff, 0xff, 0xff, 0xff, 0x1f][..]), None);
    }

    #[test]
    fn lengths_step_at_every_seventh_bit() {
        assert_eq!(uvarint_len(0), 1);
        for bits in 1..=32_u32 {
            let largest = u32::MAX >> (32 - bits);
            assert_eq!(uvarint_len(largest), bits.div_ceil(7) as usize, "{bits} bits");
        }
        for bits in 1..=63_u32 {
            let largest = i64::MAX >> (63 - bits);
            assert_eq!(varlong_len(largest), (bits + 1).div_ceil(7) as usize, "{bits} bits");
        }
        assert_eq!((varlong_len(i64::MIN), varint_len(i32::MIN)), (10, 5));
        assert_eq!((varint_len(-1), varint_len(63), varint_len(64)), (1, 1, 2));
    }
}
