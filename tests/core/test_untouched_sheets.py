"""A form that comes back as it went out changes nothing, whatever its records have become since."""

from collections.abc import Callable
from datetime import date

import pytest
import time_machine
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from core.spreadsheets.form_sheets import FormSheet, SheetResult
from localization.models import Answer, FrameUnit
from localization.surveying.wave_sheet import WaveSheet
from programme.models import Agency, Programme, Report, Task
from programme.periods import Period
from programme.reporting.quarter_sheet import QuarterSheet
from tests.factories.localization import (
    FrameUnitFactory,
    OpenWaveFactory,
    SubmittedAnswerFactory,
)
from tests.factories.people import StaffFactory, UserFactory
from tests.factories.programme import (
    AgencyFactory,
    AmendmentFactory,
    AssignmentFactory,
    OfficerFactory,
    ReportingProgrammeFactory,
)
from tests.factories.reports import MeasureFactory, ReportFactory, task_of
from tests.form_sheets import FilledForm

Q1 = Period.read("2026-Q1")
TEXTS = ["Đã làm.", " =1+1 \n\n dòng hai ", "40", "'-1,5", "Đà nẵng" * 40]


def handed_in(made: bytes, sheet: FormSheet) -> SheetResult:
    """What the form does that comes back as a spreadsheet program saves it."""
    return sheet.process(sheet.read(FilledForm(made).file()), StaffFactory(), write=True)


# --- The reports of a quarter


def _draft(task: Task, agency: Agency, text: str, role: str) -> Report:
    report = ReportFactory(task=task, agency=agency, results=text, role=role, progress=40)
    for measure in task.programme.measures.filter(task_number=task.number):
        report.figures.create(measure=measure, value="12.50")
    report.evidence.create(title="Bài", link="https://a.vn/1")
    return report


def _sent(report: Report) -> Report:
    report.refresh_from_db()
    if report.is_editable:
        report.submit(UserFactory())
    return report


def _accepted(report: Report) -> Report:
    if _sent(report).state == Report.State.SUBMITTED:
        report.accept(UserFactory())
    return report


def _returned(report: Report) -> Report:
    if _sent(report).state == Report.State.SUBMITTED:
        report.return_with("Thiếu.", UserFactory())
    return report


def _rewritten(report: Report) -> Report:
    Report.objects.filter(pk=report.pk, state="draft").update(results="Người khác ghi.", version=9)
    return report


STATES: dict[str, Callable[[Report], object] | None] = {
    **{"none": None, "draft": lambda report: None, "sent": _sent},
    **{"accepted": _accepted, "returned": _returned},
}


def _amended(task: Task, agency: Agency) -> None:
    amendment = AmendmentFactory(
        programme=task.programme, signed_on=date(2026, 2, 1), effective_on=date(2026, 2, 10)
    )
    Task.objects.get(pk=task.pk).amend(amendment)


def _assigned_away(task: Task, agency: Agency) -> None:
    if not task.assignments.exists():
        AssignmentFactory(task=task, agency=OfficerFactory().agency)


def _answered(task: Task, agency: Agency) -> None:
    """The same or another answer comes in on the page meanwhile."""
    if not task.reports.filter(agency=agency).exists():
        _draft(task, agency, "Đã làm.", _role(task, agency))


def _moved_on(step: Callable[[Report], object]) -> Callable[[Task, Agency], None]:
    def move(task: Task, agency: Agency) -> None:
        for report in task.reports.filter(agency=agency):
            step(report)

    return move


def _counted_too(task: Task, agency: Agency) -> None:
    if not task.programme.measures.filter(task_number=task.number).exists():
        MeasureFactory(programme=task.programme, task_number=task.number)


def _role(task: Task, agency: Agency) -> str:
    return "lead" if agency in task.leads else "coordinating"


MEANWHILE: dict[str, Callable[[Task, Agency], None]] = {
    **{"nothing": lambda task, agency: None, "amended": _amended, "assigned": _assigned_away},
    **{"answered": _answered, "sent": _moved_on(_sent), "accepted": _moved_on(_accepted)},
    **{"returned": _moved_on(_returned), "rewritten": _moved_on(_rewritten)},
    "counted": _counted_too,
}
ROWS = st.tuples(
    st.sampled_from(sorted(STATES)),
    st.booleans(),
    st.sampled_from(TEXTS),
    st.sampled_from(sorted(MEANWHILE)),
)


class TestTheReportsOfAQuarter(TestCase):
    def _given_out(self, rows) -> tuple[Programme, Agency, bytes]:
        programme = ReportingProgrammeFactory()
        agency = OfficerFactory(entered_on=date(2026, 1, 1)).agency
        for position, (state, leads, text, _event) in enumerate(rows, 1):
            task = task_of(programme, agency if leads else AgencyFactory(), position=position)
            if not leads:
                task.task_agencies.create(agency=agency, role="coordinating")
            if step := STATES[state]:
                step(_draft(task, agency, text, "lead" if leads else "coordinating"))
        return programme, agency, self._sheet(agency, programme).workbook()

    def _sheet(self, agency: Agency, programme: Programme) -> QuarterSheet:
        return QuarterSheet(Agency.objects.get(pk=agency.pk), programme, Q1, on_behalf=False)

    @settings(max_examples=25, deadline=None)
    @given(st.lists(ROWS, min_size=1, max_size=5), st.booleans())
    def test_untouched_it_changes_nothing(self, rows, is_late):
        with time_machine.travel(date(2026, 3, 20), tick=False):
            programme, agency, made = self._given_out(rows)
        with time_machine.travel(date(2026, 5 if is_late else 3, 21), tick=False):
            for task, (*_row, event) in zip(Task.objects.of(programme), rows, strict=False):
                MEANWHILE[event](task, agency)
            before = list(Report.objects.order_by("pk").values())
            result = handed_in(made, self._sheet(agency, programme))
        assert (result.errors, result.changes) == ([], [])
        assert list(Report.objects.order_by("pk").values()) == before


