"""The operator dies right after a write to the API server, whichever it is: the next one goes on to the same end.

In the short form one flow is done by operators that live for few writes, then for more: what is decided is stored before it
is done, so one that may write only once may never come to do it. In the long form the flow is done anew for every place
at which its one operator can die.
"""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from harness.audit import AuditLog
from harness.cluster import Note
from harness.kubernetes import QUICKSTART, KafkaCluster
from harness.operator import Lives, Operator
from harness.probe import Probe
from harness.wait import Late, until

from .conftest import Make

LIVES_MAX = 60  # in one flow; the last of them may write thirty times
LIFE_S = 100  # the longest that an operator waits before it asks again for what another may have asked for

pytestmark = [pytest.mark.own_node, pytest.mark.timeout(3600)]


@pytest.fixture
def lives(operator: Operator, run, request: pytest.FixtureRequest) -> Iterator[Lives]:
    """Operators as processes, while the installed one is away."""
    directory = run.directory / request.node.name
    directory.mkdir(parents=True)
    operator.away()
    lives = operator.lives(directory)
    yield lives
    lives.end()
    operator.back()
    shutil.rmtree(directory, ignore_errors=True)


def settled(cluster: KafkaCluster) -> bool:
    try:
        return cluster.settled()
    except (Late, LookupError):
        return False


def live_shortly(lives: Lives, cluster: KafkaCluster) -> str:
    """Operator after operator, two for one write, two for two and so on, until one of them has nothing to write."""
    for died in range(LIVES_MAX):
        lives.begin(writes=1 + died // 2)
        until("it dies or all is done", lambda: lives.ended_after_its_writes(0.5) or settled(cluster), LIFE_S)
        if lives.child.running and not lives.ended_after_its_writes(12):
            return f"{died} operators died, after 1 to {1 + died // 2} writes"
    raise Late(f"not done by {LIVES_MAX} operators: {lives.tail()}")


def live_and_die_once(lives: Lives, cluster: KafkaCluster, writes: int) -> bool:
    """One operator that dies after so many writes, and one that does not; False where the first had not as many to do."""
    lives.begin(writes)
    until("it dies or all is done", lambda: lives.ended_after_its_writes(0.5) or settled(cluster), 180)
    died = not lives.child.running or lives.ended_after_its_writes(12)
    lives.begin()
    cluster.await_settled(180)
    return died


def objects(cluster: KafkaCluster) -> dict[str, list[str]]:
    """The names of all that the operator made, by kind."""
    kinds = ("statefulsets", "services", "configmaps", "poddisruptionbudgets", "pods", "persistentvolumeclaims")
    return {k: sorted(o["metadata"]["name"] for o in cluster.kubectl.list(k, cluster.selector)) for k in kinds}


def assert_whole(cluster: KafkaCluster, controllers: int, brokers: int) -> None:
    assert cluster.quorum().voter_ids() == [9000 + n for n in range(controllers)]
    assert sorted(cluster.metadata().brokers) == list(range(brokers))
    assert cluster.metadata().cluster_id == cluster.cluster_id


def assert_nothing_destroyed_blindly(audit: AuditLog) -> None:
    blind = [str(w) for w in audit.writes() if w.destructive and not w.conditional]
    assert not blind, f"deleted without saying which: {blind}"
    assert not [str(w) for w in audit.writes() if w.verb == "deletecollection"]


Flow = Callable[[KafkaCluster], None]


def kill_everywhere(lives: Lives, cluster: KafkaCluster, full: bool, change: Flow, back: Flow) -> str:
    """The change, with operators that die. `back` undoes it for the next time; the last is not undone."""
    change(cluster)
    if not full:
        return live_shortly(lives, cluster)
    writes = 1
    while live_and_die_once(lives, cluster, writes):
        back(cluster)
        cluster.await_settled(180)
        lives.end()
        change(cluster)
        writes += 1
    return f"killed after each of {writes - 1} writes"


def test_creation(lives: Lives, make: Make, full: bool, audit: AuditLog, note: Note) -> None:
    @contextmanager
    def blank(n: int) -> Iterator[KafkaCluster]:
        with make(f"created-{n}", QUICKSTART) as cluster:
            cluster.apply()
            yield cluster

    def whole(cluster: KafkaCluster) -> dict[str, list[str]]:
        cluster.await_settled()
        assert_whole(cluster, 3, 3)
        return {k: [n.replace(cluster.name, "NAME") for n in names] for k, names in objects(cluster).items()}

    with blank(0) as cluster:
        lives.begin()
        cluster.await_settled()
        wanted = whole(cluster)
    with blank(1) as cluster:
        said = live_shortly(lives, cluster)
        assert whole(cluster) == wanted
    writes, died = 1, full
    while died:
        with blank(writes + 1) as cluster:
            died = live_and_die_once(lives, cluster, writes)
            assert whole(cluster) == wanted, f"killed after write {writes}"
            said = f"killed after each of {writes} writes"
            writes += 1
    note(said)
    assert_nothing_destroyed_blindly(audit)


def test_scaling_in(lives: Lives, make: Make, full: bool, audit: AuditLog, note: Note) -> None:
    spec = QUICKSTART | {"brokers": {"replicas": 4}}
    with make("scaled-in", spec) as cluster:
        lives.begin()
        cluster.apply()
        cluster.await_settled()
        with Probe(cluster, "scaled-in", partitions=8) as probe:
            cluster.await_in_sync()
            probe.mark("4 to 3 brokers")
            said = kill_everywhere(lives, cluster, full, lambda c: c.scale(3), lambda c: c.scale(4))
            report = probe.finish()
        note(f"{said}\n{report.summary()}")
        report.assert_nothing_lost()
        assert_whole(cluster, 3, 3)
        assert all(len(p.replicas) == 3 and 3 not in p.replicas for p in cluster.metadata().partitions())
    assert_nothing_destroyed_blindly(audit)


def test_controllers_from_3_to_5_and_back(lives: Lives, make: Make, full: bool, audit: AuditLog, note: Note) -> None:
    with make("voters") as cluster:
        lives.begin()
        cluster.apply()
        cluster.await_settled()
        first = {(v.id, v.directory) for v in cluster.quorum().voters}
        with Probe(cluster, "voters") as probe:
            probe.mark("controllers 3 to 5")
            said = kill_everywhere(lives, cluster, full, lambda c: c.apply(controllers=5), lambda c: c.apply(controllers=3))
            assert_whole(cluster, 5, 3)
            probe.mark("controllers 5 to 3")
            said += "; " + kill_everywhere(lives, cluster, full, lambda c: c.apply(controllers=3), lambda c: c.apply(controllers=5))
            report = probe.finish()
        note(f"{said}\n{report.summary()}")
        report.assert_nothing_lost()
        assert_whole(cluster, 3, 3)
        assert {(v.id, v.directory) for v in cluster.quorum().voters} == first
    assert_nothing_destroyed_blindly(audit)
