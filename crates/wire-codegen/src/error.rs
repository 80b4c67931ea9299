//! What can go wrong while schemas are read, merged, written or turned into code.
//!
//! Each error names the file or the message and what was found there; the command prints it and ends.

use std::path::PathBuf;

/// Result of this crate's operations.
pub type Result<T> = std::result::Result<T, CodegenError>;

/// Why a schema could not be read, merged or generated from.
#[derive(Debug, thiserror::Error)]
pub enum CodegenError {
    /// A file or directory could not be read or written.
    #[error("{action} {path}: {source}")]
    File {
        /// What was attempted: `read`, `write`, `list`.
        action: &'static str,
        /// On what.
        path: PathBuf,
        /// What the system answered.
        source: std::io::Error,
    },
    /// A Kafka JSON schema has a shape this crate does not know.
    #[error("{path}: {found}")]
    Json {
        /// The JSON file.
        path: PathBuf,
        /// What was found in it.
        found: String,
    },
    /// A line of a schema file is not in the format.
    #[error("{file}, line {line}: {found}")]
    Schema {
        /// The schema file.
        file: String,
        /// Line number, from 1.
        line: usize,
        /// What was found there.
        found: String,
    },
    /// Not a version range.
    #[error("`{0}` is no version range; expected `none`, `3`, `0-4` or `2+`")]
    BadVersions(String),
    /// The two Kafka lines disagree about a message, so there is no union of them.
    #[error("{message} cannot be merged: {conflict}")]
    Merge {
        /// The message.
        message: String,
        /// Where the lines disagree.
        conflict: String,
    },
    /// A schema is sound but asks for something the generator does not do.
    #[error("{message} cannot be generated: {reason}")]
    Unsupported {
        /// The message.
        message: String,
        /// What it asks for.
        reason: String,
    },
    /// `kafka-versions.toml` lacks something.
    #[error("{path}: {found}")]
    Pins {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        found: String,
    },
    /// rustfmt could not be run on the generated code.
    #[error("rustfmt on {path}: {found}; install it with `rustup component add rustfmt`")]
    Rustfmt {
        /// What was to be formatted.
        path: PathBuf,
        /// What came back.
        found: String,
    },
    /// The checked-in files are not what the schemas give.
    #[error("generated files differ from the schemas: {}; run `make generate`", .0.join(", "))]
    Drift(Vec<String>),
}
