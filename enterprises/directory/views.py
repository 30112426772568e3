"""Public pages of the directory, open to everyone: published enterprises only."""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe
from django.views.generic import DetailView

from core.lists import QUERY_LENGTH, FacetedListView, ListPage
from enterprises.directory.filters import EnterpriseFilterSet
from enterprises.directory.pages import directory_page
from enterprises.directory.suggestions import suggestions
from enterprises.models import Enterprise, SearchEntry
from enterprises.profile.page import ProfilePage
from enterprises.profile.prefetching import with_everything
from enterprises.redirects import moved_to
from enterprises.shortlist.chosen import shortlist_of


class EnterpriseList(FacetedListView):
    """The directory: one search box, facets, twenty enterprises a page."""

    filterset_class = EnterpriseFilterSet
    template_name = "enterprises/directory/list.html"

    def get_queryset(self) -> QuerySet[SearchEntry]:
        return SearchEntry.objects.none()  # the filters read the search index themselves

    def get_list_url(self) -> str:
        return reverse("enterprises:enterprise-list")

    def get_page(self, filterset: EnterpriseFilterSet) -> ListPage:
        return directory_page(filterset, self.request.GET, self.paginate_by)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(shortlist=shortlist_of(self.request), **kwargs)


@require_safe
def enterprise_suggestions(request: HttpRequest) -> HttpResponse:
    """Show a fragment for the page of someone who is still typing; open to everyone."""
    found = suggestions(request.GET.get("q", "")[:QUERY_LENGTH])
    return render(request, "enterprises/directory/suggestions.html", {"suggestions": found})


class EnterpriseDetail(DetailView):
    """One enterprise's profile."""

    template_name = "enterprises/profile/detail.html"
    extra_context = {"trail": [(reverse_lazy("enterprises:enterprise-list"), _("Doanh nghiệp"))]}

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return super().get(request, *args, **kwargs)
        except Http404:
            if survivor := Enterprise.objects.survivor_of(kwargs["slug"]):
                return moved_to(survivor.get_absolute_url())
            raise

    def get_queryset(self) -> QuerySet[Enterprise]:
        return Enterprise.objects.published()

    def get_object(self, queryset: QuerySet[Enterprise] | None = None) -> Enterprise:
        return with_everything(super().get_object(queryset))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        url = self.request.build_absolute_uri(self.object.get_absolute_url())
        return super().get_context_data(
            profile=ProfilePage(self.object, url),
            shortlist=shortlist_of(self.request),
            **kwargs,
        )
