//! The operator's loop: watches say when to look, a round looks and acts.
//!
//! One round of a cluster at a time; several clusters at once. Rounds that fail are repeated after growing pauses.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

use futures_util::StreamExt;
use futures_util::future::{BoxFuture, join_all};
use k8s_openapi::api::apps::v1::StatefulSet;
use k8s_openapi::api::core::v1::{PersistentVolumeClaim, Pod};
use kube::api::Api;
use kube::core::DeserializeGuard;
use kube::runtime::controller::{Action, Config, Controller};
use kube::runtime::reflector::ObjectRef;
use kube::runtime::utils::Backoff;
use kube::runtime::watcher;
use kube::{Client, ResourceExt};
use parking_lot::Mutex;
use tokio::sync::watch;
use tracing::{info, warn};

use super::http::Readiness;
use super::names::{LABEL_CLUSTER, Names};
use super::round::{Operator, RoundError};
use crate::api::KafkaCluster;

/// Clusters that are looked after at one time.
const ROUNDS_AT_ONCE: u16 = 16;
/// Changes within this time are looked at together.
const DEBOUNCE: Duration = Duration::from_millis(50);
/// First pause after a round that failed; doubled with each.
const FAILED_PAUSE_MIN: Duration = Duration::from_millis(500);
/// The longest such pause: how late the return of an API server may be noticed.
const FAILED_PAUSE_MAX: Duration = Duration::from_secs(10);
/// First pause before a watch that was broken off is begun again; doubled with each.
const WATCH_PAUSE_MIN: Duration = Duration::from_millis(200);
/// The longest such pause.
const WATCH_PAUSE_MAX: Duration = Duration::from_secs(5);

/// What is watched. One whose spec cannot be read must not keep the others from being seen.
type Watched = DeserializeGuard<KafkaCluster>;

/// How long is waited before a watch is begun again. An API server that was away is noticed within seconds of its return;
/// there are few watches, so that this costs it nothing.
struct WatchPause(Duration);

impl Iterator for WatchPause {
    type Item = Duration;

    fn next(&mut self) -> Option<Duration> {
        let pause = self.0;
        self.0 = pause.saturating_mul(2).min(WATCH_PAUSE_MAX);
        Some(pause)
    }
}

impl Backoff for WatchPause {
    fn reset(&mut self) {
        self.0 = WATCH_PAUSE_MIN;
    }
}

/// What rounds share.
struct Context {
    operator: Operator,
    /// Rounds in a row that failed.
    failures: Mutex<BTreeMap<Names, u32>>,
}

/// Looks after the clusters of some namespaces, or of all where none is named, until `stop` is true.
pub async fn run(
    client: Client,
    namespaces: &[String],
    operator: Operator,
    readiness: Readiness,
    stop: watch::Receiver<bool>,
) {
    let context = Arc::new(Context { operator, failures: Mutex::default() });
    let scopes: Vec<Option<&str>> = if namespaces.is_empty() {
        vec![None]
    } else {
        namespaces.iter().map(|name| Some(name.as_str())).collect()
    };
    let mut watched = Vec::new();
    let mut loops: Vec<BoxFuture<'_, ()>> = Vec::new();
    for scope in scopes {
        let controller = controller(&client, scope);
        let store = controller.store();
        watched.push(async move { store.wait_until_ready().await });
        loops.push(Box::pin(look_after(controller, context.clone(), stop.clone())));
    }
    let ready = async {
        join_all(watched).await;
        info!("KafkaClusters are watched");
        readiness.set(true);
    };
    tokio::join!(join_all(loops), ready);
}

fn controller(client: &Client, scope: Option<&str>) -> Controller<Watched> {
    fn api<K>(client: &Client, scope: Option<&str>) -> Api<K>
    where
        K: kube::Resource<DynamicType = (), Scope = kube::core::NamespaceResourceScope>,
    {
        match scope {
            Some(namespace) => Api::namespaced(client.clone(), namespace),
            None => Api::all(client.clone()),
        }
    }
    let ours = watcher::Config::default().labels(LABEL_CLUSTER);
    Controller::new(api::<Watched>(client, scope), watcher::Config::default())
        .trigger_backoff(WatchPause(WATCH_PAUSE_MIN))
        .with_config(Config::default().concurrency(ROUNDS_AT_ONCE).debounce(DEBOUNCE))
        .watches(api::<StatefulSet>(client, scope), ours.clone(), |object| cluster_of(&object))
        .watches(api::<Pod>(client, scope), ours.clone(), |object| cluster_of(&object))
        .watches(api::<PersistentVolumeClaim>(client, scope), ours, |object| cluster_of(&object))
}

/// The cluster that an object belongs to, by its label.
fn cluster_of(object: &impl ResourceExt) -> Option<ObjectRef<Watched>> {
    let name = object.labels().get(LABEL_CLUSTER)?;
    Some(ObjectRef::new(name).within(&object.namespace()?))
}

async fn look_after(controller: Controller<Watched>, context: Arc<Context>, mut stop: watch::Receiver<bool>) {
    let stopped = async move {
        // Where nobody is left who could say so, the process ends otherwise.
        if stop.wait_for(|stop| *stop).await.is_err() {
            std::future::pending::<()>().await;
        }
    };
    controller
        .graceful_shutdown_on(stopped)
        .run(round, failed, context)
        .for_each(|result| async move {
            // What a round says of itself was said already; a KafkaCluster that is gone has no more rounds.
            if let Err(kube::runtime::controller::Error::QueueError(error)) = result {
                warn!(%error, "a watch was broken off and is begun again");
            }
        })
        .await;
}

async fn round(cluster: Arc<Watched>, context: Arc<Context>) -> Result<Action, RoundError> {
    let names = names_of(&cluster);
    let began = Instant::now();
    let done = Box::pin(context.operator.round(&names)).await;
    let result = match &done {
        Ok(_) => "done",
        Err(error) if error.is_stale() => "stale",
        Err(_) => "failed",
    };
    context.operator.metrics.round(result, began.elapsed().as_secs_f64());
    let pause = done?;
    context.failures.lock().remove(&names);
    Ok(Action::requeue(pause))
}

fn failed(cluster: Arc<Watched>, error: &RoundError, context: Arc<Context>) -> Action {
    let names = names_of(&cluster);
    if error.is_stale() {
        info!(cluster = %names.cluster, namespace = %names.namespace, %error, "looked at anew");
        return Action::requeue(FAILED_PAUSE_MIN);
    }
    let mut failures = context.failures.lock();
    let before = failures.entry(names.clone()).or_insert(0);
    let pause = FAILED_PAUSE_MIN.saturating_mul(1 << (*before).min(16)).min(FAILED_PAUSE_MAX);
    *before += 1;
    warn!(cluster = %names.cluster, namespace = %names.namespace, %error, "a round failed");
    Action::requeue(pause)
}

fn names_of(cluster: &Watched) -> Names {
    Names { cluster: cluster.name_any(), namespace: cluster.namespace().unwrap_or_default() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_watch_is_begun_again_within_seconds_however_often_it_failed() {
        let mut pause = WatchPause(WATCH_PAUSE_MIN);
        let pauses: Vec<u128> = pause.by_ref().take(7).map(|pause| pause.as_millis()).collect();
        assert_eq!(pauses, [200, 400, 800, 1600, 3200, 5000, 5000]);
        pause.reset();
        assert_eq!(pause.next(), Some(WATCH_PAUSE_MIN));
    }
}
