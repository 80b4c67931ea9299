//! [`Connection`]: one socket to one node, with many requests in the air.

mod tasks;

use std::sync::Arc;
use std::sync::atomic::{AtomicI32, Ordering};
use std::time::Duration;

use bytes::{BufMut, Bytes, BytesMut};
use tokio::net::TcpStream;
use tokio::sync::{mpsc, oneshot};
use tokio::time::{Instant, timeout, timeout_at};
use wire::api::ApiKey;
use wire::codec::{EncodeError, Message, Request, VersionRange};
use wire::data::RequestHeader;
use wire::messages::api_versions::ApiVersionsRequest;

use crate::error::CallError;
use crate::versions::ApiVersions;
use tasks::{Pending, read_answers, write_requests};

/// How a connection behaves.
#[derive(Clone, Debug)]
pub struct ConnectionOptions {
    /// Told in each request: what shows up in the broker's logs and quotas.
    pub client_id: String,
    /// How long connecting and asking for the versions may take together.
    pub connect_timeout: Duration,
    /// The largest answer that is read.
    pub answer_max_bytes: usize,
    /// Whether the node is asked for its versions first. Without it every call names its version.
    pub negotiate: bool,
}

impl Default for ConnectionOptions {
    fn default() -> Self {
        ConnectionOptions {
            client_id: "ferryman".into(),
            connect_timeout: Duration::from_secs(5),
            answer_max_bytes: 100 << 20,
            negotiate: true,
        }
    }
}

/// Requests without an answer that one connection may have.
const IN_FLIGHT_MAX: usize = 1024;
/// The version of ApiVersions that is asked for: the first that tells the client's software. Every Apache broker since
/// 2.4 knows it, and an older one answers in version 0.
const API_VERSIONS_VERSION: i16 = 3;

/// A connection. Clones share it; it closes when the last one is dropped.
#[derive(Clone)]
pub struct Connection {
    shared: Arc<Shared>,
}

struct Shared {
    address: String,
    client_id: String,
    versions: ApiVersions,
    next_id: AtomicI32,
    requests: mpsc::Sender<Bytes>,
    pending: Arc<Pending>,
    reader: tokio::task::AbortHandle,
}

impl Drop for Shared {
    fn drop(&mut self) {
        self.reader.abort();
    }
}

impl Connection {
    /// Connects to `host:port`; the name is resolved now.
    pub async fn open(address: &str, options: &ConnectionOptions) -> Result<Connection, CallError> {
        let deadline = Instant::now() + options.connect_timeout;
        let failed = |source| CallError::Connect { address: address.to_owned(), source };
        let socket = timeout_at(deadline, TcpStream::connect(address))
            .await
            .map_err(|_| failed(std::io::ErrorKind::TimedOut.into()))?
            .map_err(failed)?;
        socket.set_nodelay(true).map_err(failed)?;
        let (read, write) = socket.into_split();
        let pending = Arc::new(Pending::default());
        let (requests, queue) = mpsc::channel(IN_FLIGHT_MAX);
        let reader =
            tokio::spawn(read_answers(read, options.answer_max_bytes, pending.clone())).abort_handle();
        tokio::spawn(write_requests(write, queue, pending.clone()));
        let mut shared = Shared {
            address: address.to_owned(),
            client_id: options.client_id.clone(),
            versions: ApiVersions::default(),
            next_id: AtomicI32::new(0),
            requests,
            pending,
            reader,
        };
        if options.negotiate {
            shared.versions = ask_versions(&shared, deadline).await?;
        }
        Ok(Connection { shared: Arc::new(shared) })
    }

    /// `host:port` as it was dialled.
    pub fn address(&self) -> &str {
        &self.shared.address
    }

    /// What the node offers; empty if it was not asked.
    pub fn versions(&self) -> &ApiVersions {
        &self.shared.versions
    }

    /// Whether the connection has ended.
    pub fn is_closed(&self) -> bool {
        self.shared.pending.is_closed()
    }

    /// Asks, in the highest version that both sides speak.
    pub async fn call<R: Request>(&self, request: &R, within: Duration) -> Result<R::Response, CallError> {
        let version = self.version_of::<R>(R::KEY.stable_versions())?;
        self.call_at(request, version, within).await
    }

    /// The highest version of a request that the node and `ours` share.
    pub fn version_of<R: Request>(&self, ours: VersionRange) -> Result<i16, CallError> {
        let offered = self.shared.versions.of(R::KEY.id());
        self.shared.versions.highest(R::KEY, ours).ok_or_else(|| CallError::Version {
            address: self.shared.address.clone(),
            api: R::KEY.name().to_owned(),
            theirs: offered.map_or_else(|| "none".into(), |range| range.to_string()),
            ours: ours.to_string(),
        })
    }

    /// Asks in a given version.
    pub async fn call_at<R: Request>(
        &self,
        request: &R,
        version: i16,
        within: Duration,
    ) -> Result<R::Response, CallError> {
        let api = || R::KEY.name().to_owned();
        let deadline = Instant::now() + within;
        let answer = self.shared.start(R::KEY, version, request)?;
        let body = self.shared.finish(answer, deadline, within, R::KEY.name()).await?;
        R::Response::from_bytes(&body, version).map_err(|source| CallError::Answer {
            address: self.shared.address.clone(),
            api: api(),
            source,
        })
    }

