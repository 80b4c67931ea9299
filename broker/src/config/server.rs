//! [`ServerConfig`]: everything a node is told before it starts.

use std::path::PathBuf;
use std::time::Duration;

use metadata::configs::broker_definition;

use super::Properties;
use super::listeners::ListenerConfig;
use super::reader::{ConfigErrors, Reader};

/// `process.roles`: at least one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Roles {
    /// Stores and serves partitions.
    pub broker: bool,
    /// Takes part in the metadata quorum.
    pub controller: bool,
}

/// A node's configuration. Durations are as long as the property of the same name says.
#[derive(Clone, Debug)]
pub struct ServerConfig {
    /// `process.roles`.
    pub roles: Roles,
    /// `node.id`.
    pub node_id: i32,
    /// `broker.rack`.
    pub rack: Option<String>,
    /// Listeners.
    pub listeners: ListenerConfig,
    /// `controller.quorum.bootstrap.servers`: `host:port`, resolved at each dial.
    pub quorum_bootstrap: Vec<String>,
    /// `log.dirs`, in the order given.
    pub log_dirs: Vec<PathBuf>,
    /// `metadata.log.dir`, by default the first of `log_dirs`.
    pub metadata_log_dir: PathBuf,
    /// Connections and requests.
    pub network: NetworkConfig,
    /// What topics have unless they say otherwise.
    pub log: LogDefaults,
    /// Following and leading.
    pub replication: ReplicationConfig,
    /// Groups and their offsets.
    pub group: GroupConfig,
    /// Times by which controllers act.
    pub controller: ControllerTiming,
    /// `ferryman.http.listener` as `host:port`: `/metrics`, `/healthz`, `/readyz`. Absent: none; an empty host: every
    /// address.
    pub http: Option<(String, u16)>,
    /// Properties as given, for DescribeConfigs.
    pub given: Properties,
    /// Properties that nothing acts on.
    pub ignored: Vec<String>,
}

/// Connections and requests.
#[derive(Clone, Debug)]
pub struct NetworkConfig {
    /// `socket.request.max.bytes`.
    pub request_max_bytes: usize,
    /// `queued.max.request.bytes`. Kafka's default is no limit; ours is one.
    pub queued_max_request_bytes: usize,
    /// `max.connections`.
    pub max_connections: usize,
    /// `max.connections.per.ip`.
    pub max_connections_per_ip: usize,
    /// `connections.max.idle.ms`.
    pub max_idle: Duration,
}

/// What topics have unless they say otherwise.
#[derive(Clone, Debug)]
pub struct LogDefaults {
    /// `num.partitions`.
    pub num_partitions: i32,
    /// `default.replication.factor`.
    pub replication_factor: i16,
    /// `auto.create.topics.enable`.
    pub auto_create_topics: bool,
    /// `num.recovery.threads.per.data.dir`.
    pub recovery_threads_per_dir: usize,
    /// `log.flush.offset.checkpoint.interval.ms`.
    pub recovery_point_checkpoint_interval: Duration,
    /// `log.segment.delete.delay.ms`.
    pub delete_delay: Duration,
    /// `producer.id.expiration.ms`.
    pub producer_id_expiration: Duration,
    /// `ferryman.log.hot.tail.bytes`: recent batches kept in memory, of all partitions together.
    pub hot_tail_bytes: usize,
}

