"""Decisions: the one that issues a programme, and later ones that amend it."""

from datetime import date, timedelta
from typing import Self

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.db import models, transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from core.days import not_in_future
from core.languages import in_language
from core.models import Versioned
from programme.periods import Period, PeriodKind, quarters


def validate_quarter(code: str) -> None:
    """Raise ValidationError unless the code names a quarter, such as 2026-Q1."""
    try:
        is_quarter = Period.read(code).kind == PeriodKind.QUARTER
    except ValueError:
        is_quarter = False
    if not is_quarter:
        raise ValidationError(_("Hãy ghi một quý, ví dụ 2026-Q1."))


FIRST_DECISION = "2869/QĐ-UBND"
# Words that stand where a programme's slug would, in either language (programme/urls.py).
PLACES = {
    *("nhiem-vu", "don-vi", "chi-tieu", "tinh-hinh-bao-cao", "bao-cao"),
    *("theo-doi", "the-tinh-trang", "tai-lieu"),
    *("tasks", "agencies", "targets", "reporting-status", "reports"),
    *("follow", "status-card", "documents"),
}


class ProgrammeQuerySet(models.QuerySet):
    """Programmes by the decisions that issue them."""

    def get_by_natural_key(self, slug: str) -> "Programme":
        return self.get(slug=slug)

    def main(self) -> "Programme | None":
        """Return the current programme, to which the room's address leads; never a made-up one."""
        return self.filter(is_demo=False).order_by("-is_main", "-first_year").first()

    def printed_without_slug(self) -> "Programme | None":
        """Return the programme whose tasks were printed with addresses that name no programme.

        Decision 2869's; where it was never entered, the first real one that was.
        """
        real = self.filter(is_demo=False)
        return real.filter(number=FIRST_DECISION).first() or real.order_by("pk").first()

    def reporting(self) -> "ProgrammeQuerySet":
        """Those on which agencies report here."""
        return self.exclude(reports_from="")


