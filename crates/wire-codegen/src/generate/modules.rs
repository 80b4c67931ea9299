//! The module lists: one per section, and the root.

use super::{heading, module_name};
use crate::model::{Section, Unit};

/// `mod.rs` of a section: its modules, and its messages by name.
pub(super) fn section_file(section: Section, units: &[Unit]) -> String {
    let mut code = heading(&format!("schemas/{}", section.directory()));
    code.push_str("//!\n//! ");
    code.push_str(match section {
        Section::Api => {
            "Requests and responses, one module per API. Messages by name here, their structs in the module."
        }
        Section::Metadata => {
            "Records of `__cluster_metadata`. Records by name here, their structs in the module."
        }
        Section::Group => {
            "Keys and values of `__consumer_offsets`. Both by name here, their structs in the module."
        }
        Section::Transaction => "Key and value of `__transaction_state`.",
        Section::Data => "Headers, control records, files and embedded protocols.",
    });
    code.push_str("\n\n");
    let mut units: Vec<&Unit> = units.iter().filter(|u| u.section == section).collect();
    units.sort_by_key(|u| module_name(u));
    for unit in &units {
        code.push_str(&format!("pub mod {};\n", module_name(unit)));
    }
    code.push('\n');
    for unit in &units {
        let names: Vec<&str> = unit.messages.iter().map(|m| m.name.as_str()).collect();
        code.push_str(&format!("pub use {}::{{{}}};\n", module_name(unit), names.join(", ")));
    }
    code
}

/// `mod.rs` of the generated tree.
pub(super) fn root_file() -> String {
    let mut code = heading("schemas");
    code.push_str(
        "//!\n//! What the schemas say and nothing else: the rules of the encoding stand in `crate::codec`.\n\n\
         #![allow(clippy::large_enum_variant)]\n\n",
    );
    for section in Section::ALL {
        code.push_str(&format!("pub mod {};\n", section.directory()));
    }
    code.push_str("\npub(crate) mod api_key;\npub(crate) mod records;\n#[cfg(feature = \"testing\")]\npub(crate) mod registry;\n");
    code
}
