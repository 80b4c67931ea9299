//! What a field becomes in Rust: its type, its default, and the conditions under which a version carries it.
//!
//! Conditions are cut down to the versions in which the surrounding struct exists at all, so that generated code tests
//! only what can vary. Promises to refuse what the encoding has no rule for. Emits no code of its own.

use std::collections::BTreeMap;

use crate::error::{CodegenError, Result};
use crate::model::{Field, Kind, Message};
use crate::names::field_name;
use crate::versions::Versions;

/// When something holds, of the versions that can occur where it is asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum When {
    /// In every version.
    Always,
    /// In none.
    Never,
    /// Where this Rust expression over `v` is true.
    If(String),
}

impl When {
    /// When a version of `context` is in `range`.
    pub(super) fn of(range: Versions, context: Versions) -> When {
        let within = range.intersect(context);
        if within.is_empty() {
            return When::Never;
        }
        let (first, last) = (within.lowest, within.highest);
        match (first > context.lowest, last < context.highest) {
            (false, false) => When::Always,
            _ if first == last => When::If(format!("v == {first}")),
            (true, false) => When::If(format!("v >= {first}")),
            (false, true) => When::If(format!("v <= {last}")),
            (true, true) => When::If(format!("v.between({first}, {last})")),
        }
    }

    /// The expression that is true where this does not hold, if there is anything to ask.
    pub(super) fn unless(&self) -> Option<String> {
        let When::If(test) = self else { return None };
        let inverse = [(" >= ", " < "), (" <= ", " > "), (" == ", " != ")];
        let simple = inverse.iter().find(|(op, _)| test.contains(op));
        Some(simple.map_or_else(|| format!("!{test}"), |(op, other)| test.replace(op, other)))
    }
}

/// A message with, for each of its structs, the versions in which it can occur.
pub(super) struct Shape<'a> {
    /// The message.
    pub message: &'a Message,
    /// Rust paths of its structs, where they differ from Kafka's name.
    pub paths: BTreeMap<String, String>,
    contexts: BTreeMap<String, Versions>,
}

