"""The image of a node by itself, without the operator: what a pod must give it, and what it must not need."""

from collections.abc import Iterator

import pytest

from harness import ask
from harness.kubectl import Kubectl
from harness.wait import until

from .conftest import Site, make_namespace

PROPERTIES = """process.roles=broker,controller
node.id=1
listeners=INTERNAL://:9092,CONTROLLER://:9093
advertised.listeners=INTERNAL://lone.{namespace}.svc:9092
inter.broker.listener.name=INTERNAL
controller.listener.names=CONTROLLER
listener.security.protocol.map=CONTROLLER:PLAINTEXT,INTERNAL:PLAINTEXT
controller.quorum.bootstrap.servers=localhost:9093
log.dirs=/data/log
offsets.topic.replication.factor=1
ferryman.http.listener=0.0.0.0:9404
"""

pytestmark = pytest.mark.own_node


def pod(image: str) -> dict:
    """Restricted, with a read-only root, as a user that the image does not know."""
    broker, config = "/usr/local/bin/ferryman-broker", "/etc/ferryman/server.properties"
    common = {"image": image, "securityContext": {"allowPrivilegeEscalation": False, "readOnlyRootFilesystem": True, "capabilities": {"drop": ["ALL"]}},
              "volumeMounts": [{"name": "config", "mountPath": "/etc/ferryman"}, {"name": "data", "mountPath": "/data"}]}
    return {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "lone", "labels": {"app": "lone"}}, "spec": {
        "automountServiceAccountToken": False,
        "securityContext": {"runAsNonRoot": True, "runAsUser": 4242, "fsGroup": 4242, "seccompProfile": {"type": "RuntimeDefault"}},
        "initContainers": [common | {"name": "format", "command": [broker, "format", "--config", config, "--cluster-id", "4L6g3nShT-eMCtK--X86sw",
                                                                  "--standalone", "--ignore-formatted"]}],
        "containers": [common | {"name": "node", "command": [broker, "start", "--config", config],
                                 "readinessProbe": {"httpGet": {"path": "/readyz", "port": 9404}, "periodSeconds": 1}}],
        "volumes": [{"name": "config", "configMap": {"name": "lone"}}, {"name": "data", "emptyDir": {}}]}}


@pytest.fixture
def kubectl(site: Site) -> Iterator[Kubectl]:
    kubectl = site.kubectl.of("e2e-image")
    make_namespace(kubectl)
    yield kubectl
    kubectl.delete("namespace", kubectl.namespace, wait=False)


def test_a_node_runs_restricted_on_a_read_only_root_as_any_user(site: Site, kubectl: Kubectl) -> None:
    kubectl.apply(
        {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "lone"},
         "data": {"server.properties": PROPERTIES.format(namespace=kubectl.namespace)}},
        {"apiVersion": "v1", "kind": "Service", "metadata": {"name": "lone"}, "spec": {"selector": {"app": "lone"}, "ports": [{"port": 9092}]}},
        pod(f"{site.images}/broker:{site.tag}"))
    kubectl.run("wait", "pod/lone", "--for=condition=Ready", "--timeout=60s", seconds=70)
    bootstrap = f"lone.{kubectl.namespace}.svc:9092"
    seen = until("the node answers by the name of its Service", lambda: ask.metadata(bootstrap), 30)
    assert seen.cluster_id == "4L6g3nShT-eMCtK--X86sw" and list(seen.brokers) == [1]
    kubectl.delete("pod", "lone", seconds=60)
