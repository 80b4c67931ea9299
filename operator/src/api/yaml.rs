//! YAML text to values and back: the only place that names `serde_yaml`, so that another reader is a change of one file.
//!
//! Reading takes what `kubectl` takes: several documents, JSON, anchors and merge keys. It refuses what would be read
//! differently elsewhere (the same key twice, tags), and never reads more than [`limits::MANIFEST_BYTES_MAX`].

use serde::{Deserialize, Serialize};
use serde_json::{Map, Number, Value};

use super::limits;

/// Why a text could not be read as YAML, or a value not written.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum YamlError {
    /// The text breaks YAML's grammar, or says the same key twice.
    #[error("not YAML: {what}{}", position(*.line, *.column))]
    Syntax {
        /// The parser's words.
        what: String,
        /// Line, counted from 1; 0 when it is not known.
        line: usize,
        /// Column, counted from 1; 0 when it is not known.
        column: usize,
    },
    /// A value that JSON, and so Kubernetes, has no form for.
    #[error("{what}, which a manifest cannot hold; write plain text, numbers, true, false, lists and maps")]
    NotJson {
        /// What was found.
        what: String,
    },
    /// More text than a manifest has.
    #[error("the text has {bytes} bytes, and a manifest at most {max}; split it", max = limits::MANIFEST_BYTES_MAX)]
    TooLarge {
        /// Its length.
        bytes: usize,
    },
    /// A value could not be written as YAML.
    #[error("cannot be written as YAML: {what}")]
    Unwritable {
        /// The writer's words.
        what: String,
    },
}

fn position(line: usize, column: usize) -> String {
    if line == 0 { String::new() } else { format!(" (line {line}, column {column})") }
}

/// The documents of a text, in order; those that hold nothing (comments, a `---` too many) are left out.
pub fn documents(text: &str) -> Result<Vec<Value>, YamlError> {
    if text.len() > limits::MANIFEST_BYTES_MAX {
        return Err(YamlError::TooLarge { bytes: text.len() });
    }
    let mut documents = Vec::new();
    for document in serde_yaml::Deserializer::from_str(text) {
        let mut value = serde_yaml::Value::deserialize(document).map_err(syntax)?;
        value.apply_merge().map_err(syntax)?;
        if !value.is_null() {
            documents.push(json(value)?);
        }
    }
    Ok(documents)
}

/// A value as YAML.
pub fn print<T: Serialize>(value: &T) -> Result<String, YamlError> {
    serde_yaml::to_string(value).map_err(|e| YamlError::Unwritable { what: e.to_string() })
}

fn syntax(error: serde_yaml::Error) -> YamlError {
    let (line, column) = error.location().map_or((0, 0), |at| (at.line(), at.column()));
    let what = error.to_string().replacen(&format!(" at line {line} column {column}"), "", 1);
    YamlError::Syntax { what, line, column }
}

fn json(value: serde_yaml::Value) -> Result<Value, YamlError> {
    use serde_yaml::Value as Yaml;
    Ok(match value {
        Yaml::Null => Value::Null,
        Yaml::Bool(truth) => Value::Bool(truth),
        Yaml::Number(number) => Value::Number(json_number(&number)?),
        Yaml::String(text) => Value::String(text),
        Yaml::Sequence(items) => Value::Array(items.into_iter().map(json).collect::<Result<_, _>>()?),
        Yaml::Mapping(entries) => {
            let mut map = Map::new();
            for (key, value) in entries {
                let key = json_key(key)?;
                if map.insert(key.clone(), json(value)?).is_some() {
                    let what = format!("duplicate entry with key \"{key}\"");
                    return Err(YamlError::Syntax { what, line: 0, column: 0 });
                }
            }
            Value::Object(map)
        }
        Yaml::Tagged(tagged) => {
            return Err(YamlError::NotJson { what: format!("the tag {} was found", tagged.tag) });
        }
    })
}

fn json_number(number: &serde_yaml::Number) -> Result<Number, YamlError> {
    let whole = number.as_i64().map(Number::from).or_else(|| number.as_u64().map(Number::from));
    whole
        .or_else(|| number.as_f64().and_then(Number::from_f64))
        .ok_or_else(|| YamlError::NotJson { what: format!("the number {number} was found") })
}

/// Kubernetes reads `9092: x` as the key "9092".
fn json_key(key: serde_yaml::Value) -> Result<String, YamlError> {
    match json(key)? {
        Value::String(text) => Ok(text),
        Value::Number(number) => Ok(number.to_string()),
        Value::Bool(truth) => Ok(truth.to_string()),
        other => Err(YamlError::NotJson { what: format!("the key {other} was found") }),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn documents_that_hold_nothing_are_left_out() {
        let text = "# only words\n---\n---\na: 1\n---\nb: 2\n---\n";
        assert_eq!(documents(text).unwrap(), [json!({"a": 1}), json!({"b": 2})]);
        assert!(documents("").unwrap().is_empty());
        assert!(documents("# nothing\n").unwrap().is_empty());
    }

    #[test]
    fn a_broken_text_is_refused_with_its_place() {
        let Err(YamlError::Syntax { line, column, .. }) = documents("a: 1\nb: [1,\nc: }\n") else {
            panic!("read as YAML");
        };
        assert!(line >= 2 && column >= 1, "line {line}, column {column}");
    }

    #[test]
    fn the_same_key_twice_is_refused() {
        for text in ["a: 1\na: 2\n", "a:\n  b: 1\n  b: 1\n", "1: a\n\"1\": b\n"] {
            let error = documents(text).unwrap_err().to_string();
            assert!(error.contains("duplicate"), "{text}: {error}");
        }
    }

    #[test]
    fn what_json_cannot_hold_is_refused() {
        for text in ["a: !secret x\n", "a: .nan\n", "a: .inf\n", "? [1]\n: x\n"] {
            assert!(documents(text).is_err(), "{text}");
        }
    }

    #[test]
    fn anchors_and_merge_keys_are_followed_but_not_without_end() {
        let text = "base: &base {a: 1, b: 2}\nx: {<<: *base, b: 3}\n";
        assert_eq!(documents(text).unwrap()[0]["x"], json!({"a": 1, "b": 3}));
        let mut bomb = String::from("l0: &l0 [x, x, x, x, x, x, x, x, x, x]\n");
        for level in 1..12 {
            let again = vec![format!("*l{}", level - 1); 10].join(", ");
            bomb.push_str(&format!("l{level}: &l{level} [{again}]\n"));
        }
        assert!(documents(&bomb).is_err());
        assert!(documents(&"[".repeat(100_000)).is_err());
    }

    #[test]
    fn a_text_above_the_limit_is_not_read() {
        let text = " ".repeat(limits::MANIFEST_BYTES_MAX + 1);
        assert_eq!(documents(&text), Err(YamlError::TooLarge { bytes: text.len() }));
    }
}
