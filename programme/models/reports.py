"""Quarterly reports: what agencies say of their tasks, and what the Department makes of it."""

from datetime import date

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.dispatch import Signal
from django.utils.formats import date_format
from django.utils.timezone import localdate, localtime, now
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from accounts.models import User
from core.days import not_in_future
from core.fields import person_field
from core.models import Stateful, Versioned
from core.transitions import transition
from programme.models.agencies import Agency
from programme.models.quarters import OfAQuarter
from programme.models.report_queries import ReportQuerySet
from programme.models.report_rows import ReportVersion
from programme.models.tasks import Task

# Sent with `version` in the transaction that accepts a report, whoever calls accept().
report_accepted = Signal()


class ReportRole(models.TextChoices):
    """In which column of the Appendix the agency stands that reports."""

    LEAD = "lead", _("Chủ trì")
    COORDINATING = "coordinating", _("Phối hợp")


class Report(Versioned, Stateful, OfAQuarter):
    """What one agency reports on one task for one quarter: the lead on the whole, others on theirs.

    `reported_on` is the day on which the agency reported, which the deadline is held against; where
    a report was entered afterwards (from paper, say), that is the day of the paper.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("Đang soạn")
        SUBMITTED = "submitted", _("Đã gửi, chờ tiếp nhận")
        RETURNED = "returned", _("Trả lại để bổ sung")
        ACCEPTED = "accepted", _("Đã tiếp nhận")

    EDITABLE = (State.DRAFT, State.RETURNED)
    CONTENT_FIELDS = (
        "results",
        "task_status",
        "progress",
        "milestone",
        "difficulties",
        "proposals",
    )

    task = models.ForeignKey(
        Task, verbose_name=_("nhiệm vụ"), on_delete=models.PROTECT, related_name="reports"
    )
    agency = models.ForeignKey(
        Agency, verbose_name=_("đơn vị báo cáo"), on_delete=models.PROTECT, related_name="reports"
    )
    role = models.CharField(
        _("vai trò"), max_length=20, choices=ReportRole.choices, default=ReportRole.LEAD
    )
    state = models.CharField(
        _("tình trạng"),
        max_length=10,
        choices=State.choices,
        default=State.DRAFT,
        editable=False,
    )

    results = models.TextField(_("kết quả thực hiện trong quý"), max_length=10_000, blank=True)
    task_status = models.CharField(
        _("tình trạng nhiệm vụ"), max_length=20, choices=Task.Status.choices, blank=True
    )
    progress = models.PositiveSmallIntegerField(
        _("tiến độ (%)"),
        null=True,
        blank=True,
        validators=[MaxValueValidator(100, _("Tiến độ từ 0 đến 100%%."))],
    )
    milestone = models.CharField(
        _("mốc đã đạt"), max_length=300, blank=True, help_text=_("Khi tiến độ không đo bằng %.")
    )
    difficulties = models.TextField(_("khó khăn, vướng mắc"), max_length=5_000, blank=True)
    proposals = models.TextField(_("đề xuất, kiến nghị"), max_length=5_000, blank=True)

    entered_afterwards = models.BooleanField(_("nhập sau"), default=False, editable=False)
    reported_on = models.DateField(_("ngày báo cáo"), null=True, blank=True, editable=False)
    submitted_at = models.DateTimeField(_("gửi lúc"), null=True, editable=False)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("người gửi"),
        null=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    # By the first reader of the Department since it was sent last; until then it can be taken back.
    opened_at = models.DateTimeField(_("mở lúc"), null=True, editable=False)
    opened_by = person_field(_("người mở"), editable=False)
    decided_at = models.DateTimeField(_("xử lý lúc"), null=True, editable=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("người xử lý"),
        null=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    remark = models.TextField(_("đề nghị bổ sung"), max_length=2_000, blank=True, editable=False)

    history = HistoricalRecords()
    objects = ReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("báo cáo quý")
        verbose_name_plural = _("báo cáo quý")
        ordering = ["-year", "-quarter", "task__group__number", "task__position", "role", "id"]
        permissions = [("accept_report", _("Tiếp nhận, trả lại và mở khóa báo cáo quý"))]
        constraints = [
            models.UniqueConstraint(
                fields=["task", "agency", "year", "quarter"],
                name="report_once_a_quarter",
                violation_error_message=_("Đơn vị đã có báo cáo của nhiệm vụ này trong quý này."),
            ),
            models.CheckConstraint(
                condition=Q(quarter__range=(1, 4)),
                name="report_of_a_quarter",
                violation_error_message=_("Quý từ 1 đến 4."),
            ),
            models.CheckConstraint(
                condition=Q(progress=None) | Q(progress__lte=100),
                name="report_progress_in_percent",
                violation_error_message=_("Tiến độ từ 0 đến 100%%."),
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "returned"])
                | Q(reported_on__isnull=False, submitted_at__isnull=False),
                name="report_sent_on_a_day",
                violation_error_message=_("Báo cáo đã gửi cần có ngày báo cáo."),
            ),
            models.CheckConstraint(
                condition=~Q(state="returned") | ~Q(remark=""),
                name="report_returned_with_a_remark",
                violation_error_message=_("Hãy ghi điều đề nghị bổ sung."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.task.number}, {self.period_name}: {self.agency}"

    def get_absolute_url(self) -> str:
        """Its place on the task's page, where it stands once it is accepted."""
        return f"{self.task.get_absolute_url()}#bao-cao-{self.pk}"

    @property
    def acceptances(self) -> list[ReportVersion]:
        """What it said each time it was accepted (from ReportQuerySet.with_acceptances())."""
        return [each for each in self.versions.all() if each.event == ReportVersion.Event.ACCEPTED]

    @property
    def is_editable(self) -> bool:
        """Whether its agency may change it now."""
        return self.state in self.EDITABLE

    def content(self) -> dict:
        """All that the report says, as plain values that JSON holds, to keep and to compare."""
        figures, evidence = (self.figures.all(), self.evidence.all()) if self.pk else ((), ())
        return {
            **{name: getattr(self, name) for name in self.CONTENT_FIELDS},
            "figures": {row.measure.code: format(row.value.normalize(), "f") for row in figures},
            "evidence": [[row.title, row.link or row.file.name] for row in evidence],
        }

    @transition(EDITABLE, State.SUBMITTED, permission="programme.change_report")
    def submit(self, by: User, reported_on: date | None = None) -> None:
        """Hand it to the Department; `reported_on` where it was reported earlier, on paper."""
        self._must_say_something()
        self._check_day(reported_on)
        self.entered_afterwards = self.entered_afterwards or reported_on is not None
        # A report that was returned keeps the day on which the agency first reported.
        self.reported_on = reported_on or self.reported_on or localdate()
        self.submitted_at, self.submitted_by = now(), by
        self.opened_at, self.opened_by, self.remark = None, None, ""
        self._save_version(ReportVersion.Event.SUBMITTED, by)

    def _must_say_something(self) -> None:
        missing = {}
        if not self.results.strip():
            missing["results"] = _("Hãy ghi kết quả thực hiện trong quý.")
        if self.role == ReportRole.LEAD and not self.task_status:
            missing["task_status"] = _("Hãy chọn tình trạng nhiệm vụ.")
        if self.role == ReportRole.LEAD and self.progress is None and not self.milestone.strip():
            missing["progress"] = _("Hãy ghi tiến độ (%) hoặc mốc đã đạt.")
        if missing:
            raise ValidationError(missing)

    def _check_day(self, day: date | None) -> None:
        not_in_future(day, _("Ngày báo cáo"), "reported_on")
        if day and day < self.period.begins:
            raise ValidationError({"reported_on": _("Ngày báo cáo không thể trước kỳ báo cáo.")})

    def open_by(self, user: User) -> bool:
        """Note who of the Department opened it first since it was sent; whether that is now."""
        if user.pk in self.reporters():
            return False
        waiting = Report.objects.filter(pk=self.pk, state=self.State.SUBMITTED, opened_at=None)
        return bool(waiting.update(opened_at=now(), opened_by=user))

    def is_takeable_by(self, user: User) -> bool:
        """Whether this is the sender: who sent it, or an officer in whose name it was sent."""
        own = Agency.objects.represented_by_user(user)
        return user.pk == self.submitted_by_id or self.agency_id in own

    @transition(State.SUBMITTED, State.DRAFT, permission="programme.change_report")
    def take_back(self, by: User) -> None:
        """Let the sender go on writing, as long as nobody of the Department has opened it.

        The day of the report goes with it, unless the Department had it before or it is a paper's.
        """
        if not self.is_takeable_by(by):
            raise ValidationError(_("Chỉ đơn vị gửi báo cáo mới rút lại được."), code="sender")
        if self.opened_at:
            message = _(
                "Sở Công Thương đã mở báo cáo lúc %(at)s nên không rút lại được. Cần sửa thì hãy "
                "đề nghị Sở Công Thương trả lại báo cáo."
            )
            at = date_format(localtime(self.opened_at), "DATETIME_FORMAT")
            raise ValidationError(message % {"at": at}, code="opened")
        decided = [ReportVersion.Event.RETURNED, ReportVersion.Event.UNLOCKED]
        if not self.entered_afterwards and not self.versions.filter(event__in=decided).exists():
            self.reported_on = None
        self.submitted_at = self.submitted_by = None
        self._save_version(ReportVersion.Event.TAKEN_BACK, by)

    def reporters(self) -> set[int | None]:
        """Return whose own matter it is: who sent it."""
        return {self.submitted_by_id}

    @transition(
        State.SUBMITTED, State.RETURNED, permission="programme.accept_report", not_by="reporters"
    )
    def return_with(self, remark: str, by: User) -> None:
        """Send it back for what is missing."""
        if not remark.strip():
            raise ValidationError({"remark": _("Hãy ghi điều đề nghị bổ sung.")})
        self.remark = remark.strip()
        self._decide(ReportVersion.Event.RETURNED, by)

    @transition(
        State.SUBMITTED, State.ACCEPTED, permission="programme.accept_report", not_by="reporters"
    )
    def accept(self, by: User) -> None:
        """Take it in: from now on it is public and locked; a lead's word is the task's status."""
        version = self._decide(ReportVersion.Event.ACCEPTED, by)
        if self.role == ReportRole.LEAD and self.task_status and self._is_the_latest():
            self._speak_for_task()
        report_accepted.send(Report, version=version)

    @transition(State.ACCEPTED, State.RETURNED, permission="programme.accept_report")
    def unlock(self, reason: str, by: User) -> None:
        """Open an accepted report again, for a reason; it is not public until accepted anew."""
        if not reason.strip():
            raise ValidationError({"remark": _("Hãy ghi lý do mở khóa.")})
        self.remark = reason.strip()
        self._decide(ReportVersion.Event.UNLOCKED, by)
        if self.role == ReportRole.LEAD and self.task.status_note == self.results[:2_000]:
            self._take_back_its_word()

    def _speak_for_task(self) -> None:
        self.task.status, self.task.status_note = self.task_status, self.results[:2_000]
        self.task.report_status(self.submitted_by)

    def _take_back_its_word(self) -> None:
        """Reset the task's status to that of the latest lead report still accepted, if any."""
        accepted = Report.objects.filter(
            task=self.task, role=ReportRole.LEAD, state=Report.State.ACCEPTED
        )
        before = accepted.exclude(task_status="").order_by("-year", "-quarter").first()
        if before:
            before._speak_for_task()
            return
        self.task.status, self.task.status_note = Task.Status.NO_REPORT, ""
        self.task.status_updated_at = self.task.status_updated_by = None
        self.task.save()

    def _is_the_latest(self) -> bool:
        later = Q(year__gt=self.year) | Q(year=self.year, quarter__gt=self.quarter)
        accepted = Report.objects.filter(
            task=self.task, role=ReportRole.LEAD, state=Report.State.ACCEPTED
        )
        return not accepted.filter(later).exists()

    def _decide(self, event: str, by: User) -> ReportVersion:
        self.decided_at, self.decided_by = now(), by
        return self._save_version(event, by)

    def _save_version(self, event: str, by: User) -> ReportVersion:
        """Save, and keep what the report says at this step."""
        self._history_user = by
        self.full_clean()
        self.save()
        return ReportVersion.objects.create(
            report=self,
            number=self.versions.count() + 1,
            event=event,
            content=self.content(),
            remark=self.remark,
            by=by,
        )
