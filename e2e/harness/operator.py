"""The operator as it is installed by its chart, and as a process that ends after so many writes.

The process speaks to the API server with a token of the installed operator's service account: it has the same rights, and
the audit log cannot tell the two apart.
"""

import json
import subprocess
from pathlib import Path

from . import paths
from .kubectl import Kubectl, helm
from .processes import Child
from .wait import until

RELEASE = "ferryman"
DEPLOYMENT = "ferryman-operator"  # and the service account, and whatever else the chart makes
CHART = paths.REPOSITORY / "charts/ferryman"
ENDED_AFTER_ITS_WRITES = 86  # the exit code that the program promises for FERRYMAN_EXIT_AFTER_WRITES


class Operator:
    """One release of the chart. `kubectl` is of the namespace that it is installed in."""

    def __init__(self, kubectl: Kubectl, images: str, tag: str, watch: str | None = None):
        self.kubectl, self.tag, self.watch = kubectl, tag, watch
        self.registry, _, self._folder = images.partition("/")

    def values(self, tag: str) -> dict:
        def image(name: str) -> dict:
            return {"registry": self.registry, "repository": f"{self._folder}/{name}", "tag": tag}
        return {"image": image("operator"), "nodes": {"image": image("broker")}, "watchNamespaces": [self.watch] if self.watch else [],
                # a cluster that others use too has its definition from elsewhere
                "crds": {"install": not self.watch}, "rbac": {"aggregate": not self.watch}, "logLevel": "info,ferryman_operator=debug"}

    def install(self, tag: str | None = None) -> None:
        """helm upgrade --install; returns when the operator is ready."""
        sets = [a for key, value in self.values(tag or self.tag).items() for a in ("--set-json", f"{key}={json.dumps(value)}")]
        helm(self.kubectl, "upgrade", "--install", RELEASE, CHART, "--wait", "--timeout", "120s", *sets)

    def uninstall(self) -> None:
        helm(self.kubectl, "uninstall", RELEASE, "--wait", "--ignore-not-found")

    def pods(self) -> list[str]:
        """Names of its pods."""
        return [p["metadata"]["name"] for p in self.kubectl.list("pods", f"app.kubernetes.io/instance={RELEASE}")]

    def away(self) -> None:
        """No operator runs when this returns."""
        self.kubectl.run("scale", "deployment", DEPLOYMENT, "--replicas=0")
        until("no operator runs", lambda: not self.pods(), 60)

    def back(self) -> None:
        """The installed operator runs, and is ready, when this returns."""
        self.kubectl.run("scale", "deployment", DEPLOYMENT, "--replicas=1")
        self.kubectl.run("rollout", "status", "deployment", DEPLOYMENT, "--timeout=60s", seconds=70)

    def rounds(self) -> int:
        """How often it has looked at a cluster and done what was to be done, by its own metrics."""
        told = self.kubectl.run("get", "--raw", f"/api/v1/namespaces/{self.kubectl.namespace}/pods/{self.pods()[0]}:8080/proxy/metrics")
        return sum(int(line.rpartition(" ")[2]) for line in told.splitlines() if line.startswith('ferryman_operator_rounds_total{result="done"}'))

    # --- as a process ---

    def _kubeconfig(self, directory: Path) -> Path:
        file = directory / "operator.kubeconfig"
        shown = json.loads(self.kubectl.run("config", "view", "--minify", "--raw", "--flatten", "-o", "json"))
        token = self.kubectl.run("create", "token", DEPLOYMENT, "--duration=2h").strip()
        shown["users"] = [{"name": shown["users"][0]["name"], "user": {"token": token}}]
        file.write_text(json.dumps(shown))
        return file

    def arguments(self) -> list[str]:
        """As the chart gives them to the pod."""
        deployment = self.kubectl.get("deployment", DEPLOYMENT)
        given = deployment["spec"]["template"]["spec"]["containers"][0]["args"]
        return [a for a in given if not a.startswith("--http-listener")] + ["--http-listener=127.0.0.1:18080"]

    def lives(self, directory: Path) -> "Lives":
        return Lives([str(paths.ferryman_bin() / "ferryman-operator"), *self.arguments()], self._kubeconfig(directory), directory)


class Lives:
    """Operators one after the other, each a process. The installed one must be away meanwhile."""

    def __init__(self, command: list[str], kubeconfig: Path, directory: Path):
        self.command, self.log = command, directory / "operator.log"
        self._environment = {"KUBECONFIG": str(kubeconfig), "FERRYMAN_LOG": "info,ferryman_operator=debug"}
        self.child: Child | None = None

    def begin(self, writes: int | None = None) -> Child:
        """One that ends by itself after so many writes to the API server, or none."""
        self.end()
        extra = {"FERRYMAN_EXIT_AFTER_WRITES": str(writes)} if writes else {}
        self.child = Child(self.command, self.log, {**self._environment, **extra})
        return self.child

    def ended_after_its_writes(self, seconds: float) -> bool:
        """Whether it ended because its writes were done; False where it still runs after that time."""
        try:
            code = self.child.popen.wait(seconds)
        except subprocess.TimeoutExpired:
            return False
        assert code == ENDED_AFTER_ITS_WRITES, f"the operator ended with {code}: {self.tail()}"
        return True

    def end(self) -> None:
        """Kills it, as a machine that is lost does."""
        if self.child and self.child.running:
            self.child.kill()

    def tail(self, lines: int = 30) -> str:
        return "\n".join(line[:400] for line in self.log.read_text(errors="replace").splitlines()[-lines:])
