//! How a supervisor is spoken to: one request and one answer, each a line of JSON, on a Unix socket in the data root.
//! Whoever may write there may do with the cluster what its owner may.

use std::fs::File;
use std::io::{BufRead, BufReader, ErrorKind, Write};
use std::os::fd::AsRawFd;
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::{Path, PathBuf};
use std::time::Duration;

use serde::{Deserialize, Serialize};
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt};

use super::LocalError;
use super::root::DataRoot;
use super::status::ClusterStatus;
use crate::validate::NodeId;

/// The longest line.
const LINE_MAX_BYTES: u64 = 4 << 20;
/// A socket's path has at most 107 bytes; a longer one is reached through its directory.
const PATH_MAX_BYTES: usize = 100;

/// What a supervisor is asked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "do", rename_all = "camelCase")]
pub enum Request {
    /// How everything is.
    Status,
    /// Stop all nodes, and end. Answered when that is done.
    Down,
    /// Stop a node and keep it down. Answered when it has ended.
    Stop {
        /// Which.
        node: NodeId,
    },
    /// Start a node that was kept down.
    Start {
        /// Which.
        node: NodeId,
    },
    /// What would be done if this were the manifest.
    Plan {
        /// Its text.
        manifest: String,
    },
}

/// What it answers.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Answer {
    /// How everything is.
    Status(Box<ClusterStatus>),
    /// It is done.
    Done,
    /// What would be done.
    Sentences(Vec<String>),
    /// Why it is not done.
    Refused(String),
}

/// Asks the supervisor of a cluster.
///
/// # Errors
/// Where none runs, or what it says.
pub fn ask(root: &DataRoot, request: &Request, within: Duration) -> Result<Answer, LocalError> {
    let name = || root.name().to_owned();
    let path = root.socket();
    if !root.exists() {
        let base = root.path().parent().unwrap_or(root.path()).to_owned();
        return Err(LocalError::NoCluster { name: name(), root: base });
    }
    let failed = || LocalError::file("speak to the supervisor at", &path);
    let (_dir, short) = short(&path).map_err(failed())?;
    let mut socket = match UnixStream::connect(&short) {
        Ok(socket) => socket,
        Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::ConnectionRefused) => {
            return Err(LocalError::NotRunning { name: name() });
        }
        Err(error) => return Err(failed()(error)),
    };
    socket.set_read_timeout(Some(within)).map_err(failed())?;
    let mut line = serde_json::to_vec(request).map_err(|error| failed()(error.into()))?;
    line.push(b'\n');
    socket.write_all(&line).map_err(failed())?;
    let mut answer = String::new();
    let read = BufReader::new(&socket).read_line(&mut answer).map_err(failed())?;
    if read == 0 {
        return Err(LocalError::NotRunning { name: name() });
    }
    match serde_json::from_str(&answer) {
        Ok(Answer::Refused(why)) => Err(LocalError::Refused(why)),
        Ok(answer) => Ok(answer),
        Err(error) => Err(failed()(error.into())),
    }
}

/// Listens where the supervisor is spoken to; the data root must be held.
///
/// # Errors
/// Where the socket cannot be made.
pub(super) fn listen(root: &DataRoot) -> Result<tokio::net::UnixListener, LocalError> {
    let path = root.socket();
    let failed = || LocalError::file("listen at", &path);
    match std::fs::remove_file(&path) {
        Err(error) if error.kind() != ErrorKind::NotFound => return Err(failed()(error)),
        // What an earlier supervisor left behind.
        _ => {}
    }
    let (_dir, short) = short(&path).map_err(failed())?;
    let listener = UnixListener::bind(&short).map_err(failed())?;
    listener.set_nonblocking(true).map_err(failed())?;
    tokio::net::UnixListener::from_std(listener).map_err(failed())
}

/// Reads one request; `None` where there is none that makes sense.
pub(super) async fn read(socket: &mut tokio::net::UnixStream) -> Option<Request> {
    let mut line = Vec::new();
    let mut limited = tokio::io::BufReader::new(socket).take(LINE_MAX_BYTES);
    limited.read_until(b'\n', &mut line).await.ok()?;
    serde_json::from_slice(&line).ok()
}

/// Writes an answer. Whoever asked may be gone.
pub(super) async fn answer(socket: &mut tokio::net::UnixStream, answer: &Answer) {
    let Ok(mut line) = serde_json::to_vec(answer) else { return };
    line.push(b'\n');
    let _ = socket.write_all(&line).await;
    let _ = socket.shutdown().await;
}

/// The same socket by a path that is short enough, valid while the directory is held open.
fn short(path: &Path) -> std::io::Result<(Option<File>, PathBuf)> {
    if path.as_os_str().len() <= PATH_MAX_BYTES {
        return Ok((None, path.to_owned()));
    }
    let (Some(dir), Some(name)) = (path.parent(), path.file_name()) else {
        return Ok((None, path.to_owned()));
    };
    let dir = File::open(dir)?;
    let short = PathBuf::from(format!("/proc/self/fd/{}", dir.as_raw_fd())).join(name);
    Ok((Some(dir), short))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn root(dir: &tempfile::TempDir, deep: bool) -> DataRoot {
        let base = if deep { dir.path().join("d".repeat(90)) } else { dir.path().to_owned() };
        DataRoot::new(&base, "demo").unwrap()
    }

    #[test]
    fn a_cluster_that_is_not_there_and_one_that_does_not_run_are_told_apart() {
        let dir = tempfile::tempdir().unwrap();
        let root = root(&dir, false);
        let within = Duration::from_secs(1);
        assert!(matches!(ask(&root, &Request::Status, within), Err(LocalError::NoCluster { .. })));
        let _held = root.hold().unwrap();
        assert!(matches!(ask(&root, &Request::Status, within), Err(LocalError::NotRunning { .. })));
    }

    #[test]
    fn a_supervisor_is_spoken_to_however_long_its_path_is() {
        let dir = tempfile::tempdir().unwrap();
        for deep in [false, true] {
            let root = root(&dir, deep);
            let _held = root.hold().unwrap();
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
            let asked = runtime.block_on(async {
                let listener = listen(&root).unwrap();
                let asker = root.clone();
                let request = Request::Stop { node: NodeId::new(3).unwrap() };
                let sent = request.clone();
                let asked = tokio::task::spawn_blocking(move || ask(&asker, &sent, Duration::from_secs(10)));
                let (mut socket, _) = listener.accept().await.unwrap();
                assert_eq!(read(&mut socket).await, Some(request));
                answer(&mut socket, &Answer::Refused("no".into())).await;
                asked.await.unwrap()
            });
            assert_eq!(asked.map(|_| ()).unwrap_err().to_string(), "no");
        }
    }
}
