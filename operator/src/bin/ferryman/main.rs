//! `ferryman`: the command line. Runs a manifest on this machine, and speaks to any Kafka cluster.
//!
//! Each command does one thing and says what it did; what went wrong is said in one sentence on standard error. Exit codes:
//! 0 done, 1 not done, 2 not understood. No escape codes where the output is no terminal.

mod args;
mod detached;
mod groups;
mod here;
mod kafka;
mod output;
mod records;
mod topics;
mod up;

use std::process::ExitCode;

use clap::Parser;

use args::{Arguments, Command, NodeCommand};
use output::Failure;

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    match run(arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(Failure::Said(code)) => code,
        // Whoever read the output has seen enough.
        Err(Failure::OutputClosed) => ExitCode::SUCCESS,
        Err(Failure::Sentence(sentence)) => {
            output::error(&sentence);
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: Arguments) -> Result<(), Failure> {
    let root = arguments.data_root;
    match arguments.command {
        Command::Up(up) if up.detach => detached::start(&root, &up),
        Command::Up(up) => up::run(&root, &up),
        Command::Status(status) => here::status(&root, &status),
        Command::Plan { file } => here::plan(&root, &file),
        Command::Down { name, delete_data } => here::down(&root, &name, delete_data),
        Command::Node(NodeCommand::Stop { name, node }) => here::node(&root, &name, node, false),
        Command::Node(NodeCommand::Start { name, node }) => here::node(&root, &name, node, true),
        Command::Topic { bootstrap, command } => {
            kafka::run(&root, bootstrap, async |c| topics::run(c, command).await)
        }
        Command::Produce { bootstrap, produce } => {
            kafka::run(&root, bootstrap, async |cluster| records::produce(cluster, produce).await)
        }
        Command::Consume { bootstrap, consume } => {
            kafka::run(&root, bootstrap, async |cluster| records::consume(cluster, consume).await)
        }
        Command::Group { bootstrap, command } => {
            kafka::run(&root, bootstrap, async |c| groups::run(c, command).await)
        }
    }
}
