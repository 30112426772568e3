"""What belongs to one quarter."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from programme.periods import Period, PeriodKind


class OfAQuarter(models.Model):
    """A record of one quarter."""

    year = models.PositiveSmallIntegerField(_("năm"))
    quarter = models.PositiveSmallIntegerField(
        _("quý"),
        validators=[
            MinValueValidator(1, _("Quý từ 1 đến 4.")),
            MaxValueValidator(4, _("Quý từ 1 đến 4.")),
        ],
    )

    class Meta:
        abstract = True

    @property
    def period(self) -> Period:
        return Period(self.year, self.quarter, PeriodKind.QUARTER)

    @property
    def period_name(self) -> str:
        """The period in words; bare numbers where a form shows a wrong one to its writer again."""
        try:
            return str(self.period)
        except ValueError:
            return f"{self.quarter}/{self.year}"
