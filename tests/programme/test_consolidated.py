"""A consolidated report keeps the data of its day, and comes out in official form."""

import io
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation
from django.utils.timezone import now
from docx import Document

from programme.consolidating.collecting import collect
from programme.consolidating.document import body, report_docx
from programme.consolidating.spreadsheet import as_table
from programme.models import ConsolidatedReport, Report
from programme.snapshot import PeriodSnapshot, StatusCount
from tests.factories.people import UserFactory
from tests.factories.programme import (
    AgencyFactory,
    AmendmentFactory,
    ConsolidatedReportFactory,
    OfficerFactory,
    ReportingProgrammeFactory,
    SecondProgrammeFactory,
    TaskFactory,
    TaskGroupFactory,
)
from tests.factories.reports import ReportFactory

pytestmark = pytest.mark.django_db
TODAY = date(2026, 4, 10)  # after the deadline of the first quarter, within the second


@pytest.fixture
def programme():
    return ReportingProgrammeFactory(title_vi="Chương trình phát triển công nghiệp hỗ trợ thử")


@pytest.fixture
def group(programme):
    return TaskGroupFactory(programme=programme, title_vi="Kết nối cung cầu")


@pytest.fixture
def report(programme) -> ConsolidatedReport:
    return ConsolidatedReportFactory(programme=programme, period_code="2026-Q1")


def accepted(task, agency, on: date = date(2026, 3, 20), **fields) -> Report:
    officer = UserFactory()
    report = ReportFactory(task=task, agency=agency, **fields)
    report.submit(officer, reported_on=on)
    report.accept(UserFactory())
    Report.objects.filter(pk=report.pk).update(entered_afterwards=False)
    return report


def words(report: ConsolidatedReport) -> str:
    return "\n".join(str(block.text) for block in body(report))


@pytest.fixture
def quarter(group, report) -> ConsolidatedReport:
    """One task reported in time, one late, one not at all, collected."""
    in_time, late, missing = (AgencyFactory(name_vi=f"Sở {name}") for name in ("A", "B", "C"))
    accepted(
        TaskFactory(group=group, lead=in_time, content_vi="Tổ chức hội nghị"),
        in_time,
        results="Đã tổ chức 02 hội nghị <lớn> & nhỏ.\nCó 50 doanh nghiệp.",
        difficulties="Thiếu kinh phí.",
        proposals="Bổ sung kinh phí.",
    )
    accepted(TaskFactory(group=group, lead=late), late, on=date(2026, 4, 1))
    TaskFactory(group=group, lead=missing)
    report.store(collect(report, TODAY), UserFactory())
    return report


def test_it_tells_results_and_who_is_late_or_missing(quarter):
    snapshot = quarter.snapshot
    assert snapshot.compliance == {
        "Đúng hạn": 1,
        "Trễ hạn": 1,
        "Chưa báo cáo, đã quá hạn": 1,
    }
    assert [each.agency for each in snapshot.late] == ["Sở B"]
    assert [each.agency for each in snapshot.missing] == ["Sở C"]
    text = words(quarter)
    for told in ("Đã tổ chức 02 hội nghị", "Thiếu kinh phí.", "Bổ sung kinh phí.", "trễ hạn"):
        assert told in text
    assert "Chưa có báo cáo được tiếp nhận: nhiệm vụ" in text


@pytest.mark.parametrize("language", ["vi", "en"])
def test_in_time_is_counted_first_in_whatever_order_the_database_keeps_it(quarter, language):
    quarter.data["compliance"] = dict(sorted(quarter.data["compliance"].items()))
    with translation.override(language):
        told = words(quarter)
    assert "(đúng hạn: 1; trễ hạn: 1; chưa báo cáo, đã quá hạn: 1)" in told


def test_a_stored_snapshot_reads_as_what_was_collected(quarter):
    collected = collect(quarter, TODAY)
    quarter.refresh_from_db()
    assert quarter.snapshot == collected == PeriodSnapshot.from_json(collected.to_json())


def test_later_edits_do_not_change_what_was_collected(quarter):
    before = dict(quarter.data)
    report = Report.objects.first()
    report.unlock("Sai.", UserFactory())
    report.task.content_vi = "Nội dung khác"
    report.task.save()
    quarter.refresh_from_db()
    assert quarter.data == before
    assert collect(quarter, TODAY).to_json() != before


def test_only_what_was_accepted_is_told(group, report):
    lead = AgencyFactory()
    draft = ReportFactory(task=TaskFactory(group=group, lead=lead), agency=lead)
    for step in (lambda: None, lambda: draft.submit(UserFactory())):
        step()
        report.store(collect(report, TODAY), UserFactory())
        assert "Đã tổ chức 02 hội nghị" not in words(report)