# --- The answers of a wave


def _answer_sent(unit: FrameUnit) -> None:
    if not Answer.objects.filter(unit=unit).exists():
        SubmittedAnswerFactory(unit=unit)


def _left_out(unit: FrameUnit) -> None:
    Answer.objects.filter(unit=unit).delete()
    unit.delete()


def _changed(unit: FrameUnit) -> None:
    Answer.objects.filter(unit=unit).update(output=77, mode="share", version=9)


UNITS = {"none": lambda unit: None, "sent": _answer_sent, "draft": lambda unit: _drafted(unit)}
EVENTS = {**UNITS, "out": _left_out, "changed": _changed}


def _drafted(unit: FrameUnit) -> None:
    if not Answer.objects.filter(unit=unit).exists():
        Answer.objects.create(unit=unit, materials_local="12.5", explanation=" Bản giấy\nmờ ")


class TestTheAnswersOfAWave(TestCase):
    @settings(max_examples=20, deadline=None)
    @given(
        st.lists(
            st.tuples(st.sampled_from(sorted(UNITS)), st.sampled_from(sorted(EVENTS))),
            min_size=1,
            max_size=4,
        ),
        st.booleans(),
    )
    def test_untouched_it_changes_nothing(self, rows, closes):
        wave = OpenWaveFactory()
        first = FrameUnitFactory(wave=wave)
        units = [first, *(FrameUnitFactory(wave=wave, industry=first.industry) for _ in rows[1:])]
        for unit, (state, _event) in zip(units, rows, strict=True):
            UNITS[state](unit)
        made = WaveSheet(wave, first.industry).workbook()
        for unit, (_state, event) in zip(units, rows, strict=True):
            EVENTS[event](unit)
        if closes:
            wave.close(StaffFactory(), "Đã đủ phiếu")
        before = list(Answer.objects.order_by("pk").values())
        result = handed_in(made, WaveSheet(wave, first.industry))
        assert (result.errors, result.changes) == ([], [])
        assert list(Answer.objects.order_by("pk").values()) == before


# --- What a person fills in is looked at, and only that


@pytest.fixture
def led(clock) -> tuple[QuarterSheet, Task]:
    clock.set(date(2026, 3, 20))
    programme, agency = ReportingProgrammeFactory(), OfficerFactory().agency
    task = task_of(programme, agency, position=1)
    return QuarterSheet(agency, programme, Q1, on_behalf=False), task


def again(sheet: QuarterSheet) -> QuarterSheet:
    return QuarterSheet(sheet.agency, sheet.programme, Q1, on_behalf=False)


@pytest.mark.django_db
def test_a_filled_row_is_held_against_the_seal(led):
    sheet, task = led
    form = FilledForm(sheet.workbook()).fill(1, results="Từ tệp.")
    _draft(task, sheet.agency, "Người khác ghi.", "lead")
    result = again(sheet).process(again(sheet).read(form.file()), StaffFactory(), write=True)
    assert [error.reason for error in result.errors] == [str(sheet.row_class.stale_message)]
    same = FilledForm(sheet.workbook()).fill(1, results="Người khác ghi.")
    assert same.value(1, "results") == "Người khác ghi."


@pytest.mark.django_db
def test_a_row_that_was_emptied_changes_nothing(led):
    sheet, task = led
    _draft(task, sheet.agency, "Đã làm.", "lead")
    form = FilledForm(again(sheet).workbook())
    for name in ("results", "task_status", "progress", "links"):
        form.fill(1, **{name: None})
    result = again(sheet).process(again(sheet).read(form.file()), StaffFactory(), write=True)
    assert (result.changes, result.errors, result.untouched) == ([], [], 1)


@pytest.mark.django_db
def test_a_coordinating_row_carries_no_status(led):
    """Not even where its report said one while its agency still led."""
    sheet, task = led
    report = _draft(task, sheet.agency, "Đã làm.", "lead")
    AssignmentFactory(task=task, agency=OfficerFactory().agency)
    task.task_agencies.update(role="coordinating")
    form = FilledForm(again(sheet).workbook())
    assert (form.value(1, "role"), form.value(1, "task_status")) == ("Phối hợp", None)
    form.fill(1, results="Đã phối hợp.")
    result = again(sheet).process(again(sheet).read(form.file()), StaffFactory(), write=True)
    assert (result.errors, len(result.changes)) == ([], 1)
    report.refresh_from_db()
    assert (report.role, report.task_status) == ("coordinating", "")


@pytest.mark.django_db
def test_a_file_from_before_the_seal_of_cells_is_read_as_it_was(led):
    sheet, _task = led
    form = FilledForm(sheet.workbook())
    form.fill(1, seal=form.value(1, "seal").partition(".")[0])
    result = again(sheet).process(again(sheet).read(form.file()), StaffFactory(), write=True)
    assert (result.errors, result.changes, result.untouched) == ([], [], 1)
    form.fill(1, results="Từ tệp.")
    result = again(sheet).process(again(sheet).read(form.file()), StaffFactory(), write=True)
    assert len(result.changes) == 1
