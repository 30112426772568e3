"""How much the portal is used is counted of nobody in particular, without a write a request."""

from datetime import date, timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import localdate

from core import letters
from core.letters import outbox
from core.models import FruitlessSearch, UsageCount
from core.usage import counting, fruitless
from core.usage.counting import Counts, counts
from core.usage.rooms import room_label
from tests.factories.enterprises import EnterpriseFactory
from tests.factories.people import SuperuserFactory

pytestmark = pytest.mark.django_db
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


@pytest.fixture(autouse=True)
def nothing_counted():
    counts._take()
    yield
    counts._take()


@pytest.fixture
def person() -> Client:
    return Client(headers={"User-Agent": FIREFOX})


def stored() -> dict[tuple[str, str, str], int]:
    counts.flush()
    rows = UsageCount.objects.values_list("kind", "room", "language", "number")
    return {tuple(key): number for *key, number in rows}


def test_pages_searches_and_downloads_are_counted_by_room_and_language(person, start_data):
    EnterpriseFactory(legal_name="Công ty Khuôn Mẫu")
    for address in ("/", "/en/", "/doanh-nghiep/", "/doanh-nghiep/?q=khuôn"):
        assert person.get(address).status_code == 200
    person.get("/doanh-nghiep/?q=khong-co-gi-nhu-vay")
    person.get("/chuong-trinh/nhiem-vu.csv", follow=True)
    person.get("/tai-khoan/dang-nhap/")
    assert stored() == {
        ("page", "portal", "vi"): 1,
        ("page", "portal", "en"): 1,
        ("page", "enterprises", "vi"): 3,
        ("search", "enterprises", "vi"): 2,
        ("fruitless", "enterprises", "vi"): 1,
        ("download", "programme", "vi"): 1,
        ("page", "accounts", "vi"): 1,
    }
    assert UsageCount.objects.first().month == localdate().replace(day=1)
    assert str(room_label("enterprises")) == "Doanh nghiệp công nghiệp hỗ trợ"


def test_a_search_counts_once_however_often_its_pages_are_turned(person):
    person.get("/doanh-nghiep/?q=khuon&page=2")
    assert ("search", "enterprises", "vi") not in stored()


@pytest.mark.parametrize(
    "headers",
    [
        {"User-Agent": ""},
        {"User-Agent": "curl/8.5.0"},
        {"User-Agent": "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"},
        {"User-Agent": "Mozilla/5.0 AppleWebKit/537.36 HeadlessChrome/140.0"},
        {"User-Agent": FIREFOX, "Sec-Purpose": "prefetch"},
    ],
)
def test_robots_and_what_a_browser_fetches_ahead_are_left_out(headers):
    Client(headers=headers).get("/")
    assert stored() == {}


def test_a_telephone_of_a_maker_called_cubot_is_no_robot():
    agent = "Mozilla/5.0 (Linux; Android 14; CUBOT P80) AppleWebKit/537.36 Chrome/140.0"
    Client(headers={"User-Agent": agent}).get("/")
    assert stored() == {("page", "portal", "vi"): 1}


def test_the_back_office_counts_apart_and_what_machines_ask_not_at_all(person):
    for address in ("/healthz", "/readyz", "/khong-co/", "/doanh-nghiep/goi-y/?q=khuon"):
        person.get(address, headers={"HX-Request": "true"})
    person.post("/tai-khoan/dang-nhap/")
    assert stored() == {}
    person.force_login(SuperuserFactory())
    person.get("/quan-tri/")
    person.get("/quan-tri/enterprises/enterprise/?q=khuon")
    assert stored() == {("page", "backoffice", "vi"): 2}


def test_no_request_costs_a_write_and_nothing_of_a_visitor_is_kept(person, start_data):
    person.get("/chuong-trinh/")
    with CaptureQueriesContext(
        connection,
    ) as queries:
        answer = person.get("/chuong-trinh/")
    assert not [q for q in queries.captured_queries if "core_usagecount" in q["sql"]]
    assert not answer.cookies
    counts.flush()
    columns = {field.name for field in UsageCount._meta.fields}
    assert columns == {"id", "month", "kind", "room", "language", "number"}


def test_counts_are_written_in_one_statement_and_add_up_over_processes():
    one, other = Counts(), Counts()
    for each in (one, other):
        each.add("page", "portal", "vi")
        each.add("page", "portal", "vi")
        each.add("page", "enterprises", "en")
    with CaptureQueriesContext(connection) as queries:
        one.flush()
    assert sum("core_usagecount" in q["sql"] for q in queries.captured_queries) == 1
    other.flush()
    other.flush()
    rows = UsageCount.objects.order_by("room").values_list("room", "number")
    assert list(rows) == [("enterprises", 2), ("portal", 4)]


