"""Ends what runs that are over left behind. run-local calls it before and after the tests: `python -m harness.leftovers`.

A run's directory ends in the id of its process, which is how a run that still goes on is told from one that is over.
"""

import shutil
import subprocess
from pathlib import Path

from . import paths, processes

KEPT_RUNS = 5  # directories of runs with failures


def over(run: Path) -> bool:
    """Whether the run of that directory has ended."""
    return not Path(f"/proc/{run.name.rpartition('-')[2]}").exists()


def unmount() -> list[str]:
    """Unmounts file systems in directories of runs that are over."""
    gone = []
    for line in Path("/proc/mounts").read_text().splitlines():
        point = Path(line.split()[1])
        if paths.RUNS in point.parents and over(paths.RUNS / point.relative_to(paths.RUNS).parts[0]):
            if subprocess.run(["umount", "--lazy", point], capture_output=True, check=False).returncode == 0:
                gone.append(str(point))
    return gone


def prune() -> None:
    """Removes the directories of all but the last runs that are over."""
    if paths.RUNS.is_dir():
        ended = sorted((d for d in paths.RUNS.iterdir() if d.is_dir() and over(d)), key=lambda d: d.stat().st_mtime)
        for directory in ended[:-KEPT_RUNS]:
            shutil.rmtree(directory, ignore_errors=True)


if __name__ == "__main__":
    killed, unmounted = processes.reap(), unmount()
    prune()
    if killed or unmounted:
        print(f"left behind by a run that is over, ended now: processes {killed}, mounts {unmounted}")
