//! [`Server`]: the API server, as one cluster's rounds need it.
//!
//! Reads go to the API server itself, never to a cache. Writes go through [`Server::write`] alone: there they are logged
//! and counted, and there the process ends after as many writes as a test wants. Every call has a deadline.
//!
//! Must not be here: what is written, and when.

mod error;
mod kinds;
mod writes;

use std::collections::BTreeMap;
use std::fmt::Debug;
use std::time::Duration;

use kube::api::{
    Api, DeleteParams, DynamicObject, ListParams, Patch, PatchParams, Preconditions, PropagationPolicy,
};
use kube::{Client, ResourceExt};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use tokio::time::{Instant, sleep, timeout};
use tracing::{debug, info};

use super::names::{ANNOTATION_REVISION, FIELD_MANAGER, LABEL_CLUSTER, Names};
use super::observe::{Live, annotation};
use super::subject::Subject;
use crate::api::status::KafkaClusterStatus;
use crate::api::{API_VERSION, KIND};
use crate::local::clock::now;
use crate::plan::Revision;

pub use error::ServerError;
pub use kinds::Kind;
pub use writes::{EXIT_CODE, Writes};

/// How long the API server may take to answer.
const ANSWER_TIMEOUT: Duration = Duration::from_secs(10);
/// How long the StatefulSet's controller may take to see a new template.
const TEMPLATE_TAKEN_WITHIN: Duration = Duration::from_secs(3);
/// Between two looks whether it has.
const TEMPLATE_LOOK_PAUSE: Duration = Duration::from_millis(100);

/// The API server.
#[derive(Clone)]
pub struct Server {
    client: Client,
    writes: std::sync::Arc<Writes>,
}

impl Server {
    /// The API server behind a client.
    pub fn new(client: Client, writes: Writes) -> Server {
        Server { client, writes: std::sync::Arc::new(writes) }
    }

    /// How many writes were answered.
    pub fn writes(&self) -> u64 {
        self.writes.done()
    }

    /// A KafkaCluster as it is now.
    ///
    /// # Errors
    /// Where it cannot be told.
    pub async fn kafka_cluster(&self, names: &Names) -> Result<Option<Subject>, ServerError> {
        let found = self.get(names, Kind::KafkaCluster, &names.cluster).await?;
        Ok(found.map(|object| Subject::of(names, &object)))
    }

    /// Everything that belongs to a cluster.
    ///
    /// # Errors
    /// Where any of it cannot be told: then nothing is known, for what is missing in a list counts as absent.
    pub async fn live(&self, names: &Names) -> Result<Live, ServerError> {
        let at = now();
        let (stateful_sets, services, config_maps, disruption_budgets, pods, claims) = tokio::try_join!(
            self.objects(names, Kind::StatefulSet),
            self.objects(names, Kind::Service),
            self.objects(names, Kind::ConfigMap),
            self.objects(names, Kind::PodDisruptionBudget),
            self.list(names, Kind::Pod),
            self.list(names, Kind::PersistentVolumeClaim),
        )?;
        Ok(Live { at, stateful_sets, services, config_maps, disruption_budgets, pods, claims })
    }

    async fn list<K>(&self, names: &Names, kind: Kind) -> Result<Vec<K>, ServerError>
    where
        K: kube::Resource<DynamicType = (), Scope = kube::core::NamespaceResourceScope>
            + Clone
            + DeserializeOwned
            + Debug,
    {
        let api: Api<K> = Api::namespaced(self.client.clone(), &names.namespace);
        let parameters = ListParams::default().labels(&names.selector());
        Ok(read(kind.list(), &names.cluster, api.list(&parameters)).await?.items)
    }

    async fn objects(&self, names: &Names, kind: Kind) -> Result<BTreeMap<String, Value>, ServerError> {
        let parameters = ListParams::default().labels(&names.selector());
        let api = self.dynamic(names, kind);
        let listed = read(kind.list(), &names.cluster, api.list(&parameters)).await?;
        listed.items.into_iter().map(|object| Ok((object.name_any(), kind.value(&object)?))).collect()
    }

    /// An object as it is now.
    ///
    /// # Errors
    /// Where it cannot be told.
    pub async fn get(&self, names: &Names, kind: Kind, name: &str) -> Result<Option<Value>, ServerError> {
        let found = read(kind.get(), name, self.dynamic(names, kind).get_opt(name)).await?;
        found.map(|object| kind.value(&object)).transpose()
    }

    fn dynamic(&self, names: &Names, kind: Kind) -> Api<DynamicObject> {
        Api::namespaced_with(self.client.clone(), &names.namespace, &kind.resource())
    }

    /// Makes an object that was not listed.
    ///
    /// # Errors
    /// [`ServerError::Taken`] where one of that name exists that is not the cluster's.
    pub async fn create(&self, names: &Names, kind: Kind, object: &Value) -> Result<Value, ServerError> {
        let name = name_of(object);
        if let Some(found) = self.get(names, kind, name).await? {
            let label = format!("/metadata/labels/{}", LABEL_CLUSTER.replace('/', "~1"));
            if found.pointer(&label).and_then(Value::as_str) != Some(names.cluster.as_str()) {
                return Err(ServerError::Taken { kind, name: name.to_owned() });
            }
        }
        self.apply(names, kind, object).await
    }

