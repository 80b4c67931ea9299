//! DescribeCluster on the listener of the controllers (KIP-919): who they are.

use wire::error_code::ErrorCode;
use wire::messages::describe_cluster::{
    DescribeClusterBroker, DescribeClusterRequest, DescribeClusterResponse,
};

use super::ControllerNode;

/// `EndpointType` of brokers and of controllers.
const BROKERS: i8 = 1;
const CONTROLLERS: i8 = 2;
/// No authorised operations were asked for, or nothing is known of them.
const OPERATIONS_UNKNOWN: i32 = i32::MIN;

pub(super) fn describe_cluster(
    node: &ControllerNode,
    request: &DescribeClusterRequest,
) -> DescribeClusterResponse {
    let refused = |code: ErrorCode, message: &'static str| DescribeClusterResponse {
        error_code: code.code(),
        error_message: Some(message.into()),
        cluster_authorized_operations: OPERATIONS_UNKNOWN,
        ..Default::default()
    };
    match request.endpoint_type {
        CONTROLLERS => {}
        BROKERS => {
            return refused(
                ErrorCode::MismatchedEndpointType,
                "this is a listener of controllers; use --bootstrap-controller, or a broker's address",
            );
        }
        _ => {
            return refused(
                ErrorCode::UnsupportedEndpointType,
                "an endpoint type is 1 (brokers) or 2 (controllers)",
            );
        }
    }
    let leadership = node.quorum().leadership().borrow().clone();
    let membership = node.quorum().membership().borrow().clone();
    let controller = |(key, endpoints): (&quorum::VoterKey, &quorum::Endpoints)| {
        let endpoint = endpoints.iter().next()?;
        Some(DescribeClusterBroker {
            broker_id: key.id,
            host: endpoint.host.clone().into(),
            port: i32::from(endpoint.port),
            ..Default::default()
        })
    };
    let cluster_id = node.core.with(|controller| controller.config().cluster_id.to_string());
    DescribeClusterResponse {
        endpoint_type: CONTROLLERS,
        cluster_id: cluster_id.into(),
        controller_id: leadership.leader.map_or(-1, |leader| leader.key.id),
        brokers: membership.voters.iter().filter_map(controller).collect(),
        cluster_authorized_operations: OPERATIONS_UNKNOWN,
        ..Default::default()
    }
}
