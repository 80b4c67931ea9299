//! Which configurations may be stored (`LogConfig.validate`, `DynamicBrokerConfig.validateConfigs`).

use super::broker_definitions::{UpdateMode, broker_definition};
use super::effective::NodeConfig;
use super::error::InvalidConfig;
use super::kind::Value;
use super::topic_definitions::topic_definition;
use crate::image::{Image, Properties};

/// The most bytes of a value (`Short.MAX_VALUE`).
const MAX_VALUE_BYTES: usize = i16::MAX as usize;

/// Checks all that would be configured for a topic, with what is in force on this node for the rest.
///
/// # Errors
/// When a name is not a topic's, a value is none of its type, or values contradict each other.
pub fn validate_topic(
    properties: &Properties,
    node: &NodeConfig,
    image: &Image,
) -> Result<(), InvalidConfig> {
    for (name, value) in properties {
        let definition =
            topic_definition(name).ok_or_else(|| InvalidConfig::UnknownTopicConfig(name.to_string()))?;
        check_length(value)?;
        definition.parse(value)?;
    }
    let number = |name: &str| {
        let definition = topic_definition(name)?;
        let text = node.effective(image, definition, Some(properties)).value?;
        definition.parse(&text).ok()?.number()
    };
    let (first, second) = ("min.compaction.lag.ms", "max.compaction.lag.ms");
    if let (Some(first_value), Some(second_value)) = (number(first), number(second))
        && first_value > second_value
    {
        return Err(InvalidConfig::Conflict { first, first_value, second, second_value });
    }
    let remote = properties.get("remote.storage.enable").map(|value| value.trim().to_ascii_lowercase());
    if remote.as_deref() == Some("true") { Err(InvalidConfig::TieredStorage) } else { Ok(()) }
}

/// Checks all that would be configured for a broker, or with `per_broker` false for all of them. Names that are not known
/// here are taken: a plugin might read them.
///
/// # Errors
/// When a value is none of its type, or a change cannot take effect while brokers run.
pub fn validate_broker(properties: &Properties, per_broker: bool) -> Result<(), InvalidConfig> {
    for (name, value) in properties {
        check_length(value)?;
        let Some((definition, mode)) = definition_of(name) else { continue };
        match mode {
            UpdateMode::ReadOnly => return Err(InvalidConfig::NotDynamic(name.to_string())),
            UpdateMode::PerBroker if !per_broker => return Err(InvalidConfig::PerBroker(name.to_string())),
            _ => {}
        }
        let value = definition.parse(value)?;
        if definition.name == super::names::CORDONED_LOG_DIRS {
            check_cordoned(definition.name, &value)?;
        }
    }
    Ok(())
}

/// A listener's own setting is checked as the setting it stands for: `listener.name.<listener>.[<mechanism>.]<name>`.
fn definition_of(name: &str) -> Option<(&'static super::ConfigDefinition, UpdateMode)> {
    let Some(rest) = name.strip_prefix("listener.name.") else { return broker_definition(name) };
    let (_, base) = rest.split_once('.')?;
    broker_definition(base).or_else(|| broker_definition(base.split_once('.')?.1))
}

fn check_cordoned(name: &str, value: &Value) -> Result<(), InvalidConfig> {
    match value {
        Value::List(directories) if directories.len() > 1 && directories.iter().any(|d| d == "*") => {
            Err(InvalidConfig::value(name, &value.to_text(), "* stands for all directories and alone"))
        }
        _ => Ok(()),
    }
}

fn check_length(value: &str) -> Result<(), InvalidConfig> {
    if value.len() > MAX_VALUE_BYTES { Err(InvalidConfig::TooLong(MAX_VALUE_BYTES)) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn topic(properties: &[(&str, &str)]) -> Result<(), String> {
        let properties = properties.iter().map(|(k, v)| ((*k).into(), (*v).into())).collect();
        validate_topic(&properties, &NodeConfig::default(), &Image::new()).map_err(|e| e.to_string())
    }

    fn broker(name: &str, value: &str, per_broker: bool) -> Result<(), InvalidConfig> {
        validate_broker(&[(name.into(), value.into())].into(), per_broker)
    }

    #[test]
    fn values_a_topic_may_have_are_taken() {
        for (name, value) in [
            ("retention.ms", "-1"),
            ("cleanup.policy", "compact,delete"),
            ("cleanup.policy", ""),
            ("compression.gzip.level", "-1"),
            ("compression.zstd.level", "-5"),
            ("min.cleanable.dirty.ratio", "0.3"),
            ("leader.replication.throttled.replicas", "*"),
            ("follower.replication.throttled.replicas", "0:1, 1:2"),
            ("remote.storage.enable", "false"),
            ("internal.segment.bytes", "100"),
        ] {
            assert_eq!(topic(&[(name, value)]), Ok(()), "{name}={value}");
        }
    }

    #[test]
    fn values_a_topic_may_not_have_are_refused_with_what_it_may() {
        for (name, value, reason) in [
            ("retention.mss", "1", "Unknown topic config name: retention.mss"),
            ("retention.ms", "-2", "at least -1"),
            ("retention.ms", "1d", "not a number of type LONG"),
            ("segment.bytes", "14", "at least 1048576"),
            ("segment.bytes", "3000000000", "not a number of type INT"),
            ("cleanup.policy", "compact,compact", "duplicated"),
            ("cleanup.policy", "shrink", "one of: compact, delete"),
            ("compression.type", "brotli", "one of: uncompressed"),
            ("compression.gzip.level", "0", "between 1 and 9 or equal to -1"),
            ("min.cleanable.dirty.ratio", "1.5", "no more than 1"),
            ("unclean.leader.election.enable", "maybe", "true or false"),
            ("leader.replication.throttled.replicas", "a:b", "partitionId"),
            ("min.insync.replicas", "0", "at least 1"),
            ("remote.storage.enable", "TRUE", "Tiered Storage"),
        ] {
            let error = topic(&[(name, value)]).unwrap_err();
            assert!(error.contains(reason), "{name}={value}: {error}");
        }
        let error = topic(&[("min.compaction.lag.ms", "10"), ("max.compaction.lag.ms", "9")]).unwrap_err();
        assert!(error.contains("min.compaction.lag.ms (10) > max.compaction.lag.ms (9)"), "{error}");
        let long = "x".repeat(40_000);
        assert!(topic(&[("compression.type", &long)]).unwrap_err().contains("exceeds the maximum"));
    }

    #[test]
    fn brokers_take_what_can_change_while_they_run() {
        assert_eq!(broker("log.retention.ms", "5", false), Ok(()));
        assert_eq!(broker("cordoned.log.dirs", "*", true), Ok(()));
        assert_eq!(broker("cordoned.log.dirs", "/a,/b", true), Ok(()));
        assert_eq!(broker("a.plugin.reads.this", "5", false), Ok(()));
        assert_eq!(broker("listener.name.external.ssl.keystore.location", "/k", true), Ok(()));
        assert!(matches!(
            broker("listener.name.external.ssl.client.auth", "x", true),
            Err(InvalidConfig::Value { .. })
        ));
        assert!(matches!(broker("cordoned.log.dirs", "*,/a", true), Err(InvalidConfig::Value { .. })));
        assert!(matches!(broker("cordoned.log.dirs", "*", false), Err(InvalidConfig::PerBroker(_))));
        assert!(matches!(broker("log.dirs", "/x", true), Err(InvalidConfig::NotDynamic(_))));
        assert!(matches!(broker("log.retention.ms", "x", true), Err(InvalidConfig::Value { .. })));
    }
}
