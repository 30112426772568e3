"""The frame of a wave: the enterprises that are asked, and the letters sent to their owners."""

from collections.abc import Iterable, Iterator
from itertools import groupby

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from catalogue.models import Industry
from core.batches import batches
from core.bulk_history import BulkHistory
from core.models import Versioned
from enterprises.models import Enterprise
from localization.models.waves import Wave

BATCH = 5_000  # units that are written by one statement
TAX_CODE_DIGITS = 10  # of an enterprise's own tax code; a branch's adds three
HOUSEHOLD_DIGITS = 12  # of a household's tax code, which is its head's citizen number


class FrameUnitQuerySet(models.QuerySet):
    """Enterprises in the frames of waves."""

    def asked_of(self, enterprises: Iterable[int]) -> "FrameUnitQuerySet":
        """Filter to those of these enterprises and of records merged into them, own first."""
        own, merged = Q(enterprise__in=enterprises), Q(enterprise__merged_into__in=enterprises)
        first = F("enterprise__merged_into").asc(nulls_first=True)
        return self.filter(own | merged).order_by(first, "pk")

    def shown_to_members(self) -> "FrameUnitQuerySet":
        """Filter to those whose wave has been opened, with what a page shows of them."""
        units = self.exclude(wave__state=Wave.State.DRAFT)
        return units.select_related("wave__method", "enterprise", "industry", "answer")

    def create_frame(self, wave: Wave, by: models.Model) -> int:
        """Create the units of a wave from what is public now; return how many they are.

        One query reads them all; the history names `by`. Runs in the caller's transaction.
        """
        units = (FrameUnit(wave=wave, version=1, **facts) for facts in _facts(wave))
        history, number = BulkHistory(by), 0
        for batch in batches(units, BATCH):
            history.copy(self.bulk_create(batch), is_new=True)
            number += len(batch)
        return number


def _facts(wave: Wave) -> Iterator[dict]:
    """Yield the fields of each unit, under the first of its industries in the Decision.

    The industries are those that have targets. Whoever is known to be elsewhere is not asked.
    """
    public = Enterprise.objects.published().filter(is_demo=wave.is_demo)
    inside = public.exclude(locality=Enterprise.Locality.OUTSIDE)
    targeted = Industry.objects.filter(rate_targets__isnull=False)
    links = Enterprise.industries.through.objects
    rows = links.filter(enterprise__in=inside, industry__in=targeted)
    names = ("industry", "enterprise__size_class", "enterprise__ownership", "enterprise__tax_code")
    found = rows.order_by("enterprise", "industry__position").values_list("enterprise", *names)
    for enterprise, linked in groupby(found.iterator(), key=lambda row: row[0]):
        _pk, industry, size, ownership, tax_code = next(linked)
        yield {
            "enterprise_id": enterprise,
            "industry_id": industry,
            "size": size or FrameUnit.Size.UNKNOWN,
            "ownership": _ownership(ownership),
            "owner": owner_of(enterprise, tax_code),
        }


def _ownership(kind: str) -> str:
    if not kind:
        return FrameUnit.Ownership.UNKNOWN
    is_foreign = kind == Enterprise.Ownership.FOREIGN
    return FrameUnit.Ownership.FOREIGN if is_foreign else FrameUnit.Ownership.LOCAL


def owner_of(enterprise: int, tax_code: str | None) -> str:
    """Return the code of the owner: a branch's tax code begins with its parent's.

    A household's twelve digits are a citizen's number, which has no such part.
    """
    if not tax_code:
        return f"dn-{enterprise}"
    return tax_code if len(tax_code) == HOUSEHOLD_DIGITS else tax_code[:TAX_CODE_DIGITS]


class FrameUnit(Versioned):
    """An enterprise that a wave asks, with the stratum in which it is counted.

    Industry, size and ownership are those of the day on which the wave was opened; staff put right
    what is wrong in them until the results are published.
    """

    class Ownership(models.TextChoices):
        LOCAL = "local", _("Trong nước")
        FOREIGN = "foreign", _("Có vốn đầu tư nước ngoài")
        UNKNOWN = "unknown", _("Chưa biết")

    class Size(models.TextChoices):
        MICRO = "micro", _("Siêu nhỏ")
        SMALL = "small", _("Nhỏ")
        MEDIUM = "medium", _("Vừa")
        LARGE = "large", _("Lớn")
        UNKNOWN = "unknown", _("Chưa biết")

    wave = models.ForeignKey(
        Wave, verbose_name=_("cuộc khảo sát"), on_delete=models.CASCADE, related_name="units"
    )
    enterprise = models.ForeignKey(
        Enterprise,
        verbose_name=_("doanh nghiệp"),
        on_delete=models.PROTECT,
        related_name="frame_units",
    )
    industry = models.ForeignKey(
        Industry, verbose_name=_("ngành"), on_delete=models.PROTECT, related_name="+"
    )
    subsector = models.ForeignKey(
        "localization.Subsector",
        verbose_name=_("phân ngành"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    size = models.CharField(_("quy mô"), max_length=10, choices=Size.choices)
    ownership = models.CharField(_("sở hữu"), max_length=10, choices=Ownership.choices)
    owner = models.CharField(
        _("chủ sở hữu, nhóm công ty"),
        max_length=100,
        help_text=_(
            "Các doanh nghiệp cùng một chủ ghi giống nhau: khi công bố, chúng chỉ tính là một. "
            "Lúc mở khảo sát lấy 10 số đầu của mã số thuế."
        ),
    )
    history = HistoricalRecords()
    objects = FrameUnitQuerySet.as_manager()

    class Meta:
        verbose_name = _("doanh nghiệp được khảo sát")
        verbose_name_plural = _("doanh nghiệp được khảo sát")
        ordering = ["wave", "enterprise__name_sort", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["wave", "enterprise"],
                name="frame_unit_once",
                violation_error_message=_("Doanh nghiệp này đã có trong cuộc khảo sát."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.enterprise}, {self.wave.year}"

    def clean(self) -> None:
        super().clean()
        if self.subsector_id and self.subsector.industry_id != self.industry_id:
            raise ValidationError({"subsector": _("Phân ngành này thuộc một ngành khác.")})
        if self.enterprise_id and self.wave_id and self.enterprise.is_demo != self.wave.is_demo:
            message = _("Dữ liệu minh họa và dữ liệu thật không vào cùng một cuộc khảo sát.")
            raise ValidationError({"enterprise": message})


class SurveyLetter(models.Model):
    """A letter about a wave to the owners of an enterprise, once for each last day to answer."""

    class About(models.TextChoices):
        OPENED = "opened", _("Khảo sát đã mở")
        CLOSING = "closing", _("Sắp hết hạn trả lời")
        CLOSED = "closed", _("Đã đóng trước hạn")

    unit = models.ForeignKey(FrameUnit, on_delete=models.CASCADE, related_name="letters")
    about = models.CharField(_("nội dung thư"), max_length=10, choices=About.choices)
    closes_on = models.DateField(_("doanh nghiệp trả lời đến hết ngày"))
    # When its letter went; none yet while the letter waits, none at all where it failed.
    sent_at = models.DateTimeField(_("gửi lúc"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("thư về khảo sát")
        verbose_name_plural = _("thư về khảo sát")
        ordering = [models.F("sent_at").desc(nulls_last=True), "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "about", "closes_on"], name="survey_letter_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.unit}: {self.get_about_display()}"
