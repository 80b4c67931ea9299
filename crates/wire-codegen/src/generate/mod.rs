//! From schema files to the Rust sources of `crates/wire/src/generated`.
//!
//! One file per unit, and beside them the module lists, the API key table, the record enums and the registry for tests.
//! Promises that the same schemas give the same texts. Formatting is rustfmt's; what the code calls is `wire::codec`'s.

mod api_key;
mod fields;
mod modules;
mod records;
mod registry;
mod shape;
mod structs;
mod unit;

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::error::{CodegenError, Result};
use crate::format::parse_unit;
use crate::model::{Section, Unit};
use crate::tree::{self, Tree};

/// First line of every generated file.
fn heading(source: &str) -> String {
    format!("//! Generated from `crates/wire-codegen/{source}` by `make generate`; not to be edited.\n")
}

/// Reads the schema files below `schemas`, by section, and within a section by key and name.
pub fn read_units(schemas: &Path) -> Result<Vec<Unit>> {
    let mut units = Vec::new();
    for (path, text) in tree::read(schemas, "schema")? {
        let unit = parse_unit(&path.display().to_string(), &text)?;
        let expected = Path::new(unit.section.directory()).join(crate::names::snake_case(&unit.name));
        if path != expected.with_extension("schema") {
            let found =
                format!("{} {} belongs in {}.schema", unit.section.keyword(), unit.name, expected.display());
            return Err(CodegenError::Schema { file: path.display().to_string(), line: 1, found });
        }
        units.push(unit);
    }
    units.sort_by(|a, b| (a.section, a.key, &a.name).cmp(&(b.section, b.key, &b.name)));
    Ok(units)
}

/// The generated sources for `units`, formatted with the workspace's rustfmt settings (`config`: the directory that
/// holds `rustfmt.toml`).
pub fn generate(units: &[Unit], config: &Path) -> Result<Tree> {
    let mut files = Tree::new();
    for unit in units {
        files.insert(unit_path(unit), unit::unit_file(unit)?);
    }
    for section in Section::ALL {
        let path = Path::new(section.directory()).join("mod.rs");
        files.insert(path, modules::section_file(section, units));
    }
    files.insert("mod.rs".into(), modules::root_file());
    files.insert("api_key.rs".into(), api_key::api_key_file(units));
    files.insert("records.rs".into(), records::records_file(units));
    files.insert("registry.rs".into(), registry::registry_file(units));
    formatted(&files, config)
}

fn unit_path(unit: &Unit) -> PathBuf {
    Path::new(unit.section.directory()).join(module_name(unit)).with_extension("rs")
}

/// The Rust module of a unit.
fn module_name(unit: &Unit) -> String {
    crate::names::snake_case(&unit.name)
}

/// Runs rustfmt over a copy of the tree.
fn formatted(files: &Tree, config: &Path) -> Result<Tree> {
    let scratch = Scratch::new()?;
    tree::write(&scratch.0, "rs", files)?;
    let root = scratch.0.join("mod.rs");
    let output = Command::new("rustfmt")
        .args(["--edition", "2024", "--quiet", "--config-path"])
        .arg(config)
        .arg(&root)
        .output()
        .map_err(|e| CodegenError::Rustfmt { path: root.clone(), found: e.to_string() })?;
    if !output.status.success() {
        let found = String::from_utf8_lossy(&output.stderr).into_owned();
        return Err(CodegenError::Rustfmt { path: root, found });
    }
    tree::read(&scratch.0, "rs")
}

/// A directory of this process alone, removed when dropped.
struct Scratch(PathBuf);

impl Scratch {
    fn new() -> Result<Scratch> {
        let path = std::env::temp_dir().join(format!("ferryman-wire-codegen-{}", std::process::id()));
        std::fs::create_dir_all(&path).map_err(|source| CodegenError::File {
            action: "create",
            path: path.clone(),
            source,
        })?;
        Ok(Scratch(path))
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        // Left behind at worst in the system's directory for temporary files.
        let _ = std::fs::remove_dir_all(&self.0);
    }
}
