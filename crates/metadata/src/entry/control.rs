//! The control batches that a leader writes (facts of `BatchAccumulator`, KIP-595 and KIP-853).

use bytes::Bytes;
use wire::batch::{BatchBuilder, BatchOptions, NewRecord};
use wire::codec::Str;
use wire::data::leader_change_message::Voter as LeaderChangeVoter;
use wire::data::voters_record::{Endpoint, KRaftVersionFeature, Voter as VoterRecord};
use wire::data::{KRaftVersionRecord, LeaderChangeMessage, VotersRecord};
use wire::records::ControlRecord;

use super::error::EntryError;
use crate::image::{Voter, VoterEndpoint};

/// Levels of `kraft.version` that our controllers support.
const KRAFT_VERSIONS: (i16, i16) = (0, 1);

/// The voters of the quorum.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct VoterSet(pub Vec<Voter>);

impl VoterSet {
    /// The voters as their record.
    pub fn record(&self) -> VotersRecord {
        let text = |text: &str| Str::from(text.to_string());
        let endpoint =
            |e: &VoterEndpoint| Endpoint { name: text(&e.listener), host: text(&e.host), port: e.port };
        let voter = |voter: &Voter| VoterRecord {
            voter_id: voter.id,
            voter_directory_id: voter.directory,
            endpoints: voter.endpoints.iter().map(endpoint).collect(),
            kraft_version_feature: KRaftVersionFeature {
                min_supported_version: KRAFT_VERSIONS.0,
                max_supported_version: KRAFT_VERSIONS.1,
            },
        };
        VotersRecord { version: 0, voters: self.0.iter().map(voter).collect() }
    }
}

/// The first batch of a leader's term and how many records it has: who leads and who votes. In a new log also
/// `kraft.version` 1 and the voters, without which no broker finds the quorum (KIP-853).
///
/// # Errors
/// Never for what a quorum is made of.
pub fn leader_change_batch(
    leader_id: i32,
    voters: &VoterSet,
    new_log: bool,
    now_ms: i64,
) -> Result<(Bytes, u32), EntryError> {
    // Directory ids are not part of version 0, the only one that may be written.
    let ids =
        || voters.0.iter().map(|v| LeaderChangeVoter { voter_id: v.id, ..Default::default() }).collect();
    let change = LeaderChangeMessage { version: 0, leader_id, voters: ids(), granting_voters: ids() };
    let mut records = vec![ControlRecord::LeaderChange(change)];
    if new_log {
        records.push(ControlRecord::KRaftVersion(KRaftVersionRecord { version: 0, kraft_version: 1 }));
        records.push(ControlRecord::Voters(voters.record()));
    }
    Ok((control_batch(&records, now_ms)?, records.len() as u32))
}

/// The batch of a change of voters, one record.
///
/// # Errors
/// Never for what a quorum is made of.
pub fn voters_batch(voters: &VoterSet, now_ms: i64) -> Result<Bytes, EntryError> {
    control_batch(&[ControlRecord::Voters(voters.record())], now_ms)
}

fn control_batch(records: &[ControlRecord], now_ms: i64) -> Result<Bytes, EntryError> {
    let mut builder = BatchBuilder::new(BatchOptions { control: true, ..BatchOptions::default() });
    let broken = |source| EntryError::Batch { offset: -1, source };
    for record in records {
        let key = record.control_type().key();
        let value = record.encode_value().map_err(EntryError::Control)?;
        let record = NewRecord { timestamp: now_ms, key: Some(&key), value: Some(&value), headers: &[] };
        builder.append(record).map_err(broken)?;
    }
    builder.finish().map_err(broken)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entry::{LogBatch, LogRecord};
    use wire::codec::Uuid;

    fn voters() -> VoterSet {
        let endpoint = VoterEndpoint { listener: "CONTROLLER".into(), host: "localhost".into(), port: 9093 };
        VoterSet(vec![Voter {
            id: 9000,
            directory: Uuid::from_u128(77),
            endpoints: vec![endpoint],
            kraft_versions: (0, 1),
        }])
    }

    #[test]
    fn a_new_log_begins_with_the_leader_the_version_and_the_voters() {
        let (bytes, count) = leader_change_batch(9000, &voters(), true, 5).unwrap();
        let batch = LogBatch::decode(&bytes).unwrap();
        assert_eq!((count, batch.records.len(), batch.timestamp_ms), (3, 3, 5));
        let [
            LogRecord::Control(ControlRecord::LeaderChange(change)),
            LogRecord::Control(ControlRecord::KRaftVersion(version)),
            LogRecord::Control(ControlRecord::Voters(record)),
        ] = [0, 1, 2].map(|n| batch.records[n].1.clone())
        else {
            panic!("{batch:?}")
        };
        assert_eq!((change.leader_id, version.kraft_version), (9000, 1));
        assert_eq!(record, voters().record());
    }

    #[test]
    fn a_leader_of_an_old_log_says_only_that_it_leads() {
        let (bytes, count) = leader_change_batch(9000, &voters(), false, 5).unwrap();
        assert_eq!((count, LogBatch::decode(&bytes).unwrap().records.len()), (1, 1));
    }
}
