"""What is kept of a question, for how long, and what the Department may see of it."""

from datetime import date, datetime, timedelta
from io import StringIO
from uuid import uuid4

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.utils.timezone import get_current_timezone, now

from accounts.closure import close_account
from accounts.personal_data import all_about
from inquiries.figures import CountedPeriod, figures, periods
from inquiries.models import Inquiry
from tests.factories.enterprises import EnterpriseFactory
from tests.factories.inquiries import (
    AnsweredInquiryFactory,
    SetAsideInquiryFactory,
    WaitingInquiryFactory,
)
from tests.factories.membership import OwnerFactory
from tests.factories.people import StaffFactory, SuperuserFactory, UserFactory, allowed, in_group
from tests.pages import read

pytestmark = pytest.mark.django_db
COUNTS = "/quan-tri/inquiries/inquiry/"
SECRETS = ("Trần Văn Bình", "Công ty Máy điện", "hoi@example.com", "500 trục thép", "028 3823 1111")


def sent(inquiry: Inquiry, *moment: int) -> Inquiry:
    """The question as if sent at that moment (year, month, day, hour…) of the City's time."""
    at = datetime(*moment, tzinfo=get_current_timezone())
    Inquiry.objects.filter(pk=inquiry.pk).update(created_at=at)
    inquiry.refresh_from_db()
    return inquiry


def told(inquiry: Inquiry) -> tuple:
    inquiry.refresh_from_db()
    return (inquiry.name, inquiry.organisation, inquiry.email, inquiry.text, inquiry.answer)


NOTHING = ("",) * 5


# --- Erasing


def test_contents_are_erased_after_24_months_and_counts_stay(clock):
    clock.set(date(2026, 11, 25))
    person = UserFactory()
    old = sent(AnsweredInquiryFactory(asked_by=person), 2024, 11, 24, 23, 59)
    due = sent(AnsweredInquiryFactory(), 2024, 11, 25)
    waiting = sent(WaitingInquiryFactory(), 2024, 1, 1)
    assert Inquiry.erase_old() == 2
    assert Inquiry.erase_old() == 0
    assert told(old) == told(waiting) == NOTHING
    assert old.asked_by is None
    assert told(due) != NOTHING
    assert (old.state, waiting.state) == ("answered", "set_aside")
    counts = Inquiry.objects.counts()
    assert (counts["received"], counts["answered"], counts["waiting"]) == (3, 2, 0)


