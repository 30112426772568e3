"""Wrong log-ins: what is refused, and who can never be shut out by it."""

import pytest
from django.test import Client

from accounts import login_limits
from core.audit import Kind
from core.models import AuditEvent
from tests.factories.people import StaffFactory, UserFactory
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
TOO_MANY = "Quá nhiều lần đăng nhập không thành công"


@pytest.fixture(autouse=True)
def behind_a_proxy(settings) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1


@pytest.fixture
def officer():
    return with_password(StaffFactory(username="canbo", email="canbo@example.com"))


def at(network: str) -> Client:
    return Client(headers={"X-Forwarded-For": network})


def fails(network: str, times: int, login: str = "canbo") -> None:
    for _try in range(times):
        log_in(at(network), login, "sai")


def is_limited(page) -> bool:
    return page.status_code == 200 and TOO_MANY in read(page).non_field_errors


def test_five_wrong_tries_stop_that_network_and_no_other(officer, clock):
    """The fault: five tries from anywhere shut an officer out."""
    fails("198.51.100.9", 5)
    assert is_limited(log_in(at("198.51.100.9"), "canbo"))
    assert log_in(at("203.0.113.5"), "canbo")["Location"] == "/tai-khoan/"
    clock.advance(minutes=5, seconds=1)
    assert log_in(at("198.51.100.9"), "canbo")["Location"] == "/tai-khoan/"


def test_name_and_address_of_one_account_count_together(officer):
    fails("198.51.100.9", 3, "canbo")
    fails("198.51.100.9", 2, "CanBo@example.com")
    assert is_limited(log_in(at("198.51.100.9"), "canbo@example.com"))


def test_many_networks_together_pay_a_slowly_rising_price(officer, clock):
    for network in range(1, 6):
        fails(f"198.51.100.{network}", 4)
    assert is_limited(log_in(at("203.0.113.5"), "canbo"))
    clock.advance(minutes=10, seconds=1)
    assert log_in(at("203.0.113.5"), "canbo")["Location"] == "/tai-khoan/"


def test_a_device_that_was_here_before_comes_in_whatever_others_do(officer):
    own = at("203.0.113.5")
    log_in(own, "canbo")
    own.post("/tai-khoan/dang-xuat/")
    for network in range(1, 7):
        fails(f"198.51.100.{network}", 4)
    fails("203.0.113.5", 5)  # a colleague's network, or the same telephone company
    assert log_in(own, "canbo")["Location"] == "/tai-khoan/"


def test_a_known_device_is_limited_by_itself(officer):
    own = at("203.0.113.5")
    log_in(own, "canbo")
    own.post("/tai-khoan/dang-xuat/")
    for _try in range(10):
        log_in(own, "canbo", "sai")
    assert is_limited(log_in(own, "canbo"))


def test_a_device_is_known_for_those_alone_who_logged_in_on_it(officer):
    other = with_password(UserFactory(username="khac"))
    own = at("203.0.113.5")
    log_in(own, other.username)
    own.post("/tai-khoan/dang-xuat/")
    for _try in range(5):
        log_in(own, "canbo", "sai")
    assert is_limited(log_in(own, "canbo"))


def test_a_made_up_cookie_makes_no_device_known(officer):
    stranger = at("203.0.113.5")
    for cookie in ("x", '["a", [1]]', "W10:1:2", f'["a", [{officer.pk}]]:1abc:xyz'):
        stranger.cookies["device"] = cookie
        log_in(stranger, "canbo", "sai")
    log_in(stranger, "canbo", "sai")
    assert is_limited(log_in(stranger, "canbo"))


def test_whoever_is_shut_out_comes_in_by_letter(officer, mailoutbox):
    for network in range(1, 6):
        fails(f"198.51.100.{network}", 4)
    new = at("203.0.113.5")
    new.post("/tai-khoan/quen-mat-khau/", {"email": officer.email})
    page = new.get(link_in(mailoutbox[0]), follow=True)
    chosen = {"password1": "cúc-vàng-cuối-thu", "password2": "cúc-vàng-cuối-thu"}
    page = new.post(page.request["PATH_INFO"], chosen, follow=True)
    assert page.request["PATH_INFO"] == "/tai-khoan/"


def test_an_unknown_name_is_limited_in_the_same_words(officer):
    fails("198.51.100.9", 5, "khong-co")
    assert is_limited(log_in(at("198.51.100.9"), "khong-co"))


def test_one_network_tries_a_hundred_accounts_an_hour(monkeypatch, officer):
    monkeypatch.setattr(login_limits.NETWORK, "rate", "3/h/ip")
    for number in range(3):
        fails("198.51.100.9", 1, f"nguoi{number}")
    assert is_limited(log_in(at("198.51.100.9"), "canbo"))
    assert log_in(at("203.0.113.5"), "canbo")["Location"] == "/tai-khoan/"


def test_right_log_ins_are_not_counted(officer):
    for _try in range(7):
        assert log_in(at("198.51.100.9"), "canbo")["Location"] == "/tai-khoan/"


def test_wrong_codes_stop_that_network_and_not_a_known_device(officer, clock):
    secret = with_factor(officer)
    own = at("203.0.113.5")
    log_in(own, "canbo")
    own.post(CODE, {"code": code_of(secret)})
    own.post("/tai-khoan/dang-xuat/")
    clock.advance(minutes=2)
    thief = at("198.51.100.9")
    log_in(thief, "canbo")
    for _try in range(5):
        thief.post(CODE, {"code": "000000"})
    page = thief.post(CODE, {"code": code_of(secret)})
    assert TOO_MANY in read(page).errors["Mã xác thực"]
    log_in(own, "canbo")
    assert own.post(CODE, {"code": code_of(secret)}).status_code == 302


def test_wrong_codes_of_a_neighbour_stop_neither_a_known_device_nor_another_network(officer, clock):
    secret = with_factor(officer)
    own = at("203.0.113.5")
    log_in_with_code(own, officer, secret)
    own.post("/tai-khoan/dang-xuat/")
    clock.advance(minutes=2)
    neighbour, elsewhere = at("203.0.113.5"), at("192.0.2.44")
    log_in(neighbour, "canbo")
    for _try in range(5):
        neighbour.post(CODE, {"code": "000000"})
    for client in (own, elsewhere):
        log_in(client, "canbo")
        assert client.post(CODE, {"code": code_of(secret)}).status_code == 302
        clock.advance(minutes=1)


def test_tries_and_limits_stand_in_the_audit_log_without_what_was_typed(officer):
    fails("198.51.100.9", 5)
    for _try in range(3):
        log_in(at("198.51.100.9"), "canbo")
    fails("198.51.100.9", 1, "khong-co@example.com")
    events = AuditEvent.objects.filter(ip="198.51.100.9")
    of_officer = events.filter(record=officer.pk)
    assert of_officer.filter(kind=Kind.LOGIN_FAILED).count() == 5
    assert of_officer.filter(kind=Kind.LOGIN_LIMITED).count() == 1
    assert events.filter(kind=Kind.LOGIN_FAILED, record="").count() == 1
    log_in(at("203.0.113.5"), "canbo")
    assert AuditEvent.objects.filter(kind=Kind.LOGIN).get().actor == officer
    written = str(list(AuditEvent.objects.values()))
    assert "khong-co" not in written
    assert PASSWORD not in written
    assert "sai" not in written
