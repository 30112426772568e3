"""`make drills` notices what was lost or doubled, who died, and that nothing happened."""

import json
import sys
from collections import Counter
from contextlib import nullcontext
from pathlib import Path

import pytest
from django.core.files.storage import storages

from scripts.drills import __main__ as drills
from scripts.drills import accidents, state
from scripts.drills.accidents import DrillResult, Scene, database_away, kill, nothing_lost
from scripts.drills.visitors import Span, Written
from tests.factories.enterprises import EnterpriseFactory
from tests.factories.inquiries import WaitingInquiryFactory


class Survivor:
    """A portal after an accident in which two questions were answered, and all went well."""

    def __init__(self, home: Path) -> None:
        self.home, self.port = home, 0
        self.tokens = ["a", "b"]
        self.letters = {"states": {"sent": 2}, "open": 0, "to_askers": 2, "marked": 0}
        self.went, self.workers, self.is_up, self.killed = 2, [1], True, 1

    def ask(self, code: str) -> object:
        return self.tokens

    def processes(self, named: str) -> list[int]:
        return self.workers

    def serves(self) -> bool:
        return self.is_up

    def kill(self, named: str, *, but_first: bool = False) -> int:
        return self.killed

    def start(self) -> None: ...

    def stop(self) -> None: ...


@pytest.fixture
def portal(tmp_path, monkeypatch) -> Survivor:
    portal = Survivor(tmp_path)
    (tmp_path / "log").touch()
    monkeypatch.setattr(state, "wait_for_letters", lambda portal: portal.letters)
    monkeypatch.setattr(state, "letters_written", lambda portal: portal.went)
    return portal


def written(**more) -> Written:
    return Written(**{"taken": ["a", "b"], "answers": Counter({"302": 2}), **more})


def faults(portal: Survivor, **more) -> list[str]:
    return nothing_lost(Scene(portal, None, [], 2), written(**more)).faults


def test_what_went_well_is_no_fault(portal):
    assert faults(portal) == []
    portal.went, portal.letters["marked"] = 3, 1
    assert faults(portal) == [], "a letter may go twice where it is marked"
    portal.tokens, portal.letters["to_askers"] = ["a", "b", "c"], 3
    assert faults(portal) == [], "a question whose answer was lost on the way is stored"


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"tokens": ["a", "x"]}, "1 answered questions are not stored"),
        ({"tokens": ["a", "b", "b"]}, "a question is stored twice"),
        ({"letters": {"open": 1}}, "1 letters never went"),
        ({"letters": {"to_askers": 1}}, "a question without its letter"),
        ({"went": 3}, "a letter went twice and is not marked"),
        ({"went": 1}, "a letter went twice and is not marked"),
        ({"workers": []}, "no worker is alive"),
        ({"is_up": False}, "the portal does not serve"),
    ],
)
def test_each_loss_is_a_fault(portal, change, fault):
    for name, value in change.items():
        setattr(portal, name, portal.letters | value if name == "letters" else value)
    assert fault in faults(portal)


def test_visitors_who_gave_up_and_a_drill_without_any_are_faults(portal):
    assert faults(portal, given_up=1) == ["1 visitors gave up"]
    assert "nobody was answered" in faults(portal, taken=[])


class Twice:
    """A span's end that comes after one look."""

    def __init__(self) -> None:
        self.looks = 0

    def wait(self, seconds: float) -> bool:
        self.looks += 1
        return self.looks > 1


@pytest.mark.parametrize(("killed", "told"), [(1, []), (0, ["nothing was killed"])])
def test_an_accident_that_did_not_happen_is_a_fault(portal, monkeypatch, killed, told):
    def write(ports, paths, number, meanwhile) -> Written:
        meanwhile(Span(done=Twice()))
        return written()

    monkeypatch.setattr(accidents, "write", write)
    portal.killed = killed
    assert kill(Scene(portal, None, [], 2)).faults == told


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ({}, ["nobody noticed that the database was away"]),
        ({"answers": Counter({"302": 2, "503": 1})}, []),
        ({"slowest": 9.0}, []),
        ({"slowest": 26.0}, ["an answer took longer than 25 s"]),
    ],
)
def test_the_database_was_away_and_not_for_ever(portal, monkeypatch, more, told):
    monkeypatch.setattr(accidents, "write", lambda *_: written(**more))
    assert database_away(Scene(portal, None, [], 2)).faults == told


@pytest.mark.parametrize("told", [[], ["a question is stored twice"]])
def test_one_fault_fails_the_command(portal, monkeypatch, capsys, told):
    monkeypatch.setattr(drills, "disk", lambda: nullcontext(portal.home))
    monkeypatch.setattr(drills, "Portal", lambda *_: portal)
    done = {"bad": DrillResult({"lost": 0}, told), "good": DrillResult({"lost": 0}, [])}
    runs = {name: lambda scene, name=name: done[name] for name in done}
    for name, run in runs.items():
        run.__name__ = name
    monkeypatch.setattr(drills, "DRILLS", runs)
    monkeypatch.setattr(sys, "argv", ["drills", "sqlite"])
    with pytest.raises(SystemExit) as ended:
        drills.main()
    assert ended.value.code == bool(told)
    assert [line for line in capsys.readouterr().out.splitlines() if "✗" in line] == [
        f"  ✗ {fault}" for fault in told
    ]


@pytest.mark.django_db
def test_what_is_asked_of_the_database_fits_its_tables(capsys):
    WaitingInquiryFactory(text="Cần báo giá 1 trục thép, mã abc")
    enterprise = EnterpriseFactory(is_demo=True)
    answers = {}
    for name in ("PREPARE", "TOKENS", "LETTERS", "HURRY", "CHECKSUMS"):
        exec(getattr(state, name), {})  # noqa: S102 -- as `manage.py shell` does
        answers[name] = json.loads(capsys.readouterr().out.strip().splitlines()[-1])
    for alias in ("default", "private"):
        storages[alias].delete("dien-tap/tep.bin")
    assert answers["PREPARE"] == [f"/doanh-nghiep/{enterprise.slug}/hoi-hang/"]
    assert answers["TOKENS"] == ["abc"]
    assert answers["LETTERS"] == {"states": {}, "to_askers": 0, "marked": 0}
    assert "inquiries.Inquiry" in answers["CHECKSUMS"]
