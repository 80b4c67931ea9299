"""Record batches (magic 2), with every field that a test may want wrong."""

from .encoding import int8, int16, int32, int64, varint


def _table() -> list[int]:
    table = []
    for n in range(256):
        for _ in range(8):
            n = n >> 1 ^ (0x82F63B78 if n & 1 else 0)
        table.append(n)
    return table


_TABLE = _table()


def crc32c(data: bytes) -> int:
    """CRC-32C (Castagnoli)."""
    crc = 0xFFFFFFFF
    for byte in data:
        crc = crc >> 8 ^ _TABLE[(crc ^ byte) & 0xFF]
    return crc ^ 0xFFFFFFFF


def record(value: bytes, offset_delta: int = 0) -> bytes:
    body = int8(0) + varint(0) + varint(offset_delta) + varint(-1) + varint(len(value)) + value + varint(0)
    return varint(len(body)) + body


def batch(values: list[bytes], *, producer_id: int = -1, producer_epoch: int = -1, sequence: int = -1, timestamp: int = 1_700_000_000_000,
          crc: int | None = None, magic: int = 2, count: int | None = None, length: int | None = None) -> bytes:
    """A batch; crc, magic, count and length replace what would be right."""
    checked = (int16(0) + int32(len(values) - 1) + int64(timestamp) * 2 + int64(producer_id) + int16(producer_epoch) + int32(sequence)
               + int32(len(values) if count is None else count) + b"".join(record(v, n) for n, v in enumerate(values)))
    rest = int32(-1) + int8(magic) + (crc32c(checked) if crc is None else crc).to_bytes(4, "big") + checked
    return int64(0) + int32(len(rest) if length is None else length) + rest
