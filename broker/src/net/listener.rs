//! Listening sockets: bound first, all of them, so that a taken port is told before anything is started.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::JoinSet;
use tracing::{debug, info, warn};

use super::connection;
use super::frame::FrameLimits;
use super::limits::{ConnectionPlace, Connections, RequestMemory};
use super::listener_name::ListenerName;
use super::service::{ClientConnection, Service};

/// A listening socket that takes no connection yet. Clients that come before [`BoundListener::serve`] wait in the
/// system's queue.
pub struct BoundListener {
    name: ListenerName,
    socket: TcpListener,
    address: SocketAddr,
}

/// Numbers connections of this process.
static CONNECTIONS: AtomicU64 = AtomicU64::new(1);

impl BoundListener {
    /// Binds `host:port`; an empty host is every address of this machine.
    ///
    /// # Errors
    /// Says which listener and address, and who holds the port where the system shows it.
    pub async fn bind(name: ListenerName, host: &str, port: u16) -> io::Result<BoundListener> {
        let shown = if host.is_empty() { "*" } else { host };
        let failed = |error: io::Error| {
            let mut text = format!("listener {name} cannot listen on {shown}:{port}: {error}");
            if error.kind() == io::ErrorKind::AddrInUse {
                text = format!("listener {name} cannot listen on {shown}:{port}: the port is in use");
                if let Some(holder) = listening::holder_of(port) {
                    text = format!("{text} by {holder}");
                }
            }
            io::Error::new(error.kind(), text)
        };
        let addresses = listening::addresses(host, port).map_err(failed)?;
        let socket = TcpListener::bind(&addresses[..]).await.map_err(failed)?;
        let address = socket.local_addr().map_err(failed)?;
        Ok(BoundListener { name, socket, address })
    }

    /// Where it listens; the port is the real one also where 0 was asked for.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Its name.
    pub fn name(&self) -> &ListenerName {
        &self.name
    }

    /// Takes connections until `stop` is true, then lets those in the air end and returns when the last one has.
    pub async fn serve(
        self,
        service: Arc<dyn Service>,
        connections: Connections,
        limits: ListenerLimits,
        mut stop: watch::Receiver<bool>,
    ) {
        info!(listener = %self.name, address = %self.address, "listening");
        let limits =
            FrameLimits { max_bytes: limits.request_max_bytes, idle: limits.max_idle, memory: limits.memory };
        let mut open = JoinSet::new();
        loop {
            let accepted = tokio::select! {
                biased;
                _ = stop.wait_for(|stop| *stop) => break,
                Some(_) = open.join_next(), if !open.is_empty() => continue,
                accepted = self.socket.accept() => accepted,
            };
            match accepted {
                Ok((socket, peer)) => {
                    let peer = canonical(peer);
                    match connections.enter(peer.ip()) {
                        Ok(place) => {
                            let connection = self.connection(&socket, peer);
                            let served =
                                run(socket, connection, service.clone(), limits.clone(), stop.clone(), place);
                            open.spawn(served);
                        }
                        Err(limit) => warn!(listener = %self.name, %peer, limit, "connection refused"),
                    }
                }
                Err(error) => {
                    // Out of descriptors, or a connection that was gone before it was taken: never a reason to end.
                    warn!(listener = %self.name, %error, "cannot take a connection");
                    tokio::time::sleep(Duration::from_millis(50)).await;
                }
            }
        }
        drop(self.socket);
        while open.join_next().await.is_some() {}
    }

    fn connection(&self, socket: &TcpStream, peer: SocketAddr) -> Arc<ClientConnection> {
        if let Err(error) = socket.set_nodelay(true) {
            debug!(%error, "TCP_NODELAY");
        }
        Arc::new(ClientConnection {
            listener: self.name.clone(),
            peer,
            local: canonical(socket.local_addr().unwrap_or(self.address)),
            number: CONNECTIONS.fetch_add(1, Ordering::Relaxed),
            software: Default::default(),
        })
    }
}

/// The address of IPv4 behind one that a socket of both families shows as IPv6.
fn canonical(address: SocketAddr) -> SocketAddr {
    SocketAddr::new(address.ip().to_canonical(), address.port())
}

/// Limits of what comes in by a listener.
#[derive(Clone)]
pub struct ListenerLimits {
    /// `socket.request.max.bytes`.
    pub request_max_bytes: usize,
    /// `connections.max.idle.ms`.
    pub max_idle: Duration,
    /// Memory for requests, of all listeners together.
    pub memory: RequestMemory,
}

async fn run(
    socket: TcpStream,
    connection: Arc<ClientConnection>,
    service: Arc<dyn Service>,
    limits: FrameLimits,
    stop: watch::Receiver<bool>,
    place: ConnectionPlace,
) {
    if let Some(why) = connection::serve(socket, connection.clone(), service, limits, stop).await {
        info!(listener = %connection.listener, peer = %connection.peer, why, "connection closed");
    }
    drop(place);
}
