"""The resource goes and comes back: the data is there, and it is the same cluster."""

import pytest
from confluent_kafka import Producer

from harness.ask import e2e_go
from harness.kubernetes import KafkaCluster
from harness.tools import kcat
from harness.wait import until

RECORDS = 1000


def write(cluster: KafkaCluster, topic: str) -> None:
    producer = Producer({"bootstrap.servers": cluster.bootstrap, "acks": "all", "enable.idempotence": True, "log_level": 0})
    failed: list[object] = []
    for n in range(RECORDS):
        producer.produce(topic, b"%d" % n, on_delivery=lambda error, _: failed.append(error) if error else None)
    assert producer.flush(30) == 0 and not failed, failed[:3]


def read(cluster: KafkaCluster, topic: str) -> list[int]:
    done = kcat("-b", cluster.bootstrap, "-C", "-t", topic, "-o", "beginning", "-e", "-q")
    assert done.code == 0, str(done)
    return sorted(map(int, done.out.split()))


@pytest.mark.own_node
def test_deleted_and_applied_again_it_is_the_same_cluster_with_every_record(cluster: KafkaCluster) -> None:
    write(cluster, "kept")
    cluster_id, voters, claims = cluster.cluster_id, cluster.quorum().voters, cluster.claims()
    cluster.delete()
    until("no pod is left", lambda: not cluster.pods(), 90, every=0.3)
    kept = cluster.claims()
    assert {n: c["metadata"]["uid"] for n, c in kept.items()} == {n: c["metadata"]["uid"] for n, c in claims.items()}, "volumes are kept"
    cluster.apply()
    cluster.await_settled()
    assert cluster.cluster_id == cluster_id == cluster.metadata().cluster_id
    assert {(v.id, v.directory) for v in cluster.quorum().voters} == {(v.id, v.directory) for v in voters}
    assert read(cluster, "kept") == list(range(RECORDS))


def test_orphaned_and_applied_again_no_pod_restarts(cluster: KafkaCluster) -> None:
    before, restarts = cluster.uids(), {p.node: p.restarts for p in cluster.pods()}
    cluster.delete("--cascade=orphan")
    with pytest.raises(RuntimeError, match="[Nn]ot ?[Ff]ound"):
        cluster.resource()
    assert cluster.uids() == before, "its pods run on"
    cluster.apply()
    cluster.await_settled()
    assert cluster.uids() == before and {p.node: p.restarts for p in cluster.pods()} == restarts
    uid = cluster.resource()["metadata"]["uid"]
    owners = {o["uid"] for s in cluster.kubectl.list("statefulsets", cluster.selector) for o in s["metadata"].get("ownerReferences", [])}
    assert owners == {uid}, "and belong to the new resource"
    e2e_go("ask", "metadata", "--bootstrap", cluster.bootstrap)
