"""What a task's public page tells of its products, year by year."""

from collections import defaultdict
from dataclasses import dataclass

from programme.delivering.owed import OwedProduct, Products, Standing
from programme.models import Filing, Task


@dataclass(frozen=True)
class ShownProduct:
    """One product on the page: its name, how it stands, and the document where it is public."""

    name: str
    standing: Standing
    filing: Filing | None


def products_of(task: Task, products: Products) -> list[tuple[int, list[ShownProduct]]]:
    """Return the products of a task by year, the latest first.

    What was handed in and confirmed without being owed here is told too.
    """
    place = (task.group_id, task.position)
    owed = [each for each in products.owed() if each.key[:2] == place]
    keys = {each.key for each in owed}
    others = [
        _unasked(filings[-1], filings)
        for key, filings in products.filings.items()
        if key[:2] == place and key not in keys
    ]
    by_year = defaultdict(list)
    for each in [*owed, *(other for other in others if other.confirmed)]:
        line = ShownProduct(each.deliverable.name_vi, each.standing(products.today), each.confirmed)
        by_year[each.year].append(line)
    return sorted(by_year.items(), reverse=True)


def _unasked(filing: Filing, filings: list[Filing]) -> OwedProduct:
    deliverable = filing.deliverable
    return OwedProduct(deliverable.task, deliverable, filing.year, filing.agency, filings)