/// Following and leading.
#[derive(Clone, Debug)]
pub struct ReplicationConfig {
    /// `replica.lag.time.max.ms`.
    pub lag_time_max: Duration,
    /// `replica.fetch.wait.max.ms`.
    pub fetch_wait_max: Duration,
    /// `replica.fetch.min.bytes`.
    pub fetch_min_bytes: i32,
    /// `replica.fetch.max.bytes`, of one partition.
    pub fetch_max_bytes: i32,
    /// `replica.fetch.response.max.bytes`.
    pub fetch_response_max_bytes: i32,
    /// `replica.fetch.backoff.ms`. Kafka waits a second; ours less, for it is how long acks=all stands still.
    pub fetch_backoff: Duration,
    /// `num.replica.fetchers`, connections to each leader.
    pub fetchers_per_leader: usize,
    /// `replica.high.watermark.checkpoint.interval.ms`.
    pub high_watermark_checkpoint_interval: Duration,
    /// `fetch.max.bytes`: the most that one Fetch of a consumer gets.
    pub consumer_fetch_max_bytes: i32,
    /// `broker.heartbeat.interval.ms`.
    pub heartbeat_interval: Duration,
    /// `initial.broker.registration.timeout.ms`.
    pub registration_timeout: Duration,
}

/// Groups and their offsets.
#[derive(Clone, Debug)]
pub struct GroupConfig {
    /// `offsets.topic.num.partitions`.
    pub offsets_partitions: i32,
    /// `offsets.topic.replication.factor`.
    pub offsets_replication_factor: i16,
    /// `offsets.topic.segment.bytes`.
    pub offsets_segment_bytes: i32,
    /// `offsets.retention.minutes`.
    pub offsets_retention: Duration,
    /// `offsets.retention.check.interval.ms`.
    pub offsets_retention_check: Duration,
    /// `offset.metadata.max.bytes`.
    pub offset_metadata_max_bytes: usize,
    /// `offsets.commit.timeout.ms`.
    pub commit_timeout: Duration,
    /// `group.min.session.timeout.ms`.
    pub min_session_timeout_ms: i32,
    /// `group.max.session.timeout.ms`.
    pub max_session_timeout_ms: i32,
    /// `group.initial.rebalance.delay.ms`.
    pub initial_rebalance_delay_ms: i32,
    /// `group.max.size`.
    pub max_size: usize,
}

/// Times by which controllers act.
#[derive(Clone, Debug)]
pub struct ControllerTiming {
    /// `broker.session.timeout.ms`.
    pub broker_session_timeout: Duration,
    /// `ferryman.quorum.heartbeat.ms`: how often the active controller tells the others that it lives.
    pub quorum_heartbeat: Duration,
    /// `ferryman.quorum.election.timeout.ms`: silence after which another stands for election; up to twice as long.
    pub quorum_election: Duration,
}

impl ServerConfig {
    /// Reads a configuration.
    ///
    /// # Errors
    /// All that is wrong with it, at once.
    pub fn read(properties: &Properties) -> Result<ServerConfig, ConfigErrors> {
        let mut reader = Reader::new(properties);
        let r = &mut reader;
        let roles = roles(r);
        let node_id = r.number_if("node.id", 0..).or_else(|| r.number_if("broker.id", 0..));
        if node_id.is_none() {
            r.wrong(
                "node.id is missing: every node of a cluster, controllers and brokers, has its own".into(),
            );
        }
        let listeners = ListenerConfig::read(r, roles.broker, roles.controller);
        let log_dirs = log_dirs(r);
        let metadata_log_dir = r.text("metadata.log.dir").map(PathBuf::from);
        let metadata_log_dir = metadata_log_dir.or_else(|| log_dirs.first().cloned()).unwrap_or_default();
        let http = http(r);
        let (network, log, replication) = (network(r), log_defaults(r), replication(r));
        let (group, controller) = (group(r), controller(r));
        let rack = r.text("broker.rack").map(str::to_owned);
        let quorum_bootstrap = quorum_bootstrap(r);
        check_definitions(r);
        r.read_elsewhere(READ_WITH_TOPICS);
        let (ignored, errors) = reader.finish();
        match node_id {
            Some(node_id) if errors.is_empty() => Ok(ServerConfig {
                roles,
                node_id,
                rack,
                listeners,
                quorum_bootstrap,
                log_dirs,
                metadata_log_dir,
                network,
                log,
                replication,
                group,
                controller,
                http,
                given: properties.clone(),
                ignored,
            }),
            _ => Err(ConfigErrors(errors)),
        }
    }
}

