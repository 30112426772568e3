"""The Department approves, refuses and revokes claims; what that makes of members."""

from datetime import datetime, timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils.timezone import make_aware, now

from membership.models import Claim, Membership
from tests.claiming import (
    MINE,
    answer,
    department_officer,
    errors,
    waiting_for,
)
from tests.factories.enterprises import (
    EnterpriseFactory,
)
from tests.factories.membership import (
    TAX_CODE,
    ApprovedClaimFactory,
    EditorFactory,
    InvitationFactory,
    WaitingClaimFactory,
)
from tests.factories.people import UserFactory
from tests.pages import read, words_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(start_data):
    return department_officer()


@pytest.fixture
def at_the_department(officer, client):
    client.force_login(officer)
    return client


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
    assert "Giấy tờ không khớp." in read(client.get(MINE))


def test_a_code_that_meanwhile_belongs_to_another_record_is_merged_first(at_the_department):
    claim = WaitingClaimFactory(tax_code=TAX_CODE)
    EnterpriseFactory(tax_code=TAX_CODE, legal_name="Bản Ghi Kia")
    page = at_the_department.post(answer(claim, "approve"), follow=True)
    assert "Bản Ghi Kia" in read(page).notices
    assert "gộp hai bản ghi trước" in read(page).notices
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


def test_who_comes_too_late_keeps_the_reason_that_they_wrote(at_the_department):
    claim = ApprovedClaimFactory()
    page = at_the_department.post(
        answer(claim, "refuse"), {"reason": "Giấy ủy quyền hết hạn"}, follow=True
    )
    text = read(page).notices
    assert "đang ở tình trạng “Đã chấp thuận”" in text
    assert "Lý do bạn đã nhập, chưa lưu: Giấy ủy quyền hết hạn" in text
    claim.refresh_from_db()
    assert (claim.state, claim.reason) == ("approved", "")


def test_nobody_approves_a_claim_of_their_own(at_the_department, officer):
    claim = WaitingClaimFactory(user=officer)
    page = at_the_department.post(answer(claim, "approve"), follow=True)
    assert "tự quyết định" in read(page).notices
    assert not Membership.objects.exists()


def test_approving_a_dispute_adds_an_owner_and_revoking_takes_the_other_away(at_the_department):
    first = ApprovedClaimFactory()
    InvitationFactory(enterprise=first.enterprise, invited_by=first.user)
    dispute = WaitingClaimFactory(enterprise=first.enterprise, is_dispute=True, statement="Vì…")
    shown = reverse("admin:membership_claim_change", args=[dispute.pk])
    page = read(at_the_department.get(shown))
    assert first.user.email in page
    assert reverse("admin:membership_claim_change", args=[first.pk]) in page.addresses
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
    queue = reverse("admin:membership_claim_changelist")
    (waiting,) = (item for item in waiting_for(at_the_department) if queue in item.url)
    assert waiting.count == 1
    page = at_the_department.get(waiting.url)
    assert list(page.context["cl"].queryset) == [claim]
    assert [words_of(cell) for cell in read(page).select("field-age")] == ["3"]


def test_the_queue_asks_as_often_for_many_as_for_few(
    at_the_department, django_assert_max_num_queries
):
    page = reverse("admin:membership_claim_changelist")
    WaitingClaimFactory()
    with django_assert_max_num_queries(20) as few:
        at_the_department.get(page)
    WaitingClaimFactory.create_batch(5)
    with django_assert_max_num_queries(len(few)):
        at_the_department.get(page)


def test_a_closed_account_is_not_made_an_owner(at_the_department):
    claim = WaitingClaimFactory(user=UserFactory(is_active=False))
    page = at_the_department.post(answer(claim, "approve"), follow=True)
    assert "đã đóng tài khoản" in read(page).notices
    at_the_department.post(answer(claim, "refuse"), {"reason": "Tài khoản đã đóng."})
    claim.refresh_from_db()
    assert (claim.state, mail.outbox) == ("refused", [])
