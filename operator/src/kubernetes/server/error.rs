//! What can go wrong between here and the API server.

use super::Kind;

/// Why something was not read or written.
#[derive(Debug, thiserror::Error)]
pub enum ServerError {
    /// The API server refused, or was not reached.
    #[error("cannot {what} {object}: {}", sentence(source))]
    Call {
        /// What was attempted.
        what: &'static str,
        /// On what.
        object: String,
        /// What it said.
        source: Box<kube::Error>,
    },
    /// There was no answer in time.
    #[error("cannot {what} {object}: the API server gives no answer")]
    TimedOut {
        /// What was attempted.
        what: &'static str,
        /// On what.
        object: String,
    },
    /// An object of that name exists and is not the cluster's.
    #[error(
        "there is a {kind} {name} already that does not belong to this cluster; remove it, or give the KafkaCluster or the pool another name"
    )]
    Taken {
        /// Its kind.
        kind: Kind,
        /// Its name.
        name: String,
    },
    /// An object is not JSON.
    #[error("a {kind} cannot be read: {source}")]
    Unreadable {
        /// Its kind.
        kind: Kind,
        /// Why.
        source: serde_json::Error,
    },
}

fn sentence(error: &kube::Error) -> String {
    match error {
        kube::Error::Api(status) => status.message.clone(),
        other => other.to_string(),
    }
}

impl ServerError {
    /// Whether a precondition was not met: the object is another by now, or gone.
    pub fn is_stale(&self) -> bool {
        match self {
            ServerError::Call { source, .. } => {
                matches!(&**source, kube::Error::Api(status) if [404, 409].contains(&status.code))
            }
            _ => false,
        }
    }
}
