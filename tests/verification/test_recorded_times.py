"""Each step of an assessment, a confirmation and a fact check records its moment."""

from datetime import date, timedelta

import pytest
from django.utils.timezone import localdate

from tests.factories.confirmation import ScoredAssessmentFactory, drafted, issued
from tests.factories.enterprises import CertificateFactory
from tests.factories.people import StaffFactory
from tests.recording import stored
from verification.models import CertificateReminder, CriteriaSet, FactCheck

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today(clock) -> date:
    clock.set(date(2031, 5, 15))
    return clock.day


def test_an_assessment_is_decided(clock):
    refused, confirmed = ScoredAssessmentFactory(), ScoredAssessmentFactory()
    clock.advance(days=3)
    refused.refuse("Chưa đạt.", StaffFactory())
    drafted(assessment=confirmed)
    assert stored(refused, "decided_at") == stored(confirmed, "decided_at") == {clock.now}


def test_a_confirmation_is_issued_and_revoked(clock):
    paper = issued()
    issued_at = clock.now
    assert stored(paper, "issued_at") == {issued_at}
    clock.advance(days=3)
    paper.revoke("Ngừng sản xuất.", StaffFactory())
    assert stored(paper, "revoked_at") == {clock.now}
    assert stored(paper, "issued_at") == {issued_at}
    assert paper.revoked_on == clock.day


def test_a_fact_check_is_recorded_and_withdrawn(clock):
    certificate = CertificateFactory()
    check = FactCheck.objects.create(
        enterprise=certificate.enterprise,
        part="certificates",
        certificate=certificate,
        manner=FactCheck.Manner.VISIT,
        checked_on=localdate(),
        valid_until=localdate() + timedelta(days=400),
    )
    recorded_at = clock.now
    clock.advance(days=3)
    check.withdraw("Nhầm doanh nghiệp.", StaffFactory())
    assert stored(check, "withdrawn_at") == {clock.now}
    assert stored(check, "recorded_at") == {recorded_at}


def test_a_reminder_of_a_certificate_and_a_set_of_criteria(clock):
    certificate = CertificateFactory(valid_to=localdate())
    about = {"certificate": certificate, "valid_to": certificate.valid_to, "days": 30}
    assert stored(CertificateReminder.objects.create(**about), "sent_at") == {None}
    assert CriteriaSet().in_force_from == clock.day
