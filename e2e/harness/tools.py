"""Apache Kafka's own command line tools, and kcat, as unmodified clients."""

import os
import subprocess
from dataclasses import dataclass

from . import paths

# A tool lives for a second: the optimising compiler would only take the cores from the brokers.
_SHORT = "-XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xshare:auto"


@dataclass(frozen=True)
class Done:
    """A finished command. Its text form is what a failed check prints."""

    command: list[str]
    code: int
    out: str
    err: str

    def __str__(self) -> str:
        cut = 3000
        return (f"$ {' '.join(self.command)}\nexit code {self.code}\n--- standard output\n{self.out[-cut:]}\n"
                f"--- standard error\n{self.err[-cut:]}")


def run(command: list[str], *, given: str | None = None, seconds: float = 60, environment: dict[str, str] | None = None) -> Done:
    """Runs a command to its end; killed, and said so, where it takes longer."""
    try:
        done = subprocess.run(command, input=given if given is not None else "", capture_output=True, text=True, timeout=seconds,
                              errors="replace", env={**os.environ, **(environment or {})})
        return Done(command, done.returncode, done.stdout, done.stderr)
    except subprocess.TimeoutExpired as e:
        def text(b: bytes | str | None) -> str:
            return b.decode(errors="replace") if isinstance(b, bytes) else b or ""
        return Done(command, -9, text(e.stdout), f"{text(e.stderr)}\n(killed after {seconds:g} s)")


def kafka(tool: str, *arguments: object, given: str | None = None, seconds: float = 60, heavy: bool = False) -> Done:
    """kafka-TOOL.sh of the pinned Apache Kafka; heavy: with the JVM settings of the Apache distribution."""
    environment = {} if heavy else {"KAFKA_JVM_PERFORMANCE_OPTS": _SHORT}
    return run([str(paths.KAFKA / f"bin/kafka-{tool}.sh"), *map(str, arguments)], given=given, seconds=seconds, environment=environment)


def kcat(*arguments: object, given: str | None = None, seconds: float = 30) -> Done:
    """kcat (librdkafka)."""
    return run(["kcat", *map(str, arguments)], given=given, seconds=seconds)
