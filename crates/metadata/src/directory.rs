//! Directory ids: where on a broker a replica lies, and the values that stand for "not known yet".
//!
//! The reserved values are Kafka's (`org.apache.kafka.common.DirectoryId`, KIP-858). Must not be here: paths.

use wire::codec::Uuid;

/// The replica was placed before directories were recorded (metadata.version below 3.7-IV2).
pub const MIGRATING: Uuid = Uuid::from_parts(0, 0);
/// The broker has several directories and has not chosen one yet.
pub const UNASSIGNED: Uuid = Uuid::from_parts(0, 1);
/// The replica lies in a directory that is offline, which one is not known.
pub const LOST: Uuid = Uuid::from_parts(0, 2);

/// Whether the id is one of the values that no directory may have.
pub fn is_reserved(id: Uuid) -> bool {
    id.as_u128() < 100
}

/// Whether a replica said to lie in `directory` can be served by a broker whose online directories are `online`.
///
/// A broker that was registered before directories were recorded has none; its replicas are taken to be online
/// (KAFKA-16162).
pub fn is_online(directory: Uuid, online: &[Uuid]) -> bool {
    match directory {
        UNASSIGNED | MIGRATING => true,
        LOST => false,
        _ => online.is_empty() || online.contains(&directory),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_replica_is_online_unless_its_directory_is_known_not_to_be() {
        let (here, gone) = (Uuid::from_u128(1000), Uuid::from_u128(1001));
        assert!(is_online(here, &[here]));
        assert!(!is_online(gone, &[here]));
        assert!(is_online(gone, &[]));
        assert!(is_online(UNASSIGNED, &[here]) && is_online(MIGRATING, &[here]));
        assert!(!is_online(LOST, &[]));
        assert!(is_reserved(LOST) && !is_reserved(here));
    }
}
