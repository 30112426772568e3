"""Who is logged in finds their shortlist on every device; what the browser held comes along."""

from threading import Barrier, Thread

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.utils import translation

from accounts.models import User
from enterprises.models import Enterprise, ShortlistEntry
from enterprises.shortlist import chosen
from enterprises.shortlist.chosen import AccountShortlist
from tests.enterprises.profiles import full_profile
from tests.factories.duplicates import merged
from tests.factories.enterprises import EnterpriseFactory
from tests.factories.people import UserFactory
from tests.pages import read

pytestmark = pytest.mark.django_db
LIST = "/doanh-nghiep/"
SHORTLIST = "/doanh-nghiep/danh-sach-chon/"
PASSWORD = "hoa-mai-nở-tháng-giêng"
MOVED = "đã được chuyển vào tài khoản của bạn"


@pytest.fixture(autouse=True)
def vietnamese():
    with translation.override("vi"):
        yield


@pytest.fixture
def person() -> User:
    user = UserFactory(username="buoi")
    user.set_password(PASSWORD)
    user.save()
    return user


@pytest.fixture
def three() -> list[Enterprise]:
    return EnterpriseFactory.create_batch(3)


def chooses(client: Client, *enterprises: Enterprise) -> None:
    for enterprise in enterprises:
        client.post(SHORTLIST, {"add": enterprise.slug})


def logs_in(client: Client, next_page: str = SHORTLIST) -> str:
    """What the page says to which the log-in leads."""
    data = {"login": "buoi", "password": PASSWORD, "next": next_page}
    return read(client.post("/tai-khoan/dang-nhap/", data, follow=True))


def logs_out(client: Client) -> None:
    client.post("/tai-khoan/dang-xuat/")


def listed(client: Client) -> list[Enterprise]:
    return client.get(SHORTLIST).context["enterprises"]


class TestAtLogIn:
    def test_the_browsers_list_goes_into_the_account_in_its_order(self, client, person, three):
        first, second, third = three
        chooses(client, third, first, second)
        assert MOVED in logs_in(client).notices
        assert listed(client) == [third, first, second]
        assert chosen.KEY not in client.session

    def test_it_is_added_once_after_what_is_there(self, client, person, three):
        first, second, third = three
        client.force_login(person)
        chooses(client, first, second)
        other = Client()
        chooses(other, third, second)
        logs_in(other)
        assert listed(other) == listed(client) == [first, second, third]

    def test_who_has_chosen_nothing_is_told_nothing(self, client, person):
        assert MOVED not in logs_in(client)

    def test_what_is_deleted_meanwhile_does_not_come_along(self, client, person, three):
        chooses(client, *three)
        three[1].delete()
        logs_in(client)
        assert listed(client) == [three[0], three[2]]

    def test_after_log_out_the_browser_has_no_list_and_the_account_still_has(
        self, client, person, three
    ):
        chooses(client, *three)
        logs_in(client)
        logs_out(client)
        assert listed(client) == []
        logs_in(client)
        assert listed(client) == three

    def test_two_people_at_one_browser_have_two_lists(self, client, person, three):
        client.force_login(person)
        chooses(client, three[0])
        client.force_login(UserFactory())
        assert listed(client) == []
        chooses(client, three[1])
        client.post(SHORTLIST, {"remove": three[0].slug})
        client.post(SHORTLIST, {"clear": "1"})
        assert [entry.enterprise for entry in person.shortlist.all()] == [three[0]]


