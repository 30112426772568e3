"""A person registers an enterprise, or claims its record; the Department answers."""

from datetime import datetime, timedelta
from threading import Barrier, Thread

import pytest
from django.conf import settings
from django.core import mail
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.shortcuts import resolve_url
from django.test import Client, override_settings
from django.urls import reverse
from django.utils.timezone import make_aware, now
from django.utils.translation import override
from django_tasks_db.models import DBTaskResult

from enterprises.membership import personal_data
from enterprises.membership.claiming import register
from enterprises.models import Claim, Enterprise, Membership, SearchEntry
from portal.documents import MAX_BYTES
from portal.letters import send
from tests.factories.enterprises import (
    DemoEnterpriseFactory,
    EnterpriseFactory,
    HiddenEnterpriseFactory,
)
from tests.factories.membership import (
    PDF,
    TAX_CODE,
    ApprovedClaimFactory,
    DraftEnterpriseFactory,
    EditorFactory,
    InvitationFactory,
    OwnerFactory,
    WaitingClaimFactory,
    certificate,
    photo_of_certificate,
)
from tests.factories.people import StaffFactory, UserFactory, allowed, in_group

pytestmark = pytest.mark.django_db
MINE = "/tai-khoan/doanh-nghiep/"
REGISTER = f"{MINE}dang-ky/"
NEW = {
    "tax_code": TAX_CODE,
    "legal_name": "Công ty TNHH Cơ khí Mới",
    "address": "1 Lê Lợi, TP. Hồ Chí Minh",
}


def claim_page(enterprise: Enterprise) -> str:
    return f"{MINE}nhan-quan-ly/{enterprise.slug}/"


def answer(claim: Claim, verb: str) -> str:
    return reverse("admin:enterprises_claim_decide", args=[claim.pk, verb])


def errors(page, field: str) -> str:
    assert page.status_code == 200
    return " ".join(page.context["form"].errors.get(field, []))


def waiting_for(staff) -> list:
    """What the start page of the back office says to them."""
    return staff.get("/quan-tri/").context["waiting"]


@pytest.fixture
def person(client):
    """Someone with an account, logged in, who reads Vietnamese."""
    user = UserFactory(full_name="Trần Thị Bình")
    client.force_login(user)
    return user


@pytest.fixture
def officer(start_data):
    """A member of the Department's staff with the role's permissions and no others."""
    return in_group(StaffFactory(full_name="Lê Văn Cán"), "Cán bộ Sở Công Thương")


@pytest.fixture
def at_the_department(officer, client):
    client.force_login(officer)
    return client


# --- Registering


@pytest.mark.parametrize("typed", [TAX_CODE, " 0100 233 488 ", "0100-233-488", "0100.233.488"])
def test_an_unknown_tax_code_leads_to_a_new_profile(client, person, typed):
    page = client.post(MINE, {"tax_code": typed}, follow=True)
    assert page.redirect_chain == [(f"{REGISTER}?mst={TAX_CODE}", 302)]
    assert page.context["form"]["tax_code"].value() == TAX_CODE


def test_a_new_profile_is_a_draft_of_its_own_that_the_public_does_not_see(client, person):
    client.post(REGISTER, NEW)
    enterprise = Enterprise.objects.get(tax_code=TAX_CODE)
    assert (enterprise.state, enterprise.is_demo) == ("draft", False)
    assert enterprise.source == "Doanh nghiệp tự đăng ký"
    assert enterprise.is_owned_by(person)
    assert enterprise.may_be_edited_by(person)
    assert not SearchEntry.objects.get(enterprise=enterprise).is_public
    assert client.get(enterprise.get_absolute_url()).status_code == 404
    assert NEW["legal_name"] in client.get(MINE).content.decode()
    assert enterprise.history.get().history_user == person


def test_a_double_click_registers_once(client, person):
    for _click in range(2):
        page = client.post(REGISTER, NEW, follow=True)
        assert page.redirect_chain[0][0] == MINE
    assert Enterprise.objects.count() == Membership.objects.count() == 1


