//! The metadata logs of real Apache controllers, replayed, against what Apache's own tools said of them.
//!
//! `metadata.log` is the log of a KRaft controller that saw topics created, altered, reassigned and deleted, a broker
//! killed and one shut down, and configurations of all kinds. The texts beside it are what kafka-metadata-shell,
//! kafka-configs and kafka-features printed of the same state. Kafka 4.3.1 with all its features, eligible leader replicas
//! among them; and Kafka 3.9.2 at 3.9-IV0.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may end at once")]

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::PathBuf;

use bytes::Bytes;
use ferryman_metadata::configs::{
    ConfigSource, DescribedConfig, NodeConfig, describe_broker, describe_topic,
};
use ferryman_metadata::entry::LogBatch;
use ferryman_metadata::image::{Broker, Changes, Endpoint, Image, LeaderRecoveryState, Partition, Replay};
use wire::batch::Batches;

const VERSIONS: [&str; 2] = ["4.3.1", "3.9.2"];

fn fixture(version: &str, name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(format!("tests/fixtures/kafka-{version}")).join(name)
}

fn text(version: &str, name: &str) -> String {
    std::fs::read_to_string(fixture(version, name)).unwrap()
}

fn batches(version: &str) -> Vec<LogBatch> {
    let log = Bytes::from(std::fs::read(fixture(version, "metadata.log")).unwrap());
    Batches::new(log).map(|batch| LogBatch::of(&batch.unwrap()).unwrap()).collect()
}

fn replayed(version: &str) -> Image {
    let mut replay = Replay::default();
    for batch in batches(version) {
        replay.apply_batch(&batch, &mut Changes::default()).unwrap();
        assert_eq!(replay.next_offset(), batch.next_offset);
    }
    assert!(!replay.in_transaction());
    replay.image().clone()
}

/// A list as Java prints it.
fn list<T: ToString>(items: &[T]) -> String {
    format!("[{}]", items.iter().map(ToString::to_string).collect::<Vec<_>>().join(", "))
}

/// As `PartitionRegistration.toString`.
fn printed_partition(p: &Partition) -> String {
    let recovery = match p.recovery {
        LeaderRecoveryState::Recovered => "RECOVERED",
        LeaderRecoveryState::Recovering => "RECOVERING",
    };
    format!(
        "PartitionRegistration(replicas={}, directories={}, isr={}, removingReplicas={}, addingReplicas={}, elr={}, \
         lastKnownElr={}, leader={}, leaderRecoveryState={recovery}, leaderEpoch={}, partitionEpoch={})",
        list(&p.replicas),
        list(&p.directories),
        list(&p.isr),
        list(&p.removing),
        list(&p.adding),
        list(&p.elr),
        list(&p.last_known_elr),
        p.leader,
        p.leader_epoch,
        p.partition_epoch,
    )
}

#[test]
fn partitions_are_what_the_metadata_shell_shows() {
    for version in VERSIONS {
        let image = replayed(version);
        let expected = text(version, "partitions.txt");
        assert_eq!(image.topics().partition_count(), expected.lines().count(), "{version}");
        for line in expected.lines() {
            let mut parts = line.splitn(3, ' ');
            let (topic, index) = (parts.next().unwrap(), parts.next().unwrap().parse().unwrap());
            let topic = image.topics().by_name(topic).unwrap();
            let partition = image.topics().partition(topic, index).unwrap().to_partition();
            assert_eq!(printed_partition(&partition), parts.next().unwrap(), "{version} {line}");
        }
    }
}

/// As `BrokerRegistration.toString`; Kafka 3.9 knows no cordoned directories.
fn printed_broker(b: &Broker, version: &str) -> String {
    let protocol = |id: i16| ["PLAINTEXT", "SSL", "SASL_PLAINTEXT", "SASL_SSL"][id as usize];
    let endpoint = |e: &Endpoint| {
        format!(
            "Endpoint(listenerName='{}', securityProtocol={}, host='{}', port={})",
            e.listener,
            protocol(e.security_protocol),
            e.host,
            e.port
        )
    };
    let features: Vec<String> =
        b.features.iter().map(|(name, range)| format!("{name}: {}-{}", range.min, range.max)).collect();
    let rack = b.rack.as_ref().map_or("Optional.empty".to_string(), |rack| format!("Optional[{rack}]"));
    let mut text = format!(
        "BrokerRegistration(id={}, epoch={}, incarnationId={}, listeners=[{}], supportedFeatures={{{}}}, rack={rack}, \
         fenced={}, inControlledShutdown={}, isMigratingZkBroker={}, directories={}",
        b.id,
        b.epoch,
        b.incarnation,
        b.endpoints.iter().map(endpoint).collect::<Vec<_>>().join(", "),
        features.join(", "),
        b.fenced,
        b.in_controlled_shutdown,
        b.is_migrating_zk_broker,
        // Kafka keeps them sorted, by the signed halves of the id.
        list(&sorted(&b.directories)),
    );
    if version != "3.9.2" {
        let cordoned = b.cordoned.as_ref().map(|ids| ids.iter().collect::<Vec<_>>());
        write!(text, ", cordonedDirectories={}", cordoned.map_or("null".to_string(), |ids| list(&ids)))
            .unwrap();
    }
    text + ")"
}

