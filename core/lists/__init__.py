"""Public lists: search box, facets, chips, sort, pages, relaxations, notices, downloads.

A list is a filter set (of the ORM or of a search index) and a view; see docs of `filtersets`.
A bad parameter never breaks a list: what is not understood is ignored, with a notice.
"""

from core.lists.facets import Chip, Facet, FacetBox, Option, Search
from core.lists.fields import QUERY_LENGTH
from core.lists.filtersets import Conditions, FacetedFilterSet, QuerySetFilterSet
from core.lists.pages import KeysetPage, ListPage, numbered_page
from core.lists.views import FacetedListView

__all__ = [
    "QUERY_LENGTH",
    "Chip",
    "Conditions",
    "Facet",
    "FacetBox",
    "FacetedFilterSet",
    "FacetedListView",
    "KeysetPage",
    "ListPage",
    "Option",
    "QuerySetFilterSet",
    "Search",
    "numbered_page",
]