def test_two_requests_that_both_found_the_code_free_register_once(person):
    first = register(Enterprise(**NEW), person)
    assert register(Enterprise(**NEW), person) == first
    with pytest.raises(ValidationError):
        register(Enterprise(**NEW), UserFactory())
    assert Enterprise.objects.count() == 1


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("0100233489", "Sai số kiểm tra"),
        ("12345", "có 10, 12 hoặc 13 chữ số"),
        ("01002334ab", "chỉ gồm chữ số"),
        ("", "Hãy nhập mã số thuế"),
    ],
)
@pytest.mark.parametrize("page", [MINE, REGISTER])
def test_a_wrong_tax_code_gets_its_message_and_stays_typed(client, person, page, typed, message):
    answered = client.post(page, {**NEW, "tax_code": typed})
    assert message in errors(answered, "tax_code")
    assert answered.context["form"]["tax_code"].value() == typed
    assert not Enterprise.objects.exists()


def test_registering_somebody_elses_code_is_refused_at_the_field(client, person):
    EnterpriseFactory(tax_code=TAX_CODE)
    page = client.post(REGISTER, {**NEW, "tax_code": "0100 233 488"})
    assert "đã có trong cơ sở dữ liệu" in errors(page, "tax_code")
    assert not Membership.objects.exists()


def test_nobody_keeps_more_drafts_than_a_few(client, person):
    for _draft in range(5):
        OwnerFactory(user=person, enterprise=DraftEnterpriseFactory(tax_code=None))
    assert "5 bản nháp" in errors(client.post(REGISTER, NEW), "__all__")


def test_drafts_do_not_wait_for_staff(at_the_department):
    before = waiting_for(at_the_department)
    DraftEnterpriseFactory()
    assert waiting_for(at_the_department) == before


# --- Claiming


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


def test_letters_are_in_the_claimants_language(at_the_department, client, officer):
    enterprise, reader = EnterpriseFactory(tax_code=TAX_CODE), UserFactory()
    client.force_login(reader)
    with override("en"):
        page = reverse("membership:claim-create", args=[enterprise.slug])
        mine = reverse("membership:enterprise-list")
        client.post(page, {"evidence": certificate()})
    claim = Claim.objects.get()
    client.force_login(officer)
    client.post(answer(claim, "approve"))
    assert [f"http://testserver{mine}" in letter.body for letter in mail.outbox] == [True, True]
    assert mine.startswith("/en/")


def test_a_record_without_tax_code_is_claimed_from_its_page_and_gets_the_code(
    client, person, officer
):
    enterprise = EnterpriseFactory()
    profile = client.get(enterprise.get_absolute_url()).content.decode()
    assert f'href="{claim_page(enterprise)}"' in profile
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
    assert "Tên Không Công Bố" not in page.content.decode()
    client.post(f"{claim_page(hidden)}?mst={TAX_CODE}", {"evidence": certificate()})
    assert "Tên Không Công Bố" not in client.get(MINE).content.decode()
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
    assert "không làm được việc này nữa" in client.post(page, follow=True).content.decode()


