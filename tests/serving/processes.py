"""The portal's own commands as processes, and clients that are silent, slow or endless."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path

from tests.browser.product import NOT_HERS, ROOT

PATIENCE = 120  # seconds that starting may take on a busy machine
PYTHON = sys.executable
PAGE = "/tai-khoan/dang-nhap/"
GET = f"GET {PAGE} HTTP/1.1\r\nHost: 127.0.0.1\r\n".encode()
# With the cookie the portal reads the form to compare its token.
POST = (
    f"POST {PAGE} HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: csrftoken={'a' * 32}\r\n"
    "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: "
).encode()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def environment(**settings: object) -> dict[str, str]:
    """What a fresh machine has set, and these."""
    kept = {name: value for name, value in os.environ.items() if name not in NOT_HERS}
    return kept | {name: str(value) for name, value in settings.items()}


@contextmanager
def running(command: list[str], log: Path, **settings: object) -> Iterator[subprocess.Popen]:
    """A process until the block ends; what it says goes into `log`."""
    with log.open("w") as told:
        process = subprocess.Popen(  # noqa: S603 -- the project's own command
            command, cwd=ROOT, env=environment(**settings), stdout=told, stderr=told,
            start_new_session=True,
        )  # fmt: skip
        try:
            yield process
        finally:
            process.terminate()
            process.wait(timeout=60)


def until(is_so, what: str, patience: float = PATIENCE) -> None:
    """Wait for something that comes soon; AssertionError where it does not."""
    ends = time.monotonic() + patience
    while not is_so():
        assert time.monotonic() < ends, what
        time.sleep(0.05)


def answers(port: int) -> bool:
    try:
        return ask(port).status == 200
    except OSError:
        return False


def ask(port: int, path: str = PAGE, method: str = "GET", body=None, **headers: str):
    """The answer, read to its end, with its text."""
    connection = HTTPConnection("127.0.0.1", port, timeout=20)
    connection.request(method, path, body, headers)
    return read(connection.getresponse())


def read(answer: HTTPResponse) -> HTTPResponse:
    answer.text = answer.read().decode(errors="replace")
    return answer


@contextmanager
def clients(port: int, number: int, begin: bytes = b"") -> Iterator[list[socket.socket]]:
    """So many connections that send this, and then nothing more."""
    with ExitStack() as stack:
        connections = [
            stack.enter_context(socket.create_connection(("127.0.0.1", port)))
            for _ in range(number)
        ]
        for connection in connections:
            connection.sendall(begin)
        yield connections


def received(client: socket.socket, ends: bytes) -> bytes:
    """All that comes until this; AssertionError where the portal closes before."""
    answer = b""
    while ends not in answer:
        piece = client.recv(65536)
        assert piece, answer
        answer += piece
    return answer


def seconds_beside(port: int, number: int, begin: bytes = b"") -> float:
    """How long a page takes while so many others send this; the best of three, each with new ones.

    Not the first: its process may still be reading the portal's code, or the machine be busy.
    """
    return min(_seconds_beside(port, number, begin) for _ in range(3))


def _seconds_beside(port: int, number: int, begin: bytes) -> float:
    with clients(port, number, begin):
        began = time.monotonic()
        assert ask(port).status == 200
        return time.monotonic() - began


def opened(file: Path) -> list[Path]:
    """Each time that some process has this file open."""
    found = []
    for each in Path("/proc").glob("[0-9]*/fd/*"):
        with suppress(OSError):
            found += [each] if each.readlink() == file else []
    return found
