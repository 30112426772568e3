"""Claims in the back office: a queue with three answers, everything else to read."""

from collections.abc import Iterator

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.backoffice.next_waiting import offer_next
from core.backoffice.permissions import ReadOnlyAdminMixin
from core.backoffice.records import RecordAdmin
from core.backoffice.site import Waiting, office_page
from core.file_views import private_document
from core.transitions import is_own
from core.working_days import with_delay
from membership.models import Claim, Invitation, Membership
from membership.ownership import decide

PERMISSION = "membership.change_claim"
LABELS = {
    "approve": gettext_lazy("Chấp thuận"),
    "refuse": gettext_lazy("Từ chối"),
    "revoke": gettext_lazy("Thu hồi"),
}


class ClaimReasonForm(forms.Form):
    """Why a claim is refused or revoked, as the claimant will read it."""

    reason = forms.CharField(
        label=gettext_lazy("Lý do (gửi cho người đề nghị)"),
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 6, "cols": 60}),
        error_messages={"required": gettext_lazy("Hãy ghi lý do.")},
    )


@admin.register(Claim)
class ClaimAdmin(ReadOnlyAdminMixin, RecordAdmin):
    """The queue of claims, for staff who may answer them."""

    list_display = ["enterprise", "due", "age", "kind", "state", "claimant"]
    list_filter = ["state", "is_dispute"]
    list_select_related = ["enterprise", "user"]
    search_fields = ["enterprise__legal_name", "tax_code", "user__email"]
    date_hierarchy = "created_at"
    change_form_template = "admin/membership/claim.html"
    fields = [
        "enterprise_link",
        "claimant",
        "kind",
        "code",
        "file",
        "statement",
        "state",
        "created_at",
        "due",
        "reason",
        "decided_by",
        "decided_at",
        "owners",
        "other_claims",
    ]

    def has_view_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return request.user.has_perm(PERMISSION) or super().has_view_permission(request, obj)

    def get_urls(self) -> list:
        view = self.admin_site.admin_view
        names = "membership_claim"
        return [
            path("<int:pk>/tep/", view(self.evidence_view), name=f"{names}_evidence"),
            path(
                "<int:pk>/<slug:verb>/quyet-dinh/", view(self.decide_view), name=f"{names}_decide"
            ),
            *super().get_urls(),
        ]

    def evidence_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show the file that came with a claim."""
        claim = self._claim(request, pk)
        if not claim.evidence:
            raise Http404  # erased with the claimant's account
        return private_document(request, claim.evidence, claim.evidence_name)

    def decide_view(self, request: HttpRequest, pk: int, verb: str) -> HttpResponse:
        """One answer: what it means, the reason where one is due, the button."""
        claim = self._claim(request, pk)
        if verb not in LABELS:
            raise Http404
        form = None if verb == "approve" else ClaimReasonForm(request.POST or None)
        if request.method == "POST" and (form is None or form.is_valid()):
            return self._answer(request, claim, verb, form)
        context = {
            "opts": self.model._meta,
            "title": LABELS[verb],
            "claim": claim,
            "verb": verb,
            "form": form,
        }
        return office_page(request, "admin/membership/claim_decide.html", context)

    def _answer(self, request: HttpRequest, claim: Claim, verb: str, form) -> HttpResponse:
        try:
            decide(claim, verb, form.cleaned_data["reason"] if form else "", request)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
            if form:
                text = _("Lý do bạn đã nhập, chưa lưu: %(reason)s")
                messages.warning(request, text % {"reason": form.cleaned_data["reason"]})
        else:
            messages.success(request, _("Đã quyết định và gửi thư cho người đề nghị."))
            waiting = Claim.objects.waiting().select_related("enterprise").order_by("created_at")
            label, page = _("Đề nghị kế tiếp"), "admin:membership_claim_change"
            offer_next(request, waiting, label, page, "claimants")
        return HttpResponseRedirect(reverse("admin:membership_claim_change", args=[claim.pk]))

    def _claim(self, request: HttpRequest, pk: int) -> Claim:
        if not request.user.has_perm(PERMISSION):
            raise PermissionDenied
        return get_object_or_404(Claim.objects.select_related("enterprise", "user"), pk=pk)

    def render_change_form(self, request: HttpRequest, context: dict, *args, **kwargs):
        claim, verbs = context.get("original"), []
        if claim and request.user.has_perm(PERMISSION):
            verbs = {"waiting": ["approve", "refuse"], "approved": ["revoke"]}.get(claim.state, [])
            verbs = [] if is_own(claim, "claimants", request.user) else verbs
        context["answers"] = [(verb, LABELS[verb]) for verb in verbs]
        return super().render_change_form(request, context, *args, **kwargs)

    @admin.display(description=gettext_lazy("người đề nghị"), ordering="user__full_name")
    def claimant(self, claim: Claim) -> str:
        return f"{claim.user} <{claim.user.email}>" if claim.user else _("tài khoản đã đóng")

    @admin.display(description=gettext_lazy("loại"), ordering="is_dispute")
    def kind(self, claim: Claim) -> str:
        return _("Tranh chấp") if claim.is_dispute else _("Nhận quản lý")

    @admin.display(description=gettext_lazy("đã chờ (ngày)"), ordering="-created_at")
    def age(self, claim: Claim) -> str:
        return str(claim.age_in_days) if claim.is_waiting else "–"

    @admin.display(description=gettext_lazy("hẹn trả lời"))
    def due(self, claim: Claim) -> str:
        return with_delay(claim.due_on) if claim.is_waiting else "–"

    @admin.display(description=gettext_lazy("mã số thuế"))
    def code(self, claim: Claim) -> str:
        if claim.enterprise.tax_code:
            return claim.enterprise.tax_code_display
        return _("%s (do người đề nghị khai; chấp thuận là ghi vào hồ sơ)") % claim.tax_code

    @admin.display(description=gettext_lazy("doanh nghiệp"))
    def enterprise_link(self, claim: Claim) -> str:
        url = reverse("admin:enterprises_enterprise_change", args=[claim.enterprise_id])
        return format_html(
            '<a href="{}">{}</a><br>{}', url, claim.enterprise, claim.enterprise.address
        )

    @admin.display(description=gettext_lazy("giấy tờ kèm theo"))
    def file(self, claim: Claim) -> str:
        if not claim.evidence:
            return "–"
        url = reverse("admin:membership_claim_evidence", args=[claim.pk])
        return format_html('<a href="{}">{}</a>', url, claim.evidence_name)

    @admin.display(description=gettext_lazy("chủ quản hiện nay"))
    def owners(self, claim: Claim) -> str:
        rows = claim.enterprise.memberships.owners().select_related("user")
        people = ((m.user, m.user.email, m.created_at.strftime("%d/%m/%Y")) for m in rows)
        return format_html_join("", "{} &lt;{}&gt;, từ {}<br>", people) or "–"

    @admin.display(description=gettext_lazy("đề nghị khác cho hồ sơ này"))
    def other_claims(self, claim: Claim) -> str:
        others = claim.enterprise.claims.exclude(pk=claim.pk).select_related("user")
        lines = (
            (
                reverse("admin:membership_claim_change", args=[other.pk]),
                self.claimant(other),
                other.get_state_display(),
            )
            for other in others
        )
        return format_html_join("", '<a href="{}">{}</a> – {}<br>', lines) or "–"


@admin.register(Membership)
class MembershipAdmin(ReadOnlyAdminMixin, RecordAdmin):
    """Who keeps which profile, to read."""

    list_display = ["enterprise", "user", "role", "created_at"]
    list_filter = ["role"]
    list_select_related = ["enterprise", "user"]
    search_fields = ["enterprise__legal_name", "user__email", "user__full_name"]


@admin.register(Invitation)
class InvitationAdmin(ReadOnlyAdminMixin, RecordAdmin):
    """Invitations and what became of them, to read."""

    list_display = ["enterprise", "email", "role", "created_at", "accepted_at", "withdrawn_at"]
    list_select_related = ["enterprise"]
    search_fields = ["enterprise__legal_name", "email"]


@admin.site.register_waiting
def waiting_claims(request: HttpRequest) -> Iterator[Waiting]:
    """Claims that wait for an answer, for those who may give it."""
    if request.user.has_perm(PERMISSION):
        url = reverse("admin:membership_claim_changelist")
        label = _("Đề nghị nhận quản lý hồ sơ chờ trả lời")
        url += f"?state__exact={Claim.State.WAITING}"
        yield Waiting.among(label, Claim.objects.waiting(), url, "created_at")
