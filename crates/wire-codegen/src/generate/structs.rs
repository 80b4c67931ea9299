//! One Rust struct with its default, its encoding and its sampler.

use super::fields;
use super::shape::{FieldShape, Shape, When};
use crate::error::Result;
use crate::model::Field;
use crate::versions::Versions;

/// The code of a struct that stands for `fields` in the versions of `context`; `about` is its doc comment.
pub(super) fn struct_code(
    shape: &Shape<'_>,
    name: &str,
    about: &str,
    fields: &[Field],
    context: Versions,
) -> Result<String> {
    let shapes = shape.fields(fields, context)?;
    let flexible = !shape.message.flexible.intersect(context).is_empty();
    let plain_default = shapes.iter().all(FieldShape::default_is_rusts);
    let derive = if plain_default { "Debug, Clone, PartialEq, Default" } else { "Debug, Clone, PartialEq" };
    let mut code = format!("\n/// {about}\n#[derive({derive})]\npub struct {name} {{\n");
    for field in &shapes {
        code.push_str(&format!("/// {}\npub {}: {},\n", facts(field), field.name, field.rust_type()));
    }
    code.push_str("}\n");
    if !plain_default {
        code.push_str(&format!("\nimpl Default for {name} {{\nfn default() -> Self {{\nSelf {{\n"));
        for field in &shapes {
            code.push_str(&format!("{}: {},\n", field.name, field.default()));
        }
        code.push_str("}\n}\n}\n");
    }
    let min_len = shape.min_len(fields, context);
    let read = fields::read(&shapes, flexible);
    let write = fields::write(&shapes, flexible);
    let unused = |body: &str, name: &str| if mentions(body, name) { "" } else { "_" };
    code.push_str(&format!(
        "\nimpl Struct for {name} {{\nconst NAME: &'static str = \"{name}\";\nconst MIN_LEN: usize = {min_len};\n\n\
         fn read_fields(&mut self, {}d: &mut Decoder<'_>, {}v: Version) -> Result<(), DecodeError> {{\n{read}\n}}\n\n\
         fn write_fields<S: Sink>(&self, {}s: &mut S, {}v: Version) {{\n{write}}}\n}}\n",
        unused(&read, "d"),
        unused(&read, "v"),
        unused(&write, "s"),
        unused(&write, "v"),
    ));
    let fill = fields::fill(&shapes);
    code.push_str(&format!(
        "\n#[cfg(feature = \"testing\")]\nimpl Sample for {name} {{\n\
         fn fill(&mut self, {}r: &mut Random, {}v: Version) {{\n{fill}}}\n}}\n",
        unused(&fill, "r"),
        unused(&fill, "v"),
    ));
    Ok(code)
}

/// Whether `body` uses the one-letter variable.
fn mentions(body: &str, variable: &str) -> bool {
    body.split(|c: char| !c.is_ascii_alphanumeric() && c != '_').any(|word| word == variable)
}

/// The facts of a field in a line, for its doc comment.
fn facts(field: &FieldShape<'_>) -> String {
    let mut facts = vec![format!("Versions {}", field.field.versions)];
    match &field.nullable {
        When::Never => {}
        When::Always => facts.push("may be null".into()),
        When::If(_) => facts.push(format!("may be null in {}", field.field.nullable)),
    }
    if let Some(tag) = field.field.tag {
        facts.push(format!("tag {tag}"));
    }
    if let Some(default) = &field.field.default {
        facts.push(format!("default {default}"));
    }
    if field.field.ignorable {
        facts.push("ignorable".into());
    }
    if field.field.map_key {
        facts.push("key of its list".into());
    }
    facts.join(", ") + "."
}
