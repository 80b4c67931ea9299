"""An administrator who goes on with his work while the cluster is disturbed: each act is repeated until it is done."""

import threading
from collections.abc import Callable

from harness import ask
from harness.cluster import Cluster
from harness.wait import until

from .plan import Action

CREATED_PARTITIONS = 3


class Admin:
    """Remembers which topics were acknowledged as created."""

    def __init__(self, cluster: Cluster, topic: str):
        self.cluster, self.topic = cluster, topic
        self.created: set[str] = set()

    def begin(self, action: Action, seconds: float) -> Callable[[], None]:
        """Does it beside whatever else is done; the answer waits for its end, and raises what it failed with."""
        failure: list[BaseException] = []

        def work() -> None:
            try:
                self._do(action, seconds)
            except BaseException as e:  # noqa: BLE001 told to the one who waits
                failure.append(e)

        thread = threading.Thread(target=work, daemon=True)
        thread.start()

        def end() -> None:
            thread.join(seconds + 30)
            if thread.is_alive():
                raise AssertionError(f"«{action}» neither done nor given up")
            if failure:
                raise failure[0]
        return end

    def _do(self, action: Action, seconds: float) -> None:
        if action.kind == "create":
            self._create(action.topic, seconds)
        elif action.kind == "recreate":
            self.created.discard(action.topic)
            self._act("delete", "--topic", action.topic, seconds=seconds)
            self._create(action.topic, seconds)
        elif action.kind == "move":
            self._act("move", "--topic", self.topic, "--partition", action.partition, "--replicas", ",".join(map(str, action.replicas)),
                      seconds=seconds)
        elif action.kind == "elect":
            self._act("elect", "--topic", self.topic, seconds=seconds)
        elif action.kind == "scale brokers":
            self.cluster.scale(brokers=action.count, seconds=seconds)
        elif action.kind == "scale controllers":
            self.cluster.scale(controllers=action.count, seconds=seconds)

    def _create(self, topic: str, seconds: float) -> None:
        self._act("create", "--topic", topic, "--partitions", CREATED_PARTITIONS, seconds=seconds)
        self.created.add(topic)

    def _act(self, what: str, *how: object, seconds: float) -> None:
        def attempt() -> bool:
            ask.e2e_go("act", what, "--bootstrap", self.cluster.bootstrap, "--limit", "15s", *how, seconds=25)
            return True
        until(f"act {what} {how}", attempt, seconds, every=0.2)

    def assert_topics_are_there(self) -> None:
        """Every topic that was acknowledged, with all its partitions."""
        seen = self.cluster.metadata().topics
        missing = sorted(t for t in self.created if len(seen.get(t, ())) != CREATED_PARTITIONS)
        assert not missing, f"topics that were acknowledged are not there: {missing}"
