"""Apache Kafka beside the cluster under test: its decoder reads the cluster's files, its broker joins the cluster."""

import json
import re
import shutil
from itertools import pairwise
from pathlib import Path

import pytest

from harness import ask, dump
from harness.apache_broker import ApacheBroker
from harness.cluster import Cluster, Node, Note
from harness.probe import Probe
from harness.tools import kafka, kcat
from harness.wait import until

TOPIC = "decoded"
PEER = 1100  # outside of the ranges that the cluster's own nodes take


@pytest.fixture(scope="module", autouse=True)
def data(cluster: Cluster) -> None:
    """A topic with some segments, an altered configuration, a group's offsets."""
    for step in (
            kafka("topics", "--bootstrap-server", cluster.bootstrap, "--create", "--topic", TOPIC, "--partitions", 2, "--config", "segment.bytes=1048576"),
            kafka("configs", "--bootstrap-server", cluster.bootstrap, "--alter", "--entity-type", "topics", "--entity-name", TOPIC,
                  "--add-config", "retention.ms=3600000"),
            kafka("producer-perf-test", "--topic", TOPIC, "--num-records", 50_000, "--record-size", 100, "--throughput", -1, "--bootstrap-server",
                  cluster.bootstrap, "--command-property", "acks=all"),
            kcat("-G", "decoded-group", "-b", cluster.bootstrap, "-c", 100, "-q", "-X", "auto.offset.reset=earliest", TOPIC)):
        assert step.code == 0, str(step)
    cluster.await_in_sync()


def directory(node: Node, partition: str) -> Path:
    return next(d / partition for d in node.directories if (d / partition).is_dir())


def test_every_controller_holds_the_same_metadata_records(cluster: Cluster) -> None:
    before = cluster.quorum()
    logs = {}
    for node in cluster.of_role("controller"):
        def written(node: Node = node) -> list[dump.Batch]:
            found = dump.batches(dump.segments(directory(node, "__cluster_metadata-0")), "--cluster-metadata-decoder")
            return found if found and found[-1].last + 1 >= before.high_watermark else []
        found = until(f"what was committed, on the disk of controller {node.id}", written, 20)
        assert all(b.valid for b in found)
        assert all(a.last + 1 == b.base for a, b in pairwise(found)), "offsets without a gap"
        assert all(a.epoch <= b.epoch for a, b in pairwise(found)), "epochs that only grow"
        logs[node.id] = {b.base: b for b in found if b.last < before.high_watermark}
    first = max(min(log) for log in logs.values())
    reference = {base: b for base, b in logs[before.leader].items() if base >= first}
    for holder, log in logs.items():
        assert {base: b for base, b in log.items() if base >= first} == reference, f"controllers {holder} and {before.leader} differ"
    types = set(re.findall(r'"type":"(\w+)"', "\n".join(r for b in reference.values() for r in b.records)))
    assert {"REGISTER_BROKER_RECORD", "TOPIC_RECORD", "PARTITION_RECORD", "CONFIG_RECORD", "FEATURE_LEVEL_RECORD"} <= types or first > 0, types


def test_the_metadata_shell_shows_the_topics(cluster: Cluster, tmp_path: Path) -> None:
    node = cluster.of_role("controller")[0]
    # a copy: the shell insists on the lock of the directory that it reads
    copy = shutil.copytree(directory(node, "__cluster_metadata-0"), tmp_path / "copy" / "__cluster_metadata-0")

    def listed() -> bool:
        done = kafka("metadata-shell", "--snapshot", dump.segments(copy)[-1], "ls", "/image/topics/byName")
        assert done.code == 0, str(done)
        if TOPIC not in done.out.split():
            raise RuntimeError(str(done))
        return True
    # the shell answers when it has read the file (SnapshotFileReader.caughtUpFuture); its image may still be on the way
    until(f"{TOPIC} in the shell's image", listed, 30)


def test_replicas_of_a_partition_hold_the_same_batches(cluster: Cluster) -> None:
    copies = {n.id: dump.batches(dump.segments(directory(n, f"{TOPIC}-0"))) for n in cluster.of_role("broker")}
    reference = copies[0]
    assert reference and reference[0].base == 0 and all(b.valid for b in reference)
    assert len(dump.segments(directory(cluster.node(0), f"{TOPIC}-0"))) > 1, "several segments"
    for holder, copy in copies.items():
        assert copy == reference, f"brokers {holder} and 0 differ"


