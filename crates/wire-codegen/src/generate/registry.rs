//! The list of all messages, for tests, fuzzing and the oracle.

use super::heading;
use crate::model::Unit;

/// `registry.rs`: a function that lists an entry per message.
pub(super) fn registry_file(units: &[Unit]) -> String {
    let mut code = heading("schemas");
    code.push_str(
        "\nuse crate::testing::Entry;\n\n/// Every message of every section.\npub(crate) fn all() -> Vec<Entry> {\nvec![\n",
    );
    for unit in units {
        for message in &unit.messages {
            code.push_str(&format!(
                "Entry::of::<super::{}::{}>({:?}),\n",
                unit.section.directory(),
                message.name,
                unit.key
            ));
        }
    }
    code.push_str("]\n}\n");
    code
}
