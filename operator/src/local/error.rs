//! What can go wrong on this machine.

use std::io;
use std::path::{Path, PathBuf};

use crate::plan::MemoError;

/// Why a cluster cannot be run here.
#[derive(Debug, thiserror::Error)]
pub enum LocalError {
    /// A file or directory of the data root.
    #[error("cannot {what} {}: {source}", .path.display())]
    File {
        /// What was attempted.
        what: &'static str,
        /// On what.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The data root is held by another supervisor.
    #[error(
        "cluster {name} runs already, supervised by {holder}; `ferryman status {name}` shows it, `ferryman down {name}` stops it"
    )]
    Held {
        /// The cluster.
        name: String,
        /// Who holds it.
        holder: String,
    },
    /// A port that a node must have is taken.
    #[error("{what} cannot listen on port {port}: it is taken by {holder}; stop that, or {instead}")]
    PortTaken {
        /// Whose port, such as `broker 0 (listener internal)`.
        what: String,
        /// The port.
        port: u16,
        /// Who has it.
        holder: String,
        /// What else could be done.
        instead: String,
    },
    /// No port is free.
    #[error("no free port was found for {what}, from {from} on")]
    NoPort {
        /// Whose port.
        what: String,
        /// Where the search began.
        from: u16,
    },
    /// A file that does not hold what this program writes there.
    #[error("{} cannot be read: {what}; {instead}", .path.display())]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        what: String,
        /// What to do.
        instead: &'static str,
    },
    /// The memo.
    #[error("{}: {source}", .path.display())]
    Memo {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        source: MemoError,
    },
    /// The program that nodes are is not there.
    #[error("the program ferryman-broker is neither beside {} nor in PATH; build it (make build), or say where it is with FERRYMAN_BROKER", .beside.display())]
    NoProgram {
        /// This program.
        beside: PathBuf,
    },
    /// No supervisor runs.
    #[error("cluster {name} does not run; `ferryman up FILE` starts it")]
    NotRunning {
        /// The cluster.
        name: String,
    },
    /// There is no such cluster.
    #[error("there is no cluster {name} under {}; `ferryman up FILE` makes one", .root.display())]
    NoCluster {
        /// The cluster.
        name: String,
        /// Where was looked.
        root: PathBuf,
    },
    /// The supervisor did not do what it was asked.
    #[error("{0}")]
    Refused(String),
}

impl LocalError {
    /// A failure of a file operation.
    pub(super) fn file(what: &'static str, path: &Path) -> impl FnOnce(io::Error) -> LocalError {
        let path = path.to_owned();
        move |source| LocalError::File { what, path, source }
    }
}
