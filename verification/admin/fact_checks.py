"""Staff record what they have seen of a profile, and take back what was recorded wrongly."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from core import audit
from core.audit import Kind
from core.backoffice.permissions import ReadOnlyAdminMixin
from core.backoffice.records import RecordAdmin
from core.backoffice.site import office_page
from enterprises.models import Enterprise
from enterprises.profile.evidence import EvidenceStatus
from membership.editing.parts import PARTS
from verification.checks.evidence import read_evidence
from verification.checks.forms import CheckForm
from verification.checks.records import record
from verification.checks.subjects import Subject, subjects
from verification.models import FactCheck


@admin.register(FactCheck)
class FactCheckAdmin(ReadOnlyAdminMixin, RecordAdmin):
    """Checks are recorded on a page of the enterprise's own, and stand as they were recorded."""

    list_display = ["enterprise", "subject", "manner", "checked_on", "valid_until", "state"]
    list_filter = ["state", "manner", "part"]
    list_select_related = ["enterprise", "certificate__standard"]
    date_hierarchy = "checked_on"
    search_fields = ["enterprise__legal_name", "enterprise__tax_code"]
    fields = (
        *("enterprise", "subject", "manner", "checked_on", "valid_until", "note", "state"),
        *("recorded_by", "recorded_at", "withdraw_reason", "withdrawn_by", "withdrawn_at"),
    )
    readonly_fields = fields

    def get_urls(self) -> list:
        view = self.admin_site.admin_view(self.record_view)
        page = path("doanh-nghiep/<int:pk>/", view, name="verification_factcheck_record")
        return [page, *super().get_urls()]

    @admin.display(description=gettext_lazy("phần hồ sơ"), ordering="part")
    def subject(self, check: FactCheck) -> str:
        return str(check.certificate or PARTS[check.part].label)

    def record_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show what an enterprise says, the state of each item, and the form for a new check."""
        if not may_record(request):
            raise PermissionDenied
        enterprise = get_object_or_404(checkable(), pk=pk)
        of = subjects(enterprise)
        form = CheckForm(request.POST or None, of=of)
        if form.is_valid() and self._recorded(request, enterprise, form):
            return redirect(request.path)
        return self._record_page(request, enterprise, of, form)

    def _recorded(self, request: HttpRequest, enterprise: Enterprise, form: CheckForm) -> bool:
        try:
            made = record(enterprise, form.seen(), request.user)
        except ValidationError as error:
            form.refuse(error)
            return False
        words = ngettext(
            "Đã ghi nhận kiểm tra %(count)d mục.",
            "Đã ghi nhận kiểm tra %(count)d mục.",
            len(made),
        )
        messages.success(request, words % {"count": len(made)})
        return True

    def _record_page(
        self, request: HttpRequest, enterprise: Enterprise, of: list[Subject], form: CheckForm
    ) -> HttpResponse:
        audit.record(Kind.PRIVATE_READ, request, enterprise, page="fact_check")
        ticked = form["subjects"].value() or []
        context = {
            "opts": self.opts,
            "title": _("Kiểm tra thông tin: %(name)s") % {"name": enterprise},
            "enterprise": enterprise,
            "rows": [(each, _now(enterprise, each), each.key in ticked) for each in of],
            "form": form,
            "recorded": f"{_changelist()}?enterprise__id__exact={enterprise.pk}",
        }
        return office_page(request, "admin/verification/fact_checks.html", context)


def may_record(request: HttpRequest) -> bool:
    """Whether this person may vouch for facts."""
    return request.user.has_perm("verification.add_factcheck")


def recording_tool(request: HttpRequest, enterprise: Enterprise) -> tuple[str, str] | None:
    """Return the link to the page where this person records what was seen of an enterprise."""
    if enterprise.merged_into_id or not may_record(request):
        return None
    url = reverse("admin:verification_factcheck_record", args=[enterprise.pk])
    return url, _("Ghi nhận kiểm tra thông tin")


admin.site.register_tool(Enterprise, recording_tool)


def checkable() -> QuerySet[Enterprise]:
    """Enterprises whose facts can be checked: another record stands for a merged one."""
    return Enterprise.objects.filter(merged_into=None).for_profile()


def _now(enterprise: Enterprise, subject: Subject) -> EvidenceStatus:
    evidence = read_evidence([enterprise])[enterprise.pk]
    if subject.certificate:
        return evidence.of_certificate(subject.certificate)
    return evidence.parts[subject.part]


def _changelist() -> str:
    return reverse("admin:verification_factcheck_changelist")
