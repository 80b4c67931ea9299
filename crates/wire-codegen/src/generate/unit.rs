//! One file per unit: its messages, their structs, and what ties a request to its response.

use std::collections::{BTreeMap, BTreeSet};

use super::shape::Shape;
use super::structs::struct_code;
use super::{heading, module_name};
use crate::error::Result;
use crate::model::{Message, Role, Section, Unit};

/// The source of the unit's module.
pub(super) fn unit_file(unit: &Unit) -> Result<String> {
    let source = format!("schemas/{}/{}.schema", unit.section.directory(), module_name(unit));
    let mut code = heading(&source);
    code.push_str("\nuse crate::codec::prelude::*;\n");
    let twice = names_used_twice(unit);
    for message in &unit.messages {
        let inner_module = role_module(message.role);
        let paths: BTreeMap<String, String> =
            twice.iter().map(|name| (name.clone(), format!("{inner_module}::{name}"))).collect();
        let shape = Shape::new(message, paths)?;
        code.push_str(&struct_code(
            &shape,
            &message.name,
            &about(unit, message),
            &message.fields,
            message.versions,
        )?);
        code.push_str(&message_impl(unit, message));
        let mut inside = String::new();
        for inner in &message.structs {
            let context = shape.context(&inner.name);
            if context.is_empty() {
                continue;
            }
            let about = format!("Part of [`{}`].", message.name);
            let text = struct_code(&shape, &inner.name, &about, &inner.fields, context)?;
            if twice.contains(&inner.name) { inside.push_str(&text) } else { code.push_str(&text) }
        }
        if !inside.is_empty() {
            code.push_str(&format!(
                "\n/// Structs of [`{}`] whose names its counterpart uses too.\npub mod {inner_module} {{\nuse super::*;\n{inside}}}\n",
                message.name
            ));
        }
    }
    Ok(code)
}

/// Struct names that both messages of the unit use. They are told apart by a module, the rest stand side by side.
fn names_used_twice(unit: &Unit) -> BTreeSet<String> {
    let mut seen = BTreeSet::new();
    let mut twice = BTreeSet::new();
    for inner in unit.messages.iter().flat_map(|m| &m.structs) {
        if !seen.insert(&inner.name) {
            twice.insert(inner.name.clone());
        }
    }
    twice
}

fn role_module(role: Role) -> &'static str {
    match role {
        Role::Data => "data",
        other => other.keyword(),
    }
}

fn about(unit: &Unit, message: &Message) -> String {
    let key = match (unit.section, unit.key) {
        (Section::Api, Some(key)) => format!("API key {key}, "),
        (_, Some(key)) => format!("record type {key}, "),
        (_, None) => String::new(),
    };
    let unstable =
        if unit.unstable_latest { format!(", {} unstable", message.versions.highest) } else { String::new() };
    format!("`{}`: {key}versions {}{unstable}.", message.name, message.versions)
}

fn message_impl(unit: &Unit, message: &Message) -> String {
    let flexible = message.flexible.intersect(message.versions);
    let flexible = if flexible.is_empty() { "None".into() } else { format!("Some({})", flexible.lowest) };
    let mut code = format!(
        "\nmessage!({}, {}, {}, {flexible});\n",
        message.name, message.versions.lowest, message.versions.highest
    );
    if unit.section == Section::Api && message.role == Role::Request {
        let response = unit.messages.iter().find(|m| m.role == Role::Response);
        if let Some(response) = response {
            code.push_str(&format!("request!({}, {}, {});\n", message.name, unit.name, response.name));
        }
    }
    code
}
