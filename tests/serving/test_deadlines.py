"""Each request has a time within which it must have come, however it drips in."""

import os
import socket
from collections.abc import Iterator
from selectors import DefaultSelector
from types import SimpleNamespace

import pytest
from gunicorn.config import Config

from portal.serving import workers
from portal.serving.workers import Connection, Worker
from tests.serving.processes import GET, POST


class Client:
    """A client of a worker in this process, whose clock moves when it is told to."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now = 1000.0
        monkeypatch.setattr(workers, "time", SimpleNamespace(monotonic=lambda: self.now))
        self.worker = Worker(0, os.getppid(), [], None, 60, Config(), None)
        self.worker.poller = DefaultSelector()
        self.socket, end = socket.socketpair()
        self.socket.settimeout(0)
        self.worker.nr_conns = 1
        self.connection = Connection(self.worker, end, ("127.0.0.1", 1), ("127.0.0.1", 2))
        self.worker.enqueue_req(self.connection)

    def sends(self, data: bytes, after: float) -> None:
        """Send this some seconds later."""
        self.now += after
        self.socket.sendall(data)
        self.worker.wait_for_and_dispatch_events(timeout=0)

    def is_read(self) -> None:
        """Have a thread take the request, which then waits for the next one."""
        self.connection.init()
        self.connection.arrival.read()

    def is_ended(self, after: float = 0) -> bool:
        """Whether the worker gives up some seconds later, and forgets the connection."""
        self.now += after
        self.worker.murder_pending()
        try:
            ended = self.socket.recv(1) == b""
        except BlockingIOError:
            ended = False
        assert ended == (self.worker.nr_conns == 0) == (not self.worker.pending_conns)
        return ended


@pytest.fixture
def client(monkeypatch: pytest.MonkeyPatch) -> Iterator[Client]:
    client = Client(monkeypatch)
    with client.socket:
        yield client
    client.worker.poller.close()


@pytest.fixture
def handed_over(monkeypatch: pytest.MonkeyPatch) -> list[Connection]:
    """What the worker gives to a thread."""
    given: list[Connection] = []
    monkeypatch.setattr(workers.ThreadWorker, "enqueue_req", lambda _, conn: given.append(conn))
    return given


def test_who_sends_nothing_is_ended(client: Client):
    assert not client.is_ended(after=9)
    assert client.is_ended(after=2)


def test_a_head_that_drips_in_is_ended_all_the_same(client: Client):
    for letter in GET[:9]:
        client.sends(bytes([letter]), after=1)
        assert not client.is_ended()
    assert client.is_ended(after=2)


def test_a_body_has_more_time_and_not_for_ever(client: Client):
    client.sends(POST + b"1000\r\n\r\na", after=5)
    assert not client.is_ended(after=60)
    client.sends(b"a", after=50)
    assert not client.is_ended()
    assert client.is_ended(after=10)


def test_a_worker_that_stops_waits_for_nobody_long(client: Client):
    client.sends(POST + b"1000\r\n\r\na", after=1)
    client.worker.alive = False
    assert not client.is_ended()
    assert client.is_ended(after=3)


def test_who_goes_away_is_forgotten(client: Client, handed_over: list[Connection]):
    client.socket.close()
    client.worker.wait_for_and_dispatch_events(timeout=0)
    assert (handed_over, list(client.worker.pending_conns)) == ([client.connection], [])


def test_each_request_on_a_connection_has_its_own_time(client: Client, handed_over: list):
    client.sends(GET + b"\r\n", after=9)
    client.is_read()
    assert client.connection.sock.gettimeout() == 60, "so long a thread waits for its reader"
    client.now += 100
    client.worker.enqueue_req(client.connection)  # the next one
    assert not client.is_ended(after=9)
    assert client.is_ended(after=2)


def test_a_head_without_end_is_not_kept(client: Client, handed_over: list):
    """gunicorn's parser refuses it; nothing more of it is taken in."""
    for _ in range(17):
        assert handed_over == []
        client.sends(b"a" * 65536, after=0)
    assert handed_over == [client.connection]
    assert client.connection.arrival.unfinished


def test_a_long_body_waits_on_the_disk(client: Client):
    """The fault: what 400 visitors upload at once would fill the memory."""
    client.sends(POST + b"3000000\r\n\r\n", after=0)
    for _ in range(17):
        client.sends(b"a" * 65536, after=0)
    assert client.connection.arrival.body._rolled


def test_a_connection_whose_request_was_not_taken_whole_is_not_used_again(
    client: Client, handed_over: list, monkeypatch: pytest.MonkeyPatch
):
    """The fault: a thread read on through 700 MB for the next request."""
    monkeypatch.setattr(workers.ThreadWorker, "handle_request", lambda *_: True)
    closed, request = [], SimpleNamespace(force_close=lambda: closed.append(1))
    for whole, ended in ((GET + b"\r\n", []), (POST + b"734003200\r\n\r\n", [1])):
        client.sends(whole, after=0)
        client.is_read()
        client.worker.handle_request(request, handed_over.pop())
        assert closed == ended
        client.worker.enqueue_req(client.connection)


def test_a_disk_without_room_ends_the_request_and_not_the_worker(
    client: Client, monkeypatch: pytest.MonkeyPatch
):
    told = []
    client.worker.log = SimpleNamespace(error=lambda *told_: told.append(told_))
    client.sends(POST + b"3000000\r\n\r\na", after=1)
    monkeypatch.setattr(workers.Arrival, "_keep", lambda *_: (_ for _ in ()).throw(OSError("full")))
    client.sends(b"a", after=1)
    assert client.is_ended()
    assert len(told) == 1