@pytest.fixture
def queue():
    """The queue in the database, which a worker empties."""
    with override_settings(TASKS={"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}):
        yield DBTaskResult.objects


@pytest.mark.django_db(transaction=True)
def test_the_worker_sends_letters_and_forgets_what_they_said(client, person, queue):
    client.post(claim_page(EnterpriseFactory(tax_code=TAX_CODE)), {"evidence": certificate()})
    row = queue.get()
    assert (row.args_kwargs["args"][0], mail.outbox) == (person.email, [])
    call_command("work", "--once")
    assert [letter.to for letter in mail.outbox] == [[person.email]]
    row.refresh_from_db()
    assert (row.status, row.args_kwargs["args"]) == ("SUCCESSFUL", [])


@pytest.mark.django_db(transaction=True)
def test_a_letter_that_the_mail_server_refuses_is_tried_again_later(queue):
    send.enqueue("a@example.com", "Thư", "Nội dung")
    nobody_listens = "django.core.mail.backends.smtp.EmailBackend"
    with override_settings(EMAIL_BACKEND=nobody_listens, EMAIL_HOST="127.0.0.1", EMAIL_PORT=1):
        call_command("work", "--once")
    later = queue.get(status="READY")
    assert later.run_after > now()
    assert later.args_kwargs["args"][-1] == 2
    later.run_after = now()
    later.save()
    call_command("work", "--once")
    assert [letter.to for letter in mail.outbox] == [["a@example.com"]]


def test_no_letter_tells_what_was_not_written(at_the_department, queue):
    """The code turns out to be another record's when everything else is done."""
    claim = WaitingClaimFactory(tax_code=TAX_CODE)
    EnterpriseFactory(tax_code=TAX_CODE)
    at_the_department.post(answer(claim, "approve"))
    assert not queue.exists()


# --- The Department's answer


def test_an_approved_claim_makes_an_owner(at_the_department, officer):
    claim = WaitingClaimFactory()
    at_the_department.post(answer(claim, "approve"))
    claim.refresh_from_db()
    assert (claim.state, claim.decided_by) == ("approved", officer)
    assert claim.enterprise.is_owned_by(claim.user)
    assert mail.outbox[-1].to == [claim.user.email]
    assert "Đã chấp thuận" in mail.outbox[-1].subject
    assert claim.history.first().history_user == officer
    assert Membership.history.get().history_user == officer


def test_an_editor_whose_claim_is_approved_becomes_owner(at_the_department):
    claim = WaitingClaimFactory()
    EditorFactory(enterprise=claim.enterprise, user=claim.user)
    at_the_department.post(answer(claim, "approve"))
    assert Membership.objects.get().is_owner


@pytest.mark.parametrize(
    ("verb", "state", "subject", "factory"),
    [
        ("refuse", "refused", "Không chấp thuận", WaitingClaimFactory),
        ("revoke", "revoked", "Thu hồi", ApprovedClaimFactory),
    ],
)
def test_a_no_has_its_reason_in_the_letter_and_on_the_page(
    at_the_department, client, verb, state, subject, factory
):
    claim = factory()
    page = at_the_department.post(answer(claim, verb), {"reason": " "})
    assert "Hãy ghi lý do" in errors(page, "reason")
    at_the_department.post(answer(claim, verb), {"reason": "Giấy tờ không khớp."})
    claim.refresh_from_db()
    assert claim.state == state
    assert not claim.enterprise.may_be_edited_by(claim.user)
    assert subject in mail.outbox[-1].subject
    assert "Giấy tờ không khớp." in mail.outbox[-1].body
    client.force_login(claim.user)
    assert "Giấy tờ không khớp." in client.get(MINE).content.decode()


def test_a_code_that_meanwhile_belongs_to_another_record_is_merged_first(at_the_department):
    claim = WaitingClaimFactory(tax_code=TAX_CODE)
    EnterpriseFactory(tax_code=TAX_CODE, legal_name="Bản Ghi Kia")
    page = at_the_department.post(answer(claim, "approve"), follow=True)
    assert "Bản Ghi Kia" in page.content.decode()
    assert "gộp hai bản ghi trước" in page.content.decode()
    claim.refresh_from_db()
    assert claim.state == "waiting"
    assert not Membership.objects.exists()
    assert mail.outbox == []


@pytest.mark.parametrize("state", ["approved", "refused", "revoked", "withdrawn"])
@pytest.mark.parametrize("verb", ["approve", "refuse"])
def test_a_decided_claim_is_not_decided_again(at_the_department, state, verb):
    claim = WaitingClaimFactory(state=state, reason="Lý do cũ")
    at_the_department.post(answer(claim, verb), {"reason": "Lý do mới"})
    claim.refresh_from_db()
    assert (claim.state, claim.reason, mail.outbox) == (state, "Lý do cũ", [])


def test_nobody_approves_a_claim_of_their_own(at_the_department, officer):
    claim = WaitingClaimFactory(user=officer)
    page = at_the_department.post(answer(claim, "approve"), follow=True)
    assert "tự phê duyệt" in page.content.decode()
    assert not Membership.objects.exists()


def test_approving_a_dispute_adds_an_owner_and_revoking_takes_the_other_away(at_the_department):
    first = ApprovedClaimFactory()
    InvitationFactory(enterprise=first.enterprise, invited_by=first.user)
    dispute = WaitingClaimFactory(enterprise=first.enterprise, is_dispute=True, statement="Vì…")
    shown = reverse("admin:enterprises_claim_change", args=[dispute.pk])
    page = at_the_department.get(shown).content.decode()
    assert first.user.email in page
    assert reverse("admin:enterprises_claim_change", args=[first.pk]) in page
    at_the_department.post(answer(dispute, "approve"))
    assert first.enterprise.memberships.owners().count() == 2
    at_the_department.post(answer(first, "revoke"), {"reason": "Không phải đại diện."})
    assert [m.user for m in first.enterprise.memberships.all()] == [dispute.user]
    assert not first.enterprise.invitations.open().exists()


def test_without_any_owner_left_the_other_members_end_too(at_the_department):
    claim = ApprovedClaimFactory()
    EditorFactory(enterprise=claim.enterprise)
    InvitationFactory(enterprise=claim.enterprise)
    at_the_department.post(answer(claim, "revoke"), {"reason": "Giả mạo."})
    assert not Membership.objects.exists()
    assert not claim.enterprise.invitations.open().exists()
    assert Membership.history.filter(history_type="-").count() == 2


def test_the_queue_counts_days_and_says_until_when(at_the_department):
    claim = WaitingClaimFactory()
    friday = make_aware(datetime(2026, 11, 20, 9))
    Claim.objects.update(created_at=friday)
    claim.refresh_from_db()
    assert claim.due_on.isoformat() == "2026-11-30"  # but weekend, 24 November and weekend again
    Claim.objects.update(created_at=now() - timedelta(days=3))
    queue = reverse("admin:enterprises_claim_changelist")
    (waiting,) = (item for item in waiting_for(at_the_department) if queue in item.url)
    assert waiting.count == 1
    page = at_the_department.get(waiting.url)
    assert list(page.context["cl"].queryset) == [claim]
    assert '<td class="field-age">3</td>' in page.content.decode()


def test_the_queue_asks_as_often_for_many_as_for_few(
    at_the_department, django_assert_max_num_queries
):
    page = reverse("admin:enterprises_claim_changelist")
    WaitingClaimFactory()
    with django_assert_max_num_queries(20) as few:
        at_the_department.get(page)
    WaitingClaimFactory.create_batch(5)
    with django_assert_max_num_queries(len(few)):
        at_the_department.get(page)


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


# --- Who may not


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
    client.force_login(allowed(StaffFactory(), "enterprises.view_claim"))
    shown = client.get(reverse("admin:enterprises_claim_change", args=[claim.pk]))
    assert shown.status_code == 200
    assert shown.context["answers"] == []
    assert client.get(answer(claim, verb)).status_code == 403
    assert client.post(answer(claim, verb), {"reason": "x"}).status_code == 403
    evidence = reverse("admin:enterprises_claim_evidence", args=[claim.pk])
    assert client.get(evidence).status_code == 403
    state = claim.state
    claim.refresh_from_db()
    assert claim.state == state


def test_those_with_the_permission_read_the_evidence(at_the_department):
    claim = WaitingClaimFactory()
    evidence = reverse("admin:enterprises_claim_evidence", args=[claim.pk])
    page = at_the_department.get(evidence)
    assert b"".join(page.streaming_content) == PDF


@pytest.mark.parametrize("page", ["claim_changelist", "membership_changelist"])
def test_the_queue_is_not_for_all_staff(client, page):
    client.force_login(allowed(StaffFactory(), "enterprises.view_enterprise"))
    assert client.get(reverse(f"admin:enterprises_{page}")).status_code == 403


def test_a_person_without_staff_rights_does_not_reach_the_decision(client, person):
    claim = WaitingClaimFactory()
    assert client.post(answer(claim, "approve")).status_code in {302, 403}
    claim.refresh_from_db()
    assert claim.is_waiting


# --- A closed account


def test_closing_the_account_leaves_the_record_and_takes_the_papers(person, officer):
    claim = WaitingClaimFactory(user=person, statement="Tôi là Trần Thị Bình.")
    member = OwnerFactory(user=person)
    InvitationFactory(email=person.email)
    told = str(personal_data.tell(person))
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


def test_a_closed_account_is_not_made_an_owner(at_the_department):
    claim = WaitingClaimFactory(user=UserFactory(is_active=False))
    page = at_the_department.post(answer(claim, "approve"), follow=True)
    assert "đã đóng tài khoản" in page.content.decode()
    at_the_department.post(answer(claim, "refuse"), {"reason": "Tài khoản đã đóng."})
    claim.refresh_from_db()
    assert (claim.state, mail.outbox) == ("refused", [])
