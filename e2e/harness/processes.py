"""Processes that a run starts, and the certainty that none outlives it.

Every process started below this one carries OWNER in its environment, which names the process that owns the run. So a
child, a child's child and a daemon that left its parents behind are all found again in /proc, and nothing else is.
"""

import os
import signal
import subprocess
from pathlib import Path

OWNER = "FERRYMAN_E2E_OWNER"


def _started(pid: int) -> str:
    """Tells two processes apart that had the same id: the start time in clock ticks."""
    return Path(f"/proc/{pid}/stat").read_text().rsplit(") ", 1)[1].split()[19]


def own() -> str:
    """Makes this process the owner of all that it starts from now on, unless it is itself owned; returns the token."""
    token = os.environ.setdefault(OWNER, f"{os.getpid()}-{_started(os.getpid())}")
    return token


def _alive(token: str) -> bool:
    try:
        pid, started = token.split("-")
        return _started(int(pid)) == started
    except (OSError, ValueError, IndexError):
        return False


def _owned() -> dict[int, str]:
    """Processes that carry a token, but this one and its parents."""
    found, ancestors, pid = {}, {1}, os.getpid()
    while pid > 1:
        ancestors.add(pid)
        pid = int(Path(f"/proc/{pid}/stat").read_text().rsplit(") ", 1)[1].split()[1])
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit() or int(entry.name) in ancestors:
            continue
        try:
            for variable in (entry / "environ").read_bytes().split(b"\0"):
                if variable.startswith(OWNER.encode() + b"="):
                    found[int(entry.name)] = variable.split(b"=", 1)[1].decode()
        except OSError:
            pass  # gone meanwhile, or another user's
    return found


def reap(token: str | None = None) -> list[int]:
    """Kills what carries the token; without one, what carries the token of an owner that is gone."""
    killed = []
    for pid, owner in _owned().items():
        if owner == token or (token is None and not _alive(owner)):
            try:
                os.kill(pid, signal.SIGKILL)
                killed.append(pid)
            except ProcessLookupError:
                pass
    return killed


def cpu_seconds(pid: int) -> float:
    """User and system time of a process so far."""
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(") ", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def resident_mib(pid: int) -> float:
    """Resident memory of a process now."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    raise RuntimeError(f"process {pid} has no memory: it has ended")


def parent(pid: int) -> int:
    """The id of a process's parent."""
    return int(Path(f"/proc/{pid}/stat").read_text().rsplit(") ", 1)[1].split()[1])


class Child:
    """A server in a session of its own, its output appended to a file."""

    def __init__(self, command: list[str], log: Path, environment: dict[str, str] | None = None, directory: Path | None = None):
        self.command, self.log = command, log
        log.parent.mkdir(parents=True, exist_ok=True)
        with open(log, "ab") as out:
            self.popen = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=out, stderr=subprocess.STDOUT,
                                          env={**os.environ, **(environment or {})}, cwd=directory, start_new_session=True)

    @property
    def pid(self) -> int:
        return self.popen.pid

    @property
    def running(self) -> bool:
        return self.popen.poll() is None

    def kill(self, *, wait: bool = True) -> None:
        """SIGKILL, and (wait) gone when this returns."""
        self.popen.kill()
        if wait:
            self.popen.wait()

    def terminate(self) -> None:
        """SIGTERM, without waiting."""
        if self.running:
            self.popen.terminate()

    def wait(self, seconds: float) -> int:
        """The exit code; killed where it takes longer."""
        try:
            return self.popen.wait(seconds)
        except subprocess.TimeoutExpired:
            self.kill()
            raise

