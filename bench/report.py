"""The page of one comparison: the command, the machine, medians and spreads."""

import os
import platform
import statistics
import subprocess
from pathlib import Path

from harness import paths

Samples = dict[tuple[str, str, str], dict[str, list[float]]]  # (layout, what, figure) to side to values


def number(v: float) -> str:
    """Three digits that mean something."""
    return f"{v:,.0f}" if abs(v) >= 100 else f"{v:.1f}" if abs(v) >= 10 else f"{v:.2f}"


def spread(values: list[float]) -> str:
    return f"{number(statistics.median(values))} ({number(min(values))} to {number(max(values))})"


def machine() -> list[str]:
    """What the figures depend on, without names of hosts."""
    cpu = next((l.split(":", 1)[1].strip() for l in Path("/proc/cpuinfo").read_text().splitlines() if l.startswith("model name")), "unknown")
    memory = int(Path("/proc/meminfo").read_text().split()[1]) / 2**20
    java = subprocess.run(["java", "-version"], capture_output=True, text=True).stderr.splitlines()
    return [f"{os.cpu_count()} cores ({cpu}), {memory:.0f} GiB, Linux {platform.release()}", java[0] if java else "no java",
            f"Apache Kafka {paths.KAFKA_VERSION}: servers as of its distribution (1 GiB heap), and all perf tools"]


def page(command: str, left: str, right: str, rounds: int, samples: Samples, idle: list[float], faults: list[str]) -> str:
    """The whole page, in Markdown."""
    commit = subprocess.run(["git", "describe", "--always", "--dirty"], cwd=paths.REPOSITORY, capture_output=True, text=True).stdout.strip()
    lines = [f"    {command}", "", f"# {left} beside {right}", ""]
    lines += [f"- {m}" for m in machine()]
    lines += [f"- Ferryman at commit {commit}; loopback; load generators and brokers share the cores",
              f"- {rounds} rounds, the order of the sides alternating; median (least to most)",
              f"- the machine was {number(100 * min(idle))} to {number(100 * max(idle))} % idle before the runs"
              f" (median {number(100 * statistics.median(idle))})" if idle else "- idle share unknown", ""]
    layout = what = None
    for (l, w, figure), values in samples.items():
        if l != layout:
            lines += [f"## {'One combined node' if l == 'one' else 'Three controllers, three brokers'}", "", f"| what | figure | {left} | {right} | ratio of medians |",
                      "|---|---|---|---|---|"]
            layout, what = l, None
        a, b = values.get(left, []), values.get(right, [])
        ratio = f"{statistics.median(a) / statistics.median(b):.2f}" if a and b and statistics.median(b) else "-"
        lines.append(f"| {w if w != what else ''} | {figure} | {spread(a) if a else '-'} | {spread(b) if b else '-'} | {ratio} |")
        what = w
    if faults:
        lines += ["", "## Runs that failed", "", *(f"- {f}" for f in faults)]
    return "\n".join(lines) + "\n"
