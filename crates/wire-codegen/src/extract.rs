//! From Kafka's JSON schemas of two lines to this project's schema files.
//!
//! Reads `DIR/VERSION/ARTIFACT/**.json`, merges, and gives back the texts by file name; what is written where is the
//! caller's. Promises that nothing of the legacy line is left out silently: what has no place in the union is an error.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::error::{CodegenError, Result};
use crate::format::print_unit;
use crate::json::{Source, read_source};
use crate::merge::{agrees, merge_unit};
use crate::model::{Role, Section, Unit};
use crate::names::snake_case;
use crate::pins::Pins;
use crate::versions::Versions;

/// The schema files the two lines under `input` give: path below the schema directory, and text.
pub fn extract(input: &Path, pins: &Pins) -> Result<BTreeMap<PathBuf, String>> {
    let base = sources(input, &pins.base, pins)?;
    let legacy = sources(input, &pins.legacy, pins)?;
    let mut union = units(base);
    let (records, rest): (Vec<_>, Vec<_>) = legacy.into_iter().partition(is_coordinator_data);
    for unit in units(rest) {
        add_legacy_unit(&mut union, unit)?;
    }
    for (_, source) in records {
        if !pins.early_access.contains(&source.message.name) {
            check_legacy_record(&union, &source)?;
        }
    }
    let heading = format!(
        "# Facts of Apache Kafka's schemas, {} united with {}. Written by `make schemas`, read by `make generate`.\n",
        pins.base, pins.legacy
    );
    Ok(union.iter().map(|unit| (path_of(unit), heading.clone() + &print_unit(unit))).collect())
}

fn path_of(unit: &Unit) -> PathBuf {
    Path::new(unit.section.directory()).join(snake_case(&unit.name)).with_extension("schema")
}

/// All schemas of one Kafka version with the artefact each came in, in a fixed order.
fn sources(input: &Path, version: &str, pins: &Pins) -> Result<Vec<(String, Source)>> {
    let mut sources = Vec::new();
    for artifact in &pins.artifacts {
        let mut files = Vec::new();
        json_files(&input.join(version).join(artifact), &mut files)?;
        files.sort();
        for file in files {
            if let Some(source) = read_source(&file)? {
                sources.push((artifact.clone(), source));
            }
        }
    }
    Ok(sources)
}

fn json_files(directory: &Path, files: &mut Vec<PathBuf>) -> Result<()> {
    let failed = |source| CodegenError::File { action: "list", path: directory.to_path_buf(), source };
    for entry in std::fs::read_dir(directory).map_err(failed)? {
        let path = entry.map_err(failed)?.path();
        if path.is_dir() {
            json_files(&path, files)?;
        } else if path.extension().is_some_and(|e| e == "json") {
            files.push(path);
        }
    }
    Ok(())
}

/// Before Kafka 4 the coordinators' records were plain data, their type told by the version of the key.
fn is_coordinator_data((artifact, source): &(String, Source)) -> bool {
    source.category == "data" && artifact.ends_with("-coordinator")
}

/// Sorts messages into units: by key within a section, or by name where there is none.
fn units(sources: Vec<(String, Source)>) -> Vec<Unit> {
    let mut units: Vec<Unit> = Vec::new();
    for (artifact, source) in sources {
        let section = section_of(&artifact, &source);
        let name = unit_name(&source, section);
        let same = |u: &&mut Unit| u.section == section && u.key == source.key && u.name == name;
        match units.iter_mut().find(same) {
            Some(unit) => {
                unit.listeners.extend(source.listeners);
                unit.unstable_latest |= source.unstable_latest;
                unit.deprecated = unit.deprecated.hull(source.deprecated);
                unit.messages.push(source.message);
                unit.messages.sort_by_key(|m| m.role);
            }
            None => units.push(Unit {
                section,
                name,
                key: source.key,
                listeners: source.listeners,
                unstable_latest: source.unstable_latest,
                deprecated: source.deprecated,
                messages: vec![source.message],
            }),
        }
    }
    units
}

fn section_of(artifact: &str, source: &Source) -> Section {
    match (source.message.role, artifact) {
        (Role::Request | Role::Response, _) => Section::Api,
        (Role::Record, "kafka-metadata") => Section::Metadata,
        (Role::Key | Role::Value, "kafka-group-coordinator") => Section::Group,
        (Role::Key | Role::Value, _) => Section::Transaction,
        _ => Section::Data,
    }
}

/// The name a message shares with its partner: without `Request`, `Response`, `Key` or `Value`. Metadata records lose
/// `Record`; data keeps its full name.
fn unit_name(source: &Source, section: Section) -> String {
    let name = &source.message.name;
    let suffix = match source.message.role {
        Role::Request => "Request",
        Role::Response => "Response",
        Role::Key => "Key",
        Role::Value => "Value",
        Role::Record if section == Section::Metadata => "Record",
        Role::Record | Role::Data => "",
    };
    name.strip_suffix(suffix).unwrap_or(name).to_string()
}

fn add_legacy_unit(union: &mut Vec<Unit>, mut legacy: Unit) -> Result<()> {
    let same = |u: &&mut Unit| {
        u.section == legacy.section
            && if legacy.section == Section::Data { u.name == legacy.name } else { u.key == legacy.key }
    };
    if let Some(base) = union.iter_mut().find(same) {
        return merge_unit(base, legacy);
    }
    if legacy.unstable_latest {
        for message in &mut legacy.messages {
            message.versions = Versions::new(message.versions.lowest, message.versions.highest - 1);
        }
        legacy.messages.retain(|m| !m.versions.is_empty());
        legacy.unstable_latest = false;
    }
    if !legacy.messages.is_empty() {
        union.push(legacy);
    }
    Ok(())
}

/// A coordinator record of the legacy line brings nothing back (Kafka 4 reads them all), but must agree.
fn check_legacy_record(union: &[Unit], source: &Source) -> Result<()> {
    let old = &source.message;
    let records = || union.iter().filter(|u| matches!(u.section, Section::Group | Section::Transaction));
    let unknown = |what: String| CodegenError::Merge { message: old.name.clone(), conflict: what };
    if !old.name.ends_with("Key") {
        let new = records().flat_map(|u| &u.messages).find(|m| m.name == old.name);
        let new = new.ok_or_else(|| unknown("the base line has no such record".into()))?;
        if !new.versions.covers(old.versions) {
            return Err(unknown(format!("the base line lost some of the versions {}", old.versions)));
        }
        return agrees(new, old, old.versions);
    }
    // The version of a legacy key is what is the record's type now. Both topics count their types from 0.
    let section = if old.name.starts_with("TransactionLog") { Section::Transaction } else { Section::Group };
    for record_type in old.versions.each() {
        let unit = records().find(|u| u.section == section && u.key == Some(record_type));
        let new = unit.and_then(|u| u.messages.iter().find(|m| m.role == Role::Key));
        let new = new.ok_or_else(|| unknown(format!("the base line has no record of type {record_type}")))?;
        let (here, there) = (crate::layout::layout(new, 0), crate::layout::layout(old, record_type));
        if let Some(found) = crate::layout::first_difference(&here, &there) {
            return Err(unknown(format!("for type {record_type} {found}")));
        }
    }
    Ok(())
}
