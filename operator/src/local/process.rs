//! One run of one node: its directories are formatted if they are blank, then the program runs until it ends or is told
//! to.
//!
//! The child holds the other end of a pipe as its standard input and ends when it closes: so no child outlives its
//! supervisor, however that ends. It is in a process group of its own, so that Ctrl-C in a terminal reaches only the
//! supervisor, which stops nodes in order.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;

use rustix::process::{Pid, Signal, kill_process};
use serde::{Deserialize, Serialize};
use tokio::process::{Child, Command};
use tokio::sync::watch;
use tokio::time::timeout;

use crate::plan::{ClusterId, Incarnation, Revision};

/// Formatting writes a few small files.
const FORMAT_TIMEOUT: Duration = Duration::from_secs(20);
/// A log that is longer is set aside when its node starts.
const LOG_MAX_BYTES: u64 = 64 << 20;
/// Of what a program said last, how much is repeated.
const LAST_WORDS_BYTES: u64 = 4096;
/// And how many lines of it.
const LAST_WORDS_LINES: usize = 3;

/// What a node is started with.
#[derive(Clone, Debug)]
pub(super) struct Launch {
    pub(super) program: PathBuf,
    pub(super) properties: PathBuf,
    pub(super) directories: Vec<PathBuf>,
    pub(super) cluster_id: ClusterId,
    pub(super) revision: Revision,
    pub(super) log: PathBuf,
    pub(super) run_file: PathBuf,
}

/// A process as it is told apart from a later one of the same id.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct RunningProcess {
    /// Its id.
    pub pid: u32,
    /// When it started, in the kernel's ticks since it booted.
    pub started: u64,
}

impl RunningProcess {
    /// A process that runs now.
    pub(super) fn of(pid: u32) -> Option<RunningProcess> {
        Some(RunningProcess { pid, started: started(pid)? })
    }

    /// Whether it still runs.
    pub(super) fn lives(&self) -> bool {
        started(self.pid) == Some(self.started)
    }

    pub(super) fn incarnation(&self) -> Incarnation {
        Incarnation(format!("{}-{}", self.pid, self.started))
    }

    /// Sends a signal, unless it is gone.
    pub(super) fn signal(&self, signal: Signal) {
        let pid = i32::try_from(self.pid).ok().and_then(Pid::from_raw);
        if let Some(pid) = pid.filter(|_| self.lives()) {
            // It may end in this moment; that is as well.
            let _ = kill_process(pid, signal);
        }
    }
}

/// The 22nd field of `/proc/PID/stat`; `None` for one that is gone, or dead and not yet reaped.
fn started(pid: u32) -> Option<u64> {
    let stat = fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    let mut fields = stat.rsplit_once(") ")?.1.split(' ');
    let state = fields.next()?;
    (state != "Z" && state != "X").then(|| fields.nth(18)?.parse().ok())?
}

/// How a run stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum RunState {
    /// It is being formatted, or just begun.
    Begun,
    /// It runs.
    Up(RunningProcess),
    /// It ended: how, with its last words where it was not told to.
    Ended(String),
}

/// How a run is told to end: how long it may take before it is killed.
pub(super) type StopWithin = Option<Duration>;

/// Runs a node once.
pub(super) async fn run(launch: Launch, state: watch::Sender<RunState>, stop: watch::Receiver<StopWithin>) {
    let ended = match start(&launch, &stop).await {
        Ok(Some((child, process))) => {
            state.send_replace(RunState::Up(process.clone()));
            supervise(child, process, &launch, stop).await
        }
        Ok(None) => "it was stopped before it began".to_owned(),
        Err(why) => why,
    };
    let _ = fs::remove_file(&launch.run_file);
    state.send_replace(RunState::Ended(ended));
}

async fn start(
    launch: &Launch,
    stop: &watch::Receiver<StopWithin>,
) -> Result<Option<(Child, RunningProcess)>, String> {
    let log = open_log(&launch.log).map_err(|error| format!("{}: {error}", launch.log.display()))?;
    if launch.directories.iter().any(|dir| !dir.join("meta.properties").exists()) {
        format(launch, &log).await?;
    }
    if stop.borrow().is_some() {
        return Ok(None);
    }
    let child = command(launch, &log, Stdio::piped())
        .and_then(|mut command| {
            command
                .arg("start")
                .arg("--config")
                .arg(&launch.properties)
                .arg("--stop-when-stdin-closes")
                .spawn()
        })
        .map_err(|error| format!("{} cannot be started: {error}", launch.program.display()))?;
    let process = child.id().and_then(RunningProcess::of);
    let Some(process) = process else {
        return Err(format!("it ended at once: {}", last_words(&launch.log)));
    };
    let text = serde_json::to_vec(&process).unwrap_or_default();
    // Only a help for whoever comes after a crash; without it that one waits for the ports instead.
    let _ = fs::write(&launch.run_file, text);
    Ok(Some((child, process)))
}

