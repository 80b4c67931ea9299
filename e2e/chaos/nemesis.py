"""Does to the processes of a cluster what a plan says."""

import os
import signal
import time
from collections.abc import Callable
from contextlib import suppress
from functools import partial

from harness.cluster import Cluster
from harness.wait import Late, until

from .plan import ACTIVE, Fault, Target

Step = tuple[float, Callable[[], None]]  # when, in seconds after the round began, and what


class Nemesis:
    """Of one cluster; `topic` is the one whose leaders are looked for."""

    def __init__(self, cluster: Cluster, topic: str):
        self.cluster, self.topic = cluster, topic
        self.hit: dict[int, int] = {}  # nodes of this round whose processes were made to end, with the ids those had

    def strike(self, faults: tuple[Fault, ...], struck: Callable[[Fault], None]) -> str:
        """All faults of a round, each at its time; over when this returns, though what ended may still be coming back.

        `struck` is called when a fault has begun: what is sent from then on is not answered by a process that it hit.
        """
        self.hit = {}
        # before the first: afterwards there may be nobody left to tell who leads
        targets = [sorted({self._who(t) for t in fault.targets}) for fault in faults]
        steps = [s for fault, ids in zip(faults, targets, strict=True) for s in self._steps(fault, ids, lambda fault=fault: struck(fault))]
        began = time.monotonic()
        for at, do in sorted(steps, key=lambda s: s[0]):
            # not a wait for something to happen: that it lasts is the fault
            time.sleep(max(0.0, began + at - time.monotonic()))
            do()
        return "; ".join(f"{fault.kind} {ids}" for fault, ids in zip(faults, targets, strict=True))

    def await_return(self, seconds: float) -> None:
        """Until every process that ended runs again and says that it is ready."""
        def back() -> bool:
            away = [n.id for n in self.cluster.nodes() if not n.ready or not n.pid or self.hit.get(n.id) == n.pid]
            if away:
                raise RuntimeError(f"nodes {away} are not ready")
            return True
        until("every node runs and is ready", back, seconds, every=0.2)

    def _steps(self, fault: Fault, ids: list[int], struck: Callable[[], None]) -> list[Step]:
        frozen: dict[int, int] = {}

        def end_with(what: signal.Signals) -> None:
            self.hit |= self.cluster.signal(what, *ids)
            struck()

        def everything_ends() -> None:
            (self.cluster.kill_all if fault.kind == "kill" else self.cluster.down)()
            struck()
            self.cluster.start_all()

        def freeze() -> None:
            frozen.update(self.cluster.signal(signal.SIGSTOP, *ids))
            struck()

        def thaw() -> None:
            for pid in frozen.values():
                with suppress(ProcessLookupError):  # another fault may have ended it
                    os.kill(pid, signal.SIGCONT)

        def stop() -> None:
            self._to_those_there(self.cluster.stop, ids)
            struck()

        def start() -> None:
            # without waiting: what it needs to be ready may be frozen still
            self._to_those_there(partial(self.cluster.start, wait=False), ids)

        if fault.kind == "freeze":
            return [(fault.at, freeze), (fault.at + fault.seconds, thaw)]
        if fault.group == "everything":
            return [(fault.at, everything_ends)]
        if fault.kind == "stop":
            return [(fault.at, stop), (fault.at + fault.seconds, start)]
        return [(fault.at, lambda: end_with(signal.SIGKILL if fault.kind == "kill" else signal.SIGTERM))]

    def _to_those_there(self, do: Callable[..., None], ids: list[int]) -> None:
        """Does it to those of the nodes that still should exist; the action of the round may scale others in at any time."""
        def there() -> list[int]:
            exist = {n.id for n in self.cluster.nodes()}
            return [i for i in ids if i in exist]

        before = there()
        try:
            do(*before)
        except (Late, LookupError, RuntimeError):
            if there() == before:
                raise

    def _who(self, target: Target) -> int:
        if isinstance(target, int):
            return target
        if target == ACTIVE:
            return until("an active controller", lambda: [self.cluster.quorum().leader], 30)[0]
        return self.cluster.leader(self.topic, int(target.split()[1]))
