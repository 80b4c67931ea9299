//! What happens in a history: brokers live, leaders change their in-sync replicas, people administer, the quorum stumbles.

use ferryman_metadata::controller::{Request, Response};
use ferryman_metadata::image::{Image, LeaderRecoveryState};
use wire::codec::Uuid;
use wire::messages::allocate_producer_ids::AllocateProducerIdsRequest;
use wire::messages::alter_partition::request::{PartitionData, TopicData};
use wire::messages::alter_partition::{AlterPartitionRequest, BrokerState};
use wire::messages::alter_partition_reassignments::{
    AlterPartitionReassignmentsRequest, ReassignablePartition, ReassignableTopic,
};
use wire::messages::broker_heartbeat::BrokerHeartbeatRequest;
use wire::messages::broker_registration::{BrokerRegistrationRequest, Feature, Listener};
use wire::messages::create_partitions::{CreatePartitionsRequest, CreatePartitionsTopic};
use wire::messages::create_topics::CreateTopicsRequest;
use wire::messages::delete_topics::DeleteTopicsRequest;
use wire::messages::elect_leaders::ElectLeadersRequest;
use wire::messages::incremental_alter_configs::{
    AlterConfigsResource, AlterableConfig, IncrementalAlterConfigsRequest,
};
use wire::messages::unregister_broker::UnregisterBrokerRequest;

use crate::harness::{CLUSTER, Rng, assigned, configured, directory, text, topic};
use crate::model::Model;

/// A broker's process, or its absence.
#[derive(Debug, Clone)]
pub(crate) struct ModelBroker {
    id: i32,
    incarnation: u64,
    /// Its epoch, once it was told.
    epoch: Option<i64>,
    alive: bool,
    stopping: bool,
    cordoned: bool,
}

const BROKERS: usize = 6;

fn broker(model: &mut Model) -> usize {
    if model.brokers.is_empty() {
        model.brokers = (1..=BROKERS as i32)
            .map(|id| ModelBroker {
                id,
                incarnation: id as u64,
                epoch: None,
                alive: true,
                stopping: false,
                cordoned: false,
            })
            .collect();
    }
    model.rng.below(BROKERS)
}

/// Where a request goes: nearly always to who leads.
fn target(model: &mut Model) -> usize {
    let anybody = model.rng.below(model.nodes.len());
    match model.leader {
        Some(leader) if !model.rng.chance(3) => leader,
        _ => anybody,
    }
}

fn send(model: &mut Model, request: Request, version: i16) {
    let node = target(model);
    let forwarded = model.rng.chance(50);
    model.send(node, request, version, forwarded);
}

/// One thing happens.
pub(crate) fn act(model: &mut Model) {
    let n = broker(model);
    if model.leader.is_none() && model.rng.chance(20) {
        return model.elect();
    }
    match model.rng.below(100) {
        0..=29 => live(model, n),
        30..=44 => alter_partition(model),
        45..=49 => create(model),
        50..=51 => delete(model),
        52..=55 => reassign(model),
        56..=58 => alter_configs(model),
        59..=60 => elect_leaders(model),
        61..=62 => producer_ids(model, n),
        63..=64 => stumble(model, n),
        65 => unregister(model, n),
        66..=67 => model.ask_for_voters(),
        68..=69 => model.progress(),
        70..=71 => {
            let refuse = model.rng.chance(30);
            model.decide_change(refuse);
        }
        72..=75 => {
            let ms = model.rng.below(3_000) as u64;
            model.now_ms += ms as i64;
            model.mono_ms += ms;
            model.tick();
        }
        76..=77 => {
            model.now_ms -= model.rng.below(500) as i64;
        }
        78..=79 => model.check_draft(),
        80..=82 => model.flush(),
        83..=84 => model.catch_up_somebody(),
        85 => {
            if model.rng.chance(50) {
                model.depose();
            }
        }
        86 => model.elect(),
        _ => {
            model.flush();
            for _ in 0..=model.rng.below(4) {
                model.commit_one();
            }
        }
    }
}

/// A broker does what its state asks for: register, or say that it is alive.
fn live(model: &mut Model, n: usize) {
    let b = model.brokers[n].clone();
    if !b.alive {
        return;
    }
    let image = model.image();
    let Some(epoch) = b.epoch else {
        let request = registration(&image, &b);
        return send(model, Request::BrokerRegistration(request), 4);
    };
    let behind = if model.rng.chance(80) { 0 } else { model.rng.below(20) as i64 };
    let dir = directory(b.id);
    let request = BrokerHeartbeatRequest {
        broker_id: b.id,
        broker_epoch: epoch,
        current_metadata_offset: image.offset - behind,
        want_fence: model.rng.chance(2),
        want_shut_down: b.stopping,
        offline_log_dirs: Vec::new(),
        cordoned_log_dirs: Some(if b.cordoned { vec![dir] } else { Vec::new() }),
    };
    send(model, Request::BrokerHeartbeat(request), 2);
}

