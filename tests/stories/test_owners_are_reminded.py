"""Owners are told in time which certificates end, and never twice the same."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.management import call_command
from django.utils.timezone import localdate

from accounts.models import Consent
from enterprises.models import Certificate, Enterprise
from tests.factories.enterprises import (
    CertificateFactory,
    EnterpriseFactory,
    HiddenEnterpriseFactory,
    StandardFactory,
)
from tests.factories.membership import EditorFactory, OwnerFactory
from tests.factories.people import UserFactory
from verification.models import CertificateReminder
from verification.reminders import send_reminders

pytestmark = pytest.mark.django_db


@pytest.fixture
def enterprise() -> Enterprise:
    return OwnerFactory(enterprise__legal_name="Cơ khí Tốt").enterprise


def ending_in(days: int, enterprise: Enterprise, name: str = "ISO 9001", **values) -> Certificate:
    standard = StandardFactory(name_vi=name)
    end = localdate() + timedelta(days=days)
    return CertificateFactory(enterprise=enterprise, standard=standard, valid_to=end, **values)


def move(certificate: Certificate, days: int) -> None:
    """As if it were so many days before the end."""
    end = localdate() + timedelta(days=days)
    Certificate.objects.filter(pk=certificate.pk).update(valid_to=end)
    CertificateReminder.objects.filter(certificate=certificate).update(valid_to=end)


@pytest.mark.parametrize(("left", "letters"), [(91, 0), (90, 1), (31, 1), (7, 1), (0, 1), (-1, 0)])
def test_a_letter_goes_from_ninety_days_before_to_the_last_day(enterprise, left, letters):
    ending_in(left, enterprise)
    assert send_reminders() == letters
    assert len(mail.outbox) == letters


def test_each_of_the_three_days_is_told_once_however_often_it_runs(enterprise):
    certificate = ending_in(90, enterprise)
    for left in (90, 90, 60, 31, 30, 30, 8, 7, 3, 0):
        move(certificate, left)
        call_command("send_reminders", verbosity=0)
    assert len(mail.outbox) == 3
    days = CertificateReminder.objects.order_by("-days").values_list("days", flat=True)
    assert list(days) == [90, 30, 7]


def test_days_that_were_missed_make_one_letter(enterprise):
    ending_in(5, enterprise)
    send_reminders()
    assert len(mail.outbox) == 1
    assert CertificateReminder.objects.get().days == 7


def test_one_letter_names_all_that_end_and_where_to_renew_them(enterprise, settings):
    settings.PORTAL_URL = "https://cnht.example"
    ending_in(20, enterprise, number="Q-1")
    ending_in(25, enterprise, name="IATF 16949")
    send_reminders()
    [letter] = mail.outbox
    assert letter.subject == "2 chứng nhận sắp hết hạn: Cơ khí Tốt"
    assert "ISO 9001 Q-1: hết hiệu lực ngày" in letter.body
    assert "IATF 16949" in letter.body
    page = f"https://cnht.example/tai-khoan/doanh-nghiep/{enterprise.pk}/ho-so/certificates/"
    assert page in letter.body


def test_every_owner_is_told_and_no_editor(enterprise):
    second = OwnerFactory(enterprise=enterprise).user
    EditorFactory(enterprise=enterprise)
    ending_in(20, enterprise)
    send_reminders()
    first = enterprise.memberships.owners().exclude(user=second).get().user
    assert {letter.to[0] for letter in mail.outbox} == {first.email, second.email}


def test_an_owner_who_signed_up_in_english_is_written_to_in_english():
    user = UserFactory()
    Consent.objects.create(user=user, language="en")
    ending_in(20, OwnerFactory(user=user).enterprise)
    send_reminders()
    [letter] = mail.outbox
    assert "/en/account/" in letter.body
    assert letter.subject.startswith("Certificate ends soon")


def test_a_renewed_certificate_is_reminded_of_anew(enterprise):
    certificate = ending_in(20, enterprise)
    send_reminders()
    certificate.valid_to = localdate() + timedelta(days=25)
    certificate.save()
    assert send_reminders() == 1


def test_nobody_is_troubled_without_need(enterprise):
    ending_in(20, EnterpriseFactory())  # that nobody keeps
    ending_in(20, OwnerFactory(enterprise=HiddenEnterpriseFactory()).enterprise)
    old = ending_in(20, enterprise)
    later = old.valid_to + timedelta(days=365)
    CertificateFactory(enterprise=enterprise, standard=old.standard, number="2", valid_to=later)
    closed = OwnerFactory().user
    ending_in(20, closed.memberships.get().enterprise)
    closed.close()
    assert send_reminders() == 0
    assert mail.outbox == []
    assert not CertificateReminder.objects.exists()


def test_who_comes_to_keep_the_profile_is_told_then():
    enterprise = EnterpriseFactory()
    ending_in(20, enterprise)
    assert send_reminders() == 0
    OwnerFactory(enterprise=enterprise)
    assert send_reminders() == 1
