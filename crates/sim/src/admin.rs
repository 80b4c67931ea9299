//! People who administer the cluster: they make and delete topics, add partitions, move replicas, elect leaders.

use std::time::Duration;

use metadata::controller::Request;
use quorum::sim::{random_below, sleep};
use wire::messages::alter_partition_reassignments::{
    AlterPartitionReassignmentsRequest, ReassignablePartition, ReassignableTopic,
};
use wire::messages::create_partitions::{CreatePartitionsRequest, CreatePartitionsTopic};
use wire::messages::create_topics::{CreatableTopic, CreateTopicsRequest};
use wire::messages::delete_topics::DeleteTopicsRequest;
use wire::messages::elect_leaders::ElectLeadersRequest;

use crate::world::{BROKERS, CONTROLLERS, FIRST_BROKER, World};

/// Topics that are there at a time, about.
const TOPICS: usize = 6;

/// Runs for ever.
pub(crate) async fn admin(world: World) {
    let mut made = 0;
    loop {
        sleep(Duration::from_millis(5 + random_below(80))).await;
        // Mostly who leads is asked, at times anybody.
        let anybody = 1 + random_below(CONTROLLERS as u64) as i32;
        let leader = world.leader().map_or(anybody, |leader| leader.key.id);
        let to = if random_below(20) == 0 { anybody } else { leader };
        let names = names(&world);
        let name = names.get(random_below(names.len().max(1) as u64) as usize).cloned();
        let (request, version) = match (random_below(10), name) {
            (0..=3, _) | (_, None) if names.len() < TOPICS => {
                made += 1;
                (create(made), 7)
            }
            (_, None) => continue,
            (0..=4, Some(name)) => {
                world.history.lock().deletion_asked(&name);
                let topic_names = vec![name.into()];
                let request = DeleteTopicsRequest { topic_names, ..DeleteTopicsRequest::default() };
                (Request::DeleteTopics(request), 5)
            }
            (5, Some(name)) => (more_partitions(&world, &name), 3),
            (6..=7, Some(name)) => (reassign(&name), 1),
            _ => {
                let request =
                    ElectLeadersRequest { topic_partitions: None, ..ElectLeadersRequest::default() };
                (Request::ElectLeaders(request), 2)
            }
        };
        world.ask(0, to, request, version).await;
    }
}

/// The topics that are there, but for the one that shows recovery.
fn names(world: &World) -> Vec<String> {
    let latest = world.history.lock().latest();
    let names = latest.topics().iter().map(|topic| topic.name().to_string());
    names.filter(|name| name.starts_with("topic-")).collect()
}

fn create(number: u64) -> Request {
    let topic = CreatableTopic {
        name: format!("topic-{number}").into(),
        num_partitions: 1 + random_below(4) as i32,
        replication_factor: 1 + random_below(BROKERS as u64 - 1) as i16,
        ..CreatableTopic::default()
    };
    Request::CreateTopics(CreateTopicsRequest { topics: vec![topic], ..CreateTopicsRequest::default() })
}

fn more_partitions(world: &World, name: &str) -> Request {
    let latest = world.history.lock().latest();
    let there = latest.topics().by_name(name).map_or(0, |topic| topic.partition_count() as i32);
    let topic = CreatePartitionsTopic { name: name.to_string().into(), count: there + 1, assignments: None };
    let request = CreatePartitionsRequest { topics: vec![topic], ..CreatePartitionsRequest::default() };
    Request::CreatePartitions(request)
}

fn reassign(name: &str) -> Request {
    let first = random_below(BROKERS as u64) as i32;
    let ids = (0..1 + random_below(3) as i32).map(|i| FIRST_BROKER + (first + i) % BROKERS);
    let replicas = (random_below(4) > 0).then(|| ids.collect());
    let partitions = vec![ReassignablePartition { partition_index: 0, replicas }];
    let topics = vec![ReassignableTopic { name: name.to_string().into(), partitions }];
    let request =
        AlterPartitionReassignmentsRequest { topics, ..AlterPartitionReassignmentsRequest::default() };
    Request::AlterPartitionReassignments(request)
}
