"""Sessions: how long those of staff last, how one ends them, what asks a password again."""

import pytest
from allauth.usersessions.models import UserSession
from django.test import Client

from accounts.account_data import clear_expired_sessions
from core.models import Job
from tests.factories.people import StaffFactory, SuperuserFactory, UserFactory
from tests.pages import read
from tests.signing_in import PASSWORD, link_in, log_in, with_password

pytestmark = pytest.mark.django_db
OWN = "/tai-khoan/"
AGAIN = "/tai-khoan/nhap-lai-mat-khau/"


def logged_in(user, **headers) -> Client:
    client = Client(headers=headers)
    if not user.check_password(PASSWORD):
        with_password(user)
    log_in(client, user.username)
    return client


def is_in(client: Client) -> bool:
    return client.get(OWN).status_code == 200


def test_a_session_of_staff_ends_after_half_an_hour_without_use(clock):
    client = logged_in(StaffFactory())
    for _half in range(3):
        clock.advance(minutes=29)
        assert is_in(client)
    clock.advance(minutes=30, seconds=1)
    assert not is_in(client)
    clock.advance(minutes=-20)
    assert not is_in(client)


def test_it_ends_after_twelve_hours_however_it_is_used(clock):
    client = logged_in(StaffFactory())
    for _half in range(24):
        clock.advance(minutes=29, seconds=59)
        assert is_in(client)
    clock.advance(minutes=1)
    assert not is_in(client)


def test_what_a_page_does_by_itself_prolongs_nothing(clock, settings):
    client = logged_in(SuperuserFactory())
    settings.ROOT_URLCONF = "tests.accounts.unattended"
    for _time in range(3):
        clock.advance(minutes=9)
        assert client.get("/autosave/").content == b"True"
    clock.advance(minutes=4)
    assert client.get("/autosave/").content == b"False"


def test_a_page_that_shows_its_progress_prolongs_nothing_either(clock):
    client = logged_in(user := SuperuserFactory())
    job = Job.objects.create(kind="export", by=user, title="Xuất")
    page = f"/quan-tri/viec/{job.pk}/"
    for _time in range(3):
        clock.advance(minutes=9)
        assert client.get(page, headers={"HX-Request": "true"}).status_code == 200
    clock.advance(minutes=4)
    assert client.get(page, headers={"HX-Request": "true"}).status_code == 302


def test_other_peoples_sessions_last(clock):
    client = logged_in(UserFactory())
    clock.advance(days=3)
    assert is_in(client)


def test_one_sees_where_one_is_logged_in_and_ends_it():
    user = UserFactory()
    phone = logged_in(user, **{"User-Agent": "Mozilla/5.0 (iPhone) Version/17 Safari/604.1"})
    desk = logged_in(user, **{"User-Agent": "Mozilla/5.0 (Windows NT 10.0) Chrome/150 Safari/537"})
    stranger = logged_in(UserFactory())
    page = read(desk.get("/tai-khoan/phien/"))
    assert "Safari · iPhone" in page
    assert "Chrome · Windows (phiên này)" in page.headings
    number = UserSession.objects.get(user_agent__contains="iPhone").pk
    ended = desk.post("/tai-khoan/phien/ket-thuc/", {"session": number}, follow=True)
    assert "Đã kết thúc 1 phiên." in read(ended).notices
    assert (is_in(phone), is_in(desk), is_in(stranger)) == (False, True, True)


def test_what_is_over_is_no_longer_listed_nor_stored(clock):
    user = StaffFactory()
    logged_in(user, **{"User-Agent": "Mozilla/5.0 (iPhone) Version/17 Safari/604.1"})
    clock.advance(days=15)
    mine = logged_in(user)
    assert "iPhone" not in read(mine.get("/tai-khoan/phien/"))
    clear_expired_sessions()
    assert UserSession.objects.count() == 1


