"""A KafkaCluster on Kubernetes, seen and touched only as its user does: manifests, kubectl, and Kafka's protocol.

A pod that is deleted comes back by itself, under another uid. What clients ask goes to the bootstrap Service's name, so
these tests run where the cluster's DNS answers and pods can be reached.
"""

import copy
from dataclasses import dataclass
from pathlib import Path

from . import ask
from .kubectl import Kubectl, Refused
from .wait import Late, until

QUICKSTART = {"controllers": {"replicas": 3}, "brokers": {"replicas": 3},
              "config": {"default.replication.factor": 3, "min.insync.replicas": 2, "group.initial.rebalance.delay.ms": 0}}
VOLUME = "d0"  # the name that a volume has unless the manifest gives one
NO_GRACE = ("--grace-period=0", "--force")  # gone from the API at once, and killed


@dataclass(frozen=True)
class Pod:
    """A node's pod."""

    name: str
    uid: str
    node: int
    role: str
    ready: bool
    revision: str
    restarts: int
    leaving: bool
    spec: dict

    @staticmethod
    def of(it: dict) -> "Pod":
        meta, status = it["metadata"], it.get("status", {})
        ready = any(c["type"] == "Ready" and c["status"] == "True" for c in status.get("conditions", []))
        restarts = sum(c["restartCount"] for c in status.get("containerStatuses", []))
        return Pod(meta["name"], meta["uid"], int(meta["name"].rpartition("-")[2]), meta["labels"].get("ferryman.dev/role", ""), ready,
                   meta.get("annotations", {}).get("ferryman.dev/revision", ""), restarts, "deletionTimestamp" in meta, it["spec"])


