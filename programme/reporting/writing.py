"""Writing a report: one draft, several officers, nothing of anybody's lost."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from accounts.models import User
from core.concurrency.comparison import FieldChange
from programme.models import Agency, Measure, Report
from programme.models.reports import ReportRole
from programme.reporting.comparison import changed, counted_in_reports, measures_of
from programme.reporting.forms import COPIED, QuarterlyReportForm, evidence_forms
from programme.reporting.obligations import Obligation


def stored(obligation: Obligation, *, lock: bool = False) -> Report:
    """Return the stored report on what is owed, locked if `lock`; a blank one if there is none."""
    reports = Report.objects.select_for_update(of=("self",)) if lock else Report.objects.all()
    key = {
        "task": obligation.task,
        "agency": obligation.agency,
        "year": obligation.quarter.year,
        "quarter": obligation.quarter.number,
    }
    found = reports.filter(**key).select_related("task__group__programme", "agency").first()
    return in_role(found, obligation) if found else blank(obligation)


def in_role(report: Report, obligation: Obligation) -> Report:
    """Return a report in the role that is owed now; one that only joins in says no status."""
    if report.is_editable:
        report.role = obligation.role
        if report.role == ReportRole.COORDINATING:
            report.task_status = ""
    return report


def blank(obligation: Obligation) -> Report:
    """Return a report that says nothing yet."""
    quarter = obligation.quarter
    said = {"year": quarter.year, "quarter": quarter.number, "role": obligation.role}
    return Report(task=obligation.task, agency=obligation.agency, **said)


def measures_for(obligation: Obligation) -> list[Measure]:
    """Return what the task's reports count."""
    counted = counted_in_reports(obligation.task.programme)
    return list(counted.filter(task_number=obligation.task.number))


class ReportWriting:
    """The form of one report as it is stored, or as somebody has filled it in.

    With `data` it holds the stored report's row: only within a transaction.
    """

    is_saved = is_sent = False
    typed_at: datetime | None = None  # when what is shown again was typed and not saved

    def __init__(
        self,
        obligation: Obligation,
        *,
        afterwards: bool,
        data=None,
        files=None,
        measures=None,
        with_links: bool = False,
        report: Report | None = None,
    ) -> None:
        self.obligation, self.afterwards = obligation, afterwards
        self.report = report or stored(obligation, lock=data is not None)
        self.before = self.report.content()
        counted = measures_for(obligation) if measures is None else measures
        self.form = QuarterlyReportForm(
            data,
            instance=self.report,
            measures=counted,
            afterwards=afterwards,
            with_links=with_links,
        )
        self.rows = list(evidence_forms(data, files) if files is not None else evidence_forms())

    def save(self) -> bool:
        """Save the draft as far as it is valid; whether all of it was."""
        valid = self.form.is_valid()
        if self.form.has_conflict:
            if self.report.is_editable:
                self._save_evidence()  # a file cannot be put back into the form: it adds, and stays
            return False
        self.form.save_valid()
        return self._save_evidence() and valid

    def submit(self, by: User) -> bool:
        """Hand what was saved to the Department; where that cannot be, the form says why."""
        day = self.form.cleaned_data.get("reported_on")
        if self.afterwards and not day:
            self.form.add_error("reported_on", _("Hãy ghi ngày đơn vị đã báo cáo."))
            return False
        try:
            with transaction.atomic():
                self.report.submit(by, day)
        except ValidationError as error:
            self.report.refresh_from_db()
            self.form.add_error(None, error)
            return False
        return True

    @cached_property
    def previous(self) -> Report | None:
        """Return the task's latest report before this one, of the agency or of whom it follows."""
        return previous(self.report)

    @property
    def differences(self) -> list[FieldChange]:
        """What is stored beside what was typed, where somebody else has saved meanwhile."""
        if not (self.report.pk and self.form.is_bound and self.form.has_conflict):
            return []
        typed = self.form.typed() | {"evidence": self.before["evidence"]}
        return changed(self.before, typed, measures_of(self.obligation.task.programme))

    @property
    def evidence_errors(self) -> bool:
        return any(row.is_bound and row.errors for row in self.rows)

    def _save_evidence(self) -> bool:
        """Add each valid row; the blank one that takes its place waits for the next."""
        blank = list(evidence_forms())
        for number, row in enumerate(self.rows):
            if not row.is_bound or not row.has_changed() or not row.is_valid():
                continue
            row.instance.report = self.report
            row.save()
            self.rows[number] = blank[number]
        return not self.evidence_errors


def handed_back(obligation: Obligation, why: ValidationError, data, files) -> ReportWriting:
    """Return what was typed into a report no longer its writer's: shown again, never saved."""
    afterwards = "reported_on" in data
    writing = ReportWriting(
        obligation, afterwards=afterwards, data=data, files=files, report=blank(obligation)
    )
    writing.form.full_clean()
    message = _(
        "%(why)s Nội dung bạn nhập còn nguyên bên dưới nhưng không lưu được; hãy sao chép nếu cần "
        "dùng. Tệp đã chọn thì phải chọn lại."
    )
    reason = message % {"why": " ".join(why.messages)}
    writing.form.add_error(None, ValidationError(reason, code="owed"))
    return writing


def previous(report: Report) -> Report | None:
    """Return the task's latest report before this one by those for whom its agency speaks."""
    own = Agency.objects.represented_by(report.agency) | {report.agency_id}
    return Report.objects.earlier_than(report, own).for_page().first()


def with_copied(data, earlier: Report):
    """Return what was typed, with the last report's texts in the fields that are still blank."""
    filled = data.copy()
    for name in COPIED:
        if not filled.get(name, "").strip():
            filled[name] = getattr(earlier, name)
    return filled
