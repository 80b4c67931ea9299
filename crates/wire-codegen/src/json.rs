//! Reads Kafka's own JSON schemas into the model.
//!
//! Takes facts only: descriptions, comments, `entityType` and `zeroCopy` are left behind. Promises to fail on any key or
//! type it does not know, so that a new Kafka cannot add a rule unnoticed. Does not merge and does not judge layouts.

use std::path::{Path, PathBuf};

use serde_json::{Map, Value};

use crate::error::{CodegenError, Result};
use crate::model::{Field, Kind, Message, Role, Struct};
use crate::versions::Versions;

/// One JSON schema: a message and the facts that belong to its unit rather than to itself.
#[derive(Debug, Clone)]
pub struct Source {
    /// The message.
    pub message: Message,
    /// Kafka's `type`: `request`, `metadata`, `coordinator-key`, ...
    pub category: String,
    /// API key or record type.
    pub key: Option<i16>,
    /// Listeners of a request.
    pub listeners: Vec<String>,
    /// Whether the latest version may still change.
    pub unstable_latest: bool,
    /// Versions announced to be removed.
    pub deprecated: Versions,
}

const MESSAGE_KEYS: [&str; 10] = [
    "apiKey",
    "type",
    "name",
    "validVersions",
    "flexibleVersions",
    "latestVersionUnstable",
    "deprecatedVersions",
    "listeners",
    "fields",
    "commonStructs",
];

const FIELD_KEYS: [&str; 14] = [
    "name",
    "type",
    "versions",
    "about",
    "fields",
    "nullableVersions",
    "default",
    "ignorable",
    "entityType",
    "mapKey",
    "tag",
    "taggedVersions",
    "zeroCopy",
    "flexibleVersions",
];

/// Reads the schema at `path`. A message with no valid version (an API that Kafka removed) gives `None`.
pub fn read_source(path: &Path) -> Result<Option<Source>> {
    let text = std::fs::read_to_string(path).map_err(|source| CodegenError::File {
        action: "read",
        path: path.to_path_buf(),
        source,
    })?;
    Reader { path: path.to_path_buf() }.source(&text)
}

struct Reader {
    path: PathBuf,
}

impl Reader {
    fn bad(&self, found: impl Into<String>) -> CodegenError {
        CodegenError::Json { path: self.path.clone(), found: found.into() }
    }

    fn source(&self, text: &str) -> Result<Option<Source>> {
        let bare: String = text.lines().filter(|l| !l.trim_start().starts_with("//")).fold(
            String::with_capacity(text.len()),
            |mut all, line| {
                all.push_str(line);
                all.push('\n');
                all
            },
        );
        let value: Value = serde_json::from_str(&bare).map_err(|e| self.bad(format!("not JSON: {e}")))?;
        let map = value.as_object().ok_or_else(|| self.bad("not a JSON object"))?;
        self.known(map, &MESSAGE_KEYS)?;
        let name = self.text(map, "name")?;
        let versions = self.versions(map, "validVersions")?.unwrap_or(Versions::NONE);
        if versions.is_empty() {
            return Ok(None);
        }
        let category = self.text(map, "type")?;
        let mut message = Message {
            role: self.role(&category)?,
            name,
            versions,
            flexible: self.versions(map, "flexibleVersions")?.unwrap_or(Versions::NONE),
            fields: Vec::new(),
            structs: Vec::new(),
        };
        message.fields = self.fields(map, &mut message.structs)?;
        for common in self.list(map, "commonStructs")? {
            let common = common.as_object().ok_or_else(|| self.bad("a common struct is no object"))?;
            let name = self.text(common, "name")?;
            let fields = self.fields(common, &mut message.structs)?;
            message.structs.push(Struct { name, fields });
        }
        self.structs_are_defined(&message)?;
        Ok(Some(Source {
            message,
            category,
            key: match map.get("apiKey") {
                None => None,
                Some(key) => Some(
                    key.as_i64()
                        .and_then(|k| i16::try_from(k).ok())
                        .ok_or_else(|| self.bad("apiKey is no int16"))?,
                ),
            },
            listeners: self.texts(map, "listeners")?,
            unstable_latest: self.flag(map, "latestVersionUnstable")?,
            deprecated: self.versions(map, "deprecatedVersions")?.unwrap_or(Versions::NONE),
        }))
    }

