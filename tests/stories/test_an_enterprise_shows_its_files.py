"""Catalogues, drawings, scans: sent with the profile, reviewed, shown to whoever may read them."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, override_settings
from django.urls import reverse
from django.utils import translation

from accounts.closure import close_account
from enterprises.duplicates.undoing import undo
from enterprises.models import Attachment, Enterprise
from membership.models import Revision
from tests.backoffice import form_of
from tests.editing import owner_of, public, review, reviewing, saved, submit
from tests.factories.duplicates import merged
from tests.factories.enterprises import (
    PDF,
    AttachmentFactory,
    CertificateScanFactory,
    EnterpriseFactory,
    HiddenEnterpriseFactory,
)
from tests.factories.membership import OwnerFactory
from tests.factories.people import StaffFactory, UserFactory, allowed, in_group
from tests.pages import read

pytestmark = pytest.mark.django_db
MAY_VIEW = "enterprises.view_attachment"


@pytest.fixture
def enterprise() -> Enterprise:
    return EnterpriseFactory(legal_name="Cơ khí Tốt")


@pytest.fixture
def owner(enterprise) -> Client:
    return owner_of(enterprise)


@pytest.fixture
def reviewer(db) -> Client:
    return reviewing(MAY_VIEW)


def someone(*rights: str, staff: bool = False) -> Client:
    """Somebody with an account."""
    client = Client()
    client.force_login(allowed(StaffFactory() if staff else UserFactory(), *rights))
    return client


def row(number: int = 0, content: bytes = PDF, name: str = "Ca ta lô.pdf", **told: str) -> dict:
    """A file's row as a member fills it in."""
    values = {"title_vi": "Ca-ta-lô 2026", "kind": "catalogue", "is_public": "on"} | told
    values["file"] = SimpleUploadedFile(name, content)
    return {f"files-{number}-{field}": value for field, value in values.items()}


def drafted_address(enterprise: Enterprise) -> str:
    """Where the first file of the enterprise's open revision is handed out."""
    name = Revision.objects.get(enterprise=enterprise).content["files"][0]["file"]
    return reverse("enterprises:attachment-file", args=[enterprise.slug, name.split("/")[1]])


def reads(client: Client, address: str) -> bool:
    answer = client.get(address)
    assert answer.status_code in (200, 404), answer.status_code
    return answer.status_code == 200


def test_a_buyer_gets_a_catalogue_once_it_is_approved(enterprise, owner, reviewer):
    assert saved(owner, enterprise, "files", **row(title_en="Catalogue 2026")).status_code == 302
    revision = submit(owner, enterprise)
    assert "Ca-ta-lô 2026" not in public(enterprise).source
    review(reviewer, revision, approve_all="1")
    page = public(enterprise)
    attachment = enterprise.attachments.get()
    files = page.section("Tài liệu")
    for told in ("Ca-ta-lô 2026", "Ca-ta-lô, tài liệu giới thiệu", f"(PDF, {len(PDF)} byte)"):
        assert told in files
    assert attachment.file.url in page.addresses
    answer = Client().get(attachment.file.url)
    assert b"".join(answer.streaming_content) == PDF
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == 'attachment; filename="ca-ta-lo-2026.pdf"'
    assert answer["X-Content-Type-Options"] == "nosniff"
    with translation.override("en"):
        assert "Catalogue 2026" in read(Client().get(enterprise.get_absolute_url()))


def test_a_scan_that_is_not_public_is_for_members_and_the_department(enterprise, owner):
    scan = CertificateScanFactory(enterprise=enterprise, title_vi="Bản quét ISO")
    assert "Bản quét ISO" not in public(enterprise).source
    assert "Tài liệu" not in public(enterprise).headings
    assert reads(owner, scan.file.url)
    assert reads(someone(MAY_VIEW, staff=True), scan.file.url)
    elsewhere = owner_of(EnterpriseFactory())
    for stranger in (Client(), someone(), someone(staff=True), someone(MAY_VIEW), elsewhere):
        assert not reads(stranger, scan.file.url)


