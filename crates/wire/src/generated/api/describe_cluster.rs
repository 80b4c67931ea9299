//! Generated from `crates/wire-codegen/schemas/api/describe_cluster.schema` by `make generate`; not to be edited.

use crate::codec::prelude::*;

/// `DescribeClusterRequest`: API key 60, versions 0-2.
#[derive(Debug, Clone, PartialEq)]
pub struct DescribeClusterRequest {
    /// Versions 0+.
    pub include_cluster_authorized_operations: bool,
    /// Versions 1+, default 1.
    pub endpoint_type: i8,
    /// Versions 2+.
    pub include_fenced_brokers: bool,
}

impl Default for DescribeClusterRequest {
    fn default() -> Self {
        Self { include_cluster_authorized_operations: false, endpoint_type: 1, include_fenced_brokers: false }
    }
}

impl Struct for DescribeClusterRequest {
    const NAME: &'static str = "DescribeClusterRequest";
    const MIN_LEN: usize = 2;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.include_cluster_authorized_operations.read(d, v)?;
        if v >= 1 {
            self.endpoint_type.read(d, v)?;
        }
        if v == 2 {
            self.include_fenced_brokers.read(d, v)?;
        }
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.include_cluster_authorized_operations.write(s, v);
        if v >= 1 {
            self.endpoint_type.write(s, v);
        } else {
            s.absent(v, "endpoint_type", || self.endpoint_type != 1);
        }
        if v == 2 {
            self.include_fenced_brokers.write(s, v);
        } else {
            s.absent(v, "include_fenced_brokers", || self.include_fenced_brokers);
        }
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for DescribeClusterRequest {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.include_cluster_authorized_operations.fill(r, v);
        if v >= 1 {
            self.endpoint_type.fill(r, v);
        }
        if v == 2 {
            self.include_fenced_brokers.fill(r, v);
        }
    }
}

message!(DescribeClusterRequest, 0, 2, Some(0));
request!(DescribeClusterRequest, DescribeCluster, DescribeClusterResponse);

/// `DescribeClusterResponse`: API key 60, versions 0-2.
#[derive(Debug, Clone, PartialEq)]
pub struct DescribeClusterResponse {
    /// Versions 0+.
    pub throttle_time_ms: i32,
    /// Versions 0+.
    pub error_code: i16,
    /// Versions 0+, may be null, default null.
    pub error_message: Option<Str>,
    /// Versions 1+, default 1.
    pub endpoint_type: i8,
    /// Versions 0+.
    pub cluster_id: Str,
    /// Versions 0+, default -1.
    pub controller_id: i32,
    /// Versions 0+.
    pub brokers: Vec<DescribeClusterBroker>,
    /// Versions 0+, default -2147483648.
    pub cluster_authorized_operations: i32,
}

impl Default for DescribeClusterResponse {
    fn default() -> Self {
        Self {
            throttle_time_ms: 0,
            error_code: 0,
            error_message: None,
            endpoint_type: 1,
            cluster_id: Str::new(),
            controller_id: -1,
            brokers: Vec::new(),
            cluster_authorized_operations: i32::MIN,
        }
    }
}

impl Struct for DescribeClusterResponse {
    const NAME: &'static str = "DescribeClusterResponse";
    const MIN_LEN: usize = 18;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.throttle_time_ms.read(d, v)?;
        self.error_code.read(d, v)?;
        self.error_message.read(d, v)?;
        if v >= 1 {
            self.endpoint_type.read(d, v)?;
        }
        self.cluster_id.read(d, v)?;
        self.controller_id.read(d, v)?;
        self.brokers.read(d, v)?;
        self.cluster_authorized_operations.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.throttle_time_ms.write(s, v);
        self.error_code.write(s, v);
        self.error_message.write(s, v);
        if v >= 1 {
            self.endpoint_type.write(s, v);
        } else {
            s.absent(v, "endpoint_type", || self.endpoint_type != 1);
        }
        self.cluster_id.write(s, v);
        self.controller_id.write(s, v);
        self.brokers.write(s, v);
        self.cluster_authorized_operations.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for DescribeClusterResponse {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.throttle_time_ms.fill(r, v);
        self.error_code.fill(r, v);
        self.error_message.fill(r, v);
        if v >= 1 {
            self.endpoint_type.fill(r, v);
        }
        self.cluster_id.fill(r, v);
        self.controller_id.fill(r, v);
        self.brokers.fill(r, v);
        self.cluster_authorized_operations.fill(r, v);
    }
}

message!(DescribeClusterResponse, 0, 2, Some(0));

/// Part of [`DescribeClusterResponse`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct DescribeClusterBroker {
    /// Versions 0+, key of its list.
    pub broker_id: i32,
    /// Versions 0+.
    pub host: Str,
    /// Versions 0+.
    pub port: i32,
    /// Versions 0+, may be null, default null.
    pub rack: Option<Str>,
    /// Versions 2+.
    pub is_fenced: bool,
}

impl Struct for DescribeClusterBroker {
    const NAME: &'static str = "DescribeClusterBroker";
    const MIN_LEN: usize = 11;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.broker_id.read(d, v)?;
        self.host.read(d, v)?;
        self.port.read(d, v)?;
        self.rack.read(d, v)?;
        if v == 2 {
            self.is_fenced.read(d, v)?;
        }
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.broker_id.write(s, v);
        self.host.write(s, v);
        self.port.write(s, v);
        self.rack.write(s, v);
        if v == 2 {
            self.is_fenced.write(s, v);
        } else {
            s.absent(v, "is_fenced", || self.is_fenced);
        }
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for DescribeClusterBroker {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.broker_id.fill(r, v);
        self.host.fill(r, v);
        self.port.fill(r, v);
        self.rack.fill(r, v);
        if v == 2 {
            self.is_fenced.fill(r, v);
        }
    }
}
