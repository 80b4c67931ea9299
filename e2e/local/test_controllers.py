"""Controllers that lose their disk, and brokers that lose their controllers."""

import shutil

from harness.cluster import Cluster, Note
from harness.probe import Probe
from harness.wait import until

SILENCE_S = 5


def test_a_controller_with_a_blank_disk_is_replaced_and_never_a_second_quorum(cluster: Cluster, note: Note) -> None:
    before = cluster.quorum()
    cluster_id = cluster.metadata().cluster_id
    # the hardest one to lose: the leader
    lost = cluster.node(before.leader)
    old = next(v.directory for v in before.voters if v.id == lost.id)
    with Probe(cluster, "disk-lost") as probe:
        probe.mark(f"controller {lost.id} loses its disk")
        cluster.stop(lost.id)
        for directory in lost.directories:
            shutil.rmtree(directory)
        cluster.start_blank(lost.id)
        until("three voters, none with the old directory",
              lambda: len(q := cluster.quorum().voters) == 3 and old not in {v.directory for v in q}, 60)
        after = cluster.quorum()
        probe.await_acks(30)
        cluster.await_in_sync()
        report = probe.finish()
    note(report.summary())
    report.assert_nothing_lost()
    assert after.voter_ids() == before.voter_ids()
    kept = {(v.id, v.directory) for v in before.voters if v.id != lost.id}
    assert kept <= {(v.id, v.directory) for v in after.voters}, "the others are who they were"
    assert after.epoch >= before.epoch and after.high_watermark > before.high_watermark, "the log goes on; it did not begin anew"
    assert cluster.metadata().cluster_id == cluster_id
    meta = dict(line.split("=", 1) for d in lost.directories for line in (d / "meta.properties").read_text().splitlines() if "=" in line)
    assert meta["cluster.id"] == cluster_id and meta["directory.id"] != old


def test_producing_and_consuming_go_on_without_any_controller(cluster: Cluster, full: bool, note: Note) -> None:
    seconds = 120 if full else 20
    cluster.await_in_sync()
    controllers = [n.id for n in cluster.of_role("controller")]
    with Probe(cluster, "uncontrolled") as probe:
        probe.mark("controllers stopped")
        cluster.stop(*controllers)
        probe.mark("no controller runs")
        probe.await_flow(int(200 * seconds), seconds + 30)
        probe.mark("controllers started")
        cluster.start(*controllers)
        probe.await_acks(30)
        cluster.await_in_sync()
        report = probe.finish()
    note(report.summary())
    report.assert_nothing_lost()
    alone = report.mark("no controller runs")
    assert alone["silence_ms"] < SILENCE_S * 1000, "no partition was silent for long while there was no controller"
