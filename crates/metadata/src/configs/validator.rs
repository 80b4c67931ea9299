//! [`Validator`]: which values a configuration may have beyond its type (`ConfigDef.Validator`).

use super::error::InvalidConfig;
use super::kind::Value;

/// A limit on values.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Validator {
    /// All of the type.
    Any,
    /// Numbers from here on.
    AtLeast(i64),
    /// Numbers from here to there.
    Between(i64, i64),
    /// Numbers from here to there, or -1.
    BetweenOrMinusOne(i64, i64),
    /// Floating point numbers from here to there.
    DoubleBetween(f64, f64),
    /// One of these.
    OneOf(&'static [&'static str]),
    /// A list of these, none twice.
    ListOf(&'static [&'static str]),
    /// A list with no value twice and none empty.
    Distinct,
    /// `*`, or pairs of partition and broker as `partition:broker`.
    ThrottledReplicas,
}

impl Validator {
    /// Checks a value.
    ///
    /// # Errors
    /// When the configuration may not have it.
    pub fn check(&self, name: &str, value: &Value) -> Result<(), InvalidConfig> {
        let wrong = |reason: String| Err(InvalidConfig::value(name, &value.to_text(), reason));
        match (self, value) {
            (Validator::AtLeast(min), Value::Number(n)) if n < min => {
                wrong(format!("Value must be at least {min}"))
            }
            (Validator::Between(min, max), Value::Number(n)) if n < min || n > max => {
                wrong(format!("Value must be at least {min} and no more than {max}"))
            }
            (Validator::BetweenOrMinusOne(min, max), Value::Number(n))
                if *n != -1 && (n < min || n > max) =>
            {
                wrong(format!("Value must be between {min} and {max} or equal to -1"))
            }
            (Validator::DoubleBetween(min, max), Value::Double(n)) if n < min || n > max => {
                wrong(format!("Value must be at least {min} and no more than {max}"))
            }
            (Validator::OneOf(allowed), Value::Text(text)) if !allowed.contains(&text.as_str()) => {
                wrong(format!("String must be one of: {}", allowed.join(", ")))
            }
            (Validator::ListOf(allowed), Value::List(values)) => {
                distinct(name, values)?;
                match values.iter().find(|value| !allowed.contains(&value.as_str())) {
                    Some(_) => wrong(format!("String must be one of: {}", allowed.join(", "))),
                    None => Ok(()),
                }
            }
            (Validator::Distinct, Value::List(values)) => distinct(name, values),
            (Validator::ThrottledReplicas, Value::List(values)) => {
                let all = values.len() == 1 && values[0] == "*";
                if all || values.iter().all(|value| is_replica(value)) {
                    return Ok(());
                }
                wrong(
                    "must be '*' or a list of [partitionId]:[brokerId],[partitionId]:[brokerId],..."
                        .to_string(),
                )
            }
            _ => Ok(()),
        }
    }
}

fn distinct(name: &str, values: &[String]) -> Result<(), InvalidConfig> {
    let text = || values.join(",");
    if values.iter().any(String::is_empty) {
        return Err(InvalidConfig::value(name, &text(), "values must not be empty"));
    }
    let twice = values.iter().enumerate().any(|(at, value)| values[..at].contains(value));
    if twice { Err(InvalidConfig::value(name, &text(), "values must not be duplicated")) } else { Ok(()) }
}

fn is_replica(text: &str) -> bool {
    let number = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    text.is_empty()
        || text.split_once(':').is_some_and(|(partition, broker)| number(partition) && number(broker))
}
