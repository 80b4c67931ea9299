"""What stands on the disks when all is over: the copies of a log must be the same bytes.

Segments may begin elsewhere in each copy; what is compared is the batches, up to an offset that was committed.
"""

import struct
from dataclasses import dataclass
from pathlib import Path

from harness import dump
from harness.ask import Metadata
from harness.cluster import Node

_HEAD = struct.Struct(">qiiBiHi")  # base offset, length, leader epoch, magic, crc, attributes, last offset delta
_LENGTH_FROM = 12  # the length counts what follows it


@dataclass(frozen=True)
class Batch:
    """A record batch as it stands in the file."""

    base: int
    last: int
    epoch: int
    raw: bytes


def batches(directory: Path) -> list[Batch]:
    """All batches of a partition's directory, oldest first; what is torn at the end of a segment is left out."""
    found = []
    for segment in dump.segments(directory):
        data, at = segment.read_bytes(), 0
        while at + _HEAD.size <= len(data):
            base, length, epoch, _, _, _, delta = _HEAD.unpack_from(data, at)
            if length <= 0 or at + _LENGTH_FROM + length > len(data):
                break
            found.append(Batch(base, base + delta, epoch, data[at:at + _LENGTH_FROM + length]))
            at += _LENGTH_FROM + length
    return found


def fault(copies: dict[int, Path], end: int) -> str | None:
    """What is wrong with the copies of one log (node to directory), which all must reach that offset; None: nothing."""
    logs = {node: batches(directory) for node, directory in copies.items()}
    for node, log in logs.items():
        reached = log[-1].last + 1 if log else 0
        if reached < end:
            return f"node {node} ends at {reached}, before {end}, which was committed"
        for a, b in zip(log, log[1:], strict=False):
            if b.base != a.last + 1:
                return f"node {node} has {b.base} behind {a.last}"
    heads = {node: [b for b in log if b.last < end] for node, log in logs.items()}
    reference, *others = heads
    for node in others:
        for a, b in zip(heads[reference], heads[node], strict=False):
            if a.raw != b.raw:
                return f"nodes {reference} and {node} differ: {_shown(a)} and {_shown(b)}"
        if len(heads[reference]) != len(heads[node]):
            return f"nodes {reference} and {node} have {len(heads[reference])} and {len(heads[node])} batches before {end}"
    return None


def _shown(b: Batch) -> str:
    return f"{b.base}..{b.last} of epoch {b.epoch}, {len(b.raw)} B"


def directory(node: Node, partition: str) -> Path:
    """Where a node keeps a partition."""
    found = [d / partition for d in node.directories if (d / partition).is_dir()]
    if len(found) != 1:
        raise AssertionError(f"node {node.id} has {len(found)} directories of {partition}")
    return found[0]


def faults(nodes: list[Node], metadata: Metadata, ends: dict[str, dict[int, int]], metadata_end: int) -> list[str]:
    """What is wrong with any partition or with the metadata log. nodes: as they were before they were stopped."""
    by_id = {n.id: n for n in nodes}
    found = []

    def compare(name: str, holders: list[int], end: int) -> None:
        try:
            wrong = fault({n: directory(by_id[n], name) for n in holders}, end)
        except AssertionError as e:
            wrong = str(e)
        if wrong:
            found.append(f"{name}: {wrong}")

    for p in metadata.partitions():
        compare(f"{p.topic}-{p.partition}", p.replicas, ends[p.topic][p.partition])
    compare("__cluster_metadata-0", [n.id for n in nodes if n.role == "controller"], metadata_end)
    return found
