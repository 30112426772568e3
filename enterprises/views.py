"""Public pages of the directory, open to everyone: published enterprises only."""

from django.db.models import QuerySet
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _
from django.views.generic import DetailView

from enterprises.filters import EnterpriseFilterSet
from enterprises.models import Enterprise
from portal.lists import FacetedListView


class EnterpriseList(FacetedListView):
    """The directory: one search box, facets, twenty enterprises a page."""

    filterset_class = EnterpriseFilterSet
    template_name = "enterprises/enterprise_list.html"

    def get_queryset(self) -> QuerySet[Enterprise]:
        return Enterprise.objects.published().for_list()

    def get_context_data(self, **kwargs) -> dict:
        context = super().get_context_data(**kwargs)
        return {**context, "kinds": self.filterset.qs.counts_by_kind()}


class EnterpriseDetail(DetailView):
    """One enterprise's profile."""

    template_name = "enterprises/enterprise_detail.html"
    extra_context = {"trail": [(reverse_lazy("enterprises:enterprise-list"), _("Doanh nghiệp"))]}

    def get_queryset(self) -> QuerySet[Enterprise]:
        return Enterprise.objects.published().for_profile()
