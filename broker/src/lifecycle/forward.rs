//! [`Forwarder`]: sends requests of clients on to the active controller (Envelope, KIP-590).

use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use bytes::{BufMut, Bytes, BytesMut};
use metadata::controller::{Refusal, Response};
use tokio::time::Instant;
use tracing::debug;
use wire::api::ApiKey;
use wire::codec::Message;
use wire::data::DefaultPrincipalData;
use wire::error_code::ErrorCode;
use wire::frame::RequestFrame;
use wire::messages::envelope::EnvelopeRequest;

use super::channel::{ChannelError, ControllerChannel};
use crate::controller::{decode_admin, encode_admin, is_admin};
use crate::net::ResponseFrame;

/// How long a client's request is tried, while there is no active controller. Below the 30 s after which Kafka's clients
/// give up by themselves.
const WITHIN: Duration = Duration::from_secs(25);
/// Between attempts.
const PAUSE: Duration = Duration::from_millis(50);
/// Version of the serialised principal.
const PRINCIPAL_VERSION: i16 = 0;

/// Whether brokers send an API on for their clients.
pub fn forwardable(api: ApiKey) -> bool {
    is_admin(api) && api != ApiKey::AllocateProducerIds
}

/// Sends requests on.
#[derive(Clone)]
pub struct Forwarder {
    channel: Arc<ControllerChannel>,
}

impl Forwarder {
    /// A forwarder over a channel.
    pub fn new(channel: Arc<ControllerChannel>) -> Forwarder {
        Forwarder { channel }
    }

    /// Sends a client's frame (header and body) on, and gives its answer as the controller wrote it. When there is no
    /// controller in time, the answer is the API's own, with REQUEST_TIMED_OUT in it.
    pub async fn forward(&self, frame: Bytes, from: IpAddr) -> Option<ResponseFrame> {
        let envelope = EnvelopeRequest {
            request_data: frame.clone(),
            request_principal: Some(anonymous()),
            client_host_address: host_bytes(from),
        };
        let deadline = Instant::now() + WITHIN;
        loop {
            let left = deadline.saturating_duration_since(Instant::now());
            let code = match self.channel.call(&envelope, left).await {
                Ok(answer) if answer.error_code == 0 => return answer.response_data.map(framed),
                Ok(answer) => ErrorCode::from_code(answer.error_code),
                Err(error) => {
                    debug!(%error, "a request was not sent on");
                    // It may have been carried out: to repeat it could answer that the topic it made exists already.
                    match error {
                        ChannelError::Call(error) if !error.never_sent() => return timed_out(&frame),
                        _ => ErrorCode::NotController,
                    }
                }
            };
            if code != ErrorCode::NotController || Instant::now() + PAUSE >= deadline {
                debug!(%code, "the controller refuses an envelope");
                return timed_out(&frame);
            }
            tokio::time::sleep(PAUSE).await;
        }
    }
}

fn framed(answer: Bytes) -> ResponseFrame {
    let prefix = (answer.len() as u32).to_be_bytes();
    ResponseFrame::new(vec![Bytes::copy_from_slice(&prefix), answer])
}

/// The API's own answer for a request that the controller has not answered.
fn timed_out(frame: &Bytes) -> Option<ResponseFrame> {
    let frame = RequestFrame::parse(frame).ok()?;
    let request = decode_admin(&frame).ok()??;
    let response = Response::refused(&request, &Refusal::Unanswered);
    encode_admin(response, frame.version, frame.correlation_id).ok().map(ResponseFrame::new)
}

/// The principal of a listener without authentication, in Kafka's serialisation.
fn anonymous() -> Bytes {
    let principal =
        DefaultPrincipalData { r#type: "User".into(), name: "ANONYMOUS".into(), token_authenticated: false };
    let mut bytes = BytesMut::new();
    bytes.put_i16(PRINCIPAL_VERSION);
    // Fixed short names: cannot fail.
    let _ = principal.encode_into(&mut bytes, PRINCIPAL_VERSION);
    bytes.freeze()
}

fn host_bytes(address: IpAddr) -> Bytes {
    match address.to_canonical() {
        IpAddr::V4(v4) => Bytes::copy_from_slice(&v4.octets()),
        IpAddr::V6(v6) => Bytes::copy_from_slice(&v6.octets()),
    }
}
