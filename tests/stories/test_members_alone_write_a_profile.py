"""Members alone see and write what a profile is to say; reviewers alone decide on it."""

import pytest
from django.test import Client
from django.urls import reverse

from enterprises.models import Enterprise
from membership.editing.parts import PARTS
from membership.models import Revision
from tests.editing import owner_of, page_of, reviewing, saved, sent, submit
from tests.factories.enterprises import (
    EnterpriseFactory,
)
from tests.factories.membership import OwnerFactory
from tests.factories.people import StaffFactory, UserFactory, allowed
from tests.pages import read

pytestmark = pytest.mark.django_db
EDITING = ["profile", "preview"]


@pytest.fixture
def enterprise() -> Enterprise:
    return EnterpriseFactory(legal_name="Cơ khí Tốt", products=["Trục"], employees=5)


@pytest.fixture
def owner(enterprise) -> Client:
    return owner_of(enterprise)


@pytest.fixture
def reviewer(db) -> Client:
    return reviewing()


def addresses(enterprise: Enterprise) -> list[str]:
    pages = [reverse(f"editing:{name}", args=[enterprise.pk]) for name in EDITING]
    return pages + [page_of(enterprise, part) for part in PARTS]


def test_members_alone_see_and_write_the_profile(enterprise, owner):
    OwnerFactory(user__username="elsewhere")
    stranger, nobody = Client(), Client()
    stranger.force_login(UserFactory())
    for address in addresses(enterprise):
        assert owner.get(address).status_code == 200, address
        assert stranger.get(address).status_code == 404, address
        assert nobody.get(address).status_code == 302, address
    for step in ("submit", "withdraw"):
        address = reverse(f"editing:{step}", args=[enterprise.pk])
        assert owner.get(address).status_code == 405
        assert stranger.post(address).status_code == 404
        assert nobody.post(address).status_code == 302
    assert stranger.post(page_of(enterprise, "identity"), {"employees": 1}).status_code == 404
    assert owner.get(page_of(enterprise, "no-such-part")).status_code == 404


def test_reviewers_alone_decide(enterprise, owner, reviewer):
    saved(owner, enterprise, "identity", employees="777")
    revision = submit(owner, enterprise)
    address = reverse("admin:membership_revision_change", args=[revision.pk])
    data = sent(reviewer, address)
    staff, viewer = Client(), Client()
    staff.force_login(StaffFactory())
    viewer.force_login(allowed(StaffFactory(), "membership.view_revision"))
    assert staff.get(address).status_code == 403
    assert viewer.get(address).status_code == 200
    assert "approve_all" not in read(viewer.get(address)).source
    for client in (staff, viewer):
        assert client.post(address, data | {"approve_all": "1"}).status_code == 403
    assert owner.get(address).status_code in {302, 403}
    assert Revision.objects.get().state == "submitted"
