//! What brokers ask for themselves: registration, heartbeats, producer ids, directories.

use metadata::features::MetadataVersion;
use wire::codec::Uuid;
use wire::error_code::ErrorCode as E;
use wire::messages as m;
use wire::messages::assign_replicas_to_dirs::request::{DirectoryData, PartitionData, TopicData};
use wire::messages::broker_registration::BrokerRegistrationRequest;

use super::world::{World, directory};

/// The first version of BrokerRegistration that tells directories.
const WITH_DIRECTORIES: i16 = 2;

pub(super) async fn sweep(world: &World, level: MetadataVersion) {
    registrations(world, level).await;
    heartbeats(world).await;
    world.every(&[E::None], |_| m::UnregisterBrokerRequest { broker_id: 102 }).await;
    world.every(&[E::BrokerIdNotRegistered], |_| m::UnregisterBrokerRequest { broker_id: 777 }).await;
    let ids = |broker_epoch| m::AllocateProducerIdsRequest { broker_id: 1, broker_epoch };
    world.every(&[E::None], |_| ids(world.epoch(1))).await;
    world.every(&[E::StaleBrokerEpoch], |_| ids(-1)).await;
    directories(world, level).await;
}

async fn registrations(world: &World, level: MetadataVersion) {
    let first = if level.has_directories() { WITH_DIRECTORIES } else { 0 };
    world.since(first, &[E::None], |version| world.registration(100 + i32::from(version), version)).await;
    for version in 0..first {
        world.one(version, &[E::InvalidRegistration], &world.registration(200, version)).await;
    }
    world
        .every(&[E::InconsistentClusterId], |version| BrokerRegistrationRequest {
            cluster_id: "another".into(),
            ..world.registration(200, version)
        })
        .await;
    world
        .every(&[E::DuplicateBrokerRegistration], |version| BrokerRegistrationRequest {
            incarnation_id: Uuid::from_parts(1, 1),
            log_dirs: if version >= WITH_DIRECTORIES { vec![directory(999)] } else { Vec::new() },
            ..world.registration(1, version)
        })
        .await;
    world.every(&[E::InvalidRegistration], |version| world.registration(-1, version)).await;
    world
        .since(1, &[E::InvalidRegistration], |version| BrokerRegistrationRequest {
            is_migrating_zk_broker: true,
            ..world.registration(200, version)
        })
        .await;
    world
        .since(first, &[E::UnsupportedVersion], |version| {
            let mut registration = world.registration(200, version);
            for feature in registration.features.iter_mut().filter(|f| &*f.name == "metadata.version") {
                (feature.min_supported_version, feature.max_supported_version) = (1, 1);
            }
            registration
        })
        .await;
}

async fn heartbeats(world: &World) {
    let heartbeat = |version: i16, broker_epoch| m::BrokerHeartbeatRequest {
        broker_id: 1,
        broker_epoch,
        current_metadata_offset: i64::MAX,
        offline_log_dirs: if version >= 1 { vec![directory(998)] } else { Vec::new() },
        cordoned_log_dirs: (version >= 2).then(|| vec![directory(1)]),
        ..Default::default()
    };
    world.every(&[E::None], |version| heartbeat(version, world.epoch(1))).await;
    let open =
        m::BrokerHeartbeatRequest { cordoned_log_dirs: Some(Vec::new()), ..heartbeat(2, world.epoch(1)) };
    world.one(2, &[E::None], &open).await;
    world.every(&[E::StaleBrokerEpoch], |version| heartbeat(version, -1)).await;
}

async fn directories(world: &World, level: MetadataVersion) {
    let (ours, others) = (world.topic("assigned", &[&[1]]).await, world.topic("elsewhere", &[&[2]]).await);
    let partition = |partition_index| PartitionData { partition_index };
    let request = |broker_epoch| m::AssignReplicasToDirsRequest {
        broker_id: 1,
        broker_epoch,
        directories: vec![DirectoryData {
            id: directory(1),
            topics: vec![
                TopicData { topic_id: ours, partitions: vec![partition(0), partition(99)] },
                TopicData { topic_id: others, partitions: vec![partition(0)] },
                TopicData { topic_id: Uuid::from_parts(9, 9), partitions: vec![partition(0)] },
            ],
        }],
    };
    if !level.has_directories() {
        world.every(&[E::UnsupportedVersion], |_| request(world.epoch(1))).await;
        return;
    }
    let codes = [E::None, E::UnknownTopicOrPartition, E::NotLeaderOrFollower, E::UnknownTopicId];
    world.every(&codes, |_| request(world.epoch(1))).await;
    let mut fine = request(world.epoch(1));
    fine.directories[0].topics = vec![TopicData { topic_id: ours, partitions: vec![partition(0)] }];
    world.every(&[E::None], |_| fine.clone()).await;
    world.every(&[E::StaleBrokerEpoch], |_| request(-1)).await;
}
