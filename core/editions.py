"""What every process keeps in memory, and how it learns that somebody has changed it.

A write renews the edition's mark in its own transaction; a reader asks for the mark (one small
query, once a request) and builds its copy anew when the mark is another one.
"""

from collections.abc import Callable
from typing import TypeVar
from uuid import uuid4

from asgiref.local import Local
from django.core.signals import request_finished, request_started

from core.models import Edition

Kept = TypeVar("Kept")
_copies: dict[str, tuple[tuple, object]] = {}
_request = Local()  # .marks: what this thread's request has read already


def renew(name: str) -> None:
    """Say that what is kept under this name has changed."""
    mark = uuid4().hex
    if not Edition.objects.filter(name=name).update(mark=mark):
        Edition.objects.get_or_create(name=name, defaults={"mark": mark})
    if (marks := getattr(_request, "marks", None)) is not None:
        marks.clear()


def kept(key: str, names: tuple[str, ...], build: Callable[[], Kept]) -> Kept:
    """This process's copy of what `build` makes of these editions, as new as their last change."""
    marks = _marks()
    mark = tuple(marks.get(name) for name in names)
    if None in mark:
        return build()  # nobody would say when it changes, so nothing is kept
    held = _copies.get(key)
    if held is None or held[0] != mark:
        held = _copies[key] = (mark, build())
    return held[1]


def _marks() -> dict[str, str]:
    """Every edition's mark; within a request as it was when first asked for."""
    marks = getattr(_request, "marks", None)
    if marks:
        return marks
    found = dict(Edition.objects.values_list("name", "mark"))
    if marks is not None:
        marks.update(found)
    return found


def _begin(**kwargs: object) -> None:
    _request.marks = {}


def _end(**kwargs: object) -> None:
    _request.marks = None


request_started.connect(_begin, dispatch_uid="editions-begin")
request_finished.connect(_end, dispatch_uid="editions-end")
