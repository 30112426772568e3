"""What agencies hand in of the products that the Appendix asks of each task, year by year."""

from typing import Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from accounts.models import User
from core.days import not_in_future
from core.fields import person_field
from core.files.documents import document_path, private_storage, validate_document
from core.models import Stateful, Versioned
from core.text import fold
from core.transitions import transition
from programme.models.agencies import Agency
from programme.models.decisions import Programme
from programme.models.directions import sees_all_agencies
from programme.models.task_rows import Deliverable
from programme.models.tasks import Task

# A product of a year, whatever wording its task has by now: group, position, name, year.
Key = tuple[int, int, str, int]


def key_of(task: Task, deliverable: Deliverable, year: int) -> Key:
    """Return what tells a product of a year from others."""
    return (task.group_id, task.position, fold(deliverable.name_vi), year)


class FilingQuerySet(models.QuerySet):
    """Products that were handed in."""

    def visible_to(self, user: User) -> "FilingQuerySet":
        """Who follows the programme sees all; an officer those of the own agency."""
        if not (user.is_active and user.has_perm("programme.view_filing")):
            return self.none()
        if sees_all_agencies(user):
            return self
        return self.filter(agency__in=Agency.objects.represented_by_user(user))

    def of(self, programme: Programme) -> "FilingQuerySet":
        return self.filter(deliverable__task__group__programme=programme)

    def on(self, task: Task) -> "FilingQuerySet":
        """Those of a task, whichever of its wordings they name."""
        return self.filter(
            deliverable__task__group=task.group_id, deliverable__task__position=task.position
        )

    def current(self) -> "FilingQuerySet":
        """Without those that a correction has replaced; with what a row of a list shows."""
        left = self.exclude(state=Filing.State.REPLACED)
        return left.select_related("deliverable__task__group__programme", "agency")

    def public(self) -> "FilingQuerySet":
        """Those that the Department has confirmed."""
        return self.filter(state=Filing.State.CONFIRMED)


