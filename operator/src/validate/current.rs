//! What was accepted before: the parts of a spec that cannot change while nodes exist.
//!
//! An API server compares with `oldSelf`; this is the same for where there is none, and for what it cannot see: a pool
//! that was taken out of the manifest and whose nodes are still leaving.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{NodeId, NodeIdRange, PoolName, Role, ValidatedCluster, ValidatedVolume};

/// The pools that exist.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Current {
    /// The pools by name; a pool leaves when its last node has.
    pub pools: BTreeMap<PoolName, CurrentPool>,
}

/// A pool that exists.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CurrentPool {
    /// What its nodes do.
    pub role: Role,
    /// Its ids.
    pub ids: NodeIdRange,
    /// How many nodes it has now, leaving ones included.
    pub replicas: u32,
    /// The volumes of each node; none where they are not known, because the pool was found by its nodes alone. Its ids
    /// are then those of the nodes that were seen.
    pub volumes: Vec<ValidatedVolume>,
}

impl CurrentPool {
    /// Its nodes, from the lowest id.
    pub fn nodes(&self) -> impl Iterator<Item = NodeId> + '_ {
        (0..self.replicas).filter_map(|place| self.ids.nth(place))
    }

    /// Whether the pool was found by its nodes alone.
    pub(super) fn is_recovered(&self) -> bool {
        self.volumes.is_empty()
    }
}

impl Current {
    /// What exists when a cluster has been brought about as it was wanted.
    pub fn of(cluster: &ValidatedCluster) -> Current {
        let pools = cluster.pools().map(|pool| {
            let current = CurrentPool {
                role: pool.role,
                ids: pool.ids,
                replicas: pool.replicas,
                volumes: pool.volumes.clone(),
            };
            (pool.name.clone(), current)
        });
        Current { pools: pools.collect() }
    }
}
