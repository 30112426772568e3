"""Writing the made-up programme into the database, with the reports of the quarters gone by."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal

from django.db import transaction
from django.db.models import Model
from django.utils.timezone import localdate, make_aware

from accounts.models import User
from programme.demo import plan
from programme.demo.plan import DemoGroup, DemoMeasure, DemoTask
from programme.demo.planning import load_plans
from programme.models import (
    Agency,
    Deliverable,
    Measure,
    Officer,
    Programme,
    Report,
    ReportEvidence,
    ReportFigure,
    ReportReminder,
    ReportVersion,
    Target,
    Task,
    TaskAgency,
    TaskGroup,
)
from programme.models.reports import ReportRole
from programme.periods import Period
from programme.reporting.overdue import Officers, unsent_reports
from programme.reporting.reminders import DAYS

State, Event = Report.State, ReportVersion.Event
STATES = {plan.SUBMITTED: State.SUBMITTED, plan.RETURNED: State.RETURNED, plan.DRAFT: State.DRAFT}
ON_PAPER = plan.AFTERWARDS + plan.LATE_AFTERWARDS
REMARK = "Đề nghị bổ sung số lượt học viên theo từng lớp."
EVENTS = {
    State.DRAFT: [],
    State.SUBMITTED: [Event.SUBMITTED],
    State.RETURNED: [Event.SUBMITTED, Event.RETURNED],
    State.ACCEPTED: [Event.SUBMITTED, Event.ACCEPTED],
}


@transaction.atomic
def load_demo_programme(staff: User | None = None) -> int:
    """Write it, begun last year; `staff` has accepted the reports. How many reports there are.

    Bulk writing leaves no history: nobody has changed these records yet.
    """
    programme = _programme(localdate().year - 1)
    # Its agencies have reported here from the first quarter on.
    Officer.objects.filter(user__is_demo=True).update(entered_on=programme.signed_on)
    writer = Writer(programme, staff)
    for number, group in enumerate(plan.GROUPS, 1):
        writer.add_group(number, group)
    written = writer.save()
    load_plans(programme, staff)
    return written


def _programme(year: int) -> Programme:
    return Programme.objects.create(
        slug=plan.SLUG,
        number=plan.NUMBER,
        signed_on=date(year - 1, 12, 1),
        issuer=plan.ISSUER,
        title_vi=plan.TITLE_VI,
        title_en=plan.TITLE_EN,
        goals_vi=plan.GOALS,
        first_year=year,
        last_year=year + 5,
        reports_from=f"{year}-Q1",
        is_demo=True,
    )


class Writer:
    """Gathers the reports of one programme while its tasks are written, and saves them at once."""

    def __init__(self, programme: Programme, staff: User | None) -> None:
        self.programme, self.staff = programme, staff
        self.agencies = Agency.objects.in_bulk(field_name="code")
        officers = Officer.objects.select_related("user", "agency")
        self.authors = {officer.agency.code: officer.user for officer in officers}
        self.quarters = [
            quarter
            for quarter in programme.reported_quarters
            if programme.deadline(quarter) < localdate()
        ]
        self.reports: list[Report] = []
        self.figures: list[ReportFigure] = []

    def add_group(self, number: int, group: DemoGroup) -> None:
        title_vi, title_en = group.title
        written = TaskGroup.objects.create(
            programme=self.programme,
            number=number,
            title_vi=f"{title_vi} {plan.MARK}",
            title_en=f"{title_en} (made up)",
            goal_vi=group.goal,
        )
        for position, task in enumerate(group.tasks, 1):
            self._add_task(written, position, task)

    def _add_task(self, group: TaskGroup, position: int, demo: DemoTask) -> None:
        content_vi, content_en = demo.content
        task = Task.objects.create(
            group=group,
            position=position,
            content_vi=f"{content_vi} {plan.MARK}",
            content_en=f"{content_en} (made up)",
            timeframe="02 năm/lần" if demo.recurrence == "every_two_years" else "Hàng năm",
            recurrence=demo.recurrence,
        )
        Deliverable.objects.create(task=task, name_vi=demo.product)
        self._place(task, ReportRole.LEAD, [demo.lead] if demo.lead else [])
        self._place(task, ReportRole.COORDINATING, demo.coordinating)
        measure = self._measure(task, demo.measure) if demo.measure else None
        self._report(task, demo, ReportRole.LEAD, demo.lead, demo.reports, measure)
        for code, word in demo.sections:
            self._report(task, demo, ReportRole.COORDINATING, code, word)

    def _place(self, task: Task, role: ReportRole, codes: list[str]) -> None:
        TaskAgency.objects.bulk_create(
            TaskAgency(task=task, agency=self.agencies[code], role=role, position=position)
            for position, code in enumerate(codes, 1)
        )

    def _measure(self, task: Task, demo: DemoMeasure) -> Measure:
        """Create what the task's reports count, and the target that it is counted against."""
        position = Measure.objects.filter(programme=self.programme).count() + 1
        named = {
            "programme": self.programme,
            "code": demo.code,
            "name_vi": f"{demo.name[0]} {plan.MARK}",
            "name_en": f"{demo.name[1]} (made up)",
            "unit_vi": demo.unit[0],
            "unit_en": demo.unit[1],
            "position": position,
        }
        target = demo.yearly and Target.objects.create(
            **named, section="–", period="yearly", minimum=demo.yearly, maximum=demo.yearly
        )
        return Measure.objects.create(
            **named, target=target or None, task_number=task.number, source=Measure.Source.REPORTS
        )

    def _report(
        self,
        task: Task,
        demo: DemoTask,
        role: ReportRole,
        code: str,
        word: str,
        measure: Measure | None = None,
    ) -> None:
        """One agency's reports on one task, as its word of letters says."""
        letters = word[-len(self.quarters) :].rjust(len(self.quarters), word[:1] or plan.MISSING)
        for place, (quarter, letter) in enumerate(zip(self.quarters, letters, strict=True)):
            if letter == plan.MISSING or not self._is_due(task, quarter):
                continue
            figure = demo.pace[place % len(demo.pace)]
            text = demo.results[place % len(demo.results)].format(n=figure)
            report = Report(task=task, agency=self.agencies[code], role=role, version=1)
            report.results = f"(Minh họa) {text}"
            report.task_status, report.progress = _progress(quarter)
            report.difficulties, report.proposals = demo.difficulties, demo.proposals
            self._send(report, quarter, letter)
            self.reports.append(report)
            if measure:
                self.figures.append(
                    ReportFigure(report=report, measure=measure, value=Decimal(figure))
                )

    def _is_due(self, task: Task, quarter: Period) -> bool:
        years = quarter.year - self.programme.first_year
        return task.recurrence != Task.Recurrence.EVERY_TWO_YEARS or years % 2 == 0

    def _send(self, report: Report, quarter: Period, letter: str) -> None:
        """Bring the report to the state that the letter names, on a day that fits."""
        report.year, report.quarter = quarter.year, quarter.number
        report.state = STATES.get(letter, State.ACCEPTED)
        if report.state == State.DRAFT:
            return
        deadline = self.programme.deadline(quarter)
        is_late = letter in (plan.LATE, plan.LATE_AFTERWARDS)
        report.reported_on = _by_today(deadline + timedelta(days=9 if is_late else -2))
        report.entered_afterwards = letter in ON_PAPER
        entered = report.reported_on + timedelta(days=20 if report.entered_afterwards else 0)
        report.submitted_at = _morning(_by_today(entered))
        author = None if report.entered_afterwards else self.authors.get(report.agency.code)
        report.submitted_by = author or self.staff
        if report.state != State.SUBMITTED:
            report.decided_at = _morning(_by_today(entered + timedelta(days=3)))
            report.decided_by = self.staff
        if report.state == State.RETURNED:
            report.remark = REMARK

    def save(self) -> int:
        """Write what was gathered: reports, what they count and show, their steps, the tasks."""
        Report.objects.bulk_create(self.reports)
        ReportFigure.objects.bulk_create(self.figures)
        ReportEvidence.objects.bulk_create(
            ReportEvidence(
                report=figure.report,
                title=f"Biên bản {plan.MARK}",
                link=f"https://example.com/{figure.report.pk}",
            )
            for figure in self.figures
        )
        self._save_versions()
        self._save_reminders()
        for report in self.reports:  # the latest accepted one is the last to say
            if report.role == ReportRole.LEAD and report.state == State.ACCEPTED:
                self._say(report)
        return len(self.reports)

    def _save_versions(self) -> None:
        versions = []
        for report in self.reports:
            steps = [(report.submitted_at, report.submitted_by), (report.decided_at, self.staff)]
            for number, (event, (at, by)) in enumerate(
                zip(EVENTS[report.state], steps, strict=False), 1
            ):
                remark = REMARK if event == Event.RETURNED else ""
                version = ReportVersion(
                    report=report, number=number, event=event, remark=remark, by=by
                )
                version.content = report.content()
                versions.append((version, at))
        _create_at(ReportVersion, "at", versions)

    def _save_reminders(self) -> None:
        """Those that officers would have had of what is missing."""
        officers, reminders = Officers(), []
        for owed in unsent_reports(self.programme, localdate()):
            about = {"programme": self.programme, "agency": owed.agency}
            about |= {"year": owed.quarter.year, "quarter": owed.quarter.number}
            for days in DAYS if officers.of(owed.agency) else ():
                if days <= owed.days_late:
                    day = owed.deadline + timedelta(days=days)
                    reminders.append((ReportReminder(**about, days=days), _morning(day)))
        _create_at(ReportReminder, "sent_at", reminders)

    def _say(self, report: Report) -> None:
        """Let it be the task's status; by nobody, because demo accounts may be deleted."""
        Task.objects.filter(pk=report.task_id).update(
            status=report.task_status,
            status_note=report.results,
            status_updated_at=report.decided_at,
        )


def _create_at(model: type[Model], moment: str, rows: list[tuple[Model, datetime]]) -> None:
    """Write rows with the moment of what they tell, in place of the one of the writing."""
    records = [record for record, _at in rows]
    model.objects.bulk_create(records)
    for record, at in rows:
        setattr(record, moment, at)
    model.objects.bulk_update(records, [moment])


def _progress(quarter: Period) -> tuple[str, int]:
    """Return the task's status and how much of the year's work is done, in per cent."""
    is_last = quarter.number == 4
    status = Task.Status.DONE_FOR_PERIOD if is_last else Task.Status.IN_PROGRESS
    return status, 100 if is_last else 25 * quarter.number


def _by_today(day: date) -> date:
    return min(day, localdate())


def _morning(day: date) -> datetime:
    return make_aware(datetime.combine(day, time(9)))