impl<'a> Shape<'a> {
    /// Looks through the message; fails on a struct that contains itself, which no version of Kafka has and which would
    /// let a peer choose the depth of the recursion.
    pub(super) fn new(message: &'a Message, paths: BTreeMap<String, String>) -> Result<Shape<'a>> {
        let mut shape = Shape { message, paths, contexts: BTreeMap::new() };
        shape.visit(&message.fields, message.versions, &mut Vec::new())?;
        Ok(shape)
    }

    fn visit(&mut self, fields: &'a [Field], context: Versions, outer: &mut Vec<&'a str>) -> Result<()> {
        for field in fields {
            let within = context.intersect(field.versions);
            let Some(name) = field.kind.struct_name() else { continue };
            if within.is_empty() {
                continue;
            }
            if outer.contains(&name) {
                return Err(self.unsupported(format!("struct {name} contains itself")));
            }
            let known = self.contexts.get(name).copied().unwrap_or(Versions::NONE);
            self.contexts.insert(name.to_string(), known.hull(within));
            if let Some(inner) = self.message.find(name) {
                outer.push(name);
                self.visit(&inner.fields, within, outer)?;
                outer.pop();
            }
        }
        Ok(())
    }

    /// Versions in which the struct can occur; none if no valid version uses it.
    pub(super) fn context(&self, struct_name: &str) -> Versions {
        self.contexts.get(struct_name).copied().unwrap_or(Versions::NONE)
    }

    /// The fields that some version of `context` carries.
    pub(super) fn fields(&self, fields: &'a [Field], context: Versions) -> Result<Vec<FieldShape<'a>>> {
        let present = fields.iter().filter(|f| !f.versions.intersect(context).is_empty());
        present.map(|f| self.field(f, context)).collect()
    }

    fn field(&self, field: &'a Field, context: Versions) -> Result<FieldShape<'a>> {
        let within = field.versions.intersect(context);
        let nullable = When::of(field.nullable, within);
        let nullable_struct = matches!(field.kind, Kind::Struct(_)) && nullable != When::Never;
        if nullable_struct && nullable != When::Always {
            return Err(self.unsupported(format!("struct {} is null only in some versions", field.name)));
        }
        if field.tag.is_some() && !self.message.flexible.covers(within) {
            return Err(
                self.unsupported(format!("{} is tagged where the message is not flexible", field.name))
            );
        }
        if field.default.as_deref() == Some("null") && nullable == When::Never {
            return Err(self.unsupported(format!("{} defaults to null but never is null", field.name)));
        }
        Ok(FieldShape {
            name: field_name(&field.name),
            plain_name: crate::names::snake_case(&field.name),
            present: When::of(field.versions, context),
            element: self.rust_type(&field.kind),
            nullable,
            field,
        })
    }

    /// The Rust type of a value that is not null.
    fn rust_type(&self, kind: &Kind) -> String {
        match kind {
            Kind::Bool => "bool".into(),
            Kind::Int8 => "i8".into(),
            Kind::Int16 => "i16".into(),
            Kind::Uint16 => "u16".into(),
            Kind::Int32 => "i32".into(),
            Kind::Uint32 => "u32".into(),
            Kind::Int64 => "i64".into(),
            Kind::Float64 => "f64".into(),
            Kind::Uuid => "Uuid".into(),
            Kind::String => "Str".into(),
            Kind::Bytes | Kind::Records => "Bytes".into(),
            Kind::Struct(name) => self.paths.get(name).cloned().unwrap_or_else(|| name.clone()),
            Kind::Array(element) => format!("Vec<{}>", self.rust_type(element)),
        }
    }

    /// Fewest bytes a value of these fields takes in any version of `context`.
    pub(super) fn min_len(&self, fields: &[Field], context: Versions) -> usize {
        context.each().map(|v| self.min_len_at(fields, v)).min().unwrap_or(0)
    }

    fn min_len_at(&self, fields: &[Field], version: i16) -> usize {
        let flexible = self.message.flexible.contains(version);
        let present = fields.iter().filter(|f| f.tag.is_none() && f.versions.contains(version));
        let fixed: usize = present.map(|f| self.field_min_len(f, version, flexible && !f.classic)).sum();
        fixed + usize::from(flexible)
    }

    fn field_min_len(&self, field: &Field, version: i16, flexible: bool) -> usize {
        match &field.kind {
            Kind::Bool | Kind::Int8 => 1,
            Kind::Int16 | Kind::Uint16 => 2,
            Kind::Int32 | Kind::Uint32 => 4,
            Kind::Int64 | Kind::Float64 => 8,
            Kind::Uuid => 16,
            Kind::String => 2 - usize::from(flexible),
            Kind::Bytes | Kind::Records | Kind::Array(_) => 4 - 3 * usize::from(flexible),
            Kind::Struct(_) if field.nullable.contains(version) => 1,
            Kind::Struct(name) => {
                self.message.find(name).map_or(0, |inner| self.min_len_at(&inner.fields, version))
            }
        }
    }

    fn unsupported(&self, reason: String) -> CodegenError {
        CodegenError::Unsupported { message: self.message.name.clone(), reason }
    }
}

/// A field as the generated code sees it.
pub(super) struct FieldShape<'a> {
    /// The facts.
    pub field: &'a Field,
    /// Rust identifier.
    pub name: String,
    /// The name for people, without `r#`.
    pub plain_name: String,
    /// When a version carries it.
    pub present: When,
    /// When a version that carries it allows null.
    pub nullable: When,
    /// Rust type of a value that is not null.
    pub element: String,
}

impl FieldShape<'_> {
    /// Whether the Rust type is an `Option`.
    pub(super) fn is_option(&self) -> bool {
        self.nullable != When::Never
    }

    /// The Rust type.
    pub(super) fn rust_type(&self) -> String {
        if self.is_option() { format!("Option<{}>", self.element) } else { self.element.clone() }
    }

    /// Kafka's generator gives records no value of their own: they begin as null wherever null exists.
    fn defaults_to_null(&self) -> bool {
        self.is_option()
            && (self.field.default.as_deref() == Some("null") || self.field.kind == Kind::Records)
    }

    /// The default as a Rust expression.
    pub(super) fn default(&self) -> String {
        if self.defaults_to_null() {
            return "None".into();
        }
        let value = match &self.field.kind {
            Kind::Bool => self.field.default.clone().unwrap_or_else(|| "false".into()),
            Kind::Uuid => "Uuid::ZERO".into(),
            Kind::String => "Str::new()".into(),
            Kind::Bytes | Kind::Records => "Bytes::new()".into(),
            Kind::Struct(_) => format!("{}::default()", self.element),
            Kind::Array(_) => "Vec::new()".into(),
            Kind::Float64 => "0.0".into(),
            number => self.number(number),
        };
        if self.is_option() { format!("Some({value})") } else { value }
    }

    fn number(&self, kind: &Kind) -> String {
        let text = self.field.default.as_deref().unwrap_or("0");
        let limits = [
            (Kind::Int32, i64::from(i32::MIN), "i32::MIN"),
            (Kind::Int32, i64::from(i32::MAX), "i32::MAX"),
            (Kind::Int64, i64::MIN, "i64::MIN"),
            (Kind::Int64, i64::MAX, "i64::MAX"),
        ];
        let named = limits.iter().find(|(k, value, _)| k == kind && value.to_string() == text);
        named.map_or_else(|| text.to_string(), |(_, _, name)| (*name).to_string())
    }

    /// Whether the default is what Rust's `Default` of the type gives.
    pub(super) fn default_is_rusts(&self) -> bool {
        if self.is_option() { self.defaults_to_null() } else { self.field.default.is_none() }
    }

    /// A Rust expression that is true when `value` (an expression for the field) is not the default.
    pub(super) fn differs_from_default(&self, value: &str) -> String {
        match (&self.field.kind, self.is_option()) {
            (_, true) if self.defaults_to_null() => format!("{value}.is_some()"),
            (Kind::Struct(_), true) => format!("{value} != {}", self.default()),
            (_, true) => format!("{value}.as_ref().is_none_or(|x| !x.is_empty())"),
            (Kind::Bool, _) if self.field.default.is_some() => format!("!{value}"),
            (Kind::Bool, _) => value.to_string(),
            (Kind::String | Kind::Bytes | Kind::Records | Kind::Array(_), _) => {
                format!("!{value}.is_empty()")
            }
            _ => format!("{value} != {}", self.default()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_condition_tests_only_what_can_vary() {
        let context = Versions::new(2, 9);
        let when = |text: &str| When::of(Versions::parse(text).unwrap(), context);
        assert_eq!(when("0+"), When::Always);
        assert_eq!(when("2-9"), When::Always);
        assert_eq!(when("0-1"), When::Never);
        assert_eq!(when("4+"), When::If("v >= 4".into()));
        assert_eq!(when("0-4"), When::If("v <= 4".into()));
        assert_eq!(when("3-4"), When::If("v.between(3, 4)".into()));
        assert_eq!(when("9+"), When::If("v == 9".into()));
    }

    fn refused(fields: &str) -> String {
        let text = format!("data - T\n\nmessage T 0-2 flexible 1+\n{fields}");
        let unit = crate::format::parse_unit("t", &text).unwrap();
        let shape = match Shape::new(&unit.messages[0], BTreeMap::new()) {
            Ok(shape) => shape,
            Err(error) => return error.to_string(),
        };
        shape.fields(&unit.messages[0].fields, unit.messages[0].versions).map(|_| ()).unwrap_err().to_string()
    }

    #[test]
    fn what_has_no_encoding_is_refused() {
        assert!(refused("  A B 0+\n  struct B\n    C []B 0+\n").contains("contains itself"));
        assert!(refused("  A B 0+ null 1+\n    C int8 0+\n").contains("null only in some versions"));
        assert!(refused("  A int8 0+ tag 0\n").contains("not flexible"));
        assert!(refused("  A string 0+ default null\n").contains("never is null"));
    }
}
