//! DescribeLogDirs: what lies in this broker's directories, and how much room there is (KIP-113, KIP-827).

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use wire::codec::{Str, Uuid};
use wire::messages::describe_log_dirs::{
    DescribeLogDirsPartition, DescribeLogDirsRequest, DescribeLogDirsResponse, DescribeLogDirsResult,
    DescribeLogDirsTopic,
};

use crate::replicas::{Moment, Replica, Replicas};

/// Room that is not known.
const UNKNOWN: i64 = -1;
/// From this version on a cordoned directory is told (KIP-1066).
const CORDONED_FROM: i16 = 5;

/// Serves a DescribeLogDirs.
pub(super) fn describe_log_dirs(
    replicas: &Replicas,
    node_id: i32,
    request: &DescribeLogDirsRequest,
    version: i16,
) -> DescribeLogDirsResponse {
    let moment = replicas.moment();
    let asked = request.topics.as_ref().map(|topics| {
        let of = |topic: &wire::messages::describe_log_dirs::DescribableLogDirTopic| {
            (topic.topic.to_string(), topic.partitions.iter().copied().collect::<BTreeSet<i32>>())
        };
        topics.iter().map(of).collect::<BTreeMap<_, _>>()
    });
    let wanted = |replica: &Replica| match &asked {
        None => true,
        Some(asked) => {
            let name = replica.name();
            asked.get(&*name.topic).is_some_and(|indexes| indexes.contains(&name.partition))
        }
    };
    let all = replicas.all();
    let results = replicas.directories().iter().map(|directory| {
        let here = all.iter().filter(|replica| replica.is_in(directory) && wanted(replica));
        DescribeLogDirsResult {
            log_dir: directory.path().display().to_string().into(),
            topics: topics(here),
            total_bytes: directory
                .total_bytes()
                .and_then(|bytes| i64::try_from(bytes).ok())
                .unwrap_or(UNKNOWN),
            usable_bytes: directory
                .free_bytes()
                .and_then(|bytes| i64::try_from(bytes).ok())
                .unwrap_or(UNKNOWN),
            is_cordoned: version >= CORDONED_FROM && is_cordoned(&moment, node_id, directory.id()),
            ..Default::default()
        }
    });
    DescribeLogDirsResponse { results: results.collect(), ..Default::default() }
}

fn topics<'a>(here: impl Iterator<Item = &'a Arc<Replica>>) -> Vec<DescribeLogDirsTopic> {
    let mut topics: BTreeMap<Str, Vec<DescribeLogDirsPartition>> = BTreeMap::new();
    for replica in here {
        let view = replica.view();
        topics.entry(replica.name().topic.to_string().into()).or_default().push(DescribeLogDirsPartition {
            partition_index: replica.name().partition,
            partition_size: i64::try_from(replica.log().size_in_bytes()).unwrap_or(i64::MAX),
            offset_lag: (view.high_watermark - view.log_end).max(0),
            is_future_key: false,
        });
    }
    topics.into_iter().map(|(name, partitions)| DescribeLogDirsTopic { name, partitions }).collect()
}

fn is_cordoned(moment: &Moment, node_id: i32, directory: Uuid) -> bool {
    let broker = moment.image.brokers().get(node_id);
    broker.and_then(|broker| broker.cordoned.as_ref()).is_some_and(|cordoned| cordoned.contains(&directory))
}
