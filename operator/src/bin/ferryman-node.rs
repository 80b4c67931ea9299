//! `ferryman-node`: what runs in a node's pod before `ferryman-broker` does. [`ferryman_operator::pod`] says what and why.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand};
use ferryman_operator::plan::ClusterId;
use ferryman_operator::pod::format::{Task, run};
use ferryman_operator::pod::properties::Place;

/// Makes a pod the one of a node.
#[derive(Parser)]
#[command(name = "ferryman-node", version)]
struct Command {
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    /// Completes the pool's properties for this pod's node and formats its blank directories.
    Format(Box<Format>),
}

#[derive(Args)]
struct Format {
    /// The pod's name; the node id is what stands behind its last dash.
    #[arg(long, env = "FERRYMAN_POD")]
    pod: String,
    /// What follows the pod's name in its host name.
    #[arg(long)]
    domain: String,
    /// The cluster that blank directories are formatted for.
    #[arg(long, value_parser = |id: &str| ClusterId::new(id))]
    cluster_id: ClusterId,
    /// The properties that all nodes of the pool share.
    #[arg(long)]
    shared: PathBuf,
    /// Where the node's own are written.
    #[arg(long)]
    properties: PathBuf,
    /// host:port of controllers, with commas between.
    #[arg(long, value_delimiter = ',')]
    controllers: Vec<String>,
    /// A volume: NAME=DIRECTORY. Repeated for each.
    #[arg(long, value_parser = pair)]
    volume: Vec<(String, String)>,
    /// A property that counts where the shared ones are silent: KEY=VALUE. May be repeated.
    #[arg(long, value_parser = pair)]
    implied: Vec<(String, String)>,
    /// What nodes are.
    #[arg(long, default_value = "/usr/local/bin/ferryman-broker")]
    program: PathBuf,
    /// Where what was found on the volumes is left.
    #[arg(long, default_value = "/dev/termination-log")]
    report: PathBuf,
}

fn pair(text: &str) -> Result<(String, String), String> {
    let (key, value) = text.split_once('=').ok_or("write it as KEY=VALUE")?;
    Ok((key.to_owned(), value.to_owned()))
}

fn main() -> ExitCode {
    let What::Format(args) = Command::parse().what;
    let Some(node) = Place::node_of(&args.pod) else {
        eprintln!("ferryman-node: {} names no node: no number stands behind its last dash", args.pod);
        return ExitCode::from(2);
    };
    let (volumes, directories): (Vec<String>, Vec<PathBuf>) =
        args.volume.into_iter().map(|(name, dir)| (name, PathBuf::from(dir))).unzip();
    let place = Place {
        node,
        host: format!("{}.{}", args.pod, args.domain),
        directories,
        controllers: args.controllers,
        implied: args.implied.into_iter().collect::<BTreeMap<_, _>>(),
    };
    let task = Task {
        program: args.program,
        shared: args.shared,
        properties: args.properties,
        report: args.report,
        cluster: args.cluster_id,
        place,
        volumes,
    };
    match run(&task) {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            eprintln!("ferryman-node: {why}");
            ExitCode::FAILURE
        }
    }
}