def test_they_are_written_after_an_answer_when_a_minute_is_over(person, monkeypatch):
    person.get("/tai-khoan/dang-nhap/")
    assert not UsageCount.objects.exists()
    monkeypatch.setattr(counting, "EVERY", 0)
    person.get("/tai-khoan/dang-nhap/")
    assert UsageCount.objects.get().number == 2


def test_they_are_written_earlier_when_there_are_many(person, monkeypatch):
    monkeypatch.setattr(counting, "AT_MOST", 2)
    person.get("/tai-khoan/dang-nhap/")
    assert not UsageCount.objects.exists()
    person.get("/tai-khoan/dang-nhap/")
    assert UsageCount.objects.get().number == 2


def test_while_the_database_is_away_no_page_fails_and_nothing_is_lost(person, monkeypatch):
    def away(numbers):
        raise ConnectionError("the database is away")

    monkeypatch.setattr(counting, "EVERY", 0)
    with monkeypatch.context() as broken:
        broken.setattr(counting, "write", away)
        assert person.get("/tai-khoan/dang-nhap/").status_code == 200
    assert not UsageCount.objects.exists()
    person.get("/tai-khoan/dang-nhap/")
    assert stored() == {("page", "accounts", "vi"): 2}


def test_a_letter_counts_when_it_has_gone():
    letters.post("binh@example.com", "Thư", "Nội dung", kind="reminder")
    outbox.send_due()
    assert stored() == {("letter", "reminder", "vi"): 1}


def search(text: str, day: int, times: int = 1) -> None:
    with time_machine.travel(date(2026, 11, day)):
        for _time in range(times):
            counts.add("fruitless", "enterprises", "vi")
            counts.add_fruitless(text)
        counts.flush()


def test_words_that_found_nothing_are_readable_once_asked_for_on_three_days():
    search("Mạ crôm CỨNG", 1, times=5)
    search("ma crom cung", 2)
    row = FruitlessSearch.objects.get()
    assert (row.words, row.number, row.days) == ("", 6, 2)
    assert "crom" not in row.digest
    search("mạ Crôm cứng", 2)
    assert not FruitlessSearch.objects.shown()
    search("mạ crôm cứng", 9)
    (row,) = FruitlessSearch.objects.shown()
    assert (row.words, row.number, row.days) == ("ma crom cung", 8, 3)


@pytest.mark.parametrize(
    "text",
    [
        "nguyen.van.an@example.com",
        "an ở example.com",
        "https://evil.example/",
        "0903 123 456",
        "028-3823-1111",
        "0312345678",
        "079 123 456 789",
        "x" * 61,
        "プレス",
        "  ",
    ],
)
def test_what_may_be_somebodys_data_is_never_counted(text):
    for day in (1, 2, 3, 4):
        search(text, day)
    assert not FruitlessSearch.objects.exists()


def test_a_flood_fills_one_days_room_and_goes_after_a_month(monkeypatch):
    monkeypatch.setattr(fruitless, "A_DAY", 3)
    for number in range(10):
        search(f"tu thu {chr(97 + number)}", 1)
    assert FruitlessSearch.objects.count() == 3
    search("ma kem", 2)
    assert FruitlessSearch.objects.count() == 4
    for day in (3, 4):
        search("ma kem", day)
    with time_machine.travel(date(2026, 11, 4) + fruitless.FORGOTTEN + timedelta(days=1)):
        fruitless.forget_old()
    assert [row.words for row in FruitlessSearch.objects.all()] == ["ma kem"]
    with time_machine.travel(date(2026, 11, 4) + fruitless.KEPT + timedelta(days=1)):
        fruitless.forget_old()
    assert not FruitlessSearch.objects.exists()


def test_words_that_other_conditions_leave_empty_are_not_kept(person, directory):
    person.get("/doanh-nghiep/?q=nap+chai&industry=co-khi")
    person.get("/doanh-nghiep/?q=qqwwzz+wwqqzz")
    counts.flush()
    assert [row.digest for row in FruitlessSearch.objects.all()] == [
        fruitless.digest_of("qqwwzz wwqqzz")
    ]
    assert stored()[("fruitless", "enterprises", "vi")] == 2
