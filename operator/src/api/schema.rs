//! What the derives cannot say about a field's schema.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};

use super::limits;
use super::{Cpu, Quantity, Timestamp, rules};

/// `spec.config`: a map of untyped scalars. A value without a type is hidden from CEL, so its rules are checked by
/// [`crate::validate`] alone.
pub(super) fn config(_: &mut SchemaGenerator) -> Schema {
    json_schema!({
        "type": "object",
        "maxProperties": limits::CONFIG_ENTRIES_MAX,
        "additionalProperties": {"x-kubernetes-preserve-unknown-fields": true},
    })
}

impl JsonSchema for Quantity {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "Quantity".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({"type": "string", "maxLength": limits::SIZE_MAX, "x-kubernetes-validations": [
            {"rule": rules::VOLUME_SIZE.cel, "message": rules::VOLUME_SIZE.sentence},
        ]})
    }
}

impl JsonSchema for Cpu {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "Cpu".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({"type": "string", "maxLength": limits::CPU_MAX, "x-kubernetes-validations": [
            {"rule": rules::CPU.cel, "message": rules::CPU.sentence},
        ]})
    }
}

impl JsonSchema for Timestamp {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "Timestamp".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({"type": "string", "format": "date-time"})
    }
}
