"""What is done to a cluster, drawn from a seed. Pure: the same seed gives the same rounds, whatever the cluster does.

A target that depends on the cluster (who leads) is drawn as a name and looked up when its time has come.
"""

import random
from dataclasses import dataclass, replace

from harness.cluster import FIRST_CONTROLLER

BROKERS, CONTROLLERS = 3, 3  # always there; a fourth broker and two more controllers come and go
PARTITIONS = 6  # of the topic that is written to
SESSION_S = 9  # a broker silent for longer is fenced, and what it led is led by others

# Targets: node ids, and names for those who lead.
LEADER, ACTIVE = "leader", "active"
Target = int | str

KINDS = {"kill": 4, "freeze": 4, "term": 2, "stop": 2}
GROUPS = {"leader": 4, "broker": 2, "active controller": 3, "controller": 2, "two brokers": 2, "two controllers": 2,
          "leader and active controller": 2, "all brokers": 1, "all controllers": 1, "everything": 1}
ACTIONS = {"nothing": 4, "create": 3, "recreate": 2, "move": 4, "elect": 1, "scale brokers": 3, "scale controllers": 2}


@dataclass(frozen=True)
class Fault:
    """`kill`: SIGKILL. `freeze`: SIGSTOP, SIGCONT after some seconds. `term`: SIGTERM. `stop`: in order, and kept down for
    some seconds. What ends comes back by itself."""

    kind: str
    group: str
    targets: tuple[Target, ...]
    at: float  # seconds after the round began
    seconds: float  # of freeze and stop

    @property
    def name(self) -> str:
        return f"{self.kind} {self.group}"

    def __str__(self) -> str:
        return self.name + (f" for {self.seconds:g} s" if self.seconds else "") + (f", after {self.at:g} s" if self.at else "")


@dataclass(frozen=True)
class Action:
    """What an administrator does at the same time."""

    kind: str
    topic: str = ""
    partition: int = 0
    replicas: tuple[int, ...] = ()
    count: int = 0

    def __str__(self) -> str:
        more = {"create": self.topic, "recreate": self.topic, "move": f"partition {self.partition} to {self.replicas}",
                "scale brokers": f"to {self.count}", "scale controllers": f"to {self.count}"}
        return f"{self.kind} {more.get(self.kind, '')}".strip()


@dataclass(frozen=True)
class Round:
    """Faults that overlap, and an action; afterwards the cluster is waited for."""

    number: int
    faults: tuple[Fault, ...]
    action: Action

    def mark(self, fault: Fault) -> str:
        """Names one of its faults in the probe's account."""
        return f"{self.number}. {fault}"

    def __str__(self) -> str:
        return f"{self.number}. {'; '.join(map(str, self.faults))} | {self.action}"


class Plan:
    """Rounds without end."""

    def __init__(self, seed: int):
        self._random = random.Random(seed)
        self._rounds = 0
        self._brokers, self._controllers = BROKERS, CONTROLLERS
        self._topics: list[str] = []

    def next(self) -> Round:
        self._rounds += 1
        first = self._fault()
        faults = (first,)
        if first.group != "everything" and self._random.random() < 0.3:
            second = self._fault()
            if second.group != "everything":
                faults = (first, replace(second, at=round(self._random.uniform(0, 6), 1)))
        return Round(self._rounds, faults, self._action())

    def _one_of(self, weights: dict[str, int]) -> str:
        return self._random.choices(list(weights), list(weights.values()))[0]

    def _fault(self) -> Fault:
        kind, group = self._one_of(KINDS), self._one_of(GROUPS)
        seconds = 0.0
        if kind == "freeze":  # as often shorter than a session as longer
            seconds = self._random.choice([self._random.uniform(1, SESSION_S), self._random.uniform(SESSION_S + 1, 20)])
        elif kind == "stop":
            seconds = self._random.uniform(0, 12)
        return Fault(kind, group, self._targets(group), 0, round(seconds, 1))

    def _targets(self, group: str) -> tuple[Target, ...]:
        brokers, controllers = range(self._brokers), range(FIRST_CONTROLLER, FIRST_CONTROLLER + self._controllers)
        # drawn whether it is used or not: a plan does not depend on the order of this table
        two, both = self._random.sample(brokers, 2), self._random.sample(controllers, 2)
        leader = f"{LEADER} {self._random.randrange(PARTITIONS)}"
        return {"leader": (leader,), "broker": (two[0],), "active controller": (ACTIVE,), "controller": (both[0],),
                "two brokers": tuple(two), "two controllers": tuple(both), "leader and active controller": (leader, ACTIVE),
                "all brokers": tuple(brokers), "all controllers": tuple(controllers), "everything": (*brokers, *controllers)}[group]

    def _action(self) -> Action:
        kind = self._one_of(ACTIONS)
        if kind == "recreate" and not self._topics:
            kind = "create"
        if kind == "create":
            self._topics.append(f"made-{self._rounds}")
            return Action(kind, topic=self._topics[-1])
        if kind == "recreate":
            return Action(kind, topic=self._random.choice(self._topics))
        if kind == "move":
            return Action(kind, partition=self._random.randrange(PARTITIONS), replicas=tuple(self._random.sample(range(self._brokers), 3)))
        if kind == "scale brokers":
            self._brokers = 2 * BROKERS + 1 - self._brokers
            return Action(kind, count=self._brokers)
        if kind == "scale controllers":
            self._controllers = 2 * CONTROLLERS + 2 - self._controllers
            return Action(kind, count=self._controllers)
        return Action(kind)
