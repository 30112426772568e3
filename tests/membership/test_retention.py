"""Evidence of claims that came to nothing goes; idle drafts give their tax code back."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.files.storage import storages

from core.worker import daily
from enterprises.models import Enterprise
from membership import retention
from membership.models import Claim, IdleDraftWarning, Revision
from membership.retention import drop_evidence, release_codes, warn_of_idle_drafts
from tests.factories.enterprises import EnterpriseFactory
from tests.factories.membership import (
    TAX_CODE,
    ApprovedClaimFactory,
    OwnerFactory,
    WaitingClaimFactory,
)
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db


def withdrawn() -> Claim:
    claim = WaitingClaimFactory()
    claim.withdraw()
    return claim


def refused() -> Claim:
    claim = WaitingClaimFactory()
    claim.refuse("Không khớp", UserFactory())
    return claim


def revoked() -> Claim:
    claim = ApprovedClaimFactory()
    claim.revoke("Nhầm", UserFactory())
    return claim


@pytest.mark.parametrize("make", [withdrawn, refused, revoked])
def test_evidence_goes_ninety_days_after_a_claim_came_to_nothing(clock, make):
    claim = make()
    file = claim.evidence.name
    clock.advance(days=89)
    drop_evidence()
    assert storages["private"].exists(file)
    clock.advance(days=2)
    assert drop_evidence() == 1
    assert not storages["private"].exists(file)
    claim.refresh_from_db()
    assert (claim.evidence.name, claim.evidence_name) == ("", "")
    assert not Claim.history.exclude(evidence="").exists()
    assert drop_evidence() == 0


@pytest.mark.parametrize("make", [WaitingClaimFactory, ApprovedClaimFactory])
def test_evidence_of_what_waits_or_stands_is_kept(clock, make):
    claim = make()
    clock.advance(days=900)
    assert drop_evidence() == 0
    assert storages["private"].exists(claim.evidence.name)


def test_the_jobs_are_done_each_day():
    assert {retention.drop_evidence, retention.release_codes} <= {*daily._jobs}
    assert retention.warn_of_idle_drafts in daily._reminders


@pytest.fixture
def draft(clock) -> Enterprise:
    """A draft that was begun and left, with its owner."""
    draft = EnterpriseFactory(state="draft", tax_code=TAX_CODE)
    OwnerFactory(enterprise=draft, user__email="chu@example.com")
    return draft


def code_of(draft: Enterprise) -> str | None:
    draft.refresh_from_db()
    return draft.tax_code


def a_day_passes(clock, **time) -> None:
    clock.advance(**time)
    release_codes()
    warn_of_idle_drafts()


def test_an_idle_draft_gives_its_code_back_after_its_owner_was_told(clock, draft):
    a_day_passes(clock, days=75)
    assert mail.outbox == []
    a_day_passes(clock, days=2)
    [told] = mail.outbox
    assert told.to == ["chu@example.com"]
    assert "sau 14 ngày nữa" in told.body.lower()
    a_day_passes(clock, days=13)
    assert (code_of(draft), len(mail.outbox)) == (TAX_CODE, 1)
    a_day_passes(clock, days=2)
    assert code_of(draft) is None
    assert draft.state == "draft"
    assert draft.history.first().history_change_reason.startswith("Bản nháp để quá lâu")
    EnterpriseFactory(state="draft", tax_code=TAX_CODE)  # is free again


def test_who_comes_back_keeps_it_and_is_warned_anew(clock, draft):
    a_day_passes(clock, days=77)
    clock.advance(days=1)
    Revision(enterprise=draft).change_part("identity", {"legal_name": "Tên"}, UserFactory())
    a_day_passes(clock, days=20)
    assert code_of(draft) == TAX_CODE
    assert not IdleDraftWarning.objects.exists()
    a_day_passes(clock, days=60)
    assert len(mail.outbox) == 2


def test_nobody_loses_a_code_without_having_been_told_in_time(clock, draft):
    a_day_passes(clock, days=900)
    assert code_of(draft) == TAX_CODE
    assert len(mail.outbox) == 1
    a_day_passes(clock, days=15)
    assert code_of(draft) is None


@pytest.mark.parametrize("state", ["pending", "published", "hidden"])
def test_other_records_keep_theirs(clock, draft, state):
    Enterprise.objects.filter(pk=draft.pk).update(state=state)
    a_day_passes(clock, days=900)
    a_day_passes(clock, days=15)
    assert code_of(draft) == TAX_CODE


def test_a_draft_that_was_submitted_or_is_asked_for_keeps_its_code(clock, draft):
    asked = EnterpriseFactory(state="draft", tax_code="0301234567")
    WaitingClaimFactory(enterprise=asked)
    revision = Revision(enterprise=draft)
    revision.change_part("identity", {"legal_name": "Tên"}, UserFactory())
    revision.submit()
    a_day_passes(clock, days=900)
    a_day_passes(clock, days=15)
    assert code_of(draft) == TAX_CODE
    assert code_of(asked) == "0301234567"


def test_a_warning_is_of_one_draft_and_of_its_time(clock, draft):
    a_day_passes(clock, days=77)
    assert IdleDraftWarning.objects.get().at == clock.now
    clock.advance(**{"days": 1})
    assert warn_of_idle_drafts() == 0
    assert timedelta(days=14) == retention.WARNED
