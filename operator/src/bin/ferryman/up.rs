//! `ferryman up`: the supervisor, in this process.

use std::fs::File;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::Duration;

use ferryman_operator::local::clock::now;
use ferryman_operator::local::root::DataRoot;
use ferryman_operator::local::supervise::{self, News, Options};
use ferryman_operator::local::{LocalError, root};
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::watch;
use tokio::task::LocalSet;

use crate::args::Up;
use crate::detached;
use crate::output::{self, Failure, LiveLine};

/// A log that is longer is set aside at the start.
const LOG_MAX_BYTES: u64 = 16 << 20;

/// Runs until a signal or `ferryman down` ends it.
pub(crate) fn run(data_root: &Path, up: &Up) -> Result<(), Failure> {
    if up.supervise {
        detached::leave_terminal()?;
    }
    let manifest = read_manifest(data_root, &up.file)?;
    let name = manifest.1.name.as_str().to_owned();
    let root = DataRoot::new(data_root, &name)?;
    let program = supervise::find_program()?;
    let options = Options { manifest: up.file.clone(), base: data_root.to_owned(), program };
    let mut voice = Voice::new(&root, up);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let ended = LocalSet::new().block_on(&runtime, async {
        let stop = stop_signals()?;
        let mut tell = |news| voice.tell(news);
        supervise::supervise(options, manifest, stop, &mut tell).await
    });
    match ended {
        Ok(()) => {
            voice.end(&root);
            Ok(())
        }
        Err(error) => {
            voice.log(&error.to_string());
            Err(error.into())
        }
    }
}

type Read = (ferryman_operator::api::Manifest, ferryman_operator::validate::ValidatedCluster);

/// Reads and checks a manifest against what exists; every violation is said.
pub(crate) fn read_manifest(data_root: &Path, file: &Path) -> Result<Read, Failure> {
    let text = std::fs::read_to_string(file).map_err(|error| {
        Failure::sentence(format!("cannot read the manifest {}: {error}", file.display()))
    })?;
    let first = supervise::read_manifest(&text, None);
    let name = match &first {
        Ok((manifest, _)) => manifest.metadata.name.clone(),
        Err(violations) => return Err(refused(file, violations)),
    };
    let root = DataRoot::new(data_root, &name)?;
    let memo = if root.exists() { root.memo()? } else { None };
    let read = match memo {
        Some(memo) => supervise::read_manifest(&text, Some(&memo.pools)),
        None => first,
    };
    read.map_err(|violations| refused(file, &violations))
}

fn refused(file: &Path, violations: &[ferryman_operator::validate::Violation]) -> Failure {
    let mut text = format!("{} cannot be run as it stands:\n", file.display());
    for violation in violations {
        text.push_str(&format!("  {violation}\n"));
    }
    Failure::sentence(text.trim_end())
}

/// True once one of the signals came that end a program; at the second it ends at once.
fn stop_signals() -> Result<watch::Receiver<bool>, LocalError> {
    let (stop, stopped) = watch::channel(false);
    for kind in [SignalKind::interrupt(), SignalKind::terminate(), SignalKind::hangup()] {
        let failed = |error: std::io::Error| LocalError::Refused(format!("cannot wait for signals: {error}"));
        let mut signals = signal(kind).map_err(failed)?;
        let stop = stop.clone();
        tokio::task::spawn_local(async move {
            while signals.recv().await.is_some() {
                if stop.send_replace(true) {
                    // Nodes end by themselves when this process does.
                    std::process::exit(130);
                }
            }
        });
    }
    Ok(stopped)
}

/// Says what goes on: to whoever started it, and in supervisor.log.
struct Voice {
    live: LiveLine,
    log: PathBuf,
    name: String,
    file: String,
    detached: bool,
    /// Nobody listens any more.
    alone: bool,
}

impl Voice {
    fn new(root: &DataRoot, up: &Up) -> Voice {
        let log = root.supervisor_log();
        if std::fs::metadata(&log).is_ok_and(|meta| meta.len() > LOG_MAX_BYTES) {
            // Only a place for the next one: where it cannot be renamed it grows on.
            let _ = std::fs::rename(&log, log.with_extension("old"));
        }
        Voice {
            live: LiveLine::new(),
            log,
            name: root.name().to_owned(),
            file: up.file.display().to_string(),
            detached: up.supervise,
            alone: false,
        }
    }

    fn tell(&mut self, news: News) {
        match news {
            News::Progress(line) => {
                self.log(&line);
                self.live.show(&line);
            }
            News::Warning(sentence) => self.say(&format!("note: {sentence}")),
            News::Event(sentence) => self.event(&sentence),
            News::Ready { line, took, bootstrap } => self.ready(&line, took, &bootstrap),
        }
    }

    fn event(&mut self, sentence: &str) {
        self.log(sentence);
        if self.alone {
            return;
        }
        if let Some(help) = sentence.strip_prefix("only you can help: ").filter(|_| self.detached) {
            output::error(help);
            detached::not_ready();
        } else {
            self.live.say(&format!("{}  {sentence}", self.name));
        }
    }

    fn ready(&mut self, line: &str, took: Duration, bootstrap: &str) {
        self.say(&format!("{line}   ready in {:.1} s", took.as_secs_f32()));
        let first = bootstrap.split(',').next().unwrap_or(bootstrap);
        self.live.say(&format!(
            "Kafka is at {first} .   Try:  ferryman topic create hello;  echo hi | ferryman produce hello;  ferryman consume hello --from-beginning"
        ));
        let (file, name) = (&self.file, &self.name);
        let kept = self.log.parent().unwrap_or(Path::new(".")).display().to_string();
        let kept = shorten(&kept);
        if self.detached {
            self.live.say(&format!(
                "Edit {file} to scale it; ferryman down {name} stops it (data stays in {kept})."
            ));
            detached::ready(&self.log);
            self.alone = true;
        } else {
            self.live.say(&format!("Edit {file} to scale it; Ctrl-C stops it (data stays in {kept})."));
        }
    }

    fn end(&mut self, root: &DataRoot) {
        let kept = shorten(&root.path().display().to_string());
        self.say(&format!("{} has stopped; its data stays in {kept}.", self.name));
    }

    fn say(&mut self, text: &str) {
        self.log(text);
        if !self.alone {
            self.live.say(text);
        }
    }

    /// Appends to supervisor.log, once there is a data root.
    fn log(&self, text: &str) {
        if let Ok(mut log) = File::options().create(true).append(true).open(&self.log) {
            let _ = writeln!(log, "{} {text}", now());
        }
    }
}

/// A path as it is seen from here.
fn shorten(path: &str) -> String {
    let here = std::env::current_dir().unwrap_or_default();
    match Path::new(path).strip_prefix(&here) {
        Ok(short) if short.as_os_str().is_empty() => ".".to_owned(),
        Ok(short) => short.display().to_string(),
        Err(_) => path.to_owned(),
    }
}

/// The clusters under a data root that are spoken to, for commands that were given no name.
pub(crate) fn known(data_root: &Path) -> Vec<String> {
    root::DataRoot::names(data_root)
}
