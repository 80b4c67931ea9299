//! A range of node ids, both ends included.

use serde::{Deserialize, Serialize};

#[cfg(feature = "kubernetes")]
use super::rules;

/// The node ids that belong to a pool. The pool's first node takes `first`; ranges of different pools are disjoint and
/// never change, because a node's id stands on its disk.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "kubernetes", derive(kube::KubeSchema))]
#[cfg_attr(feature = "kubernetes", x_kube(validation = rules::NODE_IDS_ORDER.to_cel()))]
#[cfg_attr(feature = "kubernetes", x_kube(validation = rules::NODE_IDS_FIXED.to_cel()))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NodeIds {
    /// The lowest id.
    #[cfg_attr(feature = "kubernetes", schemars(range(min = 0, max = super::limits::NODE_ID_MAX)))]
    pub first: i64,
    /// The highest id, included.
    #[cfg_attr(feature = "kubernetes", schemars(range(min = 0, max = super::limits::NODE_ID_MAX)))]
    pub last: i64,
}

impl NodeIds {
    /// How many ids the range holds; 0 when its ends are in the wrong order.
    pub fn count(&self) -> u64 {
        self.last.checked_sub(self.first).and_then(|span| span.checked_add(1)).map_or(0, |n| n.max(0) as u64)
    }

    /// Whether an id belongs to the range.
    pub fn contains(&self, id: i64) -> bool {
        (self.first..=self.last).contains(&id)
    }

    /// Whether two ranges share an id.
    pub fn overlaps(&self, other: &NodeIds) -> bool {
        self.first <= other.last && other.first <= self.last
    }
}
