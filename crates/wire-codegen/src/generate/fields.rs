//! The code that reads, writes and samples the fields of one struct.
//!
//! Emits calls into `wire::codec` and nothing else; the rules of the encoding stand there.

use super::shape::{FieldShape, When};

/// `read_fields`: fields in wire order, then the tagged ones.
pub(super) fn read(fields: &[FieldShape<'_>], flexible: bool) -> String {
    let mut code = String::new();
    for field in fields.iter().filter(|f| f.field.tag.is_none()) {
        code.push_str(&guarded(&field.present, &format!("{}?;", read_value(field))));
    }
    let tagged: Vec<_> = fields.iter().filter(|f| f.field.tag.is_some()).collect();
    if tagged.is_empty() {
        code.push_str(if flexible { "d.skip_tags(v)" } else { "Ok(())" });
        return code;
    }
    code.push_str("d.tags(v, |d, tag| {\nmatch tag {\n");
    for field in &tagged {
        let guard = match &field.present {
            When::If(test) => format!(" if {test}"),
            _ => String::new(),
        };
        let tag = field.field.tag.unwrap_or_default();
        code.push_str(&format!("{tag}{guard} => {}?,\n", read_value(field)));
    }
    code.push_str("_ => return Ok(false),\n}\nOk(true)\n})");
    code
}

fn read_value(field: &FieldShape<'_>) -> String {
    if is_tagged_struct(field) {
        return format!("d.read_tagged_struct(&mut self.{}, v)", field.name);
    }
    let v = version(field);
    match &field.nullable {
        When::Never | When::Always => format!("self.{}.read(d, {v})", field.name),
        When::If(test) => format!("d.read_null_if({test}, &mut self.{}, {v})", field.name),
    }
}

/// `write_fields`: fields in wire order, complaints about what the version cannot carry, then the tagged ones.
pub(super) fn write(fields: &[FieldShape<'_>], flexible: bool) -> String {
    let mut code = String::new();
    for field in fields.iter().filter(|f| f.field.tag.is_none()) {
        code.push_str(&write_untagged(field));
    }
    let mut tagged: Vec<_> = fields.iter().filter(|f| f.field.tag.is_some()).collect();
    tagged.sort_by_key(|f| f.field.tag);
    if tagged.is_empty() {
        if flexible {
            code.push_str("s.no_tags(v);\n");
        }
        return code;
    }
    for field in tagged.iter().filter(|f| !f.field.ignorable) {
        if let Some(unless) = field.present.unless() {
            code.push_str(&format!("if {unless} {{ {} }}\n", complaint(field)));
        }
    }
    code.push_str("if v.flexible {\n");
    let mut count = Vec::new();
    for field in &tagged {
        let differs = field.differs_from_default(&format!("self.{}", field.name));
        let set = match &field.present {
            When::If(test) => format!("{test} && {differs}"),
            _ => differs,
        };
        let flag = format!("has_{}", field.plain_name);
        code.push_str(&format!("let {flag} = {set};\n"));
        count.push(format!("u32::from({flag})"));
    }
    code.push_str(&format!("s.put_uvarint({});\n", count.join(" + ")));
    for field in &tagged {
        let tag = field.field.tag.unwrap_or_default();
        let put = if is_tagged_struct(field) { "put_tagged_struct" } else { "put_tagged" };
        code.push_str(&format!(
            "if has_{} {{ s.{put}({tag}, &self.{}, v); }}\n",
            field.plain_name, field.name
        ));
    }
    code.push_str("}\n");
    code
}

fn write_untagged(field: &FieldShape<'_>) -> String {
    let v = version(field);
    let put = match &field.nullable {
        When::Never | When::Always => format!("self.{}.write(s, {v});", field.name),
        When::If(test) => {
            format!("s.put_null_if({test}, \"{}\", &self.{}, {v});", field.plain_name, field.name)
        }
    };
    match &field.present {
        When::Always | When::Never => format!("{put}\n"),
        When::If(test) if field.field.ignorable => format!("if {test} {{ {put} }}\n"),
        When::If(test) => format!("if {test} {{ {put} }} else {{ {} }}\n", complaint(field)),
    }
}

/// What is said of a value that its version cannot carry.
fn complaint(field: &FieldShape<'_>) -> String {
    let differs = field.differs_from_default(&format!("self.{}", field.name));
    format!("s.absent(v, \"{}\", || {differs});", field.plain_name)
}

/// `fill`: a random value that the version can carry in full.
pub(super) fn fill(fields: &[FieldShape<'_>]) -> String {
    let mut code = String::new();
    for field in fields {
        let value = match &field.nullable {
            When::Never | When::Always => format!("self.{}.fill(r, v);", field.name),
            When::If(test) => format!("r.fill_null_if({test}, &mut self.{}, v);", field.name),
        };
        code.push_str(&guarded(&field.present, &value));
    }
    code
}

/// A nullable struct under a tag marks null with an unsigned varint; anywhere else with a signed byte.
fn is_tagged_struct(field: &FieldShape<'_>) -> bool {
    field.field.tag.is_some()
        && field.is_option()
        && matches!(field.field.kind, crate::model::Kind::Struct(_))
}

fn version(field: &FieldShape<'_>) -> &'static str {
    if field.field.classic { "v.classic()" } else { "v" }
}

/// The statement, where the version carries the field.
fn guarded(present: &When, statement: &str) -> String {
    match present {
        When::If(test) => format!("if {test} {{ {statement} }}\n"),
        _ => format!("{statement}\n"),
    }
}
