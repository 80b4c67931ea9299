//! `spec.config`: untyped scalars, because people write `2`, `false` and `"x"`, and Kafka reads text.

use std::collections::BTreeMap;
use std::fmt;

use serde::de::{Deserialize, Deserializer, Error, Visitor};
use serde::{Deserialize as DeriveDeserialize, Serialize};

/// Kafka properties, in the order of their names.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, DeriveDeserialize)]
#[serde(transparent)]
pub struct Config(pub BTreeMap<String, ConfigValue>);

impl Config {
    /// Whether no property is given.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The value of a property as Kafka reads it.
    pub fn get(&self, key: &str) -> Option<&str> {
        self.0.get(key).map(|value| value.0.as_str())
    }
}

impl<const N: usize> From<[(&str, &str); N]> for Config {
    fn from(pairs: [(&str, &str); N]) -> Self {
        Config(pairs.into_iter().map(|(key, value)| (key.into(), ConfigValue(value.into()))).collect())
    }
}

/// One value, as the text that Kafka reads: `2`, `false` and `"x"` in a manifest become `2`, `false` and `x`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct ConfigValue(pub String);

impl fmt::Display for ConfigValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for ConfigValue {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Scalar)
    }
}

struct Scalar;

impl Visitor<'_> for Scalar {
    type Value = ConfigValue;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a number, true, false or text")
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<ConfigValue, E> {
        Ok(ConfigValue(value.to_string()))
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<ConfigValue, E> {
        Ok(ConfigValue(value.to_string()))
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<ConfigValue, E> {
        Ok(ConfigValue(value.to_string()))
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<ConfigValue, E> {
        Ok(ConfigValue(value.to_string()))
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<ConfigValue, E> {
        Ok(ConfigValue(value.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scalars_of_every_type_become_the_text_that_kafka_reads() {
        let config: Config = serde_json::from_str(
            r#"{"a": 2, "b": false, "c": "x", "d": 0.5, "e": -1, "f": 9223372036854775807}"#,
        )
        .unwrap();
        let text: Vec<&str> = config.0.values().map(|v| v.0.as_str()).collect();
        assert_eq!(text, ["2", "false", "x", "0.5", "-1", "9223372036854775807"]);
    }

    #[test]
    fn a_list_a_map_or_nothing_is_no_value() {
        for wrong in [r#"{"a": [1]}"#, r#"{"a": {"b": 1}}"#, r#"{"a": null}"#] {
            assert!(serde_json::from_str::<Config>(wrong).is_err(), "{wrong}");
        }
    }
}