    /// Asks with a private API: header version 2 both ways, so that the body starts after the tagged fields.
    pub async fn call_private(&self, key: i16, body: Bytes, within: Duration) -> Result<Bytes, CallError> {
        let deadline = Instant::now() + within;
        let name = format!("private API {key}");
        let (id, receiver) = self.shared.register(&name)?;
        let mut frame = self.shared.header(key, 0, id, 2, body.len())?;
        frame.extend_from_slice(&body);
        self.shared.send(frame.freeze(), id, &name)?;
        self.shared.finish(Answer { id, receiver, header_version: 1 }, deadline, within, &name).await
    }
}

/// A request that is on its way.
struct Answer {
    id: i32,
    receiver: oneshot::Receiver<Bytes>,
    header_version: i16,
}

impl Shared {
    fn start<R: Request>(&self, key: ApiKey, version: i16, request: &R) -> Result<Answer, CallError> {
        let length = request.encoded_len(version)?;
        let (id, receiver) = self.register(key.name())?;
        let mut frame = self.header(key.id(), version, id, key.request_header_version(version), length)?;
        request.encode_into(&mut frame, version)?;
        self.send(frame.freeze(), id, key.name())?;
        Ok(Answer { id, receiver, header_version: key.response_header_version(version) })
    }

    fn register(&self, api: &str) -> Result<(i32, oneshot::Receiver<Bytes>), CallError> {
        let id = self.next_id.fetch_add(1, Ordering::Relaxed);
        let (sender, receiver) = oneshot::channel();
        if !self.pending.insert(id, sender) {
            return Err(self.disconnected(api));
        }
        Ok((id, receiver))
    }

    fn header(
        &self,
        key: i16,
        version: i16,
        id: i32,
        header_version: i16,
        body: usize,
    ) -> Result<BytesMut, EncodeError> {
        let header = RequestHeader {
            request_api_key: key,
            request_api_version: version,
            correlation_id: id,
            client_id: Some(self.client_id.clone().into()),
        };
        let length = header.encoded_len(header_version)? + body;
        let mut frame = BytesMut::with_capacity(4 + length);
        frame.put_u32(length as u32);
        header.encode_into(&mut frame, header_version)?;
        Ok(frame)
    }

    fn send(&self, frame: Bytes, id: i32, api: &str) -> Result<(), CallError> {
        self.requests.try_send(frame).map_err(|error| {
            self.pending.remove(id);
            match error {
                mpsc::error::TrySendError::Full(_) => {
                    CallError::Busy { address: self.address.clone(), in_flight: IN_FLIGHT_MAX }
                }
                mpsc::error::TrySendError::Closed(_) => self.disconnected(api),
            }
        })
    }

    async fn finish(
        &self,
        answer: Answer,
        deadline: Instant,
        within: Duration,
        api: &str,
    ) -> Result<Bytes, CallError> {
        let body = match timeout_at(deadline, answer.receiver).await {
            Ok(Ok(body)) => body,
            Ok(Err(_)) => return Err(self.disconnected(api)),
            Err(_) => {
                self.pending.remove(answer.id);
                return Err(CallError::TimedOut {
                    address: self.address.clone(),
                    api: api.to_owned(),
                    after: within,
                });
            }
        };
        // A response header of version 1 ends in tagged fields. Nobody defines any; what is there is passed over.
        if answer.header_version == 0 {
            return Ok(body);
        }
        let skipped = skip_tags(&body);
        skipped.ok_or_else(|| self.disconnected(api)).map(|at| body.slice(at..))
    }

    fn disconnected(&self, api: &str) -> CallError {
        CallError::Disconnected { address: self.address.clone(), api: api.to_owned() }
    }
}

/// Where the bytes behind a section of tagged fields begin.
fn skip_tags(bytes: &Bytes) -> Option<usize> {
    let mut at = 0;
    let uvarint = |at: &mut usize| {
        let mut value = 0_u64;
        for shift in (0..35).step_by(7) {
            let byte = *bytes.get(*at)?;
            *at += 1;
            value |= u64::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                return Some(value as usize);
            }
        }
        None
    };
    let fields = uvarint(&mut at)?;
    for _ in 0..fields {
        uvarint(&mut at)?;
        let length = uvarint(&mut at)?;
        at = at.checked_add(length).filter(|end| *end <= bytes.len())?;
    }
    Some(at)
}

async fn ask_versions(shared: &Shared, deadline: Instant) -> Result<ApiVersions, CallError> {
    let request = ApiVersionsRequest {
        client_software_name: "ferryman".into(),
        client_software_version: env!("CARGO_PKG_VERSION").into(),
    };
    let within = deadline.saturating_duration_since(Instant::now());
    let api = ApiKey::ApiVersions;
    let answer = shared.start(api, API_VERSIONS_VERSION, &request)?;
    let body = match timeout(within, shared.finish(answer, deadline, within, api.name())).await {
        Ok(body) => body?,
        Err(_) => return Err(shared.disconnected(api.name())),
    };
    ApiVersions::from_body(&body, API_VERSIONS_VERSION).map_err(|source| CallError::Answer {
        address: shared.address.clone(),
        api: api.name().to_owned(),
        source,
    })
}
