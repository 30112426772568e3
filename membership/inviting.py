"""Inviting to keep a profile together: who may, how often, and to whom it is told."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.limits import Limit, use_or_refuse
from enterprises.models import Enterprise
from membership.letters import send_invitation
from membership.models import Claim, Invitation

INVITER = Limit(
    "invitation_inviter",
    "20/d/user",
    gettext_lazy("Bạn đã gửi quá nhiều lời mời trong 24 giờ qua. Xin mời tiếp vào ngày mai."),
)
INVITED = Limit(
    "invitation_address",
    "3/d/key",
    gettext_lazy("Địa chỉ này đã nhận nhiều lời mời trong 24 giờ qua. Xin mời lại vào ngày mai."),
)


def may_invite(enterprise: Enterprise) -> bool:
    """Whether the Department knows who stands behind it: the portal carries no stranger's letters.

    It has published the enterprise, or approved somebody's claim to it.
    """
    if enterprise.state == Enterprise.State.PUBLISHED:
        return True
    return enterprise.claims.filter(state=Claim.State.APPROVED).exists()


@transaction.atomic
def invite(enterprise: Enterprise, email: str, role: str, request: HttpRequest) -> None:
    """Invite somebody by letter; ValidationError, for people, where it may not be."""
    if not may_invite(enterprise):
        raise ValidationError(why_not(), code="unknown")
    use_or_refuse(request, (INVITER, ""), (INVITED, email))
    sent = Invitation.send(enterprise, email, role, request.user)
    send_invitation(*sent, request)


def why_not() -> str:
    """Say why nobody is invited yet."""
    return _(
        "Chỉ mời được thành viên khi Sở Công Thương đã công bố hồ sơ, hoặc đã chấp thuận đề nghị "
        "quản lý hồ sơ này."
    )
