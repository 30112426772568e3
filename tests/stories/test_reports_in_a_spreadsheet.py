"""An officer fills in a quarter's reports offline, and hands them in as one spreadsheet."""

from datetime import date

import openpyxl
import pytest
from django.urls import reverse

from core.spreadsheets.workbooks import HEADINGS
from programme.models import Report, Task
from programme.periods import Period
from tests.factories.people import StaffFactory
from tests.factories.programme import (
    AgencyFactory,
    OfficerFactory,
    ProgrammeFactory,
    ReportingProgrammeFactory,
)
from tests.factories.reports import (
    MeasureFactory,
    ReportFactory,
    SubmittedReportFactory,
    at_work,
    department,
    document,
    known,
    task_of,
    writer,
)
from tests.form_sheets import upload
from tests.pages import read
from tests.reporting import ReportForms

pytestmark = pytest.mark.django_db
Q1 = Period.read("2026-Q1")
QUERIES = 24  # of the download


@pytest.fixture
def agency(clock):
    clock.set(date(2026, 3, 20))
    return AgencyFactory(code="skhcn")


@pytest.fixture
def programme():
    return ReportingProgrammeFactory()


@pytest.fixture
def tasks(programme, agency) -> list[Task]:
    """One task that the agency leads and counts, one that it joins."""
    led = task_of(programme, agency, position=1)
    joined = task_of(programme, AgencyFactory(), position=2)
    joined.task_agencies.create(agency=agency, role="coordinating")
    return [led, joined]


@pytest.fixture
def measure(programme):
    return MeasureFactory(programme=programme)


@pytest.fixture
def officer(agency):
    return at_work(writer(agency))


def told(answer) -> list[tuple]:
    """What is wrong, cell by cell."""
    errors = answer.context["result"].errors
    return [(each.row, each.cell, each.value, each.reason) for each in errors]


FILE = "Biểu mẫu đã điền (.xlsx)"
LEAD = {"results": "Đã làm.", "task_status": "Đang thực hiện", "progress": 40}


def test_fill_in_look_and_keep_as_drafts(officer, agency, programme, tasks, measure):
    sheet = ReportForms(officer, agency, programme)
    sheet.fill(1, **LEAD, **{f"figure_{measure.pk}": 12.5}).fill(2, results="Đã phối hợp.")
    page = sheet.upload()
    changes = page.context["result"].changes
    assert [change.record.obligation.task for change in changes] == tasks
    assert [(field.old, field.new) for field in changes[0].fields] == [
        ("", "Đã làm."),
        ("", "Đang thực hiện"),
        ("", "40%"),
        ("", "12,5"),
    ]
    assert not Report.objects.exists(), "a preview keeps nothing"
    done = sheet.confirm()
    assert "Đã lưu nháp 2 báo cáo, chưa gửi." in read(done).notices
    led, joined = Report.objects.order_by("task__position")
    assert (led.results, led.task_status, led.progress) == ("Đã làm.", "in_progress", 40)
    assert (led.state, led.role, joined.role) == ("draft", "lead", "coordinating")
    assert led.figures.get().value == 12.5
    assert led.history.first().history_user == agency.officers.get().user


def test_or_send_them_all(officer, agency, programme, tasks):
    sheet = ReportForms(officer, agency, programme).fill(1, **LEAD).fill(2, results="Đã phối hợp.")
    assert "Đã gửi 2 báo cáo." in read(sheet.confirm("send")).notices
    assert {report.state for report in Report.objects.all()} == {"submitted"}


def test_sent_unchanged_it_changes_nothing(officer, agency, programme, tasks, measure):
    draft = ReportFactory(
        task=tasks[0], agency=agency, results="=1+1\nDòng hai, “ngoặc kép”", milestone="-1,5"
    )
    draft.figures.create(measure=measure, value="1234.50")
    for link in ("https://example.com/a;jsessionid=1?b=2;c", "ftp://example.com/b"):
        draft.evidence.create(title="Tin", link=link)
    draft.evidence.create(title="Biên bản", file=document())
    sheet = ReportForms(officer, agency, programme)
    page = sheet.upload()
    assert "Tệp không thay đổi báo cáo nào." in read(page)
    outcome = page.context["result"]
    assert (outcome.changes, outcome.errors, outcome.untouched) == ([], [], 2)
    sheet.confirm("send")
    assert (known(draft).version, Report.objects.count()) == (draft.version, 1)


