//! Writes a unit as a schema file.

use crate::model::{Field, Message, Unit};

/// The text of a unit's schema file, without a leading comment.
pub fn print_unit(unit: &Unit) -> String {
    let key = unit.key.map_or("-".to_string(), |key| key.to_string());
    let mut text = format!("{} {key} {}\n", unit.section.keyword(), unit.name);
    if !unit.listeners.is_empty() {
        text.push_str(&format!("listeners {}\n", unit.listeners.join(" ")));
    }
    if !unit.deprecated.is_empty() {
        text.push_str(&format!("deprecated {}\n", unit.deprecated));
    }
    if unit.unstable_latest {
        text.push_str("unstable-latest\n");
    }
    for message in &unit.messages {
        text.push('\n');
        print_message(message, &mut text);
    }
    text
}

fn print_message(message: &Message, text: &mut String) {
    text.push_str(&format!("{} {} {}", message.role.keyword(), message.name, message.versions));
    if !message.flexible.is_empty() {
        text.push_str(&format!(" flexible {}", message.flexible));
    }
    text.push('\n');
    print_fields(message, &message.fields, 1, text);
    for shared in message.structs.iter().filter(|s| uses(message, &s.name) != 1) {
        text.push_str(&format!("  struct {}\n", shared.name));
        print_fields(message, &shared.fields, 2, text);
    }
}

fn print_fields(message: &Message, fields: &[Field], depth: usize, text: &mut String) {
    for field in fields {
        text.push_str(&"  ".repeat(depth));
        text.push_str(&print_field(field));
        text.push('\n');
        if let Some(inner) = field.kind.struct_name().and_then(|name| message.find(name))
            && uses(message, &inner.name) == 1
        {
            print_fields(message, &inner.fields, depth + 1, text);
        }
    }
}

fn print_field(field: &Field) -> String {
    let mut line = format!("{} {} {}", field.name, field.kind, field.versions);
    if !field.nullable.is_empty() {
        line.push_str(&format!(" null {}", field.nullable));
    }
    if let Some(tag) = field.tag {
        line.push_str(&format!(" tag {tag}"));
    }
    if let Some(default) = &field.default {
        line.push_str(&format!(" default {default}"));
    }
    for (set, word) in [(field.ignorable, "ignorable"), (field.map_key, "key"), (field.classic, "classic")] {
        if set {
            line.push(' ');
            line.push_str(word);
        }
    }
    line
}

/// How many fields of the message name the struct.
fn uses(message: &Message, name: &str) -> usize {
    let all = message.structs.iter().flat_map(|s| &s.fields).chain(&message.fields);
    all.filter(|f| f.kind.struct_name() == Some(name)).count()
}
