"""The editing of a profile as members and reviewers do it in their browsers."""

from django.test import Client
from django.urls import reverse

from enterprises.models import Enterprise
from membership.models import Revision
from tests.factories.membership import OwnerFactory
from tests.factories.people import StaffFactory, allowed
from tests.pages import Page, read


def owner_of(enterprise: Enterprise) -> Client:
    """Someone who keeps the enterprise's profile."""
    client = Client()
    client.force_login(OwnerFactory(enterprise=enterprise).user)
    return client


def reviewing(*rights: str) -> Client:
    """Someone of the Department who may decide on profiles, with further rights."""
    client, needed = Client(), ("membership.change_revision", "enterprises.view_enterprise")
    client.force_login(allowed(StaffFactory(), *needed, *rights))
    return client


def page_of(enterprise: Enterprise, part: str = "") -> str:
    if part:
        return reverse("editing:part", args=[enterprise.pk, part])
    return reverse("editing:profile", args=[enterprise.pk])


def sent(client: Client, address: str) -> dict:
    """The page's form as a browser would send it back unchanged."""
    response = client.get(address)
    if "may_decide" in response.context:
        revision = response.context["revision"]
        kept = {f"decision-{part}": "approve" for part in revision.content}
        seen = {"seen_revision": revision.version, "seen_enterprise": revision.enterprise.version}
        return kept | seen
    return read(response).form("seen")


def saved(client: Client, enterprise: Enterprise, part: str, **values):
    """Save a part with other values; the response."""
    address = page_of(enterprise, part)
    return client.post(address, sent(client, address) | values)


def submit(client: Client, enterprise: Enterprise) -> Revision:
    client.post(reverse("editing:submit", args=[enterprise.pk]))
    return Revision.objects.get(enterprise=enterprise)


def review(client: Client, revision: Revision, **decision):
    address = reverse("admin:membership_revision_change", args=[revision.pk])
    return client.post(address, sent(client, address) | decision, follow=True)


def public(enterprise: Enterprise) -> Page:
    return read(Client().get(enterprise.get_absolute_url()))
