"""The command line tools of Apache Kafka, unmodified: each does here what its manual says.

A table of small steps over one topic and one group; a later row builds on earlier ones.
"""

import re
from dataclasses import dataclass, field

import pytest

from harness.cluster import Cluster
from harness.tools import Done, kafka


@dataclass(frozen=True)
class Row:
    """One call of a tool. {bootstrap}, {controllers} and {cluster_id} stand for the cluster's."""

    name: str
    tool: str
    arguments: str
    given: str | None = None  # standard input
    expect: list[str] = field(default_factory=list)  # patterns that the output matches, in any order
    never: list[str] = field(default_factory=list)
    code: int = 0
    needs: int | None = None  # API key without which the row is skipped
    settles: bool = False  # another broker may learn of an earlier row a moment later: asked again for a while

    def __str__(self) -> str:
        return self.name


LAG = r"readers\s+java\s+{}\s+{}\s+{}\s+{}\s"

ROWS = [
    Row("cluster-id", "cluster", "cluster-id --bootstrap-server {bootstrap}", expect=["Cluster ID: {cluster_id}"]),
    Row("broker-api-versions", "broker-api-versions", "--bootstrap-server {bootstrap}",
        expect=[r"\(id: 0 ", r"\(id: 1 ", r"\(id: 2 ", r"Produce\(0\): \d+ to \d+ \[usable: \d+\]"], never=["UNSUPPORTED.*Metadata"]),

    Row("topics-create", "topics", "--bootstrap-server {bootstrap} --create --topic java --partitions 3", expect=["Created topic java"]),
    Row("topics-list", "topics", "--bootstrap-server {bootstrap} --list", expect=["^java$"], settles=True),
    Row("topics-describe", "topics", "--bootstrap-server {bootstrap} --describe --topic java", settles=True,
        expect=["PartitionCount: 3", "ReplicationFactor: 3", *(rf"Partition: {p}\s+Leader: [012]\s+Replicas: \d,\d,\d\s+Isr: \d,\d,\d\s" for p in range(3))]),
    Row("topics-create-again", "topics", "--bootstrap-server {bootstrap} --create --topic java", code=1, expect=["TopicExistsException"]),
    Row("topics-create-if-not-exists", "topics", "--bootstrap-server {bootstrap} --create --if-not-exists --topic java"),
    Row("topics-create-beyond-the-brokers", "topics", "--bootstrap-server {bootstrap} --create --topic java-7 --replication-factor 7", code=1,
        expect=["InvalidReplicationFactorException"]),
    Row("topics-create-bad-name", "topics", "--bootstrap-server {bootstrap} --create --topic ja/va", code=1, expect=["InvalidTopicException"]),
    Row("topics-create-placed", "topics", "--bootstrap-server {bootstrap} --create --topic java-placed --replica-assignment 0:1:2,2:1:0"),
    Row("topics-describe-placed", "topics", "--bootstrap-server {bootstrap} --describe --topic java-placed", settles=True,
        expect=[r"Partition: 0\s+Leader: 0\s+Replicas: 0,1,2", r"Partition: 1\s+Leader: 2\s+Replicas: 2,1,0"]),
    Row("topics-alter", "topics", "--bootstrap-server {bootstrap} --alter --topic java --partitions 4"),
    Row("topics-describe-altered", "topics", "--bootstrap-server {bootstrap} --describe --topic java", expect=["PartitionCount: 4"], settles=True),
    Row("topics-alter-to-fewer", "topics", "--bootstrap-server {bootstrap} --alter --topic java --partitions 2", code=1,
        expect=["InvalidPartitionsException"]),
    Row("topics-under-replicated", "topics", "--bootstrap-server {bootstrap} --describe --under-replicated-partitions", never=["Partition:"]),

    Row("console-producer-keys", "console-producer", "--bootstrap-server {bootstrap} --topic java --command-property acks=all "
        "--reader-property parse.key=true --reader-property key.separator=:", given="k1:v1\nk2:v2\nk1:v3\n"),
    Row("console-producer-zstd", "console-producer", "--bootstrap-server {bootstrap} --topic java --compression-codec zstd", given="z1\nz2\n"),
    Row("console-consumer-group", "console-consumer", "--bootstrap-server {bootstrap} --topic java --from-beginning --max-messages 5 --group readers "
        "--timeout-ms 30000 --formatter-property print.key=true", expect=["^k1\tv1$", "^k2\tv2$", "^k1\tv3$", "^null\tz1$", "^null\tz2$", "total of 5"]),
    Row("console-consumer-goes-on", "console-consumer", "--bootstrap-server {bootstrap} --topic java --max-messages 1 --group readers --timeout-ms 3000",
        expect=["total of 0 messages"]),
    Row("console-consumer-partition", "console-consumer", "--bootstrap-server {bootstrap} --topic java --partition 0 --offset earliest --timeout-ms 3000",
        expect=[r"total of \d+ messages"]),

    Row("get-offsets-earliest", "get-offsets", "--bootstrap-server {bootstrap} --topic java --time earliest", expect=[f"java:{p}:0" for p in range(4)]),
    Row("get-offsets-since-1970", "get-offsets", "--bootstrap-server {bootstrap} --topic java --time 1000", expect=[r"java:\d:0"]),
    Row("producer-perf-test", "producer-perf-test", "--bootstrap-server {bootstrap} --topic java-placed --num-records 20000 --record-size 100 "
        "--throughput -1 --command-property acks=all", expect=["^20000 records sent"]),
    Row("get-offsets-latest", "get-offsets", "--bootstrap-server {bootstrap} --topic java-placed --time latest", expect=[r"java-placed:0:\d+", r"java-placed:1:\d+"]),

    Row("groups-list", "consumer-groups", "--bootstrap-server {bootstrap} --list", expect=["^readers$"], settles=True),
    Row("groups-describe", "consumer-groups", "--bootstrap-server {bootstrap} --describe --group readers", settles=True,
        expect=["no active members", *(LAG.format(p, r"\d+", r"\d+", 0) for p in range(4))]),
    Row("groups-describe-state", "consumer-groups", "--bootstrap-server {bootstrap} --describe --group readers --state", expect=[r"readers\s+.*Empty\s+0"]),
    Row("groups-describe-members", "consumer-groups", "--bootstrap-server {bootstrap} --describe --group readers --members", expect=["no active members"]),
    Row("groups-reset-offsets", "consumer-groups", "--bootstrap-server {bootstrap} --reset-offsets --group readers --topic java --to-earliest --execute",
        expect=[rf"readers\s+java\s+{p}\s+0" for p in range(4)]),
    Row("console-consumer-after-reset", "console-consumer", "--bootstrap-server {bootstrap} --topic java --max-messages 5 --group readers --timeout-ms 30000",
        expect=["total of 5 messages"]),
    Row("groups-delete-offsets", "consumer-groups", "--bootstrap-server {bootstrap} --delete-offsets --group readers --topic java", needs=47,
        expect=[r"java\s+0\s+Successful"]),
    Row("groups-delete", "consumer-groups", "--bootstrap-server {bootstrap} --delete --group readers", needs=42, expect=["was successful"]),

    Row("configs-alter", "configs", "--bootstrap-server {bootstrap} --alter --entity-type topics --entity-name java --add-config retention.ms=3600000",
        expect=["Completed updating config for topic java"]),
    Row("configs-describe", "configs", "--bootstrap-server {bootstrap} --describe --entity-type topics --entity-name java", settles=True,
        expect=["retention.ms=3600000 .*DYNAMIC_TOPIC_CONFIG"]),
    Row("configs-alter-unknown", "configs", "--bootstrap-server {bootstrap} --alter --entity-type topics --entity-name java --add-config no.such=1", code=1,
        expect=["InvalidConfigurationException"]),
    Row("configs-alter-bad-value", "configs", "--bootstrap-server {bootstrap} --alter --entity-type topics --entity-name java --add-config retention.ms=soon",
        code=1, expect=["InvalidConfigurationException"]),
    Row("configs-delete", "configs", "--bootstrap-server {bootstrap} --alter --entity-type topics --entity-name java --delete-config retention.ms",
        expect=["Completed updating config for topic java"]),
    Row("configs-describe-deleted", "configs", "--bootstrap-server {bootstrap} --describe --entity-type topics --entity-name java", settles=True,
        never=["retention.ms=3600000"]),
    Row("configs-describe-broker", "configs", "--bootstrap-server {bootstrap} --describe --entity-type brokers --entity-name 0 --all",
        expect=["default.replication.factor=3 .*STATIC_BROKER_CONFIG", "min.insync.replicas=2 ", "node.id=0 "]),

    Row("quorum-status", "metadata-quorum", "--bootstrap-server {bootstrap} describe --status",
        expect=[r"ClusterId:\s+{cluster_id}", r"LeaderId:\s+900[012]", *(rf'CurrentVoters:.*"id": {v}\b' for v in (9000, 9001, 9002)),
                *(rf'CurrentObservers:.*"id": {b}\b' for b in range(3))]),
    Row("quorum-replication", "metadata-quorum", "--bootstrap-server {bootstrap} describe --replication",
        expect=[r"900[012]\s.*Leader", r"900[012]\s.*Follower", *(rf"^{b}\s.*Observer" for b in range(3))]),
    Row("quorum-status-of-controllers", "metadata-quorum", "--bootstrap-controller {controllers} describe --status", expect=[r"LeaderId:\s+900[012]"]),

    Row("topics-delete", "topics", "--bootstrap-server {bootstrap} --delete --topic java"),
    Row("topics-list-without-it", "topics", "--bootstrap-server {bootstrap} --list", never=["^java$"], expect=["^java-placed$"], settles=True),
    Row("topics-delete-unknown", "topics", "--bootstrap-server {bootstrap} --delete --topic java", code=1, expect=["does not exist as expected"]),
]

