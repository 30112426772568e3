"""Claiming a record, and what one has sent with one's claims."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from core.concurrency.turns import take_turn
from core.files.documents import document_response
from core.limits import use_or_refuse
from enterprises.models import Enterprise
from enterprises.tax_codes import clean_tax_code
from membership import quotas
from membership.forms import ClaimForm
from membership.models import Claim
from membership.ownership import send_claim
from membership.views import CODE, OfMyEnterprises


class ClaimCreate(OfMyEnterprises):
    """A claim to a public record, or to any record by whoever knows its tax code."""

    template_name = "membership/claim.html"
    form_class = ClaimForm

    def dispatch(self, request: HttpRequest, slug: str) -> HttpResponse:
        if not request.user.is_authenticated:
            return self.handle_no_permission()
        self.enterprise = _claimable(slug, clean_tax_code(request.GET.get(CODE, "")))
        is_old = self.enterprise.slug != slug and _is_public(self.enterprise)
        if is_old and request.method != "POST":
            return redirect("membership:claim-create", self.enterprise.slug)
        if self.enterprise.is_owned_by(request.user):
            return self.done(_("Bạn đang quản lý hồ sơ của doanh nghiệp này."))
        if request.user.claims.waiting().filter(enterprise=self.enterprise).exists():
            return self.done(_("Đề nghị của bạn đã được gửi; Sở Công Thương đang xem xét."))
        return super().dispatch(request, slug=slug)

    def get_form_kwargs(self) -> dict:
        return {
            **super().get_form_kwargs(),
            "enterprise": self.enterprise,
            "user": self.request.user,
        }

    def form_valid(self, form: ClaimForm) -> HttpResponse:
        form.instance.language = get_language()
        try:
            self._send(form.instance)
        except ValidationError as refused:
            if refused.code in quotas.FULL:
                form.add_error("evidence", refused)
                return self.form_invalid(form)
            # Somebody was quicker: a form made anew offers the way to dispute.
            return self.form_invalid(self.get_form())
        return self.done(_("Đã gửi đề nghị. Sở Công Thương sẽ trả lời qua thư điện tử."))

    @transaction.atomic
    def _send(self, claim: Claim) -> None:
        """Send a claim where there is room for its file."""
        take_turn(f"claims of {self.request.user.pk}")  # their files are counted
        quotas.of_claims(self.request.user).must_hold(self.request.FILES.values())
        use_or_refuse(self.request, (quotas.CLAIMS, ""))
        send_claim(claim, self.request)

    def get_context_data(self, **kwargs) -> dict:
        draft = Claim(enterprise=self.enterprise)
        quota = quotas.of_claims(self.request.user)
        about = {"enterprise": self.enterprise, "name": draft.shown_name, "quota": quota}
        return super().get_context_data(**about, **kwargs)


@login_required
@require_POST
def claim_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take one's own claim back."""
    claim = get_object_or_404(_own_claims(request), pk=pk)
    try:
        claim.withdraw()
        messages.success(request, _("Đã rút đề nghị."))
    except ValidationError as error:
        messages.error(request, error.messages[0])
    return redirect("membership:enterprise-list")


@login_required
@require_safe
def claim_evidence(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the file that one has sent with one's own claim."""
    claim = get_object_or_404(_own_claims(request), pk=pk)
    return document_response(claim.evidence, claim.evidence_name)


def _own_claims(request: HttpRequest) -> QuerySet[Claim]:
    return request.user.claims.select_related("enterprise")


def _claimable(slug: str, code: str) -> Enterprise:
    """Return the record that can be claimed here: for a merged one, the one it was merged into.

    A form that was opened before the merge is taken as one for that record, so nothing is lost. A
    record that is not public has its tax code for an address.
    """
    asked = {"tax_code": code} if code and slug == code else {"slug": slug}
    known = Enterprise.objects.claimable().filter(**asked).first()
    enterprise = known or Enterprise.objects.survivor_of(slug)
    if enterprise and (_is_public(enterprise) or (code and enterprise.tax_code == code)):
        return enterprise
    raise Http404


def _is_public(enterprise: Enterprise) -> bool:
    return enterprise.state == Enterprise.State.PUBLISHED
