//! [`Supported`]: which APIs a node offers, in which versions.
//!
//! What is listed is built. The ranges are those of Kafka 4.3, but where a reason is given.

use wire::api::ApiKey;
use wire::codec::VersionRange;
use wire::error_code::ErrorCode;
use wire::messages::api_versions::{
    ApiVersion, ApiVersionsResponse, FinalizedFeatureKey, SupportedFeatureKey,
};

/// APIs and their versions.
#[derive(Clone, Copy, Debug)]
pub struct Supported(&'static [(ApiKey, i16, i16)]);

impl Supported {
    /// What brokers offer to clients and to each other.
    pub const BROKER: Supported = Supported(&[
        // Advertised from 0: older librdkafka takes a missing version 0 for a broker that cannot decompress (KAFKA-18659).
        (ApiKey::Produce, 0, 13),
        (ApiKey::Fetch, 4, 18),
        (ApiKey::ListOffsets, 1, 10),
        (ApiKey::Metadata, 0, 13),
        (ApiKey::OffsetCommit, 2, 9),
        (ApiKey::OffsetFetch, 1, 9),
        (ApiKey::FindCoordinator, 0, 5),
        (ApiKey::JoinGroup, 0, 9),
        (ApiKey::Heartbeat, 0, 4),
        (ApiKey::LeaveGroup, 0, 5),
        (ApiKey::SyncGroup, 0, 5),
        (ApiKey::DescribeGroups, 0, 6),
        (ApiKey::ListGroups, 0, 5),
        (ApiKey::ApiVersions, 0, 4),
        (ApiKey::CreateTopics, 2, 7),
        (ApiKey::DeleteTopics, 1, 6),
        (ApiKey::InitProducerId, 0, 5),
        (ApiKey::OffsetForLeaderEpoch, 2, 4),
        (ApiKey::DescribeConfigs, 1, 4),
        (ApiKey::AlterConfigs, 0, 2),
        (ApiKey::DescribeLogDirs, 1, 5),
        (ApiKey::CreatePartitions, 0, 3),
        (ApiKey::DeleteGroups, 0, 2),
        (ApiKey::ElectLeaders, 0, 2),
        (ApiKey::IncrementalAlterConfigs, 0, 1),
        (ApiKey::AlterPartitionReassignments, 0, 1),
        (ApiKey::ListPartitionReassignments, 0, 0),
        (ApiKey::OffsetDelete, 0, 0),
        (ApiKey::DescribeQuorum, 0, 2),
        (ApiKey::DescribeCluster, 0, 2),
        (ApiKey::UnregisterBroker, 0, 0),
        (ApiKey::AddRaftVoter, 0, 1),
        (ApiKey::RemoveRaftVoter, 0, 0),
    ]);

    /// What controllers offer to brokers, to each other, and to tools (KIP-919).
    pub const CONTROLLER: Supported = Supported(&[
        (ApiKey::Fetch, 12, 18),
        (ApiKey::ApiVersions, 0, 4),
        (ApiKey::CreateTopics, 2, 7),
        (ApiKey::DeleteTopics, 1, 6),
        (ApiKey::DescribeConfigs, 1, 4),
        (ApiKey::AlterConfigs, 0, 2),
        (ApiKey::CreatePartitions, 0, 3),
        (ApiKey::ElectLeaders, 0, 2),
        (ApiKey::IncrementalAlterConfigs, 0, 1),
        (ApiKey::AlterPartitionReassignments, 0, 1),
        (ApiKey::ListPartitionReassignments, 0, 0),
        (ApiKey::DescribeQuorum, 0, 2),
        (ApiKey::AlterPartition, 2, 3),
        (ApiKey::Envelope, 0, 0),
        (ApiKey::DescribeCluster, 0, 2),
        (ApiKey::BrokerRegistration, 0, 4),
        (ApiKey::BrokerHeartbeat, 0, 2),
        (ApiKey::UnregisterBroker, 0, 0),
        (ApiKey::AllocateProducerIds, 0, 0),
        (ApiKey::AssignReplicasToDirs, 0, 0),
        (ApiKey::AddRaftVoter, 0, 1),
        (ApiKey::RemoveRaftVoter, 0, 0),
    ]);

    /// The versions of an API, if it is offered.
    pub fn versions(self, api: ApiKey) -> Option<VersionRange> {
        self.0.iter().find(|(key, ..)| *key == api).map(|(_, min, max)| VersionRange::new(*min, *max))
    }

    /// Whether a request of that version is taken.
    pub fn offers(self, api: ApiKey, version: i16) -> bool {
        self.versions(api).is_some_and(|range| range.contains(version))
    }

    /// As ApiVersions lists them.
    fn listed(self) -> Vec<ApiVersion> {
        let listed = |(key, min, max): &(ApiKey, i16, i16)| ApiVersion {
            api_key: key.id(),
            min_version: *min,
            max_version: *max,
        };
        self.0.iter().map(listed).collect()
    }
}

/// A feature of the cluster: its name, the levels this node supports, and the level that is finalised (0 for none).
pub type FeatureLevels<'a> = (&'a str, (i16, i16), i16);

