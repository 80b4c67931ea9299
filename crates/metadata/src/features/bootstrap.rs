//! [`BootstrapFeatures`]: what a new cluster starts with.

use wire::codec::Str;
use wire::metadata::FeatureLevelRecord;

use super::MetadataVersion;

/// The levels of a new cluster, chosen when its first controller is formatted (`kafka-storage format --release-version`).
///
/// Apache's tool would also raise `group.version`, `transaction.version` and others to what the release has. What is not
/// built here stays at 0, which Kafka takes as absent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BootstrapFeatures {
    /// The level of `metadata.version`.
    pub metadata_version: MetadataVersion,
    /// Other features with their levels, above 0.
    pub others: Vec<(String, i16)>,
}

impl BootstrapFeatures {
    /// A cluster at that version, with nothing else raised.
    pub fn at(metadata_version: MetadataVersion) -> BootstrapFeatures {
        BootstrapFeatures { metadata_version, others: Vec::new() }
    }

    /// The first records of the log: `metadata.version` comes before everything.
    pub fn records(&self) -> Vec<FeatureLevelRecord> {
        let level = |name: &str, feature_level| FeatureLevelRecord {
            name: Str::from(name.to_string()),
            feature_level,
        };
        let first = level(MetadataVersion::FEATURE, self.metadata_version.level());
        let others =
            self.others.iter().filter(|(_, value)| *value > 0).map(|(name, value)| level(name, *value));
        std::iter::once(first).chain(others).collect()
    }
}

impl Default for BootstrapFeatures {
    fn default() -> Self {
        BootstrapFeatures::at(MetadataVersion::MAX)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_metadata_version_comes_first() {
        let features = BootstrapFeatures {
            others: vec![("a.version".into(), 1), ("b.version".into(), 0)],
            ..Default::default()
        };
        let records = features.records();
        let names: Vec<&str> = records.iter().map(|record| &*record.name).collect();
        assert_eq!(names, ["metadata.version", "a.version"]);
        assert_eq!(records[0].feature_level, 30);
    }
}
