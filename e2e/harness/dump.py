"""What Apache Kafka's own decoder (kafka-dump-log) reads in files of a data directory."""

import re
from dataclasses import dataclass, field
from pathlib import Path

from .tools import Done, kafka

_BATCH = re.compile(r"^baseOffset: (\d+) lastOffset: (\d+) .*partitionLeaderEpoch: (-?\d+) .* crc: (\d+) isvalid: (\w+)")


@dataclass
class Batch:
    """A record batch and, where they were asked for, its decoded records."""

    base: int
    last: int
    epoch: int
    crc: int
    valid: bool
    records: list[str] = field(default_factory=list)


def dump(files: list[Path], *options: str) -> Done:
    """Runs the decoder over files; it may not stumble."""
    done = kafka("dump-log", *options, "--files", ",".join(map(str, files)), seconds=120)
    assert done.code == 0, str(done)
    for word in ("ismatch", "orrupt", "Exception", "Could not"):
        assert word not in done.out + done.err, str(done)
    return done


def batches(files: list[Path], *options: str) -> list[Batch]:
    """The batches of segments, in order."""
    found: list[Batch] = []
    for line in dump(sorted(files), *options).out.splitlines():
        head = _BATCH.match(line)
        if head:
            base, last, epoch, crc, valid = head.groups()
            found.append(Batch(int(base), int(last), int(epoch), int(crc), valid == "true"))
        elif line.startswith("| "):
            # without what differs by nothing but the line's own layout
            found[-1].records.append(line.removeprefix("| "))
    return found


def segments(directory: Path, suffix: str = ".log") -> list[Path]:
    """The files of a partition's directory with that suffix, oldest first."""
    return sorted(directory.glob(f"{'[0-9]' * 20}{suffix}"))
