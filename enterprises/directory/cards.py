"""What a list shows of an enterprise, from two queries and the vocabulary."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from core.languages import is_english
from enterprises.models import Enterprise, Product
from enterprises.search.query import ParsedQuery
from enterprises.search.vocabulary import Named, Vocabulary, vocabulary

MAX_PRODUCTS, MAX_PROCESSES = 4, 5
# What a card or a row in a list of places needs; profiles have far more.
FIELDS = ["slug", "legal_name", "international_name", "is_demo", "address", "locality"]


@dataclass(frozen=True)
class Card:
    """One enterprise of a list: what was asked for stands first among what it makes and can do."""

    enterprise: Enterprise
    products: list[str]
    by_kind: dict[str, list[Named]]

    @property
    def place(self) -> str:
        """Ward and park, or else whether it lies in the City at all."""
        names = [named.name for kind in ("ward", "park") for named in self.by_kind.get(kind, [])]
        return " · ".join(names) or self.enterprise.get_locality_display()

    @property
    def address(self) -> str:
        """The address as given, where no ward says it shorter."""
        return "" if "ward" in self.by_kind else self.enterprise.address

    @property
    def industries(self) -> list[Named]:
        return self.by_kind.get("industry", [])

    @property
    def processes(self) -> list[Named]:
        return self.by_kind.get("process", [])[:MAX_PROCESSES]

    @property
    def machines(self) -> list[Named]:
        """Kinds of machines, where one was asked for."""
        return self.by_kind.get("machine", [])

    @property
    def standards(self) -> list[Named]:
        """Standards with a valid certificate."""
        return self.by_kind.get("standard", [])


def cards(
    rows: Iterable[tuple[int, str]], query: ParsedQuery | None = None, asked: Iterable[str] = ()
) -> list[Card]:
    """Return cards for (enterprise id, codes), in order; `asked` are codes chosen as facets."""
    rows, known = list(rows), vocabulary()
    wanted = {*asked, *(code for part in query.parts for code in part.codes)} if query else {*asked}
    keys = [pk for pk, _codes in rows]
    found, products = Enterprise.objects.order_by().only(*FIELDS).in_bulk(keys), _products(keys)
    return [
        Card(
            found[pk],
            _first(products[pk], query)[:MAX_PRODUCTS],
            _named(codes.split(), known, wanted),
        )
        for pk, codes in rows
        if pk in found
    ]


def _products(keys: list[int]) -> dict[int, list[tuple[str, str]]]:
    """Return product names, Vietnamese and English, by enterprise; no objects, for speed."""
    products: dict[int, list[tuple[str, str]]] = defaultdict(list)
    rows = Product.objects.filter(enterprise__in=keys).order_by("pk")
    for pk, name_vi, name_en in rows.values_list("enterprise_id", "name_vi", "name_en"):
        products[pk].append((name_vi, name_en))
    return products


def _first(products: list[tuple[str, str]], query: ParsedQuery | None) -> list[str]:
    """Return names in the reader's language, those that were asked for first."""
    if query:
        products = sorted(products, key=lambda names: not query.is_in(*names))
    return [(name_en if is_english() else "") or name_vi for name_vi, name_en in products]


def _named(codes: list[str], known: Vocabulary, wanted: set[str]) -> dict[str, list[Named]]:
    by_kind: dict[str, list[Named]] = {}
    for code in sorted(codes, key=lambda code: code not in wanted):
        named = known.named.get(code)
        if named and (named.kind != "machine" or code in wanted):
            by_kind.setdefault(named.kind, []).append(named)
    return by_kind
