"""Logs in production: each event a line of JSON, without what says who somebody is.

Left out are query strings, mail addresses, keys in addresses, and the rows that a database quotes.
An error is told with its traceback once a minute for each kind of error and process.
"""

import json
import logging
import time
from collections.abc import Iterator
from contextvars import ContextVar
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest

from core.scrubbing import logged_path, scrubbed

request_id: ContextVar[str] = ContextVar("request_id", default="")
HOUSE = str(Path(__file__).resolve().parents[2])

MINUTE = 60  # seconds
KINDS = 500  # errors of different kinds that a process remembers


def kind_of(error: BaseException) -> str:
    """Return the class of an error and the last line of the portal's own code that it left.

    A database that is away fails everywhere at once: that is one kind.
    """
    name = type(error).__qualname__
    if isinstance(error, OperationalError | InterfaceError):
        return name
    own = [
        f" {frame.tb_frame.f_code.co_filename.removeprefix(HOUSE)}:{frame.tb_lineno}"
        for frame in _frames(error)
        if frame.tb_frame.f_code.co_filename.startswith(HOUSE)
        and "site-packages" not in frame.tb_frame.f_code.co_filename
    ]
    return name + own[-1] if own else name


def _frames(error: BaseException) -> Iterator[TracebackType]:
    frame = error.__traceback__
    while frame:
        yield frame
        frame = frame.tb_next


class JSONFormatter(logging.Formatter):
    """One line of JSON."""

    def format(self, record: logging.LogRecord) -> str:
        message = record.getMessage()
        if isinstance(request := getattr(record, "request", None), HttpRequest):
            message = message.replace(request.path, logged_path(request))
        line = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": scrubbed(message),
            "request_id": request_id.get(),
            **getattr(record, "fields", {}),
        }
        if record.exc_info:
            line["kind"] = kind_of(record.exc_info[1]) if record.exc_info[1] else ""
            line["traceback"] = scrubbed(self.formatException(record.exc_info))
        if left_out := getattr(record, "left_out", 0):
            line["left_out"] = left_out
        return json.dumps(line, ensure_ascii=False, default=str)


class OncePerMinute(logging.Filter):
    """Lets an error through once a minute by its kind; the next one says how many were left out."""

    def __init__(self, name: str = "") -> None:
        super().__init__(name)
        self._told: dict[str, tuple[float, int]] = {}  # kind: when, and how many since

    def filter(self, record: logging.LogRecord) -> bool:
        error = record.exc_info[1] if record.exc_info else None
        if error is None:
            return True
        kind, now = f"{record.name} {kind_of(error)}", time.monotonic()
        told, left_out = self._told.get(kind, (-MINUTE, 0))
        if now - told < MINUTE:
            self._told[kind] = told, left_out + 1
            return False
        if len(self._told) >= KINDS:
            self._told.clear()
        self._told[kind] = now, 0
        record.left_out = left_out
        return True


class ErrorsAlone(logging.Filter):
    """Lets through what failed, and not that an answer was a refusal: its own line says so."""

    def filter(self, record: logging.LogRecord) -> bool:
        return bool(record.exc_info)