fn sorted(ids: &[wire::codec::Uuid]) -> Vec<wire::codec::Uuid> {
    let mut ids = ids.to_vec();
    ids.sort_by_key(|id| ((id.as_u128() >> 64) as i64, id.as_u128() as i64));
    ids
}

#[test]
fn brokers_are_what_the_metadata_shell_shows() {
    for version in VERSIONS {
        let image = replayed(version);
        let ours: Vec<String> =
            image.brokers().iter().map(|broker| printed_broker(broker, version)).collect();
        let expected = text(version, "brokers.txt");
        // How interfaces print differs between the releases; what stands in the registration does not.
        let listeners = |line: &str| line.replace("Endpoint(listenerName=", "Endpoint(l=");
        let ours: Vec<String> = ours.iter().map(|line| listeners(line)).collect();
        let expected: Vec<String> = expected.lines().map(listeners).collect();
        assert_eq!(ours, expected, "{version}");
        for broker in image.brokers().iter() {
            // Kafka takes the offset of the first record of the registration's batch.
            assert!(broker.epoch <= broker.registered_at, "{broker:?}");
        }
    }
}

#[test]
fn features_and_producer_ids_are_what_the_tools_show() {
    for version in VERSIONS {
        let image = replayed(version);
        let finalized: BTreeMap<String, String> = text(version, "features.txt")
            .lines()
            .map(|line| {
                let words: Vec<&str> = line.split_whitespace().collect();
                let level = words.iter().position(|word| *word == "FinalizedVersionLevel:").unwrap() + 1;
                (words[1].to_string(), words[level].to_string())
            })
            .collect();
        let mut ours: BTreeMap<String, String> =
            image.features().iter().map(|(name, level)| (name.to_string(), level.to_string())).collect();
        ours.insert("metadata.version".into(), image.features().metadata_version().unwrap().to_string());
        ours.insert("kraft.version".into(), image.quorum().kraft_version.to_string());
        assert_eq!(ours, finalized, "{version}");
        let next = text(version, "next-producer-id.txt");
        assert_eq!(image.producer_ids().next, next.trim().parse::<i64>().unwrap(), "{version}");
    }
}

/// As kafka-configs prints a configuration.
fn printed_config(config: &DescribedConfig) -> String {
    let source = |source: ConfigSource| match source {
        ConfigSource::Topic => "DYNAMIC_TOPIC_CONFIG",
        ConfigSource::DynamicBroker => "DYNAMIC_BROKER_CONFIG",
        ConfigSource::DynamicDefaultBroker => "DYNAMIC_DEFAULT_BROKER_CONFIG",
        ConfigSource::StaticBroker => "STATIC_BROKER_CONFIG",
        ConfigSource::Default => "DEFAULT_CONFIG",
    };
    let value = |value: &Option<String>| value.clone().unwrap_or("null".to_string());
    let synonyms =
        config.synonyms.iter().map(|s| format!("{}:{}={}", source(s.source), s.name, value(&s.value)));
    format!(
        "  {}={} sensitive={} synonyms={{{}}}",
        config.name,
        value(&config.value),
        config.is_sensitive,
        synonyms.collect::<Vec<_>>().join(", ")
    )
}

/// What the brokers of the recorded clusters were started with, as far as topics are concerned.
fn node(node_id: i32) -> NodeConfig {
    let properties =
        [("min.insync.replicas", "2"), ("num.partitions", "2"), ("default.replication.factor", "3")];
    NodeConfig { node_id, properties: properties.map(|(k, v)| (k.to_string(), v.to_string())).into() }
}

