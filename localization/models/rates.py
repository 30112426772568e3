"""Yearly values of the localization rate: who published which value, when and by which formula."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.timezone import localdate, now
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from catalogue.models import Industry
from core.days import not_in_future
from core.models import Bilingual, Stateful, Versioned
from core.templatetags.formatting import figure, official_date
from core.transitions import transition
from localization.models.estimates import Estimate
from localization.models.methods import Method


class Subsector(Bilingual):
    """A part of an industry that staff follow on its own."""

    industry = models.ForeignKey(
        Industry, verbose_name=_("ngành"), on_delete=models.PROTECT, related_name="subsectors"
    )
    slug = models.SlugField(_("mã"), unique=True)
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("phân ngành")
        verbose_name_plural = _("phân ngành")
        ordering = ["industry", "name_vi"]
        constraints = [
            models.UniqueConstraint(
                fields=["industry", "name_vi"],
                name="subsector_named_once",
                violation_error_message=_("Ngành đã có phân ngành tên này."),
            )
        ]


class RateQuerySet(models.QuerySet):
    """Yearly values of localization rates."""

    def demo(self) -> "RateQuerySet":
        """Filter to those of the demo survey, shown on pages of their own."""
        return self.filter(is_demo=True)

    def standing(self) -> "RateQuerySet":
        """Filter to those that nobody has withdrawn."""
        return self.filter(state=Rate.State.STANDING)

    def for_display(self) -> "RateQuerySet":
        """Filter to what is not withdrawn, with its relations, the latest publication first."""
        rows = self.standing().select_related("industry", "subsector", "method", "estimate__wave")
        return rows.order_by("industry__position", "year", "-published_on", "-pk")


class Rate(Versioned, Stateful):
    """One published value: per cent of an industry, or of a subsector, in a year.

    Values are never overwritten: a later publication for the same year is a new vintage with the
    reason of the revision, and a mistaken one is withdrawn.
    """

    class State(models.TextChoices):
        STANDING = "standing", _("Đang công bố")
        WITHDRAWN = "withdrawn", _("Đã thu hồi")

    class Kind(models.TextChoices):
        OFFICIAL = "official", _("Chính thức")
        SURVEY = "survey", _("Tính từ khảo sát")
        ESTIMATED = "estimated", _("Ước tính")

    is_demo = models.BooleanField(_("dữ liệu minh họa"), default=False, editable=False)
    industry = models.ForeignKey(
        Industry, verbose_name=_("ngành"), on_delete=models.PROTECT, related_name="rates"
    )
    subsector = models.ForeignKey(
        Subsector,
        verbose_name=_("phân ngành"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="rates",
        help_text=_("Để trống khi giá trị là của cả ngành."),
    )
    year = models.PositiveSmallIntegerField(
        _("năm"), validators=[MinValueValidator(2000, _("Năm phải từ 2000."))]
    )
    kind = models.CharField(_("loại giá trị"), max_length=10, choices=Kind.choices)
    method = models.ForeignKey(
        Method, verbose_name=_("công thức tính"), on_delete=models.PROTECT, related_name="rates"
    )
    percent = models.DecimalField(_("tỷ lệ (%)"), max_digits=5, decimal_places=2)
    low = models.DecimalField(
        _("cận dưới khoảng tin cậy 95% (%)"), max_digits=5, decimal_places=2, null=True, blank=True
    )
    high = models.DecimalField(
        _("cận trên khoảng tin cậy 95% (%)"), max_digits=5, decimal_places=2, null=True, blank=True
    )
    scope = models.CharField(
        _("phạm vi"),
        max_length=300,
        help_text=_("Những cơ sở, địa bàn, sản phẩm mà giá trị bao gồm."),
    )
    source = models.CharField(_("cơ quan công bố"), max_length=300)
    document = models.CharField(
        _("tài liệu"), max_length=300, help_text=_("Tên hoặc số, ngày của tài liệu, trang.")
    )
    document_url = models.URLField(_("địa chỉ tài liệu"), blank=True)
    published_on = models.DateField(
        _("ngày công bố"),
        validators=[not_in_future],
        error_messages={"future": _("Ngày công bố không thể sau hôm nay.")},
    )
    revision_reason = models.CharField(
        _("lý do sửa đổi"),
        max_length=300,
        blank=True,
        help_text=_("Bắt buộc khi năm này đã có giá trị công bố trước đó."),
    )
    break_note = models.CharField(
        _("đứt gãy chuỗi so với năm trước"),
        max_length=300,
        blank=True,
        help_text=_("Vì sao không so sánh được với năm trước; bỏ trống nếu so sánh được."),
    )
    estimate = models.ForeignKey(
        Estimate,
        verbose_name=_("ước lượng từ khảo sát"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="rates",
    )
    entered_at = models.DateTimeField(_("nhập lúc"), auto_now_add=True)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("người nhập"),
        null=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
    )
    state = models.CharField(
        _("tình trạng"),
        max_length=10,
        choices=State.choices,
        default=State.STANDING,
        editable=False,
    )
    withdrawn_at = models.DateTimeField(_("thu hồi lúc"), null=True, editable=False)
    withdrawn_reason = models.CharField(
        _("lý do thu hồi"), max_length=300, blank=True, editable=False
    )
    history = HistoricalRecords()
    objects = RateQuerySet.as_manager()

    class Meta:
        verbose_name = _("giá trị tỷ lệ nội địa hóa")
        verbose_name_plural = _("giá trị tỷ lệ nội địa hóa")
        ordering = ["industry", "subsector", "-year", "-published_on", "-pk"]
        permissions = [("withdraw_rate", _("Thu hồi giá trị tỷ lệ nội địa hóa"))]
        constraints = [
            models.CheckConstraint(
                condition=Q(percent__gte=0, percent__lte=100),
                name="rate_is_a_percentage",
                violation_error_message=_("Tỷ lệ phải từ 0 đến 100%%."),
            ),
            models.CheckConstraint(
                condition=Q(low=None, high=None)
                | Q(
                    **{"low__isnull": False, "high__isnull": False, "low__gte": 0},
                    **{"low__lte": F("percent"), "high__gte": F("percent"), "high__lte": 100},
                ),
                name="rate_within_its_interval",
                violation_error_message=_(
                    "Khoảng tin cậy phải có cả hai cận, chứa tỷ lệ và nằm trong 0–100%%."
                ),
            ),
            models.UniqueConstraint(
                fields=["is_demo", "industry", "year", "kind", "published_on"],
                condition=Q(subsector=None, withdrawn_at=None),
                name="rate_of_an_industry_once_a_publication",
                violation_error_message=_(
                    "Ngành đã có giá trị của năm này, loại này, công bố cùng ngày."
                ),
            ),
            models.UniqueConstraint(
                fields=["is_demo", "subsector", "year", "kind", "published_on"],
                condition=Q(withdrawn_at=None),
                name="rate_of_a_subsector_once_a_publication",
                violation_error_message=_(
                    "Phân ngành đã có giá trị của năm này, loại này, công bố cùng ngày."
                ),
            ),
            models.CheckConstraint(
                condition=Q(state="standing", withdrawn_at=None)
                | Q(state="withdrawn", withdrawn_at__isnull=False) & ~Q(withdrawn_reason=""),
                name="rate_withdrawn_with_a_reason",
                violation_error_message=_("Hãy ghi lý do thu hồi."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subsector or self.industry}, {self.year}: {self.percent}%"

    @property
    def is_full_count(self) -> bool:
        """Whether everybody has answered, so that no sample can err."""
        return self.kind == self.Kind.SURVEY and self.low is None

    @property
    def vintages(self) -> RateQuerySet:
        """All published values of the same year and kind not withdrawn, this one included."""
        return Rate.objects.standing().filter(
            is_demo=self.is_demo,
            industry=self.industry_id,
            subsector=self.subsector_id,
            year=self.year,
            kind=self.kind,
        )

    def clean(self) -> None:
        super().clean()
        errors = {}
        today = localdate()
        if self.year and self.year > today.year:
            errors["year"] = _("Năm không thể sau năm nay.")
        elif self.year and self.published_on and self.published_on.year < self.year:
            errors["published_on"] = _("Ngày công bố không thể trước năm của giá trị.")
        if self.subsector_id and self.subsector.industry_id != self.industry_id:
            errors["subsector"] = _("Phân ngành này thuộc ngành khác.")
        if self.kind == self.Kind.SURVEY and self.estimate_id is None:
            errors["kind"] = _("Giá trị khảo sát chỉ được công bố từ một ước lượng của khảo sát.")
        if not errors:
            errors = self._revision_errors()
        if errors:
            raise ValidationError(errors)

    def _revision_errors(self) -> dict[str, str]:
        """Refuse a year twice on the same day; on another it is a revision and needs a reason."""
        earlier = self.vintages.exclude(pk=self.pk)
        if earlier.filter(published_on=self.published_on).exists():
            message = _("Năm này đã có giá trị công bố cùng ngày. Giá trị sửa đổi có ngày khác.")
            return {"year": message}
        last = earlier.order_by("-published_on").first()
        if last and not self.revision_reason:
            words = {"day": official_date(last.published_on), "percent": figure(last.percent)}
            message = _("Năm này đã có giá trị %(percent)s%% công bố ngày %(day)s. Ghi lý do sửa.")
            return {"revision_reason": message % words}
        return {}

    @transition(
        State.STANDING,
        State.WITHDRAWN,
        permission="localization.withdraw_rate",
        label=_("Thu hồi giá trị"),
        form="localization.admin.rates.WithdrawRateForm",
    )
    def withdraw(self, reason: str, by: models.Model) -> None:
        """Take a mistaken value from the public; it stays in the history with the reason."""
        if not reason.strip():
            raise ValidationError({"reason": _("Hãy ghi lý do thu hồi.")})
        self.withdrawn_at, self.withdrawn_reason = now(), reason.strip()
        self._history_user = by
        self.save()
