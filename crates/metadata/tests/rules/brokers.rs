//! Registration, heartbeats, fencing, controlled shutdown, cordons.

use ferryman_metadata::controller::{Effect, Request, Response};
use ferryman_metadata::directory;
use wire::codec::Uuid;
use wire::error_code::ErrorCode;
use wire::messages::broker_heartbeat::BrokerHeartbeatRequest;
use wire::messages::broker_registration::Feature;
use wire::messages::unregister_broker::UnregisterBrokerRequest;

use crate::harness::*;

#[test]
fn a_broker_is_registered_fenced_and_unfenced_when_it_has_read_its_registration() {
    let mut world = World::new("4.3");
    let request = world.registration(1);
    let r = world.register(request);
    let broker = world.image().brokers().get(1).unwrap().clone();
    assert_eq!((r.error_code, r.broker_epoch), (0, broker.epoch));
    assert_eq!(broker.epoch, broker.registered_at, "a broker's epoch is the offset of its registration");
    assert!(broker.fenced);
    let behind =
        BrokerHeartbeatRequest { current_metadata_offset: broker.epoch - 1, ..world.heartbeat_of(1) };
    let r = world.heartbeat(behind);
    assert!(!r.is_caught_up && r.is_fenced);
    let wants_fence = BrokerHeartbeatRequest { want_fence: true, ..world.heartbeat_of(1) };
    let r = world.heartbeat(wants_fence);
    assert!(r.is_caught_up && r.is_fenced);
    let caught_up = world.heartbeat_of(1);
    let r = world.heartbeat(caught_up);
    assert!(r.is_caught_up && !r.is_fenced && !r.should_shut_down);
    assert!(!world.image().brokers().get(1).unwrap().fenced);
}

#[test]
fn what_may_not_register_is_refused() {
    let mut world = World::with_brokers("4.3", 1);
    let mut refused =
        |name: &str, change: &dyn Fn(&mut wire::messages::broker_registration::BrokerRegistrationRequest)| {
            let before = world.records();
            let mut request = world.registration(2);
            change(&mut request);
            let code = ErrorCode::from_code(world.register(request).error_code);
            assert_eq!(world.records(), before, "{name} wrote something");
            code
        };
    use ErrorCode as E;
    assert_eq!(refused("cluster", &|r| r.cluster_id = text("another")), E::InconsistentClusterId);
    assert_eq!(refused("none", &|r| r.log_dirs.clear()), E::InvalidRegistration);
    assert_eq!(refused("reserved", &|r| r.log_dirs = vec![directory::UNASSIGNED]), E::InvalidRegistration);
    assert_eq!(refused("twice", &|r| r.log_dirs.push(r.log_dirs[0])), E::InvalidRegistration);
    assert_eq!(
        refused("foreign", &|r| r.log_dirs.push(crate::harness::directory(1))),
        E::InvalidRegistration
    );
    assert_eq!(refused("old", &|r| r.features[0].max_supported_version = 29), E::UnsupportedVersion);
    assert_eq!(refused("static quorum", &|r| r.features[1].max_supported_version = 0), E::UnsupportedVersion);
    assert_eq!(refused("unknown kraft", &|r| r.features.truncate(1)), E::UnsupportedVersion);
    assert_eq!(
        refused("no version", &|r| r.features.remove(0).min_supported_version = 0),
        E::InvalidRegistration
    );
    assert_eq!(refused("zookeeper", &|r| r.is_migrating_zk_broker = true), E::InvalidRegistration);
    assert_eq!(refused("negative", &|r| r.broker_id = -1), E::InvalidRegistration);
    assert_eq!(
        refused("needs a feature", &|r| r.features.push(Feature {
            name: text("group.version"),
            min_supported_version: 1,
            max_supported_version: 1,
        })),
        E::UnsupportedVersion
    );
}

#[test]
fn another_process_takes_an_id_only_when_the_first_is_silent() {
    let mut world = World::with_brokers("4.3", 2);
    let first = world.epoch(1);
    let mut other = world.registration(1);
    other.incarnation_id = Uuid::from_u128(99_999);
    other.log_dirs = vec![Uuid::from_u128(88_888)];
    assert_eq!(world.register(other.clone()).error_code, ErrorCode::DuplicateBrokerRegistration.code());
    assert_eq!(world.epoch(1), first);
    world.lose_broker(1);
    let r = world.register(other);
    assert_eq!(r.error_code, 0);
    assert!(r.broker_epoch > first, "a new process has a new epoch");
    let stale = BrokerHeartbeatRequest { broker_epoch: first, ..world.heartbeat_of(1) };
    assert_eq!(world.heartbeat(stale).error_code, ErrorCode::StaleBrokerEpoch.code());
}

