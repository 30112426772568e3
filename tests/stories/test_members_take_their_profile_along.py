"""Who keeps a profile downloads what is published of it, in the columns that the staff import."""

import io

import pytest
import tablib
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import translation

from core.imports.outcomes import Result, unpack
from enterprises.importing.enterprise import EnterpriseResource
from enterprises.models import Enterprise
from tests.enterprises.profiles import full_profile
from tests.factories.enterprises import ContactFactory, EnterpriseFactory
from tests.factories.membership import (
    DraftEnterpriseFactory,
    EditorFactory,
    InvitationFactory,
    OwnerFactory,
)
from tests.factories.people import StaffFactory, UserFactory
from tests.pages import read

pytestmark = pytest.mark.django_db
IMPORT = "/quan-tri/enterprises/enterprise/import/"


@pytest.fixture
def enterprise() -> Enterprise:
    """A full profile with a contact that the public does not see."""
    enterprise = full_profile()
    ContactFactory(enterprise=enterprise, person="Lê Văn Kín", email="kin@example.com")
    return enterprise


@pytest.fixture
def owner(client, enterprise) -> Client:
    client.force_login(EditorFactory(enterprise=enterprise).user)
    return client


def address(enterprise: Enterprise) -> str:
    return reverse("editing:download", args=[enterprise.pk])


def rows_of(response) -> list[dict]:
    return tablib.Dataset().load(io.BytesIO(response.content), "xlsx").dict


def test_the_page_of_the_profile_leads_to_the_file(owner, enterprise):
    page = read(owner.get(reverse("editing:profile", args=[enterprise.pk])))
    assert address(enterprise) in page.addresses
    response = owner.get(address(enterprise))
    assert f'filename="{enterprise.slug}.xlsx"' in response["Content-Disposition"]
    assert "private" in response["Cache-Control"]


def test_it_has_the_columns_of_the_staffs_spreadsheet_and_the_enterprises_own_words(
    owner, enterprise
):
    response = owner.get(address(enterprise))
    first, *others = rows_of(response)
    staff = EnterpriseResource().export(Enterprise.objects.filter(pk=enterprise.pk))
    assert list(first) == staff.headers
    assert {name: text or "" for name, text in first.items()} == staff.dict[0]
    hidden = [row for row in others if row["Người liên hệ"] == "Lê Văn Kín"]
    assert [(row["Thư điện tử"], row["Công khai liên hệ"]) for row in hidden] == [
        ("kin@example.com", "không")
    ]
    assert {row["Tên doanh nghiệp"] for row in others} == {enterprise.legal_name}
    assert len(others) + 1 == enterprise.contacts.count()


@pytest.mark.parametrize("language", ["vi", "en"])
def test_staff_can_import_it_unchanged(owner, enterprise, staff_client, language):
    member = Client()
    member.force_login(OwnerFactory(enterprise=enterprise).user)
    with translation.override(language):
        content = member.get(address(enterprise)).content
    file = SimpleUploadedFile("ho-so.xlsx", content)
    with translation.override("vi"):
        job = staff_client.post(IMPORT, {"import_file": file}, follow=True).context["job"]
    outcomes = unpack(job.outcomes)
    assert len(outcomes) == enterprise.contacts.count()
    assert {outcome.result for outcome in outcomes} == {Result.SAME}, outcomes


def test_what_waits_for_review_is_not_in_it(owner, enterprise):
    part = reverse("editing:part", args=[enterprise.pk, "markets"])
    seen = owner.get(part).context["seen"]
    owner.post(part, {"seen": seen, "customers": "Khách Hàng Mới"})
    assert enterprise.revisions.get().content
    assert "Khách Hàng Mới" not in str(rows_of(owner.get(address(enterprise))))


def test_of_a_draft_nothing_is_published(client):
    draft = DraftEnterpriseFactory()
    client.force_login(OwnerFactory(enterprise=draft).user)
    assert client.get(address(draft)).status_code == 404
    page = read(client.get(reverse("editing:profile", args=[draft.pk])))
    assert address(draft) not in page.source


def test_nobody_but_a_member_gets_it(enterprise):
    invited = UserFactory(email="moi@example.com")
    InvitationFactory(enterprise=enterprise, email=invited.email)
    other = OwnerFactory(enterprise=EnterpriseFactory()).user
    for stranger in (UserFactory(), StaffFactory(), invited, other):
        client = Client()
        client.force_login(stranger)
        assert client.get(address(enterprise)).status_code == 404
    assert "/dang-nhap/" in Client().get(address(enterprise))["Location"]


def test_it_takes_the_same_number_of_queries_however_full(
    owner, enterprise, django_assert_num_queries
):
    owner.get(address(enterprise))
    with django_assert_num_queries(22):
        owner.get(address(enterprise))
    ContactFactory.create_batch(9, enterprise=enterprise)
    with django_assert_num_queries(22):
        owner.get(address(enterprise))
