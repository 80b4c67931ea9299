//! [`Features`]: the levels the cluster has agreed on.

use std::collections::BTreeMap;
use std::sync::Arc;

use wire::metadata::FeatureLevelRecord;

use super::changes::Changes;
use super::error::ApplyError;
use crate::features::{KRAFT, MetadataVersion};

/// Finalised features.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Features {
    metadata_version: Option<MetadataVersion>,
    others: Arc<BTreeMap<Arc<str>, i16>>,
}

impl Features {
    /// The level of `metadata.version`; none before the first record of the log.
    pub fn metadata_version(&self) -> Option<MetadataVersion> {
        self.metadata_version
    }

    /// The level of a feature, 0 when it was never raised.
    pub fn level(&self, name: &str) -> i16 {
        match name {
            MetadataVersion::FEATURE => self.metadata_version.map_or(0, MetadataVersion::level),
            _ => self.others.get(name).copied().unwrap_or(0),
        }
    }

    /// All features above 0 with their levels, `metadata.version` first.
    pub fn iter(&self) -> impl Iterator<Item = (&str, i16)> {
        let first = self.metadata_version.map(|version| (MetadataVersion::FEATURE, version.level()));
        first.into_iter().chain(self.others.iter().map(|(name, level)| (&**name, *level)))
    }

    pub(super) fn apply(
        &mut self,
        record: &FeatureLevelRecord,
        changes: &mut Changes,
    ) -> Result<(), ApplyError> {
        let level = record.feature_level;
        match &*record.name {
            MetadataVersion::FEATURE => {
                let unknown = ApplyError::MetadataVersion {
                    level,
                    min: MetadataVersion::MIN.level(),
                    max: MetadataVersion::MAX.level(),
                };
                self.metadata_version = Some(MetadataVersion::from_level(level).ok_or(unknown)?);
            }
            // Lives in control records; older releases wrote it here by mistake (KAFKA-18979).
            KRAFT => return Ok(()),
            _ if level == 0 => {
                Arc::make_mut(&mut self.others).remove(&*record.name);
            }
            name => {
                Arc::make_mut(&mut self.others).insert(name.into(), level);
            }
        }
        changes.features = true;
        Ok(())
    }
}