class Filing(Versioned, Stateful):
    """One product of a task for one year: the document, or why the year needs none.

    A correction is a further row that `corrects` this one; this one stays in force until that is
    confirmed, and is kept afterwards.
    """

    class Kind(models.TextChoices):
        REPORT = "report", _("Báo cáo")
        PLAN = "plan", _("Kế hoạch")
        DECISION = "decision", _("Quyết định")
        RESOLUTION = "resolution", _("Nghị quyết")
        OTHER = "other", _("Văn bản khác")

    class State(models.TextChoices):
        FILED = "filed", _("Đã nộp, chờ xác nhận")
        RETURNED = "returned", _("Trả lại để bổ sung")
        CONFIRMED = "confirmed", _("Đã xác nhận")
        REPLACED = "replaced", _("Đã thay bằng bản đính chính")

    CONTENT = ("not_required", "reason", "kind", "number", "signed_on", "title", "link", "file")

    deliverable = models.ForeignKey(
        Deliverable,
        verbose_name=_("sản phẩm của nhiệm vụ"),
        on_delete=models.PROTECT,
        related_name="filings",
    )
    year = models.PositiveSmallIntegerField(_("năm"))
    agency = models.ForeignKey(
        Agency,
        verbose_name=_("đơn vị nộp"),
        null=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
    )
    corrects = models.OneToOneField(
        "self",
        verbose_name=_("đính chính bản"),
        null=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="correction",
    )
    correction_reason = models.TextField(
        _("lý do đính chính"), max_length=2_000, blank=True, editable=False
    )
    state = models.CharField(
        _("tình trạng"), max_length=10, choices=State.choices, default=State.FILED, editable=False
    )
    not_required = models.BooleanField(_("năm này không yêu cầu sản phẩm"), default=False)
    reason = models.TextField(
        _("lý do không yêu cầu"),
        max_length=2_000,
        blank=True,
        help_text=_(
            "Chỉ ghi khi năm này không yêu cầu sản phẩm; đăng công khai khi được xác nhận."
        ),
    )
    kind = models.CharField(_("loại văn bản"), max_length=10, choices=Kind.choices, blank=True)
    number = models.CharField(_("số, ký hiệu"), max_length=50, blank=True)
    signed_on = models.DateField(
        _("ngày văn bản"), null=True, blank=True, validators=[not_in_future]
    )
    title = models.CharField(_("trích yếu"), max_length=500, blank=True)
    file = models.FileField(
        _("tệp"),
        max_length=200,
        blank=True,
        storage=private_storage,
        upload_to=document_path,
        validators=[validate_document],
        help_text=_("PDF, JPEG hoặc PNG, tối đa 10 MB; đăng công khai khi được xác nhận."),
    )
    link = models.URLField(_("liên kết"), blank=True)
    filed_by = person_field(_("người nộp"), editable=False)
    filed_at = models.DateTimeField(_("nộp lúc"), default=now, editable=False)
    decided_by = person_field(_("người xử lý"), editable=False)
    decided_at = models.DateTimeField(_("xử lý lúc"), null=True, editable=False)
    remark = models.TextField(_("đề nghị bổ sung"), max_length=2_000, blank=True, editable=False)
    history = HistoricalRecords()
    objects = FilingQuerySet.as_manager()

    class Meta:
        verbose_name = _("sản phẩm đã nộp")
        verbose_name_plural = _("sản phẩm đã nộp")
        ordering = ["-year", "-pk"]
        permissions = [("confirm_filing", _("Xác nhận, trả lại sản phẩm đã nộp"))]
        constraints = [
            models.UniqueConstraint(
                fields=["deliverable", "year"],
                condition=Q(corrects=None),
                name="filing_once_a_year",
                violation_error_message=_("Sản phẩm này của năm này đã được nộp."),
            ),
            models.CheckConstraint(
                condition=Q(not_required=True) & ~Q(reason="")
                | Q(not_required=False, signed_on__isnull=False) & ~Q(number="") & ~Q(title=""),
                name="filing_names_a_document_or_a_reason",
                violation_error_message=_("Hãy ghi văn bản, hoặc lý do năm này không yêu cầu."),
            ),
            models.CheckConstraint(
                condition=~Q(state="returned") | ~Q(remark=""),
                name="filing_returned_with_a_remark",
                violation_error_message=_("Hãy ghi điều đề nghị bổ sung."),
            ),
            models.CheckConstraint(
                condition=Q(corrects=None) | ~Q(correction_reason=""),
                name="filing_corrects_for_a_reason",
                violation_error_message=_("Hãy ghi lý do đính chính."),
            ),
        ]

    def __str__(self) -> str:
        return _("%(deliverable)s năm %(year)s, nhiệm vụ %(task)s") % {
            "deliverable": self.deliverable,
            "year": self.year,
            "task": self.deliverable.task.number,
        }

    def get_admin_url(self) -> str:
        return reverse("admin:programme_filing_change", args=[self.pk])

    @property
    def key(self) -> Key:
        """Which product of which year it is."""
        return key_of(self.deliverable.task, self.deliverable, self.year)

    @property
    def document_line(self) -> str:
        """The document as lists name it: kind, number and day."""
        words = {
            "kind": self.get_kind_display(),
            "number": self.number,
            "day": f"{self.signed_on:%d/%m/%Y}" if self.signed_on else "",
        }
        return _("%(kind)s số %(number)s ngày %(day)s") % words

    @property
    def address(self) -> str:
        """Where everybody reads the document once it is confirmed; empty where there is none."""
        return reverse("programme:filing-file", args=[self.pk]) if self.file else self.link

    def clean(self) -> None:
        super().clean()
        if errors := self._missing_reason() if self.not_required else self._missing_of_document():
            raise ValidationError(errors)

    def _missing_reason(self) -> dict:
        if not self.reason.strip():
            return {"reason": _("Hãy ghi lý do năm này không yêu cầu sản phẩm.")}
        if self.file or any((self.kind, self.number, self.title, self.link, self.signed_on)):
            message = _("Đã ghi văn bản: hãy bỏ chọn ô này hoặc để trống các ô của văn bản.")
            return {"not_required": message}
        return {}

    def _missing_of_document(self) -> dict:
        asked = {
            "kind": _("Hãy chọn loại văn bản."),
            "number": _("Hãy ghi số, ký hiệu văn bản."),
            "signed_on": _("Hãy ghi ngày văn bản."),
            "title": _("Hãy ghi trích yếu văn bản."),
        }
        errors = {name: text for name, text in asked.items() if not getattr(self, name)}
        if bool(self.file) == bool(self.link):
            errors["file"] = _("Hãy tải một tệp hoặc ghi một liên kết.")
        if self.reason.strip():
            errors["reason"] = _("Lý do chỉ ghi khi năm này không yêu cầu sản phẩm.")
        return errors

    def filers(self) -> set[int | None]:
        """Return whose own matter it is: who handed it in, at any time."""
        filed = self.history.filter(state=self.State.FILED)
        return {self.filed_by_id, *filed.values_list("history_user", flat=True)}

    @transition(
        State.RETURNED,
        State.FILED,
        permission="programme.change_filing",
        label=_("Nộp lại"),
        form="programme.delivering.forms.FileAgainForm",
        page="file-again",
    )
    def file_again(self, by: User, **content: object) -> None:
        """Hand it in with what was missing."""
        self._hand_in(by, **content)

    @transition(
        State.FILED,
        State.CONFIRMED,
        permission="programme.confirm_filing",
        label=_("Xác nhận"),
        not_by="filers",
    )
    def confirm(self, by: User) -> None:
        """Take it as the product of its year: from now on it is public."""
        if self.corrects:
            self.corrects.give_way(by)
        self._decide(by)

    @transition(
        State.FILED,
        State.RETURNED,
        permission="programme.confirm_filing",
        label=_("Trả lại"),
        form="programme.delivering.forms.ReturnForm",
        page="return",
        not_by="filers",
    )
    def return_with(self, remark: str, by: User) -> None:
        """Send it back for what is missing."""
        self.remark = remark.strip()
        self._decide(by)

    @transition(
        State.CONFIRMED,
        permission="programme.change_filing",
        label=_("Nộp bản đính chính"),
        form="programme.delivering.forms.CorrectForm",
    )
    def correct(self, correction_reason: str, by: User, **content: object) -> Self:
        """Hand in another version; this one counts until the Department confirms that."""
        if Filing.objects.filter(corrects=self).exists():
            raise ValidationError(_("Sản phẩm này đang có bản đính chính chờ xử lý."))
        same = {name: getattr(self, name) for name in ("deliverable", "year", "agency")}
        version = Filing(corrects=self, correction_reason=correction_reason.strip(), **same)
        version._hand_in(by, **content)
        return version

    @transition(State.CONFIRMED, State.REPLACED)
    def give_way(self, by: User) -> None:
        """From now on its correction is the product of the year."""
        self._history_user = by
        self.save()

    def _hand_in(self, by: User, **content: object) -> None:
        for name, value in content.items():
            setattr(self, name, value)
        self.filed_by, self.filed_at, self.remark = by, now(), ""
        self._history_user = by
        self.full_clean()
        self.save()

    def _decide(self, by: User) -> None:
        self.decided_by, self.decided_at, self._history_user = by, now(), by
        self.save()