class Programme(Versioned):
    """A programme as a decision issues it, for a span of whole years."""

    slug = models.SlugField(_("mã"), unique=True)
    is_main = models.BooleanField(
        _("chương trình chính"),
        default=False,
        help_text=_("Chương trình hiện hành, mà địa chỉ /chuong-trinh/ dẫn tới."),
    )
    number = models.CharField(_("số quyết định"), max_length=50)
    signed_on = models.DateField(_("ngày ký"), validators=[not_in_future])
    issuer = models.CharField(_("cơ quan ban hành"), max_length=200)
    title_vi = models.CharField(_("tên chương trình"), max_length=500)
    title_en = models.CharField(_("tên tiếng Anh (không chính thức)"), max_length=500, blank=True)
    first_year = models.PositiveSmallIntegerField(_("từ năm"))
    last_year = models.PositiveSmallIntegerField(_("đến năm"))
    replaces_number = models.CharField(_("thay thế quyết định số"), max_length=50, blank=True)
    replaces_signed_on = models.DateField(
        _("ngày ký quyết định cũ"), null=True, blank=True, validators=[not_in_future]
    )
    viewpoint_vi = models.TextField(_("quan điểm"), blank=True)
    goals_vi = models.TextField(_("mục tiêu tổng quát"), blank=True)

    reports_from = models.CharField(
        _("báo cáo qua Cổng từ quý"),
        max_length=7,
        blank=True,
        validators=[validate_quarter],
        help_text=_("Để trống: chưa đơn vị nào phải báo cáo qua Cổng."),
    )
    report_days = models.PositiveSmallIntegerField(
        _("hạn gửi báo cáo (số ngày sau ngày chốt số liệu)"),
        default=10,
        validators=[MaxValueValidator(90, _("Hạn không quá 90 ngày."))],
    )
    is_demo = models.BooleanField(_("dữ liệu minh họa"), default=False, editable=False)

    history = HistoricalRecords()
    objects = ProgrammeQuerySet.as_manager()

    class Meta:
        verbose_name = _("chương trình")
        verbose_name_plural = _("chương trình")
        ordering = ["-is_main", "-first_year"]
        constraints = [
            models.UniqueConstraint(
                fields=["is_main"],
                condition=Q(is_main=True),
                name="programme_one_main",
                violation_error_message=_("Đã có một chương trình chính."),
            ),
            models.CheckConstraint(
                condition=Q(last_year__gte=F("first_year")),
                name="programme_years_in_order",
                violation_error_message=_("Năm kết thúc phải từ năm bắt đầu trở đi."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}, {self.first_year}–{self.last_year}"

    def natural_key(self) -> tuple[str]:
        return (self.slug,)

    def clean(self) -> None:
        super().clean()
        if self.slug in PLACES:
            raise ValidationError({"slug": _("Mã này trùng với một địa chỉ sẵn có.")})

    def get_absolute_url(self) -> str:
        return reverse("programme:programme-detail", kwargs=self.url_kwargs())

    def url_kwargs(self) -> dict[str, str]:
        """Return the URL arguments that name this programme."""
        return {"programme": self.slug}

    @property
    def title(self) -> str:
        return in_language(self, "title")

    @property
    def short_title(self) -> str:
        """The programme in a few words, for breadcrumbs and links."""
        years = {"first": self.first_year, "last": self.last_year}
        if self.is_demo:
            return _("Chương trình minh họa %(first)s–%(last)s") % years
        return _("Chương trình %(first)s–%(last)s") % years

    @property
    def quarters(self) -> list[Period]:
        """Every quarter of its years, whether or not reports on it are expected."""
        return list(
            quarters(
                Period(self.first_year, 1, PeriodKind.QUARTER),
                Period(self.last_year, 4, PeriodKind.QUARTER),
            )
        )

    @property
    def reported_quarters(self) -> list[Period]:
        """The quarters on which agencies report here: closed after it was signed, and asked for."""
        if not self.reports_from:
            return []
        first = Period.read(self.reports_from)
        return [q for q in self.quarters if q >= first and q.closes >= self.signed_on]

    def deadline(self, quarter: Period) -> date:
        """Return the last day on which a report on the quarter is in time."""
        return quarter.closes + timedelta(days=self.report_days)

    @property
    def has_ended(self) -> bool:
        """Whether the programme's period is over; its tasks keep their last known state."""
        return localdate().year > self.last_year


class Amendment(models.Model):
    """A later decision that adds, changes or ends tasks and targets (section V.2 d)."""

    programme = models.ForeignKey(
        Programme,
        verbose_name=_("chương trình"),
        on_delete=models.PROTECT,
        related_name="amendments",
    )
    number = models.CharField(_("số quyết định"), max_length=50)
    signed_on = models.DateField(_("ngày ký"), validators=[not_in_future])
    effective_on = models.DateField(_("ngày hiệu lực"))
    issuer = models.CharField(_("cơ quan ban hành"), max_length=200)
    summary = models.TextField(_("nội dung điều chỉnh"), blank=True)
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("quyết định điều chỉnh")
        verbose_name_plural = _("quyết định điều chỉnh")
        ordering = ["effective_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "number", "signed_on"],
                name="amendment_entered_once",
                violation_error_message=_("Quyết định này đã được nhập."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.number} ({self.signed_on:%d/%m/%Y})"

    @property
    def picker_label(self) -> str:
        """As pickers name it: decisions that amend several programmes stand beside each other."""
        return f"{self.programme.short_title} – {self}"


class AmendableQuerySet(models.QuerySet):
    """What decisions add and end."""

    def in_force(self, on: date | None = None) -> "AmendableQuerySet":
        """Filter to what was in force on that day (today): already added, not yet ended."""
        day = on or localdate()
        return self.filter(
            Q(added_by=None) | Q(added_by__effective_on__lte=day),
            Q(ended_by=None) | Q(ended_by__effective_on__gt=day),
        )


class Amendable(models.Model):
    """What a later decision can add or end; a change is an end and an addition that replaces it."""

    added_by = models.ForeignKey(
        Amendment,
        verbose_name=_("bổ sung bởi"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text=_("Để trống: có từ quyết định ban hành chương trình."),
    )
    ended_by = models.ForeignKey(
        Amendment,
        verbose_name=_("bãi bỏ hoặc thay bởi"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    replaces = models.OneToOneField(
        "self",
        verbose_name=_("thay cho"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="replaced_by",
    )

    class Meta:
        abstract = True

    def end(self, amendment: Amendment) -> None:
        """End this by a later decision; it stays on record for the days when it held."""
        if self.ended_by:
            raise ValidationError(_("Đã hết hiệu lực theo một quyết định trước."))
        self.ended_by = amendment
        self.clean()
        self.save()

    @transaction.atomic
    def amend(self, amendment: Amendment) -> Self:
        """End this wording by a decision, and add its copy by the same one, for staff to edit."""
        self.end(amendment)
        copy = type(self).objects.get(pk=self.pk)
        copy.pk, copy._state.adding, copy.version = None, True, 0
        copy.added_by, copy.ended_by, copy.replaces = amendment, None, self
        copy.save()
        self.copy_rows_to(copy)
        return copy

    def copy_rows_to(self, copy: Self) -> None:
        """Copy what hangs on the record; nothing where it has no rows."""

    def was_in_force(self, on: date) -> bool:
        """Whether it held on that day: already added, not yet ended."""
        return (self.added_by is None or self.added_by.effective_on <= on) and (
            self.ended_by is None or self.ended_by.effective_on > on
        )