def test_only_what_is_to_be_filled_in_is_unlocked(officer, agency, programme, tasks, measure):
    SubmittedReportFactory(task=tasks[0], agency=agency)
    sheet = ReportForms(officer, agency, programme)
    assert sheet.cells.protection.sheet
    open_cells = {
        (cell.row - HEADINGS, cell.column)
        for row in sheet.cells.iter_rows()
        for cell in row
        if not cell.protection.locked
    }
    names = ("results", "progress", "milestone", "difficulties", "proposals", "links")
    assert open_cells == {(2, sheet.columns[name]) for name in names}
    hidden = {name for name, each in sheet.cells.column_dimensions.items() if each.hidden}
    assert (hidden, sheet.cells.row_dimensions[1].hidden) == ({"A", "B"}, True)


@pytest.mark.parametrize(
    ("row", "wrong", "value", "reason"),
    [
        (1, {"progress": 101}, "101", "Tiến độ từ 0 đến 100%."),
        (1, {"progress": "nửa"}, "nửa", "Hãy ghi số nguyên từ 0 đến 100."),
        (1, {"figure": "hai trăm"}, "hai trăm", "Hãy ghi một số, ví dụ 1.234,5."),
        (1, {"figure": -1}, "-1", "Số liệu không thể âm."),
        (1, {"task_status": "Xong"}, "Xong", "Hãy chọn một tình trạng trong danh sách."),
        (2, {"task_status": "Hoàn thành"}, "Hoàn thành", "Báo cáo này không có mục này."),
        (2, {"figure": 5}, "5", "Báo cáo này không có mục này."),
        (1, {"milestone": "m" * 301}, "m" * 200, ""),
        (2, {"links": "xem trên báo"}, "xem trên báo", "“xem trên báo”: Hãy ghi một địa chỉ liên"),
        (2, {"links": f"https://a.vn/{'b' * 200}"}, f"https://a.vn/{'b' * 187}", "“https://a.vn/b"),
    ],
)
def test_each_wrong_cell_is_named_and_nothing_is_kept(
    officer, agency, programme, tasks, measure, row, wrong, value, reason
):
    named = {name.replace("figure", f"figure_{measure.pk}"): v for name, v in wrong.items()}
    sheet = ReportForms(officer, agency, programme).fill(1, **LEAD).fill(2, results="Đúng.")
    page = sheet.fill(row, **named).upload()
    ((line, cell, shown, why),) = told(page)
    (column,) = named
    letter = sheet.cells.cell(1, sheet.columns[column]).column_letter
    assert (line, cell, shown) == (HEADINGS + row, f"{letter}{HEADINGS + row}", value)
    assert why.startswith(reason)
    assert f"({cell})" in read(page)
    assert "signed_rows" not in page.context or "Lưu nháp" not in read(page)
    assert not Report.objects.exists()


def test_links_are_evidence_one_a_line_or_with_semicolons(officer, agency, programme, tasks):
    sheet = ReportForms(officer, agency, programme)
    links = "https://a.vn/1; https://b.vn/2\n\nc.vn/3;\nhttps://a.vn/1"
    page = sheet.fill(1, **LEAD, links=links).upload()
    (change,) = page.context["result"].changes
    assert change.fields[-1].new.splitlines() == [
        f"https://{place}: https://{place}" for place in ("a.vn/1", "b.vn/2", "c.vn/3")
    ]
    sheet.confirm("send")
    report = Report.objects.get()
    stored = ["https://a.vn/1", "https://b.vn/2", "https://c.vn/3"]
    assert [(row.title, row.link) for row in report.evidence.all()] == [(e, e) for e in stored]
    version = report.versions.get()
    assert [place for _title, place in version.content["evidence"]] == stored


def test_the_cell_holds_all_links_and_leaves_files_alone(officer, agency, programme, tasks):
    draft = ReportFactory(task=tasks[0], agency=agency)
    remaining = draft.evidence.create(title="Bài báo", link="https://a.vn/1")
    draft.evidence.create(title="Bài cũ", link="https://b.vn/2")
    file = draft.evidence.create(title="Biên bản", file=document())
    sheet = ReportForms(officer, agency, programme)
    assert sheet.value(1, "links") == "https://a.vn/1\nhttps://b.vn/2"
    assert "Tệp kiểm chứng được bổ sung trên Cổng" in sheet.cells.cell(3, 3).value
    sheet.fill(1, links="https://a.vn/1").confirm()
    assert list(draft.evidence.all()) == [remaining, file]
    ReportForms(officer, agency, programme).fill(1, links="").confirm()
    assert list(draft.evidence.all()) == [file]


