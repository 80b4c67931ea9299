//! Arithmetic on producer sequences, which run from 0 to the largest i32 and then begin again at 0.

/// `sequence` moved on by `by`, neither below 0.
pub fn increment_sequence(sequence: i32, by: i32) -> i32 {
    ((i64::from(sequence) + i64::from(by)) & i64::from(i32::MAX)) as i32
}

/// `sequence` moved back by `by`, neither below 0.
pub fn decrement_sequence(sequence: i32, by: i32) -> i32 {
    ((i64::from(sequence) - i64::from(by)) & i64::from(i32::MAX)) as i32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sequences_wrap_to_zero_and_back() {
        assert_eq!(increment_sequence(5, 3), 8);
        assert_eq!(increment_sequence(i32::MAX, 1), 0);
        assert_eq!(increment_sequence(i32::MAX - 1, 5), 3);
        assert_eq!(decrement_sequence(0, 1), i32::MAX);
        assert_eq!(decrement_sequence(3, 5), i32::MAX - 1);
        for (sequence, by) in [(0, 0), (7, i32::MAX), (i32::MAX, i32::MAX)] {
            assert_eq!(decrement_sequence(increment_sequence(sequence, by), by), sequence);
        }
    }
}
