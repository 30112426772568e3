"""The Department looks at the directory and its own work in figures, and reports on a year."""

import io
import json
from datetime import date, datetime

import openpyxl
import pytest
import time_machine
from django.contrib import admin
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import make_aware

from core.models import FruitlessSearch, SpreadsheetImport, UsageCount
from enterprises.models import Enterprise
from membership.models import Revision
from portal.statistics import views
from tests import tables
from tests.factories.confirmation import ScoredAssessmentFactory, issued
from tests.factories.enterprises import (
    DemoEnterpriseFactory,
    EnterpriseFactory,
    IndustryFactory,
    WardFactory,
)
from tests.factories.inquiries import WaitingInquiryFactory
from tests.factories.membership import WaitingClaimFactory
from tests.factories.people import StaffFactory, UserFactory, allowed
from tests.factories.reports import at_work
from tests.pages import read

pytestmark = pytest.mark.django_db
PAGE, REPORT = reverse("admin:statistics"), reverse("admin:operating_report")
RIGHTS = ("core.view_statistics", "enterprises.view_enterprise", "enterprises.change_enterprise")


@pytest.fixture(autouse=True)
def nothing_kept():
    views._kept.clear()
    yield
    views._kept.clear()


@pytest.fixture
def department() -> Client:
    return at_work(allowed(StaffFactory(), *RIGHTS))


def file(name: str, form: str, **query: str) -> str:
    address = reverse("admin:statistics_table", args=[name, form])
    return address + "".join(f"?{key}={value}" for key, value in query.items())


def rows(browser: Client, name: str, **query: str) -> dict[str, list]:
    """The lines of a table by their first cell, as its JSON has them."""
    views._kept.clear()
    found = json.loads(browser.get(file(name, "json", **query)).content)
    return {line[0]: line[1:] for line in found["rows"]}


def decided(kind, begun: datetime, ended: datetime) -> None:
    """A record that came and was decided at these moments."""
    with time_machine.travel(begun, tick=False):
        record = kind()
    with time_machine.travel(ended, tick=False):
        record.approve(UserFactory())


def at(day: int, month: int = 11, hour: int = 9) -> datetime:
    return make_aware(datetime(2026, month, day, hour))


def test_enterprises_are_counted_and_each_figure_opens_its_list(department):
    mechanical = IndustryFactory(name_vi="Cơ khí chính xác")
    ward = WardFactory(name_vi="Phường Bến Thử")
    large = Enterprise.SizeClass.LARGE
    for _each in range(3):
        EnterpriseFactory(industries=[mechanical], ward=ward, size_class=large)
    EnterpriseFactory(state=Enterprise.State.HIDDEN, industries=[mechanical])
    EnterpriseFactory()
    DemoEnterpriseFactory(industries=[mechanical])
    page = read(department.get(PAGE))
    assert page.heading == "Thống kê"
    assert rows(department, "industries")["Cơ khí chính xác"] == [3]
    assert rows(department, "industries")["Chưa ghi ngành"] == [1]
    assert rows(department, "wards") == {"Phường Bến Thử": [3], "Chưa xác định phường, xã": [1]}
    assert rows(department, "sizes")["Lớn"] == [3]
    assert rows(department, "states")["Không công bố"] == [1]
    assert sum(number for (number,) in rows(department, "completeness").values()) == 4
    assert rows(department, "ages")["Dưới 30 ngày"] == [4]
    for label, number in {"Cơ khí chính xác": 3, "Phường Bến Thử": 3, "Lớn": 3}.items():
        listed = department.get(page.links[label])
        assert listed.context["cl"].result_count == number, label
    this_month = next(link for link in reversed(page.addresses) if "created_at__gte" in link)
    assert department.get(this_month).status_code == 200


def test_every_list_that_a_figure_opens_holds_as_many_records(department):
    EnterpriseFactory(size_class=Enterprise.SizeClass.SMALL)
    EnterpriseFactory(state=Enterprise.State.PENDING)
    found = department.get(PAGE).context["chapters"][0]
    opened = [(row, row.url) for table in found.tables for row in table.rows if row.url]
    assert opened
    for row, url in opened:
        assert department.get(url).context["cl"].result_count == row.cells[1], row


