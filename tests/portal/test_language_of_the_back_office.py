"""Every page of the back office speaks Vietnamese, to every role."""

from collections.abc import Iterator

import pytest
from django.http import HttpResponse
from django.urls import reverse

from core.imports.registry import _importers
from tests import loading
from tests.portal.access_rows import Places, all_names, models, pages_of, staff
from tests.portal.vietnamese import Vietnamese, texts_of

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


@pytest.fixture
def places(start_data) -> Places:
    loading.demo_data(10)()
    return Places()


def test_every_text_is_vietnamese_or_data(places):
    browsers = staff()
    told = Vietnamese({**ALLOWED, **sheet_texts()})
    seen: dict[str, str] = {}
    for role, browser in browsers.items():
        for address in addresses(places, whole=role == "quản trị"):
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


def addresses(places: Places, whole: bool) -> Iterator[str]:
    """Yield every page; to the roles besides the administrator those that differ by role."""
    for model in models():
        for letter, method, address in pages_of(model, places.records[model._meta.model_name]):
            if method == "get" and (whole or letter == "L"):
                yield address
    yield reverse("admin:index")
    for name in sorted(all_names() - LEFT):
        if name.startswith("admin:") and (whole or name.startswith("admin:programme")):
            yield places.address(name)


def said(answer: HttpResponse) -> Iterator[str]:
    if "text/html" in answer.get("Content-Type", "") and answer.content:
        yield from texts_of(answer.content.decode())
