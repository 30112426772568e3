"""Each step of a claim, a revision and an invitation records the moment at which it is taken."""

from datetime import date

import pytest

from membership.models import Revision
from tests.factories.enterprises import EnterpriseFactory
from tests.factories.membership import InvitationFactory, OwnerFactory, WaitingClaimFactory
from tests.factories.people import StaffFactory, UserFactory
from tests.recording import stored

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today(clock) -> date:
    clock.set(date(2031, 5, 15))
    return clock.day


def test_a_claim_is_sent_and_decided(clock):
    approved, refused = WaitingClaimFactory(), WaitingClaimFactory()
    sent = clock.now
    assert stored(approved, "created_at") == {sent}
    clock.advance(days=3)
    approved.approve(StaffFactory())
    refused.refuse("Giấy tờ không khớp.", StaffFactory())
    assert stored(approved, "decided_at") == stored(refused, "decided_at") == {clock.now}
    assert stored(approved, "created_at") == {sent}


def test_a_revision_is_written_sent_and_settled(clock):
    revision, by = Revision.objects.create(enterprise=EnterpriseFactory()), UserFactory()
    begun = clock.now
    clock.advance(hours=1)
    revision.change_part("basics", {"website": "https://example.vn"}, by)
    assert revision.saved["basics"] == {"by": by.pk, "at": clock.now.isoformat()}
    clock.advance(hours=1)
    revision.submit()
    sent = clock.now
    clock.advance(days=3)
    revision.approve(StaffFactory())
    assert stored(revision, "created_at") == {begun}
    assert stored(revision, "submitted_at") == {sent}
    assert stored(revision, "decided_at") == {clock.now}


def test_a_member_is_invited_and_accepts(clock):
    invitation = InvitationFactory()
    invited = clock.now
    clock.advance(days=3)
    member = invitation.accept(UserFactory(email=invitation.email))
    assert stored(invitation, "accepted_at") == stored(member, "created_at") == {clock.now}
    assert stored(invitation, "created_at") == {invited}


def test_an_invitation_is_withdrawn(clock):
    invitation = InvitationFactory()
    clock.advance(days=3)
    invitation.withdraw(OwnerFactory(enterprise=invitation.enterprise).user)
    assert stored(invitation, "withdrawn_at") == {clock.now}
