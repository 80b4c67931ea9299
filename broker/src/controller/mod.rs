//! The controller role: the metadata quorum and the controller's state machine, on the control runtime.
//!
//! `host` is what the loop of a controller (`controller_loop`) needs of this process; `transport` carries Raft's messages;
//! `service` answers the listener of the controllers. Must not be here: rules about metadata (`metadata::controller`) or
//! about Raft (`quorum`), and what carries events into them, which is simulated too.

mod apis;
mod describe;
mod envelope;
mod fetch;
mod host;
mod not_taken_in;
mod private;
mod service;
#[cfg(test)]
mod tests;
mod transport;

use std::sync::Arc;
use std::time::Duration;

use controller_loop::{CoreApplier, Loop, VotersRecords};
use metadata::controller::{ControllerConfig, Request, Response};
use quorum::{Fatal, Quorum, QuorumConfig, VotersEncoder};
use tokio::sync::{mpsc, oneshot, watch};
use wire::codec::Uuid;

use self::host::NodeHost;
use self::not_taken_in::WhyNotTakenIn;
use crate::clock::Clock;
use crate::image::MetadataView;

pub(crate) use self::apis::{decode as decode_admin, encode as encode_admin, is_admin};
pub use self::service::ControllerService;
pub use self::transport::Transport;

/// Requests that wait for the controller's loop. Beyond it the listener's connections wait.
const SUBMITTED_MAX: usize = 4096;

type Core = controller_loop::Core<NodeHost>;
type Submitted = controller_loop::Submitted<oneshot::Sender<Response>>;

/// What a controller is started with.
pub struct ControllerSetup {
    /// For the state machine.
    pub controller: ControllerConfig,
    /// For the quorum.
    pub quorum: QuorumConfig,
    /// `controller.quorum.bootstrap.servers`.
    pub bootstrap: Vec<String>,
    /// Time.
    pub clock: Clock,
}

/// A node's part as a controller. Clones are the same.
#[derive(Clone)]
pub struct ControllerNode {
    core: Arc<Core>,
    quorum: Quorum,
    submit: mpsc::Sender<Submitted>,
    runtime: tokio::runtime::Handle,
    fatal: watch::Receiver<Option<String>>,
    not_taken_in: WhyNotTakenIn,
}

impl ControllerNode {
    /// Opens the log, applies what is committed, and takes part. To be called on the control runtime.
    ///
    /// # Errors
    /// In words for the one who runs the node.
    pub async fn start(
        setup: ControllerSetup,
        view: Arc<MetadataView>,
    ) -> Result<ControllerNode, quorum::Error> {
        let fatal = watch::Sender::new(None);
        let core = Core::new(setup.controller, NodeHost::new(view, setup.clock));
        let transport = Arc::new(Transport::new(setup.bootstrap));
        let encoder = voters_encoder(setup.clock);
        let applier = Box::new(CoreApplier::new(core.clone()));
        let (dir, cluster_id) = (setup.quorum.metadata_log_dir.clone(), setup.quorum.cluster_id.clone());
        let quorum: Quorum = Quorum::open(setup.quorum, transport, applier, encoder).await?;
        let not_taken_in = WhyNotTakenIn::new(&quorum, dir, cluster_id);
        tokio::spawn(not_taken_in.clone().log_changes());
        core.publish();
        let (submit, submitted) = mpsc::channel(SUBMITTED_MAX);
        let fatal_seen = fatal.subscribe();
        tokio::spawn(run(Loop::new(core.clone(), quorum.clone()), submitted, quorum.fatal(), fatal));
        Ok(ControllerNode {
            core,
            quorum,
            submit,
            runtime: tokio::runtime::Handle::current(),
            fatal: fatal_seen,
            not_taken_in,
        })
    }

    /// Why this controller cannot go on, once that is so: the process must end.
    pub fn fatal(&self) -> watch::Receiver<Option<String>> {
        self.fatal.clone()
    }

    /// The quorum.
    pub fn quorum(&self) -> &Quorum {
        &self.quorum
    }

    /// Asks the controller. The answer comes when what it says is committed.
    pub async fn ask(&self, request: Request, version: i16, forwarded: bool) -> Option<Response> {
        let (reply, answer) = oneshot::channel();
        self.submit.send(Submitted { request, version, forwarded, reply }).await.ok()?;
        answer.await.ok()
    }

    /// Whether this controller leads, or follows a leader that it has heard of.
    pub fn knows_leader(&self) -> bool {
        self.quorum.leadership().borrow().leader.is_some()
    }

    /// Why the quorum does not take this controller in, and what to do; `None` as long as it was not refused.
    pub fn why_not_taken_in(&self) -> Option<String> {
        self.not_taken_in.text()
    }

    /// Gives leadership away, if this node has it, and ends.
    pub async fn shutdown(&self) {
        const WITHIN: Duration = Duration::from_secs(4);
        match tokio::time::timeout(WITHIN, self.quorum.shutdown()).await {
            Ok(Ok(())) => {}
            Ok(Err(error)) => tracing::warn!(%error, "the quorum did not end as it should"),
            Err(_) => tracing::warn!("the quorum did not end within {} s", WITHIN.as_secs()),
        }
    }

    /// Founds the quorum with this directory as its only voter.
    pub async fn bootstrap(&self, directory: Uuid) -> Result<(), quorum::Error> {
        self.quorum.bootstrap(directory).await
    }
}

/// Runs until the quorum ends or the state machine finds a contradiction; says so in `fatal`.
async fn run(
    controller: Loop<NodeHost>,
    submitted: mpsc::Receiver<Submitted>,
    mut quorum_fatal: watch::Receiver<Option<Fatal>>,
    fatal: watch::Sender<Option<String>>,
) {
    let ended = tokio::select! {
        ended = controller.run(submitted) => ended.err().map(|e| e.to_string()),
        reason = quorum_fatal.wait_for(Option::is_some) => match reason {
            Ok(reason) => reason.as_ref().map(ToString::to_string),
            Err(_) => None,
        },
    };
    if let Some(reason) = ended {
        fatal.send_replace(Some(reason));
    }
}

/// Encodes Voters records at this node's time.
pub(crate) fn voters_encoder(clock: Clock) -> Arc<dyn VotersEncoder> {
    Arc::new(VotersRecords::new(move || clock.wall_ms()))
}