#[test]
fn a_process_that_holds_the_directories_of_the_first_need_not_wait_for_its_silence() {
    let mut world = World::with_brokers("4.3", 2);
    world.create_with("t", &[&[1, 2]]);
    let first = world.epoch(1);
    let mut other = world.registration(1);
    other.incarnation_id = Uuid::from_u128(99_999);
    let r = world.register(other);
    assert_eq!(r.error_code, 0);
    assert!(r.broker_epoch > first);
    assert_eq!(world.partition("t", 0).leader, 2, "what it led is led by others at once");
    let stale = BrokerHeartbeatRequest { broker_epoch: first, ..world.heartbeat_of(1) };
    assert_eq!(world.heartbeat(stale).error_code, ErrorCode::StaleBrokerEpoch.code());
}

#[test]
fn the_same_process_amends_its_registration_and_keeps_its_epoch() {
    let mut world = World::with_brokers("4.3", 1);
    let epoch = world.epoch(1);
    let mut request = world.registration(1);
    request.rack = Some(text("r2"));
    let r = world.register(request);
    let broker = world.image().brokers().get(1).unwrap();
    assert_eq!((r.broker_epoch, broker.epoch, broker.fenced), (epoch, epoch, false));
    assert_eq!(broker.rack.as_deref(), Some("r2"));
    assert!(broker.registered_at > epoch, "it has caught up when it has read the amendment");
}

#[test]
fn a_new_process_is_out_of_all_in_sync_replicas_before_it_is_in_again() {
    let mut world = World::with_brokers("4.3", 2);
    world.create_with("t", &[&[1, 2]]);
    let mut request = world.registration(1);
    request.incarnation_id = Uuid::from_u128(4242);
    // It was not heard of long enough, but nobody fenced it yet: the tick comes only afterwards.
    world.mono_ms += 9_001;
    let other = world.heartbeat_of(2);
    world.heartbeat(other);
    assert!(!world.image().brokers().get(1).unwrap().fenced);
    let r = world.register(request);
    assert_eq!(r.error_code, 0);
    let partition = world.partition("t", 0);
    assert_eq!((partition.leader, partition.isr), (2, vec![2]));
    let broker = world.image().brokers().get(1).unwrap();
    assert_eq!((broker.epoch, broker.fenced), (broker.registered_at, true));
}

#[test]
fn a_silent_broker_is_fenced_after_its_session_and_not_before() {
    let mut world = World::with_brokers("4.3", 3);
    world.create_with("t", &[&[1, 2, 3], &[2, 1, 3]]);
    for _ in 0..4 {
        world.pass(2_200);
        for id in [2, 3] {
            let heartbeat = world.heartbeat_of(id);
            world.heartbeat(heartbeat);
        }
    }
    assert!(!world.image().brokers().get(1).unwrap().fenced, "8.8 s are no session");
    world.pass(400);
    assert!(world.image().brokers().get(1).unwrap().fenced);
    assert!(!world.image().brokers().get(2).unwrap().fenced);
    let partition = world.partition("t", 0);
    assert_eq!((partition.leader, partition.isr, partition.leader_epoch), (2, vec![2, 3], 1));
    let partition = world.partition("t", 1);
    assert_eq!((partition.leader, partition.isr, partition.leader_epoch), (2, vec![2, 3], 0));
    let wakes = world.others.iter().filter(|effect| matches!(effect, Effect::Wake { .. })).count();
    assert!(wakes > 0, "who fences on time must ask for the time");
}

#[test]
fn a_heartbeat_that_waits_in_the_queue_keeps_its_broker_alive() {
    let mut world = World::with_brokers("4.3", 2);
    for _ in 0..20 {
        world.now_ms += 1_000;
        world.mono_ms += 1_000;
        for id in [1, 2] {
            let heartbeat = world.heartbeat_of(id);
            world.send(Request::BrokerHeartbeat(heartbeat), 2, false);
        }
        world.step(ferryman_metadata::controller::Event::Tick);
    }
    world.commit();
    assert!(world.image().brokers().iter().all(|broker| !broker.fenced));
}

#[test]
fn the_last_in_sync_replica_stays_so_though_its_broker_is_fenced() {
    let mut world = World::with_brokers("4.3", 2);
    world.create_with("t", &[&[1, 2]]);
    world.lose_broker(2);
    world.lose_broker(1);
    let partition = world.partition("t", 0);
    assert_eq!((partition.leader, partition.isr.clone(), partition.leader_epoch), (-1, vec![1], 1));
    // The other one must not lead: it may lack records.
    let heartbeat = world.heartbeat_of(2);
    world.heartbeat(heartbeat);
    assert_eq!(world.partition("t", 0), partition);
    let heartbeat = world.heartbeat_of(1);
    world.heartbeat(heartbeat);
    let partition = world.partition("t", 0);
    assert_eq!((partition.leader, partition.isr, partition.leader_epoch), (1, vec![1], 2));
}

