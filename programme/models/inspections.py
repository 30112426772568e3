"""Inspections of how agencies carry out the programme (section V.3 b), until they are closed."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.timezone import localdate, now
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from accounts.models import User
from core.days import not_in_future
from core.fields import person_field
from core.files.documents import document_path, private_storage, validate_document
from core.models import Stateful, Versioned
from core.transitions import transition
from programme.models.agencies import Agency
from programme.models.decisions import Programme
from programme.models.directions import sees_all_agencies
from programme.models.tasks import Task


class InspectionQuerySet(models.QuerySet):
    """Inspections of agencies."""

    def visible_to(self, user: User) -> "InspectionQuerySet":
        """Who follows the programme sees all; an officer those of and by the own agency."""
        if not (user.is_active and user.has_perm("programme.view_inspection")):
            return self.none()
        if sees_all_agencies(user):
            return self
        own = Agency.objects.represented_by_user(user)
        return self.filter(Q(agency__in=own) | Q(inspector__in=own))

    def answerable_by(self, user: User) -> "InspectionQuerySet":
        """Those of agencies in whose name this person acts."""
        return self.filter(agency__in=Agency.objects.represented_by_user(user))

    def open(self) -> "InspectionQuerySet":
        """Those that are not closed, the nearest deadline first, those without one last."""
        found = self.exclude(state=Inspection.State.CLOSED)
        return found.order_by(models.F("deadline").asc(nulls_last=True), "pk")


class Inspection(Versioned, Stateful):
    """What was found at one agency, what it is to put right by a day, and what it answered."""

    class State(models.TextChoices):
        OPEN = "open", _("Đang theo dõi")
        ANSWERED = "answered", _("Đơn vị đã báo cáo khắc phục")
        CLOSED = "closed", _("Đã kết thúc")

    programme = models.ForeignKey(
        Programme,
        verbose_name=_("chương trình"),
        on_delete=models.PROTECT,
        related_name="inspections",
    )
    agency = models.ForeignKey(
        Agency, verbose_name=_("đơn vị được kiểm tra"), on_delete=models.PROTECT, related_name="+"
    )
    inspector = models.ForeignKey(
        Agency, verbose_name=_("đơn vị kiểm tra"), on_delete=models.PROTECT, related_name="+"
    )
    tasks = models.ManyToManyField(
        Task,
        verbose_name=_("nhiệm vụ được kiểm tra"),
        blank=True,
        related_name="inspections",
        help_text=_("Để trống nếu không về riêng nhiệm vụ nào."),
    )
    inspected_on = models.DateField(_("ngày kiểm tra"), validators=[not_in_future])
    finding = models.TextField(_("kết quả kiểm tra"), max_length=10_000)
    remedy = models.TextField(_("yêu cầu khắc phục"), max_length=5_000, blank=True)
    deadline = models.DateField(_("hạn khắc phục"), null=True, blank=True)
    document_number = models.CharField(_("số văn bản kết luận"), max_length=50, blank=True)
    document_on = models.DateField(
        _("ngày văn bản kết luận"), null=True, blank=True, validators=[not_in_future]
    )
    file = models.FileField(
        _("tệp văn bản kết luận"),
        upload_to=document_path,
        storage=private_storage,
        max_length=200,
        blank=True,
        validators=[validate_document],
        help_text=_("PDF, JPEG hoặc PNG, tối đa 10 MB."),
    )
    state = models.CharField(
        _("tình trạng"), max_length=10, choices=State.choices, default=State.OPEN, editable=False
    )
    recorded_by = person_field(_("người ghi"), editable=False)
    recorded_at = models.DateTimeField(_("ghi lúc"), auto_now_add=True)
    answer = models.TextField(_("kết quả khắc phục"), max_length=5_000, blank=True, editable=False)
    answered_by = person_field(_("người báo cáo khắc phục"), editable=False)
    answered_at = models.DateTimeField(_("báo cáo khắc phục lúc"), null=True, editable=False)
    remark = models.TextField(_("yêu cầu bổ sung"), max_length=2_000, blank=True, editable=False)
    conclusion = models.TextField(
        _("kết luận theo dõi"), max_length=2_000, blank=True, editable=False
    )
    closed_at = models.DateTimeField(_("kết thúc lúc"), null=True, editable=False)
    history = HistoricalRecords()
    objects = InspectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("cuộc kiểm tra")
        verbose_name_plural = _("kiểm tra đơn vị")
        ordering = ["-inspected_on", "-pk"]
        permissions = [
            ("follow_inspection", _("Yêu cầu bổ sung, kết thúc theo dõi kiểm tra")),
            ("answer_inspection", _("Báo cáo kết quả khắc phục sau kiểm tra")),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(remedy="", deadline=None) | ~Q(remedy="") & Q(deadline__isnull=False),
                name="inspection_remedy_by_a_day",
                violation_error_message=_("Yêu cầu khắc phục và hạn khắc phục đi cùng nhau."),
            ),
            models.CheckConstraint(
                condition=~Q(agency=models.F("inspector")),
                name="inspection_of_another_agency",
                violation_error_message=_("Đơn vị không tự kiểm tra chính mình."),
            ),
            models.CheckConstraint(
                condition=~Q(state="answered") | ~Q(answer=""),
                name="inspection_answered_in_words",
                violation_error_message=_("Hãy ghi kết quả khắc phục."),
            ),
            models.CheckConstraint(
                condition=~Q(state="closed") | ~Q(conclusion=""),
                name="inspection_closed_with_a_conclusion",
                violation_error_message=_("Hãy ghi kết luận theo dõi."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agency}, {self.inspected_on:%d/%m/%Y}: {Truncator(self.finding).chars(60)}"

    def get_admin_url(self) -> str:
        return reverse("admin:programme_inspection_change", args=[self.pk])

    def clean(self) -> None:
        super().clean()
        if bool(self.document_number.strip()) != bool(self.document_on):
            raise ValidationError(
                {"document_number": _("Số và ngày của văn bản kết luận đi cùng nhau.")}
            )
        for field, day in (("deadline", self.deadline), ("document_on", self.document_on)):
            if day and self.inspected_on and day < self.inspected_on:
                raise ValidationError({field: _("Ngày này không thể trước ngày kiểm tra.")})

    def is_overdue(self, today: date) -> bool:
        """Whether its day has passed without a word of the agency."""
        return self.state == self.State.OPEN and self.deadline is not None and self.deadline < today

    @transition(
        State.OPEN,
        State.ANSWERED,
        permission="programme.answer_inspection",
        label=_("Báo cáo khắc phục"),
        form="programme.supervising.forms.AnswerInspectionForm",
        page="report",
    )
    def report(self, answer: str, by: User) -> None:
        """Say what the agency has put right; whoever follows it decides whether that is all."""
        self.answer, self.answered_by, self.answered_at = answer.strip(), by, now()
        self._history_user = by
        self.save()

    @transition(
        State.ANSWERED,
        State.OPEN,
        permission="programme.follow_inspection",
        label=_("Yêu cầu bổ sung"),
        form="programme.supervising.forms.AskAgainForm",
        page="more",
        not_by="report",
    )
    def ask_for_more(self, remark: str, deadline: date, by: User) -> None:
        """Send it back with what is missing, and a new day."""
        if deadline < localdate():
            raise ValidationError({"deadline": _("Thời hạn phải là hôm nay hoặc sau hôm nay.")})
        self.remark, self.deadline, self._history_user = remark.strip(), deadline, by
        self.remedy = self.remedy or self.remark
        self.save()

    @transition(
        (State.OPEN, State.ANSWERED),
        State.CLOSED,
        permission="programme.follow_inspection",
        label=_("Kết thúc theo dõi"),
        form="programme.supervising.forms.CloseInspectionForm",
        not_by="report",
    )
    def close(self, conclusion: str, by: User) -> None:
        """End it: put right, or nothing to put right; the conclusion says which."""
        self.conclusion, self.closed_at, self._history_user = conclusion.strip(), now(), by
        self.save()
