//! [`Transport`]: carries Raft's messages between controllers, over the listener of the controllers.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use client::bootstrap::server_at;
use client::{CallError, Connection, ConnectionOptions};
use futures_util::future::BoxFuture;
use parking_lot::Mutex;
use quorum::{Endpoints, PeerError, PeerKey, PeerTransport, VoterKey};

/// Connects to other controllers, resolving their names at each dial.
#[derive(Clone)]
pub struct Transport {
    bootstrap: Arc<[String]>,
    open: Arc<Mutex<HashMap<String, Connection>>>,
}

/// Told by the listener of the controllers in its logs.
const CLIENT_ID: &str = "ferryman-quorum";

impl Transport {
    /// A transport that finds strangers at `controller.quorum.bootstrap.servers`.
    pub fn new(bootstrap: Vec<String>) -> Transport {
        Transport { bootstrap: bootstrap.into(), open: Arc::default() }
    }

    async fn send(
        &self,
        address: String,
        key: PeerKey,
        message: Bytes,
        within: Duration,
    ) -> Result<Bytes, PeerError> {
        let connection = self.connection(&address, within).await?;
        match connection.call_private(key as i16, message, within).await {
            Ok(answer) => Ok(answer),
            Err(CallError::TimedOut { .. }) => Err(PeerError::Timeout),
            Err(error) => {
                self.forget(&address);
                Err(PeerError::Unreachable(error.to_string()))
            }
        }
    }

    async fn connection(&self, address: &str, within: Duration) -> Result<Connection, PeerError> {
        let open = self.open.lock().get(address).filter(|open| !open.is_closed()).cloned();
        if let Some(open) = open {
            return Ok(open);
        }
        let options = ConnectionOptions {
            client_id: CLIENT_ID.into(),
            connect_timeout: within,
            negotiate: false,
            ..Default::default()
        };
        let failed = |error: CallError| PeerError::Unreachable(error.to_string());
        let connection = Connection::open(address, &options).await.map_err(failed)?;
        self.open.lock().insert(address.to_owned(), connection.clone());
        Ok(connection)
    }

    fn forget(&self, address: &str) {
        self.open.lock().remove(address);
    }
}

impl PeerTransport for Transport {
    fn call(
        &self,
        to: VoterKey,
        endpoints: Endpoints,
        key: PeerKey,
        message: Bytes,
        timeout: Duration,
    ) -> BoxFuture<'static, Result<Bytes, PeerError>> {
        let transport = self.clone();
        Box::pin(async move {
            let Some(endpoint) = endpoints.iter().next() else {
                return Err(PeerError::Unreachable(format!("controller {to} has no listener")));
            };
            let address = format!("{}:{}", endpoint.host, endpoint.port);
            transport.send(address, key, message, timeout).await
        })
    }

    fn call_bootstrap(
        &self,
        attempt: u64,
        key: PeerKey,
        message: Bytes,
        timeout: Duration,
    ) -> BoxFuture<'static, Result<Bytes, PeerError>> {
        let transport = self.clone();
        Box::pin(async move {
            let found = tokio::time::timeout(timeout, server_at(&transport.bootstrap, attempt)).await;
            let Some(address) = found.map_err(|_| PeerError::Timeout)? else {
                return Err(PeerError::Unreachable("controller.quorum.bootstrap.servers is empty".into()));
            };
            transport.send(address, key, message, timeout).await
        })
    }
}