#[test]
fn a_controlled_shutdown_hands_over_then_waits_until_all_others_know() {
    let mut world = World::with_brokers("4.3", 3);
    world.create_with("t", &[&[1, 2], &[2, 1], &[1, 3]]);
    let stop = |world: &World| BrokerHeartbeatRequest { want_shut_down: true, ..world.heartbeat_of(1) };
    // Just before, so that what they have is older than what follows.
    for id in [2, 3] {
        let heartbeat = world.heartbeat_of(id);
        world.heartbeat(heartbeat);
    }
    let request = stop(&world);
    let r = world.heartbeat(request);
    assert!(!r.should_shut_down && !r.is_fenced);
    assert!(world.image().brokers().get(1).unwrap().in_controlled_shutdown);
    assert_eq!(world.image().topics().led_by(1), 0);
    assert_eq!(world.partition("t", 0).isr, [2]);
    assert_eq!(world.partition("t", 1).isr, [2]);
    assert_eq!(world.partition("t", 2).leader, 3);
    let before = world.records();
    let request = stop(&world);
    assert!(!world.heartbeat(request).should_shut_down, "the others have not read it yet");
    assert_eq!(world.records(), before, "to ask again writes nothing");
    let heartbeat = world.heartbeat_of(2);
    world.heartbeat(heartbeat);
    let request = stop(&world);
    assert!(!world.heartbeat(request).should_shut_down, "broker 3 has not read it yet");
    let heartbeat = world.heartbeat_of(3);
    world.heartbeat(heartbeat);
    let request = stop(&world);
    let r = world.heartbeat(request);
    assert!(r.should_shut_down && r.is_fenced);
    assert!(world.image().brokers().get(1).unwrap().fenced);
    let before = world.records();
    let request = stop(&world);
    assert!(world.heartbeat(request).should_shut_down);
    assert_eq!(world.records(), before, "a fenced broker is not fenced again");
}

#[test]
fn a_broker_that_leads_nothing_may_stop_at_once() {
    let mut world = World::with_brokers("4.3", 2);
    world.create_with("t", &[&[2, 1]]);
    let request = BrokerHeartbeatRequest { want_shut_down: true, ..world.heartbeat_of(1) };
    let r = world.heartbeat(request);
    assert!(r.should_shut_down && r.is_fenced);
    assert_eq!(world.partition("t", 0).isr, [2]);
}

#[test]
fn a_broker_that_wants_to_be_fenced_is() {
    let mut world = World::with_brokers("4.3", 2);
    world.create_with("t", &[&[1, 2]]);
    let request = BrokerHeartbeatRequest { want_fence: true, ..world.heartbeat_of(1) };
    let r = world.heartbeat(request);
    assert!(r.is_fenced && !r.should_shut_down);
    assert_eq!(world.partition("t", 0).leader, 2);
    let request = BrokerHeartbeatRequest { want_fence: true, want_shut_down: true, ..world.heartbeat_of(2) };
    let r = world.heartbeat(request);
    assert!(r.is_fenced && r.should_shut_down);
}

#[test]
fn a_broker_in_controlled_shutdown_is_in_it_for_the_next_leader_too() {
    let mut world = World::with_brokers("4.3", 2);
    world.create_with("t", &[&[1, 2]]);
    let request = BrokerHeartbeatRequest { want_shut_down: true, ..world.heartbeat_of(1) };
    world.heartbeat(request.clone());
    world.term = 2;
    let next_offset = world.records();
    world.step(ferryman_metadata::controller::Event::BecameLeader { term: 2, next_offset });
    world.commit();
    assert!(world.image().brokers().get(1).unwrap().in_controlled_shutdown);
    assert!(world.heartbeat(request).should_shut_down, "it leads nothing any more");
}

