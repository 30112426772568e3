"""`make scan` fails at a finding of medium severity or more, and where nothing was looked at."""

import json
import sys
from types import SimpleNamespace

import pytest
from django.urls import reverse

from scripts.scan import __main__ as scan


def report(*levels: int, pages: int = 50) -> dict:
    found = [{"level": level, "method": "GET", "path": "/", "info": "…"} for level in levels]
    return {
        "infos": {"crawled_pages_nbr": pages},
        "vulnerabilities": {"Reflected Cross Site Scripting": found[:1]},
        "anomalies": {"Internal Server Error": found[1:]},
    }


@pytest.mark.parametrize(
    ("levels", "is_bad"),
    [([], False), ([1, 0], False), ([2], True), ([0, 2], True), ([4, 1], True)],
)
def test_what_is_medium_or_worse_is_bad(levels, is_bad):
    assert scan.tell(report(*levels)) is is_bad


def test_a_portal_that_was_not_looked_at_is_not_well():
    assert scan.tell(report(pages=2)) is True


@pytest.mark.parametrize(
    ("written", "is_bad"), [(report(), False), (report(2), True), (None, True)]
)
def test_an_attack_tells_what_its_scanner_wrote(tmp_path, monkeypatch, written, is_bad):
    """One that breaks off writes nothing; what an earlier one wrote does not count."""
    monkeypatch.setattr(scan, "HOME", tmp_path)
    (tmp_path / "stranger.json").write_text(json.dumps(report()))

    def attacked(command, **streams) -> None:
        if written:
            (tmp_path / "stranger.json").write_text(json.dumps(written))

    monkeypatch.setattr(scan.subprocess, "run", attacked)
    assert scan.attack("a stranger", "http://127.0.0.1", []) is is_bad


@pytest.mark.parametrize(("weaknesses", "is_bad"), [([], False), ([{"id": "CVE-2026-1"}], True)])
def test_a_weak_library_is_bad(monkeypatch, weaknesses, is_bad):
    told = {"dependencies": [{"name": "django", "version": "5.2", "vulns": weaknesses}]}
    done = SimpleNamespace(stdout=json.dumps(told), returncode=int(is_bad))
    monkeypatch.setattr(scan.subprocess, "run", lambda *_, **__: done)
    assert scan.audit() is is_bad


@pytest.mark.parametrize("bad", ["", "code", "library", "attack"])
def test_one_of_them_fails_the_command(monkeypatch, bad):
    code = [sys.executable, "-c", f"raise SystemExit({int(bad == 'code')})"]
    section = scan.section
    monkeypatch.setattr(scan, "install_tools", lambda: None)
    monkeypatch.setattr(scan, "section", lambda title, _command: section(title, code))
    monkeypatch.setattr(scan, "audit", lambda: bad == "library")
    monkeypatch.setattr(scan, "attacks", lambda: iter([False, bad == "attack"]))
    assert scan.main() == int(bool(bad))


def test_the_scanner_does_not_end_its_own_session():
    """The fault: after it all the rest is looked at as a stranger."""
    ends = "account_logout account_close account_change_password account_email mfa_index".split()
    left = {name: [word for word in scan.LEFT_ALONE if word in reverse(name)] for name in ends}
    assert all(left.values()), left
