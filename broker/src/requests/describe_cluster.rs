//! DescribeCluster on a listener of brokers (KIP-700).

use metadata::image::{Broker, Endpoint, Image};
use wire::error_code::ErrorCode;
use wire::messages::describe_cluster::{
    DescribeClusterBroker, DescribeClusterRequest, DescribeClusterResponse,
};

use super::metadata::face_of_the_controller;
use crate::net::ListenerName;

/// `EndpointType` of brokers.
const BROKERS: i8 = 1;
const CONTROLLERS: i8 = 2;
/// Nothing is authorised here, so nothing is told about it.
const OPERATIONS_UNKNOWN: i32 = i32::MIN;

/// Serves a DescribeCluster.
pub(super) fn describe_cluster(
    image: &Image,
    cluster_id: &str,
    listener: &ListenerName,
    request: &DescribeClusterRequest,
) -> DescribeClusterResponse {
    if request.endpoint_type != BROKERS {
        let (code, message) = match request.endpoint_type {
            CONTROLLERS => (
                ErrorCode::MismatchedEndpointType,
                "this is a listener of brokers; use --bootstrap-server, or a controller's address",
            ),
            _ => (ErrorCode::UnsupportedEndpointType, "an endpoint type is 1 (brokers) or 2 (controllers)"),
        };
        return DescribeClusterResponse {
            error_code: code.code(),
            error_message: Some(message.into()),
            cluster_authorized_operations: OPERATIONS_UNKNOWN,
            ..Default::default()
        };
    }
    let live = image.live_brokers(listener.as_str()).map(|(broker, endpoint)| told(broker, endpoint));
    let mut brokers: Vec<_> = live.collect();
    if request.include_fenced_brokers {
        let fenced = image.brokers().iter().filter(|broker| broker.fenced);
        brokers.extend(fenced.filter_map(|broker| Some(told(broker, broker.endpoint(listener.as_str())?))));
    }
    DescribeClusterResponse {
        endpoint_type: BROKERS,
        cluster_id: cluster_id.to_owned().into(),
        controller_id: face_of_the_controller(image, listener),
        brokers,
        cluster_authorized_operations: OPERATIONS_UNKNOWN,
        ..Default::default()
    }
}

fn told(broker: &Broker, endpoint: &Endpoint) -> DescribeClusterBroker {
    DescribeClusterBroker {
        broker_id: broker.id,
        host: endpoint.host.to_string().into(),
        port: i32::from(endpoint.port),
        rack: broker.rack.as_ref().map(|rack| rack.to_string().into()),
        is_fenced: broker.fenced,
    }
}
