//! `ferryman up --detach`: the supervisor as a process of its own, and waiting until it is ready.
//!
//! The supervisor is this program once more, with pipes for its output: what it says is passed on until it says, by a line
//! that no text has, that it is ready or will not be. From then on it writes to supervisor.log alone.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Write};
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Command, ExitCode, Stdio};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::{Duration, Instant};

use rustix::stdio::{dup2_stderr, dup2_stdout};

use crate::args::Up;
use crate::output::{self, Failure};

const READY: &str = "\u{6}ready";
const NOT_READY: &str = "\u{15}not ready";
/// How long the cluster may take.
const READY_WITHIN: Duration = Duration::from_secs(120);

/// Starts the supervisor and returns when the cluster is ready.
pub(crate) fn start(data_root: &Path, up: &Up) -> Result<(), Failure> {
    // What is wrong with the manifest is said before anything is begun.
    let (_, want) = crate::up::read_manifest(data_root, &up.file)?;
    let program = std::env::current_exe()?;
    let mut child = Command::new(program)
        .arg("--data-root")
        .arg(data_root)
        .args(["up", "--supervise"])
        .arg(&up.file)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .process_group(0)
        .spawn()?;
    let (said, hear) = mpsc::channel();
    if let Some(out) = child.stdout.take() {
        let said = said.clone();
        thread::spawn(move || pass_on(out, &said, &mut io::stdout()));
    }
    if let Some(out) = child.stderr.take() {
        thread::spawn(move || pass_on(out, &said, &mut io::stderr()));
    }
    let name = want.name.as_str();
    let goes_on =
        format!("its supervisor goes on: `ferryman status {name}` shows it, `ferryman down {name}` stops it");
    match hear.recv_timeout(READY_WITHIN) {
        Ok(true) => Ok(()),
        Ok(false) => Err(Failure::sentence(format!("{name} is not ready; {goes_on}"))),
        Err(RecvTimeoutError::Timeout) => {
            let seconds = READY_WITHIN.as_secs();
            Err(Failure::sentence(format!("{name} is not ready within {seconds} s; {goes_on}")))
        }
        // Both ends are closed: it has ended, and said why.
        Err(RecvTimeoutError::Disconnected) => {
            let status = child.wait()?;
            let code = u8::try_from(status.code().unwrap_or(1)).unwrap_or(1);
            Err(Failure::Said(ExitCode::from(code.max(1))))
        }
    }
}

/// Passes lines on, until the one that ends it. Whoever waited for it may have given up.
fn pass_on(from: impl io::Read, said: &mpsc::Sender<bool>, to: &mut impl Write) {
    for line in BufReader::new(from).lines().map_while(Result::ok) {
        let last = match line.as_str() {
            READY => true,
            NOT_READY => false,
            text => {
                let _ = writeln!(to, "{text}");
                continue;
            }
        };
        let _ = said.send(last);
        return;
    }
}

/// Makes the supervisor independent of the terminal that it was started from.
pub(crate) fn leave_terminal() -> Result<(), Failure> {
    match rustix::process::setsid() {
        // It leads a group of its own already, and cannot leave it: signals of the terminal do not reach it either way.
        Ok(_) | Err(rustix::io::Errno::PERM) => Ok(()),
        Err(error) => Err(Failure::sentence(format!("cannot leave the terminal: {error}"))),
    }
}

/// The cluster is ready: from now on what is said goes to the log.
pub(crate) fn ready(log: &Path) {
    let _ = output::line(READY);
    if let Ok(log) = File::options().create(true).append(true).open(log) {
        let _ = dup2_stdout(&log);
        let _ = dup2_stderr(&log);
    }
}

/// The cluster cannot become ready without help.
pub(crate) fn not_ready() {
    let _ = output::line(NOT_READY);
}

/// Waits for something with a deadline.
pub(crate) fn until(within: Duration, mut look: impl FnMut() -> bool) -> bool {
    let deadline = Instant::now() + within;
    while !look() {
        if Instant::now() >= deadline {
            return false;
        }
        thread::sleep(Duration::from_millis(10));
    }
    true
}
