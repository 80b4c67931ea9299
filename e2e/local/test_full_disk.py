"""A disk that fills up: the node says so and takes no more, and what it acknowledged is there when there is room again."""

import os
import re
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from confluent_kafka import Consumer, Producer, TopicPartition
from confluent_kafka.admin import AdminClient, NewTopic

from harness.apache_node import new_id
from harness.cluster import Note
from harness.lone_node import LoneNode
from harness.wait import until

SIZE_MIB, ROOM_MIB, RECORD = 96, 384, 10_000
FULL = re.compile(r"no space left|disk (is )?full|storage full", re.IGNORECASE)


@pytest.fixture
def small_disk(place: Path) -> Iterator[Path]:
    """A file system in memory that is mounted for this test."""
    directory = place / "disk"
    directory.mkdir()
    if os.geteuid() != 0:
        pytest.skip("NOT TESTED: a full disk. It needs root, to mount a small tmpfs")
    done = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={SIZE_MIB}m", "tmpfs", directory], capture_output=True, text=True)
    if done.returncode:
        pytest.skip(f"NOT TESTED: a full disk. No tmpfs can be mounted here: {done.stderr.strip()}")
    yield directory
    subprocess.run(["umount", "--lazy", directory], check=True)


class Stream:
    """Numbered records, and which of them were acknowledged."""

    def __init__(self, address: str, topic: str):
        self.topic, self.sent, self.acked, self.failed = topic, 0, set[int](), 0
        self._producer = Producer({"bootstrap.servers": address, "acks": "all", "enable.idempotence": True, "linger.ms": 5,
                                   "delivery.timeout.ms": 6000, "request.timeout.ms": 3000, "log_level": 0})

    def send(self, count: int) -> None:
        for _ in range(count):
            number, self.sent = self.sent, self.sent + 1
            def delivered(error: object, _: object, number: int = number) -> None:
                if error:
                    self.failed += 1
                else:
                    self.acked.add(number)
            self._producer.produce(self.topic, b"%d %s" % (number, b"x" * RECORD), on_delivery=delivered)
            self._producer.poll(0)
        self._producer.flush(15)


def read(address: str, topic: str) -> list[int]:
    """Every record of the only partition."""
    reader = Consumer({"bootstrap.servers": address, "group.id": "reader", "enable.auto.commit": False, "log_level": 0})
    partition = TopicPartition(topic, 0, 0)
    end = until("the end offset", lambda: reader.get_watermark_offsets(partition, timeout=5)[1], 30)
    reader.assign([partition])
    numbers: list[int] = []

    def look() -> bool:
        for m in reader.consume(500, timeout=0.5):
            if m.error():
                raise RuntimeError(str(m.error()))
            numbers.append(int(m.value().split(b" ", 1)[0]))
        return reader.position([partition])[0].offset >= end
    until("all records read", look, 60)
    reader.close()
    return numbers


def test_a_full_disk_is_said_and_loses_nothing_acknowledged(new_node: Callable[..., LoneNode], small_disk: Path, note: Note) -> None:
    topic = "filling"
    node = new_node("node", data=[small_disk / "data"], config={"log.segment.bytes": 16 << 20, "offsets.topic.num.partitions": 1})
    done = node.format(new_id())
    assert done.returncode == 0, done.stdout + done.stderr
    node.start()
    node.await_serving()
    admin = AdminClient({"bootstrap.servers": node.address})
    admin.create_topics([NewTopic(topic, 1, 1)])[topic].result(30)

    stream = Stream(node.address, topic)
    while not stream.failed and stream.sent * RECORD < 2 * SIZE_MIB << 20:
        stream.send(200)
    assert stream.failed, f"{stream.sent * RECORD >> 20} MiB were taken by a disk of {SIZE_MIB} MiB"
    taken = len(stream.acked)
    assert taken * RECORD > SIZE_MIB << 19, "it was half filled at least, before it was full"
    until("the node says that its disk is full", lambda: FULL.search(node.output()), 10)
    stream.send(20)
    assert len(stream.acked) == taken, "nothing more is acknowledged"
    assert "panicked" not in node.output()

    subprocess.run(["mount", "-o", f"remount,size={ROOM_MIB}m", small_disk], check=True)
    if not node.child.running:  # as its supervisor would
        node.start()
    node.await_serving()
    again = Stream(node.address, topic)
    again.sent = stream.sent
    def takes_records() -> bool:
        again.send(1)
        return bool(again.acked)
    until("records are taken again", takes_records, 60)
    found = read(node.address, topic)
    lost = sorted(stream.acked - set(found))
    assert not lost, f"{len(lost)} acknowledged records are lost, such as {lost[:5]}"
    acknowledged = [n for n in found if n in stream.acked]
    assert acknowledged == sorted(stream.acked), "each once, in order"
    note(f"{taken} records of {RECORD} B before the disk of {SIZE_MIB} MiB was full; all found afterwards")