def test_demo_records_are_shown_where_they_are_asked_for_and_marked(department):
    DemoEnterpriseFactory(size_class=Enterprise.SizeClass.LARGE)
    page = read(department.get(PAGE))
    assert "Dữ liệu minh họa, không phải số liệu thật." not in page
    assert rows(department, "sizes")["Lớn"] == [0]
    demo = read(department.get(PAGE + page.links["Xem thử với dữ liệu minh họa"]))
    assert "Dữ liệu minh họa, không phải số liệu thật." in demo
    assert rows(department, "sizes", **{"du-lieu": "minh-hoa"})["Lớn"] == [1]
    assert "Xem số liệu thật" in demo.links


def test_nobody_else_opens_any_of_it():
    other = at_work(allowed(StaffFactory(), *RIGHTS[1:]))
    docx = reverse("admin:operating_report_docx", args=[date.today().year])
    for address in (PAGE, REPORT, docx, file("sizes", "csv")):
        assert other.get(address).status_code == 403, address
        assert Client().get(address).status_code == 302, address
        assert at_work(UserFactory()).get(address).status_code in (302, 403), address


def test_who_may_not_see_enterprises_gets_figures_without_links():
    reader = at_work(allowed(StaffFactory(), "core.view_statistics"))
    EnterpriseFactory()
    assert not [link for link in read(reader.get(PAGE)).addresses if "/enterprise/" in link]


def test_files_hold_what_the_table_shows_and_how_it_was_made(department):
    EnterpriseFactory(size_class=Enterprise.SizeClass.LARGE)
    csv = department.get(file("sizes", "csv"))
    assert "Lớn,1" in csv.content.decode("utf-8-sig")
    book = openpyxl.load_workbook(io.BytesIO(department.get(file("sizes", "xlsx")).content))
    assert ("Lớn", 1) in list(book.active.iter_rows(values_only=True))
    told = json.loads(department.get(file("sizes", "json")).content)
    assert {"title", "source", "method", "at", "columns", "is_demo"} <= told.keys()
    assert department.get(file("khong-co", "csv")).status_code == 404
    assert department.get(file("sizes", "exe")).status_code == 404


@time_machine.travel(at(30), tick=False)
def test_days_of_claims_are_working_days_by_the_month_in_which_they_ended(department):
    decided(WaitingClaimFactory, at(6), at(9))  # over a weekend: one working day
    decided(WaitingClaimFactory, at(9), at(20))  # nine, past the five
    decided(WaitingClaimFactory, at(30, 10), at(3))
    with time_machine.travel(at(16), tick=False):
        WaitingClaimFactory()
    with time_machine.travel(at(27), tick=False):
        WaitingClaimFactory()
        WaitingClaimFactory(enterprise=DemoEnterpriseFactory())
    by_month = rows(department, "claims")
    assert by_month["11/2026"] == [4, 3, 2.0, 9, 66.7]
    assert by_month["10/2026"][:2] == [1, 0]
    assert by_month["10/2026"][2] is None
    assert rows(department, "open")["Đề nghị nhận quản lý hồ sơ"] == [
        2,
        9,
        5,
        1,
    ]  # 24 November is a holiday


@time_machine.travel(at(30), tick=False)
def test_a_revision_that_was_returned_and_sent_again_is_two_pieces_of_work(department):
    reviewer = UserFactory()
    with time_machine.travel(at(2), tick=False):
        revision = Revision(enterprise=EnterpriseFactory())
        revision.change_part("identity", {}, UserFactory())
        revision.submit()
    with time_machine.travel(at(4), tick=False):
        revision.return_parts({"identity": "Thiếu."}, set(), reviewer)
    with time_machine.travel(at(5), tick=False):
        revision.change_part("identity", {"x": 1}, UserFactory())
    with time_machine.travel(at(9), tick=False):
        revision.submit()
    assert rows(department, "open")["Bản cập nhật hồ sơ"][0] == 1
    with time_machine.travel(at(10), tick=False):
        revision.approve(reviewer)
    assert rows(department, "revisions")["11/2026"] == [2, 2, 1.5, 2, 100.0]


