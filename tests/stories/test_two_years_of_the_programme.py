"""Two years of a programme, day by day: reports, reminders, a budget, and what is told in the end.

Of five agencies the first is always in time, the second late once, the third sent back once, the
fourth hands in spreadsheets, and the fifth never reports.
"""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localdate

from programme.models import ConsolidatedReport
from programme.money import grouped
from tests import tables
from tests.backoffice import form_of
from tests.factories.reports import at_work
from tests.pages import read
from tests.planning import page as page_of_plan
from tests.planning import step
from tests.two_years.agenda import (
    ADVICE,
    CORRECTED,
    LATE,
    PAPERS,
    RETURNED,
    Life,
    money_is_spent_in_2027,
    plans_for_2027_are_due,
    reports_are_due_for,
    waiting,
)
from tests.two_years.cast import Cast, results
from tests.two_years.paper import (
    BUDGET,
    CONTENTS,
    TOTAL,
    beginning,
    budget_rows,
    spreadsheet_lines,
    task_row,
)

pytestmark = pytest.mark.django_db
EVE, LAST_DAY = date(2025, 12, 31), date(2027, 12, 31)
CITY = "/quan-tri/ke-hoach-nam/"
MATRIX = "/chuong-trinh/chuong-trinh-bao-cao/tinh-hinh-bao-cao/"
LATENESS = reverse("admin:programme_reportreminder_late")
MATRIX_TABLE = "//table[contains(@class, 'compliance')]"
PAPER = "admin:programme_consolidatedreport"


@pytest.fixture
def cast(clock, db) -> Cast:
    clock.set(EVE)
    return Cast(CONTENTS.values())


@pytest.fixture
def life(clock, cast) -> Life:
    return Life(clock, cast)


def test_two_years_of_a_programme(life, cast):
    for quarter in cast.quarters:
        reports_are_due_for(quarter, life, cast)
    plans_for_2027_are_due(life, cast)
    money_is_spent_in_2027(life, cast)

    life.go_to(date(2026, 3, 15))
    the_officers_are_told_what_is_due(cast)
    life.go_to(date(2026, 6, 19))
    the_matrix_shows_a_quarter_half_way(cast)
    life.go_to(date(2026, 8, 31))
    the_citys_plan_says_who_was_in_time(cast)
    who_oversees_only_looks_on(cast)
    life.go_to(LAST_DAY)

    every_letter_went_once_to_whom_it_should(life, cast)
    the_department_sees_who_never_reported(cast)
    the_matrix_is_right_to_the_cell(cast)
    each_cell_leads_to_its_reports(cast)
    the_citys_plan_adds_up_to_the_dong(cast)

    report = the_department_publishes_the_years_report(cast)
    the_word_file_is_right_to_the_cell(report, cast)
    the_spreadsheet_has_every_line(report, cast)
    the_public_reads_the_same(report)

    told = everything_told_by(report, cast)
    life.go_to(date(2028, 1, 5))
    task_report_and_budget_change_afterwards(cast)
    a_report_begun_now_tells_otherwise(cast)
    assert everything_told_by(report, cast) == told


# What the portal tells on the way.


def the_officers_are_told_what_is_due(cast: Cast) -> None:
    due = "Báo cáo quý cần gửi, hạn 24/3/2026"
    told = {desk.agency.code: waiting(desk.browser) for desk in cast.desks}
    owed = {"skhcn": 2, "khu-cnc": 1, "sgddt": 1, "vien-ncpt": 2, "sxd": 1}
    assert told == {code: {due: number} for code, number in owed.items()}


