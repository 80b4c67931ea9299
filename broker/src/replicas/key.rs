//! [`Key`]: which partition a replica is of.

use wire::codec::Uuid;

/// Topic id and index.
pub type Key = (Uuid, i32);
