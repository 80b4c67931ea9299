"""Kafka needs Kubernetes only for changes: without its API server data goes on."""

import socket
import time

import pytest

from harness.cluster import Note
from harness.kubernetes import KafkaCluster
from harness.probe import Probe
from harness.wait import until

from .conftest import Site

SILENCE_S = 10
NODE_BACK_AT_WORK_S = 240  # Kubernetes itself: after an absence of minutes its watches begin again less and less often
BACK_AT_WORK_S = 20  # the operator, once pods reach the API server again


def reachable_for_pods(cluster: KafkaCluster) -> bool:
    """kube-proxy has to learn first that there is an API server again."""
    address = cluster.kubectl.of("default").get("service", "kubernetes")["spec"]["clusterIP"]
    try:
        socket.create_connection((address, 443), 1).close()
        return True
    except OSError:
        return False


def wants_brokers(cluster: KafkaCluster) -> int:
    return cluster.kubectl.get("statefulset", f"{cluster.name}-brokers")["spec"]["replicas"]


@pytest.mark.own_node
@pytest.mark.timeout(900)
def test_data_goes_on_while_the_api_server_is_away(cluster: KafkaCluster, site: Site, full: bool, note: Note) -> None:
    minutes = 5 if full else 2
    cluster.await_in_sync()
    before = cluster.uids()
    with Probe(cluster, "api-server-away") as probe:
        site.script("apiserver", "stop")
        try:
            probe.mark("API server stopped")
            end = time.monotonic() + minutes * 60
            until(f"{minutes} minutes", lambda: (probe.counts(), time.monotonic() > end)[1], minutes * 60 + 10, every=1)
            probe.await_acks(10)
        finally:
            site.script("apiserver", "start")
        probe.mark("API server started")
        began = time.monotonic()
        cluster.scale(4)
        until("pods reach the API server", lambda: reachable_for_pods(cluster), NODE_BACK_AT_WORK_S)
        reachable = time.monotonic() - began
        until("the operator asks for a fourth broker", lambda: wants_brokers(cluster) == 4, BACK_AT_WORK_S)
        acted = time.monotonic() - began
        cluster.await_settled(NODE_BACK_AT_WORK_S)
        back = time.monotonic() - began
        cluster.scale(3)
        cluster.await_settled()
        report = probe.finish()
    note(f"the API server was back; pods reached it {reachable:.1f} s later, the operator acted after {acted:.1f} s, "
         f"a fourth broker served after {back:.1f} s\n{report.summary()}")
    report.assert_nothing_lost()
    assert max(report.values["silence_ms"].values()) <= SILENCE_S * 1000
    now = cluster.uids()
    assert now == before, "no pod was replaced"