#[test]
fn what_lies_in_a_directory_that_went_offline_is_led_elsewhere() {
    let mut world = World::with_brokers("4.3", 1);
    let mut request = world.registration(2);
    let (good, bad) = (crate::harness::directory(2), Uuid::from_u128(777_777));
    request.log_dirs = vec![good, bad];
    world.start(request);
    world.create_with("t", &[&[2, 1], &[2, 1]]);
    assert_eq!(world.partition("t", 0).directories[0], directory::UNASSIGNED, "the broker chooses");
    assert_eq!(
        world.partition("t", 0).directories[1],
        crate::harness::directory(1),
        "there is nothing to choose"
    );
    for (index, dir) in [(0, good), (1, bad)] {
        let code = crate::elections::assign(&mut world, 2, dir, "t", index);
        assert_eq!(code, ErrorCode::None);
        assert_eq!(world.partition("t", index).directories[0], dir);
    }
    let request = BrokerHeartbeatRequest { offline_log_dirs: vec![bad], ..world.heartbeat_of(2) };
    world.heartbeat(request);
    assert_eq!(world.partition("t", 0).leader, 2);
    assert_eq!((world.partition("t", 1).leader, world.partition("t", 1).isr), (1, vec![1]));
    assert_eq!(world.image().brokers().get(2).unwrap().directories, [good]);
}

#[test]
fn a_forgotten_broker_leads_nothing_and_is_gone() {
    let mut world = World::with_brokers("4.3", 2);
    world.create_with("t", &[&[1, 2]]);
    let Response::UnregisterBroker(r) =
        world.ask(Request::UnregisterBroker(UnregisterBrokerRequest { broker_id: 1 }))
    else {
        panic!()
    };
    assert_eq!(r.error_code, 0);
    assert!(world.image().brokers().get(1).is_none());
    assert_eq!(world.partition("t", 0).leader, 2);
    let heartbeat = world.heartbeat_of(1);
    assert_eq!(world.heartbeat(heartbeat).error_code, ErrorCode::StaleBrokerEpoch.code());
    let Response::UnregisterBroker(r) =
        world.ask(Request::UnregisterBroker(UnregisterBrokerRequest { broker_id: 1 }))
    else {
        panic!()
    };
    assert_eq!(r.error_code, ErrorCode::BrokerIdNotRegistered.code());
    // Its directory may belong to another now.
    let mut request = world.registration(5);
    request.log_dirs = vec![crate::harness::directory(1)];
    assert_eq!(world.register(request).error_code, 0);
}

fn cordoned(world: &mut World) -> Vec<i32> {
    match world.ask(Request::CordonedBrokers) {
        Response::CordonedBrokers(answer) => answer.unwrap(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_cordoned_broker_gets_no_new_replicas_at_any_level() {
    for version in ["4.3", "3.9"] {
        let mut world = World::with_brokers(version, 4);
        let cordon = |world: &World, dirs: Vec<Uuid>| BrokerHeartbeatRequest {
            cordoned_log_dirs: Some(dirs),
            ..world.heartbeat_of(4)
        };
        let request = cordon(&world, vec![crate::harness::directory(4)]);
        world.heartbeat(request.clone());
        let entries = world.log.len();
        world.heartbeat(request);
        assert_eq!(world.log.len(), entries, "{version}: said twice, written once");
        assert!(!world.image().brokers().get(4).unwrap().takes_replicas(), "{version}");
        assert_eq!(cordoned(&mut world), [4], "{version}");
        let on_broker = world.broker.image().brokers().get(4).unwrap().takes_replicas();
        assert_eq!(on_broker, version == "3.9", "{version}: below 4.3-IV0 brokers are told nothing");
        world.create(vec![topic("t", 20, 3)]);
        assert_eq!(world.image().topics().replicas_on(4), 0, "{version}");
        let r = world.create(vec![topic("u", 1, 4)]);
        assert_eq!(r.topics[0].error_code, ErrorCode::InvalidReplicationFactor.code(), "{version}");
        // A new process of a broker that is being emptied must not be filled again.
        world.lose_broker(4);
        let mut request = world.registration(4);
        request.incarnation_id = Uuid::from_u128(11);
        world.register(request);
        assert_eq!(cordoned(&mut world), [4], "{version}");
        let heartbeat = world.heartbeat_of(4);
        world.heartbeat(heartbeat);
        let request = cordon(&world, vec![]);
        world.heartbeat(request);
        assert_eq!(cordoned(&mut world), [0; 0], "{version}");
        assert_eq!(world.create(vec![topic("u", 1, 4)]).topics[0].error_code, 0, "{version}");
    }
}

#[test]
fn below_the_level_that_records_directories_none_are_written() {
    let mut world = World::with_brokers("3.6", 2);
    world.create_with("t", &[&[1, 2]]);
    assert_eq!(world.partition("t", 0).directories, [directory::MIGRATING; 2]);
    assert!(world.image().brokers().get(1).unwrap().directories.is_empty());
    world.lose_broker(1);
    assert_eq!(world.partition("t", 0).leader, 2);
    let code = crate::elections::assign(&mut world, 2, crate::harness::directory(2), "t", 0);
    assert_eq!(code, ErrorCode::UnsupportedVersion);
}
