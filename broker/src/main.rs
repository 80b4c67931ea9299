//! `ferryman-broker`: a node of a Kafka cluster.

use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use disk::RealDisk;
use ferryman_broker::config::{Properties, ServerConfig};
use ferryman_broker::node::{FormatOptions, format, run};
use metadata::features::MetadataVersion;
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::watch;
use tracing_subscriber::EnvFilter;

const USAGE: &str = "\
ferryman-broker: a node of a Kafka cluster (broker, controller, or both: process.roles)

  ferryman-broker format --config FILE --cluster-id ID (--standalone | --no-initial-controllers)
                         [--release-version VERSION] [--ignore-formatted]
      Gives the directories of a new node their identity. --standalone founds a quorum of this controller alone;
      every other node, brokers too, is formatted with --no-initial-controllers.
  ferryman-broker start --config FILE [--stop-when-stdin-closes]
      Runs the node until SIGTERM or SIGINT.
  ferryman-broker random-uuid
      Prints a new cluster id.

FILE has Kafka's properties. FERRYMAN_LOG sets what is logged (such as info, debug, info,ferryman_quorum=debug); what the Raft
engine says itself, only where openraft is named.
";

/// Exit codes: 1 when something failed, 2 when the command line makes no sense.
const FAILED: u8 = 1;
const MISUSED: u8 = 2;

enum Command {
    Format { config: PathBuf, options: FormatOptions },
    Start { config: PathBuf, stop_when_stdin_closes: bool },
    RandomUuid,
    Help,
}

fn main() -> ExitCode {
    let command = match parse(std::env::args().skip(1)) {
        Ok(command) => command,
        Err(why) => {
            eprintln!("ferryman-broker: {why}\n\n{USAGE}");
            return ExitCode::from(MISUSED);
        }
    };
    let done = match command {
        Command::Help => {
            print!("{USAGE}");
            Ok(())
        }
        Command::RandomUuid => ferryman_broker::node::fresh_id().map(|id| println!("{id}")),
        Command::Format { config, options } => formatted(&config, &options),
        Command::Start { config, stop_when_stdin_closes } => started(&config, stop_when_stdin_closes),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            eprintln!("ferryman-broker: {why}");
            ExitCode::from(FAILED)
        }
    }
}

fn parse(mut args: impl Iterator<Item = String>) -> Result<Command, String> {
    let command = args.next().ok_or("a command is missing")?;
    match command.as_str() {
        "format" => parse_format(args),
        "start" => parse_start(args),
        "random-uuid" => Ok(Command::RandomUuid),
        "help" | "--help" | "-h" => Ok(Command::Help),
        other => Err(format!("there is no command {other}")),
    }
}

fn parse_format(mut args: impl Iterator<Item = String>) -> Result<Command, String> {
    let (mut config, mut cluster_id, mut standalone, mut ignore) = (None, None, None, false);
    let mut release = MetadataVersion::MAX;
    while let Some(arg) = args.next() {
        let mut value = || args.next().ok_or(format!("{arg} needs a value"));
        match arg.as_str() {
            "--config" | "-c" => config = Some(PathBuf::from(value()?)),
            "--cluster-id" | "-t" => cluster_id = Some(value()?),
            "--release-version" | "-r" => release = release_version(&value()?)?,
            "--standalone" | "-s" => standalone = Some(true),
            "--no-initial-controllers" | "-N" => standalone = Some(false),
            "--ignore-formatted" | "-g" => ignore = true,
            "--initial-controllers" | "-I" => {
                return Err("--initial-controllers is not offered: a first voter must never be inferred on several nodes at once. Format one controller with --standalone and the others with --no-initial-controllers; then add each with: kafka-metadata-quorum --bootstrap-controller HOST:PORT --command-config its.properties add-controller".into());
            }
            other => return Err(format!("format does not know {other}")),
        }
    }
    let standalone = standalone
        .ok_or("format needs --standalone (this controller founds the quorum) or --no-initial-controllers")?;
    let options = FormatOptions {
        cluster_id: cluster_id.ok_or("format needs --cluster-id; `ferryman-broker random-uuid` makes one")?,
        standalone,
        ignore_formatted: ignore,
        release,
    };
    Ok(Command::Format { config: config.ok_or("format needs --config FILE")?, options })
}

/// A level by its name, or the latest of a release: `4.3-IV0`, `4.3`.
fn release_version(name: &str) -> Result<MetadataVersion, String> {
    let version =
        MetadataVersion::from_name(name).or_else(|| MetadataVersion::from_name(&format!("{name}-IV0")));
    version.ok_or_else(|| {
        format!("--release-version {name} is not known here; the newest is {}", MetadataVersion::MAX)
    })
}

fn parse_start(mut args: impl Iterator<Item = String>) -> Result<Command, String> {
    let (mut config, mut stop_when_stdin_closes) = (None, false);
    while let Some(arg) = args.next() {
        match arg.as_str() {
            "--config" | "-c" => config = Some(PathBuf::from(args.next().ok_or("--config needs a value")?)),
            "--stop-when-stdin-closes" => stop_when_stdin_closes = true,
            other => return Err(format!("start does not know {other}")),
        }
    }
    Ok(Command::Start { config: config.ok_or("start needs --config FILE")?, stop_when_stdin_closes })
}

