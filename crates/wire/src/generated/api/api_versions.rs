//! Generated from `crates/wire-codegen/schemas/api/api_versions.schema` by `make generate`; not to be edited.

use crate::codec::prelude::*;

/// `ApiVersionsRequest`: API key 18, versions 0-4.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ApiVersionsRequest {
    /// Versions 3+, ignorable.
    pub client_software_name: Str,
    /// Versions 3+, ignorable.
    pub client_software_version: Str,
}

impl Struct for ApiVersionsRequest {
    const NAME: &'static str = "ApiVersionsRequest";
    const MIN_LEN: usize = 0;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        if v >= 3 {
            self.client_software_name.read(d, v)?;
        }
        if v >= 3 {
            self.client_software_version.read(d, v)?;
        }
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        if v >= 3 {
            self.client_software_name.write(s, v);
        }
        if v >= 3 {
            self.client_software_version.write(s, v);
        }
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for ApiVersionsRequest {
    fn fill(&mut self, r: &mut Random, v: Version) {
        if v >= 3 {
            self.client_software_name.fill(r, v);
        }
        if v >= 3 {
            self.client_software_version.fill(r, v);
        }
    }
}

message!(ApiVersionsRequest, 0, 4, Some(3));
request!(ApiVersionsRequest, ApiVersions, ApiVersionsResponse);

/// `ApiVersionsResponse`: API key 18, versions 0-4.
#[derive(Debug, Clone, PartialEq)]
pub struct ApiVersionsResponse {
    /// Versions 0+.
    pub error_code: i16,
    /// Versions 0+.
    pub api_keys: Vec<ApiVersion>,
    /// Versions 1+, ignorable.
    pub throttle_time_ms: i32,
    /// Versions 3+, tag 0, ignorable.
    pub supported_features: Vec<SupportedFeatureKey>,
    /// Versions 3+, tag 1, default -1, ignorable.
    pub finalized_features_epoch: i64,
    /// Versions 3+, tag 2, ignorable.
    pub finalized_features: Vec<FinalizedFeatureKey>,
    /// Versions 3+, tag 3, ignorable.
    pub zk_migration_ready: bool,
}

impl Default for ApiVersionsResponse {
    fn default() -> Self {
        Self {
            error_code: 0,
            api_keys: Vec::new(),
            throttle_time_ms: 0,
            supported_features: Vec::new(),
            finalized_features_epoch: -1,
            finalized_features: Vec::new(),
            zk_migration_ready: false,
        }
    }
}

impl Struct for ApiVersionsResponse {
    const NAME: &'static str = "ApiVersionsResponse";
    const MIN_LEN: usize = 6;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.error_code.read(d, v)?;
        self.api_keys.read(d, v)?;
        if v >= 1 {
            self.throttle_time_ms.read(d, v)?;
        }
        d.tags(v, |d, tag| {
            match tag {
                0 if v >= 3 => self.supported_features.read(d, v)?,
                1 if v >= 3 => self.finalized_features_epoch.read(d, v)?,
                2 if v >= 3 => self.finalized_features.read(d, v)?,
                3 if v >= 3 => self.zk_migration_ready.read(d, v)?,
                _ => return Ok(false),
            }
            Ok(true)
        })
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.error_code.write(s, v);
        self.api_keys.write(s, v);
        if v >= 1 {
            self.throttle_time_ms.write(s, v);
        }
        if v.flexible {
            let has_supported_features = v >= 3 && !self.supported_features.is_empty();
            let has_finalized_features_epoch = v >= 3 && self.finalized_features_epoch != -1;
            let has_finalized_features = v >= 3 && !self.finalized_features.is_empty();
            let has_zk_migration_ready = v >= 3 && self.zk_migration_ready;
            s.put_uvarint(
                u32::from(has_supported_features)
                    + u32::from(has_finalized_features_epoch)
                    + u32::from(has_finalized_features)
                    + u32::from(has_zk_migration_ready),
            );
            if has_supported_features {
                s.put_tagged(0, &self.supported_features, v);
            }
            if has_finalized_features_epoch {
                s.put_tagged(1, &self.finalized_features_epoch, v);
            }
            if has_finalized_features {
                s.put_tagged(2, &self.finalized_features, v);
            }
            if has_zk_migration_ready {
                s.put_tagged(3, &self.zk_migration_ready, v);
            }
        }
    }
}

#[cfg(feature = "testing")]
impl Sample for ApiVersionsResponse {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.error_code.fill(r, v);
        self.api_keys.fill(r, v);
        if v >= 1 {
            self.throttle_time_ms.fill(r, v);
        }
        if v >= 3 {
            self.supported_features.fill(r, v);
        }
        if v >= 3 {
            self.finalized_features_epoch.fill(r, v);
        }
        if v >= 3 {
            self.finalized_features.fill(r, v);
        }
        if v >= 3 {
            self.zk_migration_ready.fill(r, v);
        }
    }
}

message!(ApiVersionsResponse, 0, 4, Some(3));

/// Part of [`ApiVersionsResponse`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ApiVersion {
    /// Versions 0+, key of its list.
    pub api_key: i16,
    /// Versions 0+.
    pub min_version: i16,
    /// Versions 0+.
    pub max_version: i16,
}

impl Struct for ApiVersion {
    const NAME: &'static str = "ApiVersion";
    const MIN_LEN: usize = 6;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.api_key.read(d, v)?;
        self.min_version.read(d, v)?;
        self.max_version.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.api_key.write(s, v);
        self.min_version.write(s, v);
        self.max_version.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for ApiVersion {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.api_key.fill(r, v);
        self.min_version.fill(r, v);
        self.max_version.fill(r, v);
    }
}

/// Part of [`ApiVersionsResponse`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct SupportedFeatureKey {
    /// Versions 3+, key of its list.
    pub name: Str,
    /// Versions 3+.
    pub min_version: i16,
    /// Versions 3+.
    pub max_version: i16,
}

impl Struct for SupportedFeatureKey {
    const NAME: &'static str = "SupportedFeatureKey";
    const MIN_LEN: usize = 6;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.name.read(d, v)?;
        self.min_version.read(d, v)?;
        self.max_version.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.name.write(s, v);
        self.min_version.write(s, v);
        self.max_version.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for SupportedFeatureKey {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.name.fill(r, v);
        self.min_version.fill(r, v);
        self.max_version.fill(r, v);
    }
}

/// Part of [`ApiVersionsResponse`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct FinalizedFeatureKey {
    /// Versions 3+, key of its list.
    pub name: Str,
    /// Versions 3+.
    pub max_version_level: i16,
    /// Versions 3+.
    pub min_version_level: i16,
}

impl Struct for FinalizedFeatureKey {
    const NAME: &'static str = "FinalizedFeatureKey";
    const MIN_LEN: usize = 6;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.name.read(d, v)?;
        self.max_version_level.read(d, v)?;
        self.min_version_level.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.name.write(s, v);
        self.max_version_level.write(s, v);
        self.min_version_level.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for FinalizedFeatureKey {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.name.fill(r, v);
        self.max_version_level.fill(r, v);
        self.min_version_level.fill(r, v);
    }
}
