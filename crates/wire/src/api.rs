//! The APIs: their keys, their versions, and which headers go with them.
//!
//! The table is generated from the schemas; the rules about headers are Kafka's own code (`ApiKeys`, `ApiMessageType`).
//! What a node offers to whom is not decided here.

use std::fmt;

use crate::codec::VersionRange;

pub use crate::generated::api_key::ApiKey;

/// Who serves an API in Apache Kafka.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Listener {
    /// A broker of a KRaft cluster.
    Broker,
    /// A controller of a KRaft cluster.
    Controller,
    /// A broker of a ZooKeeper cluster.
    ZkBroker,
}

/// What the schemas say of an API.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ApiInfo {
    /// Kafka's name.
    pub name: &'static str,
    /// All versions this crate knows, an unstable last one included.
    pub versions: VersionRange,
    /// The first flexible version.
    pub flexible: Option<i16>,
    /// Whether the last version may still change in Kafka.
    pub unstable_latest: bool,
    /// Versions Kafka has announced to remove, or has removed.
    pub deprecated: Option<VersionRange>,
    /// Who serves it in Apache Kafka.
    pub listeners: &'static [Listener],
}

impl ApiKey {
    /// The key of the number, if there is such an API.
    pub fn from_id(id: i16) -> Option<ApiKey> {
        ApiKey::try_from(id).ok()
    }

    /// The number on the wire.
    pub fn id(self) -> i16 {
        self as i16
    }

    /// Kafka's name of the API.
    pub fn name(self) -> &'static str {
        self.info().name
    }

    /// All versions this crate can read and write.
    pub fn versions(self) -> VersionRange {
        self.info().versions
    }

    /// The versions that will not change any more.
    pub fn stable_versions(self) -> VersionRange {
        let info = self.info();
        VersionRange { max: info.versions.max - i16::from(info.unstable_latest), ..info.versions }
    }

    /// Whether `version` is flexible; also answers for versions that do not exist yet.
    pub fn is_flexible(self, version: i16) -> bool {
        self.info().flexible.is_some_and(|from| version >= from)
    }

    /// Version of the request header that goes with `version`: 2 for flexible versions, else 1; 0 only for
    /// ControlledShutdown 0, whose header has no client id.
    pub fn request_header_version(self, version: i16) -> i16 {
        match self {
            ApiKey::ControlledShutdown if version == 0 => 0,
            _ if self.is_flexible(version) => 2,
            _ => 1,
        }
    }

    /// Version of the response header that goes with `version`: 1 for flexible versions, else 0. Always 0 for ApiVersions:
    /// a client must understand the answer before it knows what the broker speaks (KIP-511).
    pub fn response_header_version(self, version: i16) -> i16 {
        match self {
            ApiKey::ApiVersions => 0,
            _ => i16::from(self.is_flexible(version)),
        }
    }
}

impl fmt::Display for ApiKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A number that is no API key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("there is no API with key {0}")]
pub struct UnknownApiKey(pub i16);

/// Makes the enum and its table.
macro_rules! api_keys {
    ($($name:ident = $key:literal, versions ($min:literal, $max:literal), flexible $flexible:expr,
        unstable_latest $unstable:literal, deprecated $deprecated:expr, listeners [$($listener:ident),*];)*) => {
        /// An API of Kafka's protocol.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[repr(i16)]
        pub enum ApiKey {
            $(
                #[doc = concat!("Versions ", $min, "-", $max, ".")]
                $name = $key,
            )*
        }

        impl ApiKey {
            /// All APIs, ordered by key.
            pub const ALL: &'static [ApiKey] = &[$(ApiKey::$name,)*];

            /// What the schemas say of the API.
            pub const fn info(self) -> $crate::api::ApiInfo {
                match self {
                    $(ApiKey::$name => $crate::api::ApiInfo {
                        name: stringify!($name),
                        versions: $crate::codec::VersionRange::new($min, $max),
                        flexible: $flexible,
                        unstable_latest: $unstable,
                        deprecated: match $deprecated {
                            Some((min, max)) => Some($crate::codec::VersionRange::new(min, max)),
                            None => None,
                        },
                        listeners: &[$($crate::api::Listener::$listener),*],
                    },)*
                }
            }
        }

        impl TryFrom<i16> for ApiKey {
            type Error = $crate::api::UnknownApiKey;

            fn try_from(key: i16) -> Result<ApiKey, $crate::api::UnknownApiKey> {
                match key {
                    $($key => Ok(ApiKey::$name),)*
                    _ => Err($crate::api::UnknownApiKey(key)),
                }
            }
        }
    };
}

pub(crate) use api_keys;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_follow_the_version_but_for_the_two_exceptions() {
        assert_eq!(ApiKey::Metadata.request_header_version(8), 1);
        assert_eq!(ApiKey::Metadata.request_header_version(9), 2);
        assert_eq!(ApiKey::Metadata.response_header_version(8), 0);
        assert_eq!(ApiKey::Metadata.response_header_version(9), 1);
        assert_eq!(ApiKey::ControlledShutdown.request_header_version(0), 0);
        assert_eq!(ApiKey::ControlledShutdown.request_header_version(1), 1);
        assert_eq!(ApiKey::ControlledShutdown.request_header_version(3), 2);
        assert_eq!(ApiKey::ApiVersions.request_header_version(3), 2);
        assert_eq!(ApiKey::ApiVersions.response_header_version(3), 0);
        assert_eq!(ApiKey::SaslHandshake.request_header_version(1), 1);
    }

    #[test]
    fn the_zookeeper_eras_requests_are_there_in_all_their_versions() {
        let versions = |key: i16| ApiKey::from_id(key).unwrap().versions().to_string();
        assert_eq!([4, 5, 6, 7].map(versions), ["0-7", "0-4", "0-8", "0-3"]);
        assert_eq!([0, 1, 2, 3].map(versions), ["0-13", "0-18", "0-11", "0-13"]);
        assert!(ApiKey::LeaderAndIsr.info().listeners.contains(&Listener::ZkBroker));
    }

    #[test]
    fn an_unstable_version_is_known_and_marked() {
        assert_eq!(ApiKey::InitProducerId.versions().max, 6);
        assert_eq!(ApiKey::InitProducerId.stable_versions().max, 5);
        assert_eq!(ApiKey::Fetch.stable_versions(), ApiKey::Fetch.versions());
    }

    #[test]
    fn numbers_and_keys_agree() {
        for key in ApiKey::ALL {
            assert_eq!(ApiKey::from_id(key.id()), Some(*key));
        }
        assert_eq!(ApiKey::from_id(-1), None);
        assert_eq!(ApiKey::try_from(20_000), Err(UnknownApiKey(20_000)));
    }
}
