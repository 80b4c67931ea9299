//! Generated from `crates/wire-codegen/schemas` by `make generate`; not to be edited.
//!
//! What the schemas say and nothing else: the rules of the encoding stand in `crate::codec`.

#![allow(clippy::large_enum_variant)]

pub mod api;
pub mod data;
pub mod group;
pub mod metadata;
pub mod transaction;

pub(crate) mod api_key;
pub(crate) mod records;
#[cfg(feature = "testing")]
pub(crate) mod registry;
