"""The view of a list; its template extends `components/list_base.html`."""

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet
from django.views.generic import TemplateView

from core.lists.filtersets import FacetedFilterSet
from core.lists.pages import ListPage, numbered_page
from core.usage import CountedSearch, note_search


class FacetedListView(TemplateView):
    """A public list: a filter set and its records, page by page."""

    filterset_class: type[FacetedFilterSet]
    get_queryset: Callable[[], QuerySet[Any]]  # the records before any filter
    paginate_by = 20

    def get_list_url(self) -> str:
        """Return the URL of the list without conditions."""
        return self.request.path

    def get_filterset(self) -> FacetedFilterSet:
        """Return the filters as this request sets them."""
        return self.filterset_class(self.request.GET, queryset=self.get_queryset())

    def get_page(self, filterset: FacetedFilterSet) -> ListPage:
        """Return the page for which the URL asks."""
        asked = self.request.GET.get("page", "1")
        page, notices = numbered_page(filterset.qs, self.paginate_by, asked)
        return ListPage(list(page), numbered=page, notices=notices)

    def get_notices(self, filterset: FacetedFilterSet, page: ListPage) -> list[str]:
        """Return sentences for the reader about what was ignored or changed."""
        return [*filterset.notices, *page.notices]

    def get_downloads(self) -> list[tuple[str, str]]:
        """Return label and URL of each file that has the whole list."""
        return []

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        filterset = self.get_filterset()
        page = self.get_page(filterset)
        self._note_search(filterset, page)
        return super().get_context_data(
            filter=filterset,
            page=page,
            page_obj=page.numbered,
            page_numbers=page.page_numbers,
            notices=self.get_notices(filterset, page),
            downloads=self.get_downloads(),
            clear=self.get_list_url(),
            **kwargs,
        )

    def _note_search(self, filterset: FacetedFilterSet, page: ListPage) -> None:
        """Have a search counted once, not again when its pages are turned."""
        conditions = filterset.conditions()
        is_first = not {"page", "after", "before"} & self.request.GET.keys()
        if is_first and (words := conditions.pop("q", "")):
            note_search(self.request, CountedSearch(words, bool(page.items), bool(conditions)))