@pytest.mark.django_db(transaction=True)
def test_the_worker_erases_each_day(settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    old = sent(WaitingInquiryFactory(), 2020, 1, 1)
    call_command("work", once=True)
    assert told(old) == NOTHING


def test_an_erased_question_is_shown_as_such_and_not_answered(client):
    member = OwnerFactory()
    inquiry = sent(WaitingInquiryFactory(enterprise=member.enterprise), 2020, 1, 1)
    Inquiry.erase_old()
    client.force_login(member.user)
    address = f"/tai-khoan/doanh-nghiep/{member.enterprise_id}/hoi-hang/"
    assert "Câu hỏi đã xóa nội dung" in read(client.get(address)).links
    page = read(client.get(f"{address}{inquiry.pk}/"))
    assert "không trả lời được nữa" in page.notices
    assert 'name="answer"' not in page.source
    assert client.post(f"{address}{inquiry.pk}/", {"answer": "Có."}).status_code == 409


def test_one_address_is_erased_sooner_when_its_person_asks():
    asked, other = WaitingInquiryFactory(email="an@example.com"), WaitingInquiryFactory()
    out = StringIO()
    call_command("erase_inquiries", "An@example.com", stdout=out)
    assert "1" in out.getvalue()
    assert told(asked) == NOTHING
    assert told(other) != NOTHING


def test_an_account_tells_its_questions_and_takes_them_along():
    person = UserFactory(email="an@example.com")
    by_account = AnsweredInquiryFactory(asked_by=person, email="an@congty.vn")
    by_address = WaitingInquiryFactory(email="an@example.com")
    answered = AnsweredInquiryFactory(closed_by=person, answer="Làm được.")
    about = all_about(person)["inquiries"]
    assert {row["email"] for row in about["sent"]} == {"an@congty.vn", "an@example.com"}
    assert [row["answer"] for row in about["answered"]] == ["Làm được."]
    assert answered.email not in str(about)
    close_account(person)
    assert told(by_account) == told(by_address) == NOTHING
    assert told(answered)[-1] == "Làm được."
    assert by_address.state == "set_aside"


def test_a_question_is_told_to_no_other_account():
    WaitingInquiryFactory()
    about = all_about(UserFactory())["inquiries"]
    assert about == {"sent": [], "answered": []}


@pytest.mark.parametrize(
    "wrong",
    [
        {"state": "answered", "answer": "Có."},
        {"closed_at": now()},
        {"state": "answered", "closed_at": now()},
    ],
)
def test_a_question_is_closed_at_a_time_and_answered_in_words(wrong):
    with pytest.raises(IntegrityError), transaction.atomic():
        WaitingInquiryFactory(**wrong)


def test_a_form_is_sent_once():
    token = uuid4()
    WaitingInquiryFactory(token=token)
    with pytest.raises(IntegrityError), transaction.atomic():
        WaitingInquiryFactory(token=token)


# --- What the Department sees


@pytest.fixture
def asked():
    """An enterprise with questions in two quarters: two answered, one waiting, one set aside."""
    enterprise = EnterpriseFactory(legal_name="Cơ khí Bình Minh")
    own = {"enterprise": enterprise, "email": "hoi@example.com"}
    for days in (1, 4):
        inquiry = sent(AnsweredInquiryFactory(**own), 2026, 3, 31, 12)
        closed = inquiry.created_at + timedelta(days=days)
        Inquiry.objects.filter(pk=inquiry.pk).update(closed_at=closed)
    sent(WaitingInquiryFactory(**own), 2026, 4, 1)
    sent(SetAsideInquiryFactory(**own), 2026, 1, 1)
    return enterprise


@pytest.fixture
def officer(start_data):
    return in_group(StaffFactory(), "Cán bộ Sở Công Thương")


def test_figures_by_enterprise_and_period(asked):
    other = sent(WaitingInquiryFactory(), 2026, 2, 1).enterprise
    first, second = figures(CountedPeriod(2026, 1)), figures(CountedPeriod(2026, 2))
    assert [(row["enterprise"], row["received"]) for row in first.rows] == [
        (asked.pk, 3),
        (other.pk, 1),
    ]
    row = first.rows[0]
    assert (row["answered"], row["set_aside"], row["waiting"], str(row["days"])) == (2, 1, 0, "2.5")
    assert (first.total["received"], str(first.total["days"])) == (4, "2.5")
    assert (second.total["received"], second.total["days"]) == (1, None)
    assert figures(CountedPeriod(2026)).total["received"] == 5
    assert figures(CountedPeriod(2025)).rows == []


def test_periods_begin_with_the_first_question(clock, asked):
    clock.set(date(2027, 4, 1))
    values = [period.value for period in periods()]
    assert values == ["2027", "2027-2", "2027-1", "2026", *(f"2026-{q}" for q in (4, 3, 2, 1))]
    assert str(CountedPeriod(2026, 4).bounds[1].date()) == "2027-01-01"


def test_the_department_reads_counts_and_nothing_else(client, officer, asked):
    client.force_login(officer)
    assert COUNTS in read(client.get("/quan-tri/")).addresses
    page = read(client.get(COUNTS, {"period": "2026-1"}))
    [row, _total] = page.rows()
    assert row["Doanh nghiệp"] == "Cơ khí Bình Minh"
    assert row["Số ngày đến khi trả lời (trung vị)"] == "2,5"
    for secret in SECRETS:
        assert secret not in page.source
    for wrong in ("", "x", "1999", "2026-9"):
        assert client.get(COUNTS, {"period": wrong, "page": "x"}).status_code == 200


def test_counts_are_for_those_with_the_permission(client, asked):
    staff = StaffFactory()
    for user, status in ((UserFactory(), 403), (staff, 403), (OwnerFactory().user, 403)):
        client.force_login(user)
        assert client.get(COUNTS, follow=True).status_code == status
    client.force_login(staff)
    assert COUNTS not in read(client.get("/quan-tri/")).source
    client.force_login(allowed(staff, "inquiries.view_inquiry_counts"))
    assert client.get(COUNTS).status_code == 200
    assert client.post(COUNTS).status_code == 405


def test_nobody_in_the_back_office_reads_a_question(client, asked):
    client.force_login(SuperuserFactory())
    inquiry = asked.inquiries.first()
    for page in ("", "change/", "delete/", "history/"):
        assert client.get(f"{COUNTS}{inquiry.pk}/{page}").status_code == 404
    pages = [
        COUNTS,
        "/quan-tri/",
        f"/quan-tri/enterprises/enterprise/{asked.pk}/change/",
        f"/quan-tri/enterprises/enterprise/{asked.pk}/history/",
        f"/quan-tri/enterprises/enterprise/{asked.pk}/delete/",
    ]
    for address in pages:
        response = client.get(address)
        assert response.status_code == 200
        for secret in SECRETS:
            assert secret not in read(response).source


def test_counts_need_the_same_number_of_queries_however_many(
    staff_client, asked, django_assert_num_queries
):
    with django_assert_num_queries(7):
        staff_client.get(COUNTS, {"period": "2026"})
    for inquiry in AnsweredInquiryFactory.create_batch(12):
        sent(inquiry, 2026, 2, 2)
    with django_assert_num_queries(7):
        staff_client.get(COUNTS, {"period": "2026"})
