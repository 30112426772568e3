"""A consolidated report of a quarter with missing, late, waiting and carried states: all agrees."""

import io
import re
from datetime import date

import pytest
from docx import Document

from programme.consolidating.collecting import collect
from programme.consolidating.document import body, report_docx
from programme.models import ConsolidatedReport, Report, Task
from programme.reporting.overdue import unsent_reports
from programme.snapshot import PeriodSnapshot, StatusCount
from tests.factories.people import UserFactory
from tests.factories.programme import (
    AgencyFactory,
    ConsolidatedReportFactory,
    OfficerFactory,
    ReportingProgrammeFactory,
    TaskFactory,
    TaskGroupFactory,
)
from tests.factories.reports import ReportFactory

pytestmark = pytest.mark.django_db
TODAY = date(2026, 6, 30)  # after the deadline of the second quarter


@pytest.fixture
def programme():
    return ReportingProgrammeFactory(title_vi="Chương trình thử")


@pytest.fixture
def group(programme):
    return TaskGroupFactory(programme=programme)


def sent(task: Task, quarter: int, on: date, *, accepted: bool = True, **fields) -> Report:
    agency = fields.pop("agency", None) or task.leads[0]
    report = ReportFactory(task=task, agency=agency, quarter=quarter, **fields)
    report.submit(UserFactory(), reported_on=on)
    if accepted:
        report.accept(UserFactory())
    return report


@pytest.fixture
def tasks(group, clock) -> dict[str, Task]:
    """One task for each way in which the second quarter can stand."""
    clock.set(TODAY)
    lead = AgencyFactory(name_vi="Sở Dẫn")
    names = ("in_time", "late", "missing", "carried", "waiting", "returned", "not_due", "typed")
    tasks = {
        name: TaskFactory(group=group, position=number, lead=lead)
        for number, name in enumerate(names, 1)
    }
    Task.objects.filter(pk=tasks["not_due"].pk).update(first_year=2028)
    spring, summer, late = date(2026, 3, 20), date(2026, 6, 20), date(2026, 6, 28)
    sent(tasks["in_time"], 2, summer, task_status="in_progress")
    sent(tasks["late"], 2, late, task_status="done_for_period")
    sent(tasks["carried"], 1, spring, task_status="done_for_period")
    sent(tasks["waiting"], 2, late, accepted=False, task_status="done")
    sent(tasks["returned"], 2, summer, accepted=False).return_with("Thiếu.", UserFactory())
    helper = OfficerFactory(agency__name_vi="Sở Giúp", entered_on=date(2026, 1, 1)).agency
    tasks["in_time"].task_agencies.create(agency=helper, role="coordinating")
    typed = Task.objects.get(pk=tasks["typed"].pk)
    typed.status = Task.Status.PAUSED
    typed.report_status(UserFactory())
    return tasks


@pytest.fixture
def report(programme, tasks) -> ConsolidatedReport:
    report = ConsolidatedReportFactory(programme=programme, period_code="2026-Q2")
    report.store(collect(report, TODAY), UserFactory())
    return report


def words(report: ConsolidatedReport) -> str:
    return "\n".join(str(block.text) for block in body(report))


def test_each_count_is_the_length_of_its_list(report, programme):
    snapshot = report.snapshot
    assert snapshot.compliance == {
        **{"Đúng hạn": 1, "Trễ hạn": 2, "Chưa báo cáo, đã quá hạn": 4, "Trả lại để bổ sung": 1}
    }
    late, missing = (
        sum(len(each.reports) for each in rows) for rows in (snapshot.late, snapshot.missing)
    )
    assert (late, missing) == (2, 4)
    unsent = [each for each in unsent_reports(programme, TODAY) if each.quarter.number == 2]
    assert sum(len(each.fulfilments) for each in unsent) == missing
    told = words(report)
    assert "8 báo cáo phải gửi (đúng hạn: 1; trễ hạn: 2; chưa báo cáo, đã quá hạn: 4;" in told
    assert "trả lại để bổ sung: 1). Đã tiếp nhận 2 báo cáo, chưa tiếp nhận 6 báo cáo." in told
    assert len(snapshot.outstanding) == 6
    assert told.count(": chưa báo cáo, đã quá hạn)") == 4
    assert told.count(": đã gửi, chờ tiếp nhận, trễ hạn)") == 1
    assert told.count(": trả lại để bổ sung)") == 1


def test_a_task_that_owes_nothing_is_not_told_as_missing(report, tasks):
    free = tasks["not_due"].number
    assert f"Không có báo cáo phải gửi trong kỳ: nhiệm vụ {free}." in words(report)
    assert free not in [each.number for each in report.snapshot.outstanding]