/// What topics are given by a broker's file (`metadata::configs`) and is acted on, and what the roles read by themselves.
const READ_WITH_TOPICS: &[&str] = &[
    "cordoned.log.dirs",
    "delete.topic.enable",
    "log.cleanup.policy",
    "log.index.interval.bytes",
    "log.index.size.max.bytes",
    "log.message.timestamp.after.max.ms",
    "log.message.timestamp.before.max.ms",
    "log.message.timestamp.type",
    "log.roll.hours",
    "log.roll.ms",
    "log.segment.bytes",
    "message.max.bytes",
    "min.insync.replicas",
];

/// What is read only later is checked now: a mistake must not show when the first topic is made.
fn check_definitions(r: &mut Reader<'_>) {
    let wrong = r.unread().filter_map(|(key, value)| broker_definition(key)?.0.parse(value).err());
    for error in wrong.collect::<Vec<_>>() {
        r.wrong(error.to_string());
    }
}

fn roles(r: &mut Reader<'_>) -> Roles {
    let mut roles = Roles { broker: false, controller: false };
    for role in r.list("process.roles") {
        match role {
            "broker" => roles.broker = true,
            "controller" => roles.controller = true,
            other => r.wrong(format!("process.roles={other}: a role is broker or controller")),
        }
    }
    if !roles.broker && !roles.controller {
        r.wrong("process.roles is missing: broker, controller, or broker,controller".into());
    }
    if r.text("zookeeper.connect").is_some() {
        r.wrong(
            "zookeeper.connect: this broker has no ZooKeeper; its metadata stands with the controllers"
                .into(),
        );
    }
    roles
}

fn quorum_bootstrap(r: &mut Reader<'_>) -> Vec<String> {
    if r.text("controller.quorum.voters").is_some() {
        r.wrong("controller.quorum.voters is a static quorum, which cannot be changed while it runs; write controller.quorum.bootstrap.servers=host:port,... and add voters with AddRaftVoter".into());
    }
    let servers: Vec<String> =
        r.list("controller.quorum.bootstrap.servers").into_iter().map(str::to_owned).collect();
    for server in &servers {
        if server.rsplit_once(':').is_none_or(|(host, port)| host.is_empty() || port.parse::<u16>().is_err())
        {
            r.wrong(format!("controller.quorum.bootstrap.servers: {server} is not host:port"));
        }
    }
    if servers.is_empty() {
        r.wrong("controller.quorum.bootstrap.servers is missing: host:port of the controllers".into());
    }
    servers
}

fn log_dirs(r: &mut Reader<'_>) -> Vec<PathBuf> {
    let mut dirs: Vec<PathBuf> = Vec::new();
    let listed = r.list("log.dirs");
    let single = r.list("log.dir");
    for dir in if listed.is_empty() { single } else { listed } {
        let dir = PathBuf::from(dir);
        if dirs.contains(&dir) {
            r.wrong(format!("log.dirs names {} twice", dir.display()));
        } else {
            dirs.push(dir);
        }
    }
    if dirs.is_empty() {
        r.wrong("log.dirs is missing: the directories for data, separated by commas".into());
    }
    dirs
}

fn http(r: &mut Reader<'_>) -> Option<(String, u16)> {
    let text = r.text("ferryman.http.listener")?;
    let parsed = text.rsplit_once(':').and_then(|(host, port)| Some((host.to_owned(), port.parse().ok()?)));
    if parsed.is_none() {
        r.wrong(format!("ferryman.http.listener={text} is not host:port"));
    }
    parsed
}

/// The default of `queued.max.request.bytes`, and the least that Kafka's own default request fits in.
const QUEUED_REQUEST_BYTES: usize = 256 << 20;

