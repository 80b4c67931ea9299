//! What a structural schema refuses without its rules: types, bounds, unknown and missing fields, keys of lists.

use serde_json::Value;

/// Everything in `value` that the schema's bounds refuse.
pub(crate) fn bounds(schema: &Value, value: &Value) -> Vec<String> {
    let mut found = Vec::new();
    walk("", schema, value, &mut found);
    found
}

fn walk(path: &str, schema: &Value, value: &Value, found: &mut Vec<String>) {
    let mut broken = |what: &str| found.push(format!("{path}: {what}"));
    if schema["x-kubernetes-preserve-unknown-fields"] == true {
        return;
    }
    let right_type = match schema["type"].as_str() {
        Some("object") => value.is_object(),
        Some("array") => value.is_array(),
        Some("string") => value.is_string(),
        Some("integer") => value.is_i64(),
        _ => true,
    };
    if !right_type {
        return broken("type");
    }
    if schema["enum"].as_array().is_some_and(|allowed| !allowed.contains(value)) {
        return broken("enum");
    }
    let size = match value {
        Value::Object(map) => map.len(),
        Value::Array(items) => items.len(),
        Value::String(text) => text.chars().count(),
        _ => 0,
    } as f64;
    for (keyword, allowed) in [
        ("maxProperties", value.is_object()),
        ("maxItems", value.is_array()),
        ("maxLength", value.is_string()),
    ] {
        if allowed && schema[keyword].as_f64().is_some_and(|max| size > max) {
            broken(keyword);
        }
    }
    for (keyword, allowed) in [("minItems", value.is_array()), ("minLength", value.is_string())] {
        if allowed && schema[keyword].as_f64().is_some_and(|min| size < min) {
            broken(keyword);
        }
    }
    if let Some(number) = value.as_f64() {
        if schema["maximum"].as_f64().is_some_and(|max| number > max) {
            broken("maximum");
        }
        if schema["minimum"].as_f64().is_some_and(|min| number < min) {
            broken("minimum");
        }
    }
    if let Value::Array(items) = value {
        list(path, schema, items, found);
    }
    if let Value::Object(map) = value {
        object(path, schema, map, found);
    }
}

fn list(path: &str, schema: &Value, items: &[Value], found: &mut Vec<String>) {
    let keys: Vec<&str> = schema["x-kubernetes-list-map-keys"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .collect();
    for (index, item) in items.iter().enumerate() {
        let same = |other: &Value| keys.iter().all(|key| other[*key] == item[*key]);
        if !keys.is_empty() && items[..index].iter().any(same) {
            found.push(format!("{path}[{index}]: duplicate"));
        }
        walk(&format!("{path}[{index}]"), &schema["items"], item, found);
    }
}

fn object(path: &str, schema: &Value, map: &serde_json::Map<String, Value>, found: &mut Vec<String>) {
    for name in schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str) {
        if !map.contains_key(name) {
            found.push(format!("{path}: {name} is required"));
        }
    }
    for (name, value) in map {
        let at = format!("{path}.{name}");
        let field = &schema["properties"][name];
        // The root's own fields are checked by the API server, not by the schema.
        let envelope = path.is_empty() && ["apiVersion", "kind", "metadata"].contains(&name.as_str());
        if field.is_object() {
            walk(&at, field, value, found);
        } else if schema["additionalProperties"].is_object() {
            walk(&at, &schema["additionalProperties"], value, found);
        } else if !envelope {
            found.push(format!("{at}: unknown"));
        }
    }
    if path.is_empty() && !map.get("metadata").is_some_and(|metadata| metadata["name"].is_string()) {
        found.push("metadata.name is required".into());
    }
}
