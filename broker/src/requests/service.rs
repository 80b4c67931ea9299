//! [`BrokerService`]: what a listener of a broker answers.

use std::sync::Arc;

use metadata::configs::NodeConfig;
use metadata::features::supported_by_broker;
use tracing::debug;
use wire::api::ApiKey;
use wire::frame::{Preamble, RequestError, RequestFrame};
use wire::messages as m;

use super::auto_create::TopicMaker;
use super::init_producer_id::ProducerIds;
use super::metadata::Answering;
use super::{
    describe_cluster, describe_log_dirs, fetch, find_coordinator, list_offsets, offset_for_leader_epoch,
    produce,
};
use crate::api::{
    RequestContext, Supported, Unanswerable, api_versions_response, api_versions_unsupported,
    describe_configs,
};
use crate::controller::decode_admin;
use crate::groups::GroupCoordinator;
use crate::image::MetadataView;
use crate::lifecycle::{Forwarder, forwardable};
use crate::net::{ClientConnection, Frame, Outcome, ResponseFrame, Service};
use crate::replicas::Replicas;

/// What a broker serves with.
pub struct BrokerSetup {
    /// `cluster.id`.
    pub cluster_id: String,
    /// The metadata.
    pub view: Arc<MetadataView>,
    /// This node's properties.
    pub config: Arc<NodeConfig>,
    /// The replicas.
    pub replicas: Arc<Replicas>,
    /// The groups.
    pub groups: Arc<GroupCoordinator>,
    /// Sends on what the controller decides.
    pub forwarder: Forwarder,
    /// Makes topics; `__consumer_offsets` in any case.
    pub maker: Arc<TopicMaker>,
    /// `auto.create.topics.enable`.
    pub auto_create_topics: bool,
    /// Ids of idempotent producers.
    pub producer_ids: Arc<ProducerIds>,
}

/// Serves the listeners of a broker.
pub struct BrokerService {
    setup: Arc<BrokerSetup>,
}

impl BrokerService {
    /// A service for a broker.
    pub fn new(setup: BrokerSetup) -> BrokerService {
        BrokerService { setup: Arc::new(setup) }
    }

    fn answer(&self, connection: &Arc<ClientConnection>, frame: Frame) -> Result<Outcome, Unanswerable> {
        let request = match RequestFrame::parse(&frame.bytes) {
            Ok(request) => request,
            Err(error) if error.answerable_at() == Some(0) => {
                let preamble = Preamble::read(&frame.bytes).map_err(RequestError::from)?;
                return Ok(versions_unsupported(preamble));
            }
            Err(error) => return Err(error.into()),
        };
        let context = RequestContext::new(connection, &request);
        if !Supported::BROKER.offers(request.api, request.version) {
            let (api, version) = (request.api, request.version);
            let listener = connection.listener.to_string();
            return Err(Unanswerable::NotOffered { api, version, listener });
        }
        match request.api {
            ApiKey::Produce => self.produce(&context, &request),
            ApiKey::Fetch | ApiKey::ListOffsets | ApiKey::OffsetForLeaderEpoch => {
                self.reading(&context, &request)
            }
            api if forwardable(api) => {
                // The controller would refuse it too, but only the one who sent it must lose a connection by it.
                let broken = |source| Unanswerable::Body { api, version: request.version, source };
                decode_admin(&request).map_err(broken)?;
                Ok(self.forward(connection, frame))
            }
            _ => match self.setup.groups.serve(&context, &request) {
                Some(outcome) => outcome,
                None => self.own(&context, &request),
            },
        }
    }

    fn produce(&self, context: &RequestContext, request: &RequestFrame) -> Result<Outcome, Unanswerable> {
        if context.version < produce::SERVED_FROM {
            // Listed only for old librdkafka, which never sends it.
            let (api, version) = (context.api, context.version);
            let listener = context.connection.listener.to_string();
            return Err(Unanswerable::NotOffered { api, version, listener });
        }
        let asked = context.body::<m::ProduceRequest>(request)?;
        Ok(produce::produce(&self.setup.replicas, context, asked))
    }

    /// What reads logs.
    fn reading(&self, context: &RequestContext, request: &RequestFrame) -> Result<Outcome, Unanswerable> {
        let (replicas, context) = (self.setup.replicas.clone(), context.clone());
        Ok(match context.api {
            ApiKey::Fetch => {
                let asked = context.body::<m::FetchRequest>(request)?;
                Outcome::later(async move {
                    let response = fetch::fetch(replicas, context.clone(), asked).await;
                    context.encode::<m::FetchRequest>(&response)
                })
            }
            ApiKey::ListOffsets => {
                let asked = context.body::<m::ListOffsetsRequest>(request)?;
                Outcome::later(async move {
                    // Times are looked for in files.
                    let version = context.version;
                    let find = move || list_offsets::list_offsets(&replicas, &asked, version);
                    let found = tokio::task::spawn_blocking(find);
                    context.encode::<m::ListOffsetsRequest>(&found.await.ok()?)
                })
            }
            _ => {
                let asked = context.body::<m::OffsetForLeaderEpochRequest>(request)?;
                let response = offset_for_leader_epoch::offset_for_leader_epoch(&replicas, &asked);
                context.answer::<m::OffsetForLeaderEpochRequest>(&response)
            }
        })
    }

