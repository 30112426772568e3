"""Quarterly reports: what agencies say of their tasks, and what the Department makes of it."""

from datetime import date

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.db import models, transaction
from django.db.models import Q
from django.dispatch import Signal
from django.utils.timezone import localdate, now
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from accounts.models import User
from core.files.documents import document_path, private_storage, validate_document
from core.models import Stateful
from programme.models.agencies import Agency
from programme.models.measures import Measure
from programme.models.quarters import OfAQuarter
from programme.models.tasks import Task
from programme.querysets.reports import ReportQuerySet

# Sent with `version` in the transaction that accepts a report, whoever calls accept().
report_accepted = Signal()


class Role(models.TextChoices):
    """In which column of the Appendix the agency stands that reports."""

    LEAD = "lead", _("Chủ trì")
    COORDINATING = "coordinating", _("Phối hợp")


class Report(Stateful, OfAQuarter):
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
    SAID = ("results", "task_status", "progress", "milestone", "difficulties", "proposals")

    task = models.ForeignKey(
        Task, verbose_name=_("nhiệm vụ"), on_delete=models.PROTECT, related_name="reports"
    )
    agency = models.ForeignKey(
        Agency, verbose_name=_("đơn vị báo cáo"), on_delete=models.PROTECT, related_name="reports"
    )
    role = models.CharField(_("vai trò"), max_length=20, choices=Role.choices, default=Role.LEAD)
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
        return f"{self.task.number}, {self.period}: {self.agency}"

    def get_absolute_url(self) -> str:
        """Its place on the task's page, where it stands once it is accepted."""
        return f"{self.task.get_absolute_url()}#bao-cao-{self.pk}"

    @property
    def acceptances(self) -> list["ReportVersion"]:
        """What it said each time it was accepted (from ReportQuerySet.with_acceptances())."""
        return [each for each in self.versions.all() if each.event == "accepted"]

    @property
    def is_editable(self) -> bool:
        """Whether its agency may change it now."""
        return self.state in self.EDITABLE

    def content(self) -> dict:
        """All that the report says, as plain values that JSON holds, to keep and to compare."""
        figures, evidence = (self.figures.all(), self.evidence.all()) if self.pk else ((), ())
        return {
            **{name: getattr(self, name) for name in self.SAID},
            "figures": {row.measure.code: format(row.value.normalize(), "f") for row in figures},
            "evidence": [[row.title, row.link or row.file.name] for row in evidence],
        }

    @transaction.atomic
    def submit(self, by: User, reported_on: date | None = None) -> None:
        """Hand it to the Department; `reported_on` where it was reported earlier, on paper."""
        self.lock_in_state(*self.EDITABLE)
        self._must_say_something()
        self._check_day(reported_on)
        self.entered_afterwards = self.entered_afterwards or reported_on is not None
        # A report that was returned keeps the day on which the agency first reported.
        self.reported_on = reported_on or self.reported_on or localdate()
        self.state, self.submitted_at, self.submitted_by = self.State.SUBMITTED, now(), by
        self.remark = ""
        self._keep("submitted", by)

    def _must_say_something(self) -> None:
        missing = {}
        if not self.results.strip():
            missing["results"] = _("Hãy ghi kết quả thực hiện trong quý.")
        if self.role == Role.LEAD and not self.task_status:
            missing["task_status"] = _("Hãy chọn tình trạng nhiệm vụ.")
        if self.role == Role.LEAD and self.progress is None and not self.milestone.strip():
            missing["progress"] = _("Hãy ghi tiến độ (%) hoặc mốc đã đạt.")
        if missing:
            raise ValidationError(missing)

    def _check_day(self, day: date | None) -> None:
        if day and day > localdate():
            raise ValidationError({"reported_on": _("Ngày báo cáo không thể ở tương lai.")})
        if day and day < self.period.begins:
            raise ValidationError({"reported_on": _("Ngày báo cáo không thể trước kỳ báo cáo.")})

    @transaction.atomic
    def return_with(self, remark: str, by: User) -> None:
        """Send it back for what is missing."""
        self.lock_in_state(self.State.SUBMITTED)
        if not remark.strip():
            raise ValidationError({"remark": _("Hãy ghi điều đề nghị bổ sung.")})
        self.state, self.remark = self.State.RETURNED, remark.strip()
        self._decide("returned", by)

    @transaction.atomic
    def accept(self, by: User) -> None:
        """Take it in: from now on it is public and locked; a lead's word is the task's status."""
        self.lock_in_state(self.State.SUBMITTED)
        self.state = self.State.ACCEPTED
        version = self._decide("accepted", by)
        if self.role == Role.LEAD and self.task_status and self._is_the_latest():
            self._speak_for_task()
        report_accepted.send(Report, version=version)

    @transaction.atomic
    def unlock(self, reason: str, by: User) -> None:
        """Open an accepted report again, for a reason; it is not public until accepted anew."""
        self.lock_in_state(self.State.ACCEPTED)
        if not reason.strip():
            raise ValidationError({"remark": _("Hãy ghi lý do mở khóa.")})
        self.state, self.remark = self.State.RETURNED, reason.strip()
        self._decide("unlocked", by)
        if self.role == Role.LEAD and self.task.status_note == self.results[:2_000]:
            self._take_back_its_word()

    def _speak_for_task(self) -> None:
        self.task.status, self.task.status_note = self.task_status, self.results[:2_000]
        self.task.report_status(self.submitted_by)

    def _take_back_its_word(self) -> None:
        """The task stands as the latest lead's report that is still accepted says, if any."""
        accepted = Report.objects.filter(task=self.task, role=Role.LEAD, state="accepted")
        before = accepted.exclude(task_status="").order_by("-year", "-quarter").first()
        if before:
            before._speak_for_task()
            return
        self.task.status, self.task.status_note = Task.Status.NO_REPORT, ""
        self.task.status_updated_at = self.task.status_updated_by = None
        self.task.save()

    def _is_the_latest(self) -> bool:
        later = Q(year__gt=self.year) | Q(year=self.year, quarter__gt=self.quarter)
        accepted = Report.objects.filter(task=self.task, role=Role.LEAD, state="accepted")
        return not accepted.filter(later).exists()

    def _decide(self, event: str, by: User) -> "ReportVersion":
        self.decided_at, self.decided_by = now(), by
        return self._keep(event, by)

    def _keep(self, event: str, by: User) -> "ReportVersion":
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


