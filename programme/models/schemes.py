"""Schemes (đề án) that agencies work out for their tasks, and what becomes of them (V.2 a, 2.3)."""

from datetime import date
from itertools import pairwise

from django.core.exceptions import ValidationError
from django.core.files import File
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.timezone import now
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
from programme.models.scheme_rows import SchemeOpinion
from programme.models.tasks import Task
from programme.money import MAX_DONG

Verdict = SchemeOpinion.Verdict


class SchemeQuerySet(models.QuerySet):
    """Schemes."""

    def visible_to(self, user: User) -> "SchemeQuerySet":
        """Who follows the programme sees what was sent; an officer all of the own agency."""
        if not (user.is_active and user.has_perm("programme.view_scheme")):
            return self.none()
        if user.is_superuser:
            return self
        own = Q(agency__in=Agency.objects.represented_by_user(user))
        return self.filter(own | ~Q(sent_at=None) if sees_all_agencies(user) else own)

    def of_writer(self, user: User) -> "SchemeQuerySet":
        """Those of the officer's agency, in whatever state; for the administrator all."""
        if not (user.is_active and user.has_perm("programme.change_scheme")):
            return self.none()
        if user.is_superuser:
            return self
        return self.filter(agency__in=Agency.objects.represented_by_user(user))

    def writable_by(self, user: User) -> "SchemeQuerySet":
        """Drafts, and those that are being revised after an opinion, among them."""
        return self.of_writer(user).filter(state__in=Scheme.EDITABLE)

    def approved_for(self, task: Task) -> "SchemeQuerySet":
        """Approved ones of a task, whichever of its wordings they name; the latest first."""
        same = self.filter(tasks__group=task.group_id, tasks__position=task.position)
        approved = same.filter(state=Scheme.State.APPROVED).select_related("agency__parent")
        return approved.order_by("-decided_on", "-pk").distinct()


