//! What would be done, in sentences. Pure.

use std::collections::BTreeMap;

use crate::api::status::{ConditionReason, ConditionStatus, ConditionType};
use crate::plan::observed::{Observed, Run};
use crate::plan::{Plan, Rendering, Revision};
use crate::validate::{Current, CurrentPool, NodeId, Role, ValidatedCluster, ValidatedPool};

/// What would be done to bring about `want`; empty when it is there already. `plan` was made of the rest.
pub fn sentences(want: &ValidatedCluster, current: &Current, seen: &Observed, plan: &Plan) -> Vec<String> {
    let mut sentences = Vec::new();
    for pool in want.pools() {
        sentences.extend(pool_change(pool, current.pools.get(&pool.name)));
    }
    for (name, pool) in &current.pools {
        if pool.replicas > 0 && !want.pools().any(|wanted| wanted.name == *name) {
            sentences.push(leaves(name.as_str(), pool.role, pool.ids.first, 0, pool.replicas));
        }
    }
    for role in [Role::Controller, Role::Broker] {
        sentences.extend(restarts(want, seen, role));
    }
    sentences.extend(down(want, current, seen));
    sentences.extend(plan.steps.iter().map(|step| format!("first {}: {}", step.id, step.why)));
    let stalled = plan.status.condition(ConditionType::Stalled);
    let stalled =
        stalled.filter(|c| c.status == ConditionStatus::True && c.reason != ConditionReason::InvalidSpec);
    sentences.extend(
        stalled.map(|condition| format!("nothing goes on before this is mended: {}", condition.message)),
    );
    sentences
}

fn pool_change(pool: &ValidatedPool, current: Option<&CurrentPool>) -> Option<String> {
    let first = pool.ids.first;
    let have = current.map_or(0, |current| current.replicas);
    let name = pool.name.as_str();
    if pool.replicas > have {
        let new = nodes(first, have, pool.replicas);
        let then = match pool.role {
            Role::Controller if have == 0 => {
                "one of them founds the quorum, the others become voters when they have caught up"
            }
            Role::Controller => "each becomes a voter when it has caught up",
            Role::Broker => "they serve once they are registered",
        };
        let count = if have == 0 { String::new() } else { format!(" (from {have} to {})", pool.replicas) };
        let starts = verb(pool.replicas - have, "starts", "start");
        return Some(format!("{name}{count}: {new} {starts}; {then}"));
    }
    (pool.replicas < have).then(|| leaves(name, pool.role, first, pool.replicas, have))
}

/// Nodes between two places of a pool leave.
fn leaves(pool: &str, role: Role, first: NodeId, from: u32, to: u32) -> String {
    let (nodes, one) = (nodes(first, from, to), to.saturating_sub(from) == 1);
    match role {
        Role::Controller if one => format!("{pool}: {nodes} leaves: it stops voting, then it stops"),
        Role::Broker if one => format!(
            "{pool}: {nodes} leaves: it takes no more replicas, what it holds moves to the others, then it stops and is forgotten"
        ),
        Role::Controller => {
            format!("{pool}: {nodes} leave, the highest first: each stops voting, then it stops")
        }
        Role::Broker => format!(
            "{pool}: {nodes} leave: they take no more replicas, what they hold moves to the others, then they stop and are forgotten"
        ),
    }
}

fn verb<'a>(count: u32, one: &'a str, many: &'a str) -> &'a str {
    if count == 1 { one } else { many }
}

/// Nodes by their places in a pool.
fn nodes(first: NodeId, from: u32, to: u32) -> String {
    let id = |place: u32| i64::from(first) + i64::from(place);
    match to.saturating_sub(from) {
        0 | 1 => format!("node {}", id(from)),
        2 => format!("nodes {} and {}", id(from), id(from + 1)),
        _ => format!("nodes {} to {}", id(from), id(to - 1)),
    }
}

