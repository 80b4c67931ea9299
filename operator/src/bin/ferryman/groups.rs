//! `ferryman group`.

use std::collections::BTreeMap;

use client::Cluster;
use client::admin::{GroupDescription, GroupOffset};
use client::consume::{StartAt, offsets};

use crate::args::GroupCommand;
use crate::kafka::explain;
use crate::output::{self, Failure};

/// Kafka's name of the state of a group that nobody ever heard of.
const DEAD: &str = "Dead";

pub(crate) async fn run(cluster: &Cluster, command: GroupCommand) -> Result<(), Failure> {
    match command {
        GroupCommand::List => {
            let groups = cluster.list_groups().await.map_err(explain)?;
            let rows = groups.into_iter().map(|group| vec![group.group, group.state, group.protocol_type]);
            output::print(&output::table(&rows.collect::<Vec<_>>()))
        }
        GroupCommand::Describe { group } => describe(cluster, &group).await,
    }
}

async fn describe(cluster: &Cluster, name: &str) -> Result<(), Failure> {
    let group = cluster.describe_group(name).await.map_err(explain)?;
    let committed = cluster.group_offsets(name).await.map_err(explain)?;
    if group.state == DEAD && committed.is_empty() {
        return Err(Failure::sentence(format!(
            "there is no group {name}; `ferryman group list` shows those that are"
        )));
    }
    output::line(&format!(
        "{name}  {}  assignor {}  members {}",
        group.state,
        or_dash(&group.assignor),
        group.members.len()
    ))?;
    let ends = ends(cluster, &committed).await?;
    let mut rows =
        vec![["TOPIC", "PARTITION", "COMMITTED", "END", "LAG", "READ BY"].map(str::to_owned).to_vec()];
    rows.extend(committed.iter().map(|offset| {
        let end = ends.get(&(offset.topic.clone(), offset.partition));
        vec![
            offset.topic.clone(),
            offset.partition.to_string(),
            offset.committed.to_string(),
            end.map_or("-".to_owned(), i64::to_string),
            end.map_or("-".to_owned(), |end| (end - offset.committed).max(0).to_string()),
            reader(&group, offset),
        ]
    }));
    output::print(&output::table(&rows))
}

async fn ends(cluster: &Cluster, committed: &[GroupOffset]) -> Result<BTreeMap<(String, i32), i64>, Failure> {
    let mut ends = BTreeMap::new();
    let mut topics: Vec<&str> = committed.iter().map(|offset| offset.topic.as_str()).collect();
    topics.dedup();
    for topic in topics {
        // A topic that was deleted has no end; a partition without a leader does not tell it.
        let Ok(info) = cluster.describe_topic(topic).await else { continue };
        let Ok(found) = offsets(cluster, &info, StartAt::End).await else { continue };
        ends.extend(found.into_iter().map(|(partition, end)| ((topic.to_owned(), partition), end)));
    }
    Ok(ends)
}

fn reader(group: &GroupDescription, offset: &GroupOffset) -> String {
    let reads = (offset.topic.clone(), offset.partition);
    let member = group.members.iter().find(|member| member.assigned.contains(&reads));
    member.map_or("-".to_owned(), |member| format!("{} ({})", member.client_id, member.host))
}

fn or_dash(text: &str) -> &str {
    if text.is_empty() { "-" } else { text }
}
