//! Configurations of a broker: those that can change while it runs, and those that tools ask for.
//!
//! Not all that Kafka knows: what nothing here reads and nobody can change while a broker runs is left out. A name that
//! is not here may be set all the same, as with Kafka, where a plugin might read it.

use super::definition::ConfigDefinition;
use super::kind::ConfigKind::{self, Boolean, Class, Double, Int, List, Long, Password, Short, String};
use super::validator::Validator::{
    self, Any, AtLeast, Between, BetweenOrMinusOne, Distinct, DoubleBetween, ListOf, OneOf,
};

/// When a change of a configuration takes effect (KIP-226).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UpdateMode {
    /// When the broker starts.
    ReadOnly,
    /// At once, and only for one broker.
    PerBroker,
    /// At once, for one broker or for all.
    ClusterWide,
}

use UpdateMode::{ClusterWide, PerBroker, ReadOnly};

type Row = (UpdateMode, ConfigDefinition);

const MAX_LONG: &str = "9223372036854775807";
const MAX_INT: &str = "2147483647";
const CODECS: &[&str] = &["uncompressed", "zstd", "lz4", "snappy", "gzip", "producer"];

const fn d(
    mode: UpdateMode,
    name: &'static str,
    kind: ConfigKind,
    default: Option<&'static str>,
    validator: Validator,
    documentation: &'static str,
) -> Row {
    (mode, ConfigDefinition::new(name, kind, default, validator, documentation))
}

