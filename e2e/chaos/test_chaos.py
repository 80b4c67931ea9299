"""A cluster of three controllers and three brokers under faults of all kinds, one round after the other, for CHAOS_MINUTES.

Promised: nothing acknowledged is lost, nothing is there twice, order is kept in each partition; after each round the
cluster is whole again within the limits below; in the end all replicas of a partition, and all controllers, hold the same
bytes. FERRYMAN_CHAOS_SEED repeats the order of a run; a run prints its own.
"""

import json
import os
import random
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from harness.cluster import Cluster, Note
from harness.probe import Probe, Report
from harness.wait import Late, until

from . import account, aftermath
from .account import Passed
from .admin import Admin
from .nemesis import Nemesis
from .plan import PARTITIONS, Plan, Round

MINUTES = float(os.environ.get("CHAOS_MINUTES") or 10)
SEED = int(os.environ.get("FERRYMAN_CHAOS_SEED") or random.SystemRandom().randrange(1_000_000))
TOPIC = "ledger"
RATE = 200  # records a second

# After the last fault of a round, in seconds, at most:
ACKNOWLEDGED_S = 45  # every partition acknowledges again
READ_S = 45  # the group reads again
ACTION_S = 180  # the administrator's work is done
WHOLE_S = 90  # every node is ready, every replica in sync, every controller a voter

ONE_PROCESS = ("leader", "broker", "active controller", "controller")

Say = Callable[[str], None]


@pytest.mark.timeout(MINUTES * 60 + 1200)
def test_whatever_is_done_to_processes_nothing_acknowledged_is_lost(cluster: Cluster, note: Note, capsys: pytest.CaptureFixture[str]) -> None:
    def say(line: str) -> None:
        with capsys.disabled():
            print(line, flush=True)

    say(f"\nFERRYMAN_CHAOS_SEED={SEED} repeats the order of this run of {MINUTES:g} minutes")
    with told(cluster):
        cluster.await_in_sync()
        voters = {(v.id, v.directory) for v in cluster.quorum().voters}
        with Probe(cluster, TOPIC, rate=RATE, partitions=PARTITIONS) as probe:
            admin = Admin(cluster, TOPIC)
            try:
                passed = rounds(cluster, probe, admin, say)
            except Late:
                # a producer that finds records lost stops: then the account says why nothing was acknowledged in time
                probe.finish().assert_nothing_lost()
                raise
            report = probe.finish()
        note(f"seed {SEED}, {len(passed)} rounds\n{account.table(passed, report)}\n{report.summary().splitlines()[0]}")
        report.assert_nothing_lost()
        admin.assert_topics_are_there()
        assert voters <= {(v.id, v.directory) for v in cluster.quorum().voters}, "the first voters are still those they were"
        assert_the_same_bytes_everywhere(cluster)
        assert_acknowledged_in_time(cluster, passed, report)


@contextmanager
def told(cluster: Cluster) -> Iterator[None]:
    """A failure says how to repeat it; what the cluster looked like then stands beside its logs."""
    try:
        yield
    except BaseException as e:
        e.add_note(f"FERRYMAN_CHAOS_SEED={SEED} repeats the order of the faults")
        seen = []
        for look in (cluster.nodes, cluster.quorum, lambda: cluster.metadata().out_of_sync()):
            try:
                seen.append(repr(look()))
            except Exception as failed:  # noqa: BLE001 whatever it is, the rest is still worth having
                seen.append(f"not seen: {failed}")
        (cluster.directory / "last-seen.txt").write_text("\n".join(seen) + "\n")
        raise


def rounds(cluster: Cluster, probe: Probe, admin: Admin, say: Say) -> list[Passed]:
    """Rounds until the time is up."""
    plan, nemesis, passed = Plan(SEED), Nemesis(cluster, TOPIC), []
    end = time.monotonic() + MINUTES * 60
    while time.monotonic() < end:
        passed.append(one_round(cluster, probe, admin, nemesis, plan.next(), say))
    return passed


def one_round(cluster: Cluster, probe: Probe, admin: Admin, nemesis: Nemesis, now: Round, say: Say) -> Passed:
    began = time.monotonic()
    say(f"{time.strftime('%H:%M:%S')} {now}")
    action_done = admin.begin(now.action, ACTION_S)
    struck = nemesis.strike(now.faults, lambda fault: probe.mark(now.mark(fault)))
    over = time.monotonic()
    probe.await_acks(ACKNOWLEDGED_S)
    until("the group reads", lambda: probe.counts()["read_since_mark"] > 0, READ_S)
    action_done()
    # what is left of the limit does not hang on how long the action took
    nemesis.await_return(WHOLE_S)
    cluster.await_in_sync(WHOLE_S)
    until("every controller a voter", lambda: cluster.quorum().voter_ids() == sorted(n.id for n in cluster.of_role("controller")), WHOLE_S)
    whole = time.monotonic() - over
    probe.mark(f"{now.number}. whole")
    probe.await_acks(ACKNOWLEDGED_S)  # or the next fault's silence would begin in this round
    say(f"         {struck}; the last fault was over after {over - began:.1f} s, all whole {whole:.1f} s later")
    return Passed(now, whole)


def assert_the_same_bytes_everywhere(cluster: Cluster) -> None:
    cluster.await_in_sync()
    nodes, metadata = cluster.nodes(), cluster.metadata()
    ends, metadata_end = cluster.ends(), cluster.quorum().high_watermark
    (cluster.directory / "ends.json").write_text(json.dumps({"ends": ends, "metadata": metadata_end}))
    cluster.down()
    wrong = aftermath.faults(nodes, metadata, ends, metadata_end)
    assert not wrong, f"{len(wrong)} logs are not the same everywhere: {wrong[:5]}"


def assert_acknowledged_in_time(cluster: Cluster, passed: list[Passed], report: Report) -> None:
    """Where one process was killed, and where all were, and nothing else was done."""
    for p in passed:
        fault = p.round.faults[0]
        if len(p.round.faults) > 1 or fault.kind != "kill":
            continue
        if fault.group in ONE_PROCESS:
            report.assert_acknowledged_within(p.round.mark(fault), cluster.limits.first_ack_after_one_kill)
        elif fault.group == "everything":
            report.assert_acknowledged_within(p.round.mark(fault), cluster.limits.first_ack_after_all_killed)
