"""confluent-kafka (librdkafka of today): admin, idempotent producer, consumer groups."""

import time
from collections.abc import Callable

import pytest
from confluent_kafka import (
    Consumer,
    ConsumerGroupTopicPartitions,
    KafkaError,
    KafkaException,
    Producer,
    TopicPartition,
)
from confluent_kafka.admin import (
    AdminClient,
    AlterConfigOpType,
    ConfigEntry,
    ConfigResource,
    NewPartitions,
    NewTopic,
    OffsetSpec,
    ResourceType,
)

from harness.cluster import Cluster
from harness.wait import until

TOPIC, GROUP, RECORDS = "confluent", "confluent-group", 600


@pytest.fixture(scope="module")
def admin(cluster: Cluster) -> AdminClient:
    return AdminClient({"bootstrap.servers": cluster.bootstrap})


@pytest.fixture(scope="module", autouse=True)
def topic(admin: AdminClient) -> None:
    admin.create_topics([NewTopic(TOPIC, 3)])[TOPIC].result(30)
    until("the topic in a broker's metadata", lambda: len(admin.list_topics(TOPIC, timeout=5).topics[TOPIC].partitions) == 3, 10)


def error(call: Callable[[], object]) -> int:
    """The code of the KafkaException that the call must end with."""
    with pytest.raises(KafkaException) as raised:
        call()
    return raised.value.args[0].code()


def produce(cluster: Cluster, topic: str, values: list[str], **config: object) -> None:
    faults: list[KafkaError] = []
    producer = Producer({"bootstrap.servers": cluster.bootstrap, "enable.idempotence": True, "acks": "all", **config})
    for n, value in enumerate(values):
        producer.produce(topic, value, key=f"k{n % 17}", on_delivery=lambda e, _: faults.append(e) if e else None)
    assert producer.flush(30) == 0 and not faults, faults[:3]


def consumer(cluster: Cluster, group: str) -> Consumer:
    return Consumer({"bootstrap.servers": cluster.bootstrap, "group.id": group, "auto.offset.reset": "earliest", "enable.auto.commit": False,
                     "fetch.wait.max.ms": 100})


def read(readers: list[Consumer], count: int, seconds: float = 30) -> list[tuple[int, int, str]]:
    """That many records: partition, offset, value."""
    records: list[tuple[int, int, str]] = []

    def look() -> bool:
        for reader in readers:
            for m in reader.consume(500, timeout=0.1):
                if m.error():
                    raise RuntimeError(str(m.error()))
                records.append((m.partition(), m.offset(), m.value().decode()))
        return len(records) >= count
    until(f"{count} records", look, seconds)
    return records


def test_creating_a_topic_again_is_refused(admin: AdminClient) -> None:
    assert error(lambda: admin.create_topics([NewTopic(TOPIC, 3)])[TOPIC].result(30)) == KafkaError.TOPIC_ALREADY_EXISTS


def test_a_topic_in_a_dry_run_is_not_created(admin: AdminClient) -> None:
    admin.create_topics([NewTopic("confluent-dry", 1)], validate_only=True)["confluent-dry"].result(30)
    assert "confluent-dry" not in admin.list_topics(timeout=5).topics


def test_the_cluster_is_described(admin: AdminClient, cluster: Cluster) -> None:
    seen = admin.describe_cluster().result(30)
    assert seen.cluster_id == cluster.cluster_id
    assert sorted(n.id for n in seen.nodes) == [0, 1, 2] and seen.controller.id in (0, 1, 2)


def test_a_configuration_is_altered_incrementally(admin: AdminClient) -> None:
    def resource(*entries: ConfigEntry) -> ConfigResource:
        return ConfigResource(ResourceType.TOPIC, TOPIC, incremental_configs=list(entries))

    def value() -> str:
        return list(admin.describe_configs([ConfigResource(ResourceType.TOPIC, TOPIC)]).values())[0].result(30)["retention.ms"].value
    before = value()
    list(admin.incremental_alter_configs([resource(ConfigEntry("retention.ms", "7200000", incremental_operation=AlterConfigOpType.SET))]).values())[0].result(30)
    until("the new value", lambda: value() == "7200000", 10)
    list(admin.incremental_alter_configs([resource(ConfigEntry("retention.ms", None, incremental_operation=AlterConfigOpType.DELETE))]).values())[0].result(30)
    until("the old value", lambda: value() == before, 10)


