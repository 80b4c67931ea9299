"""The first hour of somebody who tries it: the example of the repository, kubectl, and clients inside the cluster."""

import json
import re
import time
from collections.abc import Iterator

import pytest
from confluent_kafka import Consumer, Producer

from harness import paths
from harness.cluster import Note
from harness.kubernetes import KafkaCluster
from harness.tools import kafka, kcat
from harness.wait import until

from .conftest import SETTLED_S, Make

EXAMPLE = paths.REPOSITORY / "deploy/examples/quickstart.yaml"


@pytest.fixture(scope="module")
def quickstart(make: Make) -> Iterator[tuple[KafkaCluster, float]]:
    """The repository's example, and the seconds until it was ready."""
    with make("quickstart") as cluster:
        began = time.monotonic()
        cluster.kubectl.run("apply", "-f", EXAMPLE)
        cluster.kubectl.run("wait", "kafkacluster/quickstart", "--for=condition=Ready", f"--timeout={SETTLED_S}s", seconds=SETTLED_S + 10)
        ready = time.monotonic() - began
        cluster.await_settled(SETTLED_S)
        yield cluster, ready


def test_the_example_is_ready_within_a_minute(quickstart: tuple[KafkaCluster, float], note: Note) -> None:
    cluster, ready = quickstart
    note(f"ready {ready:.1f} s after kubectl apply")
    assert ready <= SETTLED_S
    assert cluster.quorum().voter_ids() == [9000, 9001, 9002]
    assert sorted(cluster.metadata().brokers) == [0, 1, 2]


def columns(text: str) -> dict[str, str]:
    """One row of kubectl's table; columns are at least three blanks apart."""
    head, row = text.splitlines()[:2]
    starts = [m.start() for m in re.finditer(r"\S+", head)]
    cells = [row[a:b].strip() for a, b in zip(starts, [*starts[1:], None])]
    return dict(zip(head.split(), cells))


def test_kubectl_shows_how_it_is(quickstart: tuple[KafkaCluster, float]) -> None:
    cluster, _ = quickstart
    shown = columns(cluster.kubectl.run("get", "kafkacluster", cluster.name))
    leader = str(cluster.quorum().leader)
    expected = {"NAME": "quickstart", "READY": "True", "BROKERS": "3/3", "CONTROLLERS": "3/3", "LEADER": leader, "PHASE": "Running"}
    assert {k: shown.get(k) for k in expected} == expected, shown
    assert shown["VERSION"] and shown["AGE"], shown
    wide = columns(cluster.kubectl.run("get", "fkc", cluster.name, "-o", "wide"))
    assert wide["BOOTSTRAP"] == f"quickstart-bootstrap.{cluster.kubectl.namespace}.svc:9092", wide
    assert list(wide)[:7] == ["NAME", "READY", "BROKERS", "CONTROLLERS", "LEADER", "PHASE", "VERSION"], list(wide)


def test_the_resource_explains_itself(quickstart: tuple[KafkaCluster, float]) -> None:
    told = quickstart[0].kubectl.run("explain", "kafkacluster.spec.brokers")
    assert "replicas" in told and "<no description>" not in told, told


@pytest.mark.own_node
def test_java_clients_produce_and_consume(quickstart: tuple[KafkaCluster, float]) -> None:
    bootstrap = quickstart[0].bootstrap
    done = kafka("topics", "--bootstrap-server", bootstrap, "--create", "--topic", "java", "--partitions", 3)
    assert done.code == 0, str(done)
    done = kafka("console-producer", "--bootstrap-server", bootstrap, "--topic", "java", given="a\nb\nc\n")
    assert done.code == 0, str(done)
    done = kafka("console-consumer", "--bootstrap-server", bootstrap, "--topic", "java", "--from-beginning", "--group", "java", "--max-messages", 3,
                 "--timeout-ms", 30000)
    assert sorted(done.out.split()) == ["a", "b", "c"], str(done)


@pytest.mark.own_node
def test_kcat_produces_and_consumes(quickstart: tuple[KafkaCluster, float]) -> None:
    bootstrap = quickstart[0].bootstrap
    done = kcat("-b", bootstrap, "-P", "-t", "kcat", given="1\n2\n3\n")
    assert done.code == 0, str(done)
    done = kcat("-b", bootstrap, "-C", "-t", "kcat", "-o", "beginning", "-e", "-q")
    assert sorted(done.out.split()) == ["1", "2", "3"], str(done)


@pytest.mark.own_node
def test_librdkafka_produces_with_all_acks_and_reads_in_a_group(quickstart: tuple[KafkaCluster, float]) -> None:
    bootstrap, wanted = quickstart[0].bootstrap, {b"%d" % n for n in range(1000)}
    producer = Producer({"bootstrap.servers": bootstrap, "acks": "all", "enable.idempotence": True, "log_level": 0})
    failed: list[object] = []
    for value in sorted(wanted):
        producer.produce("librdkafka", value, on_delivery=lambda error, _: failed.append(error) if error else None)
    assert producer.flush(30) == 0 and not failed, failed[:3]
    reader = Consumer({"bootstrap.servers": bootstrap, "group.id": "librdkafka", "auto.offset.reset": "earliest", "log_level": 0})
    reader.subscribe(["librdkafka"])
    read: set[bytes] = set()

    def look() -> bool:
        read.update(m.value() for m in reader.consume(500, timeout=0.5) if not m.error())
        return read == wanted
    until("all of it read", look, 30)
    reader.close()


def test_no_pod_can_do_more_than_it_needs(quickstart: tuple[KafkaCluster, float]) -> None:
    """That pods run at all shows the restricted Pod Security Standard; this is what it does not ask for."""
    for pod in quickstart[0].pods():
        assert pod.spec["automountServiceAccountToken"] is False, pod.name
        assert pod.spec["enableServiceLinks"] is False, pod.name
        assert pod.spec["securityContext"].get("fsGroupChangePolicy") == "OnRootMismatch", pod.name
        for container in pod.spec["containers"] + pod.spec.get("initContainers", []):
            assert container["securityContext"]["readOnlyRootFilesystem"] is True, f"{pod.name}: {container['name']}"
            assert "runAsUser" not in container["securityContext"], f"{pod.name}: {container['name']}"
        assert "runAsUser" not in pod.spec["securityContext"], f"{pod.name} asks for a certain user"


def test_a_budget_keeps_evictions_from_taking_two_of_a_role(quickstart: tuple[KafkaCluster, float]) -> None:
    budgets = quickstart[0].kubectl.list("poddisruptionbudgets", quickstart[0].selector)
    allowed = {b["metadata"]["name"]: (b["status"]["disruptionsAllowed"], b["status"]["expectedPods"]) for b in budgets}
    assert sorted(allowed.values()) == [(1, 3), (1, 3)], json.dumps(allowed)
