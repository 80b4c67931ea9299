//! The union of two Kafka lines: what the base line says, and from the legacy line what the base has dropped.
//!
//! Promises that the union has, for every version of either line, the layout that line has (of the legacy line, but for
//! tagged fields added since); otherwise the merge fails and says where. Renamed fields take the base line's name. Works
//! on values; reads and writes no file.

use crate::error::{CodegenError, Result};
use crate::layout::{first_break, first_difference, layout};
use crate::model::{Field, Message, Struct, Unit};
use crate::versions::Versions;

/// Merges a unit that both lines have. Versions the legacy line marks unstable were never released and stay out.
pub fn merge_unit(base: &mut Unit, legacy: Unit) -> Result<()> {
    if base.deprecated.is_empty() {
        base.deprecated = legacy.deprecated;
    }
    for listener in &legacy.listeners {
        if !base.listeners.contains(listener) {
            base.listeners.push(listener.clone());
        }
    }
    let stable = |message: &Message| {
        let last = message.versions.highest - i16::from(legacy.unstable_latest);
        Versions::new(message.versions.lowest, last)
    };
    for old in &legacy.messages {
        let versions = stable(old);
        let Some(new) = base.messages.iter_mut().find(|m| m.role == old.role) else {
            return Err(conflict(&old.name, "the base line has no message of that role".to_string()));
        };
        *new = merge_message(new, old, versions)?;
    }
    Ok(())
}

/// The union of `base` and the `versions` of `legacy`.
pub fn merge_message(base: &Message, legacy: &Message, versions: Versions) -> Result<Message> {
    let mut union = base.clone();
    if !base.versions.covers(versions) {
        union.versions = base.versions.hull(versions);
        let touching =
            versions.highest + 1 >= base.versions.lowest && base.versions.highest + 1 >= versions.lowest;
        if !touching {
            let found = format!("versions {versions} and {} leave a gap", base.versions);
            return Err(conflict(&base.name, found));
        }
        union.fields = merge_fields(&base.fields, &legacy.fields, versions);
        for old in &legacy.structs {
            match union.structs.iter_mut().find(|s| s.name == old.name) {
                Some(new) => new.fields = merge_fields(&new.fields, &old.fields, versions),
                None => union.structs.push(Struct {
                    name: old.name.clone(),
                    fields: old.fields.iter().map(|f| capped(f, versions)).collect(),
                }),
            }
        }
    }
    for version in base.versions.each() {
        if let Some(found) = first_difference(&layout(&union, version), &layout(base, version)) {
            return Err(conflict(&base.name, format!("at version {version} {found}")));
        }
    }
    agrees(&union, legacy, versions)?;
    Ok(union)
}

/// Fails unless `union` can stand for `legacy` at each of `versions`.
pub fn agrees(union: &Message, legacy: &Message, versions: Versions) -> Result<()> {
    for version in versions.each() {
        if union.flexible.contains(version) != legacy.flexible.contains(version) {
            return Err(conflict(&legacy.name, format!("version {version} is flexible in one line only")));
        }
        if let Some(found) = first_break(&layout(union, version), &layout(legacy, version)) {
            return Err(conflict(&legacy.name, format!("at version {version} {found}")));
        }
    }
    Ok(())
}

/// The base line's fields, and each field only the legacy line has, behind the field it follows there.
fn merge_fields(base: &[Field], legacy: &[Field], versions: Versions) -> Vec<Field> {
    let mut fields = base.to_vec();
    let mut after = 0;
    for old in legacy {
        match fields.iter().position(|f| f.name == old.name) {
            Some(at) => {
                // A value either line lets fall may fall: what came back can only be dropped by newer versions.
                fields[at].ignorable |= old.ignorable;
                after = at + 1;
            }
            None => {
                fields.insert(after, capped(old, versions));
                after += 1;
            }
        }
    }
    fields
}

/// A legacy field with its open range closed: it ends where the legacy line ends.
fn capped(field: &Field, versions: Versions) -> Field {
    let mut field = field.clone();
    if field.versions.highest == Versions::OPEN {
        field.versions.highest = versions.highest;
    }
    field
}

fn conflict(message: &str, found: String) -> CodegenError {
    CodegenError::Merge { message: message.to_string(), conflict: found }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::parse_unit;

    fn message(text: &str) -> Message {
        let text = format!("api 1 Test\n\n{text}");
        parse_unit("test", &text).unwrap().messages.remove(0)
    }

    #[test]
    fn fields_and_versions_the_base_line_dropped_come_back() {
        let base = message("request TestRequest 2-3 flexible 3+\n  A int8 0+\n  B string 1+ ignorable\n");
        let legacy = message("request TestRequest 0-2\n  A int8 0+\n  Old int32 0-1\n  B string 1+\n");
        let union = merge_message(&base, &legacy, legacy.versions).unwrap();
        let names: Vec<_> = union.fields.iter().map(|f| f.name.as_str()).collect();
        assert_eq!(names, ["A", "Old", "B"]);
        assert_eq!(union.versions.to_string(), "0-3");
        assert!(union.fields[2].ignorable);
    }

    #[test]
    fn a_renamed_field_keeps_the_base_lines_name() {
        let base = message("request TestRequest 0-2\n  ReplicaId int32 0+\n");
        let legacy = message("request TestRequest 0-1\n  CandidateId int32 0+\n");
        let union = merge_message(&base, &legacy, legacy.versions).unwrap();
        assert_eq!(union.fields.len(), 1);
        assert_eq!(union.fields[0].name, "ReplicaId");
    }

    #[test]
    fn lines_that_disagree_about_a_type_do_not_merge() {
        let base = message("request TestRequest 0-2\n  A int32 0+\n");
        for other in ["A int64 0+", "A int32 1+", "A int32 0+ default 7", "A int32 0+\n  B int8 0+"] {
            let legacy = message(&format!("request TestRequest 0-1\n  {other}\n"));
            let error = merge_message(&base, &legacy, legacy.versions).unwrap_err();
            assert!(error.to_string().contains("at version 0"), "{other}: {error}");
        }
    }

    #[test]
    fn lines_with_a_gap_between_them_do_not_merge() {
        let base = message("request TestRequest 3-4\n  A int8 0+\n");
        let legacy = message("request TestRequest 0-1\n  A int8 0+\n");
        assert!(merge_message(&base, &legacy, legacy.versions).is_err());
    }

    #[test]
    fn a_dropped_field_in_the_wrong_place_is_noticed() {
        let base = message("request TestRequest 1-2\n  A int8 0+\n  B int8 1+\n");
        // In version 0 the base line would read A only, the legacy line reads A as int16.
        let legacy = message("request TestRequest 0\n  A int16 0+\n");
        assert!(merge_message(&base, &legacy, legacy.versions).is_err());
    }
}
