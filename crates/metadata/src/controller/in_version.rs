//! An answer in the words of an older version.

use wire::codec::Uuid;

use super::response::Response;

/// The first version of ElectLeaders that has a code for the whole answer.
const ELECTION_CODE_FROM: i16 = 1;
/// The first version of DescribeQuorum that knows directories and listeners (KIP-853).
const QUORUM_DIRECTORIES_FROM: i16 = 2;

impl Response {
    /// The answer to a request of that version, without what the version has no field for and Kafka leaves out as well.
    ///
    /// The code of an election that is refused whole stands at each partition too (`ElectLeadersResponse`); who votes is
    /// told without directories and listeners (`DescribeQuorumResponse`).
    pub fn in_version(mut self, version: i16) -> Response {
        match &mut self {
            Response::ElectLeaders(r) if version < ELECTION_CODE_FROM => r.error_code = 0,
            Response::DescribeQuorum(r) if version < QUORUM_DIRECTORIES_FROM => {
                r.nodes.clear();
                let partitions = r.topics.iter_mut().flat_map(|topic| &mut topic.partitions);
                for partition in partitions {
                    for replica in partition.current_voters.iter_mut().chain(&mut partition.observers) {
                        replica.replica_directory_id = Uuid::ZERO;
                    }
                }
            }
            _ => {}
        }
        self
    }
}
