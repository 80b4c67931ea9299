"""The cluster that a test sees, whoever runs behind it.

A node that is killed comes back by itself (a supervisor starts it again, as Kubernetes would); one that is stopped stays
down until it is started. Node ids are those of the manifest's defaults: brokers from 0, controllers from 9000. Listeners
are INTERNAL (clients), REPLICATION (brokers among themselves) and CONTROLLER.
"""

import os
import signal
from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from . import ask
from .wait import until

FIRST_CONTROLLER = 9000
MAX_BROKERS = 8  # ports in a row set aside for each cluster

Note = Callable[[object], None]  # what a test measured, for the end of the run


@dataclass(frozen=True)
class Limits:
    """Within how many seconds something must have happened; a promise of the program, not of the machine."""

    first_ack_after_one_kill: float
    first_ack_after_all_killed: float  # after they were started again
    in_sync_after_restart: float
    up: float
    down: float  # in order


@dataclass(frozen=True)
class Node:
    """A node as its supervisor sees it."""

    id: int
    role: str  # "controller" or "broker"
    pid: int | None
    ready: bool
    voter: bool = False
    leader: bool = False
    directories: list[Path] = field(default_factory=list)
    log: Path = Path("/dev/null")
    endpoints: dict[str, str] = field(default_factory=dict)  # listener name to host:port


class Cluster(ABC):
    """A cluster on this machine. Methods that change it return when the change is done, and raise Late otherwise."""

    kind: str  # "apache" or "ferryman"
    limits: Limits
    directory: Path
    name: str
    cluster_id: str

    # --- what an implementation gives ---

    @abstractmethod
    def up(self) -> None:
        """Starts all of it; ready when this returns."""

    @abstractmethod
    def close(self) -> None:
        """Ends all of it, at once; data and logs stay."""

    @abstractmethod
    def nodes(self) -> list[Node]:
        """Every node that should exist, as it is now."""

    @abstractmethod
    def scale(self, *, brokers: int | None = None, controllers: int | None = None, seconds: float = 120) -> None:
        """Changes how many there are: data moved and voters changed when this returns, within so many seconds."""

    @abstractmethod
    def stop(self, *nodes: int) -> None:
        """Stops nodes in order (SIGTERM), all at once; they stay down."""

    @abstractmethod
    def start(self, *nodes: int, wait: bool = True) -> None:
        """Starts stopped nodes, all at once; (wait) ready when this returns."""

    @abstractmethod
    def start_blank(self, node: int) -> None:
        """Starts a stopped node whose directories were deleted, and has it take its old place."""

    @abstractmethod
    def kill_all(self) -> None:
        """SIGKILL to every node and to what would start them again."""

    @abstractmethod
    def down(self) -> None:
        """Stops every node in order: brokers, then controllers. Nothing runs when this returns."""

    @abstractmethod
    def start_all(self) -> None:
        """Starts everything again after kill_all or down; returns at once, nothing need be ready."""

    @abstractmethod
    def logs(self) -> list[Path]:
        """The log of each node and of their supervisor."""

    # --- what follows from it ---

    def node(self, node: int) -> Node:
        for seen in self.nodes():
            if seen.id == node:
                return seen
        raise LookupError(f"there is no node {node}")

    def of_role(self, role: str) -> list[Node]:
        return [n for n in self.nodes() if n.role == role]

    @property
    def bootstrap(self) -> str:
        """Addresses of the brokers for clients."""
        return ",".join(n.endpoints["INTERNAL"] for n in self.of_role("broker") if "INTERNAL" in n.endpoints)

    @property
    def controllers(self) -> str:
        """Addresses of the controllers."""
        return ",".join(n.endpoints["CONTROLLER"] for n in self.of_role("controller") if "CONTROLLER" in n.endpoints)

    def metadata(self) -> ask.Metadata:
        return ask.metadata(self.bootstrap)

    def quorum(self) -> ask.Quorum:
        return ask.quorum(self.controllers)

    def ends(self) -> dict[str, dict[int, int]]:
        return ask.ends(self.bootstrap)

    def leader(self, topic: str, partition: int = 0) -> int:
        """The broker that leads a partition."""
        def look() -> ask.Partition | None:
            seen = self.metadata().topics[topic][partition]
            return seen if seen.leader >= 0 else None
        return until(f"a leader of {topic}-{partition}", look, 30).leader

    def signal(self, what: signal.Signals, *nodes: int) -> dict[int, int]:
        """A signal to those of the nodes that run, all at once; their process ids."""
        pids = {n.id: n.pid for n in self.nodes() if n.id in nodes and n.pid}
        for pid in pids.values():
            try:
                os.kill(pid, what)
            except ProcessLookupError:
                pass  # it ended meanwhile
        return pids

    def kill(self, node: int) -> int:
        """SIGKILL to a node, which its supervisor starts again; its old process id."""
        pid = self.node(node).pid
        if not pid:
            raise RuntimeError(f"node {node} does not run")
        os.kill(pid, signal.SIGKILL)
        return pid

    def await_return(self, node: int, old_pid: int, seconds: float = 60) -> None:
        """Until a killed node runs again under another process id, and is ready."""
        def back() -> bool:
            n = self.node(node)
            return bool(n.pid) and n.pid != old_pid and n.ready
        until(f"node {node} back and ready after its kill", back, seconds)

    def await_in_sync(self, seconds: float | None = None) -> None:
        """Until every partition has a leader and all its replicas in sync, and every broker is in service."""
        def look() -> bool:
            seen, brokers = self.metadata(), {n.id for n in self.of_role("broker")}
            missing = brokers - set(seen.brokers)
            if missing:
                raise RuntimeError(f"brokers {sorted(missing)} are not in service")
            behind = seen.out_of_sync()
            if behind:
                raise RuntimeError(f"{len(behind)} partitions are not in sync, such as {behind[0]}")
            return True
        until("all replicas in sync", look, seconds or self.limits.in_sync_after_restart, every=0.2)

    def tails(self, lines: int = 15) -> str:
        """The end of every node's log, and the lines before it that speak of trouble."""
        out = []
        for log in self.logs():
            text = log.read_text(errors="replace").splitlines() if log.exists() else ["(not there)"]
            trouble = [line for line in text[:-lines] if any(w in line for w in (" ERROR ", " FATAL ", "panicked at"))][-10:]
            out += [f"==> {log} ({len(text)} lines)", *trouble, *(["..."] if trouble else []), *text[-lines:], ""]
        return "\n".join(line[:400] for line in out)
