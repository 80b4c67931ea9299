"""Kafka needs Kubernetes only for changes: without its API server data goes on."""

import time

import pytest

from harness.cluster import Note
from harness.kubernetes import KafkaCluster
from harness.probe import Probe
from harness.wait import until

from .conftest import Site

SILENCE_S = 10
BACK_AT_WORK_S = 240  # of the operator, after an absence of minutes: its watches begin again less and less often


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
        cluster.await_settled()
        cluster.scale(4)
        cluster.await_settled(BACK_AT_WORK_S)
        back = time.monotonic() - began
        cluster.scale(3)
        cluster.await_settled()
        report = probe.finish()
    note(f"the operator had added a broker {back:.0f} s after the API server was back\n{report.summary()}")
    report.assert_nothing_lost()
    assert max(report.values["silence_ms"].values()) <= SILENCE_S * 1000
    now = cluster.uids()
    assert now == before, "no pod was replaced"
