"""franz-go: the table of checks in e2e/clients/go/check.go, and a million records through a group that loses a member."""

import json

from harness import paths
from harness.ask import e2e_go
from harness.cluster import Cluster, Note
from harness.tools import run


def test_the_table_of_checks(cluster: Cluster, note: Note) -> None:
    done = run([str(paths.E2E_GO), "check", "--bootstrap", cluster.bootstrap, "--topic", "franz"], seconds=120)
    rows = [json.loads(line) for line in done.out.splitlines()]
    failed = [f"{r['name']}: {r['detail']}" for r in rows if not r["ok"]]
    assert done.code == 0 and len(rows) == 15, str(done)
    assert not failed, "\n".join(failed)
    for r in rows:
        if "skipped" in r:
            note(f"not tested: {r['name']}: {r['skipped']}")


def test_a_million_records_are_read_once_in_order_by_a_group_that_loses_a_member(cluster: Cluster, note: Note) -> None:
    seen = json.loads(e2e_go("million", "--bootstrap", cluster.bootstrap, "--topic", "million", seconds=200))
    note(seen)
    assert seen["written"] == 1_000_000
    assert (seen["unread"], seen["reordered"], seen["foreign"]) == (0, 0, 0)
    assert seen["redelivered"] == 0, "each member commits before it gives a partition up, so nothing is read twice"
    assert min(seen["read_by_member"]) > 0, "every member had a part in it"
