"""The loads, put on a side by unmodified clients: Apache Kafka's perf tools, and the probe (franz-go) for latency."""

import json
import re
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

from sides import Side

from harness import paths
from harness.tools import Done, kafka

Figures = dict[str, float]

PARTITIONS = 6
TUNED = ["batch.size=131072", "linger.ms=10", "buffer.memory=67108864"]
PRODUCED = re.compile(r"([\d.]+) records/sec \(([\d.]+) MB/sec\), ([\d.]+) ms avg latency, ([\d.]+) ms max latency, (\d+) ms 50th, "
                      r"\d+ ms 95th, (\d+) ms 99th")


@dataclass(frozen=True)
class Load:
    """How many records of a size a run writes or reads."""

    size: int
    records: int


def ok(done: Done) -> str:
    if done.code:
        raise RuntimeError(str(done))
    return done.out


def create(side: Side, topic: str, replication: int) -> None:
    ok(kafka("topics", "--bootstrap-server", side.bootstrap, "--create", "--topic", topic, "--partitions", PARTITIONS, "--replication-factor",
             replication))


def delete(side: Side, topic: str) -> None:
    ok(kafka("topics", "--bootstrap-server", side.bootstrap, "--delete", "--topic", topic))


def produce(side: Side, topic: str, load: Load, *properties: str) -> Figures:
    """kafka-producer-perf-test, acks=all, as fast as it goes; the last line sums up."""
    before = side.cpu_seconds()
    out = ok(kafka("producer-perf-test", "--topic", topic, "--num-records", load.records, "--record-size", load.size, "--throughput", -1,
                   "--bootstrap-server", side.bootstrap, "--command-property", "acks=all", *properties, heavy=True, seconds=300))
    f = [PRODUCED.search(line) for line in out.splitlines() if "99.9th" in line][-1]
    return {"records/s": float(f[1]), "MB/s": float(f[2]), "p50 ms": float(f[5]), "p99 ms": float(f[6]),
            "broker CPU s": side.cpu_seconds() - before}


def consume(side: Side, topic: str, load: Load) -> Figures:
    """kafka-consumer-perf-test over all that was produced; without the time that joining the group takes."""
    before = side.cpu_seconds()
    out = ok(kafka("consumer-perf-test", "--bootstrap-server", side.bootstrap, "--topic", topic, "--num-records", load.records,
                   "--timeout", 20_000, "--group", f"{topic}-readers", heavy=True, seconds=300))
    header, values = (line.split(",") for line in out.strip().splitlines()[-2:])
    row = {name.strip(): value.strip() for name, value in zip(header, values)}
    return {"records/s": float(row["fetch.nMsg.sec"]), "MB/s": float(row["fetch.MB.sec"]), "broker CPU s": side.cpu_seconds() - before}


def latency(side: Side, topic: str, replication: int, rate: int, seconds: int) -> Figures:
    """The probe at a fixed rate: from sending until a consumer has the record. It also accounts for every record."""
    before = side.cpu_seconds()
    with tempfile.TemporaryDirectory() as directory:
        file = Path(directory) / "report.json"
        process = subprocess.Popen([str(paths.E2E_GO), "probe", "--bootstrap", side.bootstrap, "--topic", topic, "--rate", str(rate), "--partitions",
                                    str(PARTITIONS), "--replication", str(replication), "--min-isr", str(min(2, replication)), "--report", str(file)],
                                   stdin=subprocess.PIPE, stdout=subprocess.DEVNULL)
        try:
            process.wait(seconds)  # it ends only when its input does
        except subprocess.TimeoutExpired:
            pass
        process.stdin.close()
        if process.wait(120):
            raise RuntimeError("the probe failed")
        r = json.loads(file.read_text())
    if r["audit"]["lost"] or r["audit"]["duplicated"] or r["acked"] != r["sent"]:
        raise RuntimeError(f"records were lost or doubled: {r['audit']}")
    return {"ack p50 ms": r["ack_ms"]["p50"], "ack p99 ms": r["ack_ms"]["p99"], "end to end p50 ms": r["end_to_end_ms"]["p50"],
            "end to end p99 ms": r["end_to_end_ms"]["p99"], "end to end p99.9 ms": r["end_to_end_p999_ms"], "broker CPU s": side.cpu_seconds() - before}
