"""An owner invites somebody by letter, who becomes a member: once, in time, and no stranger."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils.timezone import now

from enterprises.models import Enterprise
from membership import inviting
from membership.models import Claim, Invitation, Membership
from membership.models.invitations import MAX_OPEN
from tests.claiming import MINE
from tests.factories.enterprises import EnterpriseFactory, HiddenEnterpriseFactory
from tests.factories.membership import (
    TAX_CODE,
    ApprovedClaimFactory,
    DraftEnterpriseFactory,
    InvitationFactory,
    OwnerFactory,
    WaitingClaimFactory,
)
from tests.factories.people import UserFactory
from tests.members import BINH, accept, members_page
from tests.pages import read

pytestmark = pytest.mark.django_db


def link_in(letter) -> str:
    """The path of the link in a letter."""
    return re.search(r"http://testserver(\S+)", letter.body)[1]


@pytest.fixture
def enterprise():
    return EnterpriseFactory(legal_name="Công ty TNHH Khuôn Đúc Bình Minh")


@pytest.fixture
def owner(client, enterprise) -> Membership:
    """The enterprise's owner, logged in."""
    owner = OwnerFactory(enterprise=enterprise, user__full_name="Nguyễn Thị Chủ")
    client.force_login(owner.user)
    return owner


def test_an_owner_invites_and_the_person_becomes_a_member(client, owner, enterprise):
    client.post(members_page(enterprise), {**BINH, "email": "Binh@Example.com"})
    (letter,) = mail.outbox
    assert letter.to == ["binh@example.com"]
    assert "Nguyễn Thị Chủ" not in letter.body, "anybody's address may have been typed"
    assert "Người biên tập" in letter.body
    person = UserFactory(email="binh@example.com")
    client.force_login(person)
    page = client.get(link_in(letter))
    assert enterprise.legal_name in read(page)
    assert "Nguyễn Thị Chủ" in read(page)
    client.post(accept(page.context["object"]))
    assert enterprise.may_be_edited_by(person)
    assert not enterprise.is_owned_by(person)
    assert list(Membership.objects.enterprises_of(person)) == [enterprise]
    invitation = Invitation.objects.get()
    assert invitation.accepted_by == person
    assert invitation.history.first().history_user == person


def test_the_token_of_the_letter_is_not_kept(client, owner, enterprise):
    client.post(members_page(enterprise), BINH)
    token = link_in(mail.outbox[0]).rstrip("/").rsplit("/", 1)[1]
    rows = [*Invitation.objects.values(), *Invitation.history.values()]
    assert len(token) > 40
    assert token not in str(rows)


def test_the_list_shows_an_invitation_to_my_address_too(client):
    person = UserFactory(email="binh@example.com")
    invitation = InvitationFactory(email=person.email)
    InvitationFactory()
    client.force_login(person)
    assert list(client.get(MINE).context["invitations"]) == [invitation]


def test_an_invitation_is_used_once(client, enterprise):
    invitation = InvitationFactory(enterprise=enterprise, email="binh@example.com")
    person = UserFactory(email="binh@example.com")
    client.force_login(person)
    client.post(accept(invitation))
    Membership.objects.all().delete()
    page = client.post(accept(invitation), follow=True)
    assert "đã được dùng" in read(page).notices
    assert not enterprise.may_be_edited_by(person)
    assert "đã được dùng" in read(client.get(f"{MINE}loi-moi/binh/")).notices


def test_an_invitation_is_of_no_use_to_another(client, enterprise):
    invitation = InvitationFactory(enterprise=enterprise, email="binh@example.com")
    other = UserFactory()
    client.force_login(other)
    page = read(client.get(f"{MINE}loi-moi/binh/"))
    assert "một địa chỉ thư khác" in page.notices
    assert "binh@example.com" not in page.source
    assert enterprise.legal_name not in page.source
    assert client.post(accept(invitation)).status_code == 404
    with pytest.raises(PermissionDenied):
        invitation.accept(other)
    assert not Membership.objects.exists()


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"created_at": now() - timedelta(days=14)}, "đã hết hạn"),
        ({"withdrawn_at": now()}, "đã được rút lại"),
    ],
)
def test_an_invitation_ends(client, values, message):
    person = UserFactory(email="binh@example.com")
    invitation = InvitationFactory(email=person.email)
    Invitation.objects.update(**values)
    client.force_login(person)
    assert message in read(client.get(f"{MINE}loi-moi/binh/")).notices
    assert message in read(client.post(accept(invitation), follow=True)).notices
    assert list(client.get(MINE).context["invitations"]) == []
    assert not Membership.objects.exists()


def test_an_unknown_token_is_not_found(client, owner):
    assert client.get(f"{MINE}loi-moi/khong-co/").status_code == 404


def test_inviting_again_replaces_the_first_letter(client, owner, enterprise):
    for _time in range(2):
        client.post(members_page(enterprise), BINH)
    client.force_login(UserFactory(email=BINH["email"]))
    first, second = (read(client.get(link_in(letter))) for letter in mail.outbox)
    assert "đã được rút lại" in first.notices
    assert enterprise.legal_name in second
    with pytest.raises(IntegrityError), transaction.atomic():
        InvitationFactory(enterprise=enterprise, email=BINH["email"])