fn network(r: &mut Reader<'_>) -> NetworkConfig {
    let request_max_bytes = r.number("socket.request.max.bytes", 100 << 20, 1..=i32::MAX as usize);
    let queued = r.number("queued.max.request.bytes", -1_i64, -1..);
    NetworkConfig {
        request_max_bytes,
        queued_max_request_bytes: usize::try_from(queued)
            .ok()
            .filter(|q| *q > 0)
            .unwrap_or(QUEUED_REQUEST_BYTES),
        max_connections: r.number("max.connections", i32::MAX as usize, 1..),
        max_connections_per_ip: r.number("max.connections.per.ip", i32::MAX as usize, 1..),
        max_idle: millis(r, "connections.max.idle.ms", 600_000),
    }
}

fn log_defaults(r: &mut Reader<'_>) -> LogDefaults {
    LogDefaults {
        num_partitions: r.number("num.partitions", 1, 1..),
        replication_factor: r.number("default.replication.factor", 1, 1..),
        auto_create_topics: r.boolean("auto.create.topics.enable", true),
        recovery_threads_per_dir: r.number("num.recovery.threads.per.data.dir", 2, 1..=64),
        recovery_point_checkpoint_interval: millis(r, "log.flush.offset.checkpoint.interval.ms", 60_000),
        delete_delay: millis(r, "log.segment.delete.delay.ms", 60_000),
        producer_id_expiration: millis(r, "producer.id.expiration.ms", 86_400_000),
        hot_tail_bytes: r.number("ferryman.log.hot.tail.bytes", 16 << 20, 0..),
    }
}

fn replication(r: &mut Reader<'_>) -> ReplicationConfig {
    ReplicationConfig {
        lag_time_max: millis(r, "replica.lag.time.max.ms", 30_000),
        fetch_wait_max: millis(r, "replica.fetch.wait.max.ms", 500),
        fetch_min_bytes: r.number("replica.fetch.min.bytes", 1, 0..),
        fetch_max_bytes: r.number("replica.fetch.max.bytes", 1 << 20, 0..),
        fetch_response_max_bytes: r.number("replica.fetch.response.max.bytes", 10 << 20, 0..),
        fetch_backoff: millis(r, "replica.fetch.backoff.ms", 100),
        fetchers_per_leader: r.number("num.replica.fetchers", 1, 1..=64),
        high_watermark_checkpoint_interval: millis(r, "replica.high.watermark.checkpoint.interval.ms", 5_000),
        consumer_fetch_max_bytes: r.number("fetch.max.bytes", 55 << 20, 1024..),
        heartbeat_interval: millis(r, "broker.heartbeat.interval.ms", 2_000),
        registration_timeout: millis(r, "initial.broker.registration.timeout.ms", 60_000),
    }
}

fn group(r: &mut Reader<'_>) -> GroupConfig {
    let minutes = r.number("offsets.retention.minutes", 10_080_u64, 1..=u64::from(u32::MAX));
    GroupConfig {
        offsets_partitions: r.number("offsets.topic.num.partitions", 50, 1..),
        offsets_replication_factor: r.number("offsets.topic.replication.factor", 3, 1..),
        offsets_segment_bytes: r.number("offsets.topic.segment.bytes", 100 << 20, 1..),
        offsets_retention: Duration::from_secs(minutes * 60),
        offsets_retention_check: millis(r, "offsets.retention.check.interval.ms", 600_000),
        offset_metadata_max_bytes: r.number("offset.metadata.max.bytes", 4096, 0..),
        commit_timeout: millis(r, "offsets.commit.timeout.ms", 5_000),
        min_session_timeout_ms: r.number("group.min.session.timeout.ms", 6_000, 1..),
        max_session_timeout_ms: r.number("group.max.session.timeout.ms", 1_800_000, 1..),
        initial_rebalance_delay_ms: r.number("group.initial.rebalance.delay.ms", 3_000, 0..),
        max_size: r.number("group.max.size", i32::MAX as usize, 1..),
    }
}

fn controller(r: &mut Reader<'_>) -> ControllerTiming {
    ControllerTiming {
        broker_session_timeout: millis(r, "broker.session.timeout.ms", 9_000),
        quorum_heartbeat: millis(r, "ferryman.quorum.heartbeat.ms", 100),
        quorum_election: millis(r, "ferryman.quorum.election.timeout.ms", 300),
    }
}

