"""The page on which an enterprise's owners keep its members, as tests open and send it."""

from enterprises.models import Enterprise
from membership.models import Invitation
from tests.claiming import MINE

BINH = {"email": "binh@example.com", "role": "editor"}


def members_page(enterprise: Enterprise) -> str:
    return f"{MINE}{enterprise.pk}/thanh-vien/"


def accept(invitation: Invitation) -> str:
    return f"{MINE}loi-moi/{invitation.pk}/nhan/"
