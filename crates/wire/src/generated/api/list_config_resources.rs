//! Generated from `crates/wire-codegen/schemas/api/list_config_resources.schema` by `make generate`; not to be edited.

use crate::codec::prelude::*;

/// `ListConfigResourcesRequest`: API key 74, versions 0-1.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ListConfigResourcesRequest {
    /// Versions 1+.
    pub resource_types: Vec<i8>,
}

impl Struct for ListConfigResourcesRequest {
    const NAME: &'static str = "ListConfigResourcesRequest";
    const MIN_LEN: usize = 1;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        if v == 1 {
            self.resource_types.read(d, v)?;
        }
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        if v == 1 {
            self.resource_types.write(s, v);
        } else {
            s.absent(v, "resource_types", || !self.resource_types.is_empty());
        }
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for ListConfigResourcesRequest {
    fn fill(&mut self, r: &mut Random, v: Version) {
        if v == 1 {
            self.resource_types.fill(r, v);
        }
    }
}

message!(ListConfigResourcesRequest, 0, 1, Some(0));
request!(ListConfigResourcesRequest, ListConfigResources, ListConfigResourcesResponse);

/// `ListConfigResourcesResponse`: API key 74, versions 0-1.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ListConfigResourcesResponse {
    /// Versions 0+.
    pub throttle_time_ms: i32,
    /// Versions 0+.
    pub error_code: i16,
    /// Versions 0+.
    pub config_resources: Vec<ConfigResource>,
}

impl Struct for ListConfigResourcesResponse {
    const NAME: &'static str = "ListConfigResourcesResponse";
    const MIN_LEN: usize = 8;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.throttle_time_ms.read(d, v)?;
        self.error_code.read(d, v)?;
        self.config_resources.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.throttle_time_ms.write(s, v);
        self.error_code.write(s, v);
        self.config_resources.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for ListConfigResourcesResponse {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.throttle_time_ms.fill(r, v);
        self.error_code.fill(r, v);
        self.config_resources.fill(r, v);
    }
}

message!(ListConfigResourcesResponse, 0, 1, Some(0));

/// Part of [`ListConfigResourcesResponse`].
#[derive(Debug, Clone, PartialEq)]
pub struct ConfigResource {
    /// Versions 0+.
    pub resource_name: Str,
    /// Versions 1+, default 16, ignorable.
    pub resource_type: i8,
}

impl Default for ConfigResource {
    fn default() -> Self {
        Self { resource_name: Str::new(), resource_type: 16 }
    }
}

impl Struct for ConfigResource {
    const NAME: &'static str = "ConfigResource";
    const MIN_LEN: usize = 2;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.resource_name.read(d, v)?;
        if v == 1 {
            self.resource_type.read(d, v)?;
        }
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.resource_name.write(s, v);
        if v == 1 {
            self.resource_type.write(s, v);
        }
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for ConfigResource {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.resource_name.fill(r, v);
        if v == 1 {
            self.resource_type.fill(r, v);
        }
    }
}
