"""kcat: librdkafka 2.0 as Debian ships it, so also an older client than the others."""

import json

import pytest

from harness.cluster import Cluster
from harness.tools import Done, kcat

TOPIC = "kcat"


def ok(done: Done) -> str:
    assert done.code == 0, str(done)
    return done.out


def test_a_topic_is_created_by_producing_to_it(cluster: Cluster) -> None:
    ok(kcat("-P", "-b", cluster.bootstrap, "-t", TOPIC, "-K", ":", "-X", "acks=all", given="".join(f"k{n}:v{n}\n" for n in range(100))))


def test_metadata_lists_every_broker_and_a_leader_of_each_partition(cluster: Cluster) -> None:
    seen = json.loads(ok(kcat("-L", "-J", "-b", cluster.bootstrap)))
    assert sorted(b["id"] for b in seen["brokers"]) == [0, 1, 2]
    assert seen["controllerid"] in (0, 1, 2), "a live broker stands in as controller"
    partitions = next(t for t in seen["topics"] if t["topic"] == TOPIC)["partitions"]
    assert partitions and all(p["leader"] in (0, 1, 2) and len(p["replicas"]) == 3 for p in partitions), partitions


def test_every_record_is_consumed_with_its_key(cluster: Cluster) -> None:
    out = ok(kcat("-C", "-b", cluster.bootstrap, "-t", TOPIC, "-o", "beginning", "-e", "-J", "-q"))
    records = [json.loads(line) for line in out.splitlines()]
    assert sorted((r["key"], r["payload"]) for r in records) == sorted((f"k{n}", f"v{n}") for n in range(100))
    assert all(r["tstype"] == "create" for r in records)


def test_offsets_are_found_by_time(cluster: Cluster) -> None:
    assert f"{TOPIC} [0] offset 100" in ok(kcat("-Q", "-b", cluster.bootstrap, "-t", f"{TOPIC}:0:-1"))
    assert f"{TOPIC} [0] offset 0" in ok(kcat("-Q", "-b", cluster.bootstrap, "-t", f"{TOPIC}:0:-2"))
    assert f"{TOPIC} [0] offset 0" in ok(kcat("-Q", "-b", cluster.bootstrap, "-t", f"{TOPIC}:0:1000"))


def test_a_group_reads_to_the_end_and_goes_on_from_there(cluster: Cluster) -> None:
    group = ("-G", "kcat-group", "-b", cluster.bootstrap, "-e", "-q", "-X", "auto.offset.reset=earliest", TOPIC)
    assert len(ok(kcat(*group)).splitlines()) == 100
    assert ok(kcat(*group)) == "", "a second run of the group starts where the first one committed"


@pytest.mark.parametrize("codec", ["gzip", "snappy", "lz4", "zstd"])
def test_compressed_records_come_back(cluster: Cluster, codec: str) -> None:
    topic, lines = f"kcat-{codec}", [f"{codec} {n} {'x' * 200}" for n in range(200)]
    ok(kcat("-P", "-b", cluster.bootstrap, "-t", topic, "-z", codec, given="\n".join(lines) + "\n"))
    assert ok(kcat("-C", "-b", cluster.bootstrap, "-t", topic, "-o", "beginning", "-e", "-q")).splitlines() == lines