def test_a_year_tells_all_its_quarters_and_the_decisions_that_amended_it(programme, group):
    report = ConsolidatedReportFactory(programme=programme, period_code="2026")
    lead = AgencyFactory()
    work = TaskFactory(group=group, lead=lead)
    for number in (1, 2, 3):
        accepted(work, lead, on=date(2026, 11, 1), quarter=number, results=f"Kết quả {number}")
    AmendmentFactory(
        programme=programme,
        number="55/QĐ-UBND",
        signed_on=date(2026, 5, 1),
        effective_on=date(2026, 5, 5),
        summary="Bãi bỏ nhiệm vụ 9.9",
    )
    report.store(collect(report, date(2026, 12, 20)), UserFactory())
    text = words(report)
    for told in ("Kết quả 1", "Kết quả 3", "55/QĐ-UBND ngày 01/5/2026", "Bãi bỏ nhiệm vụ 9.9"):
        assert told in text


def test_a_report_of_the_deadlines_day_is_in_time(group, report):
    lead = AgencyFactory()
    accepted(TaskFactory(group=group, lead=lead), lead, on=date(2026, 3, 24))
    accepted(TaskFactory(group=group, lead=lead), lead, on=date(2026, 3, 25))
    [told] = collect(report, TODAY).groups
    assert [row.is_late for task in told.tasks for row in task.reports] == [False, True]


def test_a_task_that_ended_within_the_period_is_told_where_it_was_reported_on(programme, group):
    report = ConsolidatedReportFactory(programme=programme, period_code="2026")
    ended = AmendmentFactory(
        programme=programme, signed_on=date(2026, 6, 20), effective_on=date(2026, 7, 1)
    )
    lead = AgencyFactory()
    reported, silent = (TaskFactory(group=group, lead=lead) for _each in range(2))
    accepted(reported, lead)
    for task in (reported, silent):
        task.ended_by = ended
        task.save()
    [told] = collect(report, date(2026, 12, 20)).groups
    assert [task.number for task in told.tasks] == [reported.number]


def test_it_names_tasks_of_which_nobody_is_to_report(programme, group, report):
    TaskFactory(group=group, lead=AgencyFactory())
    task = TaskFactory(group=group, content_vi="Không rõ chủ trì")
    TaskFactory(group=TaskGroupFactory(programme=programme, number=2))
    report.group = group
    assert collect(report, TODAY).unassigned == [f"{task.number} Không rõ chủ trì"]
    report.period_code = "2025"
    assert collect(report, TODAY).unassigned == []


def test_it_is_as_known_today_if_no_other_day_is_given(quarter, clock):
    clock.set(TODAY)
    assert collect(quarter) == quarter.snapshot


def test_a_cell_in_doubt_says_so(group, report):
    lead = AgencyFactory(name_vi="Sở Chủ trì")
    TaskFactory(group=group, lead=lead, open_cells_of=["lead"])
    TaskFactory(group=group, lead=lead)
    [told] = collect(report, TODAY).groups
    assert [task.leads for task in told.tasks] == [
        "Sở Chủ trì (chưa xác minh)",
        "Sở Chủ trì",
    ]


def test_progress_is_what_the_lead_said_last(programme, group):
    report = ConsolidatedReportFactory(programme=programme, period_code="2026-H1")
    lead, joining = AgencyFactory(), OfficerFactory().agency
    of_lead, of_milestone, of_nobody = (TaskFactory(group=group, lead=lead) for _each in range(3))
    of_lead.task_agencies.create(agency=joining, role="coordinating")
    accepted(of_lead, lead, progress=40)
    accepted(of_lead, lead, quarter=2, progress=0)
    accepted(of_lead, joining, role="coordinating", quarter=2, progress=90)
    accepted(of_milestone, lead, progress=None, milestone="Đã ký hợp đồng")
    [told] = collect(report, TODAY).groups
    assert [task.progress for task in told.tasks] == ["0%", "Đã ký hợp đồng", ""]
    assert of_nobody.number in [task.number for task in told.tasks]


def test_the_lead_is_told_before_those_who_join_in(group, report):
    """Whoever reported first, and whichever row is older."""
    lead, joining = AgencyFactory(name_vi="Sở Chủ trì"), OfficerFactory().agency
    work = TaskFactory(group=group, lead=lead)
    work.task_agencies.create(agency=joining, role="coordinating")
    accepted(work, joining, role="coordinating")
    accepted(work, lead)
    [task] = collect(report, TODAY).tasks
    assert [each.role for each in task.reports] == ["Chủ trì", "Phối hợp"]


def test_a_groups_report_tells_of_that_group_alone(programme, group):
    other = TaskGroupFactory(programme=programme, number=2)
    mine, theirs = TaskFactory(group=group), TaskFactory(group=other)
    report = ConsolidatedReportFactory(programme=programme, period_code="2026-Q1", group=group)
    snapshot = collect(report, TODAY)
    numbers = [task.number for task in snapshot.tasks]
    assert (numbers, snapshot.task_count) == ([mine.number], 1)
    assert theirs.number not in numbers