    fn role(&self, category: &str) -> Result<Role> {
        Ok(match category {
            "request" => Role::Request,
            "response" => Role::Response,
            "metadata" => Role::Record,
            "coordinator-key" => Role::Key,
            "coordinator-value" => Role::Value,
            "data" | "header" => Role::Data,
            other => return Err(self.bad(format!("unknown type `{other}`"))),
        })
    }

    fn fields(&self, map: &Map<String, Value>, structs: &mut Vec<Struct>) -> Result<Vec<Field>> {
        let mut fields = Vec::new();
        for value in self.list(map, "fields")? {
            let field = value.as_object().ok_or_else(|| self.bad("a field is no object"))?;
            fields.push(self.field(field, structs)?);
        }
        Ok(fields)
    }

    fn field(&self, map: &Map<String, Value>, structs: &mut Vec<Struct>) -> Result<Field> {
        self.known(map, &FIELD_KEYS)?;
        let name = self.text(map, "name")?;
        let type_name = self.text(map, "type")?;
        let kind = Kind::parse(&type_name).ok_or_else(|| self.bad(format!("unknown type `{type_name}`")))?;
        let tagged = self.versions(map, "taggedVersions")?;
        let versions = self
            .versions(map, "versions")?
            .or(tagged)
            .ok_or_else(|| self.bad(format!("field {name} has no versions")))?;
        if tagged.is_some_and(|tagged| tagged != versions) {
            return Err(self.bad(format!("field {name} is tagged in only some of its versions")));
        }
        let tag = self.tag(map)?;
        if tag.is_some() != tagged.is_some() {
            return Err(self.bad(format!("field {name} has a tag without tagged versions or the reverse")));
        }
        if map.contains_key("fields") {
            let struct_name = kind
                .struct_name()
                .ok_or_else(|| self.bad(format!("field {name} has fields but no struct")))?;
            let at = structs.len();
            let inner = self.fields(map, structs)?;
            structs.insert(at, Struct { name: struct_name.to_string(), fields: inner });
        }
        let classic = match self.versions(map, "flexibleVersions")? {
            None => false,
            Some(Versions::NONE) => true,
            Some(other) => return Err(self.bad(format!("field {name} is flexible only in {other}"))),
        };
        Ok(Field {
            default: self.default(map, &kind)?,
            name,
            kind,
            versions,
            nullable: self.versions(map, "nullableVersions")?.unwrap_or(Versions::NONE),
            tag,
            ignorable: self.flag(map, "ignorable")?,
            map_key: self.flag(map, "mapKey")?,
            classic,
        })
    }

    /// The default in its one form. A JSON `null` is, to Kafka's generator, no default at all (only the text `"null"`
    /// is), so it falls away; so do defaults that are the type's own.
    fn default(&self, map: &Map<String, Value>, kind: &Kind) -> Result<Option<String>> {
        let text = match map.get("default") {
            None | Some(Value::Null) => return Ok(None),
            Some(Value::String(text)) => text.clone(),
            Some(Value::Bool(value)) => value.to_string(),
            Some(Value::Number(value)) => value.to_string(),
            Some(other) => return Err(self.bad(format!("default `{other}` is no scalar"))),
        };
        let bad = || self.bad(format!("default `{text}` does not fit {kind}"));
        let own = match kind {
            Kind::Bool => match text.as_str() {
                "true" => Some(text.clone()),
                "false" => None,
                _ => return Err(bad()),
            },
            Kind::Float64 => return Err(bad()),
            number if number.is_number() => {
                let value = match text.strip_prefix("0x") {
                    Some(hex) => i64::from_str_radix(hex, 16),
                    None => text.parse::<i64>(),
                };
                Some(value.map_err(|_| bad())?).filter(|v| *v != 0).map(|v| v.to_string())
            }
            _ => match text.as_str() {
                "null" => Some(text.clone()),
                "" => None,
                _ => return Err(bad()),
            },
        };
        Ok(own)
    }

    /// A tag stands in the JSON as a number, or (in older schemas) as a number in quotes.
    fn tag(&self, map: &Map<String, Value>) -> Result<Option<u32>> {
        let Some(value) = map.get("tag") else { return Ok(None) };
        let tag = match value {
            Value::String(text) => text.parse().ok(),
            other => other.as_u64().and_then(|tag| u32::try_from(tag).ok()),
        };
        tag.map(Some).ok_or_else(|| self.bad(format!("tag `{value}` is no number")))
    }

