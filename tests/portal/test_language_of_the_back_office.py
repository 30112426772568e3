"""Every page of the back office speaks Vietnamese, to every role and to an agency's officer."""

import re
from collections.abc import Iterator

import pytest
from django.http import HttpResponse
from django.test import client
from django.urls import reverse

from accounts.models import User
from core.imports.registry import _importers
from programme.models import Report
from tests import loading
from tests.factories.people import in_group
from tests.factories.programme import OfficerFactory
from tests.portal.access_rows import (
    RECORDS,
    ROLES,
    STEPS,
    Places,
    all_names,
    entered,
    models,
    pages_of,
    staff,
    table,
)
from tests.portal.known_texts import in_vietnamese, texts_of

pytestmark = pytest.mark.django_db
ALLOWED = {
    **dict.fromkeys(["µm", "m²", "m³", "kN", "°C"], "units of measurement"),
    "None": "version of a record that is only looked at",
    **dict.fromkeys(
        [
            *("Tỷ lệ xuất khẩu (%)", "Khách hàng", "Công khai liên hệ", "Giới thiệu tiếng Anh"),
            *("Bản ghi minh họa", "Phường, xã", "Quận, huyện cũ", "Máy, thiết bị"),
        ],
        "headings of the enterprises' spreadsheet, Vietnamese in every language",
    ),
    "VSIC": "name of a classification",
    "JSON": "name of a format",
    "do người đề nghị khai; chấp thuận là ghi vào hồ sơ": "of a claim without a tax code",
}
LEFT = {"admin:logout", "admin:jsi18n"}  # ends the session; a script
FILES = ("_docx", "_xlsx", "_csv", "_to_sign", "_draft")
OFFICERS = ("admin:programme_report", "admin:programme_annualplan")
VERSION = re.compile(r"/history/\d+/$")


@pytest.fixture
def places(start_data) -> Places:
    loading.demo_data(10)()
    return Places()


def test_every_text_is_vietnamese_or_data(places, monkeypatch):
    monkeypatch.setattr(client, "store_rendered_templates", lambda *args, **more: None)
    browsers = staff()
    asked = [(role, browsers[role], address) for role, address in of_roles(places)]
    officer = in_group(OfficerFactory(agency=places.report.agency).user, ROLES["đơn vị"])
    asked += [("cán bộ đầu mối", entered(officer), a) for a in of_officer(places, officer)]
    told = in_vietnamese({**ALLOWED, **sheet_texts()})
    seen: dict[str, str] = {}
    for role, browser, address in asked:
        for text in said(browser.get(address, follow=True)):
            seen.setdefault(" ".join(text.split()), f"{role}: {address}")
    told.learn_data()
    unknown = [f"{text} ({place})" for text, place in seen.items() if not told.knows(text)]
    assert "\n".join(unknown) == ""


def sheet_texts() -> dict[str, str]:
    """Return what stands in spreadsheets of rows: Vietnamese in every language."""
    columns = [column for each in _importers.values() for column in each.columns.values()]
    texts = {text for column in columns for text in (column.heading, column.help) if text}
    return dict.fromkeys(texts, "of a spreadsheet")


def of_roles(places: Places) -> Iterator[tuple[str, str]]:
    """Yield every page for the administrator, and what is open to others for the least of them.

    Who that is, docs/security.md says.
    """
    administrator, *others = ROLES
    for role in ROLES:
        yield role, reverse("admin:index")
    for model in models():
        open_to = table(RECORDS)[model._meta.label]
        for letter, method, address in pages_of(model, places.records[model._meta.model_name]):
            is_repeated = "C" in open_to[0] and VERSION.search(address)  # its form has the fields
            if method == "get" and letter in open_to[0] and not is_repeated:
                yield administrator, address
            if letter == "L" and (least := least_of(others, open_to[1:], "L")):
                yield least, address
    for name in sorted(all_names() - LEFT):
        if name.startswith("admin:") and not name.endswith(FILES):
            yield administrator, places.address(name)
            least = least_of(others, table(STEPS)[name][1:], "x")
            if least and name.startswith("admin:programme"):
                yield least, places.address(name)
    yield others[-1], reverse("admin:auth_group_changelist")  # closed to them


def least_of(roles: list[str], cells: list[str], letter: str) -> str:
    """Return the last role to which something is open, if any: the one with the fewest rights."""
    having = [role for role, cell in zip(roles, cells, strict=True) if letter in cell]
    return having[-1] if having else ""


def of_officer(places: Places, officer: User) -> Iterator[str]:
    """Yield what an agency's officer writes and reads: what it owes, and its own records."""
    yield reverse("admin:index")
    written = Report.objects.filter(agency=places.report.agency).exclude(pk=places.report.pk).last()
    Report.objects.filter(pk=written.pk).update(state=Report.State.DRAFT)
    key = [written.task_id, written.agency.code, written.period]
    yield reverse("admin:programme_report_write", args=key)
    for model in models():
        if model._meta.app_label != "programme" or not hasattr(model.objects, "visible_to"):
            continue
        own = model.objects.visible_to(officer).first()
        for letter, method, address in pages_of(model, own):
            if method == "get" and letter != "D":
                yield address
    for name in sorted(all_names()):
        if name.startswith(OFFICERS) and not name.endswith(FILES):
            yield places.address(name)


def said(answer: HttpResponse) -> Iterator[str]:
    if "text/html" in answer.get("Content-Type", "") and answer.content:
        yield from texts_of(answer.content.decode())
