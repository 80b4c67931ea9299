"""Scaling of both roles by what a user does for it, while acks=all is written and read: nothing is lost, nobody waits long."""

from harness import ask
from harness.cluster import Note
from harness.kubernetes import KafkaCluster
from harness.probe import Probe
from harness.wait import until

SILENCE_S = 10  # the longest that one partition may be without an acknowledgement while no pod fails


def test_kubectl_scale_from_3_to_4_brokers_and_back(cluster: KafkaCluster, note: Note) -> None:
    cluster.await_in_sync()
    topic = "brokers-scaled"
    with Probe(cluster, topic) as probe:
        probe.mark("kubectl scale --replicas=4")
        cluster.scale(4)
        cluster.await_settled()
        cluster.await_in_sync()
        assert cluster.status()["scale"]["replicas"] == 4
        # the new broker takes a part, so that leaving means something: one partition it leads, and one it follows
        for partition, replicas in ((0, "3,0,1"), (1, "1,3,2")):
            ask.e2e_go("act", "move", "--bootstrap", cluster.bootstrap, "--topic", topic, "--partition", partition, "--replicas", replicas)
        ask.e2e_go("act", "elect", "--bootstrap", cluster.bootstrap, "--topic", topic)
        until("broker 3 leads", lambda: cluster.leader(topic, 0) == 3, 30)
        probe.mark("broker 3 leads")
        probe.await_acks(30)
        probe.mark("kubectl scale --replicas=3")
        cluster.scale(3)
        cluster.await_settled()
        cluster.await_in_sync()
        probe.await_acks(30)
        seen = cluster.metadata()
        report = probe.finish()
    note(report.summary())
    report.assert_nothing_lost()
    assert max(report.values["silence_ms"].values()) <= SILENCE_S * 1000
    assert sorted(seen.brokers) == [0, 1, 2]
    left = [p for p in seen.partitions() if 3 in p.replicas]
    assert not left, f"replicas still assigned to the broker that left: {left[:3]}"
    assert all(len(p.replicas) == 3 for p in seen.partitions()), "and no partition has fewer than before"


def test_a_pool_comes_and_goes_with_the_manifest(cluster: KafkaCluster, note: Note) -> None:
    cluster.await_in_sync()
    topic = "pools"
    with Probe(cluster, topic) as probe:
        probe.mark("a pool of one broker more")
        cluster.spec["pools"] = [{"name": "archive", "replicas": 1, "nodeIds": {"first": 1000, "last": 1009}}]
        cluster.apply()
        cluster.await_settled()
        ask.e2e_go("act", "move", "--bootstrap", cluster.bootstrap, "--topic", topic, "--partition", 0, "--replicas", "1000,0,1")
        ask.e2e_go("act", "elect", "--bootstrap", cluster.bootstrap, "--topic", topic)
        until("broker 1000 leads", lambda: cluster.leader(topic, 0) == 1000, 30)
        probe.mark("broker 1000 leads, and its pool is taken out")
        del cluster.spec["pools"]
        cluster.apply()
        cluster.await_settled()
        cluster.await_in_sync()
        probe.await_acks(30)
        seen = cluster.metadata()
        report = probe.finish()
    note(report.summary())
    report.assert_nothing_lost()
    assert max(report.values["silence_ms"].values()) <= SILENCE_S * 1000
    assert sorted(seen.brokers) == [0, 1, 2] and not [p for p in seen.partitions() if 1000 in p.replicas]
    until("its StatefulSet is gone", lambda: len(cluster.kubectl.list("statefulsets", cluster.selector)) == 2, 60)
    assert f"d0-{cluster.name}-archive-1000" in cluster.claims(), "a volume outlives its pool"


def test_controllers_from_3_to_5_and_back_by_apply(cluster: KafkaCluster, note: Note) -> None:
    cluster.await_in_sync()
    with Probe(cluster, "controllers-scaled") as probe:
        before = cluster.quorum()
        probe.mark("controllers 3 to 5")
        cluster.apply(controllers=5)
        cluster.await_settled()
        five = cluster.quorum()
        assert five.voter_ids() == [9000, 9001, 9002, 9003, 9004]
        assert {(v.id, v.directory) for v in before.voters} <= {(v.id, v.directory) for v in five.voters}
        probe.await_acks(30)
        probe.mark("controllers 5 to 3")
        cluster.apply(controllers=3)
        cluster.await_settled()
        three = cluster.quorum()
        assert {(v.id, v.directory) for v in three.voters} == {(v.id, v.directory) for v in before.voters}
        probe.await_acks(30)
        report = probe.finish()
    note(report.summary())
    report.assert_nothing_lost()
    assert max(report.values["silence_ms"].values()) <= SILENCE_S * 1000
