"""kafkajs: the table of checks in e2e/clients/node/check.js."""

import json

from harness import paths
from harness.cluster import Cluster, Note
from harness.tools import run


def test_the_table_of_checks(cluster: Cluster, served: dict[int, tuple[int, int]], note: Note) -> None:
    done = run(["node", str(paths.E2E / "clients/node/check.js"), cluster.bootstrap, "kafkajs", ",".join(map(str, served))], seconds=180,
               environment={"KAFKAJS_HOME": str(paths.NODE_CLIENT)})
    rows = [json.loads(line) for line in done.out.splitlines()]
    failed = [f"{r['name']}: {r['detail']}" for r in rows if not r["ok"]]
    assert done.code == 0 and len(rows) == 13, str(done)
    assert not failed, "\n".join(failed)
    for r in rows:
        if "skipped" in r:
            note(f"not tested: {r['name']}: {r['skipped']}")
