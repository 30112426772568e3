"""Claims as people make them and the Department answers them, in their browsers."""

from django.test import Client
from django.urls import reverse

from accounts.models import User
from enterprises.models import Enterprise
from membership.models import Claim
from tests.factories.people import StaffFactory, UserFactory, in_group

MINE = "/tai-khoan/doanh-nghiep/"
REGISTER = f"{MINE}dang-ky/"


def logged_in(client: Client) -> User:
    """Someone with an account, logged in, who reads Vietnamese."""
    user = UserFactory(full_name="Trần Thị Bình")
    client.force_login(user)
    return user


def department_officer() -> User:
    """A member of the Department's staff with the role's permissions (start data) and no others."""
    return in_group(StaffFactory(full_name="Lê Văn Cán"), "Cán bộ Sở Công Thương")


def claim_page(enterprise: Enterprise) -> str:
    return f"{MINE}nhan-quan-ly/{enterprise.slug}/"


def answer(claim: Claim, verb: str) -> str:
    return reverse("admin:membership_claim_decide", args=[claim.pk, verb])


def errors(page, field: str) -> str:
    assert page.status_code == 200
    return " ".join(page.context["form"].errors.get(field, []))


def waiting_for(staff) -> list:
    """What the start page of the back office says to them."""
    return staff.get("/quan-tri/").context["waiting"]