#[test]
fn a_topic_is_described_as_kafka_configs_does_it() {
    for version in VERSIONS {
        let image = replayed(version);
        // The broker that happened to be asked.
        let asked = if version == "4.3.1" { 2 } else { 1 };
        let ours = describe_topic(&node(asked), &image, "orders");
        let ours: BTreeMap<&str, String> =
            ours.iter().map(|c| (c.name.as_str(), printed_config(c))).collect();
        let expected = text(version, "topic-config.txt");
        let mut compared = 0;
        for line in expected.lines().filter(|line| line.starts_with("  ")) {
            let name = line.trim().split('=').next().unwrap();
            // Kafka 3.9 has topic configurations that Kafka 4 has not, and other limits for the timestamps.
            let gone = [
                "message.downconversion.enable",
                "message.format.version",
                "message.timestamp.difference.max.ms",
            ];
            let other = name == "message.timestamp.after.max.ms";
            if version == "3.9.2" && (gone.contains(&name) || other) {
                continue;
            }
            assert_eq!(ours.get(name).unwrap_or_else(|| panic!("{version}: no {name}")), line, "{version}");
            compared += 1;
        }
        assert!(compared > 30, "{version}: {compared}");
    }
}

#[test]
fn what_was_set_is_told_as_kafka_configs_tells_it() {
    for version in VERSIONS {
        let image = replayed(version);
        let expected = text(version, "configs.txt");
        let mut ours: BTreeMap<String, Vec<String>> = BTreeMap::new();
        let printed = |configs: Vec<DescribedConfig>, dynamic: &[ConfigSource]| -> Vec<String> {
            configs.iter().filter(|c| dynamic.contains(&c.source)).map(printed_config).collect()
        };
        for topic in image.topics().iter() {
            let set = printed(describe_topic(&node(1), &image, topic.name()), &[ConfigSource::Topic]);
            ours.insert(format!("Dynamic configs for topic {} are:", topic.name()), set);
        }
        for id in [1, 2] {
            let set = printed(describe_broker(&node(id), &image, true), &[ConfigSource::DynamicBroker]);
            ours.insert(format!("Dynamic configs for broker {id} are:"), set);
        }
        let set = printed(describe_broker(&node(1), &image, false), &[ConfigSource::DynamicDefaultBroker]);
        ours.insert("Default configs for brokers in the cluster are:".into(), set);
        let mut theirs: BTreeMap<String, Vec<String>> = BTreeMap::new();
        let mut title = String::new();
        for line in expected.lines() {
            if line.starts_with("  ") {
                theirs.get_mut(&title).unwrap().push(line.to_string());
            } else {
                title = line.to_string();
                theirs.insert(title.clone(), Vec::new());
            }
        }
        assert_eq!(ours, theirs, "{version}");
    }
}

#[test]
fn the_voters_are_those_the_control_records_name() {
    for version in VERSIONS {
        let quorum = replayed(version).quorum().clone();
        assert_eq!(quorum.kraft_version, 1);
        let [voter] = quorum.voters.as_slice() else { panic!("{quorum:?}") };
        assert_eq!(
            (voter.id, &*voter.endpoints[0].listener, voter.endpoints[0].port),
            (900, "CONTROLLER", 39190)
        );
    }
}

#[test]
fn replaying_in_two_halves_gives_the_same_image_at_every_cut() {
    let whole = replayed("4.3.1");
    let batches = batches("4.3.1");
    for cut in 0..=batches.len() {
        let mut first = Replay::default();
        for batch in &batches[..cut] {
            first.apply_batch(batch, &mut Changes::default()).unwrap();
        }
        let fork = first.clone();
        let before = fork.image().clone();
        for batch in &batches[cut..] {
            first.apply_batch(batch, &mut Changes::default()).unwrap();
        }
        assert_eq!(first.image(), &whole, "cut at batch {cut}");
        assert_eq!(fork.image(), &before, "the fork at batch {cut} moved");
    }
}

#[test]
fn a_bootstrap_transaction_is_seen_whole_or_not_at_all() {
    let mut replay = Replay::default();
    let mut seen = 0;
    for batch in batches("4.3.1") {
        let mut one = batch.clone();
        for record in batch.records {
            one.records = vec![record];
            replay.apply_batch(&one, &mut Changes::default()).unwrap();
            let levels = replay.image().features().iter().count();
            assert!(levels == 0 || levels >= 6, "{levels} features are visible of a transaction with 6");
            seen += usize::from(replay.in_transaction());
        }
    }
    assert!(seen > 0, "the log begins with a transaction");
}