@time_machine.travel(at(30), tick=False)
def test_questions_and_confirmations_have_their_times_too(department):
    with time_machine.travel(at(2), tick=False):
        question, other = WaitingInquiryFactory(), WaitingInquiryFactory()
    with time_machine.travel(at(4), tick=False):
        question.reply("Có.", UserFactory())
        other.set_aside(UserFactory())
    assert rows(department, "questions")["11/2026"] == [1, 1, 2.0, 2, None]
    issued(
        assessment=ScoredAssessmentFactory(visited_on=date(2026, 11, 2)),
        signed_on=date(2026, 11, 20),
    )
    assert rows(department, "confirmations")["11/2026"][:2] == [1, 1]


def test_use_and_words_found_in_vain_stand_below_with_what_they_leave_out(department):
    with time_machine.travel(at(30), tick=False):
        count("page", "enterprises", 1_200)
        count("page", "backoffice", 7)
        count("search", "enterprises", 40)
        FruitlessSearch.objects.create(
            digest="a", words="ma crom cung", number=5, days=3,
            first_day=date(2026, 11, 1), last_day=date(2026, 11, 9),
        )  # fmt: skip
        FruitlessSearch.objects.create(
            digest="b", number=9, first_day=date(2026, 11, 1), last_day=date(2026, 11, 1)
        )
        page = read(department.get(PAGE))
        assert "không dùng cookie" in page
        assert "giữ 60 giây" in page
        assert rows(department, "usage")["11/2026"] == [1_200, 40, 0, 0]
        assert rows(department, "rooms")["Trang quản trị"] == [7, 0, 0, 0]
        assert rows(department, "languages")["Tiếng Việt"][0] == 1_200
        assert rows(department, "fruitless") == {"ma crom cung": [5, 3]}


def count(kind: str, room: str, number: int, month: int = 11) -> None:
    UsageCount.objects.create(
        month=date(2026, month, 1), kind=kind, room=room, language="vi", number=number
    )


def test_a_record_counts_in_the_month_in_which_it_was_first_published(department):
    with time_machine.travel(at(5, month=10), tick=False):
        record = EnterpriseFactory(state=Enterprise.State.PENDING)
    with time_machine.travel(at(1, hour=0), tick=False):  # in UTC it is still October
        record.publish()
    with time_machine.travel(at(30), tick=False):
        record.save()
        months = rows(department, "months")
    assert (months["10/2026"], months["11/2026"]) == ([1, 0], [0, 1])


def test_the_figures_are_kept_for_some_minutes_and_say_when_they_were_counted(department):
    with time_machine.travel(at(30, hour=9), tick=False) as clock:
        assert "Số liệu lúc 09:00 30/11/2026" in read(department.get(PAGE))
        with CaptureQueriesContext(connection) as queries:
            clock.move_to(at(30, hour=9).replace(minute=4))
            assert "Số liệu lúc 09:00 30/11/2026" in read(department.get(PAGE))
        assert not [q for q in queries.captured_queries if "historicalenterprise" in q["sql"]]
        clock.move_to(at(30, hour=9).replace(minute=6))
        assert "Số liệu lúc 09:06 30/11/2026" in read(department.get(PAGE))


def test_however_many_records_there_are_the_queries_are_the_same(department):
    def asked() -> int:
        views._kept.clear()
        with CaptureQueriesContext(connection) as queries:
            department.get(PAGE)
        return len(queries)

    def more(number: int) -> None:
        for _each in range(number):
            EnterpriseFactory(industries=[IndustryFactory()], ward=WardFactory())
            WaitingClaimFactory()
            WaitingInquiryFactory()

    more(1)
    few = asked()
    more(5)
    assert asked() == few


