"""The API server's audit log of the node that the tests have for themselves: every change that the operator asked for."""

import json
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Write:
    """One request that would change something."""

    at: str
    verb: str
    resource: str  # with its subresource: kafkaclusters/status
    namespace: str
    name: str
    code: int
    body: dict

    def __str__(self) -> str:
        return f"{self.at} {self.verb} {self.resource} {self.namespace}/{self.name}: {self.code}"

    @property
    def destructive(self) -> bool:
        return self.verb in ("delete", "deletecollection")

    @property
    def conditional(self) -> bool:
        """Whether it says which object it means, so that another of the same name is spared."""
        return bool(self.body.get("preconditions", {}).get("uid"))


def _writes(lines: list[str]) -> list[Write]:
    found = []
    for line in lines:
        event = json.loads(line)
        what = event.get("objectRef", {})
        resource = "/".join(filter(None, (what.get("resource"), what.get("subresource"))))
        body = event.get("requestObject") or {}
        found.append(Write(event["requestReceivedTimestamp"], event["verb"], resource, what.get("namespace", ""),
                           what.get("name") or body.get("metadata", {}).get("name", ""), event.get("responseStatus", {}).get("code", 0), body))
    return found


class AuditLog:
    """The log from where it was opened on; what was written before does not count."""

    def __init__(self, file: Path):
        self.file = file
        self._from = file.stat().st_size if file.exists() else 0

    def mark(self) -> None:
        """Forgets what was written until now."""
        self._from = self.file.stat().st_size if self.file.exists() else 0

    def writes(self) -> list[Write]:
        """Every write since the log was opened, or marked."""
        if not self.file.exists():
            return []
        with open(self.file, "rb") as log:
            log.seek(self._from)
            text = log.read().decode()
        return _writes([line for line in text[:text.rfind("\n") + 1].splitlines() if line])
