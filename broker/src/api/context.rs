//! [`RequestContext`]: a request's envelope, and the way its answer goes back.

use std::sync::Arc;

use tracing::error;
use wire::api::ApiKey;
use wire::codec::{DecodeError, Request, Str};
use wire::frame::{RequestError, RequestFrame};

use crate::net::{ClientConnection, Outcome, ResponseFrame};

/// What is known of a request besides its body.
#[derive(Clone, Debug)]
pub struct RequestContext {
    /// The connection it came by.
    pub connection: Arc<ClientConnection>,
    /// The API.
    pub api: ApiKey,
    /// The version, which the answer has too.
    pub version: i16,
    /// What the answer repeats.
    pub correlation_id: i32,
    /// The client's name for itself; empty if it gave none.
    pub client_id: Str,
}

/// Why a request ends its connection.
#[derive(Debug, thiserror::Error)]
pub enum Unanswerable {
    /// The header is broken, or asks for what does not exist.
    #[error(transparent)]
    Header(#[from] RequestError),
    /// The listener does not offer that.
    #[error("{api} in version {version} is not offered by listener {listener}")]
    NotOffered {
        /// The API.
        api: ApiKey,
        /// The version.
        version: i16,
        /// The listener.
        listener: String,
    },
    /// The body is broken.
    #[error("the body of {api} version {version} cannot be read: {source}")]
    Body {
        /// The API.
        api: ApiKey,
        /// The version.
        version: i16,
        /// Where reading stopped.
        source: DecodeError,
    },
}

impl RequestContext {
    /// The context of a request that came by a connection.
    pub fn new(connection: &Arc<ClientConnection>, frame: &RequestFrame) -> RequestContext {
        RequestContext {
            connection: connection.clone(),
            api: frame.api,
            version: frame.version,
            correlation_id: frame.correlation_id,
            client_id: frame.client_id.clone(),
        }
    }

    /// The body of a request.
    ///
    /// # Errors
    /// When it is not an `R`: the connection is to be closed, as Kafka does, for its bytes cannot be trusted.
    pub fn body<R: Request>(&self, frame: &RequestFrame) -> Result<R, Unanswerable> {
        let broken = |source| Unanswerable::Body { api: self.api, version: self.version, source };
        frame.decode::<R>().map_err(broken)
    }

    /// The answer as a frame. `None`, and a line in the log, if the version cannot express it: a mistake of ours.
    pub fn encode<R: Request>(&self, response: &R::Response) -> Option<ResponseFrame> {
        match ResponseFrame::encode::<R>(response, self.version, self.correlation_id) {
            Ok(frame) => Some(frame),
            Err(error) => {
                error!(api = %self.api, version = self.version, %error, "an answer cannot be written");
                None
            }
        }
    }

    /// The answer, ready to be sent.
    pub fn answer<R: Request>(&self, response: &R::Response) -> Outcome {
        match self.encode::<R>(response) {
            Some(frame) => Outcome::Ready(frame),
            None => Outcome::Close(format!("{} could not be answered", self.api)),
        }
    }
}
