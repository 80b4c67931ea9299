//! The table of APIs.

use super::heading;
use crate::model::{Role, Section, Unit};
use crate::names::snake_case;

/// `api_key.rs`: one row per API, ordered by key.
pub(super) fn api_key_file(units: &[Unit]) -> String {
    let mut code = heading("schemas/api");
    code.push_str("\nuse crate::api::api_keys;\n\napi_keys! {\n");
    for unit in units.iter().filter(|u| u.section == Section::Api) {
        let Some(request) = unit.messages.iter().find(|m| m.role == Role::Request) else { continue };
        let flexible = request.flexible.intersect(request.versions);
        let flexible = if flexible.is_empty() { "None".into() } else { format!("Some({})", flexible.lowest) };
        let deprecated = if unit.deprecated.is_empty() {
            "None".into()
        } else {
            format!("Some(({}, {}))", unit.deprecated.lowest, unit.deprecated.highest)
        };
        let listeners: Vec<String> = unit.listeners.iter().map(|l| listener(l)).collect();
        code.push_str(&format!(
            "{} = {}, versions ({}, {}), flexible {flexible}, unstable_latest {}, deprecated {deprecated}, listeners [{}];\n",
            unit.name,
            unit.key.unwrap_or_default(),
            request.versions.lowest,
            request.versions.highest,
            unit.unstable_latest,
            listeners.join(", "),
        ));
    }
    code.push_str("}\n");
    code
}

/// `zkBroker` as `ZkBroker`.
fn listener(name: &str) -> String {
    snake_case(name)
        .split('_')
        .map(|word| {
            let (first, rest) = word.split_at(1.min(word.len()));
            first.to_ascii_uppercase() + rest
        })
        .collect()
}
