//! Which levels of which features this release supports.

use wire::codec::VersionRange;

use super::MetadataVersion;

/// Dynamic voters (KIP-853). Lives in control records, not in feature records.
pub const KRAFT: &str = "kraft.version";
/// The consumer group protocol (KIP-848).
pub const GROUP: &str = "group.version";
/// Transactions (KIP-890).
pub const TRANSACTION: &str = "transaction.version";
/// Eligible leader replicas (KIP-966).
pub const ELIGIBLE_LEADER_REPLICAS: &str = "eligible.leader.replicas.version";
/// Share groups (KIP-932).
pub const SHARE: &str = "share.version";
/// Streams groups (KIP-1071).
pub const STREAMS: &str = "streams.version";

/// A feature and the levels of it that a node can work at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SupportedFeature {
    /// The feature.
    pub name: &'static str,
    /// Its levels.
    pub levels: VersionRange,
}

const SUPPORTED: &[SupportedFeature] = &[
    SupportedFeature { name: KRAFT, levels: VersionRange::new(0, 1) },
    SupportedFeature { name: MetadataVersion::FEATURE, levels: VersionRange::new(7, 30) },
];

/// What a controller of this release supports, ordered by name.
pub fn supported_by_controller() -> &'static [SupportedFeature] {
    SUPPORTED
}

/// What a broker of this release supports, ordered by name.
pub fn supported_by_broker() -> &'static [SupportedFeature] {
    SUPPORTED
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_known_metadata_versions_are_supported() {
        let levels = SUPPORTED.iter().find(|f| f.name == MetadataVersion::FEATURE).unwrap().levels;
        assert_eq!((levels.min, levels.max), (MetadataVersion::MIN.level(), MetadataVersion::MAX.level()));
    }
}
