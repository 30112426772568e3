"""A request as it comes in: taken from the socket without waiting, then read by gunicorn."""

import io
import re
from contextlib import suppress
from socket import socket
from tempfile import SpooledTemporaryFile

from gunicorn.http.unreader import SocketUnreader

CHUNK = 64 * 1024  # bytes
IN_MEMORY = 1024 * 1024  # bytes of a body; a longer one is kept in a file
MAX_HEAD = 1024 * 1024  # bytes; gunicorn's own limits on header fields are far below
_LENGTH = re.compile(rb"\r\ncontent-length:[ \t]*(\d{1,15})[ \t]*\r\n", re.IGNORECASE)
_CHUNKED = re.compile(rb"\r\ntransfer-encoding:", re.IGNORECASE)
_ASKS = re.compile(rb"\r\nexpect:[ \t]*100-continue", re.IGNORECASE)


class Arrival(SocketUnreader):
    """Holds what has come of a request, for gunicorn's parser to read once it is whole.

    It looks for the head's end and for the body's length only to know how long to wait: what a
    request means is the parser's alone, which reads on from the socket where the two disagree.
    """

    def __init__(self, sock: socket, longest_body: int) -> None:
        super().__init__(sock)
        self.longest_body = longest_body
        self.body = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 -- closed by close()
        self.missing: int | None = None  # bytes of the body; None until the head is whole
        self.unfinished = False  # handed over although not all of it has come

    def take(self) -> bool:
        """Take what has come; True where a thread is to go on. OSError: it cannot be kept."""
        with suppress(BlockingIOError):
            data = self._received()
            if not data:
                return self._hand_over()
            self._keep(data)
        return self._is_ready()

    def chunk(self, size_hint: int | None = None) -> bytes:
        return self.body.read(size_hint or self.mxchunk) or super().chunk(size_hint)

    def _received(self) -> bytes:
        """Return what has come; nothing where the other side has ended, or broken off."""
        try:
            return self.sock.recv(min(CHUNK, self.missing or CHUNK))
        except BlockingIOError:
            raise
        except OSError:
            return b""

    def _keep(self, data: bytes) -> None:
        if self.missing is None:
            self.buf.seek(0, io.SEEK_END)
            self.buf.write(data)
        else:
            self.body.write(data)
            self.missing -= len(data)

    def _is_ready(self) -> bool:
        if self.missing is None and not self._read_head():
            return False
        if self.unfinished or self.missing:
            return self.unfinished
        self.body.seek(0)
        self.missing = None  # what comes next on this connection is another request
        return True

    def _read_head(self) -> bool:
        """Find out how much is to come; False until the head is whole."""
        head, end, body = self.buf.getvalue().partition(b"\r\n\r\n")
        if not end:
            return len(head) > MAX_HEAD and self._hand_over()
        head += b"\r\n"
        length = _LENGTH.search(head)
        self.missing = max(0, int(length[1]) - len(body)) if length else 0
        self.body.seek(0)
        self.body.truncate()
        if self.missing > self.longest_body or _CHUNKED.search(head):
            return self._hand_over()  # the portal refuses the one, and does not read the other
        if self.missing and _ASKS.search(head):
            self.sock.send(b"HTTP/1.1 100 Continue\r\n\r\n")
        return True

    def _hand_over(self) -> bool:
        """Let a thread have it as it is; the connection is not used again."""
        self.unfinished = True
        self.body.seek(0)
        return True
