//! [`Host`]: the process that a controller runs in.

use std::collections::BTreeSet;
use std::time::Duration;

use metadata::controller::Response;
use metadata::image::{Changes, Image};
use quorum::{Entry, LogId, Proposed, Quorum, VoterKey};
use tokio::sync::oneshot;

/// The process that a controller runs in. Clones are the same.
pub trait Host: Clone + Send + Sync + 'static {
    /// What the quorum runs on.
    type Runtime: quorum::Runtime;
    /// Takes the answer to a request.
    type Reply: Reply;

    /// Requests that are handed in before what they led to goes out as one entry.
    const BATCH_MAX: usize;

    /// Milliseconds since 1970.
    fn wall_ms(&self) -> i64;

    /// Milliseconds on a clock that never goes back.
    fn mono_ms(&self) -> u64;

    /// Random bits.
    fn random_u64(&self) -> u64;

    /// Waits so long.
    fn sleep(&self, pause: Duration) -> impl Future<Output = ()> + Send;

    /// Runs something beside the loop.
    fn spawn(&self, task: impl Future<Output = ()> + Send + 'static);

    /// Makes what was committed visible to others.
    fn publish(&self, image: Image, changes: Changes);

    /// The state machine is about to lead in a term.
    fn leads(&self, _term: i32) {}

    /// An entry was not taken, or stands elsewhere than expected.
    fn entry_refused(&self) {}

    /// Has the quorum change its voters.
    fn change_voters(
        &self,
        quorum: Quorum<Self::Runtime>,
        voters: BTreeSet<VoterKey>,
        expected: LogId,
        entry: Entry,
    ) -> impl Future<Output = Result<Proposed, quorum::Error>> + Send + 'static {
        async move { quorum.change_voters(voters, Some(expected), entry).await }
    }
}

/// Takes an answer. Called under the lock of the state machine: it must not wait, nor ask the state machine.
pub trait Reply: Send + 'static {
    /// The answer. Whoever asked may be gone.
    fn reply(self, response: Response);
}

impl Reply for oneshot::Sender<Response> {
    fn reply(self, response: Response) {
        let _ = self.send(response);
    }
}
