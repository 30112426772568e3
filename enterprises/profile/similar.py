"""Enterprises that can do much the same.

Few are looked at, however many there are: some of those that share the rarest process. They come
from the table of processes and not from the full-text index, which would read every match first.
"""

from dataclasses import dataclass
from itertools import accumulate

from django.urls import reverse

from core import cache_versions
from core.languages import is_english
from enterprises.models import Enterprise
from enterprises.models.search import FACET_COUNTS
from enterprises.search.codes import codes_of
from enterprises.search.results import facet_counts
from enterprises.search.vocabulary import VOCABULARY, Named, vocabulary

SHOWN, LOOKED_AT, MAX_REMEMBERED = 5, 60, 1_000
# What makes two enterprises alike, and what each thing in common is worth.
WORTH = {"process": 5, "machine": 3, "material": 2, "standard": 2, "industry": 1}
# Through which others are found, the first that the enterprise has.
SEEDS = {"process": "processes", "material": "materials", "industry": "industries"}
PLACES = ("park", "ward")
NAMES = ("slug", "legal_name", "international_name", "is_demo")


@dataclass(frozen=True)
class Similar:
    """Another enterprise, what it shares with this one, and where it is."""

    slug: str
    legal_name: str
    international_name: str
    is_demo: bool
    shared: list[Named]
    places: list[Named]

    def get_absolute_url(self) -> str:
        return reverse("enterprises:enterprise-detail", args=[self.slug])

    @property
    def name(self) -> str:
        """The name in the reader's language."""
        return (self.international_name if is_english() else "") or self.legal_name

    @property
    def name_is_vietnamese(self) -> bool:
        """Whether an English reader gets the Vietnamese name."""
        return is_english() and not self.international_name


def similar_to(enterprise: Enterprise) -> list[Similar]:
    """Return the public enterprises most like this one (from `for_profile()`), the likest first.

    Demo records resemble demo records only. Remembered until the next write of any enterprise.
    """
    remembered = cache_versions.cached(f"{FACET_COUNTS}.similar", (FACET_COUNTS, VOCABULARY), dict)
    if enterprise.pk not in remembered:
        if len(remembered) >= MAX_REMEMBERED:
            remembered.clear()
        remembered[enterprise.pk] = _likest(enterprise)
    return remembered[enterprise.pk]


def _likest(enterprise: Enterprise) -> list[Similar]:
    worth = {code: WORTH.get(_kind(code), 0) for code in codes_of(enterprise)}
    seeds = _rarest(list(worth))
    places = {code for code in worth if _kind(code) in PLACES}
    found = {}
    for pk, codes, percent, *names in _others(enterprise, seeds) if seeds else ():
        shared = worth.keys() & codes.split()
        likeness = (sum(map(worth.__getitem__, shared)), len(shared & places), percent, -pk)
        found[pk] = (likeness, shared, codes, names)
    likest = sorted(found.values(), key=lambda row: row[0], reverse=True)[:SHOWN]
    return [_described(names, shared, codes) for _likeness, shared, codes, names in likest]


def _kind(code: str) -> str:
    """Return the facet of a code; "" for a machine's minimum, which its kind implies."""
    return "" if "_min_" in code else code.partition("_")[0]


def _rarest(own: list[str]) -> list[str]:
    """Return the processes that fewest others have; without any, the materials or industries.

    As many as lead to LOOKED_AT others together, and one at least.
    """
    kind = next((kind for kind in SEEDS if any(_kind(code) == kind for code in own)), "")
    numbers = facet_counts()
    # One of each number is this enterprise itself.
    rising = sorted((numbers[c], c) for c in own if kind and _kind(c) == kind and numbers[c] > 1)
    totals = accumulate(number for number, _code in rising)
    few = [
        code for (_number, code), total in zip(rising, totals, strict=True) if total <= LOOKED_AT
    ]
    return few or [code for _number, code in rising[:1]]


def _others(enterprise: Enterprise, seeds: list[str]) -> list[tuple]:
    """Return key, codes, completeness and NAMES of some that share a seed, in no order."""
    field = Enterprise._meta.get_field(SEEDS[_kind(seeds[0])])
    keys = [int(seed.partition("_")[2]) for seed in seeds]
    links = field.remote_field.through.objects.filter(
        **{f"{field.m2m_reverse_field_name()}__in": keys},
        enterprise__search_entry__is_public=True,
        enterprise__search_entry__is_demo=enterprise.is_demo,
    )
    entry = ("enterprise__search_entry__codes", "enterprise__search_entry__completeness")
    names = [f"enterprise__{name}" for name in NAMES]
    rows = links.exclude(enterprise=enterprise).values_list("enterprise_id", *entry, *names)
    return list(rows[:LOOKED_AT])


def _described(names: list, shared: set[str], codes: str) -> Similar:
    known, order = vocabulary().named, list(WORTH)
    terms = [known[code] for code in shared if code in known and _kind(code) in WORTH]
    terms.sort(key=lambda term: (order.index(term.kind), term.name_vi))
    named = [known[code] for code in codes.split() if _kind(code) in PLACES and code in known]
    places = sorted(named, key=lambda term: PLACES.index(term.kind))
    return Similar(*names, shared=terms, places=places)