def the_matrix_shows_a_quarter_half_way(cast: Cast) -> None:
    """Within the window of the second quarter: every state that a report can have."""
    one, two = ["○ Chưa đến kỳ 1/1"] * 2, ["○ Chưa đến kỳ 2/2"] * 2
    first = "85,7% đúng hạn 7 báo cáo Chưa báo cáo 1, Đúng hạn 6"
    second = "chưa đến hạn 7 báo cáo Trả lại 1, Đang trong hạn 4, Đúng hạn 2"
    later = ["chưa đến hạn 7 báo cáo Chưa đến kỳ 7"] * 2
    assert [row[2:] for row in matrix("")[1:]] == [
        ["✓ Đúng hạn 1/1", "… Đang trong hạn 1/1", *one],
        ["✓ Đúng hạn 1/1", "↩ Trả lại 1/1", *one],
        ["✓ Đúng hạn 2/2", "✓ Đúng hạn 2/2", *two],
        ["✗ Chưa báo cáo 1/1", "… Đang trong hạn 1/1", *one],
        ["✓ Đúng hạn 2/2", "… Đang trong hạn 2/2", *two],
        [first, second, *later],
    ]
    assert [row[1] for row in matrix("")[1:]] == [
        "100% đúng hạn 4 báo cáo Đang trong hạn 1, Chưa đến kỳ 2, Đúng hạn 1",
        "100% đúng hạn 4 báo cáo Trả lại 1, Chưa đến kỳ 2, Đúng hạn 1",
        "100% đúng hạn 8 báo cáo Chưa đến kỳ 4, Đúng hạn 4",
        "0% đúng hạn 4 báo cáo Chưa báo cáo 1, Đang trong hạn 1, Chưa đến kỳ 2",
        "100% đúng hạn 8 báo cáo Đang trong hạn 2, Chưa đến kỳ 4, Đúng hạn 2",
        "85,7% đúng hạn 28 báo cáo "
        "Chưa báo cáo 1, Trả lại 1, Đang trong hạn 4, Chưa đến kỳ 14, Đúng hạn 8",
    ]


def matrix(query: str) -> list[tables.Row]:
    return tables.of_page(Client().get(f"{MATRIX}?{query}"), MATRIX_TABLE)


def the_citys_plan_says_who_was_in_time(cast: Cast) -> None:
    """Before 31 August means by the 30th; nobody has planned for the parts in others' tasks."""
    rows = tables.of_spreadsheet(at_work(cast.department).get(CITY, {"tep": "xlsx"}))
    told = [row for row in tables.below(rows, "Số") if row[1] and row[5] != PAPERS]
    timing = [(row[1], row[3], row[4], row[-1]) for row in told]
    assert timing == [
        ("1.1", cast.science.name, "Chủ trì", "Đúng hạn"),
        ("1.2", cast.park.name, "Chủ trì", "Đúng hạn"),
        ("1.3", cast.education.name, "Chủ trì", "Đúng hạn"),
        ("1.4", cast.institute.name, "Chủ trì", "Trễ hạn"),
        ("1.2", cast.science.name, "Phối hợp", "Quá hạn, chưa nhận"),
        ("1.3", cast.institute.name, "Phối hợp", "Quá hạn, chưa nhận"),
        ("1.5", cast.silent.name, "Chủ trì", "Quá hạn, chưa nhận"),
    ]


def who_oversees_only_looks_on(cast: Cast) -> None:
    for who in (cast.monitor, cast.committee):
        browser, plan = at_work(who), cast.plan(cast.science)
        assert ADVICE in read(browser.get(page_of_plan(plan))).text
        assert step(browser, plan, "send_back", remark="Sai.").status_code == 403


# What it tells in the end.


def every_letter_went_once_to_whom_it_should(life: Life, cast: Cast) -> None:
    """Seven days and one before each deadline, three and ten after it, to who has not sent."""
    expected = [(date(2026, 6, 18), cast.education.officers[0].email)]
    for deadline in life.deadlines:
        late = deadline == cast.programme.deadline(LATE)
        for days in (-7, -1, 3, 10):
            told = list(cast.silent.officers)
            told += cast.park.officers if days == -7 or (late and days < 5) else []
            told += cast.institute.officers if days == -7 else []
            day = deadline + timedelta(days=days)
            expected += [(day, user.email) for user in told if day <= LAST_DAY]
    assert sorted(life.letters) == sorted(expected)
    assert len(expected) == 1 + 2 * 31 + 10 + 8


def the_department_sees_who_never_reported(cast: Cast) -> None:
    [silent] = at_work(cast.department).get(LATENESS).context["escalations"]
    assert silent.agency == cast.silent.agency
    assert [owed.quarter for owed, _reminders in silent.unsent] == cast.quarters
    assert [len(reminders) for _owed, reminders in silent.unsent] == [4] * 7 + [3]


