//! Whether the replicas that properties ask for have brokers to stand on.
//!
//! Kafka accepts a replication factor that no cluster of this size can satisfy, and fails later: when the first consumer
//! group wants `__consumer_offsets`. Here it is said before anything starts. The internal topics follow
//! `default.replication.factor` where that is below 3, which is Kafka's default for them: a part of the configuration
//! that depends on the properties alone. Where nothing is said they follow the number of brokers ([`implied`]), which is
//! no part of the configuration: adding brokers restarts none.

use std::collections::BTreeMap;

use super::{Violation, Warning};

const DEFAULT: &str = "default.replication.factor";
const MIN_ISR: &str = "min.insync.replicas";

/// Internal topics: the property of their replication factor (3 unless set), and of their min.insync.replicas (2).
const INTERNAL: [(&str, Option<&str>); 3] = [
    ("offsets.topic.replication.factor", None),
    ("transaction.state.log.replication.factor", Some("transaction.state.log.min.isr")),
    ("share.coordinator.state.topic.replication.factor", Some("share.coordinator.state.topic.min.isr")),
];

/// Kafka's defaults for them.
const INTERNAL_FACTOR: i64 = 3;
const INTERNAL_MIN_ISR: i64 = 2;

/// Checks the replication factors against the number of brokers, and completes those of internal topics.
pub(super) fn complete(
    config: &mut BTreeMap<String, String>,
    brokers: i64,
    found: &mut Vec<Violation>,
    warnings: &mut Vec<Warning>,
) {
    let default = number(config, DEFAULT);
    if let Some(factor) = default {
        follow(config, factor);
    }
    let default = default.unwrap_or(1);
    let min_isr = number(config, MIN_ISR).unwrap_or(1);
    for (property, value) in [(DEFAULT, default), (MIN_ISR, min_isr)] {
        if value < 1 {
            let path = format!("spec.config.{property}");
            found.push(Violation::new(path, "every partition has a replica", "write 1 or more").found(value));
        }
    }
    if brokers == 0 {
        return;
    }
    if default > brokers {
        let wrong = format!("more replicas than the cluster has brokers ({brokers})");
        let instead = "write at most the number of brokers, or raise spec.brokers.replicas";
        found.push(Violation::new(format!("spec.config.{DEFAULT}"), wrong, instead).found(default));
    }
    if min_isr > default {
        let wrong =
            format!("more than {DEFAULT} ({default}), so no produce with acks=all would ever succeed");
        let instead = format!("write at most {default}, or raise {DEFAULT}");
        found.push(Violation::new(format!("spec.config.{MIN_ISR}"), wrong, instead).found(min_isr));
    } else if min_isr == default && default > 1 {
        let sentence =
            format!("equals {DEFAULT}, so producers with acks=all wait whenever one broker restarts");
        warnings.push(Warning { path: format!("spec.config.{MIN_ISR}"), sentence });
    }
    for (factor, min_isr) in INTERNAL {
        internal(config, factor, min_isr, brokers, found);
    }
}

fn internal(
    config: &BTreeMap<String, String>,
    factor_property: &str,
    min_isr_property: Option<&str>,
    brokers: i64,
    found: &mut Vec<Violation>,
) {
    let given = number(config, factor_property);
    let factor = given.unwrap_or(INTERNAL_FACTOR.min(brokers));
    if factor > brokers {
        let wrong = format!("more replicas than the cluster has brokers ({brokers})");
        let instead = format!(
            "write at most {brokers}, leave it out (then it follows the number of brokers), or raise spec.brokers.replicas"
        );
        let path = format!("spec.config.{factor_property}");
        found.push(Violation::new(path, wrong, instead).found(factor));
        return;
    }
    let Some(min_isr_property) = min_isr_property else { return };
    let Some(min_isr) = number(config, min_isr_property) else { return };
    if min_isr > factor {
        let wrong = format!("more than {factor_property} ({factor}), so the topic could never be written");
        let path = format!("spec.config.{min_isr_property}");
        found.push(Violation::new(path, wrong, format!("write at most {factor}")).found(min_isr));
    }
}

