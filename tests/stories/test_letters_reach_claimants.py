"""What has become of a claim is told by letter, in the claimant's language, and nothing else is."""

import pytest
from django.core import mail
from django.core.management import call_command
from django.test import override_settings
from django.urls import reverse
from django.utils.translation import override

from core.models import Letter
from membership.models import Claim
from tests.claiming import (
    answer,
    claim_page,
    department_officer,
    logged_in,
)
from tests.factories.enterprises import (
    EnterpriseFactory,
)
from tests.factories.membership import (
    TAX_CODE,
    WaitingClaimFactory,
    certificate,
)
from tests.factories.people import UserFactory

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


@pytest.fixture
def queue():
    """The outbox, which a worker empties."""
    with override_settings(TASKS={"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}):
        yield Letter.objects


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


@pytest.mark.django_db(transaction=True)
def test_the_worker_sends_letters_and_forgets_what_they_said(client, person, queue):
    client.post(claim_page(EnterpriseFactory(tax_code=TAX_CODE)), {"evidence": certificate()})
    row = queue.get()
    assert (row.to, mail.outbox) == (person.email, [])
    call_command("work", "--once")
    assert [letter.to for letter in mail.outbox] == [[person.email]]
    row.refresh_from_db()
    assert (row.state, row.subject, row.body) == ("sent", "", "")


def test_no_letter_tells_what_was_not_written(at_the_department, queue):
    """The code turns out to be another record's when everything else is done."""
    claim = WaitingClaimFactory(tax_code=TAX_CODE)
    EnterpriseFactory(tax_code=TAX_CODE)
    at_the_department.post(answer(claim, "approve"))
    assert not queue.exists()