fn registration(image: &Image, b: &ModelBroker) -> BrokerRegistrationRequest {
    let level = image.features().metadata_version().map_or(30, |version| version.level());
    let feature = |name: &str, min, max| Feature {
        name: text(name),
        min_supported_version: min,
        max_supported_version: max,
    };
    BrokerRegistrationRequest {
        broker_id: b.id,
        cluster_id: text(CLUSTER),
        incarnation_id: Uuid::from_parts(0x1C, b.incarnation),
        listeners: vec![Listener {
            name: text("INTERNAL"),
            host: text("localhost"),
            port: 9092,
            security_protocol: 0,
        }],
        features: vec![feature("metadata.version", 7, level), feature("kraft.version", 0, 1)],
        rack: (b.id % 2 == 0).then(|| text(if b.id % 4 == 0 { "a" } else { "b" })),
        log_dirs: vec![directory(b.id)],
        ..Default::default()
    }
}

/// A broker dies, comes back as another process, begins to stop, or is cordoned.
fn stumble(model: &mut Model, n: usize) {
    let what = model.rng.below(4);
    let incarnation = model.rng.next();
    let b = &mut model.brokers[n];
    match what {
        0 => b.alive = false,
        1 => *b = ModelBroker { incarnation, epoch: None, alive: true, stopping: false, ..b.clone() },
        2 => b.stopping = true,
        _ => b.cordoned = !b.cordoned,
    }
}

/// What a broker learns from an answer.
pub(crate) fn answered(model: &mut Model, request: &Request, response: &Response) {
    let of = |model: &Model, id: i32| model.brokers.iter().position(|b| b.id == id);
    match (request, response) {
        (Request::BrokerRegistration(r), Response::BrokerRegistration(answer)) if answer.error_code == 0 => {
            let Some(n) = of(model, r.broker_id) else { return };
            let b = &mut model.brokers[n];
            if Uuid::from_parts(0x1C, b.incarnation) == r.incarnation_id {
                b.epoch = Some(answer.broker_epoch);
            }
        }
        (Request::BrokerHeartbeat(r), Response::BrokerHeartbeat(answer)) => {
            let Some(n) = of(model, r.broker_id) else { return };
            let b = &mut model.brokers[n];
            if b.epoch == Some(r.broker_epoch) && (answer.error_code != 0 || answer.should_shut_down) {
                // Told to stop, or not known any more: a new process comes.
                let incarnation = b.incarnation.wrapping_mul(31).wrapping_add(7);
                *b = ModelBroker { incarnation, epoch: None, stopping: false, ..b.clone() };
            }
        }
        _ => {}
    }
}

/// Some partition of the committed image.
fn some_partition(model: &mut Model) -> Option<(Image, Uuid, String, i32)> {
    let image = model.image();
    let topics: Vec<_> = image.topics().iter().cloned().collect();
    let topic = topics.get(model.rng.below(topics.len()))?;
    let index = model.rng.below(topic.partition_count()) as i32;
    Some((image, topic.id(), topic.name().to_string(), index))
}

/// A leader, as the committed image has it, wants other in-sync replicas. It may know less than the controller.
fn alter_partition(model: &mut Model) {
    let Some((image, topic_id, name, index)) = some_partition(model) else { return };
    let view = image.topics().by_id(topic_id).and_then(|t| image.topics().partition(t, index)).unwrap();
    let p = view.to_partition();
    let sender = if model.rng.chance(95) { p.leader } else { model.rng.below(BROKERS) as i32 + 1 };
    let known = |id: i32| image.brokers().get(id).map_or(-1, |broker| broker.epoch);
    let isr: Vec<i32> =
        p.replicas.iter().copied().filter(|id| *id == p.leader || model.rng.chance(70)).collect();
    let without = model.rng.chance(10);
    let state =
        |id: &i32| BrokerState { broker_id: *id, broker_epoch: if without { -1 } else { known(*id) } };
    let recovering = p.recovery == LeaderRecoveryState::Recovering && model.rng.chance(50);
    let version = model.rng.below(4) as i16;
    let data = PartitionData {
        partition_index: index,
        leader_epoch: p.leader_epoch,
        new_isr: isr.clone(),
        new_isr_with_epochs: isr.iter().map(state).collect(),
        leader_recovery_state: i8::from(recovering),
        partition_epoch: p.partition_epoch - i32::from(model.rng.chance(5)),
    };
    let topics = vec![TopicData { topic_name: text(&name), topic_id, partitions: vec![data] }];
    let request = AlterPartitionRequest { broker_id: sender, broker_epoch: known(sender), topics };
    send(model, Request::AlterPartition(request), version);
}

