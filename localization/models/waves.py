"""Survey waves, one a year."""

from datetime import date

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.dispatch import Signal
from django.utils.timezone import localdate, now
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from core.models import Stateful, Versioned
from core.transitions import transition
from localization.models.methods import Method

wave_opened = Signal()  # of a Wave, in the transaction that opens it: `wave`
wave_closed_early = Signal()  # of a Wave, in the transaction that closes it: `wave`


class WaveQuerySet(models.QuerySet):
    """Waves of the survey."""

    def running(self) -> "WaveQuerySet":
        """Filter to those whose answers are still being taken or looked through."""
        return self.filter(state__in=[Wave.State.OPEN, Wave.State.CLOSED])


class Wave(Versioned, Stateful):
    """A year's survey: whoever runs it opens it for the enterprises in the frame and closes it."""

    class State(models.TextChoices):
        DRAFT = "draft", _("Đang chuẩn bị")
        OPEN = "open", _("Đang mở")
        CLOSED = "closed", _("Đã đóng, đang kiểm tra")
        PUBLISHED = "published", _("Đã công bố kết quả")

    class Conductor(models.TextChoices):
        DOIT = "doit", _("Sở Công Thương")
        STATISTICS = "statistics", _("Thống kê Thành phố")

    is_demo = models.BooleanField(_("dữ liệu minh họa"), default=False, editable=False)
    year = models.PositiveSmallIntegerField(
        _("năm số liệu"), validators=[MinValueValidator(2000, _("Năm phải từ 2000."))]
    )
    conductor = models.CharField(
        _("đơn vị thực hiện"), max_length=10, choices=Conductor.choices, default=Conductor.DOIT
    )
    method = models.ForeignKey(
        Method,
        verbose_name=_("công thức tính"),
        on_delete=models.PROTECT,
        related_name="waves",
        help_text=_("Công thức của tỷ lệ sẽ công bố."),
    )
    closes_on = models.DateField(_("doanh nghiệp trả lời đến hết ngày"))
    scope = models.CharField(
        _("phạm vi"),
        max_length=300,
        default="Doanh nghiệp công nghiệp hỗ trợ trong cơ sở dữ liệu của Thành phố",
    )
    state = models.CharField(
        _("tình trạng"), max_length=10, choices=State.choices, default=State.DRAFT, editable=False
    )
    opened_at = models.DateTimeField(_("mở lúc"), null=True, editable=False)
    closed_at = models.DateTimeField(_("đóng lúc"), null=True, editable=False)
    close_reason = models.CharField(
        _("lý do đóng trước hạn"),
        max_length=300,
        blank=True,
        default="",
        db_default="",
        editable=False,
    )
    reopen_reason = models.CharField(_("lý do mở lại"), max_length=300, blank=True, editable=False)
    history = HistoricalRecords()
    objects = WaveQuerySet.as_manager()

    class Meta:
        verbose_name = _("cuộc khảo sát")
        verbose_name_plural = _("cuộc khảo sát")
        ordering = ["is_demo", "-year"]
        permissions = [
            ("run_survey", _("Mở, đóng khảo sát và nhập phiếu thay doanh nghiệp")),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["is_demo", "year"],
                name="wave_once_a_year",
                violation_error_message=_("Năm này đã có một cuộc khảo sát."),
            )
        ]

    def __str__(self) -> str:
        words = _("Khảo sát tỷ lệ nội địa hóa năm %(year)d")
        if self.is_demo:
            words = _("Khảo sát tỷ lệ nội địa hóa năm %(year)d (minh họa)")
        return str(words % {"year": self.year})

    def clean(self) -> None:
        super().clean()
        before = Wave.objects.filter(pk=self.pk).first() or Wave()
        if self.year and self.year > localdate().year:
            raise ValidationError({"year": _("Năm số liệu không thể sau năm nay.")})
        # The constraint is not checked by forms, which do not show `is_demo`.
        others = Wave.objects.filter(is_demo=self.is_demo, year=self.year).exclude(pk=self.pk)
        if self.year and others.exists():
            raise ValidationError({"year": _("Năm này đã có một cuộc khảo sát.")})
        if self.closes_on and self.closes_on != before.closes_on:
            self._must_close_later(self.closes_on)
        if self.method_id:
            self._check_method(is_new=self.method_id != before.method_id)

    def _check_method(self, *, is_new: bool) -> None:
        if self.method.kind == Method.Kind.OTHER:
            message = _("Khảo sát của Cổng không có số liệu cho công thức này.")
            raise ValidationError({"method": message})
        if is_new and not self.method.is_in_force:
            raise ValidationError({"method": _("Công thức này đã ngừng dùng.")})

    @transition(
        State.DRAFT, State.OPEN, permission="localization.run_survey", label=_("Mở khảo sát")
    )
    def open(self, by: models.Model) -> None:
        """Ask the enterprises of the six industries that are public now; they are the frame."""
        self._must_close_later(self.closes_on)
        self._must_have_a_formula()
        if not self.units.create_frame(self, by):
            raise ValidationError(_("Chưa có doanh nghiệp nào đang công bố thuộc các ngành này."))
        self.opened_at, self._history_user = now(), by
        self.save()
        wave_opened.send(Wave, wave=self)

    @transition(
        State.OPEN,
        State.CLOSED,
        permission="localization.run_survey",
        label=_("Đóng khảo sát"),
        form="localization.admin.survey.waves.CloseWaveForm",
    )
    def close(self, by: models.Model, reason: str = "") -> None:
        """Enterprises answer no more; staff still may, from paper.

        Before the last day it needs a reason, which those who have not answered are told.
        """
        is_early = localdate() <= self.closes_on
        if is_early and not reason.strip():
            raise ValidationError({"reason": _("Hãy ghi lý do đóng trước hạn.")})
        self.close_reason = reason.strip() if is_early else ""
        self.closed_at, self._history_user = now(), by
        self.save()
        if is_early:
            wave_closed_early.send(Wave, wave=self)

    @transition(State.CLOSED, State.PUBLISHED)
    def publish_results(self, by: models.Model) -> None:
        """Its answers are final: an estimate from them is published."""
        self._history_user = by
        self.save()

    @transition(
        (State.CLOSED, State.PUBLISHED),
        {State.CLOSED: State.OPEN, State.PUBLISHED: State.CLOSED},
        permission="localization.run_survey",
        label=_("Mở lại"),
        form="localization.admin.survey.waves.ReopenWaveForm",
    )
    def reopen(self, reason: str, by: models.Model, closes_on: date | None = None) -> None:
        """Let a closed wave's enterprises answer again, or put a published one back to correction.

        What was published stays as it was computed, from inputs of its own.
        """
        self.reopen_reason, self._history_user = reason, by
        if self.state == self.State.OPEN:
            self._must_close_later(closes_on)
            self._must_have_a_formula()
            self.closes_on, self.closed_at, self.close_reason = closes_on, None, ""
        self.save()

    def _must_have_a_formula(self) -> None:
        """Raise ValidationError where the formula is retired; its row stays locked."""
        if not Method.objects.select_for_update().get(pk=self.method_id).is_in_force:
            raise ValidationError(_("Công thức của cuộc khảo sát đã ngừng dùng. Hãy chọn lại."))

    def _must_close_later(self, closes_on: date | None) -> None:
        if closes_on is None or closes_on < localdate():
            message = _("Ngày cuối trả lời phải là hôm nay hoặc sau hôm nay.")
            raise ValidationError({"closes_on": message})

    def must_take(self, channel: str) -> None:
        """Refuse an answer that comes too late; within a transaction the wave stays as it is."""
        self.refresh_from_db(from_queryset=Wave.objects.select_for_update(of=("self",)))
        if not (self.takes_answers if channel == "account" else self.takes_paper):
            why = "" if channel == "account" else self.why_no_paper
            message = why or _("Cuộc khảo sát không còn nhận trả lời.")
            raise ValidationError(message, code="closed")

    @property
    def takes_answers(self) -> bool:
        """Whether enterprises may answer today."""
        return self.state == self.State.OPEN and localdate() <= self.closes_on

    @property
    def unanswered(self) -> int:
        """How many of the enterprises that are asked have not sent their answer."""
        return self.units.exclude(answer__state="submitted").count()

    @property
    def takes_paper(self) -> bool:
        """Whether staff may still enter answers: until the results are published."""
        return not self.why_no_paper

    @property
    def why_no_paper(self) -> str:
        """Why staff can enter no answers now, and what to do; empty while they can."""
        if self.state == self.State.PUBLISHED:
            return _(
                "Kết quả cuộc khảo sát này đã công bố nên không nhận thêm và không sửa phiếu. Cần "
                "sửa thì bấm “Mở lại” ở trang cuộc khảo sát và ghi lý do, nhập phiếu, rồi tính và "
                "công bố lại."
            )
        if self.state == self.State.DRAFT:
            return _("Cuộc khảo sát chưa mở nên chưa nhận phiếu.")
        return ""
