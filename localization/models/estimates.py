"""Estimates from the answers of a wave: computed once, stored with all their inputs."""

import secrets
from decimal import ROUND_HALF_UP, Decimal

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.timezone import now
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from catalogue.models import Industry
from core.models import Stateful, Versioned
from core.transitions import transition
from localization.models.frame import FrameUnit
from localization.models.methods import Method
from localization.models.waves import Wave


def drawn_seed() -> int:
    """Return a seed that nobody has chosen for its result."""
    return secrets.randbelow(2**32)


class Estimate(Versioned, Stateful):
    """One run of the estimator over a wave; `inputs` are the very rows that it read.

    Inputs, seed and number of replicates give the same cells again to the digit.
    """

    class State(models.TextChoices):
        COMPUTED = "computed", _("Đã tính, chưa công bố")
        PUBLISHED = "published", _("Đã công bố")

    COMPUTED_FROM = (Wave.State.CLOSED, Wave.State.PUBLISHED)

    wave = models.ForeignKey(
        Wave, verbose_name=_("cuộc khảo sát"), on_delete=models.PROTECT, related_name="estimates"
    )
    method = models.ForeignKey(
        Method, verbose_name=_("công thức tính"), on_delete=models.PROTECT, related_name="estimates"
    )
    seed = models.PositiveBigIntegerField(
        _("số khởi tạo ngẫu nhiên"),
        default=drawn_seed,
        help_text=_("Cùng phiếu, cùng số khởi tạo thì kết quả giống hệt. Nên giữ số có sẵn."),
    )
    replicates = models.PositiveIntegerField(_("số lần lấy mẫu lại"), default=1_000)
    inputs = models.JSONField(_("số liệu đầu vào"), editable=False, default=list)
    state = models.CharField(
        _("tình trạng"),
        max_length=10,
        choices=State.choices,
        default=State.COMPUTED,
        editable=False,
    )
    computed_at = models.DateTimeField(_("tính lúc"), auto_now_add=True)
    computed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("người tính"),
        null=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
    )
    published_at = models.DateTimeField(_("công bố lúc"), null=True, editable=False)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("người công bố"),
        null=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
    )
    history = HistoricalRecords(excluded_fields=["inputs"])

    class Meta:
        verbose_name = _("ước lượng từ khảo sát")
        verbose_name_plural = _("ước lượng từ khảo sát")
        ordering = ["-computed_at", "-pk"]
        permissions = [
            ("publish_estimate", _("Công bố ước lượng từ khảo sát")),
        ]

    def __str__(self) -> str:
        return f"{self.wave}: {self.method}"

    def clean(self) -> None:
        super().clean()
        if self.wave_id and self.wave.state not in self.COMPUTED_FROM:
            raise ValidationError({"wave": _("Hãy đóng cuộc khảo sát trước khi tính.")})
        if self.method_id and self.method.kind == Method.Kind.OTHER:
            message = _("Khảo sát của Cổng không có số liệu cho công thức này.")
            raise ValidationError({"method": message})

    @transition(
        State.COMPUTED,
        State.PUBLISHED,
        permission="localization.publish_estimate",
        label=_("Công bố"),
        form="localization.estimating.forms.PublishEstimateForm",
    )
    def publish(self, by: models.Model) -> None:
        """Its values are those of the year; `localization.estimating.publishing` writes them."""
        self.published_at = now()
        self.published_by = self._history_user = by
        self.save()

    @property
    def is_by_the_waves_method(self) -> bool:
        """Whether it may be published: a wave publishes one rate, by the formula it announces."""
        return self.method_id == self.wave.method_id


class Cell(models.Model):
    """One number of a published table: an industry's rate, whole or in one group of its makers.

    What is withheld is stored for staff and shown to nobody else, with the reason.
    """

    class Table(models.TextChoices):
        WHOLE = "whole", _("Cả ngành")
        SUBSECTOR = "subsector", _("Phân ngành")
        OWNERSHIP = "ownership", _("Sở hữu")
        SIZE = "size", _("Quy mô")

    class Withheld(models.TextChoices):
        FEW = "few", _("Ít hơn 5 chủ sở hữu trả lời")
        DOMINATED = "dominated", _("Một chủ sở hữu chiếm phần áp đảo")
        COMPLEMENT = "complement", _("Giữ kín để không suy ra được ô khác")
        NO_RATE = "no_rate", _("Không tính được: tổng bằng 0 hoặc tỷ lệ ngoài 0–100%")

    estimate = models.ForeignKey(Estimate, on_delete=models.CASCADE, related_name="cells")
    industry = models.ForeignKey(Industry, on_delete=models.PROTECT, related_name="+")
    table = models.CharField(_("bảng"), max_length=10, choices=Table.choices)
    code = models.CharField(
        max_length=50, blank=True, help_text="of the subsector, the ownership or the size"
    )
    subsector = models.ForeignKey(
        "localization.Subsector", null=True, on_delete=models.PROTECT, related_name="+"
    )
    percent = models.DecimalField(_("tỷ lệ (%)"), max_digits=7, decimal_places=4, null=True)
    low = models.DecimalField(_("cận dưới (%)"), max_digits=7, decimal_places=4, null=True)
    high = models.DecimalField(_("cận trên (%)"), max_digits=7, decimal_places=4, null=True)
    frame = models.PositiveIntegerField(_("số doanh nghiệp được khảo sát"))
    answers = models.PositiveIntegerField(_("số phiếu dùng được"))
    owners = models.PositiveIntegerField(_("số chủ sở hữu"))
    largest_share = models.DecimalField(
        _("phần của chủ lớn nhất"), max_digits=5, decimal_places=4, null=True
    )
    withheld = models.CharField(
        _("giữ kín vì"), max_length=10, blank=True, choices=Withheld.choices
    )

    class Meta:
        verbose_name = _("ô số liệu")
        verbose_name_plural = _("ô số liệu")
        ordering = ["industry", "table", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["estimate", "industry", "table", "code"], name="cell_once"
            ),
            models.CheckConstraint(
                condition=~Q(withheld="") | Q(percent__isnull=False),
                name="cell_shown_has_a_value",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.industry}, {self.get_table_display()}: {self.label}"

    @property
    def coverage(self) -> Decimal:
        """Usable answers in per cent of the enterprises asked, to one decimal, half up."""
        share = Decimal(self.answers * 100) / self.frame
        return share.quantize(Decimal("0.1"), ROUND_HALF_UP)

    @property
    def largest_percent(self) -> Decimal | None:
        """The largest owner's share of the denominator, in per cent."""
        return None if self.largest_share is None else self.largest_share * 100

    @property
    def label(self) -> str:
        """The group of makers that the cell is about."""
        if self.subsector_id:
            return self.subsector.name
        if self.table == self.Table.SUBSECTOR:
            return gettext("Chưa xếp phân ngành")
        named = {self.Table.OWNERSHIP: FrameUnit.Ownership, self.Table.SIZE: FrameUnit.Size}
        return str(named[self.table](self.code).label) if self.table in named else ""
