"""What is made in a ward or park: facet counts, and shares over at most CAP enterprises."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Q
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from catalogue.geography import Point, nearest
from catalogue.models import IndustrialPark, Ward
from core.text import fold
from enterprises.directory.cards import Card, cards
from enterprises.fulltext import Word
from enterprises.models import Enterprise, FacetCount, Product
from enterprises.search.codes import code
from enterprises.search.results import CAP, public_entries
from enterprises.search.vocabulary import vocabulary

# Kinds of codes that a place page ranks: the directory's name of the facet, and the heading.
RANKED = {
    "industry": ("industry", _("Ngành")),
    "process": ("process", _("Công nghệ gia công")),
    "material": ("material", _("Vật liệu")),
    "standard": ("certificate", _("Chứng nhận còn hiệu lực")),
}
MAX_TOPS, MAX_LISTED, MAX_DOTS = 8, 20, 200
COLUMNS = ("pk", "codes", "name_sort", "products")
KEY, CODES, NAME = range(3)
PLACE_FIELDS = ("name_vi", "name_en", "latitude", "longitude")


@dataclass(frozen=True)
class PlaceCount:
    """A ward or park with the number of public enterprises in it; demo records count apart."""

    place: Ward | IndustrialPark
    real: int
    demo: int

    @property
    def kind(self) -> str:
        return "ward" if isinstance(self.place, Ward) else "park"

    @property
    def value(self) -> str:
        """The place's value in URLs."""
        return self.place.code if self.kind == "ward" else self.place.slug

    @property
    def code(self) -> str:
        """The place as a code of the search index."""
        return code(self.kind, self.place.pk)

    @property
    def name(self) -> str:
        return self.place.name

    @property
    def point(self) -> Point | None:
        return self.place.point

    @property
    def number(self) -> int:
        """How many records there are to show: real ones, or the demo ones where none is real."""
        return self.real or self.demo

    @property
    def is_demo_only(self) -> bool:
        return bool(self.demo and not self.real)

    @property
    def url(self) -> str:
        return reverse(f"enterprises:place-{self.kind}", args=[self.value])

    def list_url(self, **conditions: str) -> str:
        """Return the URL of the directory, narrowed to this place and these conditions."""
        query = urlencode({self.kind: self.value, **conditions})
        return f"{reverse('enterprises:enterprise-list')}?{query}"


def counted_places() -> list[PlaceCount]:
    """Return all wards and parks by name, in three queries however many enterprises there are."""
    rows = FacetCount.objects.filter(Q(code__startswith="ward_") | Q(code__startswith="park_"))
    numbers = {(row.code, row.is_demo): row.number for row in rows}
    wards = Ward.objects.only(*PLACE_FIELDS)
    parks = IndustrialPark.objects.only(*PLACE_FIELDS, "slug", "kind", "ward_id")
    keyed = [
        *((place, code("ward", place.pk)) for place in wards),
        *((place, code("park", place.pk)) for place in parks),
    ]
    return [
        PlaceCount(place, numbers.get((key, False), 0), numbers.get((key, True), 0))
        for place, key in keyed
    ]


@dataclass(frozen=True)
class Top:
    """Something that several enterprises of a place have in common."""

    name: str
    number: int
    url: str


class PlaceFacts:
    """What the enterprises of one place make, in a constant number of queries.

    Shares are counted over real records; over demo ones only where there is no real one.
    `is_capped`: there are more than the CAP that were looked at.
    """

    def __init__(self, count: PlaceCount) -> None:
        self.count = count
        entries = public_entries().filter(words__match=Word(count.code))
        self._entries = entries.filter(is_demo=count.is_demo_only)
        found = list(self._entries.values_list(*COLUMNS)[: CAP + 1])
        self.is_capped = len(found) > CAP
        self._sample = found[:CAP]

    @property
    def looked_at(self) -> int:
        """Over how many enterprises the shares are counted."""
        return len(self._sample)

    @cached_property
    def _numbers(self) -> Counter[str]:
        return Counter(code for row in self._sample for code in row[CODES].split())

    @cached_property
    def rankings(self) -> list[tuple[str, list[Top]]]:
        """Headings, each with what is most frequent under it; products come last."""
        ranked = [(heading, self.tops(kind)) for kind, (_name, heading) in RANKED.items()]
        ranked.append((_("Sản phẩm nhiều doanh nghiệp cùng làm"), self.products))
        return [(heading, tops) for heading, tops in ranked if tops]

    def tops(self, kind: str) -> list[Top]:
        """Return the most frequent entries of one taxonomy, each with its part of the directory."""
        facet, numbers = RANKED[kind][0], self._numbers
        named = [entry for entry in vocabulary().by_kind[kind] if numbers[entry.code]]
        named.sort(key=lambda entry: -numbers[entry.code])
        return [
            Top(entry.name, numbers[entry.code], self.count.list_url(**{facet: entry.value}))
            for entry in named[:MAX_TOPS]
        ]

    @cached_property
    def products(self) -> list[Top]:
        """Names of products that several enterprises make."""
        makers: dict[str, list[int]] = {}
        for pk, _codes, _name, products in self._sample:
            for name in filter(None, products.split(" | ")):
                makers.setdefault(name, []).append(pk)
        shared = Counter({name: len(pks) for name, pks in makers.items() if len(pks) > 1})
        # A name in Vietnamese and in English is one product: twice as many may be needed.
        names = shared.most_common(2 * MAX_TOPS)
        written = _as_written({makers[name][0] for name, _number in names})
        found = {}
        for name, number in names:
            shown = written.get(name, name)
            found.setdefault(fold(shown), Top(shown, number, self.count.list_url(q=shown)))
        return list(found.values())[:MAX_TOPS]

    @cached_property
    def cards(self) -> list[Card]:
        """The first enterprises by name; the index is asked again only past what was looked at."""
        if self.is_capped:
            ordered = self._entries.order_by("name_sort", "pk")
            return cards(ordered.values_list("pk", "codes")[:MAX_LISTED])
        ordered = sorted(self._sample, key=lambda row: (row[NAME], row[KEY]))
        return cards([(row[KEY], row[CODES]) for row in ordered[:MAX_LISTED]])

    @cached_property
    def points(self) -> list[tuple[Enterprise, Point]]:
        """Enterprises that gave their own point on the map."""
        keys = [row[KEY] for row in self._sample]
        given = Enterprise.objects.filter(
            pk__in=keys, latitude__isnull=False, longitude__isnull=False
        )
        fields = ("legal_name", "international_name", "latitude", "longitude")
        return [(e, e.point) for e in given.only(*fields).order_by("pk")[:MAX_DOTS]]


def _as_written(makers: Iterable[int]) -> dict[str, str]:
    """Return the folded names of these enterprises' products, with the name for the reader."""
    names: dict[str, str] = {}
    for product in Product.objects.filter(enterprise__in=makers).only("name_vi", "name_en"):
        names.update({fold(name): product.name for name in (product.name_vi, product.name_en)})
    return names


def with_enterprises(
    count: PlaceCount, places: Iterable[PlaceCount]
) -> tuple[PlaceCount, float] | None:
    """Return the nearest other place with enterprises (demo ones if none is real), and the km."""
    others = [
        (place, km)
        for place, km in nearest(count.point, places, lambda place: place.point)
        if place != count and place.number
    ]
    real = (pair for pair in others if pair[0].real)
    return next(real, others[0] if others else None)
