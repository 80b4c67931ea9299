"""A node that is given a directory, a port or a setting that it cannot take: it says which and why, and ends.

What is said is for a person: it names the directory, both identities, the port, the setting.
"""

import shutil
from collections.abc import Callable

import pytest
from confluent_kafka import Producer

from harness.apache_node import new_id
from harness.lone_node import LoneNode

NewNode = Callable[..., LoneNode]
ENDS_WITHIN_S = 30


def refusal(node: LoneNode) -> str:
    """What a node says that must end by itself with an error."""
    code = node.start().wait(ENDS_WITHIN_S)
    assert code != 0, f"it ended with 0: {node.tail()}"
    assert "panicked" not in node.output()
    return node.output()


def formatted(new_node: NewNode, name: str, cluster_id: str | None = None, **shape: object) -> LoneNode:
    node = new_node(name, **shape)
    done = node.format(cluster_id or new_id())
    assert done.returncode == 0, done.stdout + done.stderr
    return node


def serves(node: LoneNode) -> None:
    faults: list[object] = []
    producer = Producer({"bootstrap.servers": node.address, "acks": "all"})
    producer.produce("served", b"x", on_delivery=lambda e, _: faults.append(e) if e else None)
    assert producer.flush(20) == 0 and not faults, faults


def test_a_directory_that_is_not_formatted(new_node: NewNode, kind: str) -> None:
    node = new_node("blank")
    node.data[0].mkdir()
    said = refusal(node)
    assert "meta.properties" in said
    if kind == "ferryman":
        assert str(node.data[0]) in said and "format" in said, "where, and what to do"


def test_a_directory_that_is_formatted_already(new_node: NewNode) -> None:
    first = new_id()
    node = formatted(new_node, "twice", first)
    done = node.format(new_id())
    assert done.returncode != 0
    assert f"cluster.id={first}" in (node.data[0] / "meta.properties").read_text().splitlines(), "and it is left as it was"


def test_a_directory_of_another_cluster(new_node: NewNode) -> None:
    here, there = new_id(), new_id()
    other = formatted(new_node, "other", there)
    node = formatted(new_node, "node", here)
    node.data.append(other.data[0])
    said = refusal(node)
    for part in (str(other.data[0]), here, there):
        assert part in said, f"{part} is not named"


def test_a_directory_of_another_node(new_node: NewNode) -> None:
    node = formatted(new_node, "node", node=41)
    node.id = 42
    said = refusal(node)
    for part in (str(node.data[0]), "41", "42"):
        assert part in said, f"{part} is not named"


def test_a_directory_in_use(new_node: NewNode, kind: str) -> None:
    holder = formatted(new_node, "holder")
    holder.start()
    holder.await_serving()
    second = new_node("second", data=holder.data)
    said = refusal(second)
    assert str(holder.data[0]) in said
    if kind == "ferryman":
        assert str(holder.child.pid) in said, "the process that holds it"
        # Apache Kafka's second process is the quorum's leader for a moment, and writes, before it looks for the lock
        serves(holder)


def test_a_metadata_directory_in_use(new_node: NewNode, kind: str) -> None:
    cluster = new_id()
    holder = new_node("holder")
    holder.config = {"metadata.log.dir": holder.directory / "metadata"}
    assert holder.format(cluster).returncode == 0
    holder.start()
    holder.await_serving()
    second = formatted(new_node, "second", cluster)
    second.config = holder.config
    said = refusal(second)
    assert str(holder.directory / "metadata") in said
    if kind == "ferryman":
        assert str(holder.child.pid) in said, "the process that holds it"
        serves(holder)


def test_a_port_that_is_taken(new_node: NewNode, kind: str) -> None:
    holder = formatted(new_node, "holder")
    holder.start()
    holder.await_serving()
    second = formatted(new_node, "second")
    second.address = holder.address
    said = refusal(second)
    assert holder.address.rsplit(":", 1)[1] in said and "in use" in said.lower()
    if kind == "ferryman":
        assert str(holder.child.pid) in said, "the process that holds it"
    serves(holder)


@pytest.mark.parametrize(("setting", "value"), [("log.segment.bytes", "soon"), ("process.roles", "zookeeper"), ("min.insync.replicas", "0"),
                                                ("listeners", "INTERNAL://127.0.0.1:notaport")])
def test_a_setting_that_cannot_be(new_node: NewNode, setting: str, value: str) -> None:
    node = formatted(new_node, "node")
    node.config = {setting: value}
    said = refusal(node)
    assert setting in said and value in said


def test_a_metadata_log_that_is_gone_is_not_taken_for_a_new_cluster(new_node: NewNode) -> None:
    node = formatted(new_node, "node")
    node.start()
    node.await_serving()
    serves(node)
    node.end()
    shutil.rmtree(node.data[0] / "__cluster_metadata-0")
    node.start()
    # it may end, or wait to be told by others; what it may not do is serve
    with pytest.raises(AssertionError):
        node.await_serving(8)
