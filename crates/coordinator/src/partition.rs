//! Which partition of `__consumer_offsets` coordinates a group.

/// The partition of `key` (a group id) among `partitions`: Java's `String.hashCode` over UTF-16, made positive as Kafka's
/// `Utils.abs` does (`GroupCoordinatorService.partitionFor`). 0 if there are no partitions.
pub fn partition_for(key: &str, partitions: i32) -> i32 {
    let hash =
        key.encode_utf16().fold(0_i32, |hash, unit| hash.wrapping_mul(31).wrapping_add(i32::from(unit)));
    // The one number without a positive counterpart is 0 to Kafka.
    let positive = if hash == i32::MIN { 0 } else { hash.abs() };
    if partitions <= 0 { 0 } else { positive % partitions }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Computed by Java: `Utils.abs(key.hashCode()) % 50`.
    #[test]
    fn a_groups_partition_is_javas() {
        let cases = [
            ("", 0),
            ("a", 47),
            ("my-group", 12),
            ("console-consumer-12345", 6),
            ("connect-cluster", 13),
            ("größe", 7),
            ("群組", 24),
            ("🚢", 11),
            // Its hash is the smallest number there is.
            ("polygenelubricants", 0),
        ];
        for (key, partition) in cases {
            assert_eq!(partition_for(key, 50), partition, "{key}");
        }
    }

    #[test]
    fn no_partitions_are_no_panic() {
        assert_eq!(partition_for("g", 0), 0);
        assert_eq!(partition_for("g", -1), 0);
    }
}
