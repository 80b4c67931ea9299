"""The few requests that the tests send by hand, in old versions that every broker of Kafka 4 serves."""

from ..wait import until
from .connection import Connection
from .encoding import Reader, array, int8, int16, int32, string

PRODUCE, METADATA, CREATE_TOPICS, INIT_PRODUCER_ID, API_VERSIONS = 0, 3, 19, 22, 18
LOAD_IN_PROGRESS = 14  # COORDINATOR_LOAD_IN_PROGRESS: a broker whose block of producer ids is on its way


def metadata_topic_errors(connection: Connection, *topics: str, create: bool = False) -> dict[str, int]:
    """Metadata v4 of topics; each topic's error code."""
    answer = connection.call(METADATA, 4, array([string(t) for t in topics]) + int8(create))
    answer.int32()  # throttle time
    for _ in range(answer.int32()):
        answer.int32(), answer.string(), answer.int32(), answer.string()
    answer.string(), answer.int32()  # cluster id, controller
    errors = {}
    for _ in range(answer.int32()):
        code = answer.int16()
        errors[answer.string()] = code
        answer.take(1)
        for _ in range(answer.int32()):
            answer.int16(), answer.int32(), answer.int32()
            for _ in range(2):
                answer.take(4 * answer.int32())
    return errors


def brokers_in_service(connection: Connection) -> int:
    """Metadata v1 without topics: how many brokers it names, or 0 where it names no controller."""
    answer = connection.call(METADATA, 1, array([]))
    count = answer.int32()
    for _ in range(count):
        answer.int32(), answer.string(), answer.int32(), answer.string()
    return count if answer.int32() >= 0 else 0


def create_topic_error(connection: Connection, topic: str, partitions: int = 1, replication: int = 1) -> int:
    """CreateTopics v2 of one topic; its error code."""
    one = string(topic) + int32(partitions) + int16(replication) + array([]) + array([])
    answer = connection.call(CREATE_TOPICS, 2, array([one]) + int32(10_000) + int8(0))
    answer.int32()
    assert answer.int32() == 1
    answer.string()
    return answer.int16()


def init_producer_id(connection: Connection) -> tuple[int, int]:
    """InitProducerId v0 without a transaction: producer id and epoch, once the broker has ids to give."""
    def ask() -> Reader | None:
        answer = connection.call(INIT_PRODUCER_ID, 0, string(None) + int32(60_000))
        answer.int32()
        code = answer.int16()
        assert code in (0, LOAD_IN_PROGRESS), f"InitProducerId answered {code}"
        return None if code else answer
    answer = until("a producer id", ask, 10)
    return answer.int64(), answer.int16()


def produce_body(topic: str, records: bytes, *, partition: int = 0, acks: int = -1) -> bytes:
    """The body of Produce v3 with one batch."""
    data = int32(partition) + int32(len(records)) + records
    return string(None) + int16(acks) + int32(10_000) + array([string(topic) + array([data])])


def produce_error(connection: Connection, topic: str, records: bytes, **how: int) -> tuple[int, int]:
    """Produce v3: error code and base offset of the only partition."""
    answer = connection.call(PRODUCE, 3, produce_body(topic, records, **how))
    assert answer.int32() == 1
    answer.string()
    assert answer.int32() == 1
    answer.int32()
    return answer.int16(), answer.int64()


def api_versions_v0(connection: Connection, version: int, body: bytes = b"", *, flexible: bool = False) -> tuple[int, dict[int, tuple[int, int]]]:
    """ApiVersions asked in any version, its answer read as v0: error code and key ranges."""
    answer = connection.call(API_VERSIONS, version, body, flexible=flexible)
    code = answer.int16()
    return code, {answer.int16(): (answer.int16(), answer.int16()) for _ in range(answer.int32())}