class TestAFullList:
    @pytest.fixture(autouse=True)
    def two_at_most(self, monkeypatch) -> None:
        monkeypatch.setattr(chosen, "MAX_ENTRIES", 2)

    @pytest.fixture
    def crowded(self, client, person, three) -> str:
        """One is kept already, two more come along; what the log-in says."""
        AccountShortlist(person, client.session).add(three[0])
        chooses(client, three[1], three[2])
        return logs_in(client)

    def test_what_finds_no_room_is_told_and_named(self, client, crowded, three):
        assert "đã đủ 2 doanh nghiệp nên 1 doanh nghiệp chọn" in crowded.notices
        assert MOVED not in crowded
        page = client.get(SHORTLIST)
        assert page.context["enterprises"] == three[:2]
        assert page.context["waiting"] == [three[2]]
        assert three[2].legal_name in read(page).notices

    @pytest.mark.parametrize("made", ["remove", "clear"])
    def test_it_comes_in_when_there_is_room(self, client, crowded, three, made):
        client.post(SHORTLIST, {made: three[0].slug})
        page = client.get(SHORTLIST)
        assert page.context["enterprises"] == (three[1:] if made == "remove" else [three[2]])
        assert page.context["waiting"] == []
        assert chosen.KEY not in client.session

    def test_nothing_more_can_be_added(self, client, crowded, three):
        page = client.post(SHORTLIST, {"add": EnterpriseFactory().slug}, follow=True)
        assert "Danh sách chọn đã đủ 2 doanh nghiệp." in read(page).notices
        assert listed(client) == three[:2]


def test_the_database_keeps_fifty_at_most_each_once(person, three):
    AccountShortlist(person, {}).add(three[0])
    wrong = [
        {"enterprise": three[1], "position": 51},
        {"enterprise": three[1], "position": 0},
        {"enterprise": three[1], "position": 1},
        {"enterprise": three[0], "position": 2},
    ]
    for fields in wrong:
        with pytest.raises(IntegrityError), transaction.atomic():
            ShortlistEntry.objects.create(user=person, **fields)


def test_the_page_says_where_the_list_is_kept(client, person, three):
    chooses(client, *three)
    page = read(client.get(SHORTLIST))
    assert "Danh sách do trình duyệt này giữ" in page
    assert f"/tai-khoan/dang-nhap/?next={SHORTLIST}" in page.addresses
    page = logs_in(client)
    assert "Danh sách được giữ cùng tài khoản của bạn" in page
    assert "trình duyệt này giữ" not in page


def test_a_merged_record_leaves_its_place_to_the_one_that_stands_for_it(client, person, three):
    client.force_login(person)
    middle = EnterpriseFactory()
    chooses(client, three[0], middle, three[1], three[2])
    merged(three[2], middle)
    assert listed(client) == [three[0], three[2], three[1]]
    assert person.shortlist.count() == 3


def test_ones_data_tells_the_list_and_closing_the_account_erases_it(client, person, three):
    client.force_login(person)
    chooses(client, three[1], three[0])
    told = client.get("/tai-khoan/du-lieu-ca-nhan/tai-ve/").json()["enterprises"]["shortlist"]
    assert told == [three[1].legal_name, three[0].legal_name]
    client.post("/tai-khoan/dong-tai-khoan/", {"password": PASSWORD})
    assert User.objects.get(pk=person.pk).closed_at
    assert not ShortlistEntry.objects.exists()


def test_who_is_logged_in_costs_one_query_more(client, person, django_assert_num_queries):
    """Besides session and person, which every page reads for who is logged in."""
    enterprise = full_profile()
    client.force_login(person)
    for page in (LIST, enterprise.get_absolute_url()):
        Client().get(page)  # reads the names of taxonomies once
        with django_assert_num_queries(_number_of_queries(Client(), page) + 3):
            client.get(page)
        chooses(client, *EnterpriseFactory.create_batch(5))
        Client().get(page)
        with django_assert_num_queries(_number_of_queries(Client(), page) + 3):
            client.get(page)


def _number_of_queries(client: Client, page: str) -> int:
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as queries:
        client.get(page)
    return len(queries)


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite writes one at a time")
def test_two_choices_at_the_same_moment_are_both_kept(person, three):
    together = Barrier(2)

    def choose(enterprise: Enterprise) -> None:
        shortlist = AccountShortlist(person, {})
        together.wait()
        try:
            shortlist.add(enterprise)
        finally:
            connection.close()

    threads = [Thread(target=choose, args=[enterprise]) for enterprise in three[:2]]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {entry.enterprise for entry in person.shortlist.all()} == set(three[:2])
