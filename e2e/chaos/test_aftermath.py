"""The comparison of logs finds what differs."""

import struct
from pathlib import Path

from . import aftermath


def batch(base: int, count: int = 2, epoch: int = 1, value: bytes = b"value") -> bytes:
    rest = struct.pack(">iBiHi", epoch, 2, 0, 0, count - 1) + bytes(61 - 27) + value
    return struct.pack(">qi", base, len(rest)) + rest


def copies(place: Path, *logs: list[list[bytes]]) -> dict[int, Path]:
    """A directory for each log, which is a list of segments, which are lists of batches."""
    made = {}
    for node, log in enumerate(logs):
        made[node] = place / str(node)
        made[node].mkdir()
        for segment in log:
            (made[node] / f"{struct.unpack('>q', segment[0][:8])[0]:020}.log").write_bytes(b"".join(segment))
    return made


def test_equal_logs_are_equal_however_they_are_cut_into_segments(tmp_path: Path) -> None:
    one, other = [[batch(0), batch(2)], [batch(4)]], [[batch(0)], [batch(2), batch(4)]]
    assert aftermath.fault(copies(tmp_path, one, other), 6) is None


def test_a_copy_that_ends_early_is_found(tmp_path: Path) -> None:
    assert "ends at 2, before 4" in aftermath.fault(copies(tmp_path, [[batch(0), batch(2)]], [[batch(0)]]), 4)
    assert aftermath.fault({0: tmp_path / "0", 1: tmp_path / "1"}, 2) is None, "and one that has all that was committed is not"


def test_other_bytes_at_the_same_offset_are_found(tmp_path: Path) -> None:
    found = aftermath.fault(copies(tmp_path, [[batch(0), batch(2, value=b"mine")]], [[batch(0), batch(2, value=b"thine")]]), 4)
    assert "differ: 2..3" in found


def test_another_epoch_at_the_same_offset_is_found(tmp_path: Path) -> None:
    assert "epoch 2" in aftermath.fault(copies(tmp_path, [[batch(0, epoch=1)]], [[batch(0, epoch=2)]]), 2)


def test_what_was_never_committed_may_differ(tmp_path: Path) -> None:
    assert aftermath.fault(copies(tmp_path, [[batch(0), batch(2, value=b"mine")]], [[batch(0), batch(2)]]), 2) is None


def test_a_hole_is_found(tmp_path: Path) -> None:
    assert "has 4 behind 1" in aftermath.fault(copies(tmp_path, [[batch(0), batch(4)]]), 6)


def test_a_torn_end_is_no_batch(tmp_path: Path) -> None:
    assert "ends at 2" in aftermath.fault(copies(tmp_path, [[batch(0), batch(2)[:-1]]]), 4)
