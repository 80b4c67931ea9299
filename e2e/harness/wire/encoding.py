"""Primitive types of the protocol, as requests are built and responses taken apart."""

import struct


def int8(n: int) -> bytes:
    return struct.pack(">b", n)


def int16(n: int) -> bytes:
    return struct.pack(">h", n)


def int32(n: int) -> bytes:
    return struct.pack(">i", n)


def int64(n: int) -> bytes:
    return struct.pack(">q", n)


def string(text: str | None) -> bytes:
    """A nullable string of the older, inflexible versions."""
    return int16(-1) if text is None else int16(len(text.encode())) + text.encode()


def array(items: list[bytes]) -> bytes:
    return int32(len(items)) + b"".join(items)


def uvarint(n: int) -> bytes:
    out = bytearray()
    while n >= 0x80:
        out.append(n & 0x7F | 0x80)
        n >>= 7
    return bytes([*out, n])


def varint(n: int) -> bytes:
    """Zigzag, as in records."""
    return uvarint(n << 1 if n >= 0 else (-n << 1) - 1)


def compact_string(text: str) -> bytes:
    return uvarint(len(text.encode()) + 1) + text.encode()


class Reader:
    """Takes a response apart; EOFError where it is too short."""

    def __init__(self, data: bytes):
        self.data, self.position = data, 0

    def take(self, count: int) -> bytes:
        if self.position + count > len(self.data):
            raise EOFError(f"{count} bytes at {self.position} of {len(self.data)}")
        self.position += count
        return self.data[self.position - count:self.position]

    def int16(self) -> int:
        return struct.unpack(">h", self.take(2))[0]

    def int32(self) -> int:
        return struct.unpack(">i", self.take(4))[0]

    def int64(self) -> int:
        return struct.unpack(">q", self.take(8))[0]

    def string(self) -> str | None:
        length = self.int16()
        return None if length < 0 else self.take(length).decode()
