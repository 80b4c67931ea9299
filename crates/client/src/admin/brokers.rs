//! Brokers: who there is, and sending one away.

use wire::messages::describe_cluster::DescribeClusterRequest;
use wire::messages::incremental_alter_configs::{
    AlterConfigsResource, AlterableConfig, IncrementalAlterConfigsRequest,
};
use wire::messages::unregister_broker::UnregisterBrokerRequest;

use super::topics::check;
use crate::cluster::Cluster;
use crate::error::ClientError;

/// Config resource type of brokers.
const RESOURCE_BROKER: i8 = 4;
/// Incremental operations.
const SET: i8 = 0;
const DELETE: i8 = 1;

/// A cluster as it describes itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClusterInfo {
    /// Its id.
    pub cluster_id: String,
    /// A broker that clients may take for the controller.
    pub controller: Option<i32>,
    /// Its brokers, by id.
    pub brokers: Vec<BrokerInfo>,
}

/// A broker.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BrokerInfo {
    /// Its id.
    pub id: i32,
    /// Where it is reached by the listener that was asked.
    pub address: String,
    /// Its rack.
    pub rack: Option<String>,
    /// Registered, but not allowed to serve.
    pub fenced: bool,
}

impl Cluster {
    /// The cluster and its brokers, fenced ones included where the cluster tells (version 2).
    pub async fn describe_cluster(&self) -> Result<ClusterInfo, ClientError> {
        let connection = self.any().await?;
        let key = wire::api::ApiKey::DescribeCluster;
        let version = connection.version_of::<DescribeClusterRequest>(key.stable_versions())?;
        let request = DescribeClusterRequest { include_fenced_brokers: version >= 2, ..Default::default() };
        let response = connection.call_at(&request, version, crate::cluster::CALL_TIMEOUT).await?;
        check("describe the cluster".into(), response.error_code, response.error_message.as_deref())?;
        let mut brokers: Vec<BrokerInfo> = response
            .brokers
            .iter()
            .map(|b| BrokerInfo {
                id: b.broker_id,
                address: format!("{}:{}", b.host, b.port),
                rack: b.rack.as_ref().map(|r| r.to_string()),
                fenced: b.is_fenced,
            })
            .collect();
        brokers.sort_by_key(|b| b.id);
        let controller = (response.controller_id >= 0).then_some(response.controller_id);
        Ok(ClusterInfo { cluster_id: response.cluster_id.to_string(), controller, brokers })
    }

    /// Forgets a broker that is gone.
    pub async fn unregister_broker(&self, id: i32) -> Result<(), ClientError> {
        let response = self.call(&UnregisterBrokerRequest { broker_id: id }).await?;
        check(format!("unregister broker {id}"), response.error_code, response.error_message.as_deref())
    }

    /// Sets a dynamic config of a broker, or removes it.
    pub async fn alter_broker_config(
        &self,
        id: i32,
        name: &str,
        value: Option<&str>,
    ) -> Result<(), ClientError> {
        let request = IncrementalAlterConfigsRequest {
            resources: vec![AlterConfigsResource {
                resource_type: RESOURCE_BROKER,
                resource_name: id.to_string().into(),
                configs: vec![AlterableConfig {
                    name: name.to_owned().into(),
                    config_operation: if value.is_some() { SET } else { DELETE },
                    value: value.map(|v| v.to_owned().into()),
                }],
            }],
            validate_only: false,
        };
        for result in self.call(&request).await?.responses {
            check(format!("set {name} of broker {id}"), result.error_code, result.error_message.as_deref())?;
        }
        Ok(())
    }
}
