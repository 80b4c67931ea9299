//! What is seen of pods and claims.

use serde_json::json;

use super::*;
use crate::plan::observed::{DiskState, Fresh};

const T0: i64 = 1_795_428_000_000;

fn names() -> Names {
    Names { cluster: "q".into(), namespace: "ns".into() }
}

fn node(id: i64) -> NodeId {
    NodeId::new(id).unwrap()
}

fn pod(id: i64, status: serde_json::Value) -> Pod {
    serde_json::from_value(json!({
        "metadata": {
            "name": format!("q-controllers-{id}"), "uid": format!("uid-{id}"), "creationTimestamp": "2026-11-23T10:00:00Z",
            "labels": {"ferryman.dev/cluster": "q", "ferryman.dev/pool": "controllers"},
            "annotations": {"ferryman.dev/revision": "r1"},
        },
        "spec": {"nodeName": "n1", "containers": []},
        "status": status,
    }))
    .unwrap()
}

fn claim(id: i64, phase: &str, annotations: serde_json::Value) -> PersistentVolumeClaim {
    serde_json::from_value(json!({
        "metadata": {
            "name": format!("d0-q-controllers-{id}"), "annotations": annotations,
            "labels": {"ferryman.dev/cluster": "q", "ferryman.dev/pool": "controllers"},
        },
        "status": {"phase": phase},
    }))
    .unwrap()
}

fn see(pods: Vec<Pod>, claims: Vec<PersistentVolumeClaim>) -> BTreeMap<NodeId, NodeSeen> {
    let live = Live { at: Timestamp(T0), pods, claims, ..Live::default() };
    nodes(&names(), &live, Timestamp(T0))
}

fn reported(message: &str) -> serde_json::Value {
    json!({"phase": "Running", "initContainerStatuses": [{
        "name": "format", "image": "", "imageID": "", "ready": true, "restartCount": 0,
        "state": {"terminated": {"exitCode": 0, "message": message}},
    }]})
}

const REPORT: &str = r#"{"volumes":{"d0":{"formatted":{"cluster":"c1","node":9000,"directory":"pZ3vQwAAAAAAAAAAAAAAAA","voted":true}}}}"#;

#[test]
fn a_disk_is_what_its_pod_reported_and_unknown_without_a_report() {
    let seen = see(vec![pod(9000, reported(REPORT))], vec![claim(9000, "Bound", json!({}))]);
    let disk = &seen[&node(9000)].disks[0];
    assert!(matches!(disk.state.seen(), Some(DiskState::Formatted { voted: true, .. })), "{disk:?}");
    assert_eq!(disk.identity.seen(), Some(&None));
    let silent = pod(9000, json!({"phase": "Pending"}));
    for pods in [vec![silent], vec![]] {
        let seen = see(pods, vec![claim(9000, "Bound", json!({}))]);
        assert!(matches!(seen[&node(9000)].disks[0].state, Fresh::Unknown { .. }));
    }
}

#[test]
fn a_claim_that_was_never_bound_is_blank() {
    let seen = see(vec![], vec![claim(9000, "Pending", json!({}))]);
    assert_eq!(seen[&node(9000)].disks[0].state.seen(), Some(&DiskState::Blank));
    assert_eq!(seen[&node(9000)].run.seen(), Some(&Run::Absent));
}

#[test]
fn an_identity_that_cannot_be_read_is_unknown_and_not_absent() {
    let identity = r#"{"cluster":"c1","bootstrap":{"node":9000,"directory":"pZ3vQwAAAAAAAAAAAAAAAA"}}"#;
    let good = claim(9000, "Bound", json!({"ferryman.dev/identity": identity}));
    let bad = claim(9001, "Bound", json!({"ferryman.dev/identity": "?"}));
    let seen = see(vec![], vec![good, bad]);
    assert!(matches!(seen[&node(9000)].disks[0].identity.seen(), Some(Some(_))));
    assert!(matches!(seen[&node(9001)].disks[0].identity, Fresh::Unknown { .. }));
}

