//! Envelope (KIP-590): a request that a broker sends on for its client, and the answer on its way back.

use bytes::{Bytes, BytesMut};
use metadata::controller::Response;
use wire::error_code::ErrorCode;
use wire::frame::RequestFrame;
use wire::messages::envelope::{EnvelopeRequest, EnvelopeResponse};

use super::{ControllerNode, apis};

/// Bytes of a frame's length prefix, which an enclosed answer does not have.
const LENGTH_PREFIX: usize = 4;

/// Carries out the request in an envelope.
pub(super) async fn open(node: &ControllerNode, envelope: EnvelopeRequest) -> EnvelopeResponse {
    let failed = |code: ErrorCode| EnvelopeResponse { error_code: code.code(), ..Default::default() };
    let Ok(frame) = RequestFrame::parse(&envelope.request_data) else {
        return failed(ErrorCode::UnsupportedVersion);
    };
    if !apis::is_admin(frame.api) {
        return failed(ErrorCode::InvalidRequest);
    }
    let Ok(Some(request)) = apis::decode(&frame) else { return failed(ErrorCode::InvalidRequest) };
    match node.ask(request, frame.version, true).await {
        // The broker looks for the active controller and tries again.
        Some(response) if response.is_not_controller() => failed(ErrorCode::NotController),
        Some(response) => enclose(response, &frame).unwrap_or_else(|| failed(ErrorCode::UnknownServerError)),
        None => failed(ErrorCode::NotController),
    }
}

fn enclose(response: Response, frame: &RequestFrame) -> Option<EnvelopeResponse> {
    let pieces = apis::encode(response, frame.version, frame.correlation_id).ok()?;
    let mut whole = BytesMut::with_capacity(pieces.iter().map(Bytes::len).sum());
    for piece in pieces {
        whole.extend_from_slice(&piece);
    }
    let data = whole.freeze().slice(LENGTH_PREFIX..);
    Some(EnvelopeResponse { response_data: Some(data), ..Default::default() })
}
