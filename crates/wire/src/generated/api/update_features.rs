//! Generated from `crates/wire-codegen/schemas/api/update_features.schema` by `make generate`; not to be edited.

use crate::codec::prelude::*;

/// `UpdateFeaturesRequest`: API key 57, versions 0-2.
#[derive(Debug, Clone, PartialEq)]
pub struct UpdateFeaturesRequest {
    /// Versions 0+, default 60000.
    pub timeout_ms: i32,
    /// Versions 0+.
    pub feature_updates: Vec<FeatureUpdateKey>,
    /// Versions 1+.
    pub validate_only: bool,
}

impl Default for UpdateFeaturesRequest {
    fn default() -> Self {
        Self { timeout_ms: 60000, feature_updates: Vec::new(), validate_only: false }
    }
}

impl Struct for UpdateFeaturesRequest {
    const NAME: &'static str = "UpdateFeaturesRequest";
    const MIN_LEN: usize = 6;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.timeout_ms.read(d, v)?;
        self.feature_updates.read(d, v)?;
        if v >= 1 {
            self.validate_only.read(d, v)?;
        }
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.timeout_ms.write(s, v);
        self.feature_updates.write(s, v);
        if v >= 1 {
            self.validate_only.write(s, v);
        } else {
            s.absent(v, "validate_only", || self.validate_only);
        }
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for UpdateFeaturesRequest {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.timeout_ms.fill(r, v);
        self.feature_updates.fill(r, v);
        if v >= 1 {
            self.validate_only.fill(r, v);
        }
    }
}

message!(UpdateFeaturesRequest, 0, 2, Some(0));
request!(UpdateFeaturesRequest, UpdateFeatures, UpdateFeaturesResponse);

/// Part of [`UpdateFeaturesRequest`].
#[derive(Debug, Clone, PartialEq)]
pub struct FeatureUpdateKey {
    /// Versions 0+, key of its list.
    pub feature: Str,
    /// Versions 0+.
    pub max_version_level: i16,
    /// Versions 0.
    pub allow_downgrade: bool,
    /// Versions 1+, default 1.
    pub upgrade_type: i8,
}

impl Default for FeatureUpdateKey {
    fn default() -> Self {
        Self { feature: Str::new(), max_version_level: 0, allow_downgrade: false, upgrade_type: 1 }
    }
}

impl Struct for FeatureUpdateKey {
    const NAME: &'static str = "FeatureUpdateKey";
    const MIN_LEN: usize = 5;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.feature.read(d, v)?;
        self.max_version_level.read(d, v)?;
        if v == 0 {
            self.allow_downgrade.read(d, v)?;
        }
        if v >= 1 {
            self.upgrade_type.read(d, v)?;
        }
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.feature.write(s, v);
        self.max_version_level.write(s, v);
        if v == 0 {
            self.allow_downgrade.write(s, v);
        } else {
            s.absent(v, "allow_downgrade", || self.allow_downgrade);
        }
        if v >= 1 {
            self.upgrade_type.write(s, v);
        } else {
            s.absent(v, "upgrade_type", || self.upgrade_type != 1);
        }
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for FeatureUpdateKey {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.feature.fill(r, v);
        self.max_version_level.fill(r, v);
        if v == 0 {
            self.allow_downgrade.fill(r, v);
        }
        if v >= 1 {
            self.upgrade_type.fill(r, v);
        }
    }
}

/// `UpdateFeaturesResponse`: API key 57, versions 0-2.
#[derive(Debug, Clone, PartialEq)]
pub struct UpdateFeaturesResponse {
    /// Versions 0+.
    pub throttle_time_ms: i32,
    /// Versions 0+.
    pub error_code: i16,
    /// Versions 0+, may be null.
    pub error_message: Option<Str>,
    /// Versions 0-1, ignorable.
    pub results: Vec<UpdatableFeatureResult>,
}

impl Default for UpdateFeaturesResponse {
    fn default() -> Self {
        Self { throttle_time_ms: 0, error_code: 0, error_message: Some(Str::new()), results: Vec::new() }
    }
}

impl Struct for UpdateFeaturesResponse {
    const NAME: &'static str = "UpdateFeaturesResponse";
    const MIN_LEN: usize = 8;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.throttle_time_ms.read(d, v)?;
        self.error_code.read(d, v)?;
        self.error_message.read(d, v)?;
        if v <= 1 {
            self.results.read(d, v)?;
        }
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.throttle_time_ms.write(s, v);
        self.error_code.write(s, v);
        self.error_message.write(s, v);
        if v <= 1 {
            self.results.write(s, v);
        }
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for UpdateFeaturesResponse {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.throttle_time_ms.fill(r, v);
        self.error_code.fill(r, v);
        self.error_message.fill(r, v);
        if v <= 1 {
            self.results.fill(r, v);
        }
    }
}

message!(UpdateFeaturesResponse, 0, 2, Some(0));

/// Part of [`UpdateFeaturesResponse`].
#[derive(Debug, Clone, PartialEq)]
pub struct UpdatableFeatureResult {
    /// Versions 0+, key of its list.
    pub feature: Str,
    /// Versions 0+.
    pub error_code: i16,
    /// Versions 0+, may be null.
    pub error_message: Option<Str>,
}

impl Default for UpdatableFeatureResult {
    fn default() -> Self {
        Self { feature: Str::new(), error_code: 0, error_message: Some(Str::new()) }
    }
}

impl Struct for UpdatableFeatureResult {
    const NAME: &'static str = "UpdatableFeatureResult";
    const MIN_LEN: usize = 5;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.feature.read(d, v)?;
        self.error_code.read(d, v)?;
        self.error_message.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.feature.write(s, v);
        self.error_code.write(s, v);
        self.error_message.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for UpdatableFeatureResult {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.feature.fill(r, v);
        self.error_code.fill(r, v);
        self.error_message.fill(r, v);
    }
}
