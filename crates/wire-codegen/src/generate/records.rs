//! The enums over all records of a log: by record type, key or value.

use super::heading;
use crate::model::{Role, Section, Unit};

/// `records.rs`: one enum for metadata records, and for each coordinator's topic one of keys and one of values.
pub(super) fn records_file(units: &[Unit]) -> String {
    let mut code = heading("schemas");
    code.push_str("\nuse super::{group, metadata, transaction};\nuse crate::codec::record_enum;\n");
    let enums = [
        (Section::Metadata, Role::Record, "MetadataRecord", "A record of `__cluster_metadata`."),
        (Section::Group, Role::Key, "GroupRecordKey", "Key of a record of `__consumer_offsets`."),
        (Section::Group, Role::Value, "GroupRecordValue", "Value of a record of `__consumer_offsets`."),
        (
            Section::Transaction,
            Role::Key,
            "TransactionRecordKey",
            "Key of a record of `__transaction_state`.",
        ),
        (
            Section::Transaction,
            Role::Value,
            "TransactionRecordValue",
            "Value of a record of `__transaction_state`.",
        ),
    ];
    for (section, role, name, about) in enums {
        code.push_str(&format!("\nrecord_enum! {{\n/// {about}\n{name} {{\n"));
        for unit in units.iter().filter(|u| u.section == section) {
            for message in unit.messages.iter().filter(|m| m.role == role) {
                code.push_str(&format!(
                    "{} => {}({}::{}),\n",
                    unit.key.unwrap_or_default(),
                    unit.name,
                    section.directory(),
                    message.name
                ));
            }
        }
        code.push_str("}\n}\n");
    }
    code
}
