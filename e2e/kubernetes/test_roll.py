"""Another template reaches the nodes one at a time, the active controller last; one that cannot start reaches only one."""

from collections.abc import Callable

import pytest

from harness.cluster import Note
from harness.kubernetes import KafkaCluster, Pod
from harness.operator import Operator
from harness.probe import Probe
from harness.wait import Late, until

SILENCE_S = 10
GOOD = {"log.segment.delete.delay.ms": 30000}
# A number, so that the definition and the operator take it; more threads than a node starts with.
CANNOT_START = {"num.recovery.threads.per.data.dir": 1000}


class Watch:
    """What a roll looks like from outside, in the order in which it is seen."""

    def __init__(self, cluster: KafkaCluster):
        self.cluster, self.before = cluster, {p.node: p for p in cluster.pods()}
        self.order: list[int] = []  # nodes whose pod was replaced
        self.most_away = 0

    def look(self) -> list[Pod]:
        pods = self.cluster.pods()
        there = {p.node for p in pods}
        away = [n for n in self.before if n not in there] + [p.node for p in pods if p.leaving or not p.ready]
        self.most_away = max(self.most_away, len(away))
        for pod in pods:
            if pod.uid != self.before[pod.node].uid and pod.node not in self.order:
                self.order.append(pod.node)
        return pods

    def until(self, what: str, done: Callable[[list[Pod]], bool], seconds: float) -> None:
        def look() -> bool:
            pods = self.look()
            if not done(pods):
                raise Late(f"replaced so far: {self.order}")
            return True
        until(what, look, seconds, every=0.1)


@pytest.mark.timeout(600)
def test_a_changed_template_reaches_one_pod_at_a_time_and_the_active_controller_last(cluster: KafkaCluster, note: Note) -> None:
    cluster.await_in_sync()
    watch, leader = Watch(cluster), cluster.quorum().leader
    with Probe(cluster, "rolled") as probe:
        probe.mark("the template changes")
        cluster.apply(config=GOOD)
        watch.until("every pod replaced and ready", lambda pods: len(watch.order) == 6 and all(p.ready and not p.leaving for p in pods), 300)
        cluster.await_settled()
        report = probe.finish()
    note(f"replaced in this order: {watch.order}\n{report.summary()}")
    report.assert_nothing_lost()
    assert max(report.values["silence_ms"].values()) <= SILENCE_S * 1000
    assert watch.most_away == 1, f"{watch.most_away} pods were away at once"
    controllers = [n for n in watch.order if n >= 9000]
    assert controllers[-1] == leader, f"active controller {leader}, but the order was {controllers}"
    revisions = {role: {p.revision for p in cluster.pods(role)} for role in ("controller", "broker")}
    assert all(len(r) == 1 for r in revisions.values()), revisions
    assert not {p.revision for p in watch.before.values()} & set().union(*revisions.values())


@pytest.mark.timeout(600)
def test_a_revision_that_cannot_start_stops_after_its_first_pod(cluster: KafkaCluster, note: Note) -> None:
    cluster.await_in_sync()
    watch = Watch(cluster)
    with Probe(cluster, "not-rolled") as probe:
        probe.mark("a template with which no node starts")
        cluster.apply(config=CANNOT_START)

        def halted() -> dict:
            watch.look()
            stalled = cluster.condition("Stalled")
            if (stalled["status"], stalled["reason"]) != ("True", "RevisionFailed"):
                raise Late(f"{stalled}; replaced so far: {watch.order}")
            return stalled
        stalled = until("the roll is stopped", halted, 180, every=0.2)
        assert len(watch.order) == 1, f"{watch.order} were replaced"
        failed = watch.order[0]
        assert str(failed) in stalled["message"], stalled

        # whoever is evicted meanwhile comes up with what works
        other = next(n for n in watch.before if n != failed and (n >= 9000) == (failed >= 9000) and n != cluster.quorum().leader)
        probe.mark(f"pod of node {other} deleted meanwhile")
        uids = cluster.uids()
        cluster.kubectl.delete("pod", cluster.pod(other).name, wait=False)
        cluster.await_replaced(uids, other)
        assert cluster.pod(other).revision == watch.before[other].revision

        probe.mark("the template that works")
        del cluster.spec["config"]["num.recovery.threads.per.data.dir"]
        cluster.apply()
        cluster.await_settled(180)
        report = probe.finish()
    note(f"stopped after node {failed}: {stalled['message']}\n{report.summary()}")
    report.assert_nothing_lost()
    assert max(report.values["silence_ms"].values()) <= SILENCE_S * 1000


@pytest.mark.timeout(600)
def test_resources_reach_the_nodes_of_their_pool_and_no_machine_is_waited_for_in_silence(cluster: KafkaCluster, operator: Operator) -> None:
    cluster.await_in_sync()
    watch = Watch(cluster)
    # not as an API server writes them: what it makes of them must be no difference to what is wanted
    cluster.spec["brokers"]["resources"] = {"requests": {"cpu": "0.05", "memory": "65536Ki"}, "limits": {"memory": "1024Mi"}}
    cluster.apply()
    watch.until("brokers replaced and ready", lambda pods: len(watch.order) == 3 and all(p.ready and not p.leaving for p in pods), 300)
    cluster.await_settled()
    assert sorted(watch.order) == [0, 1, 2] and watch.most_away == 1, f"{watch.order}, {watch.most_away} pods at once"
    for pod in cluster.pods("broker"):
        for container in pod.spec["containers"] + pod.spec["initContainers"]:
            assert container["resources"] == {"requests": {"cpu": "50m", "memory": "64Mi"}, "limits": {"memory": "1Gi"}}, pod.name
    brokers = cluster.kubectl.get("statefulset", f"{cluster.name}-brokers")["metadata"]["generation"]
    looked = operator.rounds()
    cluster.kubectl.run("annotate", "kafkacluster", cluster.name, "e2e/looked=yes", "--overwrite")
    until("the operator has looked at it again", lambda: operator.rounds() > looked, 30)
    assert cluster.kubectl.get("statefulset", f"{cluster.name}-brokers")["metadata"]["generation"] == brokers, "it was applied again"

    good, watch = cluster.spec["brokers"]["resources"], Watch(cluster)
    with Probe(cluster, "no-machine") as probe:
        cluster.spec["brokers"]["resources"] = {"requests": {"memory": "900Ti"}}
        cluster.apply()

        def told() -> str:
            watch.look()
            detail = cluster.status()["summary"].get("detail", "")
            if "waits for a machine" not in detail or "Insufficient memory" not in detail:
                raise Late(detail)
            return detail
        until("it is told what is waited for", told, 120, every=0.2)
        assert len(watch.order) == 1, f"{watch.order} were replaced"
        cluster.spec["brokers"]["resources"] = good
        cluster.apply()
        cluster.await_settled(120)
        probe.finish().assert_nothing_lost()
