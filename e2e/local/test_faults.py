"""Processes killed without warning (SIGKILL), or all stopped in order, while acks=all is written and read.

Promised: nothing acknowledged is lost, nothing is there twice, every partition acknowledges again within the limit, and
every replica is in sync again.
"""

import time

from harness.cluster import Cluster, Note
from harness.probe import Probe


def test_a_leading_broker_is_killed(cluster: Cluster, full: bool, note: Note) -> None:
    cluster.await_in_sync()
    with Probe(cluster, "broker-killed") as probe:
        for n in range(3 if full else 1):
            leader = cluster.leader("broker-killed", n)
            old = cluster.kill(leader)
            # not before: what is sent between mark and kill is acknowledged, and says nothing
            probe.mark(f"kill -9 of broker {leader}, the {n + 1}. time")
            probe.await_acks(60)
            cluster.await_return(leader, old)
            cluster.await_in_sync()
        report = probe.finish()
    note(report.summary())
    report.assert_nothing_lost()
    for mark in report.values["marks"]:
        report.assert_acknowledged_within(mark["name"], cluster.limits.first_ack_after_one_kill)


def test_the_active_controller_is_killed(cluster: Cluster, full: bool, note: Note) -> None:
    cluster.await_in_sync()
    with Probe(cluster, "controller-killed") as probe:
        for n in range(5 if full else 2):
            before = cluster.quorum()
            old = cluster.kill(before.leader)
            probe.mark(f"kill -9 of active controller {before.leader}, the {n + 1}. time")
            probe.await_acks(60)
            cluster.await_return(before.leader, old)
            after = cluster.quorum()
            assert after.epoch > before.epoch, "a new leader has a new epoch"
            assert {(v.id, v.directory) for v in after.voters} == {(v.id, v.directory) for v in before.voters}, "and the voters are the same"
            cluster.await_in_sync()
        report = probe.finish()
    note(report.summary())
    report.assert_nothing_lost()
    for mark in report.values["marks"]:
        report.assert_acknowledged_within(mark["name"], cluster.limits.first_ack_after_one_kill)


def test_every_process_is_killed_at_once(cluster: Cluster, note: Note) -> None:
    cluster.await_in_sync()
    before = cluster.quorum()
    with Probe(cluster, "all-killed") as probe:
        probe.mark("kill -9 of every process")
        cluster.kill_all()
        probe.mark("start again")
        cluster.start_all()
        probe.await_acks(120)
        cluster.await_in_sync()
        report = probe.finish()
    note(report.summary())
    report.assert_nothing_lost()
    report.assert_acknowledged_within("start again", cluster.limits.first_ack_after_all_killed)
    after = cluster.quorum()
    assert {(v.id, v.directory) for v in after.voters} == {(v.id, v.directory) for v in before.voters}, "the same quorum"
    assert after.epoch > before.epoch


def test_everything_is_stopped_in_order_and_started_again(cluster: Cluster, note: Note) -> None:
    cluster.await_in_sync()
    with Probe(cluster, "all-stopped") as probe:
        probe.mark("stop")
        began = time.monotonic()
        cluster.down()
        took = time.monotonic() - began
        probe.mark("start again")
        cluster.start_all()
        probe.await_acks(120)
        cluster.await_in_sync()
        report = probe.finish()
    note(f"stopped within {took:.1f} s\n{report.summary()}")
    report.assert_nothing_lost()
    assert took <= cluster.limits.down
    report.assert_acknowledged_within("start again", cluster.limits.first_ack_after_all_killed)
