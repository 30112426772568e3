"""Questions to enterprises in the back office: counts alone, for those who may see them."""

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from tablib import Dataset

from core.backoffice.permissions import NoAddMixin, NoChangeMixin
from core.backoffice.site import office_page
from inquiries.figures import CountedPeriod, figures, periods
from inquiries.models import Inquiry

PERMISSION = "inquiries.view_inquiry_counts"
ON_A_PAGE = 100


@admin.register(Inquiry)
class InquiryAdmin(NoAddMixin, NoChangeMixin, admin.ModelAdmin):
    """One page of figures; a question has no page here, whoever asks for it."""

    def get_urls(self) -> list:
        view = self.admin_site.admin_view(require_safe(self.counts_view))
        return [path("", view, name="inquiries_inquiry_changelist")]

    def has_module_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm(PERMISSION)

    def has_view_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return request.user.has_perm(PERMISSION)

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        # They go with an enterprise that is deleted.
        return request.user.has_perm("enterprises.delete_enterprise")

    def counts_view(self, request: HttpRequest) -> HttpResponse:
        """How many questions each enterprise received in a period, and what became of them."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        offered, period = periods(), _period(request)
        found = figures(period)
        context = {
            "opts": self.opts,
            "title": _("Hỏi hàng qua Cổng: số liệu"),
            "periods": offered,
            "period": period,
            "total": found.total,
            "page": Paginator(found.rows, ON_A_PAGE).get_page(request.GET.get("page")),
        }
        return office_page(request, "admin/inquiries/inquiry_counts.html", context)

    def file_of_list(self, request: HttpRequest) -> Dataset:
        """Return the counts of the period that the page shows, of every enterprise."""
        names = ["enterprise__legal_name", "received", "answered", "set_aside", "waiting", "days"]
        rows = [[row[name] for name in names] for row in figures(_period(request)).rows]
        headings = [
            *(_("Doanh nghiệp"), _("Đã nhận"), _("Đã trả lời"), _("Không trả lời")),
            *(_("Chờ trả lời"), _("Số ngày đến khi trả lời (trung vị)")),
        ]
        return Dataset(*rows, headers=headings)


def _period(request: HttpRequest) -> CountedPeriod:
    offered, asked = periods(), request.GET.get("period")
    return next((each for each in offered if each.value == asked), offered[0])
