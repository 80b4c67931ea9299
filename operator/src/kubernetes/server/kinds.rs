//! The kinds of objects that are read and written.

use std::fmt;

use k8s_openapi::api::apps::v1::StatefulSet;
use k8s_openapi::api::core::v1::{ConfigMap, PersistentVolumeClaim, Pod, Service};
use k8s_openapi::api::policy::v1::PodDisruptionBudget;
use kube::api::{ApiResource, DynamicObject};
use serde_json::Value;

use super::ServerError;
use crate::api::KafkaCluster;

/// A kind of object.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// `ferryman.dev/v1alpha1`.
    KafkaCluster,
    /// `apps/v1`.
    StatefulSet,
    /// `v1`.
    Service,
    /// `v1`.
    ConfigMap,
    /// `policy/v1`.
    PodDisruptionBudget,
    /// `v1`.
    Pod,
    /// `v1`.
    PersistentVolumeClaim,
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self, f)
    }
}

impl Kind {
    pub(super) fn resource(self) -> ApiResource {
        match self {
            Kind::KafkaCluster => ApiResource::erase::<KafkaCluster>(&()),
            Kind::StatefulSet => ApiResource::erase::<StatefulSet>(&()),
            Kind::Service => ApiResource::erase::<Service>(&()),
            Kind::ConfigMap => ApiResource::erase::<ConfigMap>(&()),
            Kind::PodDisruptionBudget => ApiResource::erase::<PodDisruptionBudget>(&()),
            Kind::Pod => ApiResource::erase::<Pod>(&()),
            Kind::PersistentVolumeClaim => ApiResource::erase::<PersistentVolumeClaim>(&()),
        }
    }

    pub(super) fn list(self) -> &'static str {
        match self {
            Kind::KafkaCluster => "list KafkaClusters",
            Kind::StatefulSet => "list StatefulSets of",
            Kind::Service => "list Services of",
            Kind::ConfigMap => "list ConfigMaps of",
            Kind::PodDisruptionBudget => "list PodDisruptionBudgets of",
            Kind::Pod => "list Pods of",
            Kind::PersistentVolumeClaim => "list PersistentVolumeClaims of",
        }
    }

    pub(super) fn get(self) -> &'static str {
        match self {
            Kind::KafkaCluster => "get KafkaCluster",
            Kind::StatefulSet => "get StatefulSet",
            Kind::Service => "get Service",
            Kind::ConfigMap => "get ConfigMap",
            Kind::PodDisruptionBudget => "get PodDisruptionBudget",
            Kind::Pod => "get Pod",
            Kind::PersistentVolumeClaim => "get PersistentVolumeClaim",
        }
    }

    /// An object with its kind, which items of a list do not carry.
    pub(super) fn value(self, object: &DynamicObject) -> Result<Value, ServerError> {
        let mut value =
            serde_json::to_value(object).map_err(|source| ServerError::Unreadable { kind: self, source })?;
        let resource = self.resource();
        value["apiVersion"] = resource.api_version.into();
        value["kind"] = resource.kind.into();
        if let Some(metadata) = value.get_mut("metadata").and_then(Value::as_object_mut) {
            metadata.remove("managedFields");
        }
        Ok(value)
    }
}