fn millis(r: &mut Reader<'_>, key: &'static str, default: u64) -> Duration {
    Duration::from_millis(r.number(key, default, 0..=i64::MAX as u64))
}

#[cfg(test)]
mod tests {
    use super::*;

    const BROKER: &str = "process.roles=broker\nnode.id=1\nlisteners=INTERNAL://127.0.0.1:9092,REPLICATION://:9091\n\
        listener.security.protocol.map=INTERNAL:PLAINTEXT,REPLICATION:PLAINTEXT,CONTROLLER:PLAINTEXT\n\
        inter.broker.listener.name=REPLICATION\ncontroller.listener.names=CONTROLLER\n\
        controller.quorum.bootstrap.servers=127.0.0.1:9093\nlog.dirs=/a,/b\n";

    fn read(text: &str) -> Result<ServerConfig, ConfigErrors> {
        ServerConfig::read(&Properties::parse(text).unwrap())
    }

    #[test]
    fn a_broker_is_read_with_kafkas_defaults() {
        let config = read(BROKER).unwrap();
        assert_eq!(config.roles, Roles { broker: true, controller: false });
        assert_eq!(config.metadata_log_dir, PathBuf::from("/a"));
        assert_eq!(config.listeners.inter_broker.as_str(), "REPLICATION");
        assert_eq!(config.listeners.advertised[0].host, "127.0.0.1");
        assert!(!config.listeners.advertised[1].host.is_empty());
        assert_eq!(config.replication.lag_time_max, Duration::from_secs(30));
        assert_eq!(config.network.request_max_bytes, 104_857_600);
        assert!(config.ignored.is_empty());
    }

    #[test]
    fn everything_wrong_is_told_at_once_and_what_to_write_instead() {
        let text = "process.roles=broker,worker\nlisteners=X:9092,SSL://:1\nnum.partitions=many\nmin=1\n\
            controller.quorum.voters=1@a:1\ncontroller.quorum.bootstrap.servers=a\nzookeeper.connect=z\n";
        let ConfigErrors(errors) = read(text).unwrap_err();
        let all = errors.join("\n");
        for part in [
            "process.roles=worker: a role is broker or controller",
            "node.id is missing",
            "listeners: X:9092 is not NAME://host:port",
            "listener SSL asks for SSL",
            "num.partitions=many is not a number",
            "write controller.quorum.bootstrap.servers=host:port",
            "controller.quorum.bootstrap.servers: a is not host:port",
            "zookeeper.connect",
            "log.dirs is missing",
            "controller.listener.names is missing",
        ] {
            assert!(all.contains(part), "{part} is missing in:\n{all}");
        }
    }

    #[test]
    fn a_protocol_that_is_not_spoken_is_refused_and_never_served_in_the_clear() {
        let text = BROKER.replace("INTERNAL:PLAINTEXT", "INTERNAL:SASL_SSL");
        assert!(read(&text).unwrap_err().to_string().contains("SASL_SSL, which this version does not speak"));
        let text = BROKER.replace("INTERNAL:PLAINTEXT,", "");
        assert!(read(&text).unwrap_err().to_string().contains("add INTERNAL:PLAINTEXT"));
    }

    #[test]
    fn what_topics_are_given_is_checked_at_the_start() {
        let text = format!("{BROKER}log.segment.bytes=soon\nmin.insync.replicas=0\n");
        let all = read(&text).unwrap_err().to_string();
        assert!(all.contains("log.segment.bytes") && all.contains("min.insync.replicas"), "{all}");
    }

    #[test]
    fn a_property_that_nothing_acts_on_is_named() {
        let config = read(&format!("{BROKER}log.cleaner.threads=1\nmade.up=2\n")).unwrap();
        assert_eq!(config.ignored, ["log.cleaner.threads", "made.up"]);
    }
}
