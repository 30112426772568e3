"""A person claims the record of their enterprise, with its registration certificate."""

from threading import Barrier, Thread

import pytest
from django.core import mail
from django.db import IntegrityError, connection, transaction
from django.test import Client

from core.files.documents import MAX_BYTES
from enterprises.models import Enterprise
from membership import personal_data
from membership.models import Claim, Membership
from tests.claiming import (
    MINE,
    answer,
    claim_page,
    department_officer,
    errors,
    logged_in,
)
from tests.factories.enterprises import (
    DemoEnterpriseFactory,
    EnterpriseFactory,
    HiddenEnterpriseFactory,
)
from tests.factories.membership import (
    PDF,
    TAX_CODE,
    ApprovedClaimFactory,
    InvitationFactory,
    OwnerFactory,
    WaitingClaimFactory,
    certificate,
    photo_of_certificate,
)
from tests.factories.people import UserFactory
from tests.pages import read

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


def test_a_known_tax_code_leads_to_a_claim(client, person):
    enterprise = EnterpriseFactory(tax_code=TAX_CODE)
    page = client.post(MINE, {"tax_code": "0100 233 488"})
    assert page["Location"] == f"{claim_page(enterprise)}?mst={TAX_CODE}"


def test_a_claim_waits_with_its_evidence_and_a_letter_says_so(client, person):
    enterprise = EnterpriseFactory(tax_code=TAX_CODE)
    page = client.post(claim_page(enterprise), {"evidence": certificate()}, follow=True)
    assert page.redirect_chain[0][0] == MINE
    claim = Claim.objects.get()
    assert (claim.state, claim.user, claim.enterprise) == ("waiting", person, enterprise)
    assert claim.evidence_name == "giấy phép.pdf"
    assert "giấy" not in claim.evidence.name
    assert not enterprise.may_be_edited_by(person)
    (letter,) = mail.outbox
    assert letter.to == [person.email]
    assert letter.subject == f"Đã nhận đề nghị quản lý hồ sơ: {enterprise}"
    assert f"http://testserver{MINE}" in letter.body
    assert claim.history.get().history_user == person


def test_a_record_without_tax_code_is_claimed_from_its_page_and_gets_the_code(
    client, person, officer
):
    enterprise = EnterpriseFactory()
    profile = read(client.get(enterprise.get_absolute_url()))
    assert claim_page(enterprise) in profile.addresses
    data = {"tax_code": "0100233488-001", "evidence": certificate()}
    client.post(claim_page(enterprise), data)
    claim = Claim.objects.get()
    client.force_login(officer)
    client.post(answer(claim, "approve"))
    enterprise.refresh_from_db()
    assert enterprise.tax_code == "0100233488001"
    assert enterprise.is_owned_by(person)
    assert enterprise.history.first().history_user == officer


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("", "Hãy nhập mã số thuế"),
        ("0100233489", "Sai số kiểm tra"),
        (TAX_CODE, "đã thuộc một hồ sơ khác"),
    ],
)
def test_the_code_that_comes_with_a_claim_is_looked_at(client, person, typed, message):
    EnterpriseFactory(tax_code=TAX_CODE)
    data = {"tax_code": typed, "evidence": certificate(), "statement": "Xin xem xét."}
    page = client.post(claim_page(EnterpriseFactory()), data)
    assert message in errors(page, "tax_code")
    assert page.context["form"]["statement"].value() == "Xin xem xét."
    assert not Claim.objects.exists()


@pytest.mark.parametrize(
    ("file", "message"),
    [
        (certificate(content=b"MZ\x90\x00 this program"), "không phải PDF"),
        (certificate(content=b"%PDF-1.4 cut off"), "không phải PDF"),
        (certificate(content=b""), "Tệp trống"),
        (certificate(content=PDF + b" " * MAX_BYTES), "lớn hơn 10 MB"),
        (certificate("giấy phép.exe"), "Đuôi tệp không khớp"),
        (certificate("giấy phép.png", photo_of_certificate()), "Đuôi tệp không khớp"),
        (None, "Hãy gửi kèm"),
    ],
    ids=["executable", "broken", "empty", "large", "ending", "other image", "none"],
)
def test_evidence_that_is_no_document_is_refused(client, person, file, message):
    data = {"evidence": file} if file else {}
    page = client.post(claim_page(EnterpriseFactory(tax_code=TAX_CODE)), data)
    assert message in errors(page, "evidence")
    assert not Claim.objects.exists()


def test_a_photo_of_the_certificate_will_do(client, person):
    photo = certificate("ảnh.JPG", photo_of_certificate())
    client.post(claim_page(EnterpriseFactory(tax_code=TAX_CODE)), {"evidence": photo})
    assert Claim.objects.get().evidence.name.endswith(".jpg")


def test_a_double_click_claims_once(client, person):
    enterprise = EnterpriseFactory(tax_code=TAX_CODE)
    for _click in range(2):
        client.post(claim_page(enterprise), {"evidence": certificate()})
    assert Claim.objects.count() == len(mail.outbox) == 1


def test_the_database_holds_one_waiting_claim_of_each_kind():
    claim = WaitingClaimFactory()
    for again in ({"user": claim.user, "is_dispute": True, "statement": "x"}, {}):
        with pytest.raises(IntegrityError), transaction.atomic():
            WaitingClaimFactory(enterprise=claim.enterprise, **again)