def test_a_state_of_an_older_report_says_from_when(report, tasks):
    states = {task.number: task.status for task in report.snapshot.tasks}
    assert {name: states[task.number] for name, task in tasks.items()} == {
        "in_time": "Đang thực hiện",
        "late": "Hoàn thành trong kỳ",
        "missing": "Chưa có báo cáo",
        "carried": "Hoàn thành trong kỳ (theo báo cáo quý I năm 2026)",
        "waiting": "Chưa có báo cáo",
        "returned": "Chưa có báo cáo",
        "not_due": "Chưa có báo cáo",
        "typed": "Tạm dừng (cập nhật ngày 30/6/2026)",
    }
    assert report.snapshot.statuses == [
        StatusCount("Chưa có báo cáo", 4),
        StatusCount("Đang thực hiện", 1),
        StatusCount("Hoàn thành trong kỳ", 1),
        StatusCount("Hoàn thành trong kỳ (theo báo cáo kỳ trước)", 1),
        StatusCount("Tạm dừng (cập nhật ngoài báo cáo quý)", 1),
    ]
    assert sum(each.count for each in report.snapshot.statuses) == report.snapshot.task_count


def test_what_a_later_quarter_said_is_not_this_quarters(programme, tasks):
    report = ConsolidatedReportFactory(programme=programme, period_code="2026-Q1")
    states = {task.number: task.status for task in collect(report, TODAY).tasks}
    assert states[tasks["late"].number] == "Chưa có báo cáo", "its only report is of the second"
    assert states[tasks["carried"].number] == "Hoàn thành trong kỳ"


def test_over_a_year_the_last_quarter_speaks_and_others_are_named(programme, tasks):
    report = ConsolidatedReportFactory(programme=programme, period_code="2026-H1")
    states = {task.number: task.status for task in collect(report, TODAY).tasks}
    assert states[tasks["in_time"].number] == "Đang thực hiện"
    assert states[tasks["carried"].number].endswith("(theo báo cáo quý I năm 2026)")


def test_it_is_read_back_as_it_was_stored_and_older_ones_too(report):
    assert PeriodSnapshot.from_json(report.snapshot.to_json()) == report.snapshot
    older = report.snapshot.to_json()
    del older["outstanding"]
    report.data = older
    assert "Chưa có báo cáo được tiếp nhận: nhiệm vụ 1.3, 1.4, 1.5" in words(report)


def test_bases_stand_in_official_form(report):
    report.bases = (
        "Căn cứ Luật Tổ chức chính quyền địa phương ngày 19/6/2015\n\n"
        "Căn cứ Quyết định số 2869/QĐ-UBND ngày 5 tháng 7 năm 2019;\n"
        "Căn cứ Kế hoạch số 12/KH-UBND ngày 1-12-2024,\n"
        "Theo đề nghị ngày 31/2/2024"
    )
    document = Document(io.BytesIO(report_docx(report)))
    bases = [p for p in document.paragraphs if re.match("Căn cứ|Theo đề nghị", p.text)]
    assert [p.text for p in bases] == [
        "Căn cứ Luật Tổ chức chính quyền địa phương ngày 19 tháng 6 năm 2015;",
        "Căn cứ Quyết định số 2869/QĐ-UBND ngày 05 tháng 7 năm 2019;",
        "Căn cứ Kế hoạch số 12/KH-UBND ngày 01 tháng 12 năm 2024;",
        "Theo đề nghị ngày 31/2/2024.",
    ]
    assert all(run.italic for p in bases for run in p.runs if run.text)
    assert "ngày 01 tháng 12 năm 2025 của" in words(report), "the programme's decision, too"


@pytest.mark.parametrize(
    ("day", "told"), [("1/2/2024", "01 tháng 02"), ("10/03/2024", "10 tháng 3")]
)
def test_days_below_ten_and_the_first_months_have_a_zero(report, day, told):
    report.bases = f"Căn cứ Nghị quyết ngày {day}"
    assert f"ngày {told} năm 2024." in words(report)


def test_an_interim_report_says_so_on_paper(programme, tasks):
    report = ConsolidatedReportFactory(programme=programme, period_code="2026-Q3", is_interim=True)
    report.store(collect(report, TODAY), UserFactory())
    document = Document(io.BytesIO(report_docx(report)))
    titles = [p.text for p in document.paragraphs if p.text.startswith("BÁO CÁO")]
    assert titles == ["BÁO CÁO TẠM THỜI"]
    assert "kỳ chưa kết thúc, số liệu từ ngày 15/6/2026 đến ngày 30/6/2026" in words(report)
    report.store(collect(report, date(2026, 10, 1)), UserFactory())
    assert not report.is_interim, "collected after the end it is the whole one"
    assert "tạm thời" not in words(report)
