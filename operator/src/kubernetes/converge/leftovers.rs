//! What is no longer needed: ConfigMaps of revisions that nobody is started with, StatefulSets of pools that are gone.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::{Choice, Converging, Desired, Kind, ServerError, annotation, pools, uid_of, version_of};
use crate::kubernetes::names::{ANNOTATION_REVISION, LABEL_POOL, LABEL_ROLE, role_of};
use crate::validate::PoolName;

impl Converging<'_> {
    pub(super) async fn remove_leftovers(
        &self,
        desired: &Desired,
        choices: &BTreeMap<PoolName, Choice>,
    ) -> Result<(), ServerError> {
        for (name, map) in unused_config_maps(self, desired, choices) {
            self.remove(Kind::ConfigMap, name, map).await?;
        }
        for (name, set) in &self.live.stateful_sets {
            let pool = label(set, LABEL_POOL).unwrap_or_default();
            let wanted = desired.pools.iter().any(|shape| shape.name.as_str() == pool);
            let empty = pools::replicas(set) == Some(0)
                && set.pointer("/status/replicas").and_then(Value::as_u64).unwrap_or(0) == 0;
            if !wanted && empty {
                self.remove(Kind::StatefulSet, name, set).await?;
            }
        }
        Ok(())
    }

    async fn remove(&self, kind: Kind, name: &str, object: &Value) -> Result<(), ServerError> {
        if object.pointer("/metadata/deletionTimestamp").is_some() {
            return Ok(());
        }
        match self.server.delete(self.names, kind, name, uid_of(object), version_of(object)).await {
            Err(error) if error.is_stale() => Ok(()),
            done => done,
        }
    }
}

fn label<'a>(object: &'a Value, name: &str) -> Option<&'a str> {
    object.pointer("/metadata/labels")?.get(name)?.as_str()
}

/// ConfigMaps of revisions that no pod has, no template names and no node may be started with.
fn unused_config_maps<'a>(
    converging: &'a Converging<'_>,
    desired: &Desired,
    choices: &BTreeMap<PoolName, Choice>,
) -> Vec<(&'a str, &'a Value)> {
    let live = converging.live;
    let of_pods =
        live.pods.iter().filter_map(|pod| pod.metadata.annotations.as_ref()?.get(ANNOTATION_REVISION));
    let of_sets = live.stateful_sets.values().filter_map(|set| annotation(set, ANNOTATION_REVISION));
    let mut used: BTreeSet<&str> = of_pods.map(String::as_str).chain(of_sets).collect();
    used.extend(desired.keep.iter().map(|revision| revision.as_str()));
    used.extend(choices.values().map(|choice| choice.template.revision.as_str()));
    let is_unused = |map: &Value| {
        let of_revision = label(map, LABEL_ROLE).and_then(role_of).is_some();
        of_revision && annotation(map, ANNOTATION_REVISION).is_some_and(|revision| !used.contains(revision))
    };
    live.config_maps
        .iter()
        .filter(|(_, map)| is_unused(map))
        .map(|(name, map)| (name.as_str(), map))
        .collect()
}