def test_each_bad_link_of_a_cell_is_named_and_none_is_kept(officer, agency, programme, tasks):
    links = "https://a.vn/1\nkhông phải; cũng không"
    page = ReportForms(officer, agency, programme).fill(1, **LEAD, links=links).upload()
    reasons = [reason for *_place, reason in told(page)]
    assert [reason.split(":")[0] for reason in reasons] == ["“không phải”", "“cũng không”"]
    assert not Report.objects.exists()


def test_a_link_that_came_meanwhile_is_not_taken_out(officer, agency, programme, tasks):
    draft = ReportFactory(task=tasks[0], agency=agency)
    sheet = ReportForms(officer, agency, programme).fill(1, results="Từ tệp.")
    draft.evidence.create(title="Bài báo", link="https://a.vn/1")
    assert told(sheet.upload())[0][3].startswith("Báo cáo này đã được sửa sau khi tải")
    draft.evidence.all().delete()
    draft.evidence.create(title="Biên bản", file=document())
    assert not sheet.upload().context["result"].errors, "a file is nothing that the sheet holds"


def test_what_cannot_be_sent_yet_is_named_too_and_none_is_sent(officer, agency, programme, tasks):
    sheet = ReportForms(officer, agency, programme)
    page = sheet.fill(1, results="Đã làm.").fill(2, results="Đủ.").confirm("send")
    assert [(row, why) for row, _cell, _value, why in told(page)] == [
        (HEADINGS + 1, "Hãy chọn tình trạng nhiệm vụ."),
        (HEADINGS + 1, "Hãy ghi tiến độ (%) hoặc mốc đã đạt."),
    ]
    assert not Report.objects.exists()


@pytest.mark.parametrize(
    ("content", "name", "reason"),
    [
        (b"", "bao-cao.xlsx", "Tệp trống, không có nội dung."),
        (b"PK\x03\x04 broken", "bao-cao.xlsx", "Tệp .xlsx bị hỏng hoặc không phải bảng tính."),
        (b"a,b\n1,2\n", "bao-cao.csv", "Chỉ nhận tệp .xlsx đã tải từ Cổng."),
    ],
)
def test_a_file_that_is_none_is_told(officer, agency, programme, tasks, content, name, reason):
    page = ReportForms(officer, agency, programme).page
    assert reason in read(upload(officer, page, content, name)).errors[FILE]


def test_a_foreign_workbook_is_told(officer, agency, programme, tasks):
    sheet = ReportForms(officer, agency, programme)
    sheet.cells["A1"] = "Danh sách doanh nghiệp"
    assert "không phải biểu mẫu báo cáo quý" in read(sheet.upload()).errors[FILE]
    sheet.book = openpyxl.Workbook()
    assert "không phải biểu mẫu báo cáo quý" in read(sheet.upload()).errors[FILE]


def test_last_quarters_form_another_agencys_and_another_programmes_are_told(
    officer, agency, programme, tasks, clock
):
    last = ReportForms(officer, agency, programme)
    clock.set(date(2026, 6, 20))
    user = agency.officers.get().user
    now = ReportForms(at_work(user), agency, programme, Period.read("2026-Q2"))
    last.client = at_work(user)
    page = read(last.upload(to=now.page))
    assert (
        "Đây là biểu mẫu của quý I năm 2026, không phải của quý II năm 2026." in page.errors[FILE]
    )
    other = OfficerFactory().agency
    theirs = ReportForms(at_work(department()), other, programme, Period.read("2026-Q2"))
    theirs.client = last.client
    page = read(theirs.upload(to=now.page))
    assert "Đây là biểu mẫu của một đơn vị khác." in page.errors[FILE]
    assert theirs.upload().status_code == 403
    ended = ReportForms(
        last.client, agency, ProgrammeFactory(is_main=False), Period.read("2025-Q4")
    )
    assert "một chương trình khác" in read(ended.upload(to=now.page)).errors[FILE]


def test_a_form_whose_columns_or_rows_were_moved_is_told(officer, agency, programme, tasks):
    sheet = ReportForms(officer, agency, programme)
    sheet.cells.delete_cols(sheet.columns["milestone"])
    assert "Các cột đã khác với biểu mẫu" in read(sheet.upload()).errors[FILE]
    sheet = ReportForms(officer, agency, programme).fill(2, results="Đúng.")
    key = sheet.value(1, "key")
    sheet.cells.cell(HEADINGS + 3, 1, key)
    sheet.cells.cell(HEADINGS + 4, sheet.columns["results"], "Dòng thêm")
    rows = [row for row, *_ in told(sheet.upload())]
    assert rows == [HEADINGS + 3, HEADINGS + 4]