def test_an_owner_withdraws_an_invitation(client, owner, enterprise):
    client.post(members_page(enterprise), BINH)
    invitation = Invitation.objects.get()
    client.post(f"{MINE}{enterprise.pk}/loi-moi/{invitation.pk}/rut/")
    assert not Invitation.objects.open().exists()


def test_an_owner_who_accepts_a_lesser_invitation_stays_owner(owner, enterprise):
    InvitationFactory(enterprise=enterprise, email=owner.user.email).accept(owner.user)
    assert Membership.objects.get().is_owner


@pytest.mark.parametrize(
    ("typed", "message"),
    [("", "Hãy nhập địa chỉ"), ("không phải thư", "chưa đúng"), ("OWNER@example.com", "đã là")],
)
def test_a_wrong_address_gets_its_message_and_stays_typed(client, enterprise, typed, message):
    owner = OwnerFactory(enterprise=enterprise, user__email="owner@example.com")
    client.force_login(owner.user)
    form = client.post(members_page(enterprise), {**BINH, "email": typed}).context["form"]
    assert message in str(form.errors["email"])
    assert form["email"].value() == typed
    assert mail.outbox == []


def test_an_enterprise_has_only_so_many_open_invitations(client, owner, enterprise):
    InvitationFactory.create_batch(MAX_OPEN, enterprise=enterprise)
    page = client.post(members_page(enterprise), BINH)
    assert "chưa được trả lời" in str(page.context["form"].errors)
    assert mail.outbox == []


DRAFT_NAME = "Nhận thưởng tại https://lua-dao.example/x"


def test_a_draft_that_nobody_has_looked_at_invites_nobody(client):
    owner = OwnerFactory(enterprise=DraftEnterpriseFactory(legal_name=DRAFT_NAME))
    client.force_login(owner.user)
    page = read(client.get(members_page(owner.enterprise)))
    assert "Chỉ mời được thành viên khi" in page.notices
    assert "Gửi lời mời" not in page.buttons
    answer = client.post(members_page(owner.enterprise), BINH)
    assert "Chỉ mời được thành viên khi" in str(answer.context["form"].errors)
    assert (Invitation.objects.count(), mail.outbox) == (0, [])


@pytest.mark.parametrize("state", [s for s in Claim.State.values if s != Claim.State.APPROVED])
def test_a_claim_that_is_not_confirmed_invites_nobody(state, rf):
    claim = WaitingClaimFactory(enterprise=DraftEnterpriseFactory())
    Claim.objects.update(state=state, reason="Thiếu giấy tờ")
    with pytest.raises(ValidationError, match="Chỉ mời được thành viên khi"):
        inviting.invite(claim.enterprise, "binh@example.com", "editor", rf.post("/"))


def test_a_confirmed_claim_is_enough_and_the_name_is_told_once_published(client):
    claim = ApprovedClaimFactory(enterprise=HiddenEnterpriseFactory(tax_code=TAX_CODE))
    enterprise = claim.enterprise
    Enterprise.objects.filter(pk=enterprise.pk).update(legal_name=DRAFT_NAME)
    client.force_login(claim.user)
    client.post(members_page(enterprise), BINH)
    [letter] = mail.outbox
    assert "lua-dao" not in letter.subject + letter.body
    assert "Doanh nghiệp có mã số thuế" in letter.subject
    Enterprise.objects.filter(pk=enterprise.pk).update(state="published")
    client.post(members_page(enterprise), BINH)
    assert "Nhận thưởng tại [đã bỏ liên kết]" in mail.outbox[1].subject, "links never go"
    assert "lua-dao" not in mail.outbox[1].body


def test_one_person_invites_so_many_a_day_and_one_address_is_invited_so_often(
    client, owner, enterprise, monkeypatch
):
    monkeypatch.setattr(inviting.INVITED, "rate", "2/d/key")
    monkeypatch.setattr(inviting.INVITER, "rate", "3/d/user")
    for _time in range(2):
        assert client.post(members_page(enterprise), BINH).status_code == 302
    refused = client.post(members_page(enterprise), BINH)
    assert refused.status_code == 429
    assert "Địa chỉ này đã nhận nhiều lời mời" in str(refused.context["form"].errors)
    other = {**BINH, "email": "an@example.com"}
    assert client.post(members_page(enterprise), other).status_code == 302
    refused = client.post(members_page(enterprise), {**BINH, "email": "chi@example.com"})
    assert "Bạn đã gửi quá nhiều lời mời" in str(refused.context["form"].errors)
    assert len(mail.outbox) == 3


def test_who_owns_several_enterprises_invites_an_address_no_more_often_for_that(
    client, owner, enterprise, monkeypatch
):
    monkeypatch.setattr(inviting.INVITED, "rate", "1/d/key")
    monkeypatch.setattr(inviting.INVITER, "rate", "2/d/user")
    others = [OwnerFactory(user=owner.user).enterprise for _number in range(2)]
    assert client.post(members_page(enterprise), BINH).status_code == 302
    again = {**BINH, "email": "Binh@Example.com"}
    assert client.post(members_page(others[0]), again).status_code == 429
    assert client.post(members_page(others[0]), {**BINH, "email": "a@b.vn"}).status_code == 302
    assert client.post(members_page(others[1]), {**BINH, "email": "c@d.vn"}).status_code == 429
    assert len(mail.outbox) == 2
