//! Controllers, brokers and their node ids.

use super::names::is_dns_1035;
use super::{Current, NodeId, NodeIdRange, PoolName, Role, ValidatedPool, Violation, resources, storage};
use crate::api::{KafkaClusterSpec, NodeIds, Resources, Storage, limits, rules};

/// A pool of any of the three shapes.
struct Given<'a> {
    path: String,
    name: &'a str,
    role: Role,
    replicas: i64,
    ids: NodeIds,
    storage: &'a Storage,
    resources: Option<&'a Resources>,
}

fn given(spec: &KafkaClusterSpec) -> Vec<Given<'_>> {
    let mut all = vec![
        Given {
            path: "spec.controllers".into(),
            name: "controllers",
            role: Role::Controller,
            replicas: spec.controllers.replicas,
            ids: spec.controllers.node_ids,
            storage: &spec.controllers.storage,
            resources: spec.controllers.resources.as_ref(),
        },
        Given {
            path: "spec.brokers".into(),
            name: "brokers",
            role: Role::Broker,
            replicas: spec.brokers.replicas,
            ids: spec.brokers.node_ids,
            storage: &spec.brokers.storage,
            resources: spec.brokers.resources.as_ref(),
        },
    ];
    all.extend(spec.pools.iter().take(limits::POOLS_MAX as usize).enumerate().map(|(index, pool)| Given {
        path: format!("spec.pools[{index}]"),
        name: &pool.name,
        role: Role::Broker,
        replicas: pool.replicas,
        ids: pool.node_ids,
        storage: &pool.storage,
        resources: pool.resources.as_ref(),
    }));
    all
}

/// How many brokers are wanted in all pools.
pub(super) fn broker_count(spec: &KafkaClusterSpec) -> i64 {
    let all = given(spec);
    let brokers = all.iter().filter(|pool| pool.role == Role::Broker);
    brokers.map(|pool| pool.replicas.clamp(0, limits::REPLICAS_MAX.into())).sum()
}

/// Checks the pools: the controllers, and the brokers with the default pool first; `None` when something was found.
pub(super) fn check(
    spec: &KafkaClusterSpec,
    current: Option<&Current>,
    found: &mut Vec<Violation>,
) -> Option<(ValidatedPool, Vec<ValidatedPool>)> {
    let before = found.len();
    if spec.pools.len() > limits::POOLS_MAX as usize {
        let wrong = format!("a cluster has at most {} pools beside brokers", limits::POOLS_MAX);
        found.push(Violation::new("spec.pools", wrong, "use fewer").found(spec.pools.len()));
    }
    let all = given(spec);
    pool_names(&all, found);
    for pool in &all {
        replicas(pool, found);
        node_ids(pool, found);
    }
    overlaps(&all, found);
    if broker_count(spec) == 0 {
        found.push(Violation::rule("spec.brokers.replicas", spec.brokers.replicas, rules::SOME_BROKER));
    }
    if let Some(current) = current {
        transitions(&all, current, found);
    }
    let checked: Vec<Option<ValidatedPool>> = all.iter().map(|pool| checked(pool, current, found)).collect();
    if found.len() > before {
        return None;
    }
    let mut checked = checked.into_iter().collect::<Option<Vec<_>>>()?.into_iter();
    Some((checked.next()?, checked.collect()))
}

