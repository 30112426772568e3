"""The page of a spreadsheet that is a form: its file, a look at what it does, the confirmation."""

from datetime import datetime
from types import SimpleNamespace

import pytest
from django.contrib.admin import ModelAdmin, site
from django.contrib.messages import get_messages
from django.contrib.messages.storage.cookie import CookieStorage
from django.http import HttpResponse, HttpResponseRedirect

from catalogue.models import Industry
from core.spreadsheets.sheet_uploads import FormSheetPages, sign_rows, unsign_rows
from tests.core.spreadsheets.industries import IndustrySheet
from tests.factories.enterprises import IndustryFactory
from tests.factories.people import StaffFactory
from tests.form_sheets import FilledForm

pytestmark = pytest.mark.django_db


class IndustryPages(FormSheetPages, ModelAdmin):
    sheet_route, sheet_url_name = "bieu-mau/<int:year>/", "industry_sheet"

    def get_sheet(self, request, year: int) -> IndustrySheet:
        return IndustrySheet(year)

    def sheet_title(self, sheet: IndustrySheet) -> str:
        return f"Biểu mẫu {sheet.owner[1]}"

    def leave_sheet(self, sheet: IndustrySheet) -> HttpResponseRedirect:
        return HttpResponseRedirect("/danh-sach/")

    def success_message(self, count: int, submit: bool) -> str:
        return f"%(count)d {submit}"

    def page(self, request, name: str, title: str, **context) -> HttpResponse:
        response = HttpResponse(title)
        response.context = SimpleNamespace(**context)
        return response


@pytest.fixture(autouse=True)
def industries() -> list[Industry]:
    return [IndustryFactory(slug="co-khi"), IndustryFactory(slug="det", name_en="")]


@pytest.fixture
def person():
    return StaffFactory()


@pytest.fixture
def send(rf, person):
    """Send what is posted (or look at the page) and give the answer and the messages."""

    def answered(data: dict | None = None, view: str = "sheet_view", **place):
        request = rf.get("/") if data is None else rf.post("/", data)
        request.user, request._messages = person, CookieStorage(request)
        answer = getattr(IndustryPages(Industry, site), view)(request, **{"year": 2026, **place})
        return answer, [str(message) for message in get_messages(request)]

    return answered


def test_it_has_two_addresses():
    names = {url.name: str(url.pattern) for url in IndustryPages(Industry, site).get_urls()}
    assert names["industry_sheet"] == "bieu-mau/<int:year>/"
    assert names["industry_sheet_file"] == "bieu-mau/<int:year>/tai.xlsx"


def test_the_file_is_handed_out_under_its_name(send):
    answer, _messages = send(view="sheet_file_view")
    assert 'filename="nganh.xlsx"' in answer["Content-Disposition"]
    assert answer["Content-Type"].endswith("spreadsheetml.sheet")


@pytest.mark.parametrize("view", ["sheet_view", "sheet_file_view"])
def test_where_nothing_can_be_filled_in_it_says_so_and_leaves(send, monkeypatch, view):
    monkeypatch.setattr(IndustrySheet, "is_closed", True)
    answer, messages = send(view=view)
    assert (answer.url, messages) == ("/danh-sach/", ["Đã đóng."])


def test_a_look_keeps_nothing_and_carries_the_changed_rows_alone(send, person):
    assert send()[0].context.result is None
    file = FilledForm(IndustrySheet().workbook()).fill(1, name_vi="Khác").file()
    answer, _messages = send({"file": file})
    assert [change.number for change in answer.context.result.changes] == [5]
    assert not Industry.objects.filter(name_vi="Khác").exists()
    rows = unsign_rows(answer.context.signed_rows, person, "nganh so 2026")
    assert [number for number, _cells in rows] == [5]


def test_a_file_that_is_no_form_is_told_at_its_field(send):
    answer, _messages = send({"file": FilledForm(IndustrySheet(2027).workbook()).file()})
    assert answer.context.form.errors["file"] == ["Của so năm 2027."]
    assert (answer.context.result, answer.context.signed_rows) == (None, "")


@pytest.mark.parametrize("submit", [True, False])
def test_the_confirmation_writes_and_leaves(send, submit):
    file = FilledForm(IndustrySheet().workbook()).fill(1, name_vi="Khác").file()
    rows = send({"file": file})[0].context.signed_rows
    answer, messages = send({"rows": rows} | ({"send": "1"} if submit else {}))
    assert (answer.url, messages) == ("/danh-sach/", [f"1 {submit}"])
    assert Industry.objects.get(slug="co-khi").name_vi == "Khác"


def test_a_confirmation_that_changes_nothing_says_so(send, person):
    _answer, messages = send({"rows": sign_rows(person, "nganh so 2026", [])})
    assert messages == ["Không có gì mới."]


def test_what_goes_wrong_only_at_the_confirmation_is_shown_with_the_same_rows(send):
    file = FilledForm(IndustrySheet().workbook()).fill(2, name_vi="Khác").file()
    rows = send({"file": file})[0].context.signed_rows
    answer, messages = send({"rows": rows, "send": "1"})
    assert [error.reason for error in answer.context.result.errors] == ["Chưa gửi được."]
    assert (answer.context.signed_rows, messages) == (rows, [])
    assert not Industry.objects.filter(name_vi="Khác").exists()


def test_rows_of_another_person_or_form_are_taken_for_an_ended_look(send, person):
    for rows in (
        sign_rows(StaffFactory(), "nganh so 2026", []),
        sign_rows(person, "nganh so 2027", []),
        sign_rows(person, "nganh so 2026", [])[:-1],
    ):
        answer, messages = send({"rows": rows})
        assert answer.context.result is None
        assert messages == ["Bản xem trước đã hết hạn. Hãy tải tệp lên lại."]


def test_a_look_can_be_confirmed_for_a_day(person, clock):
    clock.set(datetime(2026, 3, 20, 9))
    rows = sign_rows(person, "nganh so 2026", [])
    clock.set(datetime(2026, 3, 21, 9))
    assert unsign_rows(rows, person, "nganh so 2026") == []
    clock.set(datetime(2026, 3, 21, 9, 1))
    assert unsign_rows(rows, person, "nganh so 2026") is None
