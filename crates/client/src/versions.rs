//! [`ApiVersions`]: what a node speaks (KIP-35, KIP-511).

use std::collections::BTreeMap;

use bytes::Bytes;
use wire::api::ApiKey;
use wire::codec::{DecodeError, Message, VersionRange};
use wire::error_code::ErrorCode;
use wire::messages::api_versions::ApiVersionsResponse;

/// The versions of each API that a node offers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ApiVersions {
    apis: BTreeMap<i16, VersionRange>,
}

impl ApiVersions {
    /// Out of the body of an answer to ApiVersions `asked`. A node that does not know that version answers in version 0
    /// with UNSUPPORTED_VERSION, and says all the same what it speaks.
    pub(crate) fn from_body(body: &Bytes, asked: i16) -> Result<ApiVersions, DecodeError> {
        let code = body.get(..2).map_or(0, |b| i16::from_be_bytes([b[0], b[1]]));
        let version = if code == ErrorCode::UnsupportedVersion.code() { 0 } else { asked };
        let response = ApiVersionsResponse::from_bytes(body, version)?;
        let range = |min, max| VersionRange { min, max };
        let apis =
            response.api_keys.iter().map(|a| (a.api_key, range(a.min_version, a.max_version))).collect();
        Ok(ApiVersions { apis })
    }

    /// What the node offers of an API.
    pub fn of(&self, key: i16) -> Option<VersionRange> {
        self.apis.get(&key).copied()
    }

    /// The highest version of an API that the node and `ours` share.
    pub fn highest(&self, key: ApiKey, ours: VersionRange) -> Option<i16> {
        self.of(key.id())?.intersect(ours).map(|common| common.max)
    }

    /// All APIs it offers.
    pub fn iter(&self) -> impl Iterator<Item = (i16, VersionRange)> + '_ {
        self.apis.iter().map(|(key, range)| (*key, *range))
    }
}
