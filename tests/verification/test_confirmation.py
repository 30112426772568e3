"""A confirmation of capability: issued once, its number, its term, its code."""

import threading
from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils.timezone import localdate

from tests.factories.confirmation import (
    ScoredAssessmentFactory,
    drafted,
    issued,
    scan,
)
from tests.factories.people import StaffFactory
from verification.codes import ALPHABET, grouped, new_code, read_code
from verification.models import Confirmation
from verification.models.confirmations import months_after

pytestmark = pytest.mark.django_db


def message_of(refused: pytest.ExceptionInfo) -> str:
    return " ".join(refused.value.messages)


def test_a_confirmation_is_issued_once_and_a_draft_is_not_revoked():
    confirmation = drafted()
    with pytest.raises(ValidationError, match="Dự thảo chờ ký"):
        confirmation.revoke("Sai.", StaffFactory())
    again = issued(number=3)
    with pytest.raises(ValidationError, match="Đã cấp"):
        again.issue(
            number=4,
            signed_on=localdate(),
            signatory_title="GIÁM ĐỐC",
            signatory_name="Lê Văn Ký",
            scan=scan(),
            by=StaffFactory(),
        )
    again.refresh_from_db()
    assert again.number == 3


def test_a_stale_page_cannot_issue_what_was_revoked_meanwhile():
    stale = issued()
    Confirmation.objects.get(pk=stale.pk).revoke("Ngừng sản xuất.", StaffFactory())
    with pytest.raises(ValidationError, match="Đã thu hồi"):
        stale.revoke("Lần nữa.", StaffFactory())


def test_the_same_number_in_the_same_year_is_refused_at_the_number():
    issued(number=12, signed_on=date(2026, 5, 4))
    with pytest.raises(ValidationError) as refused:
        issued(number=12, signed_on=date(2026, 6, 1))
    assert list(refused.value.message_dict) == ["number"]
    assert "Số này đã cấp" in message_of(refused)
    other = issued(number=13, signed_on=date(2026, 6, 1))
    with pytest.raises(IntegrityError), transaction.atomic():
        Confirmation.objects.filter(pk=other.pk).update(number=12)


def test_the_same_number_in_another_year_is_another_number():
    old = ScoredAssessmentFactory(visited_on=date(2025, 3, 12))
    issued(number=12, signed_on=date(2025, 5, 4), assessment=old)
    assert issued(number=12, signed_on=date(2026, 5, 4)).number == 12


@pytest.mark.parametrize("day", [date(2999, 1, 1), date(2026, 3, 11)])
def test_the_day_of_signing_is_neither_to_come_nor_before_the_visit(day):
    with pytest.raises(ValidationError) as refused:
        issued(signed_on=day)
    assert list(refused.value.message_dict) == ["signed_on"]


@pytest.mark.parametrize(
    "change", [{"scan": ""}, {"number": None}, {"signed_on": None}, {"signatory_name": ""}]
)
def test_the_database_refuses_an_issued_paper_without_what_makes_it_one(change):
    confirmation = issued()
    with pytest.raises(IntegrityError), transaction.atomic():
        Confirmation.objects.filter(pk=confirmation.pk).update(**change)


@pytest.mark.parametrize(
    ("day", "months", "last"),
    [
        (date(2026, 3, 15), 24, date(2028, 3, 15)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2026, 12, 1), 1, date(2027, 1, 1)),
    ],
)
def test_a_term_of_months_ends_on_the_corresponding_day(day, months, last):
    assert months_after(day, months) == last


def test_a_confirmation_holds_to_the_end_of_its_last_day():
    confirmation = issued()
    for days, standing in ((0, "valid"), (-1, "expired")):
        Confirmation.objects.update(valid_until=localdate() + timedelta(days=days))
        confirmation.refresh_from_db()
        assert confirmation.standing == standing
        assert Confirmation.objects.valid().exists() is (standing == "valid")
        assert Confirmation.objects.standing_as(standing).get() == confirmation


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="rows are locked on PostgreSQL")
def test_two_people_who_issue_at_once_do_not_both_get_the_number():
    papers, told = [drafted(), drafted()], []

    def issue(confirmation: Confirmation) -> None:
        try:
            confirmation.issue(
                number=7,
                signed_on=localdate(),
                signatory_title="GIÁM ĐỐC",
                signatory_name="Lê Văn Ký",
                scan=scan(),
                by=None,
            )
        except ValidationError as error:
            told.append(error.message_dict)
        finally:
            connection.close()

    threads = [threading.Thread(target=issue, args=[each]) for each in papers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Confirmation.objects.filter(number=7).count() == 1
    assert [list(each) for each in told] == [["number"]]


def test_a_code_is_unguessable_and_has_no_letters_that_look_alike():
    codes = {new_code() for _ in range(1_000)}
    assert len(codes) == 1_000
    assert not set("01OILBGSZ") & set(ALPHABET)


@pytest.mark.parametrize("typed", ["7kq4-m9f-xac", " 7KQ4 M9F XAC ", "7KQ4–M9F–XAC"])
def test_a_code_is_read_however_it_is_typed(typed):
    assert read_code(typed) == "7KQ4M9FXAC"
    assert grouped("7KQ4M9FXAC") == "7KQ4-M9F-XAC"


@pytest.mark.parametrize("typed", ["", "7KQ4", "7KQ4M9FXAC2", "7KQ4M9FXA!", "é" * 10, "0" * 10])
def test_what_cannot_be_a_code_is_none(typed):
    assert read_code(typed) == ""
