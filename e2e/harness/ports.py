"""Free ports on loopback, below the range from which the kernel takes ports for outgoing connections.

A port is held by a file lock for as long as this process lives, so that runs side by side choose different ones.
"""

import fcntl
import random
import socket
import tempfile
from pathlib import Path

FIRST, LAST = 20000, 31999
_locks = Path(tempfile.gettempdir()) / "ferryman-e2e-ports"
_held: dict[int, object] = {}


def _take(port: int) -> bool:
    if port in _held:
        return False
    _locks.mkdir(exist_ok=True)
    lock = open(_locks / str(port), "w")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        with socket.socket() as s:
            s.bind(("127.0.0.1", port))
    except OSError:
        lock.close()
        return False
    _held[port] = lock
    return True


def release(*ports: int) -> None:
    """Gives ports back that nothing listens on any more."""
    for port in ports:
        lock = _held.pop(port, None)
        if lock:
            lock.close()


def free_block(count: int) -> int:
    """The first of that many free ports in a row."""
    for _ in range(1000):
        first = random.randrange(FIRST, LAST - count)
        taken = []
        for port in range(first, first + count):
            if not _take(port):
                break
            taken.append(port)
        if len(taken) == count:
            return first
        release(*taken)
    raise RuntimeError(f"no {count} free ports in a row between {FIRST} and {LAST}")


def free() -> int:
    """One free port."""
    return free_block(1)
