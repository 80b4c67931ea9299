"""Which cluster the tests meet, and what is left behind when one fails.

--on ferryman|apache (or FERRYMAN_E2E_ON) chooses. FERRYMAN_E2E_FULL=1 chooses the long forms. When a test fails, the end of
each log of the clusters it met is printed with it and their directories stay; otherwise they are removed.
"""

import os
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from harness import leftovers, paths, processes
from harness.apache import ApacheCluster
from harness.cluster import Cluster
from harness.ferryman import FerrymanCluster
from harness.lone_node import LoneNode

KINDS = {"apache": ApacheCluster, "ferryman": FerrymanCluster}
TAILS_PRINTED = 3  # for one cluster; the logs themselves stay

# As the quickstart manifest has it; group.initial.rebalance.delay.ms as anyone sets it who starts groups by the dozen.
CONFIG = {"default.replication.factor": 3, "min.insync.replicas": 2, "group.initial.rebalance.delay.ms": 0}


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--on", choices=KINDS, default=os.environ.get("FERRYMAN_E2E_ON", "ferryman"), help="the cluster under test")


class Run:
    """The clusters of this run that are up, and which of them met a test that failed."""

    def __init__(self, directory: Path, kind: str):
        self.directory, self.kind, self.token = directory, kind, processes.own()
        self.up: list[Cluster] = []
        self.nodes: list[LoneNode] = []
        self.failed: dict[Path, int] = {}  # directory to failed tests
        self.notes: list[tuple[str, str]] = []  # test and what it measured

    @contextmanager
    def cluster(self, name: str, **shape: object) -> Iterator[Cluster]:
        """A cluster of the chosen kind, ready; what it leaves on disk stays if a test failed that met it."""
        shape.setdefault("config", CONFIG)
        cluster = KINDS[self.kind](self.directory / name, **shape)
        self.up.append(cluster)
        try:
            try:
                cluster.up()
            except BaseException as e:
                self.failed[cluster.directory] = 1
                e.add_note(f"data and logs stay in {cluster.directory}\n{cluster.tails()}")
                raise
            yield cluster
        finally:
            cluster.close()
            self.up.remove(cluster)
            if cluster.directory not in self.failed:
                shutil.rmtree(cluster.directory, ignore_errors=True)


RUN = pytest.StashKey[Run]()


def pytest_configure(config: pytest.Config) -> None:
    leftovers.prune()
    config.stash[RUN] = Run(paths.RUNS / f"{time.strftime('%Y%m%d-%H%M%S')}-{os.getpid()}", config.getoption("--on"))


def pytest_sessionstart(session: pytest.Session) -> None:
    missing = [p for p in ("ferryman", "ferryman-broker") if not (paths.ferryman_bin() / p).exists()]
    if missing and session.config.stash[RUN].kind == "ferryman" and not session.config.getoption("collectonly"):
        pytest.exit(f"{' and '.join(missing)} not in {paths.ferryman_bin()}: build them (release), or set FERRYMAN_BIN; or --on apache", 2)


def pytest_unconfigure(config: pytest.Config) -> None:
    if not config.stash[RUN].failed:
        shutil.rmtree(config.stash[RUN].directory, ignore_errors=True)
    processes.reap(config.stash[RUN].token)


def pytest_report_header(config: pytest.Config) -> str:
    return f"cluster: {config.getoption('--on')}; {'long' if full_form() else 'short'} form; data and logs: {config.stash[RUN].directory}"


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    if config.stash[RUN].notes:
        terminalreporter.section("what was measured")
        for test, text in config.stash[RUN].notes:
            terminalreporter.write_line(f"{test}\n  {text.strip()}".replace("\n", "\n  "))


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo) -> Iterator[None]:
    report = (yield).get_result()
    if report.failed:
        run = item.config.stash[RUN]
        for cluster in run.up:
            run.failed[cluster.directory] = times = run.failed.get(cluster.directory, 0) + 1
            tails = cluster.tails() if times <= TAILS_PRINTED else ""
            report.sections.append((f"cluster {cluster.name}", f"data and logs stay in {cluster.directory}\n{tails}"))
        for node in run.nodes:
            run.failed[node.directory.parent] = 1
            report.sections.append((f"node {node.directory.name}", f"data and logs stay in {node.directory}\n{node.tail()}"))


def full_form() -> bool:
    return os.environ.get("FERRYMAN_E2E_FULL") == "1"


@pytest.fixture(scope="session")
def full() -> bool:
    """Whether the long forms were asked for."""
    return full_form()


@pytest.fixture(scope="session")
def run(pytestconfig: pytest.Config) -> Run:
    return pytestconfig.stash[RUN]


@pytest.fixture
def note(run: Run, request: pytest.FixtureRequest) -> Callable[[object], None]:
    """note(text): printed at the end of the run, whether the test passes or not."""
    return lambda text: run.notes.append((request.node.name, str(text)))


@pytest.fixture(scope="session")
def kind(run: Run) -> str:
    """apache or ferryman."""
    return run.kind


@pytest.fixture(scope="module")
def cluster(run: Run, request: pytest.FixtureRequest) -> Iterator[Cluster]:
    """Three controllers and three brokers, for the tests of one module."""
    with run.cluster(request.module.__name__.rpartition(".")[2].removeprefix("test_").replace("_", "-")) as cluster:
        yield cluster
