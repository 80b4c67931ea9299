//! The controller: who decides about the cluster's metadata.
//!
//! One of the controllers leads the quorum that keeps the log. It takes requests, decides them by rules on the *draft* (the
//! committed image with all that is on its way), proposes their records as entries of the log, and answers when they are
//! committed. The others apply what was committed, and so are ready to lead. All of it is one function,
//! [`Controller::step`], from an event, the time and some randomness to effects: no IO, no clock, no threads. What a
//! controller may do is in [`rules`]; how it gets into the log in `pipeline`; when, in `leader`.

mod changing_voters;
mod config;
mod context;
#[allow(clippy::module_inception, reason = "the folder is the controller's room, the file its state machine")]
mod controller;
mod effect;
mod event;
mod in_version;
mod leader;
mod partition_change;
mod pipeline;
mod placement;
mod queue;
mod reassignment;
mod refusal;
mod request;
mod response;
mod rules;
mod soft;
mod voter_change;
mod voters;

pub use config::ControllerConfig;
pub use context::{Ctx, Random};
pub use controller::Controller;
pub use effect::{Effect, Effects, Proposal};
pub use event::{Applied, Event, Progress, Ticket, VoterKey};
pub use pipeline::MAX_IN_FLIGHT;
pub use queue::MAX_WAITING;
pub use refusal::Refusal;
pub use request::{Priority, Request};
pub use response::Response;
pub use rules::{Blocked, MAX_EXAMPLES, MAX_PARTITIONS_PER_REQUEST, MayStop};
pub use soft::{MAX_OBSERVERS, OBSERVER_TIMEOUT_MS};
pub use voter_change::MAX_CATCH_UP_MS;
pub use voters::{Membership, MembershipId};
