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
from programme.reporting.forms import COPIED, EvidenceForm, QuarterlyReportForm, evidence_forms
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

    is_saved = is_sent = is_refused = has_kept_files = False
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
            self._keep_files()
            return False
        self.form.save_valid()
        return self._save_evidence() and valid

    def send(self, by: User) -> bool:
        """Save the whole form and hand it in, or write nothing of it; whether it was sent."""
        valid = self.form.is_valid() and not self.evidence_errors
        self.is_sent = valid and self._sent_whole(by)
        self.is_refused = not self.is_sent and not self.form.has_conflict
        if not self.is_sent:
            self._keep_files()
        return self.is_sent

    def _sent_whole(self, by: User) -> bool:
        with transaction.atomic():
            rows, self.is_saved = list(self.rows), self.save()
            if self.is_saved and self.submit(by):
                return True
            transaction.set_rollback(True)
        self.is_saved, self.rows = False, rows
        for row in rows:
            row.instance.pk, row.instance._state.adding = None, True
        self._read_again()
        return False

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

    def _keep_files(self) -> None:
        """Put chosen files to the draft: no form can give them back, and they only add to it."""
        self.has_kept_files = self.report.is_editable and any(map(_brings_file, self.rows))
        if not self.has_kept_files:
            return
        if not self.report.pk:
            self.report = blank(self.obligation)
            self.report.save()
            self._read_again()
            self.form.mark_as_seen()
        self._save_evidence(files_alone=True)

    def _read_again(self) -> None:
        """Let the form be of the report as it is stored; it shows what was typed all the same."""
        self.report = self.form.instance = stored(self.obligation, lock=True)

    def _save_evidence(self, *, files_alone: bool = False) -> bool:
        """Add each valid row; the blank one that takes its place waits for the next."""
        blank = list(evidence_forms())
        for number, row in enumerate(self.rows):
            if not row.is_bound or not row.has_changed() or not row.is_valid():
                continue
            if files_alone and not _brings_file(row):
                continue
            row.instance.report = self.report
            row.save()
            self.rows[number] = blank[number]
        return not self.evidence_errors


def _brings_file(row: EvidenceForm) -> bool:
    return row.is_bound and row.is_valid() and bool(row.cleaned_data.get("file"))


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
