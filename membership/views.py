"""An account's enterprises: the list, registering. Each view is for whoever is logged in."""

from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.exceptions import ValidationError
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView

from enterprises.models import Enterprise
from enterprises.tax_codes import clean_tax_code
from membership.account_tasks import links_of, tasks_of
from membership.forms import RegisterForm, TaxCodeForm
from membership.models import Invitation
from membership.ownership import register, registered_by

CODE = "mst"  # the parameter that carries a tax code from page to page


class MyEnterprises(LoginRequiredMixin, FormView):
    """What this person keeps, asks for and is invited to; a tax code begins something new."""

    template_name = "membership/enterprises.html"
    form_class = TaxCodeForm
    extra_context = {"trail": [(reverse_lazy("account_home"), gettext_lazy("Tài khoản"))]}

    def form_valid(self, form: TaxCodeForm) -> HttpResponse:
        code = form.cleaned_data["tax_code"]
        known = Enterprise.objects.filter(tax_code=code).first()
        if known is None:
            return _to("enterprise-register", code)
        survivor = Enterprise.objects.survivors([known.pk]).get(known.pk, known.pk)
        record = Enterprise.objects.get(pk=survivor)
        code = record.tax_code or code
        # The address of a record that is not public would say its name.
        is_public = record.state == Enterprise.State.PUBLISHED
        return _to("claim-create", code, record.slug if is_public else code)

    def get_context_data(self, **kwargs) -> dict:
        user = self.request.user
        own = user.memberships.filter(enterprise__merged_into=None)
        memberships = list(own.select_related("enterprise"))
        enterprises = [membership.enterprise_id for membership in memberships]
        return super().get_context_data(
            memberships=memberships,
            tasks=tasks_of(enterprises),
            links=links_of(enterprises),
            claims=user.claims.select_related("enterprise").order_by("-created_at"),
            invitations=Invitation.objects.open()
            .to(user)
            .select_related("enterprise", "invited_by"),
            **kwargs,
        )


class OfMyEnterprises(LoginRequiredMixin, FormView):
    """A form that ends on the list of this person's enterprises."""

    success_url = reverse_lazy("membership:enterprise-list")

    def get_context_data(self, **kwargs) -> dict:
        trail = [(self.success_url, _("Doanh nghiệp của tôi"))]
        return super().get_context_data(trail=trail, **kwargs)

    def done(self, text: str) -> HttpResponse:
        messages.success(self.request, text)
        return HttpResponseRedirect(self.get_success_url())


class EnterpriseRegister(OfMyEnterprises):
    """A new profile, as a draft of its own enterprise."""

    template_name = "membership/register.html"
    form_class = RegisterForm

    def get_initial(self) -> dict:
        return {"tax_code": self.request.GET.get(CODE, "")[:20]}

    def form_valid(self, form: RegisterForm) -> HttpResponse:
        try:
            register(form.instance, self.request.user)
        except ValidationError as error:
            form.add_error(None, error)
            return super().form_invalid(form)
        return self.done(_("Đã tạo hồ sơ. Hãy hoàn thiện rồi gửi Sở Công Thương xem xét."))

    def form_invalid(self, form: RegisterForm) -> HttpResponse:
        code = clean_tax_code(form.data.get("tax_code", ""))
        if registered_by(self.request.user, code):
            return self.done(_("Hồ sơ này đã được tạo."))
        return super().form_invalid(form)


def _to(name: str, code: str, *args: str) -> HttpResponse:
    url = reverse(f"membership:{name}", args=args)
    return HttpResponseRedirect(f"{url}?{urlencode({CODE: code})}")
