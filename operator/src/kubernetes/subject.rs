//! [`Subject`]: a KafkaCluster as the API server has it, whether its spec can be read or not. Pure.
//!
//! What an API server takes is more than what can be meant: values of `spec.config` have no type there. A spec that cannot
//! be read must neither stop the watch of all others nor go without a word, so it is read here, by the reader that the
//! command line uses, and refused with its sentences.

use k8s_openapi::api::core::v1::ObjectReference;
use serde_json::{Value, json};

use super::names::Names;
use super::server::uid_of;
use crate::api::status::KafkaClusterStatus;
use crate::api::{API_VERSION, KIND, Manifest};
use crate::validate::{Violation, read_object};

/// A KafkaCluster.
#[derive(Clone, Debug)]
pub struct Subject {
    /// Its uid: one that is made anew under the same name is another.
    pub uid: String,
    /// The generation of its spec.
    pub generation: Option<i64>,
    /// Whether it is being deleted.
    pub deleting: bool,
    /// What is wanted; what is wrong with it where it cannot be read.
    pub manifest: Result<Manifest, Vec<Violation>>,
    /// What was told last, where that can be read.
    pub status: Option<KafkaClusterStatus>,
    /// What Events are about.
    pub reference: ObjectReference,
}

impl Subject {
    /// A KafkaCluster from its object.
    pub fn of(names: &Names, object: &Value) -> Subject {
        let uid = uid_of(object).to_owned();
        let metadata = |name: &str| object.get("metadata").and_then(|metadata| metadata.get(name));
        let generation = metadata("generation").and_then(Value::as_i64);
        let meant = json!({
            "apiVersion": API_VERSION,
            "kind": KIND,
            "metadata": {"name": names.cluster, "namespace": names.namespace, "generation": generation},
            "spec": object.get("spec").cloned().unwrap_or_else(|| json!({})),
        });
        Subject {
            generation,
            deleting: metadata("deletionTimestamp").is_some(),
            manifest: read_object(meant),
            status: object.get("status").and_then(|status| serde_json::from_value(status.clone()).ok()),
            reference: ObjectReference {
                api_version: Some(API_VERSION.into()),
                kind: Some(KIND.into()),
                name: Some(names.cluster.clone()),
                namespace: Some(names.namespace.clone()),
                uid: Some(uid.clone()),
                ..ObjectReference::default()
            },
            uid,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn subject(spec: Value) -> Subject {
        let names = Names { cluster: "q".into(), namespace: "ns".into() };
        Subject::of(&names, &json!({"metadata": {"name": "q", "uid": "u", "generation": 4}, "spec": spec}))
    }

    #[test]
    fn a_spec_is_read_with_its_generation() {
        let subject = subject(json!({"brokers": {"replicas": 5}, "config": {"num.partitions": 3}}));
        let manifest = subject.manifest.unwrap();
        assert_eq!((manifest.spec.brokers.replicas, manifest.metadata.generation), (5, Some(4)));
        assert_eq!((subject.uid.as_str(), subject.deleting, subject.status), ("u", false, None));
    }

    #[test]
    fn a_definition_that_is_newer_than_the_operator_spoils_no_spec() {
        let manifest = subject(json!({"brokers": {"replicas": 5}, "notKnownYet": "Keep"})).manifest.unwrap();
        assert_eq!(manifest.spec.brokers.replicas, 5);
    }

    #[test]
    fn a_spec_that_cannot_be_read_is_refused_with_the_sentences_of_the_command_line() {
        let violations = subject(json!({"config": {"x": [1]}})).manifest.unwrap_err();
        assert_eq!(
            violations[0].to_string(),
            "spec.config.x is a list: this has the wrong type; write a number, true, false or text"
        );
    }
}
