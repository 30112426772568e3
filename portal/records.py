"""What the directory tells of the programme's measures: neither room knows the other.

With the home page and the root addresses this alone puts the two together.
"""

from django.db.models import Count
from django.utils.translation import gettext_lazy as _

from core import cache_versions
from enterprises.models import Enterprise
from enterprises.models.search import FACET_COUNTS
from programme import computations


def register() -> None:
    """Offer the directory's own figures to the programme's measures."""
    computations.register(
        "published_enterprises",
        _("Doanh nghiệp đang công bố, theo năm nhập hồ sơ (không tính dữ liệu minh họa)"),
        published_enterprises,
    )


def published_enterprises() -> dict[int, int]:
    """Real enterprises that are public now, by the year in which they were entered."""
    return cache_versions.cached(f"{FACET_COUNTS}.years", (FACET_COUNTS,), _by_year)


def _by_year() -> dict[int, int]:
    public = Enterprise.objects.published().real()
    by_year = public.order_by().values_list("created_at__year")
    return dict(by_year.annotate(Count("pk")))