class Scheme(Versioned, Stateful):
    """What an agency has studied and proposes to do for some tasks, until a decision on it.

    The Department gives its opinion, as often as it is asked for; the agency revises; the decision
    that approves or declines it is recorded with its document.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("Đang soạn")
        SENT = "sent", _("Chờ ý kiến Sở Công Thương")
        COMMENTED = "commented", _("Đã có ý kiến, đơn vị hoàn thiện")
        REVISED = "revised", _("Đã hoàn thiện, chờ quyết định")
        APPROVED = "approved", _("Đã phê duyệt")
        DECLINED = "declined", _("Không phê duyệt")
        WITHDRAWN = "withdrawn", _("Đơn vị đã rút")

    EDITABLE = (State.DRAFT, State.COMMENTED)
    DECIDED = (State.APPROVED, State.DECLINED)

    programme = models.ForeignKey(
        Programme,
        verbose_name=_("chương trình"),
        editable=False,
        on_delete=models.PROTECT,
        related_name="schemes",
    )
    tasks = models.ManyToManyField(Task, verbose_name=_("nhiệm vụ"), related_name="schemes")
    agency = models.ForeignKey(
        Agency, verbose_name=_("đơn vị xây dựng"), on_delete=models.PROTECT, related_name="+"
    )
    title = models.CharField(_("tên đề án"), max_length=500)
    research = models.TextField(_("nội dung nghiên cứu"), max_length=20_000)
    solution = models.TextField(_("giải pháp"), max_length=20_000)
    cost = models.BigIntegerField(
        _("kinh phí dự kiến (đồng)"),
        validators=[MinValueValidator(0), MaxValueValidator(MAX_DONG)],
    )
    enterprises = models.TextField(
        _("doanh nghiệp áp dụng"),
        max_length=5_000,
        blank=True,
        help_text=_("Mỗi dòng một doanh nghiệp: tên, mã số thuế nếu có."),
    )
    state = models.CharField(
        _("tình trạng"), max_length=10, choices=State.choices, default=State.DRAFT, editable=False
    )
    written_by = person_field(_("người lập"), editable=False)
    sent_at = models.DateTimeField(_("gửi lấy ý kiến lúc"), null=True, editable=False)
    revision = models.TextField(
        _("giải trình, tiếp thu ý kiến"), max_length=5_000, blank=True, editable=False
    )
    decision_number = models.CharField(
        _("số quyết định, văn bản"), max_length=50, blank=True, editable=False
    )
    decided_on = models.DateField(_("ngày quyết định, văn bản"), null=True, editable=False)
    decision_file = models.FileField(
        _("tệp quyết định, văn bản"),
        max_length=200,
        blank=True,
        editable=False,
        storage=private_storage,
        upload_to=document_path,
        validators=[validate_document],
    )
    remark = models.TextField(_("lý do"), max_length=2_000, blank=True, editable=False)
    history = HistoricalRecords(m2m_fields=[tasks])
    objects = SchemeQuerySet.as_manager()

    class Meta:
        verbose_name = _("đề án")
        verbose_name_plural = _("đề án của đơn vị")
        ordering = ["-pk"]
        permissions = [
            ("comment_scheme", _("Cho ý kiến về đề án")),
            ("decide_scheme", _("Ghi quyết định về đề án")),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(cost__gte=0),
                name="scheme_cost_not_negative",
                violation_error_message=_("Số tiền không thể âm."),
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["approved", "declined"])
                | Q(decided_on__isnull=False) & ~Q(decision_number=""),
                name="scheme_decided_by_a_document",
                violation_error_message=_("Hãy ghi số và ngày quyết định, văn bản."),
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["declined", "withdrawn"]) | ~Q(remark=""),
                name="scheme_ended_for_a_reason",
                violation_error_message=_("Hãy ghi lý do."),
            ),
        ]

    def __str__(self) -> str:
        return Truncator(self.title).chars(120)

    def get_admin_url(self) -> str:
        return reverse("admin:programme_scheme_change", args=[self.pk])

    @property
    def last_opinion(self) -> SchemeOpinion | None:
        """The Department's latest opinion, if it has given any."""
        return self.opinions.order_by("pk").last()

    def writers(self) -> set[int | None]:
        """Return whose own matter it is: who wrote, sent or revised it at any time."""
        rows = self.history.order_by("history_date", "history_id")
        steps = [("", None), *rows.values_list("state", "history_user")]
        return {
            by for (old, _by), (new, by) in pairwise(steps) if not _is_the_departments(old, new)
        }

    @transition(
        EDITABLE,
        State.SENT,
        permission="programme.change_scheme",
        label=_("Gửi Sở Công Thương lấy ý kiến"),
    )
    def send(self, by: User) -> None:
        """Ask the Department for its opinion, or once more after a revision."""
        if not self.tasks.exists():
            raise ValidationError(_("Hãy chọn ít nhất một nhiệm vụ."))
        self.sent_at = now()
        self._save(by)

    @transition(
        State.SENT,
        State.COMMENTED,
        permission="programme.comment_scheme",
        label=_("Cho ý kiến"),
        form="programme.schemes.forms.OpinionForm",
        page="opinion",
        not_by="writers",
    )
    def comment(
        self, verdict: str, text: str, number: str, day: date, file: File, by: User
    ) -> None:
        """Give the Department's opinion, by this document."""
        not_in_future(day, _("Ngày văn bản"), "day")
        SchemeOpinion.objects.create(
            scheme=self,
            verdict=verdict,
            text=text.strip(),
            number=number.strip(),
            signed_on=day,
            file=file,
            given_by=by,
        )
        self._save(by)

    @transition(
        State.COMMENTED,
        State.REVISED,
        permission="programme.change_scheme",
        label=_("Trình quyết định"),
        form="programme.schemes.forms.ReviseForm",
    )
    def revise(self, revision: str, by: User) -> None:
        """Say what the opinion has changed, and hand the final text in for a decision."""
        opinion = self.last_opinion
        if opinion and opinion.verdict == Verdict.DISAGREE:
            raise ValidationError(
                _("Sở Công Thương chưa thống nhất: hãy hoàn thiện, gửi lấy ý kiến lại, hoặc rút.")
            )
        if opinion and opinion.verdict == Verdict.WITH_CHANGES and not revision.strip():
            raise ValidationError(
                {"revision": _("Hãy ghi đã tiếp thu, giải trình ý kiến thế nào.")}
            )
        self.revision = revision.strip()
        self._save(by)

    @transition(
        State.REVISED,
        State.APPROVED,
        permission="programme.decide_scheme",
        label=_("Ghi quyết định phê duyệt"),
        form="programme.schemes.forms.ApproveSchemeForm",
        not_by="writers",
    )
    def approve(self, number: str, day: date, file: File, by: User) -> None:
        """Record the decision that approves it: from now on its task's page shows it."""
        self._record(number, day, file)
        self._save(by)

    @transition(
        State.REVISED,
        State.DECLINED,
        permission="programme.decide_scheme",
        label=_("Ghi không phê duyệt"),
        form="programme.schemes.forms.DeclineForm",
        not_by="writers",
    )
    def decline(self, remark: str, number: str, day: date, file: File | None, by: User) -> None:
        """Record the document that declines it, and why."""
        self._record(number, day, file)
        self.remark = remark.strip()
        self._save(by)

    @transition(
        DECIDED,
        State.REVISED,
        permission="programme.decide_scheme",
        label=_("Ghi lại quyết định"),
        form="programme.schemes.forms.ReopenSchemeForm",
        not_by="writers",
    )
    def reopen(self, remark: str, by: User) -> None:
        """Take back what was recorded wrongly, for a reason; the history keeps it."""
        self.decision_number, self.decided_on, self.decision_file = "", None, ""
        self.remark = remark.strip()
        self._save(by)

    @transition(
        (State.DRAFT, State.SENT, State.COMMENTED, State.REVISED),
        State.WITHDRAWN,
        permission="programme.change_scheme",
        label=_("Rút đề án"),
        form="programme.schemes.forms.WithdrawForm",
    )
    def withdraw(self, remark: str, by: User) -> None:
        """Take it back for a reason while nothing is decided."""
        self.remark = remark.strip()
        self._save(by)

    def _record(self, number: str, day: date, file: File | None) -> None:
        not_in_future(day, _("Ngày văn bản"), "day")
        opinion = self.last_opinion
        if opinion and day < opinion.signed_on:
            message = _("Quyết định, văn bản không thể có trước ý kiến của Sở Công Thương.")
            raise ValidationError({"day": message})
        self.decision_number, self.decided_on = number.strip(), day
        self.decision_file = file or ""
        self.remark = ""

    def _save(self, by: User) -> None:
        self._history_user = by
        self.save()


def _is_the_departments(old: str, new: str) -> bool:
    """Whether a step from one state to another is an opinion or a decision."""
    states = Scheme.State
    given = (states.SENT, states.COMMENTED)
    return (old, new) == given or new in Scheme.DECIDED or old in Scheme.DECIDED
