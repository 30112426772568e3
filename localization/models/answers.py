"""What enterprises answer: their inputs by origin, and the goods for which they buy them."""

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from catalogue.models import Industry
from core.models import Bilingual, Stateful, Versioned
from core.transitions import transition
from localization.models.frame import FrameUnit

KINDS = ("materials", "components", "services")
ORIGINS = ("local", "foreign", "imported")
AMOUNTS = tuple(f"{kind}_{origin}" for kind in KINDS for origin in ORIGINS)
VALUE_ADDED = ("output", "labour", "overhead", "other_costs", "profit")
_NOT_NEGATIVE = MinValueValidator(0, _("Số tiền không thể âm."))


def amount_field(name: str) -> models.DecimalField:
    """Triệu đồng; to four decimals, so that per cents of a total are stored without rounding."""
    return models.DecimalField(
        name,
        max_digits=16,
        decimal_places=4,
        null=True,
        blank=True,
        validators=[_NOT_NEGATIVE],
    )


class ComponentGroup(Bilingual):
    """A group of components or materials that makers buy, and the words that find its makers."""

    slug = models.SlugField(_("mã"), unique=True)
    industries = models.ManyToManyField(
        Industry, verbose_name=_("ngành dùng"), related_name="component_groups"
    )
    search_words = models.CharField(
        _("từ khóa trong danh bạ"),
        max_length=100,
        help_text=_("Từ tìm ra những doanh nghiệp làm nhóm này, như người mua gõ vào ô tìm kiếm."),
    )
    history = HistoricalRecords(m2m_fields=[industries])

    class Meta:
        verbose_name = _("nhóm linh kiện, vật tư")
        verbose_name_plural = _("nhóm linh kiện, vật tư")
        ordering = ["name_vi"]


class AnswerQuerySet(models.QuerySet):
    """Answers of enterprises."""

    def submitted(self) -> "AnswerQuerySet":
        """Filter to those that count."""
        return self.filter(state=Answer.State.SUBMITTED)


