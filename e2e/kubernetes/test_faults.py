"""Pods that go without warning, one or all, with or without their volume, while acks=all is written and read."""

from harness.cluster import Note
from harness.kubernetes import KafkaCluster
from harness.probe import Probe
from harness.wait import until

SILENCE_AFTER_ONE_S = 10  # the longest that one partition may be without an acknowledgement
SILENCE_AFTER_ALL_S = 60  # every pod's successor is scheduled, gets a network and two containers, on one machine


def test_the_pod_of_a_leading_broker_is_deleted(cluster: KafkaCluster, full: bool, note: Note) -> None:
    cluster.await_in_sync()
    with Probe(cluster, "broker-deleted") as probe:
        for n in range(3 if full else 1):
            before, leader = cluster.uids(), cluster.leader("broker-deleted", n)
            probe.mark(f"pod of broker {leader} deleted, the {n + 1}. time")
            cluster.delete_pods(leader)
            probe.await_acks(60)
            cluster.await_replaced(before, leader)
            cluster.await_in_sync()
        report = probe.finish()
    note(report.summary())
    report.assert_nothing_lost()
    assert max(report.values["silence_ms"].values()) <= SILENCE_AFTER_ONE_S * 1000
    cluster.await_settled()


def test_the_pod_of_the_active_controller_is_deleted(cluster: KafkaCluster, full: bool, note: Note) -> None:
    cluster.await_in_sync()
    with Probe(cluster, "controller-deleted") as probe:
        for n in range(3 if full else 1):
            uids, before = cluster.uids(), cluster.quorum()
            probe.mark(f"pod of active controller {before.leader} deleted, the {n + 1}. time")
            cluster.delete_pods(before.leader)
            probe.await_acks(60)
            cluster.await_replaced(uids, before.leader)
            after = cluster.quorum()
            assert after.epoch > before.epoch, "a new leader has a new epoch"
            assert {(v.id, v.directory) for v in after.voters} == {(v.id, v.directory) for v in before.voters}, "and the voters are the same"
        report = probe.finish()
    note(report.summary())
    report.assert_nothing_lost()
    assert max(report.values["silence_ms"].values()) <= SILENCE_AFTER_ONE_S * 1000
    cluster.await_settled()


def test_all_pods_are_deleted_at_once(cluster: KafkaCluster, note: Note) -> None:
    """A restart of everything must not wait for itself: names resolve and controllers vote before anything is ready."""
    cluster.await_in_sync()
    before, quorum = cluster.uids(), cluster.quorum()
    with Probe(cluster, "all-deleted") as probe:
        probe.mark("every pod deleted")
        cluster.delete_pods(*before)
        probe.await_acks(120)
        cluster.await_replaced(before, *before)
        cluster.await_in_sync()
        report = probe.finish()
    note(report.summary())
    report.assert_nothing_lost()
    assert max(report.values["silence_ms"].values()) <= SILENCE_AFTER_ALL_S * 1000
    after = cluster.quorum()
    assert {(v.id, v.directory) for v in after.voters} == {(v.id, v.directory) for v in quorum.voters}, "the same quorum"
    cluster.await_settled()


def test_a_controller_that_lost_its_volume_is_replaced_and_founds_nothing(cluster: KafkaCluster, note: Note) -> None:
    cluster.await_in_sync()
    # the first voter of all: the one that would found a quorum again if anything did
    lost, uids, before, cluster_id = 9000, cluster.uids(), cluster.quorum(), cluster.cluster_id
    claim, pod = cluster.claim(lost), cluster.pod(lost)
    volume = cluster.claims()[claim]["metadata"]["uid"]
    with Probe(cluster, "controller-lost") as probe:
        probe.mark("volume and pod of controller 9000 deleted")
        cluster.kubectl.delete("persistentvolumeclaim", claim, wait=False)
        cluster.kubectl.delete("pod", pod.name, wait=False, how=("--grace-period=0", "--force"))

        def replaced() -> bool:
            now = cluster.quorum()
            voters = {v.id: v.directory for v in now.voters}
            return voters.keys() == {9000, 9001, 9002} and voters[lost] != {v.id: v.directory for v in before.voters}[lost]
        until("the controller votes with another directory", replaced, 120, every=0.5)
        cluster.await_replaced(uids, lost)
        cluster.await_settled()
        probe.await_acks(30)
        report = probe.finish()
    note(report.summary())
    report.assert_nothing_lost()
    assert cluster.claims()[claim]["metadata"]["uid"] != volume, "it has another volume"
    after = {v.id: v.directory for v in cluster.quorum().voters}
    assert {n: after[n] for n in (9001, 9002)} == {v.id: v.directory for v in before.voters if v.id != lost}
    assert cluster.cluster_id == cluster_id and cluster.metadata().cluster_id == cluster_id