ATTEMPTS = 5  # of a row that settles; each takes the better part of a second, so no pause is needed between them


def fault(row: Row, done: Done, values: dict[str, str]) -> str | None:
    """What is wrong with a finished call."""
    both = done.out + done.err
    if done.code != row.code:
        return f"exit code {done.code}, not {row.code}"
    for pattern in row.expect:
        if not re.search(pattern.replace("{cluster_id}", re.escape(values["cluster_id"])), both, re.MULTILINE):
            return f"nothing in the output matches {pattern!r}"
    for pattern in row.never:
        if re.search(pattern, both, re.MULTILINE):
            return f"the output matches {pattern!r}"
    return None


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_java_tool(row: Row, cluster: Cluster, served: dict[int, tuple[int, int]]) -> None:
    if row.needs is not None and row.needs not in served:
        pytest.skip(f"the broker does not list API key {row.needs}")
    values = {"bootstrap": cluster.bootstrap, "controllers": cluster.controllers, "cluster_id": cluster.cluster_id}
    arguments = [a.format(**values) for a in row.arguments.split()]
    for _ in range(ATTEMPTS if row.settles else 1):
        done = kafka(row.tool, *arguments, given=row.given)
        wrong = fault(row, done, values)
        if wrong is None:
            return
    pytest.fail(f"{wrong}\n{done}", pytrace=False)