fn pool_names(all: &[Given<'_>], found: &mut Vec<Violation>) {
    for (index, pool) in all.iter().enumerate().skip(2) {
        let path = format!("{}.name", pool.path);
        if ["brokers", "controllers"].contains(&pool.name) {
            found.push(Violation::rule(path, pool.name, rules::POOL_NAME_RESERVED));
        } else if !is_dns_1035(pool.name) {
            found.push(Violation::rule(path, pool.name, rules::POOL_NAME));
        } else if pool.name.len() > limits::POOL_NAME_MAX as usize {
            let wrong = format!("a pool's name has at most {} characters", limits::POOL_NAME_MAX);
            found.push(Violation::new(path, wrong, "choose a shorter one").found(pool.name));
        } else if all[2..index].iter().any(|earlier| earlier.name == pool.name) {
            found.push(
                Violation::new(path, "two pools have the same name", "choose another").found(pool.name),
            );
        }
    }
}

fn replicas(pool: &Given<'_>, found: &mut Vec<Violation>) {
    let path = format!("{}.replicas", pool.path);
    if pool.role == Role::Controller && ![1, 3, 5, 7].contains(&pool.replicas) {
        found.push(Violation::rule(path, pool.replicas, rules::CONTROLLERS_ODD));
    } else if !(0..=i64::from(limits::REPLICAS_MAX)).contains(&pool.replicas) {
        let instead = format!("write 0 to {}", limits::REPLICAS_MAX);
        found.push(Violation::new(path, "a pool cannot have so many nodes", instead).found(pool.replicas));
    } else if pool.replicas as u64 > pool.ids.count() && pool.ids.first <= pool.ids.last {
        let ids = format!("{} with nodeIds {}-{}", pool.replicas, pool.ids.first, pool.ids.last);
        found.push(Violation::rule(path, ids, rules::REPLICAS_FIT));
    }
}

fn node_ids(pool: &Given<'_>, found: &mut Vec<Violation>) {
    let path = format!("{}.nodeIds", pool.path);
    for (name, id) in [("first", pool.ids.first), ("last", pool.ids.last)] {
        if !(0..=i64::from(limits::NODE_ID_MAX)).contains(&id) {
            let instead = format!("write 0 to {}", limits::NODE_ID_MAX);
            found.push(
                Violation::new(format!("{path}.{name}"), "this is no node id of Kafka", instead).found(id),
            );
        }
    }
    if pool.ids.first > pool.ids.last {
        let range = format!("{}-{}", pool.ids.first, pool.ids.last);
        found.push(Violation::rule(path, range, rules::NODE_IDS_ORDER));
    }
}

fn overlaps(all: &[Given<'_>], found: &mut Vec<Violation>) {
    for (index, pool) in all.iter().enumerate().skip(1) {
        let Some(other) = all[..index].iter().find(|other| other.ids.overlaps(&pool.ids)) else { continue };
        let rule = if index == 1 { rules::NODE_IDS_DISJOINT } else { rules::POOL_IDS_DISJOINT };
        let ranges = format!(
            "{}-{} ({}), and {}-{} is {}",
            pool.ids.first, pool.ids.last, pool.name, other.ids.first, other.ids.last, other.name
        );
        found.push(Violation::rule(format!("{}.nodeIds", pool.path), ranges, rule));
    }
}

fn transitions(all: &[Given<'_>], current: &Current, found: &mut Vec<Violation>) {
    for pool in all {
        let path = format!("{}.nodeIds", pool.path);
        for (name, existing) in &current.pools {
            let was = NodeIds { first: existing.ids.first.into(), last: existing.ids.last.into() };
            let same = name.as_str() == pool.name;
            let fits = if existing.is_recovered() { contains(&pool.ids, &was) } else { was == pool.ids };
            if same && !fits {
                let range = format!("{}-{} instead of {}", pool.ids.first, pool.ids.last, existing.ids);
                found.push(Violation::rule(path.clone(), range, rules::NODE_IDS_FIXED));
            }
            let leaving = !same && !all.iter().any(|other| other.name == name.as_str());
            if leaving && was.overlaps(&pool.ids) {
                let wrong = format!("the pool {name} still has node ids of this range ({})", existing.ids);
                let instead = format!("choose another range, or wait until the nodes of {name} have left");
                found.push(Violation::new(path.clone(), wrong, instead));
            }
        }
    }
}

fn contains(range: &NodeIds, other: &NodeIds) -> bool {
    range.contains(other.first) && range.contains(other.last)
}

fn checked(pool: &Given<'_>, current: Option<&Current>, found: &mut Vec<Violation>) -> Option<ValidatedPool> {
    let name = PoolName::new(pool.name).ok();
    let existing =
        name.as_ref().and_then(|name| current?.pools.get(name)).filter(|pool| !pool.is_recovered());
    let path = format!("{}.storage.volumes", pool.path);
    let volumes =
        storage::check(&path, pool.storage, pool.role, existing.map(|e| e.volumes.as_slice()), found);
    let resources = resources::check(&format!("{}.resources", pool.path), pool.resources, found);
    Some(ValidatedPool {
        name: name?,
        role: pool.role,
        ids: NodeIdRange { first: NodeId::new(pool.ids.first)?, last: NodeId::new(pool.ids.last)? },
        replicas: u32::try_from(pool.replicas).ok()?,
        volumes,
        resources,
    })
}

#[cfg(test)]
mod tests {
    use super::super::{CurrentPool, validate};
    use super::*;
    use crate::api::{Manifest, Metadata, Pool};

    fn with_pool(ids: NodeIds, current: &Current) -> Result<(), Vec<String>> {
        let pool = Pool {
            name: "archive".into(),
            replicas: 1,
            node_ids: ids,
            storage: Storage::default(),
            resources: None,
        };
        let spec = KafkaClusterSpec { pools: vec![pool], ..KafkaClusterSpec::default() };
        let manifest = Manifest { metadata: Metadata { name: "demo".into(), ..Metadata::default() }, spec };
        let verdict = validate(&manifest, Some(current));
        verdict.map(|_| ()).map_err(|found| found.iter().map(Violation::to_string).collect())
    }

    #[test]
    fn a_pool_that_was_found_by_its_nodes_alone_takes_the_manifests_word_for_the_rest() {
        let ids = |first, last| NodeIdRange {
            first: NodeId::new(first).unwrap(),
            last: NodeId::new(last).unwrap(),
        };
        let found =
            CurrentPool { role: Role::Broker, ids: ids(2001, 2002), replicas: 2, volumes: Vec::new() };
        let current = Current { pools: [(PoolName::new("archive").unwrap(), found)].into() };
        assert_eq!(with_pool(NodeIds { first: 2000, last: 2099 }, &current), Ok(()));
        let refused = with_pool(NodeIds { first: 2002, last: 2099 }, &current).unwrap_err();
        assert!(
            refused[0].starts_with("spec.pools[0].nodeIds is 2002-2099 instead of 2001-2002"),
            "{refused:?}"
        );
    }
}
