//! `cordoned.log.dirs` (KIP-1066): directories that take no new replicas, as the file or the cluster says.

use std::path::PathBuf;
use std::sync::Arc;

use metadata::configs::NodeConfig;
use metadata::image::{ConfigResource, Image};
use tracing::info;
use wire::codec::Uuid;

use crate::image::MetadataView;
use crate::lifecycle::LifecycleHandle;

const KEY: &str = "cordoned.log.dirs";
/// All of them.
const ALL: &str = "*";

/// Follows the configuration, and has the controllers told.
pub(super) async fn follow(
    node: Arc<NodeConfig>,
    view: Arc<MetadataView>,
    directories: Vec<(PathBuf, Uuid)>,
    lifecycle: LifecycleHandle,
) {
    let mut changes = view.subscribe();
    let mut before = Vec::new();
    loop {
        let now = cordoned(&node, &view.load(), &directories);
        if now != before {
            info!(directories = now.len(), "cordoned log directories");
            lifecycle.set_cordoned(now.clone());
            before = now;
        }
        changes.next().await;
    }
}

/// The ids of the directories that are cordoned now.
pub(super) fn cordoned(node: &NodeConfig, image: &Image, directories: &[(PathBuf, Uuid)]) -> Vec<Uuid> {
    let configs = image.configs();
    let dynamic = |resource| configs.get(&resource).and_then(|properties| properties.get(KEY));
    let value = dynamic(ConfigResource::broker(node.node_id))
        .or_else(|| dynamic(ConfigResource::all_brokers()))
        .map(|value| value.to_string())
        .or_else(|| node.properties.get(KEY).cloned())
        .unwrap_or_default();
    let named: Vec<&str> = value.split(',').map(str::trim).collect();
    let is_named = |path: &PathBuf| named.iter().any(|n| *n == ALL || PathBuf::from(n) == *path);
    directories.iter().filter(|(path, _)| is_named(path)).map(|(_, id)| *id).collect()
}
