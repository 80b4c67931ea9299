//! Why a value is not what a struct needs, in parts.

use std::fmt;

use serde::de::{self, Expected, Unexpected};

use crate::validate::suggest::either;

/// A step on the way to a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Segment {
    /// The value of a map's key.
    Field(String),
    /// The item of a list.
    Item(usize),
}

/// What is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Problem {
    /// There is no such field.
    Unknown { field: String, expected: &'static [&'static str] },
    /// A field that must be there is not.
    Missing(&'static str),
    /// A value of another type.
    Type { found: String, expected: String },
    /// What a type's own reading said.
    Other(String),
}

/// What is wrong, and where.
#[derive(Clone, Debug)]
pub(super) struct Refusal {
    /// The way to the value, from the root.
    pub(super) path: Vec<Segment>,
    pub(super) problem: Problem,
}

impl Refusal {
    fn here(problem: Problem) -> Self {
        let path = match &problem {
            Problem::Unknown { field, .. } => vec![Segment::Field(field.clone())],
            _ => Vec::new(),
        };
        Refusal { path, problem }
    }

    /// The same, seen from one level above.
    pub(super) fn within(mut self, segment: Segment) -> Self {
        self.path.insert(0, segment);
        self
    }

    /// The value that is to blame; for a missing field, where it would stand.
    pub(super) fn culprit(&self) -> Vec<Segment> {
        let mut path = self.path.clone();
        if let Problem::Missing(field) = self.problem {
            path.push(Segment::Field(field.to_owned()));
        }
        path
    }
}

/// A way as it is written: `spec.pools[1].name`.
pub(super) fn render(path: &[Segment]) -> String {
    let mut text = String::new();
    for segment in path {
        match segment {
            Segment::Field(name) if text.is_empty() => text.push_str(name),
            Segment::Field(name) => text.extend([".", name]),
            Segment::Item(index) => text.push_str(&format!("[{index}]")),
        }
    }
    if text.is_empty() { "the manifest".into() } else { text }
}

fn in_words(found: Unexpected<'_>) -> String {
    match found {
        Unexpected::Str(text) => format!("{text:?}"),
        Unexpected::Bool(truth) => truth.to_string(),
        Unexpected::Signed(number) => number.to_string(),
        Unexpected::Unsigned(number) => number.to_string(),
        Unexpected::Float(number) => number.to_string(),
        Unexpected::Unit => "empty".into(),
        Unexpected::Seq => "a list".into(),
        Unexpected::Map => "a map".into(),
        other => other.to_string(),
    }
}

/// serde's words for what it wants are those of Rust; a manifest's writer knows others.
fn wanted(expected: &dyn Expected) -> String {
    match expected.to_string().as_str() {
        "i64" | "i32" | "u32" | "u64" | "u16" => "a whole number".into(),
        "a string" => "text".into(),
        "a sequence" => "a list".into(),
        text if text.starts_with("struct ") => "a map of fields".into(),
        text => text.into(),
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {:?}", render(&self.path), self.problem)
    }
}

impl std::error::Error for Refusal {}

impl de::Error for Refusal {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Refusal::here(Problem::Other(message.to_string()))
    }

    fn invalid_type(found: Unexpected<'_>, expected: &dyn Expected) -> Self {
        Refusal::here(Problem::Type { found: in_words(found), expected: wanted(expected) })
    }

    fn invalid_value(found: Unexpected<'_>, expected: &dyn Expected) -> Self {
        Refusal::here(Problem::Type { found: in_words(found), expected: wanted(expected) })
    }

    fn unknown_field(field: &str, expected: &'static [&'static str]) -> Self {
        Refusal::here(Problem::Unknown { field: field.to_owned(), expected })
    }

    fn unknown_variant(variant: &str, expected: &'static [&'static str]) -> Self {
        let expected = either(expected.iter().copied());
        Refusal::here(Problem::Type { found: format!("{variant:?}"), expected })
    }

    fn missing_field(field: &'static str) -> Self {
        Refusal::here(Problem::Missing(field))
    }
}