def test_a_second_factor_is_asked_of_staff_here_as_in_the_back_office(enterprise):
    scan = CertificateScanFactory(enterprise=enterprise)
    staff = someone(MAY_VIEW, staff=True)
    with override_settings(MFA_REQUIRED_FOR_STAFF=True):
        assert not reads(staff, scan.file.url)


@pytest.mark.parametrize("state", ["draft", "pending", "hidden"])
def test_files_of_a_profile_that_is_not_public_are_not_public(state):
    attachment = AttachmentFactory(enterprise__state=state)
    assert not reads(Client(), attachment.file.url)
    assert reads(owner_of(attachment.enterprise), attachment.file.url)


def test_a_drafts_file_is_for_members_and_reviewers(enterprise, owner, reviewer):
    saved(owner, enterprise, "files", **row())
    address = drafted_address(enterprise)
    assert reads(owner, address)
    assert reads(reviewer, address)
    for stranger in (Client(), someone(), someone(staff=True), owner_of(EnterpriseFactory())):
        assert not reads(stranger, address)


def test_no_address_leads_to_a_file_of_another_profile_or_room(enterprise, owner):
    other = AttachmentFactory()
    name = other.file.name.split("/")[1]
    assert not reads(owner, reverse("enterprises:attachment-file", args=[enterprise.slug, name]))
    assert not reads(Client(), f"/anh/{other.file.name}")
    assert not reads(owner, f"{enterprise.get_absolute_url()}tai-lieu/khong-co.pdf")
    assert Client().post(other.file.url).status_code == 405


def test_a_lost_file_is_not_there_and_breaks_no_page(enterprise):
    attachment = AttachmentFactory(enterprise=enterprise)
    attachment.file.storage.delete(attachment.file.name)
    assert attachment.title_vi in public(enterprise)
    assert not reads(Client(), attachment.file.url)


def test_editor_review_and_preview_lead_to_the_file(enterprise, owner, reviewer):
    AttachmentFactory(enterprise=enterprise, title_vi="Ca-ta-lô cũ")
    old = enterprise.attachments.get().file.url
    saved(owner, enterprise, "files", **row())
    new = drafted_address(enterprise)
    assert old != new
    part = read(owner.get(reverse("editing:part", args=[enterprise.pk, "files"])))
    assert part.links["Tệp đang dùng"] == new
    assert new in read(owner.get(reverse("editing:preview", args=[enterprise.pk]))).addresses
    revision = submit(owner, enterprise)
    address = reverse("admin:membership_revision_change", args=[revision.pk])
    seen = read(reviewer.get(address))
    assert seen.links["Tệp đang công bố"] == old
    assert seen.links["Tệp trong bản cập nhật"] == new


def test_a_file_stays_when_only_its_title_changes(enterprise, owner, reviewer):
    attachment = AttachmentFactory(enterprise=enterprise)
    saved(owner, enterprise, "files", **{"files-0-title_vi": "Tên mới"})
    review(reviewer, submit(owner, enterprise), approve_all="1")
    before, (attachment,) = attachment.file.name, Attachment.objects.all()
    assert (attachment.title_vi, attachment.file.name) == ("Tên mới", before)


def test_a_file_that_is_struck_out_is_gone_from_the_profile(enterprise, owner, reviewer):
    attachment = AttachmentFactory(enterprise=enterprise)
    saved(owner, enterprise, "files", **{"files-0-DELETE": "on"})
    review(reviewer, submit(owner, enterprise), approve_all="1")
    assert not reads(Client(), attachment.file.url)
    assert Attachment.history.filter(history_type="-").exists()


