//! What can go wrong when a node is asked.

use std::io;
use std::time::Duration;

use wire::codec::{DecodeError, EncodeError};
use wire::error_code::ErrorCode;

/// Why a call has no answer.
#[derive(Debug, thiserror::Error)]
pub enum CallError {
    /// No connection could be made.
    #[error("cannot connect to {address}: {source}")]
    Connect {
        /// `host:port`.
        address: String,
        /// What the system said.
        source: io::Error,
    },
    /// The connection ended before the answer came. The request may or may not have been carried out.
    #[error("{address} closed the connection before it answered {api}")]
    Disconnected {
        /// `host:port`.
        address: String,
        /// The API asked for.
        api: String,
    },
    /// No answer in time. The request may or may not have been carried out.
    #[error("{address} has not answered {api} within {} ms", .after.as_millis())]
    TimedOut {
        /// `host:port`.
        address: String,
        /// The API asked for.
        api: String,
        /// How long was waited.
        after: Duration,
    },
    /// There is no version that both sides speak.
    #[error("{address} offers {api} in versions {theirs}, this client speaks {ours}")]
    Version {
        /// `host:port`.
        address: String,
        /// The API asked for.
        api: String,
        /// What the node offers.
        theirs: String,
        /// What we speak.
        ours: String,
    },
    /// The answer is not what it should be.
    #[error("the answer of {address} to {api} cannot be read: {source}")]
    Answer {
        /// `host:port`.
        address: String,
        /// The API asked for.
        api: String,
        /// Where decoding stopped.
        source: DecodeError,
    },
    /// The request cannot be written in that version.
    #[error("a request cannot be written: {0}")]
    Request(#[from] EncodeError),
    /// Too much is in the air on one connection.
    #[error("{address} has {in_flight} unanswered requests on one connection")]
    Busy {
        /// `host:port`.
        address: String,
        /// Requests without an answer.
        in_flight: usize,
    },
}

impl CallError {
    /// Whether the request certainly never reached the node.
    pub fn never_sent(&self) -> bool {
        matches!(
            self,
            CallError::Connect { .. }
                | CallError::Version { .. }
                | CallError::Request(_)
                | CallError::Busy { .. }
        )
    }
}

/// Why something that a cluster was asked for was not done.
#[derive(Debug, thiserror::Error)]
pub enum ClientError {
    /// A node did not answer.
    #[error(transparent)]
    Call(#[from] CallError),
    /// The cluster refused.
    #[error("{what}: {}{}", .code.name(), detail(.message))]
    Refused {
        /// What was asked, and of what.
        what: String,
        /// Kafka's code.
        code: ErrorCode,
        /// The cluster's own words, if it gave some.
        message: Option<String>,
    },
    /// None of the addresses answered.
    #[error("no node of the cluster answers at {addresses}: {last}")]
    Unreachable {
        /// What was tried.
        addresses: String,
        /// The last failure.
        last: String,
    },
    /// It did not come about in time.
    #[error("{what} within {} s{}", .after.as_secs(), detail(.last))]
    Deadline {
        /// What was waited for.
        what: String,
        /// How long.
        after: Duration,
        /// What stood in the way last.
        last: Option<String>,
    },
    /// Data that was read is broken.
    #[error("{0}")]
    Data(String),
}

fn detail(message: &Option<String>) -> String {
    message.as_deref().filter(|m| !m.is_empty()).map(|m| format!(": {m}")).unwrap_or_default()
}

impl ClientError {
    /// A refusal with the code of a response field.
    pub fn refused(what: impl Into<String>, code: i16, message: Option<&str>) -> ClientError {
        let code = ErrorCode::from_code(code);
        ClientError::Refused { what: what.into(), code, message: message.map(str::to_owned) }
    }

    /// The code of a refusal.
    pub fn code(&self) -> Option<ErrorCode> {
        match self {
            ClientError::Refused { code, .. } => Some(*code),
            _ => None,
        }
    }
}
