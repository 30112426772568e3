"""Every address opens for those whom docs/security.md names, and for nobody else."""

import re
from pathlib import Path

import pytest
from django.template.base import Template
from django.test import Client
from django.utils.safestring import SafeString

from core.limits import all_limits
from core.worker.lost_work import renew_lease
from tests import loading
from tests.factories.people import StaffFactory, UserFactory
from tests.portal.access_rows import (
    NOBODY,
    RECORDS,
    ROLES,
    STEPS,
    Places,
    all_names,
    entered,
    is_let_in,
    is_offered,
    models,
    pages_of,
    record_of,
    staff,
    table,
)

VISITORS = ["stranger", "account", "member", "staff"]
# Whoever opens it is logged out, everybody may; asked apart below.
ENDS_THE_SESSION = {"admin:logout", "account_logout"}


def told(name: str, title: str) -> list[str]:
    rows = table(title)
    assert name in rows, f"say in docs/security.md, '{title}', who may open {name}"
    return rows[name]


@pytest.fixture(autouse=True)
def undrawn(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who may open a page is known before it is drawn, which would take most of the time."""
    monkeypatch.setattr(Template, "_render", lambda self, context: SafeString(""))


@pytest.fixture
def data(start_data) -> None:
    loading.demo_data(10)()


PUBLIC = "Public and own pages"


@pytest.mark.parametrize("title", [RECORDS, STEPS])
def test_the_tables_have_a_column_for_each_role(title):
    assert next(iter(table(title).values())) == list(ROLES)


@pytest.mark.parametrize("model", models(), ids=lambda model: model._meta.label)
def test_lists_forms_and_histories_open_for_whom_the_table_says(model, start_data):
    of = record_of(model)
    pages = list(pages_of(model, of))
    found = []
    for browser in staff().values():
        seen: dict[str, bool] = {}
        for letter, method, address in pages:
            opened = is_let_in(getattr(browser, method)(address))
            seen[letter] = seen.get(letter, True) and opened
        found.append("".join(letter for letter, opened in seen.items() if opened) or NOBODY)
    assert found == told(model._meta.label, RECORDS), " | ".join(found)


def test_steps_and_files_open_for_whom_the_table_says(data):
    places, browsers, wrong = Places(), staff(), {}
    names = {name for name in all_names() if name.startswith("admin:")} - ENDS_THE_SESSION
    for name in sorted(names):
        answers = [_asked(browser, places.address(name)) for browser in browsers.values()]
        found = ["x" if is_offered(each, answers[0]) else NOBODY for each in answers]
        if found != told(name, STEPS):
            wrong[name] = " | ".join(found)
    assert wrong == {}


def test_public_and_own_pages_open_for_whom_the_table_says(data):
    places, wrong = Places(), {}
    renew_lease("worker")  # so that the portal is ready
    browsers = [
        Client(raise_request_exception=False),
        entered(UserFactory()),
        entered(places.owner.user),
        entered(StaffFactory()),
    ]
    names = {name for name in all_names() if not name.startswith("admin:")} - ENDS_THE_SESSION
    for name in sorted(names):
        found = [_outcome(browser.get(places.address(name))) for browser in browsers]
        if found != told(name, PUBLIC):
            wrong[name] = " | ".join(found)
    assert wrong == {}


def _asked(browser: Client, address: str):
    answer = browser.get(address)
    return browser.post(address) if answer.status_code == 405 else answer


def _outcome(answer) -> str:
    assert answer.status_code < 500, answer.request["PATH_INFO"]
    if answer.status_code == 405:
        return "post"
    if answer.status_code in (403, 404):
        return "no"
    return "log-in" if "dang-nhap" in answer.get("Location", "") else "yes"


@pytest.mark.parametrize("title", [RECORDS, STEPS, PUBLIC])
def test_no_table_names_what_is_gone(title):
    known = {model._meta.label for model in models()} | all_names()
    assert set(list(table(title))[1:]) - known == set()


def test_the_table_of_limits_is_whole():
    all_names()  # every module that declares a limit is known to some address
    rows = table("Limits")
    for name, limit in all_limits.items():
        assert name in rows, f"say in docs/security.md, 'Limits', what {name} is for"
        assert rows[name][0] == f"`{limit.rate}`", name
    assert set(list(rows)[1:]) - set(all_limits) == set()


def test_chapters_of_the_standard_name_tests_that_are_there():
    rows = table("OWASP ASVS 4.0.3, level 2")
    assert len(rows) == 1 + 14
    paths = re.findall(r"`(tests/[^`]+)`", " ".join(" ".join(row) for row in rows.values()))
    assert paths
    assert [path for path in paths if not Path(path).exists()] == []


def test_exemptions_from_erasure_are_told():
    assert len(table("What stays when an account is closed")) > 3
