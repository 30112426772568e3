"""Members of an enterprise, seen by its members and changed by its owners; invitations."""

from collections.abc import Callable

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.exceptions import BadRequest, PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse, reverse_lazy
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from django.views.generic import FormView

from enterprises.models import Enterprise
from membership.forms import InvitationForm
from membership.inviting import invite, may_invite, why_not
from membership.models import Membership
from membership.models.membership import Role

MINE = reverse_lazy("membership:enterprise-list")


class MemberList(LoginRequiredMixin, FormView):
    """Who keeps a profile; an owner also invites here."""

    template_name = "membership/list.html"
    form_class = InvitationForm

    def dispatch(self, request: HttpRequest, pk: int) -> HttpResponse:
        if not request.user.is_authenticated:
            return self.handle_no_permission()
        self.enterprise = _own_enterprise(request, pk)
        self.is_owner = self.enterprise.is_owned_by(request.user)
        return super().dispatch(request, pk=pk)

    @method_decorator(reauthentication_required(app="allauth.account"))
    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        if not self.is_owner:
            raise PermissionDenied
        return super().post(request, pk=pk)

    def get_form_kwargs(self) -> dict:
        return {**super().get_form_kwargs(), "enterprise": self.enterprise}

    def form_valid(self, form: InvitationForm) -> HttpResponse:
        data = form.cleaned_data
        try:
            invite(self.enterprise, data["email"], data["role"], self.request)
        except ValidationError as error:
            form.add_error(None, error)
            page = super().form_invalid(form)
            page.status_code = 429 if error.code == "limit" else 200
            return page
        messages.success(self.request, _("Đã gửi lời mời tới %s.") % data["email"])
        return _to_members(self.enterprise.pk)

    def get_context_data(self, **kwargs) -> dict:
        return super().get_context_data(
            enterprise=self.enterprise,
            is_owner=self.is_owner,
            why_not="" if may_invite(self.enterprise) else why_not(),
            members=self.enterprise.memberships.select_related("user"),
            invitations=self.enterprise.invitations.open() if self.is_owner else [],
            trail=[(MINE, _("Doanh nghiệp của tôi"))],
            **kwargs,
        )


@login_required
@require_POST
def invitation_withdraw(request: HttpRequest, pk: int, invitation: int) -> HttpResponse:
    """Make an invitation's link worthless, for an owner."""
    sent = get_object_or_404(_owned(request, pk).invitations, pk=invitation)
    attempt(request, lambda: sent.withdraw(request.user), _("Đã rút lời mời."))
    return _to_members(pk)


@login_required
@require_POST
@reauthentication_required(app="allauth.account")
def member_set_role(request: HttpRequest, pk: int, member: int) -> HttpResponse:
    """Make a member owner or editor, for an owner."""
    role = request.POST.get("role")
    membership = get_object_or_404(_owned(request, pk).memberships, pk=member)
    if role not in Role.values:
        raise BadRequest("no such role")
    attempt(request, lambda: membership.set_role(role, request.user), _("Đã đổi vai trò."))
    return _to_members(pk)


@login_required
@require_POST
@reauthentication_required(app="allauth.account")
def member_remove(request: HttpRequest, pk: int, member: int) -> HttpResponse:
    """End another's membership, for an owner."""
    membership = get_object_or_404(_owned(request, pk).memberships, pk=member)
    attempt(request, lambda: membership.remove(request.user), _("Đã xóa thành viên."))
    return redirect(MINE) if membership.user_id == request.user.pk else _to_members(pk)


@login_required
@require_POST
def member_leave(request: HttpRequest, pk: int) -> HttpResponse:
    """End one's own membership."""
    membership = get_object_or_404(_own_enterprise(request, pk).memberships, user=request.user)
    left = attempt(request, membership.leave, _("Bạn không còn quản lý hồ sơ này."))
    return redirect(MINE) if left else _to_members(pk)


def _own_enterprise(request: HttpRequest, pk: int) -> Enterprise:
    return get_object_or_404(Membership.objects.enterprises_of(request.user), pk=pk)


def _owned(request: HttpRequest, pk: int) -> Enterprise:
    enterprise = _own_enterprise(request, pk)
    if not enterprise.is_owned_by(request.user):
        raise PermissionDenied
    return enterprise


def attempt(request: HttpRequest, verb: Callable[[], object], done: str) -> bool:
    """Do it and say so, or say why it cannot be done."""
    try:
        verb()
    except ValidationError as error:
        messages.error(request, error.messages[0])
        return False
    messages.success(request, done)
    return True


def _to_members(pk: int) -> HttpResponse:
    return redirect(reverse("membership:member-list", args=[pk]))
