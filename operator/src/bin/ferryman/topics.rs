//! `ferryman topic`.

use client::Cluster;
use client::admin::{NewTopic, PartitionInfo};

use crate::args::TopicCommand;
use crate::kafka::explain;
use crate::output::{self, Failure};

pub(crate) async fn run(cluster: &Cluster, command: TopicCommand) -> Result<(), Failure> {
    match command {
        TopicCommand::Create { name, partitions, replication_factor, configs } => {
            let configs = configs.into_iter().collect();
            let topic = NewTopic { name, partitions, replication_factor, configs };
            cluster.create_topic(&topic).await.map_err(explain)?;
            output::line(&format!("topic {} is created", topic.name))
        }
        TopicCommand::List { internal } => {
            let topics = cluster.list_topics().await.map_err(explain)?;
            let shown = topics.into_iter().filter(|topic| internal || !topic.internal);
            let names: String = shown.map(|topic| format!("{}\n", topic.name)).collect();
            output::print(&names)
        }
        TopicCommand::Describe { name } => describe(cluster, &name).await,
        TopicCommand::Delete { name } => {
            cluster.delete_topic(&name).await.map_err(explain)?;
            output::line(&format!("topic {name} is deleted"))
        }
    }
}

async fn describe(cluster: &Cluster, name: &str) -> Result<(), Failure> {
    let topic = cluster.describe_topic(name).await.map_err(explain)?;
    let configs = cluster.topic_configs(name).await.map_err(explain)?;
    let factor = topic.partitions.iter().map(|p| p.replicas.len()).max().unwrap_or(0);
    output::line(&format!(
        "{name}  id {}  partitions {}  replication factor {factor}",
        topic.id,
        topic.partitions.len()
    ))?;
    for (key, value) in configs {
        output::line(&format!("  {key}={value}"))?;
    }
    let mut rows =
        vec![["PARTITION", "LEADER", "EPOCH", "REPLICAS", "IN SYNC", "NOTE"].map(str::to_owned).to_vec()];
    rows.extend(topic.partitions.iter().map(row));
    output::print(&output::table(&rows))
}

fn row(partition: &PartitionInfo) -> Vec<String> {
    let ids = |ids: &[i32]| ids.iter().map(ToString::to_string).collect::<Vec<_>>().join(",");
    let behind: Vec<i32> =
        partition.replicas.iter().copied().filter(|id| !partition.isr.contains(id)).collect();
    let note = match (partition.leader, behind.is_empty()) {
        (None, _) => "no leader".to_owned(),
        (_, false) => format!("not in sync: {}", ids(&behind)),
        (_, true) => String::new(),
    };
    vec![
        partition.index.to_string(),
        partition.leader.map_or("-".to_owned(), |leader| leader.to_string()),
        partition.leader_epoch.to_string(),
        ids(&partition.replicas),
        ids(&partition.isr),
        note,
    ]
}
