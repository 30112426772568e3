"""Back office of products: agencies hand in, the Department confirms or sends back."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, HttpRequest
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from core.backoffice.actions import Action
from core.backoffice.site import Waiting
from core.templatetags.formatting import official_date
from programme.admin.directing import MatterAdmin
from programme.admin.permissions import may_manage
from programme.delivering.forms import NewFilingForm
from programme.delivering.owed import OwedProduct, owed_by
from programme.delivering.views import filing_response
from programme.models import Agency, Filing, Programme


@admin.register(Filing)
class FilingAdmin(MatterAdmin):
    """Products by year: added once, changed by their steps alone."""

    form = NewFilingForm
    change_list_template = "admin/programme/delivering/change_list.html"
    new_fields = ("deliverable", "year", *Filing.CONTENT)
    fields = (
        *("state", "deliverable_shown", "year", "agency", "not_required", "reason", "kind"),
        *("number", "signed_on", "title", "link", "file_shown", "filed_by", "filed_at", "remark"),
        *("decided_by", "decided_at", "corrects", "correction_reason"),
    )
    of_version = (
        *("state", "year", "agency", "not_required", "reason", "kind", "number", "signed_on"),
        *("title", "link", "filed_by", "filed_at", "remark", "correction_reason"),
    )
    list_display = ["__str__", "agency", "document_shown", "state", "filed_at"]
    list_filter = [
        *("state", "year", "kind", "not_required", "deliverable__task__group__programme"),
        ("agency", admin.RelatedOnlyFieldListFilter),
    ]
    list_select_related = ["deliverable__task__group__programme", "agency__parent"]
    search_fields = ["title", "number", "deliverable__name_vi", "agency__name_vi"]
    date_hierarchy = "filed_at"
    more_file_columns = (
        *("programme", "deliverable_shown", "year", "kind", "number", "signed_on", "title", "link"),
        *("reason", "correction_reason"),
    )

    def get_urls(self) -> list:
        view = self.admin_site.admin_view(require_safe(self.file_view))
        return [
            path("tep/<int:pk>/", view, name="programme_filing_file"),
            *super().get_urls(),
        ]

    def file_view(self, request: HttpRequest, pk: int) -> FileResponse:
        """Return a document that this person may see."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        return filing_response(request, Filing.objects.visible_to(request.user), pk)

    @admin.display(description=gettext_lazy("chương trình"))
    def programme(self, filing: Filing) -> Programme:
        return filing.deliverable.task.programme

    @admin.display(description=gettext_lazy("sản phẩm của nhiệm vụ"))
    def deliverable_shown(self, filing: Filing) -> str:
        return f"{filing.deliverable} – {filing.deliverable.task}"

    @admin.display(description=gettext_lazy("văn bản"))
    def document_shown(self, filing: Filing) -> str:
        return _("không yêu cầu") if filing.not_required else filing.document_line

    @admin.display(description=gettext_lazy("tệp"))
    def file_shown(self, filing: Filing) -> str:
        if not filing.file:
            return "–"
        page = reverse("admin:programme_filing_file", args=[filing.pk])
        return format_html('<a href="{}">{}</a>', page, _("Tải tệp"))

    def get_form(self, request: HttpRequest, obj: Filing | None = None, **kwargs: Any):
        form = super().get_form(request, obj, **kwargs)
        form.user = request.user
        return form

    def get_fields(self, request: HttpRequest, obj: Filing | None = None) -> list[str]:
        if getattr(request, "reads_history", False):
            return list(self.of_version)
        return super().get_fields(request, obj)

    def get_changeform_initial_data(self, request: HttpRequest) -> dict:
        initial = super().get_changeform_initial_data(request)
        return {"year": localdate().year, **initial}

    def after(self, action: Action, record: Any) -> str:
        if action.name == "correct":
            record = record.correction
        return record.get_admin_url()

    def changelist_view(self, request: HttpRequest, extra_context: dict | None = None):
        context = {"to_file": _to_file(request)}
        return super().changelist_view(request, {**context, **(extra_context or {})})


def _whose(request: HttpRequest) -> set[int] | None:
    """Ids of the agencies in whose name this person hands in; None: of all."""
    own = Agency.objects.represented_by_user(request.user)
    return None if may_manage(request.user) and not own else own


def _to_file(request: HttpRequest) -> list[tuple[str, str, bool]]:
    """Return what is still to be handed in: label, URL of the form, whether it is late."""
    if not request.user.has_perm("programme.add_filing"):
        return []
    today = localdate()
    return [
        (_label(product), _form_url(product), today > product.deadline)
        for product in owed_by(_whose(request), today)
    ]


def _label(product: OwedProduct) -> str:
    return _("%(product)s năm %(year)s, nhiệm vụ %(task)s – %(agency)s, hạn %(day)s") % {
        "product": product.deliverable,
        "year": product.year,
        "task": product.task.number,
        "agency": product.agency,
        "day": official_date(product.deadline),
    }


def _form_url(product: OwedProduct) -> str:
    query = urlencode({"deliverable": product.deliverable.pk, "year": product.year})
    return f"{reverse('admin:programme_filing_add')}?{query}"


@admin.site.register_waiting
def waiting(request: HttpRequest) -> Iterator[Waiting]:
    """For the agency what is due and what came back, for the Department what to confirm."""
    may, page = request.user.has_perm, reverse("admin:programme_filing_changelist")
    own = Agency.objects.represented_by_user(request.user) if may("programme.add_filing") else set()
    if own:
        today = localdate()
        owed = owed_by(own, today)
        late = sum(today > product.deadline for product in owed)
        yield Waiting(_("Sản phẩm của nhiệm vụ đã quá hạn nộp"), late, page)
        words = {"year": today.year}
        label = _("Sản phẩm của nhiệm vụ cần nộp trong năm %(year)s") % words
        yield Waiting(label, len(owed) - late, page)
        returned = Filing.objects.filter(agency__in=own, state=Filing.State.RETURNED).count()
        label = _("Sản phẩm bị trả lại, cần bổ sung")
        yield Waiting(label, returned, f"{page}?state__exact=returned")
    if may("programme.confirm_filing"):
        filed = Filing.objects.filter(state=Filing.State.FILED).count()
        yield Waiting(_("Sản phẩm chờ xác nhận"), filed, f"{page}?state__exact=filed")
