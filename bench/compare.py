"""Two brokers side by side: time to serving, idle memory, throughput, latency, and the processor time that each cost.

How to read the figures: everything runs on one machine over loopback, generators and brokers together, so a figure says
nothing by itself; the ratio of two measured in the same hour does, where it is larger than the spread. Producer and
consumer are Apache Kafka's perf tools, which warm up in each run; acks=all. In `start`, serving means that Metadata names the
brokers and a controller, and memory is resident memory of all processes after 8 s without load. CPU seconds are those of
brokers and controllers during a run. In `latency` a fixed rate is written and read by the probe, which is not the bottleneck.
"""

import argparse
import datetime
import os
import shlex
import shutil
import sys
import time
from pathlib import Path

import loads
import report
import sides

from harness import paths, processes

IDLE_S = 8
MEASUREMENTS = ("start", "produce", "consume", "latency")
BATCHING = {"default": [], "tuned": loads.TUNED}


def arguments() -> argparse.Namespace:
    a = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    a.add_argument("--left", choices=("ferryman", "apache"), default="ferryman")
    a.add_argument("--right", choices=("ferryman", "apache"), default="apache")
    a.add_argument("--rounds", type=int, default=5)
    a.add_argument("--layouts", default="one,three")
    a.add_argument("--only", default=",".join(MEASUREMENTS))
    a.add_argument("--rate", type=int, default=1000, help="records a second of `latency`")
    a.add_argument("--quick", action="store_true", help="a tenth of the records: to try the harness, not to measure")
    a.add_argument("--out", type=Path, help="file to write; default: bench/results/DATE-WHAT.md")
    chosen = a.parse_args()
    chosen.layouts, chosen.only = chosen.layouts.split(","), chosen.only.split(",")
    if not set(chosen.layouts) <= sides.LAYOUTS.keys() or not set(chosen.only) <= set(MEASUREMENTS):
        a.error(f"--layouts of {', '.join(sides.LAYOUTS)}; --only of {', '.join(MEASUREMENTS)}")
    return chosen


def idle_share(seconds: float = 1.0) -> float:
    """How much of the machine's processors nobody used in that time."""
    def read() -> tuple[int, int]:
        v = list(map(int, Path("/proc/stat").read_text().split("\n", 1)[0].split()[1:]))
        return v[3] + v[4], sum(v[:8])
    before = read()
    time.sleep(seconds)
    after = read()
    return (after[0] - before[0]) / max(1, after[1] - before[1])


class Comparison:
    """All rounds, and the samples that they gave."""

    def __init__(self, chosen: argparse.Namespace):
        self.chosen = chosen
        self.names = [chosen.left, chosen.right]
        if chosen.left == chosen.right:
            self.names = [f"{chosen.left} (1)", f"{chosen.right} (2)"]
        self.directory = paths.RUNS / f"bench-{time.strftime('%Y%m%d-%H%M%S')}-{os.getpid()}"
        self.samples: report.Samples = {}
        self.idle: list[float] = []
        self.faults: list[str] = []
        scale = 10 if chosen.quick else 1
        self.loads = [loads.Load(100, 2_000_000 // scale), loads.Load(1000, 400_000 // scale)]
        self.latency_s = 3 if chosen.quick else 15

    def run(self) -> None:
        for layout in self.chosen.layouts:
            for n in range(self.chosen.rounds):
                order = [0, 1] if n % 2 == 0 else [1, 0]
                for i in order:
                    self.one_side(layout, n, i)

    def one_side(self, layout: str, n: int, i: int) -> None:
        program, name = (self.chosen.left, self.chosen.right)[i], self.names[i]
        directory = self.directory / f"{layout}-{n}-{i}"
        print(f"{time.strftime('%H:%M:%S')} {layout}, round {n + 1} of {self.chosen.rounds}: {name}", flush=True)
        self.idle.append(self.wait_quiet(2 if self.chosen.quick else 60))
        side = sides.side(program, layout, directory)
        try:
            self.measure(side, layout, name)
        except (RuntimeError, AssertionError, OSError) as e:
            self.faults.append(f"{layout}, round {n + 1}, {name}: {str(e)[:500]}")
            print(f"FAILED: {e}", file=sys.stderr, flush=True)
        finally:
            side.close()
            shutil.rmtree(directory, ignore_errors=True)

    @staticmethod
    def wait_quiet(seconds: float) -> float:
        """Waits until the machine is four fifths idle, no longer than that; the share found last."""
        end = time.monotonic() + seconds
        while (share := idle_share()) < 0.8 and time.monotonic() < end:
            pass
        return share

    def measure(self, side: sides.Side, layout: str, name: str) -> None:
        def keep(what: str, figures: loads.Figures) -> None:
            for figure, value in figures.items():
                self.samples.setdefault((layout, what, figure), {}).setdefault(name, []).append(value)
        replication, only = sides.LAYOUTS[layout], self.chosen.only
        serving = side.start()
        if "start" in only:
            keep("start, fresh", {"serving after s": serving})
            time.sleep(IDLE_S)
            keep("start, fresh", {"idle memory MiB": side.resident_mib(), "CPU until then s": side.cpu_seconds()})
            keep("orderly stop", {"s": side.stop()})
            keep("start, again", {"serving after s": side.start_again()})
        if not {"produce", "consume", "latency"} & set(only):
            return
        # a JVM broker needs its compilers to have seen the path
        loads.create(side, "warm", replication)
        loads.produce(side, "warm", loads.Load(1000, self.loads[1].records // 2))
        loads.delete(side, "warm")
        for load in self.loads:
            for batching, properties in BATCHING.items():
                topic = f"load-{load.size}-{batching}"
                loads.create(side, topic, replication)
                figures = loads.produce(side, topic, load, *properties)
                if "produce" in only:
                    keep(f"produce {load.size} B, {batching} batching", figures)
                if "consume" in only and batching == "tuned":
                    keep(f"consume {load.size} B", loads.consume(side, topic, load))
                loads.delete(side, topic)
        if "latency" in only:
            keep(f"{self.chosen.rate} records/s of 100 B", loads.latency(side, "latency", replication, self.chosen.rate, self.latency_s))
        keep("memory after all loads", {"MiB": side.resident_mib()})


def main() -> None:
    token, chosen = processes.own(), arguments()
    comparison = Comparison(chosen)
    try:
        comparison.run()
    finally:
        processes.reap(token)
        shutil.rmtree(comparison.directory, ignore_errors=True)
    what = f"{chosen.left}-beside-{chosen.right}{'-quick' if chosen.quick else ''}"
    out = chosen.out or Path(__file__).parent / "results" / f"{datetime.date.today()}-{what}.md"
    out.write_text(report.page(shlex.join(["bench/run", *sys.argv[1:]]), *comparison.names, chosen.rounds, comparison.samples, comparison.idle,
                               comparison.faults))
    print(f"\n{out.read_text()}\nwritten to {out}")
    sys.exit(bool(comparison.faults))


main()
