//! Which document of a file is the cluster, and whether it is one at all.

use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::Value;

use super::Violation;
use super::shape::{self, Unknown};
use crate::api::yaml::{self, YamlError};
use crate::api::{API_VERSION, KIND, KafkaClusterSpec, Manifest, Metadata};

/// Reads the one `KafkaCluster` of a file; `name` chooses it where there are several.
///
/// # Errors
/// Everything that is wrong with the file's shape; never an empty list. What the fields mean is not looked at.
pub fn read(text: &str, name: Option<&str>) -> Result<Manifest, Vec<Violation>> {
    let documents = yaml::documents(text).map_err(|error| vec![unreadable(&error)])?;
    let document = choose(documents, name).map_err(|violation| vec![violation])?;
    let found = kind(&document);
    if !found.is_empty() {
        return Err(found);
    }
    decode(document, Unknown::Refused, found)
}

/// Reads a `KafkaCluster` as an API server has it. Fields that there are not are passed over: the server's definition of it
/// may be newer than this program, and fill them in by itself.
///
/// # Errors
/// Everything else that is wrong with its shape; never an empty list.
pub fn read_object(object: Value) -> Result<Manifest, Vec<Violation>> {
    let found = kind(&object);
    if !found.is_empty() {
        return Err(found);
    }
    decode(object, Unknown::PassedOver, found)
}

fn decode(document: Value, unknown: Unknown, mut found: Vec<Violation>) -> Result<Manifest, Vec<Violation>> {
    let decoded: Option<Document> = shape::decode(document, unknown, &mut found);
    match decoded {
        Some(document) if found.is_empty() => Ok(document.into()),
        _ => Err(found),
    }
}

fn unreadable(error: &YamlError) -> Violation {
    match error {
        YamlError::Syntax { what, line: 0, .. } => {
            Violation::new("the file", format!("it is not YAML ({what})"), "mend it")
        }
        YamlError::Syntax { what, line, column } => Violation::new(
            format!("line {line}, column {column}"),
            format!("this is not YAML ({what})"),
            "mend it",
        ),
        other => match other.to_string().split_once("; ") {
            Some((wrong, instead)) => Violation::new("the file", wrong.to_owned(), instead.to_owned()),
            None => Violation::new("the file", other.to_string(), "mend it"),
        },
    }
}

fn choose(mut documents: Vec<Value>, name: Option<&str>) -> Result<Value, Violation> {
    let name_of =
        |document: &Value| document["metadata"]["name"].as_str().unwrap_or("without a name").to_owned();
    if documents.is_empty() {
        let instead = format!("write apiVersion: {API_VERSION}, kind: {KIND}, metadata and spec");
        return Err(Violation::new("the file", "it holds nothing", instead));
    }
    if documents.len() > 1 {
        let foreign = documents.iter().position(|document| document["kind"].as_str() != Some(KIND));
        if let Some(at) = foreign {
            let kind = documents[at]["kind"].as_str().unwrap_or("of no kind").to_owned();
            let wrong = format!("only {KIND} can be run from here, and this is {kind}");
            let path = format!("document {} of {}", at + 1, documents.len());
            return Err(Violation::new(path, wrong, "move it to a file of its own"));
        }
        if let Some(name) = name {
            documents.retain(|document| name_of(document) == name);
        }
    }
    match (documents.len(), name) {
        (1, _) => Ok(documents.remove(0)),
        (0, name) => {
            let wrong = format!("it holds no {KIND} of the name {}", name.unwrap_or_default());
            Err(Violation::new("the file", wrong, "check the name"))
        }
        (many, _) => {
            let names: Vec<String> = documents.iter().map(name_of).collect();
            let wrong = format!("it holds {many} clusters ({})", names.join(", "));
            Err(Violation::new("the file", wrong, "keep one in a file, or say which one by its name"))
        }
    }
}

fn kind(document: &Value) -> Vec<Violation> {
    if !document.is_object() {
        let instead = format!("write apiVersion: {API_VERSION}, kind: {KIND}, metadata and spec");
        return vec![Violation::new("the manifest", "it is not a map of fields", instead)];
    }
    let mut found = Vec::new();
    for (field, wanted) in [("apiVersion", API_VERSION), ("kind", KIND)] {
        let violation = match &document[field] {
            Value::String(text) if text == wanted => continue,
            Value::Null => {
                Violation::new(field, format!("{field} is missing"), format!("write {field}: {wanted}"))
            }
            Value::String(text) => {
                let wrong = format!("only {wanted} is known here");
                Violation::new(field, wrong, format!("write {field}: {wanted}")).found(text)
            }
            other => Violation::new(field, "this has the wrong type", format!("write {field}: {wanted}"))
                .found(other),
        };
        found.push(violation);
    }
    found
}

/// A whole object, as `kubectl get -o yaml` prints it: what Ferryman has no use for is read over.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Document {
    #[serde(rename = "apiVersion")]
    _api_version: IgnoredAny,
    #[serde(rename = "kind")]
    _kind: IgnoredAny,
    metadata: ObjectMeta,
    spec: KafkaClusterSpec,
    #[serde(rename = "status")]
    _status: Option<IgnoredAny>,
}

/// The fields of `meta/v1 ObjectMeta`.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct ObjectMeta {
    #[serde(default)]
    name: String,
    namespace: Option<String>,
    generation: Option<i64>,
    #[serde(rename = "labels")]
    _labels: Option<IgnoredAny>,
    #[serde(rename = "annotations")]
    _annotations: Option<IgnoredAny>,
    #[serde(rename = "uid")]
    _uid: Option<IgnoredAny>,
    #[serde(rename = "resourceVersion")]
    _resource_version: Option<IgnoredAny>,
    #[serde(rename = "creationTimestamp")]
    _creation_timestamp: Option<IgnoredAny>,
    #[serde(rename = "deletionTimestamp")]
    _deletion_timestamp: Option<IgnoredAny>,
    #[serde(rename = "deletionGracePeriodSeconds")]
    _deletion_grace_period_seconds: Option<IgnoredAny>,
    #[serde(rename = "finalizers")]
    _finalizers: Option<IgnoredAny>,
    #[serde(rename = "ownerReferences")]
    _owner_references: Option<IgnoredAny>,
    #[serde(rename = "managedFields")]
    _managed_fields: Option<IgnoredAny>,
    #[serde(rename = "selfLink")]
    _self_link: Option<IgnoredAny>,
    #[serde(rename = "generateName")]
    _generate_name: Option<IgnoredAny>,
}

impl From<Document> for Manifest {
    fn from(document: Document) -> Manifest {
        Manifest {
            metadata: Metadata {
                name: document.metadata.name,
                namespace: document.metadata.namespace,
                generation: document.metadata.generation,
            },
            spec: document.spec,
        }
    }
}
