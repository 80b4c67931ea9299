//! Whether controllers have voted: what their pods reported is as of their start, so while no quorum is known to have been
//! founded they are asked themselves.

use std::collections::BTreeMap;
use std::time::Duration;

use client::private::{self, DescribeNode};
use futures_util::future::join_all;

use crate::cluster::Reach;
use crate::plan::observed::{DiskState, Fresh, NodeSeen};
use crate::validate::NodeId;

/// How long a controller may take to answer.
const ANSWER_TIMEOUT: Duration = Duration::from_millis(1000);

/// Corrects what is known of controllers' directories.
pub(super) async fn ask(nodes: &mut BTreeMap<NodeId, NodeSeen>, reach: &Reach) {
    let asked = reach.controllers.iter().map(|(id, address)| async move {
        let told = private::ask(address, &DescribeNode::default(), ANSWER_TIMEOUT).await.ok()?;
        Some((*id, told))
    });
    for (id, told) in join_all(asked).await.into_iter().flatten() {
        let Some(disk) = nodes.get_mut(&id).and_then(|node| node.disks.first_mut()) else { continue };
        if let Fresh::Seen { value: DiskState::Formatted { directory, voted, .. }, .. } = &mut disk.state
            && directory.as_str() == told.directory_id
        {
            *voted |= !told.blank;
        }
    }
}