#[test]
fn a_pod_that_ends_is_up_and_not_ready_and_one_that_ended_for_good_is_absent() {
    let ready = json!({"phase": "Running", "conditions": [{"type": "Ready", "status": "True"}]});
    let up = pod(9000, ready.clone());
    let Run::Up { incarnation, revision, ready: true, since } = run_of(&up, Timestamp(T0)) else { panic!() };
    assert_eq!((incarnation.0.as_str(), revision.as_str(), since.0), ("uid-9000", "r1", T0));
    let mut ending = pod(9000, ready);
    ending.metadata.deletion_timestamp = ending.metadata.creation_timestamp.clone();
    assert!(matches!(run_of(&ending, Timestamp(T0)), Run::Up { ready: false, .. }));
    let evicted = pod(9000, json!({"phase": "Failed"}));
    assert_eq!(run_of(&evicted, Timestamp(T0)), Run::Absent);
}

fn crashing(restarts: i32, state: serde_json::Value) -> Pod {
    pod(
        9000,
        json!({"phase": "Running", "containerStatuses": [{
            "name": "node", "image": "", "imageID": "", "ready": false, "restartCount": restarts, "state": state,
            "lastState": {"terminated": {
                "exitCode": 1, "message": "x\nlog.dirs is missing\n",
                "startedAt": "2026-11-23T10:00:01Z", "finishedAt": "2026-11-23T10:00:02Z",
            }},
        }]}),
    )
}

#[test]
fn a_node_that_ends_as_soon_as_it_is_started_has_failed_also_while_it_is_tried_again() {
    let waiting = json!({"waiting": {"reason": "CrashLoopBackOff"}});
    let Run::Failed { why, .. } = run_of(&crashing(3, waiting.clone()), Timestamp(T0)) else { panic!() };
    assert!(why.contains("log.dirs is missing"), "{why}");
    assert!(matches!(run_of(&crashing(2, waiting), Timestamp(T0)), Run::Up { ready: false, .. }));
    let trying = json!({"running": {"startedAt": "2026-11-23T10:00:00Z"}});
    assert!(matches!(run_of(&crashing(4, trying.clone()), Timestamp(T0 + 5_000)), Run::Failed { .. }));
    assert!(matches!(run_of(&crashing(4, trying), Timestamp(T0 + 60_000)), Run::Up { .. }));
}

#[test]
fn an_image_is_waited_for_and_not_for_ever() {
    let waiting = json!({"phase": "Pending", "containerStatuses": [{
        "name": "node", "image": "", "imageID": "", "ready": false, "restartCount": 0,
        "state": {"waiting": {"reason": "ImagePullBackOff", "message": "no such image"}},
    }]});
    assert!(matches!(
        run_of(&pod(9000, waiting.clone()), Timestamp(T0 + 5_000)),
        Run::Up { ready: false, .. }
    ));
    assert!(matches!(run_of(&pod(9000, waiting), Timestamp(T0 + 61_000)), Run::Failed { .. }));
}

#[test]
fn what_a_pod_waits_for_is_told_and_its_turn_is_nothing() {
    let waits_for = |status| see(vec![pod(9000, status)], vec![]).remove(&node(9000)).unwrap().waits_for;
    let full =
        "0/3 nodes are available: 3 Insufficient memory. preemption: 0/3 nodes are available: 3 No victims.";
    let condition =
        json!({"type": "PodScheduled", "status": "False", "reason": "Unschedulable", "message": full});
    let unscheduled = waits_for(json!({"phase": "Pending", "conditions": [condition]}));
    assert_eq!(unscheduled, "a machine (0/3 nodes are available: 3 Insufficient memory)");
    let container = |reason: &str| {
        json!({"phase": "Pending", "containerStatuses": [{
            "name": "node", "image": "", "imageID": "", "ready": false, "restartCount": 0,
            "state": {"waiting": {"reason": reason, "message": "no such image"}},
        }]})
    };
    assert_eq!(waits_for(container("ImagePullBackOff")), "ImagePullBackOff: no such image");
    assert_eq!(waits_for(container("PodInitializing")), "");
    assert_eq!(waits_for(json!({"phase": "Running"})), "");
}

#[test]
fn the_newest_version_that_is_there_is_what_runs() {
    let set = |version: &str| json!({"metadata": {"annotations": {"ferryman.dev/version": version}}});
    let mut live = Live::default();
    assert_eq!(live.version(), None);
    live.stateful_sets.insert("a".into(), set("0.10.0"));
    live.stateful_sets.insert("b".into(), set("0.9.1"));
    assert_eq!(live.version(), Some("0.10.0"));
}