def the_matrix_is_right_to_the_cell(cast: Cast) -> None:
    two, one = ["✓ Đúng hạn 2/2"] * 8, ["✓ Đúng hạn 1/1"] * 8
    late = [*one[:5], "! Trễ hạn 1/1", *one[6:]]
    usual = "85,7% đúng hạn 7 báo cáo Chưa báo cáo 1, Đúng hạn 6"
    worse = "71,4% đúng hạn 7 báo cáo Chưa báo cáo 1, Trễ hạn 1, Đúng hạn 5"
    whole = "83,9% đúng hạn 56 báo cáo Chưa báo cáo 8, Trễ hạn 1, Đúng hạn 47"
    quarters = [f"Quý {each} năm {year}" for year in (2026, 2027) for each in "I II III IV".split()]
    assert matrix("tu=2026&den=2027") == [
        ["Đơn vị", "Cộng", *quarters],
        [cast.park.name, "87,5% đúng hạn 8 báo cáo Trễ hạn 1, Đúng hạn 7", *late],
        [cast.education.name, "100% đúng hạn 8 báo cáo Đúng hạn 8", *one],
        [cast.science.name, "100% đúng hạn 16 báo cáo Đúng hạn 16", *two],
        [cast.silent.name, "0% đúng hạn 8 báo cáo Chưa báo cáo 8", *["✗ Chưa báo cáo 1/1"] * 8],
        [cast.institute.name, "100% đúng hạn 16 báo cáo Đúng hạn 16", *two],
        ["Cộng", whole, *[usual] * 5, worse, *[usual] * 2],
    ]


def each_cell_leads_to_its_reports(cast: Cast) -> None:
    page = read(Client().get(MATRIX, {"tu": 2026}))
    addresses = {
        (desk.agency.code, quarter): f"{MATRIX}{desk.agency.code}/{quarter.code}/"
        for desk in cast.desks
        for quarter in cast.quarters
    }
    assert [each for each in addresses.values() if each not in page.addresses] == []
    told = {
        ("khu-cnc", LATE): ["Trễ hạn", "29/6/2027", results(cast.park, LATE), "Đã tiếp nhận"],
        ("sgddt", RETURNED): ["Đúng hạn", "16/6/2026", CORRECTED, "Đã tiếp nhận"],
        ("vien-ncpt", LATE): ["22/6/2027", "1.3", "1.4", "Phối hợp", "60%"],
        ("sxd", LATE): ["Chưa báo cáo", "1.5", "Chưa gửi", "hạn gửi 24/6/2027"],
    }
    for cell, words in told.items():
        said = read(Client().get(addresses[cell]))
        assert [each for each in words if each not in said] == [], cell


def the_citys_plan_adds_up_to_the_dong(cast: Cast) -> None:
    columns = zip(*BUDGET.values(), strict=True)
    assert tuple(sum(amount or 0 for amount in column) for column in columns) == TOTAL
    city = {"nam": 2027, "tep": "xlsx"}
    rows = tables.of_spreadsheet(at_work(cast.monitor).get(CITY, city))
    told = tables.below(rows, "Số")
    amounts = {(row[1], row[5]): tuple(row[8:13]) for row in told if row[8] != ""}
    filled = {key: tuple("–" if n is None else n for n in row) for key, row in BUDGET.items()}
    assert amounts == filled | {("", ""): TOTAL}
    page = tables.of_page(at_work(cast.committee).get(CITY, {"nam": 2027}))
    assert ["Toàn Thành phố", *map(grouped, TOTAL)] in page


def the_department_publishes_the_years_report(cast: Cast) -> ConsolidatedReport:
    """Collected on the last day of the year, signed outside, and published."""
    report, department = begun(cast), at_work(cast.department)
    signed = {"number": "12", "signed_on": "31/12/2027", "signatory_name": "Lê Văn Ký"}
    edited = form_of(department, page_of("change", report)) | signed
    assert department.post(page_of("change", report), edited).status_code == 302
    assert Client().get(report.get_absolute_url()).status_code == 404
    assert department.post(page_of("publish", report)).status_code == 302
    report.refresh_from_db()
    assert localdate(report.collected_at) == localdate(report.published_at) == LAST_DAY
    return report


def begun(cast: Cast) -> ConsolidatedReport:
    department, address = at_work(cast.department), reverse(f"{PAPER}_add")
    asked = {"programme": cast.programme.pk, "period_code": "2027"}
    assert department.post(address, form_of(department, address) | asked).status_code == 302
    return ConsolidatedReport.objects.latest("pk")


def page_of(name: str, report: ConsolidatedReport) -> str:
    return reverse(f"{PAPER}_{name}", args=[report.pk])


