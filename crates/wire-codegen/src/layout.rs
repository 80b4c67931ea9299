//! What one version of a message looks like on the wire, without names.
//!
//! Two schemas agree about a version exactly when their layouts are equal: same types in the same order, same nulls,
//! same tags, same defaults. Names are left out on purpose: Kafka has renamed fields without changing a byte.

use crate::model::{Field, Kind, Message};

/// One field of a layout; `inner` is what stands inside a struct.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Slot {
    /// The type, arrays as `[]`, structs as `struct`.
    pub kind: String,
    /// Whether null is allowed.
    pub nullable: bool,
    /// The tag, for a tagged field.
    pub tag: Option<u32>,
    /// The default, if it is not the type's own.
    pub default: Option<String>,
    /// Whether the length prefix is the old one even where the message is flexible.
    pub classic: bool,
    /// The fields of a struct.
    pub inner: Vec<Slot>,
    /// Where it stands, for messages to people only: not compared by [`first_difference`].
    pub path: String,
}

/// The layout of `message` at `version`.
pub fn layout(message: &Message, version: i16) -> Vec<Slot> {
    slots(message, &message.fields, version, &message.name)
}

fn slots(message: &Message, fields: &[Field], version: i16, path: &str) -> Vec<Slot> {
    let present = fields.iter().filter(|f| f.versions.contains(version));
    let mut slots: Vec<Slot> =
        present.map(|f| slot(message, f, version, &format!("{path}.{}", f.name))).collect();
    // On the wire tagged fields stand after all others, by tag; where they stand in a schema's text means nothing.
    slots.sort_by_key(|s| s.tag.map_or(0, |tag| u64::from(tag) + 1));
    slots
}

fn slot(message: &Message, field: &Field, version: i16, path: &str) -> Slot {
    let inner = match field.kind.struct_name().and_then(|name| message.find(name)) {
        Some(inner) => slots(message, &inner.fields, version, path),
        None => Vec::new(),
    };
    Slot {
        kind: shape(&field.kind),
        nullable: field.nullable.contains(version),
        tag: field.tag,
        default: field.default.clone(),
        classic: field.classic,
        inner,
        path: path.to_string(),
    }
}

fn shape(kind: &Kind) -> String {
    match kind {
        Kind::Struct(_) => "struct".to_string(),
        Kind::Array(element) => format!("[]{}", shape(element)),
        plain => plain.to_string(),
    }
}

/// Says where two layouts differ first, or nothing if they are the same.
pub fn first_difference(one: &[Slot], other: &[Slot]) -> Option<String> {
    difference(&one.iter().collect::<Vec<_>>(), &other.iter().collect::<Vec<_>>(), &first_difference)
}

/// Says where `new` cannot stand for `old`, or nothing if it can. New tagged fields are allowed: a reader that does not
/// know a tag skips it, which is how Kafka extends a version that is out already.
pub fn first_break(new: &[Slot], old: &[Slot]) -> Option<String> {
    let known = |slot: &&Slot| slot.tag.is_none() || old.iter().any(|o| o.tag == slot.tag);
    let new: Vec<&Slot> = new.iter().filter(known).collect();
    difference(&new, &old.iter().collect::<Vec<_>>(), &first_break)
}

type Compare = dyn Fn(&[Slot], &[Slot]) -> Option<String>;

fn difference(one: &[&Slot], other: &[&Slot], inside: &Compare) -> Option<String> {
    for (a, b) in one.iter().zip(other) {
        let same = a.kind == b.kind
            && a.nullable == b.nullable
            && a.tag == b.tag
            && a.default == b.default
            && a.classic == b.classic;
        if !same {
            return Some(format!("{} is {}, {} is {}", a.path, describe(a), b.path, describe(b)));
        }
        if let Some(difference) = inside(&a.inner, &b.inner) {
            return Some(difference);
        }
    }
    match one.len().cmp(&other.len()) {
        std::cmp::Ordering::Equal => None,
        std::cmp::Ordering::Greater => Some(format!("only one side has {}", one[other.len()].path)),
        std::cmp::Ordering::Less => Some(format!("only one side has {}", other[one.len()].path)),
    }
}

fn describe(slot: &Slot) -> String {
    let mut text = slot.kind.clone();
    if slot.nullable {
        text.push_str(" null");
    }
    if let Some(tag) = slot.tag {
        text.push_str(&format!(" tag {tag}"));
    }
    if let Some(default) = &slot.default {
        text.push_str(&format!(" default {default}"));
    }
    if slot.classic {
        text.push_str(" classic");
    }
    text
}
