"""Nodes started by hand, for the tests that need no cluster."""

import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from harness import servers
from harness.lone_node import LoneNode

NewNode = Callable[..., LoneNode]


@pytest.fixture
def place(run, request: pytest.FixtureRequest) -> Iterator[Path]:
    """A directory of this test, which stays if it fails."""
    directory = run.directory / re.sub(r"[^a-zA-Z0-9_.-]+", "-", request.node.name.removeprefix("test_"))[:80]
    directory.mkdir(parents=True)
    yield directory
    if directory not in run.failed:
        shutil.rmtree(directory, ignore_errors=True)


@pytest.fixture
def new_node(run, kind: str, place: Path) -> Iterator[NewNode]:
    """new_node(name, node=1, data=[...], config={...}): a combined node, neither formatted nor started."""
    nodes: list[LoneNode] = []

    def make(name: str, **shape: object) -> LoneNode:
        node = LoneNode(servers.apache() if kind == "apache" else servers.ferryman(), place / name, **shape)
        nodes.append(node)
        run.nodes.append(node)
        return node

    yield make
    for node in nodes:
        node.end()
        run.nodes.remove(node)
