"""The two sides of a comparison: a program and a layout, started with its own defaults.

Layouts: `one` is one node that is broker and controller; `three` is three controllers and three brokers, replication factor 3,
min.insync.replicas 2. Apache Kafka runs with the heap and the JVM settings of its distribution.
"""

import time
from abc import ABC, abstractmethod
from pathlib import Path

from harness import servers
from harness.apache import ApacheCluster
from harness.apache_node import new_id
from harness.cluster import Cluster
from harness.ferryman import FerrymanCluster
from harness.lone_node import LoneNode
from harness.processes import cpu_seconds, resident_mib
from harness.wait import until
from harness.wire import requests
from harness.wire.connection import Connection

LAYOUTS = {"one": 1, "three": 3}  # name to replication factor
SERVING_WITHIN_S = 120
CONFIG = {"default.replication.factor": 3, "min.insync.replicas": 2, "group.initial.rebalance.delay.ms": 0}


def await_brokers(addresses: list[str], count: int) -> None:
    """Until every address names that many brokers in service; looked at every 5 ms."""
    def look() -> bool:
        for address in addresses:
            with Connection(address, seconds=0.5) as c:
                if requests.brokers_in_service(c) < count:
                    return False
        return True
    until(f"{count} brokers in service", look, SERVING_WITHIN_S, every=0.005)


class Side(ABC):
    """One program in one layout, while it runs."""

    bootstrap: str

    @abstractmethod
    def start(self) -> float:
        """Seconds from starting it for the first time until it serves."""

    @abstractmethod
    def stop(self) -> float:
        """Seconds that an orderly end takes."""

    @abstractmethod
    def start_again(self) -> float:
        """Seconds from starting it after an orderly end until it serves."""

    @abstractmethod
    def pids(self) -> list[int]:
        """Its processes: brokers and controllers."""

    @abstractmethod
    def close(self) -> None:
        """Ends it."""

    def cpu_seconds(self) -> float:
        return sum(map(cpu_seconds, self.pids()))

    def resident_mib(self) -> float:
        return sum(map(resident_mib, self.pids()))


class One(Side):
    """A combined node."""

    def __init__(self, program: str, directory: Path):
        server = servers.apache(heap="1g", jvm="") if program == "apache" else servers.ferryman()
        self._node = LoneNode(server, directory)
        self.bootstrap = self._node.address
        done = self._node.format(new_id())
        if done.returncode:
            raise RuntimeError(done.stdout + done.stderr)

    def start(self) -> float:
        began = time.monotonic()
        self._node.start()
        await_brokers([self._node.address], 1)
        return time.monotonic() - began

    start_again = start

    def stop(self) -> float:
        began = time.monotonic()
        self._node.child.terminate()
        self._node.child.wait(60)
        return time.monotonic() - began

    def pids(self) -> list[int]:
        return [self._node.child.pid]

    def close(self) -> None:
        self._node.end()


class Three(Side):
    """Three controllers and three brokers. The first start contains the formatting of six directories."""

    def __init__(self, program: str, directory: Path):
        self._cluster: Cluster
        if program == "apache":
            self._cluster = ApacheCluster(directory, config=CONFIG, server=servers.apache(heap="1g", jvm=""))
        else:
            self._cluster = FerrymanCluster(directory, config=CONFIG)
        self._pids: list[int] = []

    def start(self) -> float:
        began = time.monotonic()
        self._cluster.up()
        self.bootstrap = self._cluster.bootstrap
        took = time.monotonic() - began
        self._pids = [n.pid for n in self._cluster.nodes()]
        return took

    def stop(self) -> float:
        began = time.monotonic()
        self._cluster.down()
        return time.monotonic() - began

    def start_again(self) -> float:
        addresses = self.bootstrap.split(",")
        began = time.monotonic()
        self._cluster.start_all()
        await_brokers(addresses, len(addresses))
        took = time.monotonic() - began
        self._pids = [n.pid for n in self._cluster.nodes()]
        return took

    def pids(self) -> list[int]:
        return self._pids

    def close(self) -> None:
        self._cluster.close()


def side(program: str, layout: str, directory: Path) -> Side:
    """A side that is ready to be started."""
    return (One if layout == "one" else Three)(program, directory)
