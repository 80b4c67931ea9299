//! [`ControllerService`]: what the listener of the controllers answers.

use std::sync::Arc;

use metadata::configs::NodeConfig;
use metadata::features::supported_by_controller;
use tracing::error;
use wire::api::ApiKey;
use wire::frame::{Preamble, RequestError, RequestFrame};
use wire::messages as m;

use super::{ControllerNode, apis, describe, envelope, fetch, private};
use crate::api::{
    RequestContext, Supported, Unanswerable, api_versions_response, api_versions_unsupported,
    describe_configs,
};
use crate::clock::Clock;
use crate::net::{ClientConnection, Frame, Outcome, ResponseFrame, Service};

/// Serves the listener of the controllers.
pub struct ControllerService {
    node: ControllerNode,
    config: Arc<NodeConfig>,
    clock: Clock,
}

impl ControllerService {
    /// A service for a controller.
    pub fn new(node: ControllerNode, config: Arc<NodeConfig>, clock: Clock) -> ControllerService {
        ControllerService { node, config, clock }
    }

    fn answer(&self, connection: &Arc<ClientConnection>, frame: Frame) -> Result<Outcome, Unanswerable> {
        let preamble = Preamble::read(&frame.bytes).map_err(RequestError::from)?;
        if private::is_private(preamble.api_key) {
            return Ok(self.private(preamble, &frame)?);
        }
        let request = match RequestFrame::parse(&frame.bytes) {
            Ok(request) => request,
            Err(error) if error.answerable_at() == Some(0) => return Ok(versions_unsupported(preamble)),
            Err(error) => return Err(error.into()),
        };
        let context = RequestContext::new(connection, &request);
        if !Supported::CONTROLLER.offers(request.api, request.version) {
            let (api, version) = (request.api, request.version);
            let listener = connection.listener.to_string();
            return Err(Unanswerable::NotOffered { api, version, listener });
        }
        if let Some(outcome) = self.own(&context, &request)? {
            return Ok(outcome);
        }
        let broken = |source| Unanswerable::Body { api: context.api, version: context.version, source };
        let Some(asked) = apis::decode(&request).map_err(broken)? else {
            return Ok(Outcome::Close(format!("{} is offered and not built", context.api)));
        };
        let node = self.node.clone();
        Ok(Outcome::later(async move {
            let response = node.ask(asked, context.version, false).await?;
            let pieces = apis::encode(response, context.version, context.correlation_id);
            pieces
                .inspect_err(|error| error!(api = %context.api, %error, "an answer cannot be written"))
                .ok()
                .map(ResponseFrame::new)
        }))
    }

    /// What is answered without the state machine.
    fn own(&self, context: &RequestContext, request: &RequestFrame) -> Result<Option<Outcome>, Unanswerable> {
        let node = self.node.clone();
        Ok(Some(match context.api {
            ApiKey::ApiVersions => {
                context.answer::<m::ApiVersionsRequest>(&self.api_versions(context.version))
            }
            ApiKey::DescribeCluster => {
                let asked = context.body::<m::DescribeClusterRequest>(request)?;
                context.answer::<m::DescribeClusterRequest>(&describe::describe_cluster(&node, &asked))
            }
            ApiKey::DescribeConfigs => {
                let asked = context.body::<m::DescribeConfigsRequest>(request)?;
                let image = self.node.core.committed();
                context.answer::<m::DescribeConfigsRequest>(&describe_configs(&self.config, &image, &asked))
            }
            ApiKey::Fetch => {
                let asked = context.body::<m::FetchRequest>(request)?;
                let (context, clock) = (context.clone(), self.clock);
                Outcome::later(async move {
                    let response = fetch::fetch(&node, asked, context.version, clock).await;
                    context.encode::<m::FetchRequest>(&response)
                })
            }
            ApiKey::Envelope => {
                let asked = context.body::<m::EnvelopeRequest>(request)?;
                let context = context.clone();
                Outcome::later(async move {
                    let response = envelope::open(&node, asked).await;
                    context.encode::<m::EnvelopeRequest>(&response)
                })
            }
            _ => return Ok(None),
        }))
    }

    fn private(&self, preamble: Preamble, frame: &Frame) -> Result<Outcome, RequestError> {
        let body = private_body(&frame.bytes)?;
        let node = self.node.clone();
        Ok(Outcome::later(async move {
            let answer = private::answer(&node, preamble.api_key, body).await?;
            // As a flexible API of Kafka: header version 1.
            Some(ResponseFrame::from_body(preamble.correlation_id, 1, answer))
        }))
    }

    fn api_versions(&self, version: i16) -> m::ApiVersionsResponse {
        let image = self.node.core.committed();
        let levels = supported_by_controller().iter();
        let features = levels.map(|f| (f.name, (f.levels.min, f.levels.max), image.features().level(f.name)));
        api_versions_response(Supported::CONTROLLER, version, features, image.offset)
    }
}

/// The body of a private request, behind a header of version 2.
fn private_body(frame: &bytes::Bytes) -> Result<bytes::Bytes, RequestError> {
    use wire::codec::{Decoder, Message};
    let mut decoder = Decoder::new(frame);
    wire::data::RequestHeader::decode(&mut decoder, 2)?;
    Ok(decoder.rest())
}

fn versions_unsupported(preamble: Preamble) -> Outcome {
    let response = api_versions_unsupported(Supported::CONTROLLER);
    match ResponseFrame::encode::<m::ApiVersionsRequest>(&response, 0, preamble.correlation_id) {
        Ok(frame) => Outcome::Ready(frame),
        Err(error) => Outcome::Close(error.to_string()),
    }
}

impl Service for ControllerService {
    fn serve(&self, connection: &Arc<ClientConnection>, frame: Frame) -> Outcome {
        self.answer(connection, frame).unwrap_or_else(|error| Outcome::Close(error.to_string()))
    }
}
