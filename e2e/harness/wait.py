"""Waiting for a condition with a deadline: the only way anything in here waits."""

import subprocess
import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


class Late(AssertionError):
    """A condition did not come true in time."""


def until(what: str, look: Callable[[], T], seconds: float, every: float = 0.05) -> T:
    """The first true value of look(); Late, with what was last seen, after that many seconds.

    What a look may fail with while a cluster is not yet what it should be (refused connections, tools that end with an
    error, answers cut short or without the part looked for, a `Late` of its own) counts as not yet.
    """
    end = time.monotonic() + seconds
    while True:
        try:
            seen = look()
            if seen:
                return seen
        except (OSError, EOFError, LookupError, ValueError, subprocess.SubprocessError, Late, RuntimeError) as e:
            seen = f"{type(e).__name__}: {e}"
        if time.monotonic() > end:
            raise Late(f"{what}: not within {seconds:g} s; last seen: {seen!r}")
        time.sleep(every)
