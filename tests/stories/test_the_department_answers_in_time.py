"""By which day the Department means to answer: staff and enterprise read it, and if it is late."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from core.templatetags.formatting import official_date
from membership.models import Claim, Revision
from tests.factories.enterprises import EnterpriseFactory
from tests.factories.membership import OwnerFactory, WaitingClaimFactory
from tests.factories.people import StaffFactory, allowed
from tests.pages import Page, read

pytestmark = pytest.mark.django_db
MINE = "/tai-khoan/doanh-nghiep/"
LONG_AGO = timedelta(days=40)


@pytest.fixture(autouse=True)
def vietnamese():
    with translation.override("vi"):
        yield


@pytest.fixture
def staff(db) -> Client:
    client = Client()
    client.force_login(
        allowed(StaffFactory(), "membership.change_claim", "membership.change_revision")
    )
    return client


@pytest.fixture
def claim() -> Claim:
    return WaitingClaimFactory()


@pytest.fixture
def revision() -> Revision:
    """Submitted just now by who keeps the profile."""
    revision = Revision(enterprise=OwnerFactory(enterprise=EnterpriseFactory()).enterprise)
    revision.change_part("markets", {"customers": "Khách Mới"}, OwnerFactory().user)
    revision.submit()
    return revision


def sent(record: Claim | Revision, at: datetime) -> None:
    field = "created_at" if isinstance(record, Claim) else "submitted_at"
    type(record).objects.filter(pk=record.pk).update(**{field: at})
    record.refresh_from_db()


def queue_of(record: Claim | Revision) -> str:
    return reverse(f"admin:{record._meta.app_label}_{record._meta.model_name}_changelist")


def page_of(record: Claim | Revision) -> str:
    return reverse(
        f"admin:{record._meta.app_label}_{record._meta.model_name}_change", args=[record.pk]
    )


def enterprises_page(record: Claim | Revision) -> Page:
    """What the one who sent it reads."""
    client, is_claim = Client(), isinstance(record, Claim)
    client.force_login(record.user if is_claim else record.enterprise.memberships.get().user)
    address = reverse("editing:profile", args=[record.enterprise_id])
    return read(client.get(MINE if is_claim else address))


@pytest.mark.parametrize("sent_record", ["claim", "revision"])
class TestBothQueues:
    def test_the_due_day_stands_in_the_queue_and_on_the_page(self, request, staff, sent_record):
        record = request.getfixturevalue(sent_record)
        day = official_date(record.due_on)
        assert not record.is_overdue
        for address in (queue_of(record), page_of(record)):
            page = read(staff.get(address))
            assert day in page
            assert "quá hạn" not in page

    def test_who_sent_it_reads_the_day(self, request, sent_record):
        record = request.getfixturevalue(sent_record)
        page = enterprises_page(record)
        assert f"chậm nhất ngày {official_date(record.due_on)}" in page
        assert "quá ngày hẹn" not in page

    def test_that_it_is_late_is_said_in_words_on_both_sides(self, request, staff, sent_record):
        record = request.getfixturevalue(sent_record)
        sent(record, timezone.now() - LONG_AGO)
        assert record.is_overdue
        late = (timezone.localdate() - record.due_on).days
        words = f"{official_date(record.due_on)} (quá hạn {late} ngày)"
        assert words in read(staff.get(queue_of(record)))
        assert words in read(staff.get(page_of(record)))
        page = enterprises_page(record)
        assert "đã quá ngày hẹn" in page
        assert official_date(record.due_on) in page

    def test_it_is_not_late_on_the_due_day_itself(self, request, sent_record, clock):
        record = request.getfixturevalue(sent_record)
        due = record.due_on
        clock.set(due)
        assert not record.is_overdue
        clock.advance(days=1)
        assert record.is_overdue

    def test_public_holidays_do_not_count(self, request, sent_record):
        record = request.getfixturevalue(sent_record)
        sent(record, timezone.make_aware(datetime(2027, 2, 3, 9)))  # Tết begins the next day
        assert record.due_on == date(2027, 2, 17)

    def test_the_day_is_that_of_the_city_and_not_of_the_server(self, request, sent_record):
        record = request.getfixturevalue(sent_record)
        sent(record, datetime(2026, 12, 6, 18, tzinfo=UTC))  # Monday, one in the morning
        assert record.due_on == date(2026, 12, 14)


def test_what_is_answered_is_not_late(staff, claim, revision):
    for record in (claim, revision):
        sent(record, timezone.now() - LONG_AGO)
    claim.refuse("Thiếu giấy tờ.", StaffFactory())
    revision.approve(StaffFactory())
    for record in (claim, revision):
        assert not record.is_overdue
        assert "quá hạn" not in read(staff.get(queue_of(record)))
