"""How much may be stored, by whom; what a form without a session leaves behind."""

import pytest
from django.contrib.sessions.models import Session
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from enterprises.models import Attachment, Product
from membership import quotas
from membership.editing.unsaved import MAX_LENGTH, mark_of
from membership.models import Claim, UnsavedText
from membership.quotas import MB, Quota, of_claims, of_enterprise
from tests.editing import page_of, sent
from tests.factories.enterprises import PDF, AttachmentFactory, EnterpriseFactory
from tests.factories.membership import OwnerFactory, WaitingClaimFactory, certificate
from tests.factories.people import UserFactory
from tests.pages import read
from tests.pictures import photo

pytestmark = pytest.mark.django_db


@pytest.fixture
def member(client):
    member = OwnerFactory(enterprise=EnterpriseFactory())
    client.force_login(member.user)
    return member


def test_a_profile_counts_what_it_shows_what_waits_and_what_was_replaced(member):
    own = member.enterprise
    product = Product(enterprise=own, name_vi="Trục")
    product.photo.save("a.jpg", ContentFile(b"x" * 100))
    product.photo.save("b.jpg", ContentFile(b"x" * 10))  # the first is kept by the history
    AttachmentFactory(enterprise=own)
    AttachmentFactory()  # somebody else's
    quota = of_enterprise(own)
    file = Attachment.objects.get(enterprise=own).file
    assert (quota.files, quota.size) == (3, 110 + file.size)


def test_it_is_shown_where_files_are_chosen(client, member):
    for part in ("products", "files"):
        assert "trong 400 MB" in read(client.get(page_of(member.enterprise, part)))
    assert "trong 400 MB" not in read(client.get(page_of(member.enterprise, "identity")))


def with_file(client, enterprise) -> dict:
    data = sent(client, page_of(enterprise, "files"))
    row = {"title_vi": "Danh mục", "kind": Attachment.Kind.CATALOGUE}
    data |= {f"files-0-{name}": value for name, value in row.items()}
    return data | {"files-0-file": SimpleUploadedFile("a.pdf", PDF, "application/pdf")}


@pytest.mark.parametrize(("files", "size"), [(400, 0), (0, 400 * MB)])
def test_what_does_not_fit_is_refused_and_nothing_is_stored(
    client, member, monkeypatch, files, size
):
    data = with_file(client, member.enterprise)
    full = Quota(files, size, 400, 400 * MB)
    monkeypatch.setattr(quotas, "of_enterprise", lambda enterprise: full)
    page = client.post(page_of(member.enterprise, "files"), data)
    assert page.status_code == 200
    assert "Đã hết dung lượng lưu tệp" in read(page)
    assert not member.enterprise.revisions.exists()


def test_what_fits_is_taken(client, member):
    data = with_file(client, member.enterprise)
    assert client.post(page_of(member.enterprise, "files"), data).status_code == 302
    assert of_enterprise(member.enterprise).files == 1


def test_so_many_files_a_day_and_no_more(client, member, monkeypatch):
    monkeypatch.setattr(quotas.UPLOADS, "rate", "1/d/user")
    address = page_of(member.enterprise, "files")
    assert client.post(address, with_file(client, member.enterprise)).status_code == 302
    page = client.post(address, with_file(client, member.enterprise))
    assert "quá nhiều tệp" in read(page)


def claim_page(enterprise) -> str:
    return reverse("membership:claim-create", args=[enterprise.slug])


def test_evidence_of_one_person_is_bounded_and_shown(client):
    client.force_login(person := UserFactory())
    claimed = EnterpriseFactory(tax_code="0100233488")
    assert "trong 60 MB" in read(client.get(claim_page(claimed)))
    for _number in range(20):
        WaitingClaimFactory(user=person).withdraw()
    assert of_claims(person).files == 20
    page = client.post(claim_page(claimed), {"evidence": certificate()})
    assert "Đã hết dung lượng" in page.content.decode()
    assert not Claim.objects.filter(enterprise=claimed).exists()


def test_claims_of_a_day_are_bounded(client, monkeypatch):
    monkeypatch.setattr(quotas.CLAIMS, "rate", "1/d/user")
    client.force_login(UserFactory())
    for taken, number in ((True, "0100233488"), (False, "0301234567")):
        enterprise = EnterpriseFactory(tax_code=number)
        client.post(claim_page(enterprise), {"evidence": certificate()})
        assert Claim.objects.filter(enterprise=enterprise).exists() is taken


def test_a_photo_counts_by_its_stored_size():
    with pytest.raises(ValidationError, match="Đã hết"):
        Quota(0, 0, 1, 10).must_hold([SimpleUploadedFile("a.jpg", photo(size=(90, 60)))])
    Quota(9, 9, 1, 1).must_hold([])  # no file, no question


# --- Text over an ended session


def test_strangers_leave_nothing_behind(client):
    for number in range(20):
        client.post(f"/tai-khoan/doanh-nghiep/{number}/ho-so/identity/", {"x": "y" * 90_000})
    assert not UnsavedText.objects.exists()
    assert not Session.objects.exists()


@pytest.mark.parametrize("mark", ["", "1", "1:abc", "x" * 500])
def test_a_mark_of_ones_own_making_keeps_nothing(client, member, mark):
    client.logout()
    client.post(page_of(member.enterprise, "identity"), {"writer": mark, "employees": "5"})
    assert not UnsavedText.objects.exists()


def test_of_one_account_one_form_is_kept_small(client, member):
    mark = mark_of(member.user)
    client.logout()
    for text in ("một", "hai", "x" * (MAX_LENGTH + 1)):
        data = {"writer": mark, "description_vi": text}
        client.post(page_of(member.enterprise, "identity"), data)
    kept = UnsavedText.objects.get()
    assert (kept.user, kept.text) == (member.user, "description_vi=hai")
    assert not Session.objects.exists()


def test_it_comes_back_to_its_writer_alone(client, member):
    other = OwnerFactory(enterprise=member.enterprise)
    address, mark = page_of(member.enterprise, "identity"), mark_of(member.user)
    client.logout()
    client.post(address, {"writer": mark, "employees": "4321"})
    client.force_login(other.user)
    assert "4321" not in read(client.get(address)).source
    client.force_login(member.user)
    assert "4321" in read(client.get(address)).source
    assert not UnsavedText.objects.exists()


def test_an_old_mark_keeps_nothing_and_old_text_goes(client, member, clock):
    mark = mark_of(member.user)
    client.logout()
    data = {"writer": mark, "employees": "5"}
    client.post(page_of(member.enterprise, "identity"), data)
    clock.advance(days=1, minutes=1)
    UnsavedText.drop_old()
    assert not UnsavedText.objects.exists()
    client.post(page_of(member.enterprise, "identity"), data)
    assert not UnsavedText.objects.exists()