/// Ordered by name, one a line.
#[rustfmt::skip]
const DEFINITIONS: &[Row] = &[
    d(ReadOnly, "advertised.listeners", List, None, Any, "Addresses that clients are told."),
    d(ReadOnly, "auto.create.topics.enable", Boolean, Some("true"), Any, "Whether a topic is made when a client asks for one that is not there."),
    d(ReadOnly, "auto.leader.rebalance.enable", Boolean, Some("true"), Any, "Whether leadership goes back to the preferred replicas by itself."),
    d(ClusterWide, "background.threads", Int, Some("10"), AtLeast(1), "Threads for background work."),
    d(ReadOnly, "broker.heartbeat.interval.ms", Int, Some("2000"), Any, "Time between two heartbeats to the controller."),
    d(ReadOnly, "broker.id", Int, Some("-1"), Any, "Old name of node.id."),
    d(ReadOnly, "broker.rack", String, None, Any, "Rack of the broker, for the placement of replicas."),
    d(ReadOnly, "broker.session.timeout.ms", Int, Some("9000"), Any, "Silence after which a broker is fenced."),
    d(ClusterWide, "compression.gzip.level", Int, Some("-1"), BetweenOrMinusOne(1, 9), "Level of gzip where the broker compresses."),
    d(ClusterWide, "compression.lz4.level", Int, Some("9"), Between(1, 17), "Level of lz4 where the broker compresses."),
    d(ClusterWide, "compression.type", String, Some("producer"), OneOf(CODECS), "Codec that batches are stored with."),
    d(ClusterWide, "compression.zstd.level", Int, Some("3"), Between(-131_072, 22), "Level of zstd where the broker compresses."),
    d(ReadOnly, "connections.max.idle.ms", Long, Some("600000"), Any, "Time after which an idle connection is closed."),
    d(ReadOnly, "controlled.shutdown.enable", Boolean, Some("true"), Any, "Whether a broker hands over what it leads before it stops."),
    d(ReadOnly, "controller.listener.names", List, None, Any, "Listeners that controllers use."),
    d(ReadOnly, "controller.quorum.bootstrap.servers", List, Some(""), Any, "Addresses of controllers to begin with."),
    d(ReadOnly, "controller.quorum.election.timeout.ms", Int, Some("1000"), Any, "Time without a leader after which a controller stands for election."),
    d(ReadOnly, "controller.quorum.voters", List, Some(""), Any, "Voters of a quorum that cannot change."),
    d(PerBroker, "cordoned.log.dirs", List, Some(""), Distinct, "Directories of the broker that get no new replicas; * for all."),
    d(ReadOnly, "default.replication.factor", Int, Some("1"), Any, "Replicas of a partition where nothing was said."),
    d(ReadOnly, "delete.topic.enable", Boolean, Some("true"), Any, "Whether topics can be deleted."),
    d(ReadOnly, "fetch.max.bytes", Int, Some("57671680"), AtLeast(1024), "The most bytes in a fetch response."),
    d(ClusterWide, "follower.replication.throttled.rate", Long, None, AtLeast(0), "Bytes a second for throttled replicas that fetch."),
    d(ReadOnly, "group.initial.rebalance.delay.ms", Int, Some("3000"), Any, "Wait for more members before a new group's first rebalance."),
    d(ReadOnly, "group.max.session.timeout.ms", Int, Some("1800000"), Any, "The longest session a member may ask for."),
    d(ReadOnly, "group.max.size", Int, Some(MAX_INT), AtLeast(1), "The most members of a group."),
    d(ReadOnly, "group.min.session.timeout.ms", Int, Some("6000"), Any, "The shortest session a member may ask for."),
    d(ReadOnly, "initial.broker.registration.timeout.ms", Int, Some("60000"), Any, "Time a broker may take to register before it gives up."),
    d(ReadOnly, "inter.broker.listener.name", String, None, Any, "Listener that brokers use among themselves."),
    d(ReadOnly, "leader.imbalance.check.interval.seconds", Long, Some("300"), AtLeast(1), "How often it is looked for leaders that are not preferred."),
    d(ClusterWide, "leader.replication.throttled.rate", Long, None, AtLeast(0), "Bytes a second for throttled replicas that serve."),
    d(PerBroker, "listener.security.protocol.map", String, Some("SASL_SSL:SASL_SSL,PLAINTEXT:PLAINTEXT,SSL:SSL,SASL_PLAINTEXT:SASL_PLAINTEXT"), Any, "Security protocol of each listener."),
    d(PerBroker, "listeners", List, Some("PLAINTEXT://:9092"), Any, "Addresses that are listened on."),
    d(ClusterWide, "log.cleaner.backoff.ms", Long, Some("15000"), AtLeast(0), "Pause of compaction when there is nothing to do."),
    d(ClusterWide, "log.cleaner.dedupe.buffer.size", Long, Some("134217728"), Any, "Memory for the keys of a compaction."),
    d(ClusterWide, "log.cleaner.delete.retention.ms", Long, Some("86400000"), AtLeast(0), "How long tombstones are kept."),
    d(ReadOnly, "log.cleaner.enable", Boolean, Some("true"), Any, "Whether logs are compacted."),
    d(ClusterWide, "log.cleaner.io.buffer.load.factor", Double, Some("0.9"), Any, "How full the memory for keys may become."),
    d(ClusterWide, "log.cleaner.io.buffer.size", Int, Some("524288"), AtLeast(0), "Memory for the reading and writing of compaction."),
    d(ClusterWide, "log.cleaner.io.max.bytes.per.second", Double, Some("1.7976931348623157E308"), Any, "The most bytes compaction reads and writes a second."),
    d(ClusterWide, "log.cleaner.max.compaction.lag.ms", Long, Some(MAX_LONG), AtLeast(1), "The longest a record may wait before it is compacted."),
    d(ClusterWide, "log.cleaner.min.cleanable.ratio", Double, Some("0.5"), DoubleBetween(0.0, 1.0), "Share of a log that was not compacted yet before it is."),
    d(ClusterWide, "log.cleaner.min.compaction.lag.ms", Long, Some("0"), AtLeast(0), "The shortest a record stays as it is before it is compacted."),
    d(ClusterWide, "log.cleaner.threads", Int, Some("1"), AtLeast(0), "Threads for compaction."),
    d(ClusterWide, "log.cleanup.policy", List, Some("delete"), ListOf(&["compact", "delete"]), "What happens to old segments."),
    d(ReadOnly, "log.dir", List, Some("/tmp/kafka-logs"), Any, "Directory for logs."),
    d(ReadOnly, "log.dirs", List, None, Any, "Directories for logs."),
    d(ClusterWide, "log.flush.interval.messages", Long, Some(MAX_LONG), AtLeast(1), "Records after which a log is forced to disk."),
    d(ClusterWide, "log.flush.interval.ms", Long, None, Any, "Time after which a log is forced to disk."),
    d(ReadOnly, "log.flush.scheduler.interval.ms", Long, Some(MAX_LONG), Any, "How often it is looked for logs to force to disk."),
    d(ClusterWide, "log.index.interval.bytes", Int, Some("4096"), AtLeast(0), "Bytes of log between two entries of its offset index."),
    d(ClusterWide, "log.index.size.max.bytes", Int, Some("10485760"), AtLeast(4), "The largest an index of a segment may become."),
    d(ClusterWide, "log.local.retention.bytes", Long, Some("-2"), AtLeast(-2), "With tiered storage, bytes kept on the broker."),
    d(ClusterWide, "log.local.retention.ms", Long, Some("-2"), AtLeast(-2), "With tiered storage, how long segments are kept on the broker."),
    d(ClusterWide, "log.message.timestamp.after.max.ms", Long, Some("3600000"), AtLeast(0), "How far in the future a record's time may be."),
    d(ClusterWide, "log.message.timestamp.before.max.ms", Long, Some(MAX_LONG), AtLeast(0), "How far in the past a record's time may be."),
    d(ClusterWide, "log.message.timestamp.type", String, Some("CreateTime"), OneOf(&["CreateTime", "LogAppendTime"]), "Whether a record's time is the producer's or that of its arrival."),
    d(ClusterWide, "log.preallocate", Boolean, Some("false"), Any, "Whether a new segment's file takes its whole size at once."),
    d(ClusterWide, "log.retention.bytes", Long, Some("-1"), Any, "Bytes of a partition kept before old segments are deleted."),
    d(ReadOnly, "log.retention.check.interval.ms", Long, Some("300000"), AtLeast(1), "How often it is looked for segments to delete."),
    d(ReadOnly, "log.retention.hours", Int, Some("168"), Any, "How long records are kept, in hours; below log.retention.minutes."),
    d(ReadOnly, "log.retention.minutes", Int, None, Any, "How long records are kept, in minutes; below log.retention.ms."),
    d(ClusterWide, "log.retention.ms", Long, None, Any, "How long records are kept, in milliseconds."),
    d(ReadOnly, "log.roll.hours", Int, Some("168"), AtLeast(1), "Time after which a segment is closed, in hours; below log.roll.ms."),
    d(ReadOnly, "log.roll.jitter.hours", Int, Some("0"), AtLeast(0), "The most by which closing is put off, in hours; below log.roll.jitter.ms."),
    d(ClusterWide, "log.roll.jitter.ms", Long, None, Any, "The most by which closing is put off, in milliseconds."),
    d(ClusterWide, "log.roll.ms", Long, None, Any, "Time after which a segment is closed, in milliseconds."),
    d(ClusterWide, "log.segment.bytes", Int, Some("1073741824"), AtLeast(1_048_576), "Size at which a segment is closed."),
    d(ClusterWide, "log.segment.delete.delay.ms", Long, Some("60000"), AtLeast(0), "Time between taking a segment out of the log and deleting its file."),
    d(ClusterWide, "max.connection.creation.rate", Int, Some(MAX_INT), AtLeast(0), "The most new connections a second."),
    d(ClusterWide, "max.connections", Int, Some(MAX_INT), AtLeast(0), "The most connections."),
    d(ClusterWide, "max.connections.per.ip", Int, Some(MAX_INT), AtLeast(0), "The most connections from one address."),
    d(ClusterWide, "max.connections.per.ip.overrides", String, Some(""), Any, "The most connections from single addresses."),
    d(ClusterWide, "message.max.bytes", Int, Some("1048588"), AtLeast(0), "The largest batch a topic takes."),
    d(ReadOnly, "metadata.log.dir", String, None, Any, "Directory of the metadata log."),
    d(ReadOnly, "metadata.max.idle.interval.ms", Int, Some("500"), AtLeast(0), "Time after which an idle controller of Apache's writes an empty record; has no effect here."),
    d(ClusterWide, "metric.reporters", List, Some("org.apache.kafka.common.metrics.JmxReporter"), Any, "Java classes that report metrics; has no effect here."),
    d(ClusterWide, "min.insync.replicas", Int, Some("1"), AtLeast(1), "In-sync replicas without which a write with acks=all is refused."),
    d(ReadOnly, "node.id", Int, None, AtLeast(0), "The node's id."),
    d(ClusterWide, "num.io.threads", Int, Some("8"), AtLeast(1), "Threads for requests; has no effect here."),
    d(ClusterWide, "num.network.threads", Int, Some("3"), AtLeast(1), "Threads for connections; has no effect here."),
    d(ReadOnly, "num.partitions", Int, Some("1"), AtLeast(1), "Partitions of a topic where nothing was said."),
    d(ClusterWide, "num.recovery.threads.per.data.dir", Int, Some("2"), AtLeast(1), "Threads that recover logs of a directory."),
    d(ClusterWide, "num.replica.fetchers", Int, Some("1"), AtLeast(1), "Fetchers for each leader followed."),
    d(ReadOnly, "offset.metadata.max.bytes", Int, Some("4096"), Any, "The most text with a committed offset."),
    d(ReadOnly, "offsets.commit.timeout.ms", Int, Some("5000"), AtLeast(1), "Time a commit of offsets may take."),
    d(ReadOnly, "offsets.retention.minutes", Int, Some("10080"), AtLeast(1), "How long offsets of a group without members are kept."),
    d(ReadOnly, "offsets.topic.num.partitions", Int, Some("50"), AtLeast(1), "Partitions of __consumer_offsets."),
    d(ReadOnly, "offsets.topic.replication.factor", Short, Some("3"), AtLeast(1), "Replicas of __consumer_offsets."),
    d(ReadOnly, "offsets.topic.segment.bytes", Int, Some("104857600"), AtLeast(1), "Size of the segments of __consumer_offsets."),
    d(PerBroker, "principal.builder.class", Class, Some("org.apache.kafka.common.security.authenticator.DefaultKafkaPrincipalBuilder"), Any, "Java class that names users; has no effect here."),
    d(ReadOnly, "process.roles", List, None, ListOf(&["broker", "controller"]), "What the node does."),
    d(ClusterWide, "producer.id.expiration.ms", Int, Some("86400000"), AtLeast(1), "Time after which an idle producer id is forgotten."),
    d(ReadOnly, "queued.max.request.bytes", Long, Some("-1"), Any, "The most bytes of requests that wait; -1 for no limit."),
    d(ReadOnly, "queued.max.requests", Int, Some("500"), AtLeast(1), "The most requests that wait."),
    d(ClusterWide, "replica.alter.log.dirs.io.max.bytes.per.second", Long, None, AtLeast(0), "Bytes a second for replicas that move between directories."),
    d(ReadOnly, "replica.fetch.backoff.ms", Int, Some("1000"), AtLeast(0), "Pause of a follower after an error."),
    d(ReadOnly, "replica.fetch.max.bytes", Int, Some("1048576"), AtLeast(0), "Bytes of a partition that a follower asks for at once."),
    d(ReadOnly, "replica.fetch.min.bytes", Int, Some("1"), Any, "Bytes that a follower waits for."),
    d(ReadOnly, "replica.fetch.response.max.bytes", Int, Some("10485760"), AtLeast(0), "Bytes that a follower asks for at once."),
    d(ReadOnly, "replica.fetch.wait.max.ms", Int, Some("500"), Any, "How long a follower waits for more."),
    d(ReadOnly, "replica.lag.time.max.ms", Long, Some("30000"), Any, "Time without catching up after which a follower is not in sync."),
    d(ReadOnly, "request.timeout.ms", Int, Some("30000"), Any, "Time a request of the broker's own may take."),
    d(PerBroker, "sasl.enabled.mechanisms", List, Some("GSSAPI"), Any, "SASL mechanisms that are offered."),
    d(PerBroker, "sasl.jaas.config", Password, None, Any, "Login of a SASL mechanism."),
    d(PerBroker, "sasl.mechanism.inter.broker.protocol", String, Some("GSSAPI"), Any, "SASL mechanism among brokers."),
    d(ReadOnly, "socket.request.max.bytes", Int, Some("104857600"), AtLeast(1), "The largest request."),
    d(PerBroker, "ssl.client.auth", String, Some("none"), OneOf(&["required", "requested", "none"]), "Whether clients must show a certificate."),
    d(PerBroker, "ssl.key.password", Password, None, Any, "Password of the private key."),
    d(PerBroker, "ssl.keystore.certificate.chain", Password, None, Any, "Certificate chain as PEM."),
    d(PerBroker, "ssl.keystore.key", Password, None, Any, "Private key as PEM."),
    d(PerBroker, "ssl.keystore.location", String, None, Any, "File with key and certificate."),
    d(PerBroker, "ssl.keystore.password", Password, None, Any, "Password of that file."),
    d(PerBroker, "ssl.keystore.type", String, Some("JKS"), Any, "Format of that file."),
    d(PerBroker, "ssl.truststore.certificates", Password, None, Any, "Trusted certificates as PEM."),
    d(PerBroker, "ssl.truststore.location", String, None, Any, "File with trusted certificates."),
    d(PerBroker, "ssl.truststore.password", Password, None, Any, "Password of that file."),
    d(PerBroker, "ssl.truststore.type", String, Some("JKS"), Any, "Format of that file."),
    d(ClusterWide, "unclean.leader.election.enable", Boolean, Some("false"), Any, "Whether a replica that is not in sync may lead when no other can."),
];

/// All configurations of a broker that are known here, ordered by name.
pub fn broker_definitions() -> impl Iterator<Item = (&'static ConfigDefinition, UpdateMode)> {
    DEFINITIONS.iter().map(|(mode, definition)| (definition, *mode))
}

/// The configuration of that name, and when a change of it takes effect.
pub fn broker_definition(name: &str) -> Option<(&'static ConfigDefinition, UpdateMode)> {
    let at = DEFINITIONS.binary_search_by(|(_, definition)| definition.name.cmp(name)).ok()?;
    let (mode, definition) = &DEFINITIONS[at];
    Some((definition, *mode))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn they_are_ordered_and_their_defaults_are_values_they_may_have() {
        assert!(DEFINITIONS.is_sorted_by(|a, b| a.1.name < b.1.name));
        for (_, definition) in DEFINITIONS {
            if let Some(default) = definition.default {
                assert_eq!(definition.parse(default).unwrap().to_text(), default, "{}", definition.name);
            }
        }
    }
}