fn distinct(rng: &mut Rng, count: usize) -> Vec<i32> {
    let mut ids: Vec<i32> = (1..=BROKERS as i32).collect();
    for at in (1..ids.len()).rev() {
        ids.swap(at, rng.below(at + 1));
    }
    ids.truncate(count);
    ids
}

fn create(model: &mut Model) {
    model.topics_made += 1;
    let number = model.topics_made;
    if model.rng.chance(20) {
        let Some((image, _, name, _)) = some_partition(model) else { return };
        let count = image.topics().by_name(&name).unwrap().partition_count() as i32;
        let count = count + model.rng.below(3) as i32;
        let topics = vec![CreatePartitionsTopic { name: text(&name), count, assignments: None }];
        let request = CreatePartitionsRequest { topics, ..Default::default() };
        return send(model, Request::CreatePartitions(request), 3);
    }
    let made = if model.rng.chance(40) {
        let lists: Vec<Vec<i32>> = (0..1 + model.rng.below(3)).map(|_| distinct(&mut model.rng, 2)).collect();
        let lists: Vec<&[i32]> = lists.iter().map(Vec::as_slice).collect();
        assigned(&format!("manual.{number}"), &lists)
    } else {
        let (partitions, factor) = (1 + model.rng.below(6) as i32, 1 + model.rng.below(4) as i16);
        topic(&format!("placed-{number}"), partitions, factor)
    };
    let unclean = model.rng.chance(30);
    let made = if unclean { configured(made, "unclean.leader.election.enable", "true") } else { made };
    let request =
        CreateTopicsRequest { topics: vec![made], validate_only: model.rng.chance(5), ..Default::default() };
    send(model, Request::CreateTopics(request), 7);
}

fn delete(model: &mut Model) {
    let Some((_, _, name, _)) = some_partition(model) else { return };
    let request = DeleteTopicsRequest { topic_names: vec![text(&name)], ..Default::default() };
    send(model, Request::DeleteTopics(request), 5);
}

fn reassign(model: &mut Model) {
    let Some((_, _, name, index)) = some_partition(model) else { return };
    let count = 1 + model.rng.below(4);
    let replicas = (!model.rng.chance(25)).then(|| distinct(&mut model.rng, count));
    let partitions = vec![ReassignablePartition { partition_index: index, replicas }];
    let request = AlterPartitionReassignmentsRequest {
        topics: vec![ReassignableTopic { name: text(&name), partitions }],
        ..Default::default()
    };
    send(model, Request::AlterPartitionReassignments(request), 1);
}

fn alter_configs(model: &mut Model) {
    let Some((_, _, name, _)) = some_partition(model) else { return };
    let choices = [
        ("retention.ms", 0, Some("5")),
        ("retention.ms", 1, None),
        ("unclean.leader.election.enable", 0, Some("true")),
        ("unclean.leader.election.enable", 0, Some("false")),
        ("cleanup.policy", 2, Some("compact")),
    ];
    let (key, operation, value) = choices[model.rng.below(choices.len())];
    let configs =
        vec![AlterableConfig { name: text(key), config_operation: operation, value: value.map(text) }];
    let (resource_type, resource_name) = (2, text(&name));
    let resources = vec![AlterConfigsResource { resource_type, resource_name, configs }];
    let request = IncrementalAlterConfigsRequest { resources, ..Default::default() };
    send(model, Request::IncrementalAlterConfigs(request), 1);
}

fn elect_leaders(model: &mut Model) {
    let election_type = i8::from(model.rng.chance(20));
    let request = ElectLeadersRequest { election_type, topic_partitions: None, ..Default::default() };
    send(model, Request::ElectLeaders(request), 2);
}

fn producer_ids(model: &mut Model, n: usize) {
    let b = model.brokers[n].clone();
    let Some(broker_epoch) = b.epoch else { return };
    let request = AllocateProducerIdsRequest { broker_id: b.id, broker_epoch };
    send(model, Request::AllocateProducerIds(request), 0);
}

/// Somebody forgets a broker; sometimes one that is alive.
fn unregister(model: &mut Model, n: usize) {
    if model.brokers[n].alive && !model.rng.chance(20) {
        return;
    }
    let id = model.brokers[n].id;
    let request = UnregisterBrokerRequest { broker_id: id };
    send(model, Request::UnregisterBroker(request), 0);
}
