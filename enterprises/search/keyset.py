"""Pages of the long list of all entries, by key: its middle is as near as its beginning."""

from django.db.models import Q, QuerySet

from core.lists import KeysetPage
from enterprises.models.search import SearchEntry
from enterprises.search.results import ORDERS


def keyset_page(
    entries: QuerySet[SearchEntry],
    sort: str,
    size: int,
    beside: SearchEntry | None = None,
    is_backwards: bool = False,
) -> KeysetPage:
    """Return id and codes of the `size` entries after one (before it), or of the first ones."""
    column, is_descending = ORDERS[sort]
    downwards = is_descending != is_backwards
    sign = "-" if downwards else ""
    rows: list[tuple[int, str]] = []
    for is_demo in (True, False) if is_backwards else (False, True):
        part = entries.filter(is_demo=is_demo).order_by(f"{sign}{column}", f"{sign}pk")
        if beside and beside.is_demo == is_demo:
            part = part.filter(_beyond(column, beside, downwards))
        elif beside and beside.is_demo != is_backwards:
            continue  # the demo records come after, or the real ones before
        rows += part.values_list("pk", "codes")[: size + 1 - len(rows)]
        if len(rows) > size:
            break
    has_more, rows = len(rows) > size, rows[:size]
    if is_backwards:
        return KeysetPage(rows[::-1], has_previous=has_more, has_next=True)
    return KeysetPage(rows, has_previous=beside is not None, has_next=has_more)


def _beyond(column: str, beside: SearchEntry, downwards: bool) -> Q:
    value, sign = getattr(beside, column), "lt" if downwards else "gt"
    # The first condition is what an index can use; the second settles equals.
    return Q(**{f"{column}__{sign}e": value}) & (
        Q(**{f"{column}__{sign}": value}) | Q(**{f"pk__{sign}": beside.pk})
    )
