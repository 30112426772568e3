"""Visitors who write: each asks an enterprise, and asks again until the portal has answered."""

import re
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from threading import Event, Lock
from urllib.parse import urlencode
from uuid import uuid4

VISITORS = 8  # at once
PATIENCE = 120  # seconds that a visitor goes on trying
PAUSE = 0.2  # seconds between two tries
CSRF = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


@dataclass
class Written:
    """What was asked for, and what the portal answered."""

    taken: list[str] = field(default_factory=list)  # tokens of forms that were taken
    given_up: int = 0
    answers: Counter[str] = field(default_factory=Counter)  # statuses, and "none"
    slowest: float = 0.0  # seconds until any answer


class AskingVisitor:
    """Somebody with one question, from a network and an address of their own."""

    def __init__(self, port: int, path: str, number: int) -> None:
        self.port, self.path, self.number, self.token = port, path, number, str(uuid4())
        self.network = f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"

    def asks(self) -> int:
        """Open the form and send it; the last status. The form is the same at each try."""
        status, body, cookie = self._request("GET", {}, "")
        if not (csrf := CSRF.search(body)):
            return status
        typed = {
            "csrfmiddlewaretoken": csrf[1],
            "token": self.token,
            "name": "Trần Văn Thử",
            "organisation": "Công ty Diễn tập",
            "email": f"dien-tap-{self.number}@example.com",
            "text": f"Cần báo giá {self.number} trục thép, mã {self.token}",
            "consent": "on",
        }
        return self._request("POST", typed, cookie)[0]

    def _request(self, method: str, typed: dict[str, str], cookie: str) -> tuple[int, str, str]:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=30)
        headers = {"X-Forwarded-For": self.network, "Cookie": cookie}
        if typed:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        try:
            connection.request(method, self.path, urlencode(typed) if typed else None, headers)
            response = connection.getresponse()
            body = response.read().decode()
            cookies = [c.split(";")[0] for c in response.headers.get_all("Set-Cookie") or []]
            return response.status, body, "; ".join(cookies)
        finally:
            connection.close()


@dataclass
class Span:
    """An accident's: it says when people may begin to write, and is told when they have done."""

    begun: Event = field(default_factory=Event)
    done: Event = field(default_factory=Event)


def write(
    ports: list[int], paths: list[str], number: int, meanwhile: Callable[[Span], None]
) -> Written:
    """Have so many questions asked while something happens."""
    written, lock, span = Written(), Lock(), Span()

    def visit(each: int) -> None:
        visitor = AskingVisitor(ports[each % len(ports)], paths[each % len(paths)], each)
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            began = time.monotonic()
            try:
                answer = str(visitor.asks())
            except (OSError, HTTPException):
                answer = "none"
            with lock:
                written.answers[answer] += 1
                if answer != "none":
                    written.slowest = max(written.slowest, time.monotonic() - began)
                if answer == "302":
                    written.taken.append(visitor.token)
                    return
            time.sleep(PAUSE)
        with lock:
            written.given_up += 1

    with ThreadPoolExecutor(VISITORS + 1) as pool:
        accident = pool.submit(meanwhile, span)
        span.begun.wait(60)
        try:
            list(pool.map(visit, range(number)))
        finally:
            span.done.set()
        accident.result()
    return written
