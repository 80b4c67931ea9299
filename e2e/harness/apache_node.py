"""One process of Apache Kafka: its properties, its directories, its being started."""

import base64
import time
import uuid
from pathlib import Path

from . import ports, servers
from .processes import Child


def new_id() -> str:
    """A random cluster or directory id, as Kafka writes them; none begins with a dash."""
    while (text := base64.urlsafe_b64encode(uuid.uuid4().bytes).decode().rstrip("=")).startswith("-"):
        pass
    return text


class ApacheNode:
    """A controller or a broker. `held` says that nobody is to start it again."""

    def __init__(self, server: servers.Server, directory: Path, node: int, role: str, internal_port: int | None = None):
        self.server, self.directory, self.id, self.role = server, directory, node, role
        names = ["CONTROLLER"] if role == "controller" else ["INTERNAL", "REPLICATION"]
        self.endpoints = {name: f"127.0.0.1:{ports.free()}" for name in names}
        if internal_port:
            self.endpoints["INTERNAL"] = f"127.0.0.1:{internal_port}"
        self.data, self.log = directory / "data", directory / "server.log"
        self.child: Child | None = None
        self.held, self._started = True, 0.0
        self.started_ms = 0  # since the epoch

    @property
    def running(self) -> bool:
        return self.child is not None and self.child.running

    def format(self, cluster_id: str, quorum: list[str], config: dict[str, object], *how: str) -> None:
        """Writes server.properties, and formats the directory unless that was done before. quorum: the controllers' addresses."""
        listeners = ",".join(f"{name}://{address}" for name, address in self.endpoints.items())
        values: dict[str, object] = {
            "process.roles": self.role, "node.id": self.id, "listeners": listeners, "log.dirs": self.data,
            "controller.listener.names": "CONTROLLER", "controller.quorum.bootstrap.servers": ",".join(quorum),
            "listener.security.protocol.map": "CONTROLLER:PLAINTEXT,REPLICATION:PLAINTEXT,INTERNAL:PLAINTEXT",
        }
        if self.role == "broker":
            values |= {"advertised.listeners": listeners, "inter.broker.listener.name": "REPLICATION"}
        self.directory.mkdir(parents=True, exist_ok=True)
        (self.directory / "server.properties").write_text(servers.render(values | config))
        if (self.data / "meta.properties").exists():
            return
        done = self.server.format(self.directory / "server.properties", cluster_id, *how)
        if done.returncode:
            raise RuntimeError(f"formatting node {self.id}: {done.stdout}{done.stderr}")

    def directory_id(self) -> str:
        """As meta.properties has it."""
        for line in (self.data / "meta.properties").read_text().splitlines():
            if line.startswith("directory.id="):
                return line.split("=", 1)[1]
        raise RuntimeError(f"{self.data}/meta.properties names no directory.id")

    def run(self) -> None:
        """Starts it, without waiting."""
        self.child = Child(self.server.start(self.directory / "server.properties"), self.log, self.server.environment)
        self.held, self._started, self.started_ms = False, time.monotonic(), int(time.time() * 1000)

    def run_again(self) -> None:
        """Starts it if it should run and does not: at once, but one that cannot start takes no more than a start in 2 s."""
        if not self.held and not self.running and time.monotonic() > self._started + 2:
            self.run()

    def terminate(self) -> None:
        """SIGTERM, without waiting; it stays down."""
        self.held = True
        if self.child:
            self.child.terminate()

    def kill(self, *, wait: bool = True) -> None:
        """SIGKILL, and (wait) gone when this returns; it stays down."""
        self.held = True
        if self.child:
            self.child.kill(wait=wait)
