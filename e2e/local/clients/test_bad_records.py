"""Requests that are well-formed and wrong: each gets the error code that Kafka gives, and nothing of it is kept."""

import pytest

from harness.wire import requests
from harness.wire.batch import batch
from harness.wire.connection import Closed, Connection

from . import BAD_TOPIC

CORRUPT_MESSAGE, UNKNOWN_TOPIC, INVALID_TOPIC, OUT_OF_ORDER_SEQUENCE, INVALID_PRODUCER_EPOCH = 2, 3, 17, 45, 47


def test_a_wrong_checksum_is_a_corrupt_message(address: str) -> None:
    with Connection(address) as c:
        assert requests.produce_error(c, BAD_TOPIC, batch([b"x"], crc=0xDEADBEEF)) == (CORRUPT_MESSAGE, -1)
        broken = bytearray(batch([b"broken on the way"]))
        broken[-5] ^= 1
        assert requests.produce_error(c, BAD_TOPIC, bytes(broken)) == (CORRUPT_MESSAGE, -1)


def test_nothing_refused_is_stored(address: str) -> None:
    with Connection(address) as c:
        before = requests.produce_error(c, BAD_TOPIC, batch([b"before"]))[1]
        for bad in (batch([b"x"], crc=1), batch([b"x", b"y"], count=7), batch([b"x"], length=20)):
            try:
                with Connection(address) as other:
                    assert requests.produce_error(other, BAD_TOPIC, bad)[0] != 0
            except Closed:
                pass
        assert requests.produce_error(c, BAD_TOPIC, batch([b"after"]))[1] == before + 1


def test_a_gap_in_an_idempotent_producer_s_sequence_is_out_of_order(address: str) -> None:
    with Connection(address) as c:
        producer, epoch = requests.init_producer_id(c)
        def send(sequence: int) -> tuple[int, int]:
            return requests.produce_error(c, BAD_TOPIC, batch([b"x"], producer_id=producer, producer_epoch=epoch, sequence=sequence))
        code, first = send(0)
        assert code == 0
        assert send(2)[0] == OUT_OF_ORDER_SEQUENCE
        assert send(1) == (0, first + 1), "the gap was not stored and the next in order is welcome"
        assert send(1) == (0, first + 1), "a repeated batch is acknowledged where it is, not stored again"


def test_an_older_epoch_of_a_producer_is_refused(address: str) -> None:
    with Connection(address) as c:
        producer, epoch = requests.init_producer_id(c)
        assert requests.produce_error(c, BAD_TOPIC, batch([b"x"], producer_id=producer, producer_epoch=epoch + 1, sequence=0))[0] == 0
        assert requests.produce_error(c, BAD_TOPIC, batch([b"x"], producer_id=producer, producer_epoch=epoch, sequence=0))[0] == INVALID_PRODUCER_EPOCH


@pytest.mark.parametrize("name", ["", ".", "..", "a/b", "a b", "ä", "x" * 250, "a\x00b"], ids=repr)
def test_a_name_that_kafka_refuses_is_refused(address: str, name: str) -> None:
    with Connection(address) as c:
        assert requests.create_topic_error(c, name) == INVALID_TOPIC
        assert requests.metadata_topic_errors(c, name, create=True)[name] == INVALID_TOPIC


def test_an_unknown_topic_is_not_created_unasked(address: str) -> None:
    with Connection(address) as c:
        assert requests.metadata_topic_errors(c, "bad-frames-unasked", create=False) == {"bad-frames-unasked": UNKNOWN_TOPIC}