def the_word_file_is_right_to_the_cell(report: ConsolidatedReport, cast: Cast) -> None:
    file = at_work(cast.department).get(page_of("docx", report))
    head, foot, tasks, behind, budget, targets = tables.of_word_file(file)
    assert head[1] == ["Số: 12/BC-SCT", "Thành phố Hồ Chí Minh, ngày 31 tháng 12 năm 2027"]
    assert foot[0][1].endswith("Lê Văn Ký")
    assert tasks[1:] == [task_row(cast, number) for number in CONTENTS]
    silent = "; ".join(f"1.5 ({quarter})" for quarter in cast.quarters[4:])
    assert behind[1:] == [
        ["1", cast.park.name, "1.2 (quý II năm 2027)", ""],
        ["2", cast.silent.name, "", silent],
    ]
    assert budget[1:] == [*budget_rows(cast), ["", "Tổng cộng", "", "", *map(grouped, TOTAL)]]
    measured = ["60 doanh nghiệp/năm", "66 doanh nghiệp", "4 báo cáo, nhiệm vụ 1.1", "Đạt"]
    assert targets[1:] == [["1", "Doanh nghiệp áp dụng", *measured]]
    told = tables.words_of_word_file(file)
    assert "28 báo cáo phải gửi (đúng hạn: 23; trễ hạn: 1; chưa báo cáo, đã quá hạn: 4)." in told
    approved, allocated, disbursed = map(grouped, TOTAL[2:])
    assert f"phê duyệt {approved} đồng, đã cấp {allocated} đồng, đã giải ngân {disbursed}" in told


def the_spreadsheet_has_every_line(report: ConsolidatedReport, cast: Cast) -> None:
    address = f"{report.get_absolute_url().rstrip('/')}.xlsx"
    rows = tables.of_spreadsheet(Client().get(address))[1:]
    assert rows == [
        *(line for number in CONTENTS for line in spreadsheet_lines(cast, number)),
        ["1. Nhóm thử", *beginning(cast, "1.5"), "Hàng năm", "Chưa có báo cáo", *[""] * 11],
    ]
    assert len(rows) == 4 + 8 + 8 + 4 + 1


def the_public_reads_the_same(report: ConsolidatedReport) -> None:
    """Without logging in; the list of published reports leads there."""
    assert (
        report.get_absolute_url()
        in read(Client().get("/chuong-trinh/chuong-trinh-bao-cao/bao-cao/")).addresses
    )
    page = Client().get(report.get_absolute_url())
    rows = tables.of_page(page)[1:]
    assert [row[0] for row in rows] == list(CONTENTS)
    assert [row[3:] for row in rows] == [["Đang thực hiện", "80%"]] * 4 + [["Chưa có báo cáo", ""]]
    said = read(page)
    for words in ("12/BC-SCT", "ký ngày 31/12/2027", "Sở Xây dựng: chưa báo cáo 1.5", *TOTAL[2:]):
        assert (words if isinstance(words, str) else grouped(words)) in said


# What is done afterwards.


def everything_told_by(report: ConsolidatedReport, cast: Cast) -> list:
    """The paper, the spreadsheet and the public page, as they are made now."""
    department = at_work(cast.department)
    paper = department.get(page_of("docx", report))
    lines = department.get(page_of("xlsx", report))
    public = read(Client().get(report.get_absolute_url())).text
    words = tables.of_word_file(paper), tables.words_of_word_file(paper)
    return [*words, tables.of_spreadsheet(lines), public]


def task_report_and_budget_change_afterwards(cast: Cast) -> None:
    department, last = at_work(cast.department), cast.quarters[-1]
    task = reverse("admin:programme_task_change", args=[cast.science.duties["1.1"].pk])
    edited = form_of(department, task) | {"content_vi": "Nội dung đã sửa"}
    assert department.post(task, edited).status_code == 302
    cast.decides(cast.report(cast.science, "1.1", last), "unlock", "Sai số liệu.")
    cast.writes(cast.science, "1.1", last, {"results": "Kết quả đã sửa."})
    cast.takes_in_what_waits()
    cast.pays(cast.science.officers[0], cast.science, PAPERS, "disbursed", 20_000_000)


def a_report_begun_now_tells_otherwise(cast: Cast) -> None:
    said = str(begun(cast).data)
    for words in ("Nội dung đã sửa", "Kết quả đã sửa.", grouped(TOTAL[-1] + 20_000_000)):
        assert words in said
