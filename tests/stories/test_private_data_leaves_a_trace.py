"""Exports hold what their reader's pages show; exports and reads of private data are logged."""

import pytest
from django.test import Client
from django.urls import reverse

from core.audit import Kind
from core.models import AuditEvent
from enterprises.models import Contact, Enterprise
from membership.models import Revision
from tests.factories.confirmation import issued
from tests.factories.duplicates import DuplicatePairFactory
from tests.factories.enterprises import AttachmentFactory, EnterpriseFactory
from tests.factories.localization import SubmittedAnswerFactory
from tests.factories.membership import OwnerFactory, WaitingClaimFactory
from tests.factories.people import StaffFactory, SuperuserFactory, UserFactory, allowed
from tests.factories.plans import MONITOR, load_roles, member

pytestmark = pytest.mark.django_db
EXPORT = "/quan-tri/enterprises/enterprise/export/"
VIEW = "enterprises.view_enterprise"


@pytest.fixture
def enterprise():
    enterprise = EnterpriseFactory(legal_name="Công ty Công Khai")
    Contact.objects.create(enterprise=enterprise, person="Bà Kín Đáo", phone="0901234567")
    Contact.objects.create(enterprise=enterprise, person="Ông Công Khai", is_public=True)
    return enterprise


def enter(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def exported(client: Client, **filters: str) -> str:
    page = client.post(EXPORT, {"format": "1", "resource": "0"}, query_params=filters)
    assert page.status_code == 200
    return page.content.decode()


def reads() -> list[tuple[str, str]]:
    events = AuditEvent.objects.filter(kind=Kind.PRIVATE_READ).order_by("pk")
    return list(events.values_list("model", "record"))


def test_who_only_looks_takes_along_what_everybody_sees(enterprise):
    for state in ("draft", "hidden", "pending"):
        EnterpriseFactory(legal_name=f"Công ty {state}", state=state)
    told = exported(enter(allowed(StaffFactory(), VIEW)))
    assert "Công ty Công Khai" in told
    assert "Ông Công Khai" in told
    hidden = ("Bà Kín Đáo", "0901234567", "Công ty draft", "Công ty hidden", "Công ty pending")
    assert not [words for words in hidden if words in told]


def test_who_keeps_the_directory_takes_all_of_it_along(enterprise):
    EnterpriseFactory(legal_name="Công ty Ẩn", state="hidden")
    rights = (VIEW, "enterprises.change_enterprise", "enterprises.view_contact")
    told = exported(enter(allowed(StaffFactory(), *rights)))
    assert "Bà Kín Đáo" in told
    assert "Công ty Ẩn" in told


def test_contacts_need_their_own_right_even_of_who_keeps_the_directory(enterprise):
    told = exported(enter(allowed(StaffFactory(), VIEW, "enterprises.change_enterprise")))
    assert "Bà Kín Đáo" not in told
    assert "Ông Công Khai" in told


def test_an_export_is_logged_with_its_filter_and_count(enterprise):
    EnterpriseFactory(state="hidden")
    exported(enter(officer := SuperuserFactory()), state__exact="published")
    event = AuditEvent.objects.get(kind=Kind.EXPORT)
    assert (event.actor, event.model, event.record) == (officer, "enterprises.enterprise", "")
    assert event.detail == {"rows": 1, "filter": {"state__exact": ["published"]}}


def test_other_files_of_the_back_office_and_of_members_are_logged(enterprise):
    load_roles()
    OwnerFactory(enterprise=enterprise, user=(owner := UserFactory()))
    page = reverse("editing:download", args=[enterprise.pk])
    assert enter(owner).get(page).status_code == 200
    paper = issued()
    page = reverse("admin:verification_confirmation_draft", args=[paper.pk])
    assert enter(SuperuserFactory()).get(page).status_code == 200
    kinds = AuditEvent.objects.filter(kind=Kind.EXPORT).values_list("model", "record")
    assert set(kinds) == {
        ("enterprises.enterprise", str(enterprise.pk)),
        ("verification.confirmation", str(paper.pk)),
    }


def test_a_refused_export_is_no_export():
    load_roles()
    assert enter(member(MONITOR)).post(EXPORT, {"format": "1", "resource": "0"}).status_code == 403
    assert not AuditEvent.objects.filter(kind=Kind.EXPORT).exists()


def test_reading_private_contacts_is_logged_for_those_who_see_them(enterprise):
    page = reverse("admin:enterprises_enterprise_change", args=[enterprise.pk])
    enter(allowed(StaffFactory(), VIEW)).get(page)
    assert reads() == []
    enter(allowed(StaffFactory(), VIEW, "enterprises.view_contact")).get(page)
    assert reads() == [("enterprises.enterprise", str(enterprise.pk))]
    public = EnterpriseFactory()
    page = reverse("admin:enterprises_enterprise_change", args=[public.pk])
    enter(SuperuserFactory()).get(page)
    assert len(reads()) == 1


def test_evidence_scans_answers_and_files_are_logged():
    client, claim = enter(SuperuserFactory()), WaitingClaimFactory()
    client.get(reverse("admin:membership_claim_evidence", args=[claim.pk]))
    paper = issued()
    client.get(reverse("admin:verification_confirmation_scan", args=[paper.pk]))
    answer = SubmittedAnswerFactory()
    client.get(reverse("admin:localization_answer_write", args=[answer.unit_id]))
    private = AttachmentFactory(is_public=False)
    assert client.get(private.file.url).status_code == 200
    assert reads() == [
        ("membership.claim", str(claim.pk)),
        ("verification.confirmation", str(paper.pk)),
        ("localization.frameunit", str(answer.unit_id)),
        ("enterprises.enterprise", str(private.enterprise_id)),
    ]


def test_reviews_comparisons_and_checks_of_facts_are_logged(enterprise):
    client, pair = enter(SuperuserFactory()), DuplicatePairFactory()
    client.get(reverse("admin:enterprises_duplicatepair_compare", args=[pair.pk]))
    client.get(reverse("admin:verification_factcheck_record", args=[enterprise.pk]))
    revision = Revision(enterprise=enterprise)
    revision.change_part("contacts", [], UserFactory())
    revision.submit()
    client.get(reverse("admin:membership_revision_change", args=[revision.pk]))
    assert [model for model, _key in reads()] == [
        "enterprises.duplicatepair",
        "enterprises.enterprise",
        "membership.revision",
    ]


def test_a_public_file_is_nobodys_secret(client):
    public = AttachmentFactory(is_public=True, enterprise__state=Enterprise.State.PUBLISHED)
    assert client.get(public.file.url).status_code == 200
    assert reads() == []