def test_ones_own_data_hold_where_one_was_logged_in():
    client = logged_in(UserFactory(), **{"User-Agent": "Firefox"})
    kept = client.get("/tai-khoan/du-lieu-ca-nhan/tai-ve/").json()["account"]
    assert [each["user_agent"] for each in kept["sessions"]] == ["Firefox"]
    assert [each["kind"] for each in kept["audit_log"]] == ["login", "private_read"]


def test_nobody_ends_a_session_of_somebody_else():
    mine, theirs = logged_in(UserFactory()), logged_in(UserFactory())
    for number in UserSession.objects.values_list("pk", flat=True):
        mine.post("/tai-khoan/phien/ket-thuc/", {"session": number})
    assert is_in(theirs)
    assert is_in(mine)


def test_one_ends_all_others_at_once():
    user = UserFactory()
    others = [logged_in(user) for _device in range(3)]
    mine = logged_in(user)
    mine.post("/tai-khoan/phien/ket-thuc/")
    assert [is_in(each) for each in (*others, mine)] == [False, False, False, True]


def test_a_new_password_ends_the_other_sessions():
    user = UserFactory()
    other, mine = logged_in(user), logged_in(user)
    new = {"password1": "cúc-vàng-cuối-thu", "password2": "cúc-vàng-cuối-thu"}
    mine.post("/tai-khoan/doi-mat-khau/", {"oldpassword": PASSWORD, **new})
    assert (is_in(other), is_in(mine)) == (False, True)


def test_a_new_address_ends_the_other_sessions(mailoutbox):
    user = UserFactory()
    other, mine = logged_in(user), logged_in(user)
    mine.post("/tai-khoan/thu-dien-tu/", {"email": "moi@example.com", "action_add": ""})
    mine.post(link_in(mailoutbox[0]))
    user.refresh_from_db()
    assert user.email == "moi@example.com"
    assert (is_in(other), is_in(mine)) == (False, True)


@pytest.mark.parametrize("field", [{"is_staff": "on"}, {"email": "khac@example.com"}, {}])
def test_what_administrators_change_ends_the_persons_sessions(staff_client, field):
    user = UserFactory()
    theirs = logged_in(user)
    form = {"username": user.username, "email": user.email, "is_active": "on", **field}
    if not field:
        del form["is_active"]
    page = staff_client.post(f"/quan-tri/accounts/user/{user.pk}/change/", form)
    assert page.status_code == 302
    assert not is_in(theirs)


@pytest.mark.parametrize(
    "asked",
    [
        ("get", "/tai-khoan/du-lieu-ca-nhan/tai-ve/", {}),
        ("post", "/tai-khoan/thu-dien-tu/", {"email": "ke-xau@example.com", "action_add": ""}),
        ("get", "/tai-khoan/xac-thuc-hai-lop/bat/", {}),
    ],
)
def test_an_open_browser_does_nothing_grave_without_the_password(settings, clock, asked):
    """The fault: an open browser took the account over by its address, without a password."""
    settings.ACCOUNT_REAUTHENTICATION_REQUIRED = True
    method, address, data = asked
    user = UserFactory()
    client = logged_in(user)
    clock.advance(minutes=6)
    page = getattr(client, method)(address, data)
    assert page["Location"].startswith(AGAIN)
    user.refresh_from_db()
    assert not user.emailaddress_set.filter(email="ke-xau@example.com").exists()
    wrong = client.post(page["Location"], {"password": "sai"})
    assert "Mật khẩu không đúng." in read(wrong).errors["Mật khẩu"]
    right = client.post(page["Location"], {"password": PASSWORD}, follow=True)
    assert right.request["PATH_INFO"] == address or "đang chờ xác nhận" in read(right)


def test_a_fresh_log_in_need_not_give_it_again(settings):
    settings.ACCOUNT_REAUTHENTICATION_REQUIRED = True
    client = logged_in(UserFactory())
    assert client.get("/tai-khoan/du-lieu-ca-nhan/tai-ve/").status_code == 200