class Answer(Versioned, Stateful):
    """One enterprise's answer to a wave: inputs bought in the year, in triệu đồng, by origin.

    A draft may have gaps; what is submitted has none among materials and components. `stated` has
    the totals and per cents from which amounts were computed; `remarks` what had to be explained
    when the answer was sent, in Vietnamese.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("Bản nháp")
        SUBMITTED = "submitted", _("Đã gửi")

    class Channel(models.TextChoices):
        ACCOUNT = "account", _("Tài khoản doanh nghiệp")
        PAPER = "paper", _("Cán bộ nhập từ phiếu giấy")
        SPREADSHEET = "spreadsheet", _("Cán bộ nhập từ bảng tính")

    class Mode(models.TextChoices):
        VALUE = "value", _("Giá trị (triệu đồng)")
        PERCENT = "percent", _("Tổng giá trị và tỷ lệ phần trăm")

    unit = models.OneToOneField(
        FrameUnit, verbose_name=_("doanh nghiệp"), on_delete=models.PROTECT, related_name="answer"
    )
    state = models.CharField(
        _("tình trạng"), max_length=10, choices=State.choices, default=State.DRAFT, editable=False
    )
    channel = models.CharField(
        _("gửi qua"), max_length=12, choices=Channel.choices, default=Channel.ACCOUNT
    )
    mode = models.CharField(_("cách ghi"), max_length=10, choices=Mode.choices, default=Mode.VALUE)
    materials_local = amount_field(_("nguyên, vật liệu của doanh nghiệp trong nước"))
    materials_foreign = amount_field(_("nguyên, vật liệu của doanh nghiệp FDI tại Việt Nam"))
    materials_imported = amount_field(_("nguyên, vật liệu nhập khẩu"))
    components_local = amount_field(_("linh kiện, phụ tùng của doanh nghiệp trong nước"))
    components_foreign = amount_field(_("linh kiện, phụ tùng của doanh nghiệp FDI tại Việt Nam"))
    components_imported = amount_field(_("linh kiện, phụ tùng nhập khẩu"))
    services_local = amount_field(_("gia công, dịch vụ của doanh nghiệp trong nước"))
    services_foreign = amount_field(_("gia công, dịch vụ của doanh nghiệp FDI tại Việt Nam"))
    services_imported = amount_field(_("gia công, dịch vụ mua của nước ngoài"))
    output = amount_field(_("giá trị sản phẩm xuất xưởng (giá FOB)"))
    labour = amount_field(_("chi phí nhân công"))
    overhead = amount_field(_("chi phí phân xưởng"))
    other_costs = amount_field(_("chi phí khác"))
    profit = models.DecimalField(
        _("lợi nhuận"), max_digits=16, decimal_places=4, null=True, blank=True
    )
    stated = models.JSONField(
        _("tổng và tỷ lệ như đã ghi"), default=dict, blank=True, editable=False
    )
    remarks = models.JSONField(_("điểm cần giải thích"), default=list, blank=True, editable=False)
    explanation = models.TextField(
        _("giải thích số liệu khác thường"), max_length=1_000, blank=True
    )
    submitted_at = models.DateTimeField(_("gửi lúc"), null=True, editable=False)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("người gửi"),
        null=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    history = HistoricalRecords()
    objects = AnswerQuerySet.as_manager()

    class Meta:
        verbose_name = _("phiếu khảo sát")
        verbose_name_plural = _("phiếu khảo sát")
        ordering = ["unit__wave", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    *(Q(**{name: None}) | Q(**{f"{name}__gte": 0}) for name in AMOUNTS),
                    *(
                        Q(**{name: None}) | Q(**{f"{name}__gte": 0})
                        for name in VALUE_ADDED
                        if name != "profit"
                    ),
                ),
                name="answer_amounts_not_negative",
                violation_error_message=_("Số tiền không thể âm."),
            ),
            models.CheckConstraint(
                condition=Q(state="draft") | Q(submitted_at__isnull=False),
                name="answer_submitted_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return str(self.unit)

    @property
    def is_submitted(self) -> bool:
        return self.state == self.State.SUBMITTED

    def lock_in_state(self, *states: str) -> None:
        """Nothing to lock: the wave's row is, and what is filled in here is not saved yet."""

    @transition(tuple(State), State.SUBMITTED)
    def submit(self, by: models.Model, channel: str, remarks: list[str]) -> None:
        """From now on the answer counts; whoever sends a correction is who sent it."""
        self.unit.wave.must_take(channel)
        self.channel, self.remarks = channel, remarks
        self.submitted_at, self.submitted_by, self._history_user = now(), by, by
        self.save()


ANSWERED = Q(answer__state=Answer.State.SUBMITTED)  # condition on a FrameUnit
DRAFTED = Q(answer__state=Answer.State.DRAFT)  # condition on a FrameUnit


class ProductLine(models.Model):
    """A line of goods, and the group of components that it needs most, in triệu đồng by origin.

    Only a draft's lines have gaps.
    """

    answer = models.ForeignKey(Answer, on_delete=models.CASCADE, related_name="lines")
    name = models.CharField(_("dòng sản phẩm"), max_length=200, blank=True)
    group = models.ForeignKey(
        ComponentGroup,
        verbose_name=_("nhóm linh kiện, vật tư phải mua nhiều nhất"),
        null=True,
        on_delete=models.PROTECT,
        related_name="lines",
    )
    domestic = models.DecimalField(
        _("mua tại Việt Nam (triệu đồng)"),
        max_digits=16,
        decimal_places=4,
        null=True,
        validators=[_NOT_NEGATIVE],
    )
    imported = models.DecimalField(
        _("nhập khẩu (triệu đồng)"),
        max_digits=16,
        decimal_places=4,
        null=True,
        validators=[_NOT_NEGATIVE],
    )

    class Meta:
        verbose_name = _("dòng sản phẩm")
        verbose_name_plural = _("dòng sản phẩm")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["answer", "name", "group"],
                name="product_line_once",
                violation_error_message=_("Dòng sản phẩm với nhóm linh kiện này đã ghi."),
            ),
            models.CheckConstraint(
                condition=Q(domestic__gte=0, imported__gte=0),
                name="product_line_not_negative",
                violation_error_message=_("Số tiền không thể âm."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}: {self.group}"