def test_charts_are_drawn_without_script_or_style(department):
    EnterpriseFactory(size_class=Enterprise.SizeClass.LARGE)
    root = read(department.get(PAGE)).root
    charts = root.xpath(".//*[@class='statistics']//*[local-name()='svg'][@role='img']")
    assert len(charts) > 8
    for chart in charts:
        assert chart.xpath("./*[local-name()='title']/text()")
        assert not chart.xpath(".//@style")


@time_machine.travel(at(30), tick=False)
def test_the_report_on_a_year_is_a_paper_with_dots_for_number_and_day(department):
    EnterpriseFactory()
    DemoEnterpriseFactory()
    decided(WaitingClaimFactory, at(6), at(9))
    count("page", "enterprises", 1_200)
    count("page", "enterprises", 300, month=10)
    count("letter", "reminder", 12)
    done = SpreadsheetImport.State.DONE
    SpreadsheetImport.objects.create(
        importer="enterprises", file_name="a.xlsx", state=done, counts={"new": 40, "updated": 2}
    )
    page = read(department.get(REPORT))
    assert "Cổng không tự đo thời gian hoạt động" in page
    answer = department.get(page.links["Tải văn bản (DOCX)"])
    words = tables.words_of_word_file(answer)
    assert "Kết quả vận hành Cổng thông tin công nghiệp hỗ trợ Thành phố năm 2026" in words
    assert "số liệu đến hết ngày 30/11/2026 (số liệu chưa trọn năm)" in words
    assert "Cổng không tự đo thời gian hoạt động" in words
    assert "Cổng đếm từ tháng 10/2026; các tháng trước không có số liệu." in words
    head, profiles, confirmed, imports, letters, work, months, rooms, _foot = tables.of_word_file(
        answer
    )
    assert head[1][0] == "Số: ……/BC-SCT"
    assert head[1][1].endswith("ngày … tháng … năm …")
    assert profiles[1] == ["1", "Hồ sơ đang công bố đến ngày lấy số liệu", "2"]
    assert confirmed[1][2] == "0"
    assert [row[2] for row in imports[1:]] == ["1", "40", "2"]
    assert letters[-1] == [str(len(letters) - 1), "Tổng số thư", "12"]
    assert work[1] == ["1", "Đề nghị nhận quản lý hồ sơ", "1", "1", "1", "1", "100", "0"]
    assert [row[1:3] for row in months[1:]] == [
        ["10/2026", "300"],
        ["11/2026", "1.200"],
        ["Cả năm", "1.500"],
    ]
    assert rooms[1][1:3] == ["Doanh nghiệp công nghiệp hỗ trợ", "1.500"]


def test_a_past_year_tells_what_was_public_at_its_end(department):
    with time_machine.travel(date(2025, 5, 5)):
        kept, hidden = EnterpriseFactory(), EnterpriseFactory()
    with time_machine.travel(date(2026, 2, 2)):
        hidden.hide("Ngừng hoạt động")
        EnterpriseFactory()
    with time_machine.travel(at(30), tick=False):
        told = {
            year: tables.of_word_file(
                department.get(reverse("admin:operating_report_docx", args=[year]))
            )[1]
            for year in (2025, 2026)
        }
        assert kept.state == Enterprise.State.PUBLISHED
        assert [row[2] for row in told[2025][1:]] == ["2", "2", "2", "0"]
        assert [row[2] for row in told[2026][1:]] == ["2", "1", "1", "1"]


def test_a_year_of_which_nothing_is_known_is_said(department):
    page = read(department.get(f"{REPORT}?nam=1999"))
    assert "Không có số liệu của năm “1999”" in page
    assert department.get(reverse("admin:operating_report_docx", args=[1999])).status_code == 404


def test_the_start_page_offers_both_to_whom_they_are_for(department):
    links = read(department.get(reverse("admin:index"))).links
    assert links["Thống kê"] == PAGE
    assert links["Báo cáo vận hành Cổng theo năm"] == REPORT
    assert "Thống kê" not in read(at_work(StaffFactory()).get(reverse("admin:index"))).links
    assert {"statistics", "operating_report"} <= {page.name for page in admin.site._pages}
