"""The second factor belongs to the session; its codes count once; who may enrol one."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.test import Client

from accounts.second_factor import use_code
from core.audit import Kind
from core.models import AuditEvent
from tests.factories.people import StaffFactory, SuperuserFactory, UserFactory
from tests.pages import read
from tests.signing_in import (
    CODE,
    ENROL,
    PASSWORD,
    code_of,
    has_factor,
    link_in,
    log_in,
    log_in_with_code,
    with_factor,
    with_password,
)

pytestmark = pytest.mark.django_db
OFFICE = "/quan-tri/"
AGAIN = "/tai-khoan/xac-thuc-hai-lop/nhap-lai-ma/"


@pytest.fixture(autouse=True)
def required(settings) -> None:
    settings.MFA_REQUIRED_FOR_STAFF = True
    settings.ACCOUNT_REAUTHENTICATION_REQUIRED = True


def enrols(client: Client):
    """Go to the page, give the password where it is asked for, and type the app's code."""
    page = client.get(ENROL, follow=True)
    if page.request["PATH_INFO"] != ENROL:
        there = f"{page.request['PATH_INFO']}?{page.request['QUERY_STRING']}"
        page = client.post(there, {"password": PASSWORD}, follow=True)
    secret = page.context["form"].secret
    return secret, client.post(ENROL, {"code": code_of(secret)})


def test_a_session_of_before_does_not_enter_once_another_has_enrolled():
    """The fault: a session that knew only the password walked in afterwards."""
    user = with_password(SuperuserFactory())
    old = Client()
    log_in(old, user.username)
    secret = with_factor(user)
    assert old.get(OFFICE, follow=True).request["PATH_INFO"] == AGAIN
    new = Client()
    log_in_with_code(new, user, secret)
    assert new.get(OFFICE).status_code == 200
    assert old.get("/quan-tri/programme/task/").status_code == 302


def test_a_session_with_the_password_alone_comes_in_once_it_gives_a_code(client):
    user = with_password(SuperuserFactory())
    log_in(client, user.username)
    secret = with_factor(user)
    asked = client.get(OFFICE, follow=True).request
    there = f"{asked['PATH_INFO']}?{asked['QUERY_STRING']}"
    page = client.post(there, {"code": code_of(secret)}, follow=True)
    assert page.request["PATH_INFO"] == OFFICE
    assert page.status_code == 200


@pytest.mark.parametrize("first_later", [0, 1])
def test_a_code_counts_once_and_so_does_every_one_before_it(client, clock, first_later):
    user = with_password(SuperuserFactory())
    secret = with_factor(user)
    used, old = code_of(secret, first_later), code_of(secret, first_later - 1)
    log_in(client, user.username)
    assert client.post(CODE, {"code": used}).status_code == 302
    for seconds in (0, 29):
        clock.advance(seconds=seconds)
        for code in (used, old):
            other = Client()
            log_in(other, user.username)
            assert "Mã không đúng." in read(other.post(CODE, {"code": code})).errors["Mã xác thực"]


def test_the_code_that_enrolled_logs_nobody_in(client):
    user = with_password(UserFactory())
    log_in(client, user.username)
    secret, _page = enrols(client)
    other = Client()
    log_in(other, user.username)
    assert "Mã không đúng." in read(other.post(CODE, {"code": code_of(secret)})).source
    assert other.post(CODE, {"code": code_of(secret, later=1)}).status_code == 302


@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite lets one write at a time")
@pytest.mark.django_db(transaction=True)
def test_the_same_code_at_the_same_moment_counts_once():
    user = UserFactory()
    code = code_of(with_factor(user))
    factor = user.authenticator_set.get()

    def tries(_number: int) -> bool:
        try:
            return use_code(factor, code)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(tries, range(4))) == [False, False, False, True]


def test_enrolling_ends_the_other_sessions(client):
    user = with_password(UserFactory())
    log_in(other := Client(), user.username)
    log_in(client, user.username)
    enrols(client)
    assert other.get("/tai-khoan/").status_code == 302
    assert client.get("/tai-khoan/").status_code == 200


def test_removing_the_factor_ends_the_other_sessions(client):
    user = with_password(UserFactory())
    log_in(client, user.username)
    secret, _page = enrols(client)
    log_in(other := Client(), user.username)
    other.post(CODE, {"code": code_of(secret, later=1)})
    assert other.get("/tai-khoan/").status_code == 200
    client.post("/tai-khoan/xac-thuc-hai-lop/tat/")
    assert not has_factor(user)
    assert other.get("/tai-khoan/").status_code == 302
    assert client.get("/tai-khoan/").status_code == 200
    removed = AuditEvent.objects.filter(kind=Kind.FACTOR_REMOVED, detail__type="totp").get()
    assert (removed.actor, removed.record) == (user, str(user.pk))


def test_who_knows_the_password_of_staff_enrols_no_telephone(client):
    user = with_password(StaffFactory())
    log_in(client, user.username)
    page = client.get(ENROL)
    assert "qua thư mời" in read(page)
    assert "form" not in page.context
    client.post(ENROL, {"code": "123456"})
    assert not has_factor(user)


def test_whoever_has_passed_a_factor_may_change_the_telephone(client, clock):
    user = with_password(SuperuserFactory())
    secret = with_factor(user)
    log_in_with_code(client, user, secret)
    assert client.post("/tai-khoan/xac-thuc-hai-lop/tat/").status_code == 302
    assert client.get(OFFICE).status_code == 302
    _secret, page = enrols(client)
    assert page.status_code == 302
    assert client.get(OFFICE).status_code == 200


def test_staff_who_lost_the_telephone_are_invited_anew_and_the_old_sessions_end(client, mailoutbox):
    lost = with_password(StaffFactory())
    theirs = Client()
    log_in_with_code(theirs, lost, with_factor(lost))
    admin = with_password(SuperuserFactory())
    log_in_with_code(client, admin, with_factor(admin))
    chosen = {"action": "remove_second_factor", "_selected_action": [lost.pk]}
    client.post("/quan-tri/accounts/user/", chosen)
    assert not has_factor(lost)
    assert theirs.get("/tai-khoan/").status_code == 302
    invitation = next(each for each in mailoutbox if "Mời mở tài khoản" in each.subject)
    new = Client()
    page = new.post(link_in(invitation), {"password1": PASSWORD + "!", "password2": PASSWORD + "!"})
    assert page["Location"] == ENROL
    _secret, page = enrols(new)
    assert has_factor(lost)
    kinds = AuditEvent.objects.filter(record=lost.pk).values_list("kind", flat=True)
    assert {Kind.FACTOR_REMOVED, Kind.SESSION_ENDED, Kind.INVITATION, Kind.FACTOR_ADDED} <= {*kinds}
