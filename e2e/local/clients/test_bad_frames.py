"""Frames and bodies that no well-behaved client sends.

Where Kafka answers with an error code, that code; where Kafka closes the connection, closed it is. After every test a
well-behaved connection is served as before.
"""

import pytest

from harness.wire import requests
from harness.wire.batch import batch
from harness.wire.connection import Closed, Connection
from harness.wire.encoding import compact_string, int8, int16, int32, string, uvarint

from . import BAD_TOPIC

LIMIT = 100 << 20  # socket.request.max.bytes by default
UNSUPPORTED_VERSION = 35


def refused(connection: Connection, data: bytes) -> None:
    """The broker closes the connection instead of answering or waiting for more."""
    connection.send(data)
    with pytest.raises(Closed):
        answer = connection.receive()
        pytest.fail(f"answered with {answer.data[:64].hex()}")


@pytest.mark.parametrize("size", [LIMIT + 1, 0x7FFFFFFF, -1, -0x80000000], ids=["one above the limit", "2 GiB", "-1", "-2 GiB"])
def test_a_frame_of_an_impossible_size_closes_the_connection(any_listener: str, size: int) -> None:
    with Connection(any_listener) as c:
        refused(c, int32(size) + b"\0" * 64)


def test_a_frame_too_short_for_a_header_closes_the_connection(any_listener: str) -> None:
    for size in (0, 1, 7):
        with Connection(any_listener) as c:
            refused(c, int32(size) + b"\0" * size)


ABSURD = 0x7FFFFFF0
BODIES = {
    "Metadata v1, absurd topic count": (3, 1, int32(ABSURD), False),
    "Metadata v9, absurd compact topic count": (3, 9, uvarint(ABSURD), True),
    "Metadata v1, a topic name longer than the body": (3, 1, int32(1) + int16(0x7FFF) + b"x", False),
    "Metadata v9, absurd tag count": (3, 9, uvarint(1) + b"\0\0\0" + uvarint(ABSURD), True),
    "Metadata v9, a count that never ends": (3, 9, b"\xff" * 16, True),
    "Produce v3, absurd topic count": (0, 3, string(None) + int16(-1) + int32(1000) + int32(ABSURD), False),
    "Produce v3, absurd partition count": (0, 3, string(None) + int16(-1) + int32(1000) + int32(1) + string(BAD_TOPIC) + int32(ABSURD), False),
    "Produce v3, records longer than the body": (0, 3, string(None) + int16(-1) + int32(1000) + int32(1) + string(BAD_TOPIC) + int32(1) + int32(0) + int32(ABSURD), False),
    "Fetch v4, absurd topic count": (1, 4, int32(-1) + int32(10) + int32(1) + int32(1000) + int8(0) + int32(ABSURD), False),
    "CreateTopics v2, absurd assignment count": (19, 2, int32(1) + string("t") + int32(1) + int16(1) + int32(ABSURD), False),
    "JoinGroup v2, absurd protocol count": (11, 2, string("g") + int32(10000) + int32(10000) + string("") + string("consumer") + int32(ABSURD), False),
    "OffsetCommit v2, absurd topic count": (8, 2, string("g") + int32(-1) + string("") + b"\0" * 8 + int32(ABSURD), False),
    "Metadata v4, cut off": (3, 4, int32(1) + int16(20) + b"half a na", False),
    "Produce v3, cut off": (0, 3, requests.produce_body(BAD_TOPIC, batch([b"x" * 50]))[:-30], False),
    "Produce v3, empty": (0, 3, b"", False),
    "ListOffsets v1, cut off": (2, 1, int32(-1) + int32(1) + string(BAD_TOPIC) + int32(1) + int16(0), False),
}


@pytest.mark.parametrize("name", BODIES)
def test_a_body_that_does_not_hold_what_it_counts_closes_the_connection(address: str, name: str) -> None:
    key, version, body, flexible = BODIES[name]
    with Connection(address) as c:
        refused(c, c.request(key, version, body, flexible=flexible))


@pytest.mark.parametrize(("key", "version"), [(32000, 0), (-1, 0), (4, 0), (3, 99), (0, 2), (1, -1), (0, 32767)],
                         ids=lambda n: str(n))
def test_an_unknown_key_or_version_is_refused(address: str, key: int, version: int) -> None:
    """Apache Kafka closes the connection. An answer with UNSUPPORTED_VERSION, where the request is known, is as good."""
    with Connection(address) as c:
        c.send(c.request(key, version, b"\0" * 16))
        try:
            answer = c.receive()
        except Closed:
            return
        answer.int32()
        assert answer.data.count(int16(UNSUPPORTED_VERSION)), f"answered with {answer.data[:64].hex()}"


@pytest.mark.parametrize("version", [5, 99, 32767])
def test_an_unknown_version_of_api_versions_is_answered_in_version_0(address: str, version: int) -> None:
    with Connection(address) as c:
        body = compact_string("raw") + compact_string("1") + b"\0"
        code, ranges = requests.api_versions_v0(c, version, body, flexible=True)
        assert code == UNSUPPORTED_VERSION
        low, high = ranges[requests.API_VERSIONS]
        assert low == 0 and high >= 3, "and says which versions would be understood"
        # and the connection lives, so that the client can ask again
        code, ranges = requests.api_versions_v0(c, 0)
        assert code == 0 and {0, 1, 2, 3, 18, 19} <= ranges.keys()


def test_only_kafka_s_own_apis_are_listed(any_listener: str) -> None:
    with Connection(any_listener) as c:
        code, ranges = requests.api_versions_v0(c, 0)
    assert code == 0 and max(ranges) < 1000, "what nodes say to one another in private is nobody else's business"
    assert all(low <= high for low, high in ranges.values())