/// The first version of ApiVersions whose clients can read a feature with level 0.
const LEVEL_0_READ_FROM: i16 = 4;

/// The answer to ApiVersions in a version. `finalized_epoch` is the metadata offset as of which the features are told, -1
/// when unknown. Java clients before 3.9 fail on a feature whose lowest level is 0: below version 4 it is not told
/// (KAFKA-17492).
pub fn api_versions_response<'a>(
    supported: Supported,
    version: i16,
    features: impl Iterator<Item = FeatureLevels<'a>>,
    finalized_epoch: i64,
) -> ApiVersionsResponse {
    let mut response = ApiVersionsResponse {
        api_keys: supported.listed(),
        finalized_features_epoch: finalized_epoch,
        ..Default::default()
    };
    for (name, (min, max), finalized) in features {
        if min > 0 || version >= LEVEL_0_READ_FROM {
            response.supported_features.push(SupportedFeatureKey {
                name: name.to_owned().into(),
                min_version: min,
                max_version: max,
            });
        }
        if finalized > 0 {
            response.finalized_features.push(FinalizedFeatureKey {
                name: name.to_owned().into(),
                min_version_level: finalized,
                max_version_level: finalized,
            });
        }
    }
    response
}

/// The answer to an ApiVersions request in a version that is not known; to be encoded in version 0. It lists ApiVersions
/// itself, so that the client can ask again (KIP-511).
pub fn api_versions_unsupported(supported: Supported) -> ApiVersionsResponse {
    let mut api_keys = supported.listed();
    api_keys.retain(|api| api.api_key == ApiKey::ApiVersions.id());
    ApiVersionsResponse { error_code: ErrorCode::UnsupportedVersion.code(), api_keys, ..Default::default() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_offered_can_be_read_and_written_and_is_stable() {
        for supported in [Supported::BROKER, Supported::CONTROLLER] {
            for (api, min, max) in supported.0 {
                let known = api.stable_versions();
                assert!(known.contains(*min) && known.contains(*max), "{api} {min}-{max}, known are {known}");
            }
        }
    }

    #[test]
    fn clients_that_fail_on_a_level_0_are_not_told_of_one() {
        let told = |version| {
            let features = [("kraft.version", (0, 1), 1), ("metadata.version", (7, 30), 25)].into_iter();
            let response = api_versions_response(Supported::BROKER, version, features, 5);
            assert_eq!(response.finalized_features.len(), 2);
            response.supported_features.into_iter().map(|f| f.name.to_string()).collect::<Vec<_>>()
        };
        assert_eq!(told(3), ["metadata.version"]);
        assert_eq!(told(4), ["kraft.version", "metadata.version"]);
    }

    #[test]
    fn produce_is_advertised_from_0_for_old_librdkafka() {
        assert!(Supported::BROKER.offers(ApiKey::Produce, 0));
        assert_eq!(Supported::CONTROLLER.versions(ApiKey::Produce), None);
    }
}
