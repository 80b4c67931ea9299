"""One unmodified broker of Apache Kafka that joins a cluster run by somebody else."""

from . import servers
from .apache_node import ApacheNode
from .cluster import Cluster
from .wait import until


class ApacheBroker:
    """Used as a context: in service when entered, gone when left."""

    def __init__(self, cluster: Cluster, node: int):
        self._cluster = cluster
        self._node = ApacheNode(servers.apache(), cluster.directory / "apache-broker", node, "broker")
        self.data = self._node.data

    def __enter__(self) -> "ApacheBroker":
        self._node.format(self._cluster.cluster_id, self._cluster.controllers.split(","), {}, "--no-initial-controllers")
        self._node.run()
        try:
            until(f"broker {self._node.id} of Apache Kafka in service",
                  lambda: self.running() and self._node.id in self._cluster.metadata().brokers, 60, every=0.2)
        except BaseException as e:
            e.add_note(self.tail())
            self._node.kill()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self._node.kill()

    def running(self) -> bool:
        assert self._node.running, f"broker {self._node.id} of Apache Kafka ended: {self.tail()}"
        return True

    def tail(self, lines: int = 30) -> str:
        return "\n".join(line[:400] for line in self._node.log.read_text(errors="replace").splitlines()[-lines:])
