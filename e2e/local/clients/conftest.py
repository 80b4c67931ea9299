"""One cluster for all tests of clients, good ones and bad ones: none of them harms it."""

from collections.abc import Iterator

import pytest

from harness import ask, processes
from harness.cluster import Cluster, Node
from harness.wait import until
from harness.wire import requests
from harness.wire.batch import batch
from harness.wire.connection import Connection

from . import BAD_TOPIC

TOPIC_ALREADY_EXISTS = 36
GROWTH_MIB = 64  # of a broker, by one test of bad clients


@pytest.fixture(scope="package")
def cluster(run) -> Iterator[Cluster]:
    with run.cluster("clients") as cluster:
        yield cluster


@pytest.fixture(scope="package")
def served(cluster: Cluster) -> dict[int, tuple[int, int]]:
    """The API keys that a broker lists."""
    return ask.versions(cluster.bootstrap)


@pytest.fixture(autouse=True)
def unharmed(cluster: Cluster) -> Iterator[None]:
    """After each test the nodes are the processes that they were before."""
    before = {n.id: n.pid for n in cluster.nodes()}
    yield
    assert {n.id: n.pid for n in cluster.nodes()} == before, "a node ended"


@pytest.fixture(scope="package")
def leader(cluster: Cluster) -> Node:
    """The broker that leads the only partition of BAD_TOPIC."""
    def there() -> bool:
        with Connection(cluster.node(0).endpoints["INTERNAL"]) as c:
            return requests.create_topic_error(c, BAD_TOPIC, 1, 3) in (0, TOPIC_ALREADY_EXISTS)
    until("the topic", there, 15)
    node = cluster.node(cluster.leader(BAD_TOPIC))

    def takes_records() -> bool:
        with Connection(node.endpoints["INTERNAL"]) as c:
            return requests.produce_error(c, BAD_TOPIC, batch([b"first"]))[0] == 0
    until("its leader takes records", takes_records, 15)
    return node


@pytest.fixture
def address(leader: Node, kind: str) -> Iterator[str]:
    """Where that broker takes clients; it must still serve one after the test, and not have grown by what was claimed."""
    before = processes.resident_mib(leader.pid)
    yield leader.endpoints["INTERNAL"]
    with Connection(leader.endpoints["INTERNAL"]) as c:
        code, offset = requests.produce_error(c, BAD_TOPIC, batch([b"as before"]))
        assert code == 0 and offset >= 0, f"a good record was answered with {code}"
    if kind == "ferryman":  # a JVM's heap becomes resident when it likes
        grown = processes.resident_mib(leader.pid) - before
        assert grown < GROWTH_MIB, f"the broker grew by {grown:.0f} MiB"


@pytest.fixture(params=["INTERNAL", "CONTROLLER", "REPLICATION"])
def any_listener(request: pytest.FixtureRequest, cluster: Cluster, address: str) -> str:
    """Each kind of listener in turn; `address` sees to it that the brokers are as before."""
    role = "controller" if request.param == "CONTROLLER" else "broker"
    return cluster.of_role(role)[0].endpoints[request.param]
