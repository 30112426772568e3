"""Whether the portal can do its work: checks that rooms register in their AppConfig.ready.

`/readyz`, the figures for Prometheus and `manage.py doctor` ask them. What they say is for whoever
runs the portal, and names no person.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass, field

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Finding:
    """What a check has found: whether all is well, in words, and the figures that it goes by."""

    ok: bool
    detail: str
    advice: str = ""  # what to do where it is not
    figures: dict[str, float] = field(default_factory=dict)  # by name, with the unit at its end


@dataclass(frozen=True)
class Check:
    """A check as a room has registered it; `title` is for the doctor's report."""

    ask: Callable[[], Finding]
    title: str
    needs_database: bool


DATABASE = "database"  # asked first: the others need it
UNKNOWN = Finding(False, "Chưa kiểm tra được vì cơ sở dữ liệu không phản hồi.")
_checks: dict[str, Check] = {}


def register(
    name: str, ask: Callable[[], Finding], title: str = "", needs_database: bool = True
) -> None:
    """Add a check of a room under a name of its own, which `/readyz` and the figures tell."""
    _checks[name] = Check(ask, title or name, needs_database)


def findings() -> dict[str, Finding]:
    """Ask every check; while the database is away those that need it are not asked, nor well."""
    found = {DATABASE: _asked(DATABASE)}
    for name, check in _checks.items():
        if name != DATABASE:
            can_be_asked = found[DATABASE].ok or not check.needs_database
            found[name] = _asked(name) if can_be_asked else UNKNOWN
    return found


def title_of(name: str) -> str:
    """Return what a check is called in the doctor's report."""
    return _checks[name].title


def _asked(name: str) -> Finding:
    try:
        return _checks[name].ask()
    except Exception as error:
        log.exception("the check of %s failed", name)
        return Finding(False, f"Không kiểm tra được: {type(error).__name__}.")
