"""kubectl, always told which cluster and which namespace it speaks to: never whatever the environment happens to point at."""

import json
import os
import subprocess
from dataclasses import dataclass, replace


class Refused(RuntimeError):
    """kubectl ended with an error; the sentence is its own."""


@dataclass(frozen=True)
class Kubectl:
    """One namespace of the cluster that a context names."""

    context: str
    namespace: str

    def of(self, namespace: str) -> "Kubectl":
        return replace(self, namespace=namespace)

    def command(self, *arguments: object) -> list[str]:
        return ["kubectl", "--context", self.context, "--namespace", self.namespace, *map(str, arguments)]

    def run(self, *arguments: object, given: str | None = None, seconds: float = 60) -> str:
        """Standard output of kubectl with these arguments."""
        command = self.command(*arguments)
        done = subprocess.run(command, input=given if given is not None else "", capture_output=True, text=True, timeout=seconds)
        if done.returncode:
            raise Refused(f"{' '.join(command)}: {done.stderr.strip() or done.stdout.strip()}")
        return done.stdout

    def get(self, kind: str, name: str) -> dict:
        return json.loads(self.run("get", kind, name, "-o", "json"))

    def list(self, kind: str, selector: str = "") -> list[dict]:
        return json.loads(self.run("get", kind, "-l", selector, "-o", "json"))["items"]

    def apply(self, *objects: dict, how: tuple[str, ...] = ()) -> str:
        """As a user applies a manifest."""
        return self.run("apply", "-f", "-", *how, given=json.dumps({"apiVersion": "v1", "kind": "List", "items": list(objects)}))

    def delete(self, kind: str, *names: str, wait: bool = True, how: tuple[str, ...] = (), seconds: float = 60) -> None:
        self.run("delete", kind, *names, f"--wait={str(wait).lower()}", "--ignore-not-found", *how, seconds=seconds)


def helm(kubectl: Kubectl, *arguments: object, seconds: float = 180) -> str:
    """Standard output of helm in that namespace of that cluster."""
    command = ["helm", "--kube-context", kubectl.context, "--namespace", kubectl.namespace, *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=seconds, stdin=subprocess.DEVNULL, env=os.environ)
    if done.returncode:
        raise Refused(f"{' '.join(command)}: {done.stderr.strip()}")
    return done.stdout
