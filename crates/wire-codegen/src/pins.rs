//! What `kafka-versions.toml` pins: the two Kafka lines, the jars, and what of the legacy line stays out.
//!
//! The one reader of that file; scripts ask the command for its contents instead of reading it themselves.

use std::path::Path;

use crate::error::{CodegenError, Result};

/// The contents of `kafka-versions.toml`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pins {
    /// The line that gives names, defaults and the newest versions.
    pub base: String,
    /// The last line with ZooKeeper.
    pub legacy: String,
    /// Artefacts of `org.apache.kafka` that carry schemas.
    pub artifacts: Vec<String>,
    /// Messages of the legacy line that never were stable and stay out of the union.
    pub early_access: Vec<String>,
}

impl Pins {
    /// Reads the file at `path`.
    pub fn read(path: &Path) -> Result<Pins> {
        let text = std::fs::read_to_string(path).map_err(|source| CodegenError::File {
            action: "read",
            path: path.to_path_buf(),
            source,
        })?;
        let bad = |found: String| CodegenError::Pins { path: path.to_path_buf(), found };
        let table: toml::Table = text.parse().map_err(|e| bad(format!("not TOML: {e}")))?;
        let string = |key: &str| {
            let value = table.get(key).and_then(toml::Value::as_str);
            value.map(str::to_string).ok_or_else(|| bad(format!("no text under `{key}`")))
        };
        let strings = |key: &str| {
            let list = table.get(key).and_then(toml::Value::as_array);
            let texts = list.map(|l| l.iter().map(|v| v.as_str().map(str::to_string)).collect());
            texts.flatten().ok_or_else(|| bad(format!("no list of texts under `{key}`")))
        };
        Ok(Pins {
            base: string("base")?,
            legacy: string("legacy")?,
            artifacts: strings("artifacts")?,
            early_access: strings("early-access")?,
        })
    }
}