/// Every node is formatted as one that waits: the quorum is founded by a step of its own.
async fn format(launch: &Launch, log: &File) -> Result<(), String> {
    for dir in &launch.directories {
        fs::create_dir_all(dir).map_err(|error| format!("cannot make {}: {error}", dir.display()))?;
    }
    let failed = |error: io::Error| format!("{} cannot be started: {error}", launch.program.display());
    let mut command = command(launch, log, Stdio::null()).map_err(failed)?;
    command.arg("format").arg("--config").arg(&launch.properties);
    command
        .arg("--cluster-id")
        .arg(launch.cluster_id.as_str())
        .args(["--no-initial-controllers", "--ignore-formatted"]);
    let mut child = command.kill_on_drop(true).spawn().map_err(failed)?;
    match timeout(FORMAT_TIMEOUT, child.wait()).await {
        Ok(Ok(status)) if status.success() => Ok(()),
        Ok(Ok(_)) => Err(format!("its directories cannot be formatted: {}", last_words(&launch.log))),
        Ok(Err(error)) => Err(failed(error)),
        Err(_) => Err(format!("formatting has not ended within {} s", FORMAT_TIMEOUT.as_secs())),
    }
}

fn command(launch: &Launch, log: &File, stdin: Stdio) -> io::Result<Command> {
    let mut command = Command::new(&launch.program);
    command.stdin(stdin).stdout(log.try_clone()?).stderr(log.try_clone()?).process_group(0);
    Ok(command)
}

/// Waits for the end, its own or the one it is told.
async fn supervise(
    mut child: Child,
    process: RunningProcess,
    launch: &Launch,
    mut stop: watch::Receiver<StopWithin>,
) -> String {
    // Waiting closes it otherwise, and a node ends when it is closed.
    let _stdin = child.stdin.take();
    let within = tokio::select! {
        status = child.wait() => return how_it_ended(status, &launch.log),
        within = told(&mut stop) => within,
    };
    process.signal(Signal::TERM);
    match timeout(within, child.wait()).await {
        Ok(_) => "it was stopped".to_owned(),
        Err(_) => {
            process.signal(Signal::KILL);
            let _ = child.wait().await;
            format!("it did not stop within {} s and was killed", within.as_secs())
        }
    }
}

/// How long it may take to stop, once it is told to.
async fn told(stop: &mut watch::Receiver<StopWithin>) -> Duration {
    match stop.wait_for(Option::is_some).await {
        Ok(within) => within.unwrap_or_default(),
        // Nobody supervises any more: its pipe closes with this task.
        Err(_) => Duration::ZERO,
    }
}

fn how_it_ended(status: io::Result<std::process::ExitStatus>, log: &Path) -> String {
    match status {
        Ok(status) => match last_words(log) {
            words if words.is_empty() => format!("it ended ({status})"),
            words => format!("it ended ({status}): {words}"),
        },
        Err(error) => format!("it cannot be waited for: {error}"),
    }
}

fn open_log(path: &Path) -> io::Result<File> {
    if let Some(dir) = path.parent() {
        fs::create_dir_all(dir)?;
    }
    if fs::metadata(path).is_ok_and(|meta| meta.len() > LOG_MAX_BYTES) {
        fs::rename(path, path.with_extension("old"))?;
    }
    File::options().create(true).append(true).open(path)
}

/// The last lines of a log, in one.
pub(super) fn last_words(log: &Path) -> String {
    let Ok(bytes) = tail(log) else { return String::new() };
    let text = String::from_utf8_lossy(&bytes);
    let lines: Vec<&str> = text.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    lines[lines.len().saturating_sub(LAST_WORDS_LINES)..].join(" / ")
}

fn tail(log: &Path) -> io::Result<Vec<u8>> {
    use std::io::{Read, Seek, SeekFrom};
    let mut file = File::open(log)?;
    let length = file.metadata()?.len();
    file.seek(SeekFrom::Start(length.saturating_sub(LAST_WORDS_BYTES)))?;
    let mut bytes = Vec::new();
    file.take(LAST_WORDS_BYTES).read_to_end(&mut bytes)?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn this_process_lives_and_one_that_started_at_another_time_does_not() {
        let own = RunningProcess::of(std::process::id()).unwrap();
        assert!(own.lives());
        assert!(!RunningProcess { started: own.started + 1, ..own }.lives());
        assert_eq!(RunningProcess::of(0), None);
    }

    #[test]
    fn the_last_words_are_the_last_lines() {
        let dir = tempfile::tempdir().unwrap();
        let log = dir.path().join("log");
        assert_eq!(last_words(&log), "");
        let text: String = (0..2000).map(|n| format!("line {n}\n\n")).collect();
        fs::write(&log, text).unwrap();
        assert_eq!(last_words(&log), "line 1997 / line 1998 / line 1999");
    }
}
