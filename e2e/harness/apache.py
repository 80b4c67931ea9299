"""Apache Kafka as the cluster under test: the peer against which every test is proven, and which benchmarks measure.

KRaft with a dynamic quorum (KIP-853). This module also stands in for the supervisor (a dead process is started again)
and for the operator (replicas are moved off a broker before it goes, voters are changed one at a time); what those do
here goes through Kafka's public protocol.
"""

import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from . import ask, ports, servers
from .apache_node import ApacheNode, new_id
from .cluster import FIRST_CONTROLLER, MAX_BROKERS, Cluster, Limits, Node
from .wait import until


class ApacheCluster(Cluster):
    """Controllers and brokers of Apache Kafka on loopback."""

    kind = "apache"
    # Found by running these tests: Kafka holds a restarted broker off until its old session (9 s) is over.
    limits = Limits(first_ack_after_one_kill=20, first_ack_after_all_killed=60, in_sync_after_restart=90, up=120, down=60)

    def __init__(self, directory: Path, *, controllers: int = 3, brokers: int = 3, config: dict[str, object] | None = None,
                 server: servers.Server | None = None):
        self.directory, self.name, self.config = directory, directory.name, config or {}
        self.server = server or servers.apache()
        self.cluster_id = new_id()
        self._lock = threading.RLock()
        self._closed = threading.Event()
        self._first_port = ports.free_block(MAX_BROKERS)
        self._nodes: dict[int, ApacheNode] = {}
        for i in range(controllers):
            self._add("controller", FIRST_CONTROLLER + i)
        for i in range(brokers):
            self._add("broker", i)
        self._first_controllers = [n.endpoints["CONTROLLER"] for n in self._of("controller")]
        self._first_voters = ",".join(f"{n.id}@{n.endpoints['CONTROLLER']}:{new_id()}" for n in self._of("controller"))

    # --- nodes and their supervisor ---

    def _add(self, role: str, node: int) -> ApacheNode:
        port = self._first_port + node if role == "broker" else None
        added = ApacheNode(self.server, self.directory / "nodes" / str(node), node, role, port)
        with self._lock:
            self._nodes[node] = added
        return added

    def _of(self, role: str) -> list[ApacheNode]:
        return [n for n in self._nodes.values() if n.role == role]

    def _format(self, node: ApacheNode, *how: str) -> None:
        node.format(self.cluster_id, self._first_controllers, self.config, *(how or ["--no-initial-controllers"]))

    def _run(self, node: ApacheNode) -> None:
        with self._lock:
            node.run()

    def _supervise(self) -> None:
        while not self._closed.wait(0.05):
            with self._lock:
                for node in self._nodes.values():
                    node.run_again()

    def up(self) -> None:
        def begin(node: ApacheNode) -> None:
            self._format(node, *(["--initial-controllers", self._first_voters] if node.role == "controller" else []))
            self._run(node)
        with ThreadPoolExecutor() as pool:
            list(pool.map(begin, self._nodes.values()))
        threading.Thread(target=self._supervise, daemon=True).start()
        self._await_ready(*self._nodes, seconds=self.limits.up)

    def _await_ready(self, *ids: int, seconds: float = 60) -> None:
        def look() -> bool:
            waiting = [n.id for n in self.nodes() if n.id in ids and not n.ready]
            if waiting:
                raise RuntimeError(f"nodes {waiting} are not ready")
            return True
        until(f"nodes {list(ids)} ready", look, seconds, every=0.2)

    def close(self) -> None:
        self._closed.set()
        with self._lock:
            for node in self._nodes.values():
                node.kill()
        ports.release(*range(self._first_port, self._first_port + MAX_BROKERS))

    # --- what is seen ---

    def logs(self) -> list[Path]:
        return [n.log for n in self._nodes.values()]

    def nodes(self) -> list[Node]:
        try:
            quorum = ask.quorum(self.controllers, limit=1)
        except ask.Unanswered:
            quorum = ask.Quorum(-1, -1, -1, [], [])
        running = [n.endpoints["INTERNAL"] for n in self._of("broker") if n.running]
        try:
            in_service = set(ask.metadata(",".join(running), limit=1).brokers) if running else set()
        except ask.Unanswered:
            in_service = set()
        fetched = {r.id: r.last_fetch_ms for r in quorum.voters + quorum.observers}

        def ready(n: ApacheNode) -> bool:
            # in the life of this process, not of the one before it
            follows = n.id == quorum.leader or fetched.get(n.id, -1) >= n.started_ms
            return n.running and follows and (n.role == "controller" or n.id in in_service)
        return [Node(n.id, n.role, n.child.pid if n.child and n.running else None, ready(n), n.id in quorum.voter_ids(),
                     n.id == quorum.leader, [n.data], n.log, n.endpoints) for n in self._nodes.values()]

    @property
    def bootstrap(self) -> str:
        return ",".join(n.endpoints["INTERNAL"] for n in self._of("broker"))

    @property
    def controllers(self) -> str:
        return ",".join(n.endpoints["CONTROLLER"] for n in self._of("controller"))

    # --- what is done to it ---

    def kill(self, node: int) -> int:
        with self._lock:
            child = self._nodes[node].child
            if not child or not child.running:
                raise RuntimeError(f"node {node} does not run")
            child.kill()
            return child.pid

    def stop(self, *nodes: int) -> None:
        with self._lock:
            for node in nodes:
                self._nodes[node].terminate()
        for node in nodes:
            child = self._nodes[node].child
            if child:
                child.wait(60)

    def start(self, *nodes: int, wait: bool = True) -> None:
        for node in nodes:
            self._run(self._nodes[node])
        if wait:
            self._await_ready(*nodes)

    def kill_all(self) -> None:
        with self._lock:
            for node in self._nodes.values():  # all first, then wait for each
                node.kill(wait=False)
            for node in self._nodes.values():
                node.kill()

    def down(self) -> None:
        self.stop(*(n.id for n in self._of("broker")))  # while there is a quorum, or each waits for it in vain
        self.stop(*(n.id for n in self._of("controller")))

    def start_all(self) -> None:
        for node in self._nodes.values():
            self._run(node)

    # --- what the operator would do ---

    def start_blank(self, node: int) -> None:
        blank = self._nodes[node]
        lost = {v.id: v.directory for v in self.quorum().voters}[node]
        self._format(blank)
        self._run(blank)
        self._await_observer(blank)
        self._act("remove-voter", "--id", node, "--directory", lost)
        self._add_voter(blank)
        self._await_ready(node)

    def scale(self, *, brokers: int | None = None, controllers: int | None = None, seconds: float = 120) -> None:
        have = len(self._of("broker"))
        for i in range(have, brokers or 0):
            self._format(self._add("broker", i))
            self.start(i)
        for i in reversed(range(have if brokers is None else brokers, have)):
            self._act("drain", "--broker", i)
            self._remove(i)
            self._act("unregister", "--broker", i)
        have = len(self._of("controller"))
        for i in range(have, controllers or 0):
            added = self._add("controller", FIRST_CONTROLLER + i)
            self._format(added)
            self._run(added)
            self._await_observer(added)
            self._add_voter(added)
        for i in reversed(range(have if controllers is None else controllers, have)):
            leaving = self._nodes[FIRST_CONTROLLER + i]
            self._act("remove-voter", "--id", leaving.id, "--directory", leaving.directory_id())
            self._remove(leaving.id)

    def _remove(self, node: int) -> None:
        self.stop(node)
        with self._lock:
            del self._nodes[node]

    def _await_observer(self, node: ApacheNode) -> None:
        mine = node.directory_id()
        until(f"node {node.id} an observer of the quorum",
              lambda: any(o.id == node.id and o.directory == mine for o in self.quorum().observers), 60, every=0.2)

    def _add_voter(self, node: ApacheNode) -> None:
        self._act("add-voter", "--id", node.id, "--directory", node.directory_id(), "--endpoint", node.endpoints["CONTROLLER"])
        until(f"node {node.id} a voter", lambda: node.id in self.quorum().voter_ids(), 60, every=0.2)

    def _act(self, what: str, *how: object) -> None:
        to = self.controllers if what.endswith("-voter") else self.bootstrap
        ask.e2e_go("act", what, "--bootstrap", to, *how, seconds=90)