def test_a_form_with_rows_without_end_is_told(officer, agency, programme, tasks):
    sheet = ReportForms(officer, agency, programme)
    for row in range(1_001):
        sheet.fill(row, results="Dòng thêm")
    assert "quá nhiều dòng" in read(sheet.upload()).errors[FILE]


def test_what_somebody_changed_meanwhile_is_not_overwritten(officer, agency, programme, tasks):
    draft = ReportFactory(task=tasks[0], agency=agency)
    joined = ReportFactory(task=tasks[1], agency=agency, role="coordinating", task_status="")
    sheet = ReportForms(officer, agency, programme).fill(1, results="Từ tệp.")
    for report in (draft, joined):
        report.results = "Người khác ghi."
        report.save()
    (row, _cell, _value, reason), *more = told(sheet.upload())
    assert row == HEADINGS + 1
    assert reason.startswith("Báo cáo này đã được sửa sau khi tải biểu mẫu.")
    assert more == [], "a row that nobody touched in the file is nobody's affair"
    assert known(draft).results == "Người khác ghi."


def test_what_is_sent_already_is_not_changed(officer, agency, programme, tasks):
    SubmittedReportFactory(task=tasks[0], agency=agency)
    page = ReportForms(officer, agency, programme).fill(1, results="Đổi.").upload()
    assert "đang ở tình trạng “Đã gửi, chờ tiếp nhận”" in told(page)[0][3]


def test_a_quarter_that_is_not_due_has_no_form(officer, agency, programme, tasks):
    args = [agency.code, programme.slug, Period.read("2026-Q2")]
    for name in ("programme_report_sheet", "programme_report_sheet_file"):
        page = officer.get(reverse(f"admin:{name}", args=args), follow=True)
        assert "Chưa đến kỳ báo cáo quý II năm 2026" in read(page).notices


class TestAfterwards:
    """Quarters from before the portal carry the real day of each report."""

    @pytest.fixture
    def sheet(self, officer, agency) -> ReportForms:
        programme = ProgrammeFactory()
        task_of(programme, agency, position=1)
        return ReportForms(officer, agency, programme, Period.read("2021-Q2"))

    def test_with_its_day(self, sheet):
        sheet.fill(1, **LEAD, reported_on=date(2021, 6, 16)).confirm("send")
        report = Report.objects.get()
        assert (report.reported_on, report.entered_afterwards) == (date(2021, 6, 16), True)
        assert report.state == "submitted"

    @pytest.mark.parametrize(
        ("day", "reason"),
        [("31/02/2021", "Ngày không có trong lịch."), ("hôm qua", "Ngày không có trong lịch.")],
    )
    def test_a_day_that_is_none_is_told_at_its_cell(self, sheet, day, reason):
        ((_row, cell, value, why),) = told(sheet.fill(1, **LEAD, reported_on=day).upload())
        assert cell.endswith(f"{HEADINGS + 1}")
        assert value == day
        assert why.startswith(reason)

    def test_a_missing_or_impossible_day_keeps_it_from_being_sent(self, sheet):
        assert "Hãy ghi ngày đơn vị đã báo cáo." in read(sheet.fill(1, **LEAD).confirm("send"))
        page = sheet.fill(1, reported_on=date(2021, 3, 1)).confirm("send")
        assert "không thể trước kỳ báo cáo" in read(page)
        assert not Report.objects.exists()


def test_a_preview_is_confirmed_by_its_reader_alone_and_for_its_own_place(
    officer, agency, programme, tasks
):
    sheet = ReportForms(officer, agency, programme).fill(1, **LEAD)
    data = {"rows": sheet.upload().context["signed_rows"], "save": "1"}
    colleague = at_work(writer(agency))
    assert "đã hết hạn" in read(colleague.post(sheet.page, data)).notices
    forged = data | {"rows": data["rows"][:-2]}
    assert "đã hết hạn" in read(officer.post(sheet.page, forged)).notices
    assert not Report.objects.exists()


def test_the_sheet_takes_a_constant_number_of_queries(
    officer, agency, programme, tasks, measure, django_assert_num_queries
):
    ReportFactory(task=tasks[0], agency=agency).figures.create(measure=measure, value=1)
    args = [agency.code, programme.slug, Q1]
    address = reverse("admin:programme_report_sheet_file", args=args)
    with django_assert_num_queries(QUERIES):
        officer.get(address)
    for _number in range(10):
        report = ReportFactory(task=task_of(programme, agency), agency=agency)
        report.evidence.create(title="A", link="https://example.com")
        report.submit(StaffFactory())
    with django_assert_num_queries(QUERIES):
        officer.get(address)