def test_partitions_are_added(admin: AdminClient) -> None:
    admin.create_topics([NewTopic("confluent-grown", 1)])["confluent-grown"].result(30)
    admin.create_partitions([NewPartitions("confluent-grown", 3)])["confluent-grown"].result(30)
    until("three partitions", lambda: len(admin.list_topics("confluent-grown", timeout=5).topics["confluent-grown"].partitions) == 3, 10)


@pytest.mark.parametrize("codec", ["none", "gzip", "snappy", "lz4", "zstd"])
def test_an_idempotent_producer_keeps_each_partition_s_order(cluster: Cluster, admin: AdminClient, codec: str) -> None:
    topic = f"confluent-{codec}"
    admin.create_topics([NewTopic(topic, 2)])[topic].result(30)
    produce(cluster, topic, [f"{n:06}" for n in range(2000)], **{"compression.type": codec, "linger.ms": 5})
    reader = consumer(cluster, f"{topic}-group")
    reader.assign([TopicPartition(topic, p, 0) for p in range(2)])
    records = read([reader], 2000)
    reader.close()
    assert len(records) == 2000 and len({value for _, _, value in records}) == 2000
    for p in range(2):
        mine = [(offset, value) for partition, offset, value in records if partition == p]
        assert [offset for offset, _ in mine] == list(range(len(mine))), "offsets without a gap"
        assert [value for _, value in mine] == sorted(value for _, value in mine), "values in the order of sending"


def test_a_group_of_two_shares_the_partitions_and_a_third_goes_on_where_they_committed(cluster: Cluster, admin: AdminClient) -> None:
    members = [consumer(cluster, GROUP) for _ in range(2)]
    for m in members:
        m.subscribe([TOPIC])

    def shared() -> bool:
        for m in members:
            assert m.poll(0.1) is None, "nothing was produced yet"
        return sorted(p.partition for m in members for p in m.assignment()) == [0, 1, 2] and all(m.assignment() for m in members)
    until("both members have partitions", shared, 30)
    produce(cluster, TOPIC, [str(n) for n in range(RECORDS)])
    records = read(members, RECORDS)
    assert len({value for _, _, value in records}) == RECORDS == len(records)
    described = admin.describe_consumer_groups([GROUP])[GROUP].result(30)
    assert described.state.name == "STABLE" and len(described.members) == 2
    for m in members:
        m.commit(asynchronous=False)
        m.close()
    produce(cluster, TOPIC, ["after"])
    third = consumer(cluster, GROUP)
    third.subscribe([TOPIC])
    assert [value for _, _, value in read([third], 1)] == ["after"]
    third.commit(asynchronous=False)
    third.close()


def test_committed_offsets_are_listed_and_altered(admin: AdminClient) -> None:
    def committed() -> int:
        listed = admin.list_consumer_group_offsets([ConsumerGroupTopicPartitions(GROUP)])[GROUP].result(30)
        return sum(p.offset for p in listed.topic_partitions if p.offset > 0)
    assert committed() == RECORDS + 1
    first = [TopicPartition(TOPIC, p, 0) for p in range(3)]
    admin.alter_consumer_group_offsets([ConsumerGroupTopicPartitions(GROUP, first)])[GROUP].result(30)
    assert committed() == 0


def test_groups_are_listed(admin: AdminClient) -> None:
    listed = admin.list_consumer_groups().result(30)
    assert not listed.errors and GROUP in {g.group_id for g in listed.valid}


def test_offsets_are_listed_by_position_and_by_time(cluster: Cluster, admin: AdminClient) -> None:
    def offsets(spec: OffsetSpec) -> int:
        asked = {TopicPartition(TOPIC, p): spec for p in range(3)}
        return sum(f.result(30).offset for f in admin.list_offsets(asked).values())
    assert offsets(OffsetSpec.latest()) == RECORDS + 1
    assert offsets(OffsetSpec.earliest()) == 0
    assert offsets(OffsetSpec.for_timestamp(int((time.time() - 3600) * 1000))) == 0


def test_a_name_that_kafka_refuses_is_refused(admin: AdminClient) -> None:
    for name in ("a/b", "..", "x" * 250):
        asked = admin.create_topics([NewTopic(name, 1)])[name]
        assert error(lambda asked=asked: asked.result(30)) == KafkaError.TOPIC_EXCEPTION


def test_the_group_and_then_the_topic_are_deleted(cluster: Cluster, admin: AdminClient, served: dict[int, tuple[int, int]]) -> None:
    if 42 in served:
        admin.delete_consumer_groups([GROUP])[GROUP].result(30)
    admin.delete_topics([TOPIC])[TOPIC].result(30)
    until("the topic is gone", lambda: TOPIC not in admin.list_topics(timeout=5).topics, 10)
