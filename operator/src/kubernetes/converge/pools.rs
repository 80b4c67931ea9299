//! What pods of each pool are made from. Pure.
//!
//! A StatefulSet has one template, and makes a pod of it whenever one is missing, at once and without asking. The plan
//! desires a revision for each node. So the template follows whoever is to be made next: a node that is being restarted,
//! one that does not start, one that is missing; and while there is none of them, a node that goes down by itself. A
//! trial's revision stands in the template only from the restart of the trial's node until its pod is there.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::kubernetes::names::{
    ANNOTATION_IMAGE, ANNOTATION_RESOURCES, ANNOTATION_REVISION, ANNOTATION_VERSION, Names,
};
use crate::kubernetes::observe::{Live, annotation};
use crate::kubernetes::render::{Template, claim_templates};
use crate::plan::observed::{NodeSeen, Run};
use crate::plan::{Desired, PoolShape, Rendering, Revision};
use crate::validate::{NodeId, PoolName, Role, ValidatedResources};

/// Where images come from that no ConfigMap names.
#[derive(Clone, Copy, Debug)]
pub struct Sources<'a> {
    /// The image of nodes at the operator's own version.
    pub image: &'a str,
    /// The operator's own version.
    pub version: &'a str,
}

/// What pods of a pool are made from.
#[derive(Clone, Debug, PartialEq)]
pub struct Choice {
    /// The template.
    pub template: Template,
    /// The content of the template's ConfigMap, where that does not exist yet.
    pub rendering: Option<Rendering>,
    /// `volumeClaimTemplates`.
    pub claims: Value,
}

/// Chooses for every pool. A pool is left out where its volumes, or what it could be made from, are not known.
pub fn choose(
    names: &Names,
    desired: &Desired,
    live: &Live,
    nodes: &BTreeMap<NodeId, NodeSeen>,
    sources: &Sources<'_>,
) -> BTreeMap<PoolName, Choice> {
    let mut choices: BTreeMap<PoolName, Choice> = BTreeMap::new();
    for shape in &desired.pools {
        let set = live.stateful_sets.get(&names.stateful_set(&shape.name));
        let claims = match set {
            Some(set) => existing_claims(set),
            None if shape.volumes.is_empty() => continue,
            None => claim_templates(&shape.volumes),
        };
        let revision = next_revision(shape, desired, nodes);
        let Some((template, rendering)) = template(names, shape, &revision, desired, live, sources) else {
            continue;
        };
        let made = choices.values().any(|other| other.rendering.is_some() && other.template == template);
        let rendering = rendering.filter(|_| !made);
        choices.insert(shape.name.clone(), Choice { template, rendering, claims });
    }
    choices
}

/// What the next pod of a pool is to be made from.
fn next_revision(shape: &PoolShape, desired: &Desired, nodes: &BTreeMap<NodeId, NodeSeen>) -> Revision {
    let mut best: Option<(u8, &Revision)> = None;
    for (id, node) in desired.nodes.iter().filter(|(_, node)| node.pool == shape.name) {
        let wanted = &node.revision;
        let urgency = match nodes.get(id).map(|seen| seen.run.seen()) {
            Some(Some(Run::Up { revision, .. })) if revision != wanted => 0,
            Some(Some(Run::Failed { revision, .. })) if revision != wanted => 1,
            Some(Some(Run::Absent)) | None => 2,
            _ => continue,
        };
        if best.is_none_or(|(least, _)| urgency < least) {
            best = Some((urgency, wanted));
        }
    }
    best.map_or(&shape.revision, |(_, revision)| revision).clone()
}

/// The template of a revision, with its content where no ConfigMap has it. What an older revision stood for may be gone:
/// then pods are made of what is wanted for their pool now.
fn template(
    names: &Names,
    shape: &PoolShape,
    revision: &Revision,
    desired: &Desired,
    live: &Live,
    sources: &Sources<'_>,
) -> Option<(Template, Option<Rendering>)> {
    if let Some(stored) = stored(names, shape.role, revision, live) {
        return Some((stored, None));
    }
    let content = |revision| desired.renderings.get_key_value(revision);
    let (revision, rendering) = content(revision).or_else(|| content(&shape.wanted))?;
    if let Some(stored) = stored(names, shape.role, revision, live) {
        return Some((stored, None));
    }
    let version = rendering.version.clone();
    let image = image_of(&version, live, sources);
    let resources = rendering.resources;
    Some((Template { revision: revision.clone(), version, image, resources }, Some(rendering.clone())))
}

fn stored(names: &Names, role: Role, revision: &Revision, live: &Live) -> Option<Template> {
    let stored = live.config_maps.get(&names.config_map(role, revision))?;
    if annotation(stored, ANNOTATION_REVISION)? != revision.as_str() {
        return None;
    }
    let part = |name| annotation(stored, name).map(str::to_owned);
    Some(Template {
        revision: revision.clone(),
        version: part(ANNOTATION_VERSION)?,
        image: part(ANNOTATION_IMAGE)?,
        resources: match annotation(stored, ANNOTATION_RESOURCES) {
            Some(text) => serde_json::from_str(text).ok()?,
            None => ValidatedResources::default(),
        },
    })
}

/// The image of a version: the one that its nodes have already, so that another operator changes none; else its own, or
/// the same under the version's tag.
fn image_of(version: &str, live: &Live, sources: &Sources<'_>) -> String {
    let same = |map: &&Value| annotation(map, ANNOTATION_VERSION) == Some(version);
    let used = live.config_maps.values().find(same).and_then(|map| annotation(map, ANNOTATION_IMAGE));
    if let Some(image) = used {
        return image.to_owned();
    }
    if version == sources.version {
        return sources.image.to_owned();
    }
    let untagged = sources.image.split_once('@').map_or(sources.image, |(name, _)| name);
    let name = match untagged.rsplit_once(':') {
        Some((name, tag)) if !tag.contains('/') => name,
        _ => untagged,
    };
    format!("{name}:{version}")
}

/// `volumeClaimTemplates` of a StatefulSet that exists, without what the API server added: they cannot change.
fn existing_claims(set: &Value) -> Value {
    let claims = set.pointer("/spec/volumeClaimTemplates").and_then(Value::as_array);
    let claim = |claim: &Value| {
        let mut spec = serde_json::json!({
            "accessModes": claim.pointer("/spec/accessModes").cloned().unwrap_or_default(),
            "resources": {"requests": claim.pointer("/spec/resources/requests").cloned().unwrap_or_default()},
        });
        if let Some(class) = claim.pointer("/spec/storageClassName") {
            spec["storageClassName"] = class.clone();
        }
        serde_json::json!({
            "apiVersion": "v1",
            "kind": "PersistentVolumeClaim",
            "metadata": {"name": claim.pointer("/metadata/name").cloned().unwrap_or_default()},
            "spec": spec,
        })
    };
    claims.into_iter().flatten().map(claim).collect()
}

/// How many pods a StatefulSet has.
pub(super) fn replicas(set: &Value) -> Option<u32> {
    set.pointer("/spec/replicas")?.as_u64()?.try_into().ok()
}

#[cfg(test)]
mod tests;
