"""What is counted, locked or written once stays so when many come at the same moment."""

from dataclasses import replace
from functools import partial
from time import sleep

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.urls import reverse

from core.concurrency.turns import take_turn
from enterprises.duplicates.merging import conclude_not_same, merge
from enterprises.duplicates.pairs import renew_pairs
from enterprises.duplicates.undoing import undo
from enterprises.models import Attachment, DuplicatePair, Enterprise, Merge
from membership import quotas
from programme.models import Subscription
from tests.backoffice import form_of
from tests.editing import page_of, sent
from tests.factories.duplicates import DuplicatePairFactory, chosen
from tests.factories.enterprises import AttachmentFactory, EnterpriseFactory
from tests.factories.membership import OwnerFactory, certificate
from tests.factories.people import UserFactory
from tests.factories.programme import ProgrammeFactory
from tests.pictures import photo
from tests.together import at_once, only_postgresql

REGISTER = "/tai-khoan/doanh-nghiep/dang-ky/"
CODES = [
    "0100233488", "0300588569", "0301444263", "0302221333", "0304793220", "0305391643",
    "0100109106", "0101248141",
]  # fmt: skip


def woven_pairs(records: list[Enterprise]) -> list[DuplicatePair]:
    """Pairs of neighbours and of their neighbours: each merge hands others' pairs on."""
    found = []
    for step in (1, 2):
        for first, second in zip(records, records[step:], strict=False):
            found.append(DuplicatePairFactory(first=first, second=second))
    return found


def test_a_turn_that_nothing_would_end_is_a_fault_of_the_program():
    with pytest.raises(RuntimeError, match="within a transaction"):
        take_turn("merges")


@only_postgresql
@pytest.mark.django_db(transaction=True)
def test_merges_of_one_heap_never_wait_in_a_circle():
    pairs = woven_pairs(EnterpriseFactory.create_batch(9))
    calls = [
        partial(merge, pair.pk, chosen(*sides), None)
        for pair in pairs
        for sides in [[pair.first, pair.second], [pair.second, pair.first]]
    ]
    last = partial(conclude_not_same, pairs[-1].pk, None)
    ends = at_once(*calls[:16], last, renew_pairs)
    told = [end for end in ends[:17] if isinstance(end, Exception)]
    assert {type(error) for error in told} <= {ValidationError}
    assert not isinstance(ends[17], Exception)
    merges = Merge.objects.all()
    assert merges
    assert Enterprise.objects.exclude(merged_into=None).count() == len(merges)
    undone = at_once(*(partial(undo, done.pk, None) for done in merges))
    assert {type(end) for end in undone} <= {Merge, ValidationError}


@only_postgresql
@pytest.mark.django_db(transaction=True)
def test_nobody_registers_more_drafts_than_are_allowed():
    user = UserFactory()

    def registers(code: str):
        browser = Client()
        browser.force_login(user)
        typed = {"tax_code": code, "legal_name": f"Công ty {code}", "address": f"{code} Lê Lợi"}
        return browser.post(REGISTER, typed).status_code

    ends = at_once(*(partial(registers, code) for code in CODES))
    assert sorted(ends) == [200] * 3 + [302] * 5
    assert user.memberships.count() == 5


@only_postgresql
@pytest.mark.django_db(transaction=True)
def test_a_draft_that_is_registered_twice_at_once_is_one_and_both_are_told_so():
    user = UserFactory()
    typed = {"tax_code": CODES[0], "legal_name": "Công ty A", "address": "1 Lê Lợi"}

    def registers():
        browser = Client()
        browser.force_login(user)
        return browser.post(REGISTER, typed).status_code

    assert at_once(registers, registers, registers) == [302] * 3
    assert Enterprise.objects.count() == user.memberships.count() == 1


@only_postgresql
@pytest.mark.django_db(transaction=True)
def test_an_address_is_asked_five_times_whatever_comes_at_once():
    programme, words = ProgrammeFactory(), ("a@example.com", "vi")
    ends = at_once(*(partial(Subscription.ask, programme, f"1.{n}", *words) for n in range(8)))
    assert sum(end is not None for end in ends) == 5
    assert Subscription.objects.count() == 5
    once = at_once(*[partial(Subscription.ask, programme, "", "b@example.com", "vi")] * 3)
    assert sum(end is not None for end in once) == 1