    fn forward(&self, connection: &ClientConnection, frame: Frame) -> Outcome {
        let (forwarder, from) = (self.setup.forwarder.clone(), connection.peer.ip());
        Outcome::later(async move {
            let answer = forwarder.forward(frame.bytes, from).await;
            drop(frame.permit);
            answer
        })
    }

    /// What is answered from the metadata and from what this node is.
    fn own(&self, context: &RequestContext, request: &RequestFrame) -> Result<Outcome, Unanswerable> {
        let setup = &self.setup;
        let image = setup.view.load();
        let listener = &context.connection.listener;
        Ok(match context.api {
            ApiKey::ApiVersions => {
                let asked = context.body::<m::ApiVersionsRequest>(request)?;
                self.remember_software(context, asked);
                context.answer::<m::ApiVersionsRequest>(&self.api_versions(context.version))
            }
            ApiKey::Metadata => {
                let asked = context.body::<m::MetadataRequest>(request)?;
                let answering = Answering {
                    image: &image,
                    cluster_id: &setup.cluster_id,
                    listener,
                    maker: Some(&setup.maker).filter(|_| setup.auto_create_topics),
                    version: context.version,
                };
                context.answer::<m::MetadataRequest>(&answering.answer(&asked))
            }
            ApiKey::DescribeCluster => {
                let asked = context.body::<m::DescribeClusterRequest>(request)?;
                let response =
                    describe_cluster::describe_cluster(&image, &setup.cluster_id, listener, &asked);
                context.answer::<m::DescribeClusterRequest>(&response)
            }
            ApiKey::DescribeConfigs => {
                let asked = context.body::<m::DescribeConfigsRequest>(request)?;
                context.answer::<m::DescribeConfigsRequest>(&describe_configs(&setup.config, &image, &asked))
            }
            ApiKey::DescribeLogDirs => {
                let asked = context.body::<m::DescribeLogDirsRequest>(request)?;
                let (id, version) = (setup.config.node_id, context.version);
                let response = describe_log_dirs::describe_log_dirs(&setup.replicas, id, &asked, version);
                context.answer::<m::DescribeLogDirsRequest>(&response)
            }
            ApiKey::FindCoordinator => {
                let asked = context.body::<m::FindCoordinatorRequest>(request)?;
                let (maker, version) = (&setup.maker, context.version);
                let response = find_coordinator::find_coordinator(&image, listener, maker, &asked, version);
                context.answer::<m::FindCoordinatorRequest>(&response)
            }
            ApiKey::InitProducerId => {
                let asked = context.body::<m::InitProducerIdRequest>(request)?;
                let (ids, context) = (setup.producer_ids.clone(), context.clone());
                Outcome::later(async move {
                    let response = ids.init(&asked).await;
                    context.encode::<m::InitProducerIdRequest>(&response)
                })
            }
            api => Outcome::Close(format!("{api} is offered and not built")),
        })
    }

    fn remember_software(&self, context: &RequestContext, asked: m::ApiVersionsRequest) {
        let (name, version) = (asked.client_software_name, asked.client_software_version);
        if !name.is_empty() {
            debug!(peer = %context.connection.peer, client = %context.client_id, %name, %version, "client");
            *context.connection.software.write() = Some((name.to_string(), version.to_string()));
        }
    }

    fn api_versions(&self, version: i16) -> m::ApiVersionsResponse {
        let image = self.setup.view.load();
        let levels = supported_by_broker().iter();
        let features = levels.map(|f| (f.name, (f.levels.min, f.levels.max), image.features().level(f.name)));
        api_versions_response(Supported::BROKER, version, features, image.offset)
    }
}

fn versions_unsupported(preamble: Preamble) -> Outcome {
    let response = api_versions_unsupported(Supported::BROKER);
    match ResponseFrame::encode::<m::ApiVersionsRequest>(&response, 0, preamble.correlation_id) {
        Ok(frame) => Outcome::Ready(frame),
        Err(error) => Outcome::Close(error.to_string()),
    }
}

impl Service for BrokerService {
    fn serve(&self, connection: &Arc<ClientConnection>, frame: Frame) -> Outcome {
        self.answer(connection, frame).unwrap_or_else(|error| Outcome::Close(error.to_string()))
    }
}
