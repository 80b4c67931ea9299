//! Sockets: listeners, connections, frames in and out. Knows lengths and order, and nothing of what a frame means.
//!
//! A connection has one reader and one writer task. The reader takes frames one by one and runs the synchronous stage
//! of each request strictly in the order of arrival; the writer sends the answers in that same order. Only waiting
//! overlaps, which is what lets a client keep five idempotent batches in flight.
//!
//! Must not be here: message types, authorisation, anything that depends on an API key.

mod connection;
mod frame;
mod limits;
mod listener;
mod listener_name;
mod response;
mod service;

pub use frame::FrameError;
pub use limits::{ConnectionLimits, Connections, RequestMemory};
pub use listener::{BoundListener, ListenerLimits};
pub use listener_name::ListenerName;
pub use response::ResponseFrame;
pub use service::{ClientConnection, Frame, Outcome, Service};