def test_a_report_of_another_programmes_group_is_refused(programme):
    other = TaskGroupFactory(programme=SecondProgrammeFactory())
    with pytest.raises(ValidationError, match="thuộc chương trình khác"):
        ConsolidatedReportFactory.build(
            programme=programme, group=other, period_code="2026"
        ).full_clean()


@pytest.mark.parametrize("code", ["2026-Q5", "quý I", "2026-H3", ""])
def test_a_period_that_is_none_is_refused(programme, code):
    with pytest.raises(ValidationError) as refused:
        ConsolidatedReportFactory.build(programme=programme, period_code=code).full_clean()
    assert "period_code" in refused.value.message_dict


def test_it_is_published_once_signed_and_then_stands(quarter):
    staff = UserFactory()
    for number, day in ((None, None), (12, None), (None, date(2026, 4, 11))):
        quarter.number, quarter.signed_on = number, day
        quarter.save()
        with pytest.raises(ValidationError, match="cần có số và ngày ký"):
            quarter.publish(staff)
    with pytest.raises(ValidationError, match="Bước này không thực hiện được"):
        quarter.withdraw("Sai số liệu.", staff)
    ConsolidatedReport.objects.filter(pk=quarter.pk).update(number=12, signed_on=date(2026, 4, 11))
    quarter.publish(staff)
    with pytest.raises(ValidationError):
        quarter.store(quarter.snapshot, staff)
    assert list(ConsolidatedReport.objects.published()) == [quarter]
    quarter.withdraw("Sai số liệu.", staff)
    assert not ConsolidatedReport.objects.published().exists()


def test_the_word_file_holds_what_was_typed_as_text(quarter):
    quarter.assessment = "Đánh giá <b>chung</b> & riêng"
    document = Document(io.BytesIO(report_docx(quarter)))
    text = "\n".join(p.text for p in document.paragraphs)
    assert "Đánh giá <b>chung</b> & riêng" in text
    assert "hội nghị <lớn> & nhỏ." in text
    assert "{" not in text
    headings = [table.rows[0].cells[0].text for table in document.tables]
    assert headings[-2:] == ["Số", "TT"], "tasks, then who is late or missing"
    assert len(document.tables[-2].rows) == 4


def test_the_word_file_is_in_official_form(quarter):
    document = Document(io.BytesIO(report_docx(quarter)))
    first, appendix = document.sections
    assert (round(first.page_width.mm), round(first.page_height.mm)) == (210, 297)
    margins = [first.top_margin, first.bottom_margin, first.left_margin, first.right_margin]
    assert [round(each.mm) for each in margins] == [20, 20, 30, 15]
    assert first.different_first_page_header_footer, "no number on the first page"
    assert "PAGE" in first.header._element.xml
    assert appendix.orientation != first.orientation
    assert document.styles["Normal"].font.name == "Times New Roman"
    tasks = document.tables[-2]
    assert "w:tblHeader" in tasks.rows[0]._tr.xml, "the heading is repeated on each page"
    head = document.tables[0]
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in head.cell(0, 1).text
    assert "……/BC-SCT" in head.cell(1, 0).text


def test_it_is_written_in_vietnamese_whoever_collects_it(report, group):
    TaskFactory(group=group)
    with translation.override("en"):
        snapshot = collect(report, TODAY)
    assert snapshot.period.name == "quý I năm 2026"
    assert snapshot.statuses == [StatusCount("Chưa có báo cáo", 1)]


def test_every_line_stands_in_the_spreadsheet(quarter):
    table = as_table(quarter)
    assert len(table) == 3
    assert [bool(row["Kết quả"]) for row in table.dict] == [True, True, False]


@pytest.mark.parametrize(("tasks", "quarters"), [(2, 4), (28, 28)])
def test_collecting_takes_a_constant_number_of_queries(
    programme, group, tasks, quarters, django_assert_num_queries
):
    programme.last_year = programme.first_year + 6
    programme.save()
    known = {"state": Report.State.ACCEPTED, "results": "Đã làm.", "submitted_at": now()}
    for _number in range(tasks):
        lead = OfficerFactory().agency
        task = TaskFactory(group=group, lead=lead)
        Report.objects.bulk_create(
            Report(
                **{"task": task, "agency": lead, "year": period.year, "quarter": period.number},
                **{"reported_on": period.closes, **known},
            )
            for period in programme.reported_quarters[:quarters]
        )
    report = ConsolidatedReportFactory(programme=programme, period_code="2026")
    with django_assert_num_queries(19):
        snapshot = collect(report, date(2033, 1, 20))
    assert [len(task.reports) for task in snapshot.tasks] == [4] * tasks
