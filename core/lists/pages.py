"""The pages of a list: by number, or by the key of a neighbouring record in a long list."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.utils.translation import gettext as _


@dataclass(frozen=True)
class KeysetPage:
    """Neighbouring rows of a long list, and whether there are others before and after."""

    rows: list[Any]
    has_previous: bool
    has_next: bool


@dataclass(frozen=True)
class ListPage:
    """The records of one page, and how to come to the other pages.

    `numbered` where the pages have numbers; `previous` and `next` are URLs where they have keys.
    """

    items: Sequence[Any]
    numbered: Page | None = None
    previous: str = ""
    next: str = ""
    near: Sequence[Any] = ()  # records that match in part, where none matches
    notices: list[str] = field(default_factory=list)

    @property
    def page_numbers(self) -> list[int | str]:
        """The numbers to which the page links, with gaps."""
        if self.numbered is None:
            return []
        paginator, number = self.numbered.paginator, self.numbered.number
        return list(paginator.get_elided_page_range(number, on_each_side=1, on_ends=1))


def numbered_page(
    records: QuerySet[Any] | Sequence[Any], size: int, asked: str
) -> tuple[Page, list[str]]:
    """Return the page with this number, else the nearest one, with the notices about that."""
    page = Paginator(records, size).get_page(asked)
    if asked == str(page.number):
        return page, []
    text = _("Không có trang bạn gọi; đây là trang %(number)d trên %(last)d.")
    return page, [text % {"number": page.number, "last": page.paginator.num_pages}]
