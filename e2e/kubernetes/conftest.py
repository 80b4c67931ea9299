"""Where the tests run, the operator, and the cluster that each module meets.

run-kubernetes says where by the environment: FERRYMAN_E2E_CONTEXT (of kubectl), FERRYMAN_E2E_IMAGES and FERRYMAN_E2E_TAG (names of
the images), FERRYMAN_NODE (the scripts of the throw-away node; absent: somebody's cluster) with FERRYMAN_NODE_AUDIT (its audit log),
FERRYMAN_E2E_NAMESPACE (the only namespace that is touched on somebody's cluster). Every namespace that is made enforces the restricted Pod Security Standard.
"""

import os
import shlex
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from harness.audit import AuditLog
from harness.kubectl import Kubectl
from harness.kubernetes import KafkaCluster
from harness.operator import Operator
from harness.processes import OWNER

SETTLED_S = 60  # from apply to ready, once images are there


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "own_node: needs the node that the tests have for themselves, or its network")


@dataclass(frozen=True)
class Site:
    """Where the tests run."""

    kubectl: Kubectl
    images: str
    tag: str
    node: Path | None

    def script(self, name: str, *arguments: str) -> None:
        """Runs a script of the node. What it starts outlives the tests: it must not be taken for theirs."""
        environment = {k: v for k, v in os.environ.items() if k != OWNER}
        subprocess.run([self.node / name, *arguments], check=True, env=environment, stdin=subprocess.DEVNULL, timeout=120)


@pytest.fixture(scope="session")
def site() -> Site:
    context = os.environ.get("FERRYMAN_E2E_CONTEXT")
    if not context:
        pytest.exit("e2e/run-kubernetes says on which cluster: it starts one, or is told by CONTEXT; KUBECONFIG alone is never enough", 2)
    node = os.environ.get("FERRYMAN_NODE")
    return Site(Kubectl(context, os.environ.get("FERRYMAN_E2E_NAMESPACE", "default")), os.environ["FERRYMAN_E2E_IMAGES"],
                os.environ["FERRYMAN_E2E_TAG"], Path(node) if node else None)


@pytest.fixture(autouse=True)
def own_node_only(request: pytest.FixtureRequest, site: Site) -> None:
    if request.node.get_closest_marker("own_node") and not site.node:
        pytest.skip("NOT TESTED: it needs a node of its own")


def make_namespace(kubectl: Kubectl) -> None:
    kubectl.apply({"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": kubectl.namespace, "labels": {
        "pod-security.kubernetes.io/enforce": "restricted", "pod-security.kubernetes.io/enforce-version": "latest"}}})


def start_clients(kubectl: Kubectl, image: str) -> str:
    """A pod in which the Go client runs, where this machine cannot reach pods; the command for it, as a shell would read it."""
    container = {"name": "clients", "image": image, "securityContext": {
        "allowPrivilegeEscalation": False, "readOnlyRootFilesystem": True, "capabilities": {"drop": ["ALL"]}}}
    kubectl.apply({"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "clients"}, "spec": {
        "containers": [container], "automountServiceAccountToken": False,
        "securityContext": {"runAsNonRoot": True, "seccompProfile": {"type": "RuntimeDefault"}}}})
    kubectl.run("wait", "pod/clients", "--for=condition=Ready", "--timeout=120s", seconds=130)
    return shlex.join(kubectl.command("exec", "-i", "clients", "--", "/usr/local/bin/e2e-go"))


@pytest.fixture(scope="session")
def operator(site: Site) -> Iterator[Operator]:
    """The operator, installed by its chart; it stays while the tests run."""
    if site.node:
        kubectl, watch = site.kubectl.of("ferryman-system"), None
    else:
        kubectl, watch = site.kubectl, site.kubectl.namespace
    make_namespace(kubectl)
    if not site.node:
        os.environ["FERRYMAN_E2E_GO"] = start_clients(kubectl, f"{site.images}/clients:{site.tag}")
    operator = Operator(kubectl, site.images, site.tag, watch)
    operator.install()
    yield operator
    if not site.node:
        operator.uninstall()
        kubectl.delete("namespace", kubectl.namespace, seconds=180)


Make = Callable[..., "contextmanager"]


@pytest.fixture(scope="session")
def make(site: Site, operator: Operator, run) -> Make:
    """`with make(name, spec) as cluster:` a KafkaCluster in a namespace of its own, not applied yet; it is removed with its volumes."""
    @contextmanager
    def made(name: str, spec: dict | None = None) -> Iterator[KafkaCluster]:
        kubectl = site.kubectl.of(f"e2e-{name}") if site.node else site.kubectl
        if site.node:
            make_namespace(kubectl)
        cluster = KafkaCluster(kubectl, name, run.directory / name, spec)
        run.up.append(cluster)
        try:
            yield cluster
        except BaseException as e:
            e.add_note(cluster.tails())
            raise
        finally:
            run.up.remove(cluster)
            kubectl.delete("kafkacluster", name)
            kubectl.delete("pods", how=("-l", cluster.selector, "--grace-period=1"), seconds=120)
            kubectl.delete("persistentvolumeclaims", how=("-l", cluster.selector), seconds=120)
            if site.node:
                kubectl.delete("namespace", kubectl.namespace, wait=False)
    return made


@pytest.fixture(scope="module")
def cluster(make: Make, request: pytest.FixtureRequest) -> Iterator[KafkaCluster]:
    """Three controllers and three brokers, settled, for the tests of one module."""
    with make(request.module.__name__.rpartition(".")[2].removeprefix("test_").replace("_", "-")) as cluster:
        cluster.apply()
        cluster.await_settled(SETTLED_S)
        yield cluster


@pytest.fixture
def audit() -> AuditLog:
    """The operator's writes from the beginning of the test on."""
    return AuditLog(Path(os.environ["FERRYMAN_NODE_AUDIT"]))
