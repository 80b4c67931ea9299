//! [`Service`]: what a listener hands its frames to.

use std::future::Future;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;

use bytes::Bytes;
use parking_lot::RwLock;
use tokio::sync::OwnedSemaphorePermit;

use super::listener_name::ListenerName;
use super::response::ResponseFrame;

/// What is known of a connection, for all its requests.
#[derive(Debug)]
pub struct ClientConnection {
    /// The listener it came in by.
    pub listener: ListenerName,
    /// The other side.
    pub peer: SocketAddr,
    /// Our side, as the client addressed it.
    pub local: SocketAddr,
    /// Counts connections of this process; part of the connection's name in logs.
    pub number: u64,
    /// Client software, as told in ApiVersions (KIP-511).
    pub software: RwLock<Option<(String, String)>>,
}

/// A request as it came in, without its length prefix.
pub struct Frame {
    /// Header and body.
    pub bytes: Bytes,
    /// Its share of the memory for requests; given back when this is dropped.
    pub permit: Option<OwnedSemaphorePermit>,
}

/// What became of a request in its synchronous stage.
pub enum Outcome {
    /// The answer is there.
    Ready(ResponseFrame),
    /// The answer comes later; the next request of the connection may be handled meanwhile.
    Waiting(Pin<Box<dyn Future<Output = Option<ResponseFrame>> + Send>>),
    /// No answer is sent (Produce with acks=0).
    Nothing,
    /// The connection cannot go on, and why. Answers to earlier requests are still sent.
    Close(String),
}

impl Outcome {
    /// An answer that comes later.
    pub fn later(answer: impl Future<Output = Option<ResponseFrame>> + Send + 'static) -> Outcome {
        Outcome::Waiting(Box::pin(answer))
    }
}

/// Serves the requests of a listener.
pub trait Service: Send + Sync + 'static {
    /// The synchronous stage of one request. Called in the order in which a connection's requests came in; must not
    /// block for longer than a write to the page cache.
    fn serve(&self, connection: &Arc<ClientConnection>, frame: Frame) -> Outcome;
}
