"""gunicorn's threaded worker, whose threads get whole requests only.

A thread of gunicorn's own waits for whoever connects and sends nothing (a browser's preconnect) or
sends slowly. Here they wait in the poller, which costs no thread, and not for ever.
"""

import time
from contextlib import suppress
from functools import partial
from selectors import EVENT_READ
from socket import SHUT_WR, socket

from django.conf import settings
from gunicorn.http import Request, get_parser
from gunicorn.workers.gthread import TConn, ThreadWorker

from portal.serving.arrival import CHUNK, Arrival

HEAD_TIME = 10  # seconds until the head of a request is whole, connecting included
BODY_TIME = 120  # seconds until its body is whole: 50 MB at 3.5 Mbit/s
STALL_TIME = 60  # seconds in which a client takes a piece of the answer
LINGER_TIME = 2  # seconds in which a client that still sends can end, and read the answer


class Connection(TConn):
    """A client's connection with what has come on it."""

    def __init__(self, worker: "Worker", *args: object) -> None:
        super().__init__(worker.cfg, *args)
        self.worker = worker
        self.arrival = Arrival(self.sock, settings.REQUEST_MAX_BYTES)
        self.parser = get_parser(self.cfg, self.sock, self.client)
        self.parser.unreader = self.arrival
        self.data_ready = True  # no thread is to wait for it
        self.began: float | None = None

    def init(self) -> None:
        """Make ready for a thread, which calls this before each request."""
        super().init()
        self.sock.settimeout(STALL_TIME)
        self.began = None

    def set_deadline(self) -> None:
        """Give the request that has begun until its time is over."""
        self.began = self.began or time.monotonic()
        self.timeout = self.began + (BODY_TIME if self.arrival.missing else HEAD_TIME)

    def close(self, graceful: bool = False) -> None:
        if graceful:
            self.worker.linger(self)
        else:
            self.arrival.body.close()
            super().close()


class Worker(ThreadWorker):
    """Gives threads what has come whole; the rest waits, each with a deadline."""

    def accept(self, listener: socket) -> None:
        with suppress(BlockingIOError, ConnectionAbortedError):
            client, address = listener.accept()
            self.nr_conns += 1
            self.enqueue_req(Connection(self, client, address, listener.getsockname()))

    def enqueue_req(self, conn: Connection) -> None:
        """Give a thread the request, or wait for the rest of it: all ways to a thread pass here."""
        conn.sock.setblocking(False)
        try:
            ready = conn.arrival.take()
        except OSError as error:  # no room for it
            self.log.error("A request was given up: %s", error)
            self._end(conn)
            return
        if ready:
            super().enqueue_req(conn)
        else:
            conn.set_deadline()
            self._wait(conn, self.on_pending_socket_readable)

    def handle_request(self, req: Request, conn: Connection) -> bool:
        if conn.arrival.unfinished:
            req.force_close()
        return super().handle_request(req, conn)

    def murder_pending(self) -> None:
        """End who is out of time; when the worker stops nobody is waited for much longer."""
        now = time.monotonic()
        for conn in list(self.pending_conns):
            if not self.alive:
                conn.timeout = min(conn.timeout, now + LINGER_TIME)
            if conn.timeout <= now:
                self.poller.unregister(conn.sock)
                self.pending_conns.remove(conn)
                self._end(conn)

    def linger(self, conn: Connection) -> None:
        """Close after an answer: a client that still sends would lose it if all ended at once.

        gunicorn's own way of it holds up the poller, and with it everybody.
        """
        self.nr_conns += 1
        try:
            conn.sock.shutdown(SHUT_WR)
        except OSError:
            self._end(conn)
            return
        conn.sock.setblocking(False)
        conn.timeout = time.monotonic() + LINGER_TIME
        self._wait(conn, self._discard)

    def _wait(self, conn: Connection, then) -> None:
        self.pending_conns.append(conn)
        self.poller.register(conn.sock, EVENT_READ, partial(then, conn))

    def _discard(self, conn: Connection, client: socket) -> None:
        try:
            if client.recv(CHUNK):
                return
        except BlockingIOError:
            return
        except OSError:
            pass
        self.poller.unregister(client)
        self.pending_conns.remove(conn)
        self._end(conn)

    def _end(self, conn: Connection) -> None:
        self.nr_conns -= 1
        conn.close()
