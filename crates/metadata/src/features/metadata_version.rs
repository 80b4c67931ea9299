//! [`MetadataVersion`]: which records the cluster has agreed to write, and what they can say.
//!
//! Levels and what each brought are Kafka's (`org.apache.kafka.server.common.MetadataVersion`). Records of a level are
//! read by every node that supports it, so nothing above the finalised level may be written.

use std::fmt;

/// A level of the feature `metadata.version`, between [`MetadataVersion::MIN`] and [`MetadataVersion::MAX`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MetadataVersion(i16);

/// Levels and names. A release's name means its last level.
const NAMES: &[(i16, &str)] = &[
    (7, "3.3-IV3"),
    (8, "3.4-IV0"),
    (9, "3.5-IV0"),
    (10, "3.5-IV1"),
    (11, "3.5-IV2"),
    (12, "3.6-IV0"),
    (13, "3.6-IV1"),
    (14, "3.6-IV2"),
    (15, "3.7-IV0"),
    (16, "3.7-IV1"),
    (17, "3.7-IV2"),
    (18, "3.7-IV3"),
    (19, "3.7-IV4"),
    (20, "3.8-IV0"),
    (21, "3.9-IV0"),
    (22, "4.0-IV0"),
    (23, "4.0-IV1"),
    (24, "4.0-IV2"),
    (25, "4.0-IV3"),
    (26, "4.1-IV0"),
    (27, "4.1-IV1"),
    (28, "4.2-IV0"),
    (29, "4.2-IV1"),
    (30, "4.3-IV0"),
];

impl MetadataVersion {
    /// The feature's name.
    pub const FEATURE: &'static str = "metadata.version";
    /// 3.3-IV3, the lowest that Kafka 4 accepts.
    pub const MIN: MetadataVersion = MetadataVersion(7);
    /// 3.4-IV0: brokers of a ZooKeeper cluster may be registered (KIP-866).
    pub const V3_4_IV0: MetadataVersion = MetadataVersion(8);
    /// 3.6-IV0: fewer in-sync replicas need no new leader epoch (KAFKA-15021).
    pub const V3_6_IV0: MetadataVersion = MetadataVersion(12);
    /// 3.6-IV1: metadata transactions (KIP-868).
    pub const V3_6_IV1: MetadataVersion = MetadataVersion(13);
    /// 3.7-IV0: controllers register (KIP-919).
    pub const V3_7_IV0: MetadataVersion = MetadataVersion(15);
    /// 3.7-IV2: directories of replicas are recorded (KIP-858).
    pub const V3_7_IV2: MetadataVersion = MetadataVersion(17);
    /// 3.9-IV0: `kraft.version` 1 (KIP-853).
    pub const V3_9_IV0: MetadataVersion = MetadataVersion(21);
    /// 4.0-IV1: eligible leader replicas are recorded (KIP-966).
    pub const V4_0_IV1: MetadataVersion = MetadataVersion(23);
    /// 4.3-IV0: cordoned directories are recorded (KIP-1066).
    pub const V4_3_IV0: MetadataVersion = MetadataVersion(30);
    /// The highest this release knows.
    pub const MAX: MetadataVersion = MetadataVersion::V4_3_IV0;

    /// The version of a level, if it is known.
    pub fn from_level(level: i16) -> Option<MetadataVersion> {
        (Self::MIN.0..=Self::MAX.0).contains(&level).then_some(MetadataVersion(level))
    }

    /// The level.
    pub fn level(self) -> i16 {
        self.0
    }

    /// The version of a name as `kafka-storage` takes it: `4.3-IV0`, `4.3`, `4.3.1`.
    ///
    /// What stands behind the second part of a release makes no difference.
    pub fn from_name(name: &str) -> Option<MetadataVersion> {
        let exact = NAMES.iter().find(|(_, known)| *known == name);
        let release = || {
            let mut parts = name.splitn(3, '.');
            let prefix = format!("{}.{}-", parts.next()?, parts.next()?);
            NAMES.iter().rev().find(|(_, known)| known.starts_with(&prefix))
        };
        exact.or_else(release).map(|(level, _)| MetadataVersion(*level))
    }

    /// Whether the replicas' directories are recorded.
    pub fn has_directories(self) -> bool {
        self >= Self::V3_7_IV2
    }

    /// Whether the cordoned directories are recorded.
    pub fn has_cordoned_directories(self) -> bool {
        self >= Self::V4_3_IV0
    }

    /// Whether the log may have metadata transactions.
    pub fn has_transactions(self) -> bool {
        self >= Self::V3_6_IV1
    }

    /// Whether leaders expect a new epoch when the in-sync replicas become fewer.
    pub fn bumps_leader_epoch_on_isr_shrink(self) -> bool {
        self < Self::V3_6_IV0
    }
}

impl fmt::Display for MetadataVersion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = NAMES.iter().find(|(level, _)| *level == self.0).map_or("unknown", |(_, name)| name);
        f.write_str(name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_level_has_a_name_and_every_name_its_level() {
        let levels: Vec<i16> = NAMES.iter().map(|(level, _)| *level).collect();
        assert_eq!(levels, (MetadataVersion::MIN.0..=MetadataVersion::MAX.0).collect::<Vec<_>>());
        for (level, name) in NAMES {
            let version = MetadataVersion::from_name(name).unwrap();
            assert_eq!((version.level(), version.to_string().as_str()), (*level, *name));
        }
        assert_eq!(MetadataVersion::from_level(6), None);
        assert_eq!(MetadataVersion::from_level(31), None);
    }

    #[test]
    fn a_release_means_its_last_level() {
        let of = |name| MetadataVersion::from_name(name).map(|version| version.to_string());
        assert_eq!(of("3.9").as_deref(), Some("3.9-IV0"));
        assert_eq!(of("3.7.2").as_deref(), Some("3.7-IV4"));
        assert_eq!(of("4.3.1").as_deref(), Some("4.3-IV0"));
        assert_eq!(of("4.4"), None);
        assert_eq!(of("3.1"), None);
        assert_eq!(of("4"), None);
        assert_eq!(of(""), None);
    }
}
