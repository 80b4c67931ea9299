//! The client against a real cluster: every call that the command line makes. Runs where `FERRYMAN_TEST_BOOTSTRAP` names
//! one (`host:port,...`), such as an Apache Kafka; the end-to-end tests do.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may end at once")]

use std::collections::BTreeSet;
use std::time::Duration;

use ferryman_client::admin::{NewTopic, Reassignment};
use ferryman_client::consume::{Reader, StartAt};
use ferryman_client::produce::{Producer, ProducerRecord};
use ferryman_client::{Cluster, ConnectionOptions};

fn cluster() -> Option<Cluster> {
    let bootstrap = std::env::var("FERRYMAN_TEST_BOOTSTRAP").ok()?;
    Some(Cluster::new(&bootstrap, ConnectionOptions::default()))
}

#[tokio::test]
async fn what_is_produced_is_consumed_and_the_cluster_describes_itself() {
    let Some(cluster) = cluster() else { return };
    let name = format!("client-test-{}", std::process::id());
    let topic = NewTopic { name: name.clone(), partitions: Some(3), ..Default::default() };
    cluster.create_topic(&topic).await.unwrap();
    let refused = cluster.create_topic(&topic).await.unwrap_err();
    assert!(refused.to_string().contains("TOPIC_ALREADY_EXISTS"), "{refused}");

    let mut producer = Producer::new(&cluster, &name, Duration::from_secs(30)).await.unwrap();
    let record = |i: u32| ProducerRecord {
        key: Some(i.to_string().into()),
        value: Some(format!("value {i}").into()),
        timestamp_ms: 1_700_000_000_000,
    };
    producer.send((0..500).map(record).collect()).await.unwrap();
    producer.send((500..1000).map(record).collect()).await.unwrap();

    let mut reader = Reader::new(&cluster, &name, StartAt::Beginning).await.unwrap();
    let mut values = BTreeSet::new();
    while values.len() < 1000 {
        let records = reader.poll(Duration::from_secs(10)).await.unwrap();
        assert!(!records.is_empty(), "only {} records came", values.len());
        for r in records {
            assert!(values.insert(r.value.unwrap()), "a record came twice");
        }
    }
    let at_end = Reader::new(&cluster, &name, StartAt::End).await.unwrap();
    assert_eq!(at_end.positions().values().sum::<i64>(), 1000);

    let described = cluster.describe_topic(&name).await.unwrap();
    assert_eq!(described.partitions.len(), 3);
    assert!(cluster.list_topics().await.unwrap().iter().any(|t| t.name == name));
    cluster.topic_configs(&name).await.unwrap();
    let info = cluster.describe_cluster().await.unwrap();
    assert!(!info.brokers.is_empty());
    let quorum = cluster.describe_quorum().await.unwrap();
    assert!(quorum.leader.is_some() && quorum.high_watermark > 0 && !quorum.voters.is_empty());
    cluster.list_groups().await.unwrap();
    let current = described.partitions[0].replicas.clone();
    let same = Reassignment { topic: name.clone(), partition: 0, replicas: Some(current) };
    cluster.reassign(&[same]).await.unwrap();
    cluster.reassignments().await.unwrap();
    cluster.delete_topic(&name).await.unwrap();
    let gone = cluster.describe_topic(&name).await.unwrap_err();
    assert!(gone.to_string().contains("UNKNOWN_TOPIC_OR_PARTITION"), "{gone}");
}
