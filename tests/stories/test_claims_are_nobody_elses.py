"""Who may see a claim with its papers, and who may answer it; nobody else does."""

import pytest
from django.conf import settings
from django.shortcuts import resolve_url
from django.urls import reverse

from tests.claiming import (
    MINE,
    REGISTER,
    answer,
    claim_page,
    department_officer,
    logged_in,
)
from tests.factories.membership import (
    PDF,
    ApprovedClaimFactory,
    EditorFactory,
    WaitingClaimFactory,
)
from tests.factories.people import StaffFactory, allowed

pytestmark = pytest.mark.django_db


@pytest.fixture
def person(client):
    return logged_in(client)


@pytest.fixture
def officer(start_data):
    return department_officer()


@pytest.fixture
def at_the_department(officer, client):
    client.force_login(officer)
    return client


def test_strangers_are_sent_to_the_login(client):
    claim = WaitingClaimFactory()
    pages = [
        MINE,
        REGISTER,
        claim_page(claim.enterprise),
        f"{MINE}de-nghi/{claim.pk}/tep/",
        f"{MINE}de-nghi/{claim.pk}/rut/",
    ]
    login = resolve_url(settings.LOGIN_URL)
    for page in pages:
        for answered in (client.get(page), client.post(page)):
            assert (answered.status_code, answered["Location"].split("?")[0]) == (302, login)


def test_a_claim_and_its_evidence_are_nobody_elses(client, person):
    claim = WaitingClaimFactory()
    EditorFactory(user=person, enterprise=claim.enterprise)
    assert client.get(f"{MINE}de-nghi/{claim.pk}/tep/").status_code == 404
    assert client.post(f"{MINE}de-nghi/{claim.pk}/rut/").status_code == 404
    assert client.get(f"/anh/{claim.evidence.name}").status_code == 404
    claim.refresh_from_db()
    assert claim.is_waiting
    client.force_login(claim.user)
    page = client.get(f"{MINE}de-nghi/{claim.pk}/tep/")
    assert b"".join(page.streaming_content) == PDF
    assert page["Content-Disposition"].startswith("attachment")


@pytest.mark.parametrize("verb", ["approve", "refuse", "revoke"])
def test_staff_without_the_permission_decide_nothing(client, verb):
    claim = ApprovedClaimFactory() if verb == "revoke" else WaitingClaimFactory()
    client.force_login(allowed(StaffFactory(), "membership.view_claim"))
    shown = client.get(reverse("admin:membership_claim_change", args=[claim.pk]))
    assert shown.status_code == 200
    assert shown.context["answers"] == []
    assert client.get(answer(claim, verb)).status_code == 403
    assert client.post(answer(claim, verb), {"reason": "x"}).status_code == 403
    evidence = reverse("admin:membership_claim_evidence", args=[claim.pk])
    assert client.get(evidence).status_code == 403
    state = claim.state
    claim.refresh_from_db()
    assert claim.state == state


def test_those_with_the_permission_read_the_evidence(at_the_department):
    claim = WaitingClaimFactory()
    evidence = reverse("admin:membership_claim_evidence", args=[claim.pk])
    page = at_the_department.get(evidence)
    assert b"".join(page.streaming_content) == PDF


@pytest.mark.parametrize("page", ["claim_changelist", "membership_changelist"])
def test_the_queue_is_not_for_all_staff(client, page):
    client.force_login(allowed(StaffFactory(), "enterprises.view_enterprise"))
    assert client.get(reverse(f"admin:membership_{page}")).status_code == 403


def test_a_person_without_staff_rights_does_not_reach_the_decision(client, person):
    claim = WaitingClaimFactory()
    assert client.post(answer(claim, "approve")).status_code in {302, 403}
    claim.refresh_from_db()
    assert claim.is_waiting
