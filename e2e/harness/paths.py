"""Where things are: the repository, the cache that run-local fills, the programs under test.

Environment: FERRYMAN_CACHE (default ~/.cache/ferryman) holds what run-local fetched and built; FERRYMAN_BIN is the
directory of `ferryman` and `ferryman-broker` (default: release, in CARGO_TARGET_DIR or the repository's target);
FERRYMAN_E2E_DIR is where clusters keep data and logs (default: e2e/runs in the cache); FERRYMAN_E2E_GO is the command by which
the Go client runs where brokers can be reached, as a shell would read it (default: the program in the cache).
"""

import os
import re
import shlex
from pathlib import Path

E2E = Path(__file__).resolve().parents[1]
REPOSITORY = E2E.parent
CACHE = Path(os.environ.get("FERRYMAN_CACHE") or Path.home() / ".cache/ferryman")
RUNS = Path(os.environ.get("FERRYMAN_E2E_DIR") or CACHE / "e2e/runs")
E2E_GO = CACHE / "e2e/bin/e2e-go"
NODE_CLIENT = CACHE / "e2e/node"
KAFKA_VERSION = re.search(r"<kafka\.version>([^<]+)<", (E2E / "peers/pom.xml").read_text())[1]
KAFKA = CACHE / "peers" / f"kafka-{KAFKA_VERSION}"


def e2e_go() -> list[str]:
    """The command of the Go client."""
    return shlex.split(os.environ.get("FERRYMAN_E2E_GO", "")) or [str(E2E_GO)]


def ferryman_bin() -> Path:
    """The directory of the programs under test."""
    chosen = os.environ.get("FERRYMAN_BIN")
    return Path(chosen) if chosen else Path(os.environ.get("CARGO_TARGET_DIR") or REPOSITORY / "target") / "release"