def test_indexes_point_where_the_records_are(cluster: Cluster) -> None:
    for node in cluster.of_role("broker"):
        where = directory(node, f"{TOPIC}-0")
        dump.dump(dump.segments(where, ".index") + dump.segments(where, ".timeindex"))
        done = dump.dump(dump.segments(where, ".index")[:1], "--index-sanity-check")
        assert "passed sanity check" in done.out, str(done)


def test_offsets_of_groups_are_decoded(cluster: Cluster) -> None:
    files = [f for n in cluster.of_role("broker") for d in n.directories for p in d.glob("__consumer_offsets-*") for f in dump.segments(p) if f.stat().st_size]
    done = dump.dump(files, "--offsets-decoder")
    assert '"group":"decoded-group"' in done.out and f'"topic":"{TOPIC}"' in done.out, str(done)


def test_a_clean_stop_leaves_producer_snapshots_and_a_marker(cluster: Cluster) -> None:
    node = cluster.node(2)
    cluster.stop(2)
    try:
        assert all((d / ".kafka_cleanshutdown").exists() for d in node.directories)
        snapshots = dump.segments(directory(node, f"{TOPIC}-0"), ".snapshot")
        assert "producerId" in dump.dump(snapshots[-1:]).out
    finally:
        cluster.start(2)
    cluster.await_in_sync()


def reassign(cluster: Cluster, plan: dict[tuple[str, int], list[int]]) -> None:
    """Moves partitions with Apache's own tool, and waits until it says that it is done."""
    file = cluster.directory / "reassignment.json"
    file.write_text(json.dumps({"version": 1, "partitions": [{"topic": t, "partition": p, "replicas": r} for (t, p), r in plan.items()]}))
    tool = ("reassign-partitions", "--bootstrap-server", cluster.bootstrap, "--reassignment-json-file", file)
    done = kafka(*tool, "--execute")
    assert done.code == 0 and "Successfully started partition reassignments" in done.out, str(done)

    def complete() -> bool:
        done = kafka(*tool, "--verify")
        if done.code or done.out.count("is completed") != len(plan):
            raise RuntimeError(str(done))
        return True
    until("the reassignment", complete, 60)


def test_an_apache_broker_joins_follows_and_leads_through_five_kills_of_the_active_controller(cluster: Cluster, note: Note) -> None:
    topic = "apache-peer"
    with ApacheBroker(cluster, PEER) as peer, Probe(cluster, topic) as probe:
        probe.mark("replicas to the Apache broker")
        reassign(cluster, {(topic, 0): [PEER, 0, 1], (topic, 1): [0, PEER, 2]})
        ask.e2e_go("act", "elect", "--bootstrap", cluster.bootstrap, "--topic", topic)
        until("the Apache broker leads a partition", lambda: cluster.leader(topic, 0) == PEER, 30)
        for n in range(5):
            before = cluster.quorum()
            probe.mark(f"kill -9 of active controller {before.leader}, the {n + 1}. time")
            old = cluster.kill(before.leader)
            probe.await_acks(60)
            # a change of the metadata reaches the Apache broker: it serves a partition that it alone has
            new = f"{topic}-{n}"
            done = kafka("topics", "--bootstrap-server", cluster.bootstrap, "--create", "--topic", new, "--replica-assignment", PEER,
                         "--config", "min.insync.replicas=1")
            assert done.code == 0, str(done)
            done = kcat("-P", "-b", cluster.bootstrap, "-t", new, "-X", "acks=all", given="served\n")
            assert done.code == 0, str(done)
            done = kcat("-C", "-b", cluster.bootstrap, "-t", new, "-o", "beginning", "-e", "-q")
            assert done.out == "served\n", str(done)
            cluster.await_return(before.leader, old)
            assert cluster.quorum().epoch > before.epoch
            assert peer.running()
        cluster.await_in_sync()
        seen = {p.partition: p for p in cluster.metadata().topics[topic]}
        report = probe.finish()
        # what it holds is what our brokers hold
        mine = dump.batches(dump.segments(peer.data / f"{topic}-1"))
        assert mine == dump.batches(dump.segments(directory(cluster.node(0), f"{topic}-1")))
        # and it can be left
        back = {(topic, 0): [0, 1, 2], (topic, 1): [0, 1, 2]}
        reassign(cluster, back)
        done = kafka("topics", "--bootstrap-server", cluster.bootstrap, "--delete", "--topic", f"{topic}-[0-4]")
        assert done.code == 0, str(done)
    note(report.summary())
    report.assert_nothing_lost()
    assert PEER in seen[0].isr and PEER in seen[1].isr
    for mark in report.values["marks"]:
        report.assert_acknowledged_within(mark["name"], cluster.limits.first_ack_after_one_kill)
