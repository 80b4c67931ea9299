//! Whether what exists is what is wanted. Pure.
//!
//! An API server fills in defaults and other controllers write fields of their own, so what exists always has more than
//! what was applied. It is as wanted where everything that is wanted stands in it, and where it carries the hash of what is
//! wanted: without the latter a field that was wanted before would stay unnoticed.

use serde_json::Value;

use super::names::ANNOTATION_APPLIED;

/// Whether an object that exists must be applied anew.
pub fn differs(live: &Value, wanted: &Value) -> bool {
    let hash = |object: &Value| {
        let annotations = object.pointer("/metadata/annotations")?;
        Some(annotations.get(ANNOTATION_APPLIED)?.as_str()?.to_owned())
    };
    hash(live) != hash(wanted) || !contains(live, wanted)
}

/// Whether everything that is wanted stands in what exists: maps may have more, lists not.
fn contains(live: &Value, wanted: &Value) -> bool {
    match (live, wanted) {
        (Value::Object(live), Value::Object(wanted)) => {
            wanted.iter().all(|(key, value)| live.get(key).is_some_and(|live| contains(live, value)))
        }
        (Value::Array(live), Value::Array(wanted)) => {
            live.len() == wanted.len() && live.iter().zip(wanted).all(|(live, wanted)| contains(live, wanted))
        }
        (live, wanted) => live == wanted,
    }
}

/// 64 bits of FNV-1a over an object, whatever the order of its maps, in hex.
pub fn fingerprint(object: &Value) -> String {
    let mut hash = 0xcbf2_9ce4_8422_2325;
    take_in(&mut hash, object);
    format!("{hash:016x}")
}

fn take_in(hash: &mut u64, value: &Value) {
    match value {
        Value::Object(map) => {
            let mut keys: Vec<&String> = map.keys().collect();
            keys.sort();
            bytes(hash, b"{");
            for key in keys {
                bytes(hash, &(key.len() as u64).to_le_bytes());
                bytes(hash, key.as_bytes());
                take_in(hash, &map[key]);
            }
            bytes(hash, b"}");
        }
        Value::Array(items) => {
            bytes(hash, b"[");
            items.iter().for_each(|item| take_in(hash, item));
            bytes(hash, b"]");
        }
        scalar => {
            let text = scalar.to_string();
            bytes(hash, &(text.len() as u64).to_le_bytes());
            bytes(hash, text.as_bytes());
        }
    }
}

fn bytes(hash: &mut u64, bytes: &[u8]) {
    for byte in bytes {
        *hash = (*hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn sealed(object: Value) -> Value {
        crate::kubernetes::render::sealed(object)
    }

    #[test]
    fn defaults_and_fields_of_others_are_no_difference() {
        let wanted = sealed(json!({"metadata": {"name": "a"}, "spec": {"ports": [{"port": 1}]}}));
        let mut live = wanted.clone();
        live["spec"]["ports"][0]["protocol"] = "TCP".into();
        live["status"] = json!({"x": 1});
        live["metadata"]["annotations"]["other"] = "y".into();
        assert!(!differs(&live, &wanted));
    }

    #[test]
    fn what_was_changed_taken_away_or_is_no_longer_wanted_is_a_difference() {
        let wanted = sealed(json!({"metadata": {"name": "a"}, "spec": {"a": 1, "list": [1, 2]}}));
        let change = |change: &dyn Fn(&mut Value)| {
            let mut live = wanted.clone();
            change(&mut live);
            differs(&live, &wanted)
        };
        assert!(!change(&|_| ()));
        assert!(change(&|live| live["spec"]["a"] = 2.into()));
        assert!(change(&|live| live["spec"] = json!({"a": 1})));
        assert!(change(&|live| live["spec"]["list"] = json!([1, 2, 3])));
        let before = sealed(json!({"metadata": {"name": "a"}, "spec": {"a": 1, "b": 1, "list": [1, 2]}}));
        assert!(differs(&before, &wanted));
    }
}
