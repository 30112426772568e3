"""Survey waves and the enterprises that they ask."""

from collections.abc import Iterable, Iterator
from itertools import groupby

from django.db import models
from django.db.models import F, Q
from simple_history.utils import bulk_create_with_history

from catalogue.models import Industry
from core.batches import batches
from enterprises.models import Enterprise

BATCH = 5_000  # units that are written by one statement
TAX_CODE = 10  # digits of an enterprise's own tax code; a branch's adds three


class WaveQuerySet(models.QuerySet):
    """Waves of the survey."""

    def running(self) -> "WaveQuerySet":
        """Those whose answers are still being taken or looked through."""
        return self.filter(state__in=["open", "closed"])


class FrameUnitQuerySet(models.QuerySet):
    """Enterprises in the frames of waves."""

    def asked_of(self, enterprises: Iterable[int]) -> "FrameUnitQuerySet":
        """Those of these enterprises and of records merged into them since, their own first."""
        own, taken_in = Q(enterprise__in=enterprises), Q(enterprise__merged_into__in=enterprises)
        first = F("enterprise__merged_into").asc(nulls_first=True)
        return self.filter(own | taken_in).order_by(first, "pk")

    def shown_to_keepers(self) -> "FrameUnitQuerySet":
        """Those whose wave has been opened, with what a page says of them."""
        units = self.exclude(wave__state="draft")
        return units.select_related("wave__method", "enterprise", "industry", "answer")

    def unanswered(self) -> "FrameUnitQuerySet":
        """Those that have not sent their answer."""
        return self.exclude(answer__state="submitted")

    def take_in(self, wave: models.Model, by: models.Model) -> int:
        """Make the frame of a wave from what is public now; how many units it has.

        One query reads them all; the history says by whom.
        """
        units = (self.model(wave=wave, version=1, **facts) for facts in _facts(wave))
        return sum(len(_kept(batch, self.model, by)) for batch in batches(units, BATCH))


def _kept(batch: list[models.Model], model: type[models.Model], by: models.Model) -> list:
    return bulk_create_with_history(batch, model, batch_size=BATCH, default_user=by)


def _facts(wave: models.Model) -> Iterator[dict]:
    """What the frame notes of each enterprise, under the first of its industries in the Decision.

    The industries are those that have targets. Whoever is known to be elsewhere is not asked.
    """
    public = Enterprise.objects.published().filter(is_demo=wave.is_demo).exclude(locality="outside")
    targeted = Industry.objects.filter(rate_targets__isnull=False)
    links = Enterprise.industries.through.objects
    rows = links.filter(enterprise__in=public, industry__in=targeted)
    names = ("industry", "enterprise__size_class", "enterprise__ownership", "enterprise__tax_code")
    found = rows.order_by("enterprise", "industry__position").values_list("enterprise", *names)
    for enterprise, linked in groupby(found.iterator(), key=lambda row: row[0]):
        _pk, industry, size, ownership, tax_code = next(linked)
        yield {
            "enterprise_id": enterprise,
            "industry_id": industry,
            "size": size or "unknown",
            "ownership": _ownership(ownership),
            "owner": owner_of(enterprise, tax_code),
        }


def _ownership(kind: str) -> str:
    if not kind:
        return "unknown"
    return "foreign" if kind == Enterprise.Ownership.FOREIGN else "local"


def owner_of(enterprise: int, tax_code: str | None) -> str:
    """Whose the enterprise is as far as its tax code tells: branches begin with their parent's.

    A household's twelve digits are a citizen's number, of which no part stands for anybody.
    """
    if not tax_code:
        return f"dn-{enterprise}"
    return tax_code if len(tax_code) == 12 else tax_code[:TAX_CODE]
