//! All configurations of a topic in Kafka 4.3 (`LogConfig`).

use super::definition::ConfigDefinition;
use super::kind::ConfigKind::{Boolean, Double, Int, List, Long, String};
use super::validator::Validator::{
    Any, AtLeast, Between, BetweenOrMinusOne, DoubleBetween, ListOf, OneOf, ThrottledReplicas,
};

const CODECS: &[&str] = &["uncompressed", "zstd", "lz4", "snappy", "gzip", "producer"];
const MAX_LONG: &str = "9223372036854775807";

const fn d(
    name: &'static str,
    kind: super::ConfigKind,
    default: &'static str,
    validator: super::Validator,
    documentation: &'static str,
) -> ConfigDefinition {
    ConfigDefinition::new(name, kind, Some(default), validator, documentation)
}

/// Ordered by name, one a line.
#[rustfmt::skip]
const DEFINITIONS: &[ConfigDefinition] = &[
    d("cleanup.policy", List, "delete", ListOf(&["compact", "delete"]), "What happens to old segments: delete drops them whole, compact keeps the last record of each key, both do both, nothing keeps all."),
    d("compression.gzip.level", Int, "-1", BetweenOrMinusOne(1, 9), "Level of gzip where the broker compresses."),
    d("compression.lz4.level", Int, "9", Between(1, 17), "Level of lz4 where the broker compresses."),
    d("compression.type", String, "producer", OneOf(CODECS), "Codec that batches are stored with; producer keeps what was sent."),
    d("compression.zstd.level", Int, "3", Between(-131_072, 22), "Level of zstd where the broker compresses."),
    d("delete.retention.ms", Long, "86400000", AtLeast(0), "How long tombstones are kept in a compacted topic, so that slow readers see them."),
    d("file.delete.delay.ms", Long, "60000", AtLeast(0), "Time between taking a segment out of the log and deleting its file."),
    d("flush.messages", Long, MAX_LONG, AtLeast(1), "Records after which the log is forced to disk."),
    d("flush.ms", Long, MAX_LONG, AtLeast(0), "Time after which the log is forced to disk."),
    d("follower.replication.throttled.replicas", List, "", ThrottledReplicas, "Replicas whose fetching is throttled: * or partition:broker pairs."),
    d("index.interval.bytes", Int, "4096", AtLeast(0), "Bytes of log between two entries of its offset index."),
    ConfigDefinition { internal: true, ..ConfigDefinition::new("internal.segment.bytes", Int, None, Any, "Size of a segment, below what segment.bytes allows. For tests.") },
    d("leader.replication.throttled.replicas", List, "", ThrottledReplicas, "Replicas whose serving to followers is throttled: * or partition:broker pairs."),
    d("local.retention.bytes", Long, "-2", AtLeast(-2), "With tiered storage, bytes kept on the broker; -2 takes retention.bytes."),
    d("local.retention.ms", Long, "-2", AtLeast(-2), "With tiered storage, how long segments are kept on the broker; -2 takes retention.ms."),
    d("max.compaction.lag.ms", Long, MAX_LONG, AtLeast(1), "The longest a record may wait before it is compacted."),
    d("max.message.bytes", Int, "1048588", AtLeast(0), "The largest batch the topic takes, after compression."),
    d("message.timestamp.after.max.ms", Long, "3600000", AtLeast(0), "How far in the future a record's time may be."),
    d("message.timestamp.before.max.ms", Long, MAX_LONG, AtLeast(0), "How far in the past a record's time may be."),
    d("message.timestamp.type", String, "CreateTime", OneOf(&["CreateTime", "LogAppendTime"]), "Whether a record's time is the producer's or that of its arrival."),
    d("min.cleanable.dirty.ratio", Double, "0.5", DoubleBetween(0.0, 1.0), "Share of a log that was not compacted yet before it is."),
    d("min.compaction.lag.ms", Long, "0", AtLeast(0), "The shortest a record stays as it is before it is compacted."),
    d("min.insync.replicas", Int, "1", AtLeast(1), "In-sync replicas without which a write with acks=all is refused."),
    d("preallocate", Boolean, "false", Any, "Whether a new segment's file takes its whole size at once."),
    d("remote.log.copy.disable", Boolean, "false", Any, "With tiered storage, whether nothing more is copied to it."),
    d("remote.log.delete.on.disable", Boolean, "false", Any, "With tiered storage, whether what was copied is deleted when it is turned off."),
    d("remote.storage.enable", Boolean, "false", Any, "Whether segments go to tiered storage."),
    d("retention.bytes", Long, "-1", Any, "Bytes of a partition kept before old segments are deleted; -1 for no limit."),
    d("retention.ms", Long, "604800000", AtLeast(-1), "How long records are kept; -1 for ever."),
    d("segment.bytes", Int, "1073741824", AtLeast(1_048_576), "Size at which a segment is closed and the next begun."),
    d("segment.index.bytes", Int, "10485760", AtLeast(4), "The largest an index of a segment may become."),
    d("segment.jitter.ms", Long, "0", AtLeast(0), "The most by which the closing of a segment is put off at random, so that not all close together."),
    d("segment.ms", Long, "604800000", AtLeast(1), "Time after which a segment is closed though it is not full."),
    d("unclean.leader.election.enable", Boolean, "false", Any, "Whether a replica that is not in sync may lead when no other can, which may lose records."),
];

/// All configurations of a topic, ordered by name.
pub fn topic_definitions() -> &'static [ConfigDefinition] {
    DEFINITIONS
}

/// The configuration of that name.
pub fn topic_definition(name: &str) -> Option<&'static ConfigDefinition> {
    DEFINITIONS.binary_search_by(|definition| definition.name.cmp(name)).ok().map(|at| &DEFINITIONS[at])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn they_are_ordered_and_their_defaults_are_values_they_may_have() {
        assert!(DEFINITIONS.is_sorted_by(|a, b| a.name < b.name));
        assert_eq!(DEFINITIONS.len(), 34);
        for definition in DEFINITIONS {
            if let Some(default) = definition.default {
                assert_eq!(definition.parse(default).unwrap().to_text(), default, "{}", definition.name);
            }
        }
    }
}
