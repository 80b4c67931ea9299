"""Scaling of both roles while acks=all is written and read: nothing is lost and nobody waits long."""

from harness import ask
from harness.cluster import FIRST_CONTROLLER, Cluster, Note
from harness.probe import Probe
from harness.wait import until

SILENCE_S = 10  # the longest that one partition may be without an acknowledgement while all processes are well


def test_brokers_from_3_to_4_and_back(cluster: Cluster, note: Note) -> None:
    cluster.await_in_sync()
    topic = "brokers-scaled"
    with Probe(cluster, topic) as probe:
        probe.mark("brokers 3 to 4")
        cluster.scale(brokers=4)
        cluster.await_in_sync()
        # the new broker takes a part, so that leaving means something: one partition it leads, and one it follows
        probe.mark("replicas to the new broker")
        for partition, replicas in ((0, "3,0,1"), (1, "1,3,2")):
            ask.e2e_go("act", "move", "--bootstrap", cluster.bootstrap, "--topic", topic, "--partition", partition, "--replicas", replicas)
        ask.e2e_go("act", "elect", "--bootstrap", cluster.bootstrap, "--topic", topic)
        until("broker 3 leads", lambda: cluster.leader(topic, 0) == 3, 30)
        probe.mark("broker 3 leads")
        probe.await_acks(30)
        probe.mark("brokers 4 to 3")
        cluster.scale(brokers=3)
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


def test_controllers_from_3_to_5_and_back(cluster: Cluster, note: Note) -> None:
    cluster.await_in_sync()
    with Probe(cluster, "controllers-scaled") as probe:
        before = cluster.quorum()
        probe.mark("controllers 3 to 5")
        cluster.scale(controllers=5)
        five = cluster.quorum()
        assert five.voter_ids() == [FIRST_CONTROLLER + i for i in range(5)]
        assert {(v.id, v.directory) for v in before.voters} <= {(v.id, v.directory) for v in five.voters}
        probe.await_acks(30)
        probe.mark("controllers 5 to 3")
        cluster.scale(controllers=3)
        three = cluster.quorum()
        assert {(v.id, v.directory) for v in three.voters} == {(v.id, v.directory) for v in before.voters}
        probe.await_acks(30)
        cluster.await_in_sync()
        report = probe.finish()
    note(report.summary())
    report.assert_nothing_lost()
    assert max(report.values["silence_ms"].values()) <= SILENCE_S * 1000
