"""Invitations as the person who is invited meets them."""

from django.contrib.auth.decorators import login_required
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from django.views.generic import DetailView

from core.letters.tokens import digest_of
from membership.members import MINE, attempt
from membership.models import Invitation


class InvitationPage(LoginRequiredMixin, DetailView):
    """What the link in a letter opens; the letter alone is not enough, the address must fit."""

    template_name = "membership/invitation.html"

    def get_object(self, queryset=None) -> Invitation:
        known = Invitation.objects.select_related("enterprise", "invited_by")
        return get_object_or_404(known, digest=digest_of(self.kwargs["token"]))

    def get_context_data(self, **kwargs) -> dict:
        return super().get_context_data(
            is_mine=self.object.is_for(self.request.user),
            trail=[(MINE, _("Doanh nghiệp của tôi"))],
            **kwargs,
        )


@login_required
@require_POST
def invitation_accept(request: HttpRequest, pk: int) -> HttpResponse:
    """Become a member, for the person to whose address the invitation went."""
    invitation = get_object_or_404(Invitation.objects.to(request.user), pk=pk)
    text = _("Bạn đã là thành viên của %s.") % invitation.enterprise
    attempt(request, lambda: invitation.accept(request.user), text)
    return redirect(MINE)
