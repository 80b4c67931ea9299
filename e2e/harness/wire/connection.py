"""One TCP connection to a broker, on which anything may be sent."""

import socket
import struct
from types import TracebackType

from .encoding import Reader, int16, int32, string

LARGEST_ANSWER = 16 << 20


class Closed(OSError):
    """The broker closed the connection."""


class Connection:
    """Opened at once; every wait on it ends after `seconds`."""

    def __init__(self, address: str, seconds: float = 10):
        host, port = address.rsplit(":", 1)
        self.socket = socket.create_connection((host, int(port)), timeout=seconds)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._correlation = 0

    def __enter__(self) -> "Connection":
        return self

    def __exit__(self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None) -> None:
        self.socket.close()

    def send(self, data: bytes) -> None:
        """Bytes as they are. A broker may have closed the connection already: then the answer says so."""
        try:
            self.socket.sendall(data)
        except (BrokenPipeError, ConnectionResetError):
            pass

    def receive(self) -> Reader:
        """The next frame; Closed where there is none."""
        size = struct.unpack(">i", self._exactly(4))[0]
        if not 0 <= size <= LARGEST_ANSWER:
            raise AssertionError(f"a response of {size} bytes")
        return Reader(self._exactly(size))

    def _exactly(self, count: int) -> bytes:
        data = b""
        while len(data) < count:
            try:
                part = self.socket.recv(count - len(data))
            except ConnectionResetError as e:
                raise Closed("reset by the broker") from e
            if not part:
                raise Closed(f"closed by the broker, {len(data)} of {count} bytes received")
            data += part
        return data

    def request(self, key: int, version: int, body: bytes, *, flexible: bool = False) -> bytes:
        """A whole frame with its header; flexible: request header v2."""
        self._correlation += 1
        header = int16(key) + int16(version) + int32(self._correlation) + string("raw") + (b"\0" if flexible else b"")
        return int32(len(header) + len(body)) + header + body

    def call(self, key: int, version: int, body: bytes, *, flexible: bool = False) -> Reader:
        """Sends a request and reads its response, past the correlation id (response header v0)."""
        self.send(self.request(key, version, body, flexible=flexible))
        answer = self.receive()
        got = answer.int32()
        assert got == self._correlation, f"an answer to request {got}, not {self._correlation}"
        return answer
