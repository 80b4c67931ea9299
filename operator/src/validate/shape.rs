//! Values to structs, with every misspelt field and wrong type reported, not only the first.
//!
//! serde stops at the first error and says it in one text. The deserializer here keeps what serde tells it (the path,
//! the field, the fields there are) apart; [`decode`] reports it, takes the offending value out and tries again.

mod node;
mod refusal;

use serde::de::DeserializeOwned;
use serde_json::Value;

use super::{Violation, suggest};
use node::Node;
use refusal::{Problem, Refusal, Segment};

/// How many shape errors one manifest reports; after a misplaced indentation everything below it is wrong.
const REPORTED_MAX: usize = 32;

/// What becomes of fields that there are not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unknown {
    /// They are wrong: somebody wrote them, and meant something.
    Refused,
    /// They are passed over: an API server whose definition knows more has added them.
    PassedOver,
}

/// Reads a value as a `T`. What is wrong with its shape is added to `found`; `None` when nothing usable is left.
pub(super) fn decode<T: DeserializeOwned>(
    mut value: Value,
    unknown: Unknown,
    found: &mut Vec<Violation>,
) -> Option<T> {
    let mut removed: Vec<Vec<Segment>> = Vec::new();
    for _ in 0..REPORTED_MAX {
        let refusal = match T::deserialize(Node(&value)) {
            Ok(decoded) => return Some(decoded),
            Err(refusal) => refusal,
        };
        let culprit = refusal.culprit();
        let follows = matches!(refusal.problem, Problem::Missing(_)) && removed.contains(&culprit);
        let passed_over =
            unknown == Unknown::PassedOver && matches!(refusal.problem, Problem::Unknown { .. });
        if !follows && !passed_over {
            found.push(describe(&refusal));
        }
        if !remove(&mut value, &culprit) {
            return None;
        }
        removed.push(culprit);
    }
    None
}

fn describe(refusal: &Refusal) -> Violation {
    let path = refusal::render(&refusal.path);
    match &refusal.problem {
        Problem::Unknown { field, expected } => {
            let instead = match suggest::nearest(field, expected.iter().copied()) {
                Some(meant) => format!("did you mean {meant}?"),
                None => format!("there are {}", suggest::either(expected.iter().copied())),
            };
            Violation::new(path, format!("there is no field {field}"), instead)
        }
        Problem::Missing(field) => {
            Violation::new(path, format!("{field} is missing"), format!("write {field}: ..."))
        }
        Problem::Type { found, expected } => {
            Violation::new(path, "this has the wrong type", format!("write {expected}")).found(found)
        }
        Problem::Other(text) => Violation::new(path, text.clone(), "write something else"),
    }
}

/// Takes a value out of the tree; `false` when it is not there or is the root.
fn remove(value: &mut Value, path: &[Segment]) -> bool {
    let Some((last, parents)) = path.split_last() else { return false };
    let mut at = value;
    for segment in parents {
        let next = match segment {
            Segment::Field(name) => at.get_mut(name),
            Segment::Item(index) => at.get_mut(index),
        };
        match next {
            Some(next) => at = next,
            None => return false,
        }
    }
    match (last, at) {
        (Segment::Field(name), Value::Object(map)) => map.remove(name).is_some(),
        (Segment::Item(index), Value::Array(items)) if *index < items.len() => {
            items.remove(*index);
            true
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::api::KafkaClusterSpec;

    fn found(value: Value) -> Vec<String> {
        let mut found = Vec::new();
        decode::<KafkaClusterSpec>(value, Unknown::Refused, &mut found);
        found.iter().map(Violation::to_string).collect()
    }

    #[test]
    fn every_misspelt_field_is_reported_with_what_was_probably_meant() {
        let spec = json!({"brokrs": {}, "controllers": {"replcas": 3}, "pools": [{"name": "a", "nodeIDs": {"first": 1, "last": 2}}]});
        assert_eq!(
            found(spec),
            [
                "brokrs: there is no field brokrs; did you mean brokers?",
                "controllers.replcas: there is no field replcas; did you mean replicas?",
                "pools[0].nodeIDs: there is no field nodeIDs; did you mean nodeIds?",
                "pools[0]: replicas is missing; write replicas: ...",
            ]
        );
    }

    #[test]
    fn a_wrong_type_is_reported_with_what_was_found() {
        assert_eq!(
            found(json!({"brokers": {"replicas": "three"}, "listeners": {"port": 1}})),
            [
                "brokers.replicas is \"three\": this has the wrong type; write a whole number",
                "listeners is a map: this has the wrong type; write a list",
            ]
        );
    }

    #[test]
    fn a_field_without_a_value_counts_as_absent() {
        let mut violations = Vec::new();
        let spec: KafkaClusterSpec =
            decode(json!({"brokers": null, "pools": null}), Unknown::Refused, &mut violations).unwrap();
        assert_eq!((spec, violations.len()), (KafkaClusterSpec::default(), 0));
    }

    #[test]
    fn what_is_missing_because_it_was_wrong_is_reported_once() {
        assert_eq!(
            found(json!({"pools": [{"name": 7, "replicas": 1, "nodeIds": {"first": 1, "last": 2}}]})).len(),
            1
        );
    }

    #[test]
    fn fields_that_another_version_knows_can_be_passed_over_and_nothing_else() {
        let mut violations = Vec::new();
        let spec = json!({"newer": {"a": 1}, "brokers": {"replicas": 4, "newer": true}, "pools": 7});
        let spec: KafkaClusterSpec = decode(spec, Unknown::PassedOver, &mut violations).unwrap();
        assert_eq!(spec.brokers.replicas, 4);
        let said: Vec<String> = violations.iter().map(Violation::to_string).collect();
        assert_eq!(said, ["pools is 7: this has the wrong type; write a list"]);
    }

    #[test]
    fn the_number_of_reports_is_bounded() {
        let many: serde_json::Map<String, Value> = (0..1000).map(|i| (format!("f{i}"), json!(1))).collect();
        assert_eq!(found(Value::Object(many)).len(), REPORTED_MAX);
    }
}