@pytest.mark.parametrize("taken_by", [WaitingClaimFactory, ApprovedClaimFactory, OwnerFactory])
def test_a_second_claim_is_refused_and_can_be_sent_as_a_dispute(client, person, taken_by):
    enterprise = EnterpriseFactory(tax_code=TAX_CODE)
    taken_by(enterprise=enterprise)
    before, mail.outbox[:] = Claim.objects.count(), []
    page = client.post(claim_page(enterprise), {"evidence": certificate()})
    assert "dạng tranh chấp" in errors(page, "is_dispute")
    page = client.post(claim_page(enterprise), {"evidence": certificate(), "is_dispute": "on"})
    assert "vì sao có tranh chấp" in errors(page, "statement")
    assert Claim.objects.count() == before
    dispute = {"is_dispute": "on", "statement": "Chúng tôi là đại diện theo pháp luật."}
    assert "Hãy gửi kèm" in errors(client.post(claim_page(enterprise), dispute), "evidence")
    client.post(claim_page(enterprise), {**dispute, "evidence": certificate()})
    assert person.claims.get().is_dispute
    assert len(mail.outbox) == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite writes one at a time")
def test_of_two_who_claim_at_the_same_moment_one_is_offered_the_dispute():
    enterprise = EnterpriseFactory(tax_code=TAX_CODE)
    together, pages = Barrier(2), []

    def claims(user) -> None:
        browser = Client()
        browser.force_login(user)
        together.wait()
        try:
            pages.append(browser.post(claim_page(enterprise), {"evidence": certificate()}))
        finally:
            connection.close()

    threads = [Thread(target=claims, args=[user]) for user in UserFactory.create_batch(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(page.status_code for page in pages) == [200, 302]
    offered = next(page for page in pages if page.status_code == 200)
    assert "is_dispute" in offered.context["form"].errors
    assert Claim.objects.count() == 1


def test_whoever_owns_it_already_needs_no_claim(client, person):
    enterprise = OwnerFactory(user=person).enterprise
    assert client.get(claim_page(enterprise))["Location"] == MINE


def test_records_that_are_not_public_are_claimed_by_who_knows_the_tax_code(client, person):
    hidden = HiddenEnterpriseFactory(tax_code=TAX_CODE, legal_name="Tên Không Công Bố")
    nameless = HiddenEnterpriseFactory()
    for closed in (hidden, nameless, DemoEnterpriseFactory()):
        assert client.get(claim_page(closed)).status_code == 404
    assert client.get(f"{claim_page(hidden)}?mst=0100233489").status_code == 404
    page = client.get(f"{claim_page(hidden)}?mst={TAX_CODE}")
    assert page.status_code == 200
    assert "Tên Không Công Bố" not in read(page).source
    client.post(f"{claim_page(hidden)}?mst={TAX_CODE}", {"evidence": certificate()})
    assert "Tên Không Công Bố" not in read(client.get(MINE)).source
    assert "Tên Không Công Bố" not in mail.outbox[0].body


def test_the_tax_code_of_a_merged_record_leads_to_the_one_that_stays(client, person):
    stays = EnterpriseFactory()
    HiddenEnterpriseFactory(tax_code=TAX_CODE, merged_into=stays)
    assert claim_page(stays) in client.post(MINE, {"tax_code": TAX_CODE})["Location"]


def test_a_claim_can_be_withdrawn_until_it_is_decided(client, person):
    claim = WaitingClaimFactory(user=person)
    page = f"{MINE}de-nghi/{claim.pk}/rut/"
    client.post(page)
    claim.refresh_from_db()
    assert claim.state == "withdrawn"
    assert "không làm được việc này nữa" in read(client.post(page, follow=True)).notices


def test_my_page_asks_as_often_for_many_as_for_few(client, person, django_assert_max_num_queries):
    def more(count: int) -> None:
        OwnerFactory.create_batch(count, user=person)
        WaitingClaimFactory.create_batch(count, user=person)
        InvitationFactory.create_batch(count)
        person.claims.first()
        for invitation in InvitationFactory.create_batch(count):
            type(invitation).objects.filter(pk=invitation.pk).update(email=person.email)

    more(1)
    with django_assert_max_num_queries(12) as few:
        client.get(MINE)
    more(4)
    with django_assert_max_num_queries(len(few)):
        client.get(MINE)


def test_closing_the_account_leaves_the_record_and_takes_the_papers(person, officer):
    claim = WaitingClaimFactory(user=person, statement="Tôi là Trần Thị Bình.")
    member = OwnerFactory(user=person)
    InvitationFactory(email=person.email)
    told = str(personal_data.export(person))
    assert "Trần Thị Bình" in told
    assert str(member.enterprise) in told
    file, storage = claim.evidence.name, claim.evidence.storage
    personal_data.erase(person)
    claim.refresh_from_db()
    assert (claim.state, claim.statement, claim.evidence_name) == ("withdrawn", "", "")
    assert not claim.history.exclude(statement="").exists()
    assert not storage.exists(file)
    assert not Membership.objects.exists()
    assert Enterprise.objects.filter(pk=member.enterprise_id).exists()
