"""The steps of a quarterly report, and how it stands against its deadline."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.timezone import localdate

from programme.models import Report, Task
from programme.periods import Period
from programme.reporting.fulfilment import Timeliness, timeliness_of
from tests.factories.people import UserFactory
from tests.factories.programme import (
    AgencyFactory,
    ReportingProgrammeFactory,
    TaskFactory,
    TaskGroupFactory,
)
from tests.factories.reports import ReportFactory

pytestmark = pytest.mark.django_db
Q1 = Period.read("2026-Q1")  # closes on 14 March, reports until 24 March


@pytest.fixture
def programme():
    return ReportingProgrammeFactory()


@pytest.fixture
def report(programme) -> Report:
    work = TaskFactory(group=TaskGroupFactory(programme=programme), lead=AgencyFactory())
    return ReportFactory(task=work, agency=work.leads[0])


@pytest.fixture
def officer():
    return UserFactory()


def test_from_draft_to_accepted_and_locked(report, officer):
    report.submit(officer)
    assert (report.state, report.reported_on) == ("submitted", localdate())
    report.accept(UserFactory())
    assert report.state == "accepted"
    assert not report.is_editable
    with pytest.raises(ValidationError, match="Bước này không thực hiện được"):
        report.submit(officer)
    assert [version.event for version in report.versions.all()] == ["submitted", "accepted"]


def test_only_what_was_sent_is_decided_on(report, officer):
    for decide in (report.accept, lambda by: report.return_with("Thiếu.", by)):
        with pytest.raises(ValidationError, match="Bước này không thực hiện được"):
            decide(officer)


def test_its_version_keeps_links_and_files_by_name(report, officer):
    report.evidence.create(title="Kế hoạch", link="https://example.com/")
    report.evidence.create(title="Biên bản", file="bao-cao/bien-ban.pdf")
    report.submit(officer)
    assert report.versions.get().content["evidence"] == [
        ["Kế hoạch", "https://example.com/"],
        ["Biên bản", "bao-cao/bien-ban.pdf"],
    ]


def test_reports_of_some_quarters(report):
    others = [{"quarter": 3}, {"year": 2027}, {"year": 2027, "quarter": 2}]
    of_q3, _in_2027, of_q2 = (
        ReportFactory(task=report.task, agency=report.agency, **fields) for fields in others
    )
    assert list(Report.objects.on([Q1])) == [report]
    quarters = [Period.read(code) for code in ("2026-Q1", "2026-Q3", "2027-Q2")]
    assert set(Report.objects.on(quarters)) == {report, of_q3, of_q2}
    assert list(Report.objects.on([])) == []


def test_a_report_that_says_nothing_is_not_sent(report, officer):
    report.results = " "
    report.save()
    with pytest.raises(ValidationError) as refused:
        report.submit(officer)
    assert "results" in refused.value.message_dict


def test_it_is_returned_with_a_remark_and_keeps_its_first_day(report, officer):
    report.submit(officer)
    Report.objects.filter(pk=report.pk).update(reported_on=date(2026, 3, 20))
    with pytest.raises(ValidationError):
        report.return_with("  ", UserFactory())
    report.return_with("Thiếu số liệu.", UserFactory())
    assert (report.state, report.remark) == ("returned", "Thiếu số liệu.")
    report.results = "Đủ rồi."
    report.save()
    report.submit(officer)
    assert (report.reported_on, report.remark) == (date(2026, 3, 20), "")
    texts = [version.content["results"] for version in report.versions.all()]
    assert texts == ["Đã tổ chức 02 hội nghị kết nối."] * 2 + ["Đủ rồi."]


def test_an_accepted_report_opens_only_for_a_reason(report, officer):
    report.submit(officer)
    report.accept(UserFactory())
    with pytest.raises(ValidationError):
        report.unlock("", officer)
    report.unlock("Sai đơn vị tính.", officer)
    assert report.is_editable
    assert report.versions.last().remark == "Sai đơn vị tính."


def test_the_leads_latest_report_says_how_the_task_stands(report, officer):
    later = ReportFactory(
        task=report.task, agency=report.agency, quarter=2, task_status=Task.Status.DONE
    )
    for each in (later, report):
        each.submit(officer)
        each.accept(UserFactory())
    report.task.refresh_from_db()
    assert (report.task.status, report.task.status_updated_by) == ("done", officer)


def test_an_opened_report_takes_its_word_back(report, officer):
    later = ReportFactory(
        task=report.task, agency=report.agency, quarter=2, task_status="done", results="Đã xong."
    )
    for each in (report, later):
        each.submit(officer)
        each.accept(UserFactory())
    later.unlock("Chưa nghiệm thu.", officer)
    report.task.refresh_from_db()
    assert (report.task.status, report.task.status_note) == ("in_progress", report.results)
    report.unlock("Sai.", officer)
    report.task.refresh_from_db()
    assert (report.task.status, report.task.status_note) == ("no_report", "")


def test_an_opened_report_leaves_what_somebody_said_later(report, officer):
    report.submit(officer)
    report.accept(UserFactory())
    report.task.status, report.task.status_note = "paused", "Tạm dừng theo công văn."
    report.task.report_status(officer)
    report.unlock("Sai.", officer)
    report.task.refresh_from_db()
    assert report.task.status == "paused"


def test_a_coordinating_agencys_section_does_not(report, officer):
    section = ReportFactory(task=report.task, role="coordinating", task_status="done")
    section.submit(officer)
    section.accept(UserFactory())
    report.task.refresh_from_db()
    assert report.task.status == "no_report"


def test_a_report_from_paper_has_the_papers_day_and_says_so(report, officer):
    report.submit(officer, reported_on=date(2026, 3, 16))
    assert report.entered_afterwards
    assert report.reported_on == date(2026, 3, 16)


@pytest.mark.parametrize("day", [localdate() + timedelta(days=1), date(2025, 12, 14)])
def test_a_papers_day_lies_between_its_quarter_and_today(report, officer, day):
    with pytest.raises(ValidationError) as refused:
        report.submit(officer, reported_on=day)
    assert "reported_on" in refused.value.message_dict


def test_one_report_a_quarter_and_no_more_than_all_of_it(report):
    with pytest.raises(IntegrityError), transaction.atomic():
        ReportFactory(task=report.task, agency=report.agency)
    with pytest.raises(IntegrityError), transaction.atomic():
        ReportFactory(progress=101)
    with pytest.raises(ValidationError, match="Tiến độ từ 0 đến 100%"):
        Report(progress=101).clean_fields(exclude=["task", "agency", "year", "quarter"])


@pytest.mark.parametrize(
    ("today", "standing"),
    [
        (date(2026, 3, 14), Timeliness.NOT_DUE),
        (date(2026, 3, 15), Timeliness.DUE),
        (date(2026, 3, 24), Timeliness.DUE),
        (date(2026, 3, 25), Timeliness.MISSING),
    ],
)
def test_missing_exists_only_after_the_deadline(programme, today, standing):
    assert timeliness_of(programme, Q1, None, today) == standing
    assert timeliness_of(programme, Q1, Report(state="draft"), today) == standing


@pytest.mark.parametrize(
    ("reported_on", "standing"),
    [(date(2026, 3, 24), Timeliness.ON_TIME), (date(2026, 3, 25), Timeliness.LATE)],
)
def test_in_time_is_told_by_the_day_of_the_report(programme, reported_on, standing):
    for state in ("submitted", "accepted"):
        sent = Report(state=state, reported_on=reported_on)
        assert timeliness_of(programme, Q1, sent, date(2026, 12, 1)) == standing
    back = Report(state="returned", reported_on=reported_on)
    assert timeliness_of(programme, Q1, back, date(2026, 12, 1)) == Timeliness.RETURNED


def test_the_deadlines_days_are_the_programmes(programme):
    programme.report_days = 0
    assert programme.deadline(Q1) == date(2026, 3, 14)


@pytest.mark.parametrize("code", ["2026", "2026-H1", "quý 1"])
def test_reports_begin_with_a_quarter(programme, code):
    programme.reports_from = code
    with pytest.raises(ValidationError, match="Hãy ghi một quý"):
        programme.full_clean()