    /// Applies an object: what it names becomes so, and what it named before and names no more goes. Where it names a
    /// resourceVersion or uid, only if that is still the object's.
    ///
    /// # Errors
    /// [`ServerError::is_stale`] where it is not.
    pub async fn apply(&self, names: &Names, kind: Kind, object: &Value) -> Result<Value, ServerError> {
        let name = name_of(object);
        let api = self.dynamic(names, kind);
        let parameters = PatchParams::apply(FIELD_MANAGER).force();
        let patch = Patch::Apply(object);
        let applied = self.write("apply", kind, name, api.patch(name, &parameters, &patch)).await?;
        kind.value(&applied)
    }

    /// Deletes an object, and nothing but this one: its uid and, where it is named, its resourceVersion are preconditions.
    ///
    /// # Errors
    /// [`ServerError::is_stale`] where it is another by now, or gone.
    pub async fn delete(
        &self,
        names: &Names,
        kind: Kind,
        name: &str,
        uid: &str,
        resource_version: Option<&str>,
    ) -> Result<(), ServerError> {
        // A pool that is gone leaves its volumes behind, whatever becomes of them with the cluster.
        let propagation = match kind {
            Kind::StatefulSet => PropagationPolicy::Orphan,
            _ => PropagationPolicy::Background,
        };
        let parameters = DeleteParams {
            propagation_policy: Some(propagation),
            preconditions: Some(Preconditions {
                uid: Some(uid.to_owned()),
                resource_version: resource_version.map(str::to_owned),
            }),
            ..DeleteParams::default()
        };
        let api = self.dynamic(names, kind);
        self.write("delete", kind, name, api.delete(name, &parameters)).await.map(drop)
    }

    /// Whether Kubernetes makes the pods of a StatefulSet from a revision by now. Waits for it a little: between a write and
    /// the moment when the StatefulSet's controller has seen it, a pod that is deleted comes back as it was.
    ///
    /// # Errors
    /// Where it cannot be told.
    pub async fn template_is_taken(
        &self,
        names: &Names,
        set: &str,
        revision: &Revision,
    ) -> Result<bool, ServerError> {
        let deadline = Instant::now() + TEMPLATE_TAKEN_WITHIN;
        loop {
            let Some(found) = self.get(names, Kind::StatefulSet, set).await? else { return Ok(false) };
            let made_of = found
                .pointer("/spec/template")
                .and_then(|template| annotation(template, ANNOTATION_REVISION));
            if made_of != Some(revision.as_str()) {
                return Ok(false);
            }
            if found.pointer("/metadata/generation") == found.pointer("/status/observedGeneration") {
                return Ok(true);
            }
            if Instant::now() >= deadline {
                return Ok(false);
            }
            sleep(TEMPLATE_LOOK_PAUSE).await;
        }
    }

    /// Writes a KafkaCluster's status.
    ///
    /// # Errors
    /// [`ServerError::is_stale`] where it is another KafkaCluster by now, or gone.
    pub async fn write_status(
        &self,
        names: &Names,
        uid: &str,
        status: &KafkaClusterStatus,
    ) -> Result<(), ServerError> {
        let api = self.dynamic(names, Kind::KafkaCluster);
        let object = json!({
            "apiVersion": API_VERSION,
            "kind": KIND,
            "metadata": {"name": names.cluster, "uid": uid},
            "status": status,
        });
        let parameters = PatchParams::apply(FIELD_MANAGER).force();
        let patch = Patch::Apply(&object);
        let name = &names.cluster;
        self.write("status", Kind::KafkaCluster, name, api.patch_status(name, &parameters, &patch))
            .await
            .map(drop)
    }

    /// The one place through which everything is written.
    async fn write<T>(
        &self,
        verb: &'static str,
        kind: Kind,
        name: &str,
        call: impl Future<Output = kube::Result<T>>,
    ) -> Result<T, ServerError> {
        let answer = within(verb, &format!("{kind} {name}"), call).await;
        match &answer {
            Ok(_) => info!(verb, %kind, name, "write"),
            Err(error) => info!(verb, %kind, name, %error, "write refused"),
        }
        if answer.is_ok() {
            self.writes.note(verb, kind);
        }
        answer
    }
}

async fn read<T>(
    what: &'static str,
    name: &str,
    call: impl Future<Output = kube::Result<T>>,
) -> Result<T, ServerError> {
    let answer = within(what, name, call).await;
    if let Err(error) = &answer {
        debug!(%error, "read");
    }
    answer
}

async fn within<T>(
    what: &'static str,
    object: &str,
    call: impl Future<Output = kube::Result<T>>,
) -> Result<T, ServerError> {
    let object = object.to_owned();
    match timeout(ANSWER_TIMEOUT, call).await {
        Ok(Ok(answer)) => Ok(answer),
        Ok(Err(source)) => Err(ServerError::Call { what, object, source: Box::new(source) }),
        Err(_) => Err(ServerError::TimedOut { what, object }),
    }
}

/// `metadata.name`.
pub fn name_of(object: &Value) -> &str {
    object.pointer("/metadata/name").and_then(Value::as_str).unwrap_or_default()
}

/// `metadata.uid`.
pub fn uid_of(object: &Value) -> &str {
    object.pointer("/metadata/uid").and_then(Value::as_str).unwrap_or_default()
}

/// `metadata.resourceVersion`.
pub fn version_of(object: &Value) -> Option<&str> {
    object.pointer("/metadata/resourceVersion").and_then(Value::as_str)
}