fn restarts(want: &ValidatedCluster, seen: &Observed, role: Role) -> Option<String> {
    let pools = want.pools().filter(|pool| pool.role == role);
    let wanted: BTreeMap<NodeId, Revision> = pools
        .flat_map(|pool| {
            let revision = Rendering::of(want, pool, &seen.can).revision();
            pool.wanted().map(move |id| (id, revision.clone()))
        })
        .collect();
    let runs = seen.nodes.seen().into_iter().flatten();
    let revision = |run: &Run| match run {
        Run::Up { revision, .. } => Some(revision.clone()),
        _ => None,
    };
    let outdated: Vec<String> = runs
        .filter(|(id, node)| {
            let now = node.run.seen().and_then(revision);
            now.zip(wanted.get(id)).is_some_and(|(now, wanted)| now != *wanted)
        })
        .map(|(id, _)| id.to_string())
        .collect();
    let what = match role {
        Role::Controller => "controllers",
        Role::Broker => "brokers",
    };
    let names = outdated.join(", ");
    if let [only] = outdated.as_slice() {
        return Some(format!("node {only} restarts with another configuration or version"));
    }
    (!outdated.is_empty())
        .then(|| format!("{what} {names} restart with another configuration or version, one at a time, the first as a trial"))
}

/// Nodes that exist and do not run.
fn down(want: &ValidatedCluster, current: &Current, seen: &Observed) -> Option<String> {
    let nodes = seen.nodes.seen()?;
    let exists = |id: &NodeId| {
        let mut pools = current.pools.values();
        pools.any(|pool| pool.ids.place(*id).is_some_and(|place| place < pool.replicas))
    };
    let runs =
        |id: &NodeId| nodes.get(id).is_some_and(|node| matches!(node.run.seen(), Some(Run::Up { .. })));
    let wanted = want.pools().flat_map(ValidatedPool::wanted);
    let down: Vec<String> = wanted.filter(|id| exists(id) && !runs(id)).map(|id| id.to_string()).collect();
    match down.as_slice() {
        [] => None,
        [only] => Some(format!("node {only} starts again")),
        several => Some(format!("nodes {} start again", several.join(", "))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::Timestamp;
    use crate::plan::observed::{Capabilities, Cause, Fresh, SurfaceSeen};
    use crate::plan::{ClusterId, Memo, plan};
    use crate::validate::{read, validate};

    fn want(spec: &str) -> ValidatedCluster {
        let text = format!(
            "apiVersion: ferryman.dev/v1alpha1\nkind: KafkaCluster\nmetadata: {{name: demo}}\nspec: {{{spec}}}\n"
        );
        validate(&read(&text, None).unwrap(), None).unwrap()
    }

    fn told(spec: &str, current: &Current) -> String {
        let now = Timestamp(1_000);
        let seen = Observed {
            can: Capabilities { version: "0".into(), any_version: false, resources: false },
            proposed: ClusterId::new("4L6g3nShT-eMCtK--X86sw").unwrap(),
            nodes: Fresh::Seen { value: Default::default(), at: now },
            cluster: Fresh::Unknown { why: Cause::NotAsked, since: now },
            surface: SurfaceSeen::default(),
        };
        let want = want(spec);
        let mut memo = Memo::default();
        memo.pools = current.clone();
        let plan = plan(&want, &seen, &memo, now);
        sentences(&want, current, &seen, &plan).join("\n")
    }

    #[test]
    fn a_new_cluster_is_told_from_one_that_is_changed() {
        let new = told("", &Current::default());
        assert!(
            new.contains("controllers: nodes 9000 to 9002 start; one of them founds the quorum"),
            "{new}"
        );
        assert!(new.contains("brokers: nodes 0 to 2 start"), "{new}");
        let current = Current::of(&want("controllers: {replicas: 5}, brokers: {replicas: 4}"));
        let shrunk = told("controllers: {replicas: 3}, brokers: {replicas: 6}", &current);
        assert!(shrunk.contains("controllers: nodes 9003 and 9004 leave, the highest first"), "{shrunk}");
        let one = told("brokers: {replicas: 3}", &current);
        assert!(one.contains("brokers: node 3 leaves: it takes no more replicas"), "{one}");
        assert!(shrunk.contains("brokers (from 4 to 6): nodes 4 and 5 start"), "{shrunk}");
        assert!(shrunk.contains("nodes 9000, 9001, 9002, 0, 1, 2, 3 start again"), "{shrunk}");
    }
}
