"""Sessions: how long those of staff last, how one ends them, what asks a password again."""

import pytest
from allauth.usersessions.models import UserSession
from django.test import Client

from accounts.account_data import clear_expired_sessions
from core.audit import Kind
from core.models import AuditEvent, Job, SpreadsheetImport
from tests.factories.people import StaffFactory, SuperuserFactory, UserFactory
from tests.pages import read
from tests.signing_in import (
    CODE,
    PASSWORD,
    code_of,
    link_in,
    log_in,
    log_in_with_code,
    with_factor,
    with_password,
)

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


def page_of_a_job(user) -> str:
    return f"/quan-tri/viec/{Job.objects.create(kind='export', by=user, title='Xuất').pk}/"


def page_of_an_import(user) -> str:
    of = SpreadsheetImport.objects.create(importer="enterprises", file_name="a.csv")
    return f"/quan-tri/enterprises/enterprise/import/{of.pk}/"


@pytest.mark.parametrize("page_of", [page_of_a_job, page_of_an_import])
def test_a_page_that_shows_its_progress_prolongs_nothing_either(clock, page_of):
    client = logged_in(user := SuperuserFactory())
    page = page_of(user)
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


NEW = {"password1": "cúc-vàng-cuối-thu", "password2": "cúc-vàng-cuối-thu"}


def why_ended() -> list[str]:
    """What the audit log says of sessions that ended."""
    ended = AuditEvent.objects.filter(kind=Kind.SESSION_ENDED).order_by("pk")
    return [event.detail["why"] for event in ended]


def test_a_new_password_ends_the_other_sessions():
    user = UserFactory()
    other, mine = logged_in(user), logged_in(user)
    mine.post("/tai-khoan/doi-mat-khau/", {"oldpassword": PASSWORD, **NEW})
    assert (is_in(other), is_in(mine)) == (False, True)
    assert why_ended() == ["password"]
    changed = AuditEvent.objects.get(kind=Kind.PASSWORD_CHANGED)
    assert (changed.actor, changed.record) == (user, str(user.pk))


def test_a_password_set_by_letter_ends_the_other_sessions(mailoutbox):
    user = UserFactory()
    other, mine = logged_in(user), Client()
    mine.post("/tai-khoan/quen-mat-khau/", {"email": user.email})
    page = mine.get(link_in(mailoutbox[0]), follow=True)
    mine.post(page.request["PATH_INFO"], NEW)
    assert (is_in(other), is_in(mine)) == (False, True)
    assert why_ended() == ["password"]


def test_new_recovery_codes_end_the_other_sessions(django_capture_on_commit_callbacks):
    user = with_password(UserFactory())
    secret = with_factor(user)
    other, mine = Client(), Client()
    log_in_with_code(other, user, secret)
    log_in(mine, user.username)
    mine.post(CODE, {"code": code_of(secret, later=1)})
    with django_capture_on_commit_callbacks(execute=True):
        mine.post("/tai-khoan/xac-thuc-hai-lop/ma-du-phong/tao/")
    assert (is_in(other), is_in(mine)) == (False, True)
    assert why_ended() == ["second_factor"]


def test_a_new_address_ends_the_other_sessions(mailoutbox):
    user = UserFactory()
    other, mine = logged_in(user), logged_in(user)
    mine.post("/tai-khoan/thu-dien-tu/", {"email": "moi@example.com", "action_add": ""})
    mine.post(link_in(mailoutbox[0]))
    user.refresh_from_db()
    assert user.email == "moi@example.com"
    assert (is_in(other), is_in(mine)) == (False, True)
    assert AuditEvent.objects.get(kind=Kind.EMAIL_CHANGED).record == str(user.pk)


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


GRAVE = [
    ("accounts/user/{}/change/", "email", "ke-xau@example.com"),
    ("accounts/user/{}/delete/", "post", "yes"),
    ("accounts/user/", "action", "remove_second_factor"),
    ("accounts/user/add/", "email", "ke-xau@example.com"),
    ("auth/group/add/", "name", "Mọi quyền"),
]


@pytest.mark.parametrize(("page", "field", "value"), GRAVE)
def test_an_administrators_open_browser_gives_nobody_power(settings, clock, page, field, value):
    """Else it takes any account over by its address, its own first."""
    settings.ACCOUNT_REAUTHENTICATION_REQUIRED = True
    administrator, person = SuperuserFactory(), UserFactory(full_name="Bà Bên Cạnh")
    client = logged_in(administrator)
    address = f"/quan-tri/{page.format(person.pk)}"
    form = {"username": person.username, "email": person.email, "is_active": "on"}
    sent = {**form, "_selected_action": [person.pk], field: value}
    clock.advance(minutes=6)
    answer = client.post(address, sent)
    assert answer["Location"].startswith(AGAIN)
    person.refresh_from_db()
    assert person.email != "ke-xau@example.com"
    assert client.get("/quan-tri/accounts/user/").status_code == 200
    done = client.post(answer["Location"], {"password": PASSWORD})
    assert done.status_code in (200, 302)
    assert client.get(address).status_code in (200, 302)


def test_what_an_administrator_typed_is_done_once_the_password_is_given(settings, clock):
    settings.ACCOUNT_REAUTHENTICATION_REQUIRED = True
    client, person = logged_in(SuperuserFactory()), UserFactory()
    address = f"/quan-tri/accounts/user/{person.pk}/change/"
    form = {**read(client.get(address)).form("_save"), "email": "moi@example.com"}
    clock.advance(minutes=6)
    answer = client.post(address, form)
    client.post(answer["Location"], {"password": PASSWORD})
    person.refresh_from_db()
    assert person.email == "moi@example.com"


def test_the_page_that_closes_an_account_is_no_place_to_try_passwords():
    client = logged_in(user := UserFactory())
    for _try in range(10):
        page = client.post("/tai-khoan/dong-tai-khoan/", {"password": "sai"})
        assert "Mật khẩu không đúng." in read(page).errors["Mật khẩu"]
    page = client.post("/tai-khoan/dong-tai-khoan/", {"password": PASSWORD})
    assert "Quá nhiều lần nhập sai mật khẩu" in read(page).errors["Mật khẩu"]
    user.refresh_from_db()
    assert user.is_active


def test_a_fresh_log_in_need_not_give_it_again(settings):
    settings.ACCOUNT_REAUTHENTICATION_REQUIRED = True
    client = logged_in(UserFactory())
    assert client.get("/tai-khoan/du-lieu-ca-nhan/tai-ve/").status_code == 200
