"""Story: the Department keeps a register book of the confirmations that it has numbered."""

import io

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from tests.factories.confirmation import drafted, issued, revoked
from tests.factories.people import StaffFactory, allowed
from tests.factories.reports import at_work
from tests.pages import read

pytestmark = pytest.mark.django_db
BOOK = reverse("admin:verification_register")


def test_the_book_has_each_numbered_paper_once_with_what_holds_today():
    paper, gone, draft = issued(number=12), revoked(number=13), drafted()
    client = at_work(allowed(StaffFactory(), "verification.view_confirmation"))
    rows = {row["Số, ký hiệu"]: row for row in read(client.get(BOOK)).rows()}
    assert set(rows) == {paper.number_line, gone.number_line}
    assert rows[paper.number_line]["Doanh nghiệp"] == paper.holder_name
    assert rows[paper.number_line]["Hiệu lực"] == "Còn hiệu lực"
    assert rows[gone.number_line]["Hiệu lực"] == "Đã thu hồi"
    assert draft.holder_name not in [row["Doanh nghiệp"] for row in rows.values()]
    book = load_workbook(io.BytesIO(client.get(f"{BOOK}?tep=xlsx&nam={paper.year}").content)).active
    cells = [row[0] for row in book.iter_rows(values_only=True)]
    assert {paper.number_line, "Số, ký hiệu"} <= set(cells)


def test_an_empty_book_says_so_and_others_do_not_see_it():
    client = at_work(allowed(StaffFactory(), "verification.view_confirmation"))
    assert "Chưa có giấy xác nhận nào được ghi số." in read(client.get(f"{BOOK}?nam=abc"))
    assert at_work(StaffFactory()).get(BOOK).status_code == 403