fn read(path: &std::path::Path) -> Result<ServerConfig, String> {
    let shown = path.display();
    let text = std::fs::read_to_string(path).map_err(|e| format!("cannot read {shown}: {e}"))?;
    let properties = Properties::parse(&text).map_err(|e| format!("{shown}: {e}"))?;
    ServerConfig::read(&properties).map_err(|e| format!("{shown} cannot be used:\n{e}"))
}

fn formatted(config: &std::path::Path, options: &FormatOptions) -> Result<(), String> {
    let config = read(config)?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let done = runtime.map_err(|e| e.to_string())?.block_on(format(&config, options, Arc::new(RealDisk)))?;
    for directory in done {
        let what = if directory.before { "was formatted before" } else { "formatted" };
        println!("{}: {what}, directory id {}", directory.path.display(), directory.directory_id);
    }
    Ok(())
}

fn started(config: &std::path::Path, stop_when_stdin_closes: bool) -> Result<(), String> {
    let filter = log_filter(std::env::var("FERRYMAN_LOG").ok().as_deref())?;
    tracing_subscriber::fmt().with_env_filter(filter).with_ansi(false).with_writer(std::io::stderr).init();
    let config = read(config)?;
    let stop = watch::Sender::new(false);
    let stopped = stop.subscribe();
    watch_signals(stop.clone())?;
    if stop_when_stdin_closes {
        watch_stdin(stop)?;
    }
    run(config, stopped)
}

/// What is logged: `info`, or what was asked for. openraft warns of each message that is not answered, which is how a quorum
/// is founded; what matters of it (who leads, who does not answer) `quorum` says itself.
fn log_filter(asked: Option<&str>) -> Result<EnvFilter, String> {
    let asked = asked.filter(|asked| !asked.trim().is_empty()).unwrap_or("info");
    // What comes later, or names more, wins.
    EnvFilter::try_new(format!("openraft=error,{asked}"))
        .map_err(|e| format!("FERRYMAN_LOG={asked} cannot be used: {e}"))
}

/// On a thread of its own, because the node's runtimes come later and end earlier.
fn watch_signals(stop: watch::Sender<bool>) -> Result<(), String> {
    let failed = |e: std::io::Error| format!("signals cannot be watched: {e}");
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(failed)?;
    let guard = runtime.enter();
    let mut term = signal(SignalKind::terminate()).map_err(failed)?;
    let mut int = signal(SignalKind::interrupt()).map_err(failed)?;
    drop(guard);
    let watch = move || {
        runtime.block_on(async {
            tokio::select! {
                _ = term.recv() => {}
                _ = int.recv() => {}
            }
            stop.send_replace(true);
        });
    };
    std::thread::Builder::new().name("signals".into()).spawn(watch).map(drop).map_err(failed)
}

/// Whoever started this node holds the other end of a pipe: when that is gone, so is the reason to run.
fn watch_stdin(stop: watch::Sender<bool>) -> Result<(), String> {
    let watch = move || {
        let _ = std::io::copy(&mut std::io::stdin().lock(), &mut std::io::sink());
        stop.send_replace(true);
    };
    let started = std::thread::Builder::new().name("stdin".into()).spawn(watch);
    started.map(drop).map_err(|e| format!("stdin cannot be watched: {e}"))
}

#[cfg(test)]
mod tests {
    use std::io::{self, Write};
    use std::sync::Mutex;

    use super::*;

    /// Which of some lines are logged.
    fn logged(asked: Option<&str>) -> String {
        #[derive(Clone, Default)]
        struct Lines(Arc<Mutex<Vec<u8>>>);
        impl Write for Lines {
            fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
                self.0.lock().unwrap().write(bytes)
            }
            fn flush(&mut self) -> io::Result<()> {
                Ok(())
            }
        }
        let lines = Lines::default();
        let writer = lines.clone();
        let subscriber = tracing_subscriber::fmt()
            .with_env_filter(log_filter(asked).unwrap())
            .with_writer(move || writer.clone())
            .without_time()
            .with_level(false)
            .with_target(false)
            .finish();
        tracing::subscriber::with_default(subscriber, || {
            tracing::warn!(target: "openraft::replication", "a");
            tracing::error!(target: "openraft::core", "b");
            tracing::warn!(target: "ferryman_quorum::quorum", "c");
            tracing::info!(target: "ferryman_broker", "d");
            tracing::debug!(target: "ferryman_broker", "e");
        });
        let text = lines.0.lock().unwrap().clone();
        String::from_utf8(text).unwrap().split_whitespace().collect()
    }

    #[test]
    fn the_raft_engine_warns_only_whom_asks_for_it_and_our_own_warnings_are_always_there() {
        assert_eq!(logged(None), "bcd");
        assert_eq!(logged(Some("")), "bcd");
        assert_eq!(logged(Some("debug")), "bcde");
        assert_eq!(logged(Some("info,openraft=warn")), "abcd");
        assert_eq!(logged(Some("warn")), "bc");
        let why = log_filter(Some("info,=x=")).map(drop).unwrap_err();
        assert!(why.contains("FERRYMAN_LOG=info,=x="), "{why}");
    }
}
