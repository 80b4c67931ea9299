//! [`Runtime`]: what the quorum runs on. Production has [`Tokio`]; simulations have [`crate::sim::Simulated`].
//!
//! The trait is sealed: everything in it is Raft's own abstraction of a runtime, which stays inside this crate.

use futures_util::future::BoxFuture;
use openraft::AsyncRuntime;

/// A runtime that the quorum can run on.
pub trait Runtime: sealed::Sealed {}

impl<RT: sealed::Sealed> Runtime for RT {}

#[cfg(feature = "sim")]
pub(crate) use sealed::Sealed as RuntimeExt;

/// Spawns a task whose result nobody waits for.
pub(crate) fn spawn<RT: Runtime>(task: impl Future<Output = ()> + Send + 'static) {
    drop(RT::spawn(task));
}

mod sealed {
    use super::{AsyncRuntime, Worker};

    /// What makes a runtime one of ours.
    pub trait Sealed: AsyncRuntime {
        /// Drives a worker beside everything else until it ends.
        fn drive(name: &str, worker: Box<dyn Worker>) -> std::io::Result<()>;
    }
}

/// Something that does blocking work in rounds: wait for work, write it, flush it.
///
/// Two steps, so that a simulation can stop a node between them.
pub trait Worker: Send {
    /// Waits for work on a thread; false when there will be none any more.
    fn wait_blocking(&self) -> bool;
    /// Waits for work in a task; false when there will be none any more.
    fn wait(&self) -> BoxFuture<'static, bool>;
    /// The first step of a round.
    fn write(&mut self);
    /// The second step of a round.
    fn flush(&mut self);
}

/// The production runtime: tokio, and a thread of its own for each worker.
pub type Tokio = openraft_rt_tokio::TokioRuntime;

impl sealed::Sealed for Tokio {
    fn drive(name: &str, mut worker: Box<dyn Worker>) -> std::io::Result<()> {
        std::thread::Builder::new().name(name.into()).spawn(move || {
            while worker.wait_blocking() {
                worker.write();
                worker.flush();
            }
        })?;
        Ok(())
    }
}
