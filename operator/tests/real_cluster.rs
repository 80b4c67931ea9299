//! What is seen of a real cluster, and done to it. Runs where `FERRYMAN_TEST_CONTROLLERS` and `FERRYMAN_TEST_BROKERS` name
//! its nodes (`ID=host:port,...`), such as an Apache Kafka of three and three; the end-to-end tests do.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may end at once")]

use std::collections::{BTreeMap, BTreeSet};
use std::future::Future;
use std::time::Duration;

use client::admin::NewTopic;
use client::{Cluster, ConnectionOptions};
use ferryman_operator::cluster::{Clusters, Outcome, Reach};
use ferryman_operator::plan::observed::ClusterSeen;
use ferryman_operator::plan::{ClusterAct, Guard, Move, Questions};
use ferryman_operator::validate::{NodeId, NodeIdRange};

fn nodes(variable: &str) -> Option<BTreeMap<NodeId, String>> {
    let text = std::env::var(variable).ok()?;
    let node = |part: &str| {
        let (id, address) = part.split_once('=').unwrap();
        (NodeId::new(id.parse().unwrap()).unwrap(), address.to_owned())
    };
    Some(text.split(',').map(node).collect())
}

fn reach() -> Option<Reach> {
    let controllers = nodes("FERRYMAN_TEST_CONTROLLERS")?;
    let ids = NodeIdRange { first: *controllers.keys().next()?, last: *controllers.keys().last()? };
    let brokers = nodes("FERRYMAN_TEST_BROKERS")?;
    let endpoints = BTreeMap::new();
    Some(Reach { controllers, brokers, endpoints, controller_ids: ids, min_insync_replicas: 1, served: true })
}

async fn until<F: Future<Output = Option<T>>, T>(what: &str, look: impl Fn() -> F) -> T {
    let found = async {
        loop {
            if let Some(found) = look().await {
                return found;
            }
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(Duration::from_secs(30), found)
        .await
        .unwrap_or_else(|_| panic!("{what}: not in time"))
}

async fn seen(clusters: &Clusters, reach: &Reach, drains: &[NodeId]) -> Option<ClusterSeen> {
    let ask = Questions { drains: drains.iter().copied().collect(), ..Questions::default() };
    clusters.observe(reach, &ask).await.ok()
}

#[tokio::test]
async fn a_broker_is_cordoned_emptied_and_taken_back() {
    let Some(reach) = reach() else { return };
    let clusters = Clusters::default();
    let first = until("a first look", || seen(&clusters, &reach, &[])).await;
    assert_eq!(first.quorum.voters.len(), reach.controllers.len());
    assert!(first.quorum.voters.iter().all(|voter| voter.behind_ms.is_some()), "{:?}", first.quorum);
    assert_eq!(first.brokers.keys().collect::<Vec<_>>(), reach.brokers.keys().collect::<Vec<_>>());
    assert!(first.brokers.values().all(|broker| !broker.fenced && !broker.cordoned));

    let topic = format!("operator-test-{}", std::process::id());
    let addresses: Vec<&str> = reach.brokers.values().map(String::as_str).collect();
    let cluster = Cluster::new(&addresses.join(","), ConnectionOptions::default());
    let new = NewTopic {
        name: topic.clone(),
        partitions: Some(6),
        replication_factor: Some(2),
        ..Default::default()
    };
    cluster.create_topic(&new).await.unwrap();

    let leaving = *reach.brokers.keys().last().unwrap();
    let term = Guard::Term { term: first.quorum.term };
    let cordoned = clusters.change_cluster(&reach, &ClusterAct::Cordon { node: leaving }, &term).await;
    assert_eq!(cordoned, Outcome::Done);
    let full = until("the cordon", || async {
        let seen = seen(&clusters, &reach, &[leaving]).await?;
        (seen.brokers[&leaving].cordoned && seen.partitions.offline == 0).then_some(seen)
    })
    .await;
    let drain = &full.drains[&leaving];
    let mine: Vec<_> = drain.next.iter().filter(|partition| partition.topic == topic).collect();
    assert!(drain.replicas_left >= 4 && mine.len() >= 4, "{drain:?}");
    assert!(!clusters.holds(&reach, &Guard::Empty { node: leaving }).await);

    let others: BTreeSet<NodeId> = reach.brokers.keys().copied().filter(|id| *id != leaving).collect();
    let to = |from: &[NodeId]| {
        let spare = others.iter().find(|id| !from.contains(id)).copied().unwrap();
        from.iter().map(|id| if *id == leaving { spare } else { *id }).collect::<Vec<_>>()
    };
    let mut moves: Vec<Move> = drain
        .next
        .iter()
        .map(|p| Move {
            topic: p.topic.clone(),
            index: p.index,
            from: p.replicas.clone(),
            to: to(&p.replicas),
        })
        .collect();
    // One that rests on what is not so any more.
    moves.push(Move { topic: topic.clone(), index: 0, from: vec![], to: vec![leaving] });
    let guard = Guard::Assignments { term: full.quorum.term };
    let act = ClusterAct::MoveReplicas { moves };
    assert_eq!(clusters.change_cluster(&reach, &act, &guard).await, Outcome::Done);
    until("an empty broker", || async {
        let seen = seen(&clusters, &reach, &[leaving]).await?;
        (seen.drains[&leaving].replicas_left == 0 && seen.moves_in_flight == 0).then_some(())
    })
    .await;
    assert!(clusters.holds(&reach, &Guard::Empty { node: leaving }).await);
    assert!(!clusters.holds(&reach, &Guard::Gone { node: leaving }).await, "it serves");
    let stale = Guard::Term { term: full.quorum.term - 1 };
    let refused = clusters.change_cluster(&reach, &ClusterAct::Unregister { node: leaving }, &stale).await;
    assert!(matches!(refused, Outcome::Stale(_)), "{refused:?}");

    let uncordoned = clusters.change_cluster(&reach, &ClusterAct::Uncordon { node: leaving }, &term).await;
    assert_eq!(uncordoned, Outcome::Done);
    until("the cordon gone", || async {
        let seen = seen(&clusters, &reach, &[]).await?;
        (!seen.brokers[&leaving].cordoned).then_some(())
    })
    .await;
    cluster.delete_topic(&topic).await.unwrap();
}
