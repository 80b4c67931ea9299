"""Facts about a cluster, asked by e2e-go (franz-go) in some ten milliseconds; Java's tools take a second."""

import json
import subprocess
from dataclasses import dataclass

from . import paths


class Unanswered(RuntimeError):
    """e2e-go could not do what it was asked; the sentence is its own."""


def e2e_go(*arguments: object, seconds: float = 60) -> str:
    """Runs e2e-go; its standard output."""
    command = [*paths.e2e_go(), *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=seconds, stdin=subprocess.DEVNULL)
    if done.returncode:
        raise Unanswered(done.stderr.strip() or f"{' '.join(command)} ended with {done.returncode}")
    return done.stdout


@dataclass(frozen=True)
class Partition:
    """One partition as Metadata shows it."""

    topic: str
    partition: int
    leader: int
    epoch: int
    replicas: list[int]
    isr: list[int]
    offline: list[int]
    error: str = ""


@dataclass(frozen=True)
class Metadata:
    """A Metadata answer: the brokers in service and every topic."""

    cluster_id: str
    brokers: dict[int, str]  # id to host:port
    topics: dict[str, list[Partition]]

    def partitions(self) -> list[Partition]:
        return [p for topic in self.topics.values() for p in topic]

    def out_of_sync(self) -> list[Partition]:
        """Partitions without a leader or with a replica that is not in sync."""
        return [p for p in self.partitions() if p.leader < 0 or p.error or sorted(p.isr) != sorted(p.replicas)]


def metadata(bootstrap: str, limit: float = 5) -> Metadata:
    """What a broker says of the cluster."""
    answer = json.loads(e2e_go("ask", "metadata", "--bootstrap", bootstrap, "--limit", f"{limit}s"))
    topics = {name: [Partition(name, **p) for p in partitions] for name, partitions in answer["topics"].items()}
    return Metadata(answer["cluster_id"], {b["id"]: f"{b['host']}:{b['port']}" for b in answer["brokers"]}, topics)


def ends(bootstrap: str, limit: float = 10) -> dict[str, dict[int, int]]:
    """The high watermark of every partition: topic to partition to offset."""
    answer = json.loads(e2e_go("ask", "ends", "--bootstrap", bootstrap, "--limit", f"{limit}s"))
    return {topic: {int(p): end for p, end in partitions.items()} for topic, partitions in answer.items()}


@dataclass(frozen=True)
class Replica:
    """A voter or observer of the metadata quorum."""

    id: int
    directory: str
    log_end: int
    last_fetch_ms: int  # since the epoch; -1: never by this leader


@dataclass(frozen=True)
class Quorum:
    """A DescribeQuorum answer of the leader."""

    leader: int
    epoch: int
    high_watermark: int
    voters: list[Replica]
    observers: list[Replica]

    def voter_ids(self) -> list[int]:
        return sorted(v.id for v in self.voters)


def quorum(addresses: str, limit: float = 5) -> Quorum:
    """What the quorum's leader says, asked through any of the addresses (controllers' or brokers')."""
    answer = json.loads(e2e_go("ask", "quorum", "--bootstrap", addresses, "--limit", f"{limit}s"))
    return Quorum(answer["leader"], answer["epoch"], answer["high_watermark"],
                  [Replica(**v) for v in answer["voters"]], [Replica(**o) for o in answer["observers"]])


def versions(address: str) -> dict[int, tuple[int, int]]:
    """The API keys that a broker lists."""
    return {int(k): tuple(v) for k, v in json.loads(e2e_go("ask", "versions", "--bootstrap", address)).items()}
