//! At which version a record is written.
//!
//! `metadata.version` decides where a record always has the same fields; where the fields differ from record to record,
//! the lowest version that has them is taken, as Kafka's controller does (`MetadataVersion`, `ReplicationControlManager`).

use wire::metadata::BrokerRegistrationChangeRecord;
use wire::records::MetadataRecord;

use crate::features::MetadataVersion;

/// The version to write a record at.
pub fn record_version(record: &MetadataRecord, metadata_version: MetadataVersion) -> i16 {
    match record {
        MetadataRecord::RegisterBroker(_) => match metadata_version {
            v if v.has_cordoned_directories() => 4,
            v if v.has_directories() => 3,
            v if v >= MetadataVersion::V3_4_IV0 => 2,
            _ => 1,
        },
        MetadataRecord::Partition(_) | MetadataRecord::PartitionChange(_) => match metadata_version {
            v if v >= MetadataVersion::V4_0_IV1 => 2,
            v if v.has_directories() => 1,
            _ => 0,
        },
        MetadataRecord::BrokerRegistrationChange(change) => change_version(change),
        _ => 0,
    }
}

fn change_version(change: &BrokerRegistrationChangeRecord) -> i16 {
    if change.cordoned_log_dirs.is_some() {
        3
    } else if !change.log_dirs.is_empty() {
        2
    } else {
        i16::from(change.in_controlled_shutdown != 0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use wire::metadata::{PartitionRecord, RegisterBrokerRecord, TopicRecord};

    #[test]
    fn records_are_written_at_the_version_the_cluster_agreed_on() {
        let at = |name: &str, record: &MetadataRecord| {
            record_version(record, MetadataVersion::from_name(name).unwrap())
        };
        let broker = RegisterBrokerRecord::default().into();
        let versions = ["3.3-IV3", "3.4", "3.7-IV1", "3.7", "3.9", "4.2", "4.3"].map(|v| at(v, &broker));
        assert_eq!(versions, [1, 2, 2, 3, 3, 3, 4]);
        let partition = PartitionRecord::default().into();
        let versions = ["3.6", "3.7", "3.9", "4.0-IV0", "4.0-IV1", "4.3"].map(|v| at(v, &partition));
        assert_eq!(versions, [0, 1, 1, 1, 2, 2]);
        assert_eq!(at("4.3", &TopicRecord::default().into()), 0);
    }

    #[test]
    fn a_change_of_a_registration_has_the_lowest_version_that_can_say_it() {
        let with = |change: BrokerRegistrationChangeRecord| change_version(&change);
        let plain = BrokerRegistrationChangeRecord { fenced: 1, ..Default::default() };
        assert_eq!(with(plain.clone()), 0);
        assert_eq!(with(BrokerRegistrationChangeRecord { in_controlled_shutdown: 1, ..plain.clone() }), 1);
        let directory = wire::codec::Uuid::from_u128(500);
        assert_eq!(with(BrokerRegistrationChangeRecord { log_dirs: vec![directory], ..plain.clone() }), 2);
        assert_eq!(with(BrokerRegistrationChangeRecord { cordoned_log_dirs: Some(vec![]), ..plain }), 3);
    }
}
