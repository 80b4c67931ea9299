//! The custom resource definition and the Rust that checks manifests agree, over the whole corpus and in the same words.
//!
//! `kube` evaluates the CEL rules; the bounds of the schema are walked here. What this cannot show, that an API server
//! accepts the definition and reckons its rules cheap enough, is shown where one runs.
#![cfg(feature = "cel")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may end at once")]

mod corpus;

use corpus::schema::bounds;
use corpus::{Case, cases, text_of};
use ferryman_operator::api::{Cpu, KafkaCluster, limits, rules, yaml};
use kube::CustomResourceExt;
use kube::core::cel::{Validator, apply_defaults};
use serde_json::Value;

fn schema() -> Value {
    let crd = serde_json::to_value(KafkaCluster::crd()).unwrap();
    crd["spec"]["versions"][0]["schema"]["openAPIV3Schema"].clone()
}

fn object(schema: &Value, text: &str) -> Value {
    let mut value = yaml::documents(text).unwrap().remove(0);
    drop_nulls(&mut value);
    apply_defaults(schema, &value)
}

/// An API server takes a field without a value for absent.
fn drop_nulls(value: &mut Value) {
    match value {
        Value::Object(map) => {
            map.retain(|_, value| !value.is_null());
            map.values_mut().for_each(drop_nulls);
        }
        Value::Array(items) => items.iter_mut().for_each(drop_nulls),
        _ => {}
    }
}

/// What the definition says of a manifest: broken bounds, and the sentences of broken rules.
fn refusals(schema: &Value, case: &Case) -> (Vec<String>, Vec<String>) {
    let new = object(schema, &case.text);
    let old = case.replaces.as_deref().map(|path| object(schema, &text_of(path)));
    let broken = Validator::new().validate(schema, &new, old.as_ref());
    let sentences = broken.err().map(|errors| errors.into_vec()).unwrap_or_default();
    (bounds(schema, &new), sentences.into_iter().map(|error| error.message).collect())
}

#[test]
fn the_definition_and_the_command_line_give_the_same_verdict() {
    let schema = schema();
    let mut wrong = Vec::new();
    for (folder, refused) in [("good", false), ("bad", true)] {
        for case in cases(folder).iter().filter(|case| !case.file_only) {
            let (bounds, sentences) = refusals(&schema, case);
            let says_no = !(bounds.is_empty() && sentences.is_empty());
            if says_no != (refused && !case.api_server_accepts) {
                wrong.push(format!("{folder}/{}: {bounds:?} {sentences:?}", case.name));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_broken_rule_is_told_in_the_same_words_by_both() {
    let schema = schema();
    let mut seen = std::collections::BTreeSet::new();
    for case in cases("bad").iter().filter(|case| !case.file_only && !case.api_server_accepts) {
        let (bounds, sentences) = refusals(&schema, case);
        for (name, rule) in rules::ALL {
            let rust = case.says.iter().any(|line| line.ends_with(&format!(": {}", rule.sentence)));
            let cel = sentences.iter().any(|sentence| sentence == rule.sentence);
            if rust {
                seen.insert(*name);
            }
            // Where a bound is broken too, the value cannot be trusted and either may stop early.
            assert!(rust == cel || !bounds.is_empty(), "{}: {name}: Rust {rust}, CEL {cel}", case.name);
        }
    }
    let all: std::collections::BTreeSet<&str> = rules::ALL.iter().map(|(name, _)| *name).collect();
    assert_eq!(seen, all, "the corpus breaks every rule at least once");
}

#[test]
fn the_definition_and_the_command_line_read_the_same_amounts_of_cpu() {
    let schema = serde_json::json!({"type": "string", "x-kubernetes-validations": [
        {"rule": rules::CPU.cel, "message": rules::CPU.sentence},
    ]});
    let bound = usize::try_from(limits::CPU_MAX).unwrap();
    let parts = [
        "", "0", "1", "05", "12", "999", "00", "000", "001", "010", "0001", "99999", "100000", "99999999",
        "x",
    ];
    let texts = parts.iter().flat_map(|front| {
        let ends = parts.iter().flat_map(move |back| [format!("{front}.{back}"), format!("{front}.{back}m")]);
        ends.chain([(*front).to_owned(), format!("{front}m"), format!("{front}M"), format!("-{front}")])
    });
    let (mut read, mut refused) = (0, 0);
    for text in texts {
        let cel = Validator::new().validate(&schema, &Value::from(text.as_str()), None).is_ok();
        let rust = Cpu::new(text.as_str()).millis().is_ok();
        assert_eq!(cel, rust, "{text}");
        assert!(!rust || text.len() <= bound, "{text} is longer than the definition allows");
        *(if rust { &mut read } else { &mut refused }) += 1;
    }
    assert!(read > 20 && refused > 100, "{read} read, {refused} refused");
}

#[test]
fn the_checked_in_definition_is_the_generated_one() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../crds/kafkaclusters.ferryman.dev.yaml");
    let checked_in = std::fs::read_to_string(path).unwrap();
    let generated = yaml::print(&KafkaCluster::crd()).unwrap();
    assert!(checked_in == generated, "run make generate: {path} is not what ferryman-crds prints");
    assert!(generated.len() <= 120_000, "{} bytes", generated.len());
}

#[test]
fn every_field_that_people_see_is_described_and_every_list_bounded() {
    fn walk(path: &str, schema: &Value, wrong: &mut Vec<String>) {
        for (name, field) in schema["properties"].as_object().into_iter().flatten() {
            let path = format!("{path}.{name}");
            if field["description"].as_str().is_none_or(|text| text.len() < 8) {
                wrong.push(format!("{path} is not described"));
            }
            if field["type"] == "array" && !field["maxItems"].is_u64() {
                wrong.push(format!("{path} has no maximum"));
            }
            if field["type"] == "array" && !field["x-kubernetes-list-type"].is_string() {
                wrong.push(format!("{path} has no list type"));
            }
            if field["additionalProperties"].is_object() && !field["maxProperties"].is_u64() {
                wrong.push(format!("{path} has no maximum"));
            }
            walk(&path, field, wrong);
            walk(&format!("{path}[]"), &field["items"], wrong);
        }
    }
    let mut wrong = Vec::new();
    let schema = schema();
    for part in ["spec", "status"] {
        walk(part, &schema["properties"][part], &mut wrong);
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
