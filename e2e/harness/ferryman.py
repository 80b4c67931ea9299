"""Ferryman as the cluster under test, driven only as a user drives it: a manifest, and the command line.

`ferryman up FILE --detach` runs in a directory of its own, so that the data root is `.ferryman/NAME` below it. Scaling is
an edit of the manifest, which the detached supervisor notices. A killed node is started again by the supervisor; `ferryman
node stop|start NAME ID` keeps one down. Read from `ferryman status FILE -o json`: clusterId, phase, ready, and of each of
nodes: id, role, pid (null while it does not run), ready, voter, leader, directories (paths), log (path), endpoints (by listener).
"""

import json
import os
import re
import signal
import subprocess
from pathlib import Path

from . import paths, ports
from .cluster import MAX_BROKERS, Cluster, Limits, Node
from .processes import parent
from .wait import until


def command(*arguments: object, directory: Path, seconds: float = 60) -> subprocess.CompletedProcess[str]:
    """Runs `ferryman`, whatever its exit code."""
    program = paths.ferryman_bin() / "ferryman"
    if not program.exists():
        raise RuntimeError(f"{program} is not there: build it (make build) or set FERRYMAN_BIN")
    return subprocess.run([str(program), *map(str, arguments)], cwd=directory, capture_output=True, text=True, timeout=seconds,
                          stdin=subprocess.DEVNULL)


class FerrymanCluster(Cluster):
    """A KafkaCluster manifest run by `ferryman up`."""

    kind = "ferryman"
    limits = Limits(first_ack_after_one_kill=10, first_ack_after_all_killed=15, in_sync_after_restart=60, up=60, down=10)

    def __init__(self, directory: Path, *, controllers: int = 3, brokers: int = 3, config: dict[str, object] | None = None):
        self.directory, self.config = directory, config or {}
        self.name = re.sub(r"[^a-z0-9-]", "-", directory.name.lower()).strip("-")
        self.manifest = directory / "cluster.yaml"
        self._port = ports.free_block(MAX_BROKERS)
        self._shape = {"controllers": controllers, "brokers": brokers}
        directory.mkdir(parents=True, exist_ok=True)
        self._write_manifest()

    def _write_manifest(self) -> None:
        config = "".join(f"    {k}: {json.dumps(v)}\n" for k, v in self.config.items())
        text = f"""apiVersion: ferryman.dev/v1alpha1
kind: KafkaCluster
metadata: {{name: {self.name}}}
spec:
  controllers: {{replicas: {self._shape["controllers"]}}}
  brokers: {{replicas: {self._shape["brokers"]}}}
  listeners:
  - {{name: internal, port: {self._port}}}
  config:
{config or "    {}"}"""
        # as an editor saves: the supervisor must never see half a manifest
        new = self.manifest.with_suffix(".new")
        new.write_text(text)
        os.replace(new, self.manifest)

    def _ferryman(self, *arguments: object, seconds: float = 60) -> str:
        done = command(*arguments, directory=self.directory, seconds=seconds)
        if done.returncode:
            raise RuntimeError(f"ferryman {' '.join(map(str, arguments))} ended with {done.returncode}: {done.stdout}{done.stderr}")
        return done.stdout

    def status(self) -> dict:
        """What `ferryman status -o json` says."""
        return json.loads(self._ferryman("status", self.manifest, "-o", "json"))

    def up(self) -> None:
        self._ferryman("up", self.manifest, "--detach", seconds=self.limits.up)
        self._await_settled(self.limits.up)

    def _await_settled(self, seconds: float) -> None:
        def look() -> bool:
            status = self.status()
            if not status["ready"]:
                raise RuntimeError(f"phase {status['phase']}")
            roles = [n["role"] for n in status["nodes"]]
            voters = sum(1 for n in status["nodes"] if n["voter"])
            have = (roles.count("controller"), voters, roles.count("broker"), all(n["ready"] for n in status["nodes"]))
            if have != (self._shape["controllers"], self._shape["controllers"], self._shape["brokers"], True):
                raise RuntimeError(f"controllers, voters, brokers, all ready: {have}")
            return True
        until(f"{self._shape} up and ready", look, seconds, every=0.2)

    def close(self) -> None:
        try:
            self.kill_all()
        except (OSError, RuntimeError, ValueError, LookupError, subprocess.SubprocessError):
            # no status, so no process ids; what is there even after this is found by its token when the run ends
            command("down", self.name, directory=self.directory)
        ports.release(*range(self._port, self._port + MAX_BROKERS))

    def nodes(self) -> list[Node]:
        return [Node(n["id"], n["role"], n["pid"] or None, n["ready"], n["voter"], n["leader"], [Path(d) for d in n["directories"]],
                     Path(n["log"]), n["endpoints"]) for n in self.status()["nodes"]]

    @property
    def cluster_id(self) -> str:
        return self.status()["clusterId"]

    @property
    def bootstrap(self) -> str:
        return ",".join(f"127.0.0.1:{self._port + i}" for i in range(self._shape["brokers"]))

    def logs(self) -> list[Path]:
        root = self.directory / ".ferryman" / self.name
        found = {p for p in (*root.glob("*.log"), *root.glob("nodes/*/*.log"), *root.glob("nodes/*/logs/*.log"))}
        try:
            found |= {n.log for n in self.nodes()}
        except (OSError, RuntimeError, ValueError, LookupError, subprocess.SubprocessError):
            pass
        return sorted(found)

    def scale(self, *, brokers: int | None = None, controllers: int | None = None, seconds: float = 120) -> None:
        self._shape |= {k: v for k, v in (("brokers", brokers), ("controllers", controllers)) if v is not None}
        self._write_manifest()
        self._await_settled(seconds)

    def stop(self, *nodes: int) -> None:
        for node in nodes:
            self._ferryman("node", "stop", self.name, node)
        # one that is scaled in meanwhile is gone, and no less stopped
        until(f"nodes {nodes} stopped", lambda: not any(n.pid for n in self.nodes() if n.id in nodes), 30)

    def start(self, *nodes: int, wait: bool = True) -> None:
        for node in nodes:
            self._ferryman("node", "start", self.name, node)
        if wait:
            until(f"nodes {nodes} ready", lambda: all(self.node(node).ready for node in nodes), 60)

    def start_blank(self, node: int) -> None:
        self.start(node)  # its supervisor sees the blank directory, and replaces the voter
        self._await_settled(60)

    def kill_all(self) -> None:
        pids = [n.pid for n in self.nodes() if n.pid]
        supervisors = {p for p in map(parent, pids) if self._is_ferryman(p)}
        for pid in [*supervisors, *pids]:  # first what would start the others again
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                pass
        until("every process gone", lambda: not any(Path(f"/proc/{pid}").exists() for pid in [*supervisors, *pids]), 10)

    def down(self) -> None:
        pids = [n.pid for n in self.nodes() if n.pid]
        self._ferryman("down", self.name)
        until("every process gone", lambda: not any(Path(f"/proc/{pid}").exists() for pid in pids), 5)

    @staticmethod
    def _is_ferryman(pid: int) -> bool:
        """Whether that process is a `ferryman`: a node that lost its supervisor has another parent."""
        arguments = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
        return any(Path(a.decode(errors="replace")).name == "ferryman" for a in arguments[:2])

    def start_all(self) -> None:
        subprocess.Popen([str(paths.ferryman_bin() / "ferryman"), "up", str(self.manifest), "--detach"], cwd=self.directory,
                         stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
