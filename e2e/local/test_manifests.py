"""What `ferryman` says of a manifest that is unknown, contradictory or impossible, and of a place that is taken.

The corpus with its sentences is the operator's own (operator/tests/manifests): here they are what a user sees.
"""

import os
import re
import socket
from pathlib import Path

import pytest

from harness import paths, ports
from harness.ferryman import FerrymanCluster, command
from harness.tools import Done

CORPUS = paths.REPOSITORY / "operator/tests/manifests"


@pytest.fixture(autouse=True)
def ferryman_only(kind: str) -> None:
    if kind != "ferryman":
        pytest.skip("Apache Kafka has no manifests")


def said(file: Path, what: str) -> list[str]:
    return [line.removeprefix(f"#: {what} ") for line in file.read_text().splitlines() if line.startswith(f"#: {what} ")]


def manifests(folder: str) -> list[Path]:
    """Those that need no cluster of an earlier shape."""
    return sorted(f for f in (CORPUS / folder).glob("*.yaml") if not said(f, "replaces"))


def run(*arguments: object, directory: Path) -> Done:
    done = command(*arguments, directory=directory)
    assert "panicked" not in done.stderr, done.stderr
    return Done(done.args, done.returncode, done.stdout, done.stderr)


def flat(text: str) -> str:
    return re.sub(r"\s+", " ", text)


@pytest.mark.parametrize("file", manifests("bad"), ids=lambda f: f.stem)
def test_a_bad_manifest_is_refused_with_the_sentence_that_helps(file: Path, place: Path) -> None:
    for verb in (["plan", file], ["up", file, "--detach"]):
        done = run(*verb, directory=place)
        assert done.code != 0, str(done)
        for sentence in said(file, "says"):
            assert flat(sentence) in flat(done.err), f"«{sentence}» is not said\n{done}"
    assert not list(place.rglob("*")), "nothing was begun"


@pytest.mark.parametrize("file", manifests("good"), ids=lambda f: f.stem)
def test_a_good_manifest_is_planned(file: Path, place: Path) -> None:
    done = run("plan", file, directory=place)
    assert done.code == 0, str(done)
    for sentence in said(file, "warns"):
        assert flat(sentence) in flat(done.out + done.err), f"«{sentence}» is not said\n{done}"
    assert not list(place.rglob("*")), "a plan changes nothing"


def test_a_manifest_that_is_not_there(place: Path) -> None:
    done = run("up", "nowhere.yaml", "--detach", directory=place)
    assert done.code != 0 and "nowhere.yaml" in done.err, str(done)


def test_a_cluster_that_is_not_there(place: Path) -> None:
    for verb in (["status", "nobody"], ["down", "nobody"]):
        done = run(*verb, directory=place)
        assert done.code != 0 and "nobody" in done.err, str(done)


def test_a_listener_s_port_that_is_taken_is_named_with_its_holder(place: Path) -> None:
    port = ports.free()
    with socket.create_server(("127.0.0.1", port)):
        file = place / "cluster.yaml"
        file.write_text(f"apiVersion: ferryman.dev/v1alpha1\nkind: KafkaCluster\nmetadata: {{name: taken}}\nspec:\n  controllers: {{replicas: 1}}\n"
                        f"  brokers: {{replicas: 1}}\n  listeners: [{{name: internal, port: {port}}}]\n")
        done = run("up", file, "--detach", directory=place)
        assert done.code != 0 and str(port) in done.err and str(os.getpid()) in done.err, str(done)
        assert run("status", file, "-o", "json", directory=place).code != 0, "nothing was left running"


def test_a_cluster_that_runs_already_is_not_started_twice(place: Path) -> None:
    cluster = FerrymanCluster(place / "twice", controllers=1, brokers=1)
    try:
        cluster.up()
        before = {n.id: n.pid for n in cluster.nodes()}
        done = run("up", cluster.manifest, "--detach", directory=cluster.directory)
        assert {n.id: n.pid for n in cluster.nodes()} == before, "whatever it answered, the nodes are the same processes"
        assert done.code == 0 or cluster.name in done.err, str(done)
    finally:
        cluster.close()


def test_down_stops_in_order_and_keeps_the_data_until_told_otherwise(place: Path) -> None:
    cluster = FerrymanCluster(place / "down", controllers=1, brokers=1)
    try:
        cluster.up()
        directories = [d for n in cluster.nodes() for d in n.directories]
        pids = [n.pid for n in cluster.nodes()]
        done = run("down", cluster.name, directory=cluster.directory)
        assert done.code == 0, str(done)
        assert not any(Path(f"/proc/{pid}").exists() for pid in pids), "it returns when the processes are gone"
        assert all(d.is_dir() for d in directories)
        done = run("down", cluster.name, "--delete-data", directory=cluster.directory)
        assert done.code == 0 and not any(d.exists() for d in directories), str(done)
    finally:
        cluster.close()