class ReportFigure(models.Model):
    """What the quarter added to one of the task's measures, in the measure's unit."""

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="figures")
    measure = models.ForeignKey(
        Measure, verbose_name=_("số đo"), on_delete=models.PROTECT, related_name="figures"
    )
    value = models.DecimalField(_("kết quả trong quý"), max_digits=14, decimal_places=2)

    class Meta:
        verbose_name = _("số liệu của báo cáo")
        verbose_name_plural = _("số liệu của báo cáo")
        ordering = ["measure__position", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["report", "measure"],
                name="report_figure_once",
                violation_error_message=_("Số đo này đã có số liệu."),
            ),
            models.CheckConstraint(
                condition=Q(value__gte=0),
                name="report_figure_not_negative",
                violation_error_message=_("Số liệu không thể âm."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.measure}: {self.value}"


class ReportEvidence(models.Model):
    """A file or a page that shows what the report says; public once the report is accepted."""

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="evidence")
    title = models.CharField(_("tên tài liệu"), max_length=200)
    file = models.FileField(
        _("tệp"),
        max_length=200,
        blank=True,
        storage=private_storage,
        upload_to=document_path,
        validators=[validate_document],
        help_text=_("PDF, JPEG hoặc PNG, tối đa 10 MB."),
    )
    link = models.URLField(_("liên kết"), blank=True)

    class Meta:
        verbose_name = _("tài liệu kiểm chứng")
        verbose_name_plural = _("tài liệu kiểm chứng")
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(file="") & Q(link="") | Q(file="") & ~Q(link=""),
                name="report_evidence_is_a_file_or_a_link",
                violation_error_message=_("Hãy tải một tệp hoặc ghi một liên kết."),
            )
        ]

    def __str__(self) -> str:
        return self.title


class ReportVersion(models.Model):
    """What a report said at one of its steps."""

    class Event(models.TextChoices):
        SUBMITTED = "submitted", _("Đơn vị gửi")
        RETURNED = "returned", _("Sở Công Thương trả lại")
        ACCEPTED = "accepted", _("Sở Công Thương tiếp nhận")
        UNLOCKED = "unlocked", _("Sở Công Thương mở khóa")

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField(_("lần"))
    event = models.CharField(_("bước"), max_length=10, choices=Event.choices)
    content = models.JSONField(_("nội dung"))
    remark = models.TextField(_("đề nghị, lý do"), blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("người thực hiện"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    at = models.DateTimeField(_("lúc"), auto_now_add=True)

    class Meta:
        verbose_name = _("phiên bản của báo cáo")
        verbose_name_plural = _("phiên bản của báo cáo")
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["report", "number"], name="report_version_numbered_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.get_event_display()}"
