//! [`ConfigDefinition`]: one configuration.

use super::error::InvalidConfig;
use super::kind::{ConfigKind, Value};
use super::validator::Validator;

/// What is known of a configuration.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ConfigDefinition {
    /// Its name.
    pub name: &'static str,
    /// The type of its values.
    pub kind: ConfigKind,
    /// What is in force when nothing was said. Not every configuration has a value then.
    pub default: Option<&'static str>,
    /// Which values it may have.
    pub validator: Validator,
    /// What it does, in one sentence.
    pub documentation: &'static str,
    /// Whether it is shown only where it was set: made for tests.
    pub internal: bool,
}

impl ConfigDefinition {
    pub(super) const fn new(
        name: &'static str,
        kind: ConfigKind,
        default: Option<&'static str>,
        validator: Validator,
        documentation: &'static str,
    ) -> ConfigDefinition {
        ConfigDefinition { name, kind, default, validator, documentation, internal: false }
    }

    /// Reads and checks a value.
    ///
    /// # Errors
    /// When the configuration cannot have it.
    pub fn parse(&self, text: &str) -> Result<Value, InvalidConfig> {
        let value = self.kind.parse(self.name, text)?;
        self.validator.check(self.name, &value)?;
        Ok(value)
    }

    /// The value as Kafka's tools print it; as it is when it cannot be read.
    pub fn to_text(&self, text: &str) -> String {
        self.kind.parse(self.name, text).map_or_else(|_| text.to_string(), |value| value.to_text())
    }
}
