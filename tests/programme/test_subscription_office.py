"""Subscriptions in the back office: counts for the Department, the end of one at request."""

import pytest
from django.contrib.admin.models import LogEntry
from django.urls import NoReverseMatch, reverse

from programme.models import Subscription
from tests.factories.people import StaffFactory, allowed, in_group
from tests.factories.programme import (
    ReportingProgrammeFactory,
    SubscriptionFactory,
    UnconfirmedSubscriptionFactory,
)
from tests.factories.reports import at_work, writer
from tests.pages import read

pytestmark = pytest.mark.django_db
PAGE = reverse("admin:programme_subscription_changelist")
VIEW, ERASE = "programme.view_subscription", "programme.delete_subscription"


@pytest.fixture
def programme():
    return ReportingProgrammeFactory(is_main=False)


@pytest.fixture
def lan(programme):
    """One person who follows the programme and has asked to follow a task."""
    address = {"programme": programme, "email": "lan@example.com"}
    return [
        SubscriptionFactory(**address),
        UnconfirmedSubscriptionFactory(**address, task_number="1.10", digest="b" * 64),
    ]


@pytest.fixture
def staff():
    return at_work(allowed(StaffFactory(), VIEW))


@pytest.fixture
def eraser():
    return at_work(allowed(StaffFactory(), VIEW, ERASE))


def test_the_department_sees_how_many_and_no_address(start_data, lan, programme):
    SubscriptionFactory(programme=programme)
    SubscriptionFactory(programme=programme, task_number="1.9")
    doit = at_work(in_group(StaffFactory(), "Cán bộ Sở Công Thương"))
    page = doit.get(PAGE)
    told = [tuple(row.values())[1:] for row in page.context["counts"]]
    assert told == [("", 0, 2), ("1.9", 0, 1), ("1.10", 1, 0)]
    assert "lan@example.com" not in read(page).source
    assert "Tra cứu" not in read(page)
    assert doit.post(PAGE, {"email": "lan@example.com"}).status_code == 403


def test_an_address_is_looked_up_and_all_of_it_ended(eraser, lan):
    other = SubscriptionFactory(programme=lan[0].programme)
    found = read(eraser.post(PAGE, {"email": " LAN@example.com ", "find": "1"}))
    assert "lan@example.com" in found.text.lower()
    assert "nhiệm vụ 1.10" in found
    assert other.email not in found.source
    chosen = {"email": "lan@example.com", "end": [row.pk for row in [*lan, other]]}
    done = read(eraser.post(PAGE, chosen, follow=True))
    assert "Đã xóa 2 đăng ký." in done.notices
    assert list(Subscription.objects.all()) == [other], "never another's"
    entries = [entry.object_repr for entry in LogEntry.objects.all()]
    assert len(entries) == 2
    assert not any("@" in entry for entry in entries), "the log keeps no address"


def test_only_what_is_chosen_ends(eraser, lan):
    eraser.post(PAGE, {"email": "lan@example.com", "end": lan[1].pk})
    assert list(Subscription.objects.all()) == [lan[0]]


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("lan tại example", "Nhập địa chỉ email."),
        ("", "Trường này là bắt buộc."),
        ("ai-do@example.com", "Không có đăng ký nào của địa chỉ này."),
    ],
)
def test_what_is_no_address_or_unknown_is_told_and_stays(eraser, lan, typed, told):
    page = eraser.post(PAGE, {"email": typed, "find": "1", "end": lan[0].pk})
    assert told in read(page)
    assert page.context["form"]["email"].value() == typed
    assert Subscription.objects.count() == 2


def test_it_is_open_to_nobody_else(client, staff, lan):
    chosen = {"email": "lan@example.com", "end": lan[0].pk}
    assert client.get(PAGE).status_code == 302, "to the log-in"
    only_erase = at_work(allowed(StaffFactory(), ERASE))
    for stranger in (at_work(StaffFactory()), at_work(writer()), only_erase):
        assert stranger.get(PAGE).status_code == 403
        assert stranger.post(PAGE, chosen).status_code == 403
    assert staff.get(PAGE).status_code == 200
    assert staff.post(PAGE, chosen).status_code == 403
    assert Subscription.objects.count() == 2


@pytest.mark.parametrize("name", ["add", "change", "delete", "history"])
def test_no_other_page_shows_or_changes_one(staff_client, lan, name):
    with pytest.raises(NoReverseMatch):
        reverse(f"admin:programme_subscription_{name}", args=[] if name == "add" else [lan[0].pk])
    assert staff_client.get(f"{PAGE}{lan[0].pk}/change/").status_code == 404
    assert PAGE in read(staff_client.get(reverse("admin:index"))).addresses


@pytest.mark.parametrize("followers", [1, 12])
def test_the_page_costs_the_same_however_many_follow(
    staff, programme, followers, django_assert_num_queries
):
    for number in range(followers):
        SubscriptionFactory(programme=programme, task_number=f"1.{number + 1}")
    with django_assert_num_queries(5):
        assert len(staff.get(PAGE).context["counts"]) == followers
