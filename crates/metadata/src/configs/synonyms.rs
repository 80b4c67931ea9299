//! Which configurations of a broker stand for those of a topic (`ServerTopicConfigSynonyms`).

/// How a value of the broker's becomes one of the topic's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Conversion {
    None,
    HoursToMs,
    MinutesToMs,
}

impl Conversion {
    /// The topic's value; nothing when the broker's is no number.
    pub(super) fn apply(self, value: &str) -> Option<String> {
        let factor = match self {
            Conversion::None => return Some(value.to_string()),
            Conversion::HoursToMs => 3_600_000,
            Conversion::MinutesToMs => 60_000,
        };
        // Kafka parses these as int and multiplies as long: no value overflows.
        Some((i64::from(value.trim().parse::<i32>().ok()?) * factor).to_string())
    }
}

pub(super) type Synonyms = &'static [(&'static str, Conversion)];

use Conversion::{HoursToMs, MinutesToMs, None as Same};

/// Ordered by the topic's name; the broker's in the order of precedence.
const TOPIC_SYNONYMS: &[(&str, Synonyms)] = &[
    ("cleanup.policy", &[("log.cleanup.policy", Same)]),
    ("compression.gzip.level", &[("compression.gzip.level", Same)]),
    ("compression.lz4.level", &[("compression.lz4.level", Same)]),
    ("compression.type", &[("compression.type", Same)]),
    ("compression.zstd.level", &[("compression.zstd.level", Same)]),
    ("delete.retention.ms", &[("log.cleaner.delete.retention.ms", Same)]),
    ("file.delete.delay.ms", &[("log.segment.delete.delay.ms", Same)]),
    ("flush.messages", &[("log.flush.interval.messages", Same)]),
    ("flush.ms", &[("log.flush.interval.ms", Same), ("log.flush.scheduler.interval.ms", Same)]),
    ("index.interval.bytes", &[("log.index.interval.bytes", Same)]),
    ("local.retention.bytes", &[("log.local.retention.bytes", Same)]),
    ("local.retention.ms", &[("log.local.retention.ms", Same)]),
    ("max.compaction.lag.ms", &[("log.cleaner.max.compaction.lag.ms", Same)]),
    ("max.message.bytes", &[("message.max.bytes", Same)]),
    ("message.timestamp.after.max.ms", &[("log.message.timestamp.after.max.ms", Same)]),
    ("message.timestamp.before.max.ms", &[("log.message.timestamp.before.max.ms", Same)]),
    ("message.timestamp.type", &[("log.message.timestamp.type", Same)]),
    ("min.cleanable.dirty.ratio", &[("log.cleaner.min.cleanable.ratio", Same)]),
    ("min.compaction.lag.ms", &[("log.cleaner.min.compaction.lag.ms", Same)]),
    ("min.insync.replicas", &[("min.insync.replicas", Same)]),
    ("preallocate", &[("log.preallocate", Same)]),
    ("retention.bytes", &[("log.retention.bytes", Same)]),
    (
        "retention.ms",
        &[
            ("log.retention.ms", Same),
            ("log.retention.minutes", MinutesToMs),
            ("log.retention.hours", HoursToMs),
        ],
    ),
    ("segment.bytes", &[("log.segment.bytes", Same)]),
    ("segment.index.bytes", &[("log.index.size.max.bytes", Same)]),
    ("segment.jitter.ms", &[("log.roll.jitter.ms", Same), ("log.roll.jitter.hours", HoursToMs)]),
    ("segment.ms", &[("log.roll.ms", Same), ("log.roll.hours", HoursToMs)]),
    ("unclean.leader.election.enable", &[("unclean.leader.election.enable", Same)]),
];

/// The broker's configurations behind one of a topic's, the first taking precedence.
pub(super) fn topic_synonyms(name: &str) -> Synonyms {
    TOPIC_SYNONYMS.binary_search_by(|(topic, _)| (*topic).cmp(name)).map_or(&[], |at| TOPIC_SYNONYMS[at].1)
}

/// The names under which a broker's configuration can be set, the first taking precedence
/// (`DynamicBrokerConfig.brokerConfigSynonyms`).
pub fn broker_synonyms(name: &str) -> Vec<&str> {
    const GROUPS: &[&[&str]] = &[
        &["log.roll.ms", "log.roll.hours"],
        &["log.roll.jitter.ms", "log.roll.jitter.hours"],
        &["log.retention.ms", "log.retention.minutes", "log.retention.hours"],
    ];
    if name == "log.flush.interval.ms" {
        return vec![name, "log.flush.scheduler.interval.ms"];
    }
    match GROUPS.iter().find(|group| group.contains(&name)) {
        Some(group) => group.to_vec(),
        None => vec![name],
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::configs::{broker_definition, topic_definition};

    #[test]
    fn every_synonym_is_a_broker_config_of_a_topic_config() {
        assert!(TOPIC_SYNONYMS.is_sorted_by(|a, b| a.0 < b.0));
        for (topic, synonyms) in TOPIC_SYNONYMS {
            assert!(topic_definition(topic).is_some(), "{topic}");
            for (broker, _) in *synonyms {
                assert!(broker_definition(broker).is_some(), "{broker}");
            }
        }
    }

    #[test]
    fn hours_and_minutes_become_milliseconds() {
        assert_eq!(HoursToMs.apply("168").as_deref(), Some("604800000"));
        assert_eq!(MinutesToMs.apply("-1").as_deref(), Some("-60000"));
        assert_eq!(HoursToMs.apply("x"), None);
    }
}
