//! What can be written on the command line.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

/// Kafka without ZooKeeper: runs a KafkaCluster manifest on this machine, and speaks to Kafka clusters.
#[derive(Parser)]
#[command(name = "ferryman", version, disable_help_subcommand = true)]
pub(crate) struct Arguments {
    /// Where clusters on this machine keep everything.
    #[arg(long, global = true, value_name = "DIR", default_value = ".ferryman", env = "FERRYMAN_DATA_ROOT")]
    pub(crate) data_root: PathBuf,
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Subcommand)]
pub(crate) enum Command {
    /// Run the cluster of a manifest on this machine, and follow its changes.
    Up(Up),
    /// Show a cluster that runs here.
    Status(Status),
    /// Say what `up` would do, and do nothing.
    Plan {
        /// The manifest.
        file: PathBuf,
    },
    /// Stop a cluster that runs here: its brokers, then its controllers.
    Down {
        /// Its name.
        name: String,
        /// Remove all its data, too.
        #[arg(long)]
        delete_data: bool,
    },
    /// Stop or start one node of a cluster that runs here.
    #[command(subcommand)]
    Node(NodeCommand),
    /// Create, list, describe or delete topics.
    Topic {
        #[command(flatten)]
        bootstrap: Bootstrap,
        #[command(subcommand)]
        command: TopicCommand,
    },
    /// Write each line of standard input to a topic as a record; acknowledged by all in-sync replicas, none twice.
    Produce {
        #[command(flatten)]
        bootstrap: Bootstrap,
        #[command(flatten)]
        produce: ProduceOptions,
    },
    /// Print the records of a topic, one a line.
    Consume {
        #[command(flatten)]
        bootstrap: Bootstrap,
        #[command(flatten)]
        consume: ConsumeOptions,
    },
    /// List or describe consumer groups.
    Group {
        #[command(flatten)]
        bootstrap: Bootstrap,
        #[command(subcommand)]
        command: GroupCommand,
    },
}

#[derive(Args)]
pub(crate) struct Bootstrap {
    /// Where to connect first: host:port, several separated by commas. Otherwise the one cluster that runs here, or
    /// 127.0.0.1:9092.
    #[arg(long, global = true, value_name = "HOST:PORT", env = "FERRYMAN_BOOTSTRAP")]
    pub(crate) bootstrap: Option<String>,
}

#[derive(Args)]
pub(crate) struct Up {
    /// The manifest; edit it to change the cluster.
    pub(crate) file: PathBuf,
    /// Return when it is ready, and leave it running.
    #[arg(long)]
    pub(crate) detach: bool,
    /// Given to the supervisor that --detach starts.
    #[arg(long, hide = true)]
    pub(crate) supervise: bool,
}

#[derive(Args)]
pub(crate) struct Status {
    /// The cluster's name, or its manifest; may be left out where there is but one.
    pub(crate) cluster: Option<String>,
    /// How to print it.
    #[arg(short, long, value_enum, default_value_t = Format::Table)]
    pub(crate) output: Format,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// For people.
    Table,
    /// For programs.
    Json,
}

#[derive(Subcommand)]
pub(crate) enum NodeCommand {
    /// Stop a node in order, and keep it down until it is started.
    Stop {
        /// The cluster's name.
        name: String,
        /// The node's id.
        node: i32,
    },
    /// Start a node that was stopped.
    Start {
        /// The cluster's name.
        name: String,
        /// The node's id.
        node: i32,
    },
}

#[derive(Subcommand)]
pub(crate) enum TopicCommand {
    /// Create a topic.
    Create {
        /// Its name.
        name: String,
        /// How many partitions; otherwise the cluster's num.partitions.
        #[arg(long, value_parser = clap::value_parser!(i32).range(1..))]
        partitions: Option<i32>,
        /// How many replicas of each; otherwise the cluster's default.replication.factor.
        #[arg(long, value_parser = clap::value_parser!(i16).range(1..))]
        replication_factor: Option<i16>,
        /// A configuration of its own; may be given several times.
        #[arg(long = "config", value_name = "NAME=VALUE", value_parser = pair)]
        configs: Vec<(String, String)>,
    },
    /// List topics.
    List {
        /// Those that Kafka keeps for itself, too.
        #[arg(long)]
        internal: bool,
    },
    /// Show where a topic's partitions stand, and its configuration.
    Describe {
        /// Its name.
        name: String,
    },
    /// Delete a topic and all that is in it.
    Delete {
        /// Its name.
        name: String,
    },
}

#[derive(Args)]
pub(crate) struct ProduceOptions {
    /// The topic.
    pub(crate) topic: String,
    /// What separates a key from its value on a line; otherwise records have no key.
    #[arg(long, value_name = "TEXT")]
    pub(crate) key_separator: Option<String>,
}

#[derive(Args)]
pub(crate) struct ConsumeOptions {
    /// The topic.
    pub(crate) topic: String,
    /// Begin with the first record that is there, not with the next that is written.
    #[arg(long)]
    pub(crate) from_beginning: bool,
    /// End after so many records.
    #[arg(long, value_name = "N")]
    pub(crate) max_messages: Option<u64>,
    /// End behind what is there now.
    #[arg(long)]
    pub(crate) until_end: bool,
    /// Only of this partition.
    #[arg(long, value_name = "N")]
    pub(crate) partition: Option<i32>,
    /// Print each record's partition, offset and key before its value.
    #[arg(long)]
    pub(crate) verbose: bool,
}

#[derive(Subcommand)]
pub(crate) enum GroupCommand {
    /// List groups.
    List,
    /// Show a group's members, and how far it has read.
    Describe {
        /// Its name.
        group: String,
    },
}

fn pair(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((name, value)) if !name.is_empty() => Ok((name.to_owned(), value.to_owned())),
        _ => Err("write NAME=VALUE".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_command_line_makes_sense() {
        Arguments::command().debug_assert();
    }

    #[test]
    fn what_the_readme_writes_is_understood() {
        for line in [
            "ferryman up deploy/examples/quickstart.yaml",
            "ferryman up file.yaml --detach --data-root /tmp/x",
            "ferryman status file.yaml -o json",
            "ferryman status",
            "ferryman down quickstart --delete-data",
            "ferryman node stop quickstart 9000",
            "ferryman topic create hello --partitions 3 --config retention.ms=1000",
            "ferryman topic list --bootstrap a:1",
            "ferryman produce hello",
            "ferryman consume hello --from-beginning --max-messages 1",
            "ferryman group describe g --bootstrap a:1,b:2",
        ] {
            assert!(Arguments::try_parse_from(line.split(' ')).is_ok(), "{line}");
        }
        for line in [
            "ferryman",
            "ferryman up",
            "ferryman topic create x --partitions 0",
            "ferryman topic create x --config a",
        ] {
            assert!(Arguments::try_parse_from(line.split(' ')).is_err(), "{line}");
        }
    }
}
