//! [`ConfigKind`] and [`Value`]: the types of configurations and how their values are read (`ConfigDef.parseType`).

use super::error::InvalidConfig;

/// The type of a configuration's values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(i8)]
pub enum ConfigKind {
    /// `true` or `false`.
    Boolean = 1,
    /// Text.
    String = 2,
    /// A 32-bit number.
    Int = 3,
    /// A 16-bit number.
    Short = 4,
    /// A 64-bit number.
    Long = 5,
    /// A floating point number.
    Double = 6,
    /// Texts between commas.
    List = 7,
    /// The name of a Java class. Kept as text: there are none here.
    Class = 8,
    /// Text that is never told.
    Password = 9,
}

/// A value, read.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// Of a [`ConfigKind::Boolean`].
    Boolean(bool),
    /// Of a [`ConfigKind::Int`], [`ConfigKind::Short`] or [`ConfigKind::Long`].
    Number(i64),
    /// Of a [`ConfigKind::Double`].
    Double(f64),
    /// Of a [`ConfigKind::String`], [`ConfigKind::Class`] or [`ConfigKind::Password`].
    Text(String),
    /// Of a [`ConfigKind::List`].
    List(Vec<String>),
}

impl ConfigKind {
    /// The number in a DescribeConfigs response.
    pub fn to_wire(self) -> i8 {
        self as i8
    }

    /// Whether values may not be told.
    pub fn is_sensitive(self) -> bool {
        self == ConfigKind::Password
    }

    /// Reads a value.
    ///
    /// # Errors
    /// When the text is no value of the type.
    pub fn parse(self, name: &str, text: &str) -> Result<Value, InvalidConfig> {
        let trimmed = text.trim();
        let wrong = |expected| InvalidConfig::value(name, text, expected);
        match self {
            ConfigKind::Boolean if trimmed.eq_ignore_ascii_case("true") => Ok(Value::Boolean(true)),
            ConfigKind::Boolean if trimmed.eq_ignore_ascii_case("false") => Ok(Value::Boolean(false)),
            ConfigKind::Boolean => Err(wrong("expected is true or false")),
            ConfigKind::Int => trimmed
                .parse::<i32>()
                .map(|n| Value::Number(n.into()))
                .map_err(|_| wrong("not a number of type INT")),
            ConfigKind::Short => trimmed
                .parse::<i16>()
                .map(|n| Value::Number(n.into()))
                .map_err(|_| wrong("not a number of type SHORT")),
            ConfigKind::Long => {
                trimmed.parse().map(Value::Number).map_err(|_| wrong("not a number of type LONG"))
            }
            ConfigKind::Double => match trimmed.parse::<f64>() {
                Ok(number) if !number.is_nan() => Ok(Value::Double(number)),
                _ => Err(wrong("not a number of type DOUBLE")),
            },
            ConfigKind::List if trimmed.is_empty() => Ok(Value::List(Vec::new())),
            ConfigKind::List => {
                Ok(Value::List(trimmed.split(',').map(|part| part.trim().to_string()).collect()))
            }
            ConfigKind::String | ConfigKind::Class | ConfigKind::Password => {
                Ok(Value::Text(trimmed.to_string()))
            }
        }
    }
}

impl Value {
    /// The number, of a numeric type.
    pub fn number(&self) -> Option<i64> {
        match self {
            Value::Number(number) => Some(*number),
            _ => None,
        }
    }

    /// The value as Kafka's tools print it (`ConfigDef.convertToString`).
    pub fn to_text(&self) -> String {
        match self {
            Value::Boolean(value) => value.to_string(),
            Value::Number(value) => value.to_string(),
            Value::Double(value) => format!("{value:?}").replace('e', "E"),
            Value::Text(value) => value.clone(),
            Value::List(values) => values.join(","),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_read_as_kafka_reads_them() {
        let text = |kind: ConfigKind, text: &str| kind.parse("x", text).map(|value| value.to_text()).ok();
        assert_eq!(text(ConfigKind::Boolean, " TRUE ").as_deref(), Some("true"));
        assert_eq!(text(ConfigKind::Boolean, "yes"), None);
        assert_eq!(text(ConfigKind::Int, " -1 ").as_deref(), Some("-1"));
        assert_eq!(text(ConfigKind::Int, "2147483648"), None);
        assert_eq!(text(ConfigKind::Long, "2147483648").as_deref(), Some("2147483648"));
        assert_eq!(text(ConfigKind::Long, "1e3"), None);
        assert_eq!(text(ConfigKind::Double, "1").as_deref(), Some("1.0"));
        assert_eq!(text(ConfigKind::Double, "NaN"), None);
        assert_eq!(text(ConfigKind::List, " a , b,c ").as_deref(), Some("a,b,c"));
        assert_eq!(text(ConfigKind::List, "").as_deref(), Some(""));
        assert_eq!(
            text(ConfigKind::Double, "1.7976931348623157E308").as_deref(),
            Some("1.7976931348623157E308")
        );
    }
}