class KafkaCluster:
    """One KafkaCluster of one namespace. Methods that change it return when it was told so, not when it is done."""

    def __init__(self, kubectl: Kubectl, name: str, directory: Path, spec: dict | None = None):
        self.kubectl, self.name, self.directory = kubectl, name, directory
        self.spec = copy.deepcopy(spec or QUICKSTART)
        self.selector = f"ferryman.dev/cluster={name}"
        directory.mkdir(parents=True, exist_ok=True)

    # --- what is said to Kubernetes ---

    def manifest(self) -> dict:
        return {"apiVersion": "ferryman.dev/v1alpha1", "kind": "KafkaCluster", "metadata": {"name": self.name}, "spec": self.spec}

    def apply(self, *, controllers: int | None = None, brokers: int | None = None, config: dict | None = None) -> None:
        """Applies the manifest, with these changes to it."""
        if controllers is not None:
            self.spec["controllers"]["replicas"] = controllers
        if brokers is not None:
            self.spec["brokers"]["replicas"] = brokers
        self.spec["config"] |= config or {}
        self.kubectl.apply(self.manifest())

    def scale(self, brokers: int) -> None:
        """kubectl scale."""
        self.kubectl.run("scale", "kafkacluster", self.name, f"--replicas={brokers}")
        self.spec["brokers"]["replicas"] = brokers

    def delete(self, *how: str) -> None:
        self.kubectl.delete("kafkacluster", self.name, how=how)

    def delete_pods(self, *nodes: int) -> None:
        """Deletes the nodes' pods without grace, all at once."""
        names = [p.name for p in self.pods() if p.node in nodes]
        self.kubectl.delete("pod", *names, wait=False, how=NO_GRACE)

    @property
    def brokers(self) -> int:
        """How many brokers the manifest asks for, in all pools."""
        return sum(pool["replicas"] for pool in [self.spec["brokers"], *self.spec.get("pools", [])])

    # --- what Kubernetes says ---

    def resource(self) -> dict:
        return self.kubectl.get("kafkacluster", self.name)

    def status(self) -> dict:
        return self.resource().get("status", {})

    def condition(self, kind: str, resource: dict | None = None) -> dict:
        """A condition as it is of the manifest that was applied last; LookupError where nobody has judged that one yet."""
        seen = resource or self.resource()
        for condition in seen.get("status", {}).get("conditions", []):
            if condition["type"] == kind and condition.get("observedGeneration") == seen["metadata"]["generation"]:
                return condition
        raise LookupError(f"no condition {kind} of generation {seen['metadata']['generation']}")

    def pods(self, role: str = "") -> list[Pod]:
        selector = self.selector + (f",ferryman.dev/role={role}" if role else "")
        return sorted((Pod.of(p) for p in self.kubectl.list("pods", selector)), key=lambda p: p.node)

    def pod(self, node: int) -> Pod:
        for pod in self.pods():
            if pod.node == node:
                return pod
        raise LookupError(f"node {node} has no pod")

    def uids(self) -> dict[int, str]:
        return {p.node: p.uid for p in self.pods()}

    def claims(self) -> dict[str, dict]:
        """Its PersistentVolumeClaims by name."""
        return {c["metadata"]["name"]: c for c in self.kubectl.list("persistentvolumeclaims", self.selector)}

    def claim(self, node: int) -> str:
        """The name of the claim of a node's only volume."""
        return f"{VOLUME}-{self.pod(node).name}"

    @property
    def cluster_id(self) -> str:
        return self.status()["clusterId"]

    # --- what Kafka says ---

    @property
    def bootstrap(self) -> str:
        return f"{self.name}-bootstrap.{self.kubectl.namespace}.svc:9092"

    def metadata(self) -> ask.Metadata:
        return ask.metadata(self.bootstrap)

    def quorum(self) -> ask.Quorum:
        return ask.quorum(self.bootstrap)

    def leader(self, topic: str, partition: int = 0) -> int:
        """The broker that leads a partition."""
        def look() -> ask.Partition | None:
            seen = self.metadata().topics[topic][partition]
            return seen if seen.leader >= 0 else None
        return until(f"a leader of {topic}-{partition}", look, 30).leader

    # --- waiting ---

    def settled(self) -> bool:
        """Ready, with nothing left to do, and exactly the pods that the manifest asks for, all ready; Late says what is not so."""
        seen = self.resource()
        says = {kind: self.condition(kind, seen) for kind in ("Ready", "Reconciling", "Stalled")}
        if [c["status"] for c in says.values()] != ["True", "False", "False"]:
            raise Late("; ".join(f"{k} {c['status']} {c['reason']} {c.get('message', '')}" for k, c in says.items()))
        pods = [(p.node, p.ready, p.leaving) for p in self.pods()]
        if len(pods) != self.spec["controllers"]["replicas"] + self.brokers or not all(r and not l for _, r, l in pods):
            raise Late(f"pods (node, ready, leaving): {pods}")
        return True

    def await_settled(self, seconds: float = 120) -> None:
        """Until it is settled."""
        until(f"{self.name} settled", self.settled, seconds, every=0.3)

    def await_in_sync(self, seconds: float = 90) -> None:
        """Until every broker that the manifest asks for is in service, and every partition has all its replicas in sync."""
        def look() -> bool:
            seen = self.metadata()
            if len(seen.brokers) != self.brokers:
                raise Late(f"brokers in service: {sorted(seen.brokers)}")
            behind = seen.out_of_sync()
            if behind:
                raise Late(f"{len(behind)} partitions are not in sync, such as {behind[0]}")
            return True
        until("all replicas in sync", look, seconds, every=0.3)

    def await_replaced(self, before: dict[int, str], *nodes: int, seconds: float = 90) -> None:
        """Until the nodes run in other pods than before, and are ready."""
        def look() -> bool:
            now = {p.node: p for p in self.pods()}
            waiting = [n for n in nodes if now[n].uid == before[n] or not now[n].ready]
            if waiting:
                raise Late(f"nodes {waiting}: {[now[n] for n in waiting]}"[:600])
            return True
        until(f"nodes {list(nodes)} back in other pods", look, seconds, every=0.3)

    # --- for people ---

    def tails(self) -> str:
        """What a failed test prints: the resource, its pods, Events, and the end of the logs of pods that are not ready."""
        out = []
        for arguments in (("get", "kafkacluster", self.name, "-o", "yaml"), ("get", "pods,statefulsets,pvc", "-l", self.selector, "-o", "wide"),
                          ("get", "events", "--sort-by=.lastTimestamp")):
            try:
                out.append("$ kubectl " + " ".join(arguments) + "\n" + self.kubectl.run(*arguments)[-6000:])
            except (Refused, OSError) as e:
                out.append(str(e))
        try:
            for pod in self.pods():
                if not pod.ready:
                    out.append(f"==> {pod.name}\n" + self.kubectl.run("logs", pod.name, "--all-containers", "--tail=25"))
        except (Refused, OSError) as e:
            out.append(str(e))
        return "\n".join(out)
