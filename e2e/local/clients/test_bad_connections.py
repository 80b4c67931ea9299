"""Connections that are slow, silent, broken off or greedy: they cost the others nothing."""

import resource
import select
import socket
import struct

import pytest
from confluent_kafka import Producer

from harness.cluster import Cluster
from harness.wire import requests
from harness.wire.batch import batch
from harness.wire.connection import Connection
from harness.wire.encoding import int8, int32, string

from . import BAD_TOPIC

LIMIT = 100 << 20  # socket.request.max.bytes by default
PAUSE_S = 0.02  # between the bytes of a slow client


def test_a_frame_that_trickles_in_is_answered(address: str) -> None:
    with Connection(address) as c:
        for byte in c.request(requests.API_VERSIONS, 0, b""):
            assert not select.select([c.socket], [], [], PAUSE_S)[0], "nothing can be said before the last byte"
            c.send(bytes([byte]))
        assert c.receive().int32() == 1


def test_pipelined_requests_are_answered_in_order(address: str) -> None:
    with Connection(address) as c:
        c.send(b"".join(c.request(requests.API_VERSIONS, 0, b"") for _ in range(200)))
        assert [c.receive().int32() for _ in range(200)] == list(range(1, 201))


def test_connections_that_stand_open_or_stop_halfway_do_not_disturb_others(address: str, cluster: Cluster) -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, 8192), hard))
    open_connections: list[Connection] = []
    try:
        for n in range(600):
            c = Connection(address)
            open_connections.append(c)
            if n % 3 == 1:
                c.send(int32(100 << 10) + b"\0\3")  # claims 100 KiB and stops
            elif n % 3 == 2:
                c.send(c.request(requests.METADATA, 4, int32(1) + string(BAD_TOPIC))[:9])
        faults = []
        producer = Producer({"bootstrap.servers": cluster.bootstrap, "acks": "all", "enable.idempotence": True})
        for n in range(5000):
            producer.produce(BAD_TOPIC, f"{n}", on_delivery=lambda e, _: faults.append(e) if e else None)
        assert producer.flush(20) == 0 and not faults
        for c in open_connections[::3]:
            assert c.call(requests.API_VERSIONS, 0, b"").int16() == 0, "an idle connection is served when it speaks"
    finally:
        for n, c in enumerate(open_connections):
            if n % 2:  # without a farewell
                c.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            c.socket.close()
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


def test_a_frame_takes_no_memory_before_its_bytes_come(address: str, kind: str) -> None:
    if kind == "apache":
        pytest.skip("Apache Kafka allocates what a frame claims, and with 384 MiB of heap dies of this test")
    open_connections = []
    try:
        for _ in range(200):  # 20 GB, claimed and not sent
            open_connections.append(Connection(address))
            open_connections[-1].send(int32(LIMIT - 1) + b"\0\3")
        with Connection(address) as c:
            assert requests.produce_error(c, BAD_TOPIC, batch([b"x"]))[0] == 0
    finally:
        for c in open_connections:
            c.socket.close()


def test_a_reader_that_never_takes_its_answers_holds_nobody_up(address: str) -> None:
    with Connection(address) as greedy, Connection(address) as other:
        greedy.socket.setblocking(False)
        frame = greedy.request(requests.METADATA, 4, int32(-1) + int8(0))
        for _ in range(20_000):  # answers pile up until the broker stops reading
            try:
                greedy.socket.send(frame)
            except (BlockingIOError, BrokenPipeError, ConnectionResetError):
                break
        assert requests.produce_error(other, BAD_TOPIC, batch([b"x"]))[0] == 0
        assert requests.metadata_topic_errors(other, BAD_TOPIC)[BAD_TOPIC] == 0
