//! A broker's standing with the controllers: the channel to the active one, registration and heartbeats, and requests of
//! clients that only the controller may decide.
//!
//! Must not be here: what a broker serves (`replicas`, `groups`), or what the controller decides (`controller`).

mod channel;
mod forward;
mod heartbeat;
mod registration;

pub use channel::{ChannelError, ControllerChannel};
pub use forward::{Forwarder, forwardable};
pub use heartbeat::{Lifecycle, LifecycleEvents, LifecycleHandle};
pub use registration::Registration;