/// What internal topics have where nothing is said of them: as many replicas as Kafka's default asks for, and at most one
/// on each broker.
pub(super) fn implied(config: &BTreeMap<String, String>, brokers: i64) -> BTreeMap<String, String> {
    let mut implied = BTreeMap::new();
    for (factor_property, min_isr_property) in INTERNAL {
        let given = number(config, factor_property);
        let factor = given.unwrap_or(INTERNAL_FACTOR.min(brokers)).max(1);
        if given.is_none() {
            implied.insert(factor_property.to_owned(), factor.to_string());
        }
        if let Some(min_isr) = min_isr_property.filter(|property| number(config, property).is_none()) {
            implied.insert(min_isr.to_owned(), INTERNAL_MIN_ISR.min(factor).to_string());
        }
    }
    implied
}

fn follow(config: &mut BTreeMap<String, String>, default: i64) {
    if !(1..3).contains(&default) {
        return;
    }
    for (factor, min_isr) in INTERNAL {
        let factor = config.entry(factor.to_owned()).or_insert_with(|| default.to_string());
        let factor: i64 = factor.parse().unwrap_or(3);
        if let Some(min_isr) = min_isr {
            config.entry(min_isr.to_owned()).or_insert_with(|| factor.clamp(1, 2).to_string());
        }
    }
}

fn number(config: &BTreeMap<String, String>, property: &str) -> Option<i64> {
    config.get(property).and_then(|text| text.trim().parse().ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn complete_with(pairs: &[(&str, &str)], brokers: i64) -> (BTreeMap<String, String>, Vec<String>, usize) {
        let mut config = pairs.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect();
        let (mut found, mut warnings) = (Vec::new(), Vec::new());
        complete(&mut config, brokers, &mut found, &mut warnings);
        (config, found.iter().map(Violation::to_string).collect(), warnings.len())
    }

    #[test]
    fn one_line_is_enough_for_a_single_broker() {
        let (config, found, _) = complete_with(&[(DEFAULT, "1")], 1);
        assert!(found.is_empty(), "{found:?}");
        assert_eq!(config["offsets.topic.replication.factor"], "1");
        assert_eq!(config["transaction.state.log.min.isr"], "1");
    }

    #[test]
    fn without_that_line_they_have_a_replica_on_each_broker_and_at_most_three() {
        let (config, found, _) = complete_with(&[], 1);
        assert!(found.is_empty(), "{found:?}");
        let one = implied(&config, 1);
        assert_eq!(one["offsets.topic.replication.factor"], "1");
        assert_eq!(one["transaction.state.log.min.isr"], "1");
        assert_eq!(implied(&config, 2)["transaction.state.log.min.isr"], "2");
        assert_eq!(implied(&config, 5)["transaction.state.log.replication.factor"], "3");
    }

    #[test]
    fn what_the_manifest_says_is_not_implied() {
        let (config, found, _) = complete_with(&[("offsets.topic.replication.factor", "2")], 3);
        assert!(found.is_empty() && !implied(&config, 3).contains_key("offsets.topic.replication.factor"));
        let (config, ..) = complete_with(&[(DEFAULT, "1")], 3);
        assert!(implied(&config, 3).is_empty(), "the line of the manifest is followed");
    }

    #[test]
    fn what_is_completed_does_not_depend_on_the_number_of_brokers() {
        for factor in ["1", "2", "3"] {
            let (three, ..) = complete_with(&[(DEFAULT, factor)], 3);
            let (many, ..) = complete_with(&[(DEFAULT, factor)], 30);
            assert_eq!(three, many);
        }
    }

    #[test]
    fn more_replicas_than_brokers_are_refused() {
        let (_, found, _) = complete_with(&[(DEFAULT, "4")], 3);
        assert_eq!(found.len(), 1, "{found:?}");
        let (_, found, _) = complete_with(&[("transaction.state.log.replication.factor", "5")], 3);
        assert_eq!(found.len(), 1, "{found:?}");
    }

    #[test]
    fn min_insync_replicas_above_the_factor_is_refused_and_equal_to_it_is_warned_of() {
        let (_, found, _) = complete_with(&[(DEFAULT, "2"), (MIN_ISR, "3")], 3);
        assert_eq!(found.len(), 1, "{found:?}");
        let (_, found, warnings) = complete_with(&[(DEFAULT, "3"), (MIN_ISR, "3")], 3);
        assert_eq!((found.len(), warnings), (0, 1));
    }
}