def test_a_profile_takes_no_twenty_first_file(enterprise, owner, reviewer):
    saved(owner, enterprise, "files", **row())
    revision = submit(owner, enterprise)
    AttachmentFactory.create_batch(Attachment.MAX_NUMBER, enterprise=enterprise)
    content = revision.content["files"]
    staying = [{**content[0], "id": a.pk, "file": a.file.name} for a in Attachment.objects.all()]
    Revision.objects.update(content={"files": [*staying, *content]})
    page = review(reviewer, revision, approve_all="1")
    assert "nhiều nhất 20 tài liệu" in read(page).notices
    assert Attachment.objects.count() == Attachment.MAX_NUMBER


def test_staff_keep_files_in_the_back_office(staff_client, enterprise):
    address = reverse("admin:enterprises_enterprise_change", args=[enterprise.pk])
    filled = {name.replace("files-", "attachments-"): told for name, told in row().items()}
    data = form_of(staff_client, address) | filled | {"attachments-TOTAL_FORMS": "1"}
    data["attachments-0-enterprise"] = enterprise.pk
    assert staff_client.post(address, data).status_code == 302
    attachment = enterprise.attachments.get()
    assert attachment.file.name.startswith("attachment/")
    assert attachment.file.url in read(staff_client.get(address)).addresses
    history = reverse("admin:enterprises_enterprise_history", args=[enterprise.pk])
    page = staff_client.get(history)
    assert [record.title_vi for record in page.context["rows_history"]] == ["Ca-ta-lô 2026"]


def test_a_profile_with_more_files_after_a_merge_can_still_be_edited(staff_client, enterprise):
    AttachmentFactory.create_batch(Attachment.MAX_NUMBER + 2, enterprise=enterprise)
    address = reverse("admin:enterprises_enterprise_change", args=[enterprise.pk])
    data = form_of(staff_client, address) | {"short_name": "CKT"}
    assert staff_client.post(address, data).status_code == 302
    number = Attachment.MAX_NUMBER + 2
    filled = {name.replace("files-", "attachments-"): told for name, told in row(number).items()}
    data = form_of(staff_client, address) | filled
    more = {
        "attachments-TOTAL_FORMS": str(number + 1),
        f"attachments-{number}-enterprise": enterprise.pk,
    }
    page = staff_client.post(address, data | more)
    assert "Mỗi doanh nghiệp có nhiều nhất 20 tài liệu." in read(page).non_field_errors


def test_the_departments_staff_may_look_after_files(start_data, enterprise):
    staff = in_group(StaffFactory(), "Cán bộ Sở Công Thương")
    rights = [f"enterprises.{right}_attachment" for right in ("view", "add", "change", "delete")]
    assert staff.has_perms(rights)
    assert not in_group(StaffFactory(), "Cán bộ đơn vị").has_perm(rights[0])


def test_files_go_with_a_merge_and_come_back():
    survivor, gone = EnterpriseFactory(), EnterpriseFactory()
    both = [AttachmentFactory(enterprise=each, title_vi="Ca-ta-lô") for each in (survivor, gone)]
    merge = merged(survivor, gone)
    assert set(survivor.attachments.all()) == set(both)
    moved = Attachment.objects.get(pk=both[1].pk)
    assert reads(Client(), moved.file.url)
    assert merge.before[str(gone.pk)]["rows"]["attachments"][0]["file"] == moved.file.name
    undo(merge.pk, None)
    assert list(gone.attachments.all()) == [both[1]]


def test_closing_an_account_leaves_the_enterprises_files(enterprise):
    member = OwnerFactory(enterprise=enterprise).user
    attachment = AttachmentFactory(enterprise=enterprise)
    close_account(member)
    assert reads(Client(), attachment.file.url)


def test_a_spreadsheet_holds_no_files(staff_client):
    attachment = AttachmentFactory(enterprise=HiddenEnterpriseFactory())
    page = read(staff_client.get(reverse("admin:enterprises_enterprise_import")))
    assert "Ảnh và tài liệu không nằm trong bảng tính" in page
    from enterprises.importing.enterprise import EnterpriseResource

    [line] = EnterpriseResource().export(Enterprise.objects.all()).dict
    assert attachment.title_vi not in str(line)
