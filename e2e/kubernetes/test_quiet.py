"""A cluster that is as its manifest says is left alone: by the operator, and by another operator."""

import time

import pytest

from harness.audit import AuditLog
from harness.cluster import Note
from harness.kubernetes import KafkaCluster
from harness.operator import Operator
from harness.wait import until

from .conftest import Site


@pytest.mark.own_node
@pytest.mark.timeout(900)
def test_the_operator_writes_nothing_while_nothing_changes(cluster: KafkaCluster, audit: AuditLog, full: bool, note: Note) -> None:
    minutes = 10 if full else 2
    # status follows what happens within 10 s: what was left of the beginning is over when there was none for longer
    def calm() -> bool:
        began, seen = time.monotonic(), len(audit.writes())
        until("a while without a write", lambda: time.monotonic() - began > 15 or len(audit.writes()) > seen, 20)
        return len(audit.writes()) == seen
    until("the last write of the beginning", calm, 60)
    assert audit.writes() or audit.file.stat().st_size, "the log has nothing at all: it would show nothing"
    audit.mark()
    end = time.monotonic() + minutes * 60
    until(f"{minutes} minutes", lambda: time.monotonic() > end or audit.writes(), minutes * 60 + 10, every=1)
    written = [str(w) for w in audit.writes()]
    note(f"{len(written)} writes within {minutes} minutes")
    assert not written, "\n".join(written)


@pytest.mark.own_node
def test_an_upgrade_of_the_operator_restarts_no_pod(cluster: KafkaCluster, operator: Operator, site: Site) -> None:
    before, restarts, old = cluster.uids(), {p.node: p.restarts for p in cluster.pods()}, operator.pods()
    operator.install(f"{site.tag}-next")
    try:
        until("another operator runs", lambda: operator.pods() and not set(old) & set(operator.pods()), 60)
        until("it has looked at the cluster", lambda: operator.rounds() > 0, 30)
        looked = operator.rounds()
        cluster.kubectl.run("annotate", "kafkacluster", cluster.name, "e2e/upgraded=yes", "--overwrite")
        until("and at a change of it", lambda: operator.rounds() > looked, 30)
        cluster.await_settled()
        assert cluster.uids() == before and {p.node: p.restarts for p in cluster.pods()} == restarts
    finally:
        operator.install()
    assert cluster.uids() == before
