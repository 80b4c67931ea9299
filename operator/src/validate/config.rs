//! `spec.config`: property by property. How properties fit together is [`super::replication`]'s.

use std::collections::BTreeMap;

use super::{Violation, Warning, kafka_properties, owned, suggest};
use crate::api::{Config, limits};

const PATH: &str = "spec.config";

/// Checks each property; what is returned is usable only when nothing was found.
pub(super) fn check(
    config: &Config,
    found: &mut Vec<Violation>,
    warnings: &mut Vec<Warning>,
) -> BTreeMap<String, String> {
    if config.0.len() > limits::CONFIG_ENTRIES_MAX as usize {
        let wrong = format!("there are at most {} properties", limits::CONFIG_ENTRIES_MAX);
        found.push(Violation::new(PATH, wrong, "use fewer").found(format!("{} properties", config.0.len())));
        return BTreeMap::new();
    }
    for (key, value) in &config.0 {
        let path = format!("{PATH}.{key}");
        let value = value.0.as_str();
        if let Some(violation) = form(key, value) {
            found.push(violation);
        } else if let Some(owned) = owned::owner_of(key) {
            found.push(Violation::new(path, owned.wrong, owned.instead));
        } else if let Some(kind) = kafka_properties::kind_of(key) {
            if !kind.accepts(value) {
                let violation = Violation::new(path, "Kafka could not read this value", kind.wanted());
                found.push(violation.found(format!("{value:?}")));
            }
        } else if !key.starts_with("listener.name.") {
            warnings.push(unknown(path, key));
        }
    }
    config.0.iter().map(|(key, value)| (key.clone(), value.0.trim().to_owned())).collect()
}

/// What could not be written into a properties file, or would be read as something else.
fn form(key: &str, value: &str) -> Option<Violation> {
    let key_is_plain = key.bytes().all(|b| b.is_ascii_alphanumeric() || b"._-".contains(&b));
    if key.is_empty() || key.len() > limits::CONFIG_KEY_MAX || !key_is_plain {
        let shown: String = key.chars().take(40).collect();
        let wrong = format!("{shown:?} cannot be a property's name");
        return Some(Violation::new(PATH, wrong, "write letters, digits, dots, dashes and underscores"));
    }
    if value.len() > limits::CONFIG_VALUE_MAX {
        let instead = format!("write at most {} bytes", limits::CONFIG_VALUE_MAX);
        let path = format!("{PATH}.{key}");
        return Some(
            Violation::new(path, "the value is too long", instead).found(format!("{} bytes", value.len())),
        );
    }
    if value.chars().any(char::is_control) {
        let path = format!("{PATH}.{key}");
        return Some(Violation::new(
            path,
            "the value has line breaks or control characters",
            "write it in one line",
        ));
    }
    None
}

fn unknown(path: String, key: &str) -> Warning {
    let sentence = match suggest::nearest(key, kafka_properties::names()) {
        Some(meant) => {
            format!("Kafka 4.3 knows no such property and it is passed on as it is; did you mean {meant}?")
        }
        None => "Kafka 4.3 knows no such property; it is passed on as it is".to_owned(),
    };
    Warning { path, sentence }
}
