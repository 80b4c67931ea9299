"""The two programs that serve Kafka's protocol: how each is formatted and started from a server.properties.

Both take Kafka's property names, so one rendering of properties serves for both.
"""

import os
import shutil
import subprocess
from dataclasses import dataclass, field
from pathlib import Path

from . import paths


@dataclass(frozen=True)
class Server:
    """A program started from a properties file."""

    name: str
    format_command: list[str]
    start_command: list[str]
    environment: dict[str, str] = field(default_factory=dict)

    def format(self, properties: Path, cluster_id: str, *how: str) -> subprocess.CompletedProcess[str]:
        """Formats the directories named in properties; how: --standalone, --no-initial-controllers, or
        --initial-controllers LIST (Apache Kafka only)."""
        command = [*self.format_command, "--cluster-id", cluster_id, "--config", str(properties), *how]
        return subprocess.run(command, capture_output=True, text=True, timeout=60, stdin=subprocess.DEVNULL,
                              env=self.whole_environment())

    def start(self, properties: Path) -> list[str]:
        return [*self.start_command, str(properties)]

    def whole_environment(self) -> dict[str, str]:
        return {**os.environ, **self.environment}


def apache(home: Path = paths.KAFKA, heap: str = "384m", jvm: str = "-XX:+UseSerialGC -XX:TieredStopAtLevel=1") -> Server:
    """Apache Kafka. The JVM settings are for a quick start among many; a benchmark takes Kafka's own by jvm=""."""
    if not (home / ".installed").exists():
        raise RuntimeError(f"Apache Kafka is not in {home}: run e2e/peers/install-kafka")
    environment = {"KAFKA_HEAP_OPTS": f"-Xmx{heap} -Xms{heap}"}
    if jvm:
        environment["KAFKA_JVM_PERFORMANCE_OPTS"] = jvm
    return Server("apache", [str(home / "bin/kafka-storage.sh"), "format"], [str(home / "bin/kafka-server-start.sh")], environment)


def ferryman() -> Server:
    """Ferryman's broker program."""
    program = paths.ferryman_bin() / "ferryman-broker"
    if not shutil.which(program):
        raise RuntimeError(f"{program} is not there: build it (make build) or set FERRYMAN_BIN")
    return Server("ferryman", [str(program), "format"], [str(program), "start", "--config"])


def render(properties: dict[str, object]) -> str:
    """server.properties as text."""
    return "".join(f"{k}={v}\n" for k, v in properties.items())