def one_file_is_enough(monkeypatch, name: str) -> None:
    """Let an enterprise's profile, or a person's claims, hold one file; counting takes a while."""
    count = getattr(quotas, name)

    def counted(whose):
        quota = count(whose)
        sleep(0.3)
        return replace(quota, most_files=1)

    monkeypatch.setattr(quotas, name, counted)


@only_postgresql
@pytest.mark.django_db(transaction=True)
def test_two_parts_of_a_profile_together_store_no_more_files_than_it_may_have(monkeypatch):
    one_file_is_enough(monkeypatch, "of_enterprise")
    member = OwnerFactory(enterprise=EnterpriseFactory())
    rows = {
        "products": {"name_vi": "Trục", "photo": SimpleUploadedFile("a.png", photo("PNG"))},
        "files": {"title_vi": "Ca-ta-lô", "kind": "other", "file": certificate()},
    }

    def sends(part: str) -> int:
        browser = Client()
        browser.force_login(member.user)
        address = page_of(member.enterprise, part)
        typed = {f"{part}-0-{name}": value for name, value in rows[part].items()}
        return browser.post(address, sent(browser, address) | typed).status_code

    assert sorted(at_once(*(partial(sends, part) for part in rows))) == [200, 302]
    assert quotas.of_enterprise(member.enterprise).files == 1


@only_postgresql
@pytest.mark.django_db(transaction=True)
def test_claims_sent_together_hold_no_more_files_than_a_person_may_have(monkeypatch):
    one_file_is_enough(monkeypatch, "of_claims")
    user, claimed = UserFactory(), [EnterpriseFactory(tax_code=code) for code in CODES[:4]]

    def claims(enterprise: Enterprise) -> int:
        browser = Client()
        browser.force_login(user)
        address = reverse("membership:claim-create", args=[enterprise.slug])
        return browser.post(address, {"evidence": certificate()}).status_code

    assert sorted(at_once(*(partial(claims, each) for each in claimed))) == [200, 200, 200, 302]
    assert user.claims.count() == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("name", ["of_enterprise", "of_claims"])
def test_files_are_counted_in_the_transaction_that_stores_them(client, monkeypatch, name):
    """On SQLite too, where a transaction keeps every other writer waiting."""
    member, counted = OwnerFactory(enterprise=EnterpriseFactory()), []
    claimed, count = EnterpriseFactory(tax_code=CODES[0]), getattr(quotas, name)
    client.force_login(member.user)
    files = page_of(member.enterprise, "files")
    typed = sent(client, files) | {"files-0-title_vi": "Ca-ta-lô", "files-0-kind": "other"}

    def noted(whose):
        counted.append(connection.in_atomic_block)
        return count(whose)

    monkeypatch.setattr(quotas, name, noted)
    client.post(files, typed | {"files-0-file": certificate()})
    claim = reverse("membership:claim-create", args=[claimed.slug])
    client.post(claim, {"evidence": certificate()})
    assert counted == [True]


@pytest.mark.django_db
def test_staff_add_no_more_files_than_a_profile_may_have(staff_client):
    enterprise = EnterpriseFactory()
    AttachmentFactory.create_batch(Attachment.MAX_NUMBER - 1, enterprise=enterprise)
    address = f"/quan-tri/enterprises/enterprise/{enterprise.pk}/change/"
    typed = form_of(staff_client, address)
    before = int(typed["attachments-INITIAL_FORMS"])
    for number in (before, before + 1):
        new = AttachmentFactory.build(enterprise=enterprise)
        row = f"attachments-{number}"
        typed |= {f"{row}-title_vi": "Ca-ta-lô", f"{row}-kind": "other", f"{row}-file": new.file}
        typed |= {f"{row}-enterprise": str(enterprise.pk)}
    typed["attachments-TOTAL_FORMS"] = before + 2
    page = staff_client.post(address, typed)
    assert page.status_code == 200
    assert enterprise.attachments.count() == Attachment.MAX_NUMBER - 1
