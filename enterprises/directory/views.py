"""Public pages of the directory, open to everyone: published enterprises only."""

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe
from django.views.generic import DetailView, TemplateView

from core.lists import QUERY_LENGTH
from enterprises.directory.filters import EnterpriseFilterSet
from enterprises.directory.results import directory_page
from enterprises.directory.suggestions import suggestions
from enterprises.models import Enterprise, SearchEntry
from enterprises.profile.page import ProfilePage
from enterprises.profile.prefetching import with_everything
from enterprises.redirects import moved_to
from enterprises.shortlist.chosen import shortlist_of


class EnterpriseList(TemplateView):
    """The directory: one search box, facets, twenty enterprises a page."""

    template_name = "enterprises/directory/list.html"

    def get_context_data(self, **kwargs) -> dict:
        filterset = EnterpriseFilterSet(self.request.GET, queryset=SearchEntry.objects.none())
        page = directory_page(filterset, self.request.GET)
        return super().get_context_data(
            filter=filterset,
            page=page,
            notices=[*filterset.notices, *page.notices],
            shortlist=shortlist_of(self.request),
            **kwargs,
        )


@require_safe
def enterprise_suggestions(request: HttpRequest) -> HttpResponse:
    """A fragment for the page of someone who is still typing; open to everyone."""
    found = suggestions(request.GET.get("q", "")[:QUERY_LENGTH])
    return render(request, "enterprises/directory/suggestions.html", {"suggestions": found})


class EnterpriseDetail(DetailView):
    """One enterprise's profile."""

    template_name = "enterprises/profile/detail.html"
    extra_context = {"trail": [(reverse_lazy("enterprises:enterprise-list"), _("Doanh nghiệp"))]}

    def get(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
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

    def get_context_data(self, **kwargs) -> dict:
        address = self.request.build_absolute_uri(self.object.get_absolute_url())
        return super().get_context_data(
            profile=ProfilePage(self.object, address),
            shortlist=shortlist_of(self.request),
            **kwargs,
        )
