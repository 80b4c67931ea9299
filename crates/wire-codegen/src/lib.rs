//! Kafka's message schemas as plain facts, and the Rust code generated from them.
//!
//! Two steps, each its own command of the `ferryman-wire-codegen` program:
//!
//! 1. `extract` reads the JSON schemas that stand inside Kafka's jars, for the two Kafka lines pinned in
//!    `kafka-versions.toml`, unites them and writes this crate's `schemas/`. Only facts are taken: names, types, versions,
//!    defaults, tags. Run when Kafka moves (`make schemas`); needs the jars.
//! 2. `generate` reads `schemas/` and writes `crates/wire/src/generated/`; `generate --check` fails if that differs from
//!    what is checked in. Needs nothing but rustfmt.
//!
//! The format of the schema files is described in [`format`]. The oracle that holds the generated code against Kafka's own
//! classes stands in `oracle/`.
//!
//! What must not be here: anything the running system needs. No crate depends on this one.

pub mod error;
pub mod extract;
pub mod format;
pub mod generate;
pub mod json;
pub mod layout;
pub mod merge;
pub mod model;
pub mod names;
pub mod pins;
pub mod tree;
pub mod versions;
