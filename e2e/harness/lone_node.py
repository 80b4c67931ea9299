"""One node that is broker and controller, started from its properties as a user would start it by hand."""

import subprocess
from pathlib import Path

from . import ask, ports, servers
from .processes import Child
from .wait import until


class LoneNode:
    """A combined node of either program, in a directory of its own. It is not started again when it ends."""

    def __init__(self, server: servers.Server, directory: Path, *, node: int = 1, data: list[Path] | None = None,
                 config: dict[str, object] | None = None):
        self.server, self.directory, self.id = server, directory, node
        self.data = data or [directory / "data"]
        self.address, self._controller = f"127.0.0.1:{ports.free()}", f"127.0.0.1:{ports.free()}"
        self.config, self.log = config or {}, directory / "server.log"
        self.child: Child | None = None
        directory.mkdir(parents=True, exist_ok=True)

    def properties(self) -> Path:
        """server.properties, written anew."""
        file = self.directory / "server.properties"
        file.write_text(servers.render({
            "process.roles": "broker,controller", "node.id": self.id, "log.dirs": ",".join(map(str, self.data)),
            "listeners": f"INTERNAL://{self.address},CONTROLLER://{self._controller}", "advertised.listeners": f"INTERNAL://{self.address}",
            "inter.broker.listener.name": "INTERNAL", "controller.listener.names": "CONTROLLER",
            "listener.security.protocol.map": "CONTROLLER:PLAINTEXT,INTERNAL:PLAINTEXT",
            "controller.quorum.bootstrap.servers": self._controller, "offsets.topic.replication.factor": 1,
            "group.initial.rebalance.delay.ms": 0, **self.config,
        }))
        return file

    def format(self, cluster_id: str) -> subprocess.CompletedProcess[str]:
        return self.server.format(self.properties(), cluster_id, "--standalone")

    def start(self) -> Child:
        """Starts it, without waiting."""
        self.child = Child(self.server.start(self.properties()), self.log, self.server.environment)
        return self.child

    def await_serving(self, seconds: float = 60) -> None:
        """Until Metadata names it as a broker."""
        def look() -> bool:
            assert self.child.running, f"the node ended: {self.tail()}"
            return self.id in ask.metadata(self.address, limit=1).brokers
        until(f"{self.server.name} serving on {self.address}", look, seconds)

    def end(self) -> None:
        """Ends it at once, if it runs."""
        if self.child:
            self.child.kill()
        ports.release(*(int(a.rsplit(":", 1)[1]) for a in (self.address, self._controller)))

    def output(self) -> str:
        return self.log.read_text(errors="replace") if self.log.exists() else ""

    def tail(self, lines: int = 20) -> str:
        return "\n".join(line[:400] for line in self.output().splitlines()[-lines:])