    fn structs_are_defined(&self, message: &Message) -> Result<()> {
        let all = message.structs.iter().flat_map(|s| &s.fields).chain(&message.fields);
        for field in all {
            if let Some(name) = field.kind.struct_name()
                && message.find(name).is_none()
            {
                return Err(self.bad(format!("field {} has the unknown type {name}", field.name)));
            }
        }
        for (at, one) in message.structs.iter().enumerate() {
            if message.structs[..at].iter().any(|other| other.name == one.name) {
                return Err(self.bad(format!("struct {} is defined twice", one.name)));
            }
        }
        Ok(())
    }

    fn known(&self, map: &Map<String, Value>, keys: &[&str]) -> Result<()> {
        match map.keys().find(|key| !keys.contains(&key.as_str())) {
            Some(key) => Err(self.bad(format!("unknown key `{key}`"))),
            None => Ok(()),
        }
    }

    fn text(&self, map: &Map<String, Value>, key: &str) -> Result<String> {
        let value = map.get(key).and_then(Value::as_str);
        value.map(str::to_string).ok_or_else(|| self.bad(format!("no text under `{key}`")))
    }

    fn flag(&self, map: &Map<String, Value>, key: &str) -> Result<bool> {
        match map.get(key) {
            None => Ok(false),
            Some(value) => {
                value.as_bool().ok_or_else(|| self.bad(format!("`{key}` is neither true nor false")))
            }
        }
    }

    fn versions(&self, map: &Map<String, Value>, key: &str) -> Result<Option<Versions>> {
        match map.get(key) {
            None => Ok(None),
            Some(_) => Versions::parse(&self.text(map, key)?).map(Some),
        }
    }

    fn list<'a>(&self, map: &'a Map<String, Value>, key: &str) -> Result<&'a [Value]> {
        match map.get(key) {
            None => Ok(&[]),
            Some(value) => match value.as_array() {
                Some(list) => Ok(list),
                None => Err(self.bad(format!("`{key}` is no list"))),
            },
        }
    }

    fn texts(&self, map: &Map<String, Value>, key: &str) -> Result<Vec<String>> {
        let mut texts = Vec::new();
        for value in self.list(map, key)? {
            let text = value.as_str().ok_or_else(|| self.bad(format!("`{key}` holds something but text")))?;
            texts.push(text.to_string());
        }
        Ok(texts)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Option<Source>> {
        Reader { path: PathBuf::from("Test.json") }.source(text)
    }

    const SMALL: &str = r#"
        // Licence and prose.
        { "type": "request", "apiKey": 3, "name": "SmallRequest", "validVersions": "0-2", "flexibleVersions": "1+",
          "listeners": ["broker"],
          "fields": [
            { "name": "Items", "type": "[]Item", "versions": "0+", "nullableVersions": "1+", "default": "null",
              "about": "prose", "fields": [
                { "name": "Port", "type": "uint16", "versions": "0+", "default": "0x10" } ] },
            { "name": "Note", "type": "string", "versions": "2+", "taggedVersions": "2+", "tag": "0", "default": null }
          ] }"#;

    #[test]
    fn facts_are_read_and_prose_is_left_behind() {
        let source = read(SMALL).unwrap().unwrap();
        assert_eq!(source.key, Some(3));
        let message = source.message;
        assert_eq!(message.flexible.to_string(), "1+");
        assert_eq!(message.fields[0].default.as_deref(), Some("null"));
        assert_eq!(message.structs[0].fields[0].default.as_deref(), Some("16"));
        assert_eq!((message.fields[1].tag, message.fields[1].default.clone()), (Some(0), None));
    }

    #[test]
    fn an_unknown_key_is_refused() {
        let error = read(&SMALL.replace("\"about\"", "\"encryption\"")).unwrap_err();
        assert!(error.to_string().contains("unknown key `encryption`"), "{error}");
    }

    #[test]
    fn an_unknown_type_is_refused() {
        assert!(read(&SMALL.replace("uint16", "int128")).is_err());
        assert!(read(&SMALL.replace("\"[]Item\"", "\"[]Other\"")).is_ok());
        assert!(read(&SMALL.replace("uint16", "Missing")).is_err());
    }

    #[test]
    fn a_removed_message_is_no_message() {
        let gone = r#"{ "type": "request", "apiKey": 4, "name": "GoneRequest", "validVersions": "none" }"#;
        assert!(read(gone).unwrap().is_none());
    }
}
