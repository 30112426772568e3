"""From sign-up to the closed account, as a person goes through it."""

import re

import pytest
from allauth.mfa.totp.internal.auth import (
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.apps import apps
from django.contrib.admin.models import ADDITION, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session

from accounts.models import Consent, User
from core.audit import Kind
from core.models import AuditEvent
from enterprises.models import Enterprise
from tests.factories.enterprises import EnterpriseFactory
from tests.pages import read

pytestmark = pytest.mark.django_db

PASSWORD = "hoa-mai-nở-tháng-giêng"
SIGNUP = {
    "full_name": "Trần Thị Bưởi",
    "email": "Buoi@Example.com",
    "password1": PASSWORD,
    "password2": PASSWORD,
    "consent": "on",
}


def link_in(letter) -> str:
    """The path of the link that a letter asks to open."""
    return re.search(r"http://testserver(/\S+)", letter.body)[1]


def code_of(secret: str) -> str:
    """What the authenticator app shows now."""
    counter = next(yield_hotp_counters_from_time())
    return format_hotp_value(hotp_value(secret, counter))


@pytest.fixture
def letters_at_once(settings) -> None:
    """Letters to one address may follow each other at once."""
    settings.ACCOUNT_RATE_LIMITS = {"confirm_email": None}


@pytest.fixture
def person(client, mailoutbox) -> User:
    """Someone who has signed up, confirmed their address, and is logged in."""
    client.post("/tai-khoan/dang-ky/", SIGNUP)
    client.post(link_in(mailoutbox[0]))
    mailoutbox.clear()
    return User.objects.get()


def turns_on_second_factor(client) -> tuple[str, list[str]]:
    """The secret and the recovery codes of the person logged in."""
    page = client.get("/tai-khoan/xac-thuc-hai-lop/bat/", follow=True)
    page = client.post(
        page.request["PATH_INFO"] + "?" + page.request["QUERY_STRING"],
        {"password": PASSWORD},
        follow=True,
    )
    secret = page.context["form"].secret
    page = client.post("/tai-khoan/xac-thuc-hai-lop/bat/", {"code": code_of(secret)}, follow=True)
    return secret, page.context["unused_codes"]


def test_sign_up_asks_to_confirm_the_address_then_opens_the_account(client, mailoutbox):
    page = client.post("/tai-khoan/dang-ky/", SIGNUP, follow=True)
    assert "Hãy xác nhận thư điện tử" in read(page).heading
    assert client.get("/tai-khoan/").status_code == 302
    [letter] = mailoutbox
    assert letter.to == ["buoi@example.com"]
    assert letter.subject == "Xác nhận địa chỉ thư điện tử"
    assert "Kính gửi Quý vị" in letter.body
    page = client.post(link_in(letter), follow=True)
    assert page.request["PATH_INFO"] == "/tai-khoan/"
    assert "Trần Thị Bưởi" in read(page)
    user = User.objects.get()
    assert (user.full_name, user.email, user.is_staff) == (
        "Trần Thị Bưởi",
        "buoi@example.com",
        False,
    )
    assert "buoi" not in user.username


def test_sign_up_keeps_the_wording_agreed_to_and_when(person):
    consent = Consent.objects.get()
    assert (consent.user, consent.version, consent.language) == (person, Consent.CURRENT, "vi")
    assert consent.given_at is not None


def test_without_consent_there_is_no_account_and_what_was_typed_stays(client):
    page = client.post("/tai-khoan/dang-ky/", {**SIGNUP, "consent": ""})
    text = read(page)
    assert "Cần đồng ý với thông báo" in " ".join(text.errors.values())
    assert "91/2025/QH15" in text
    assert "Trần Thị Bưởi" in text.fields["Họ và tên"]
    assert not User.objects.exists()


def test_the_letters_and_pages_speak_english_to_an_english_reader(client, mailoutbox):
    client.post("/en/account/sign-up/", SIGNUP)
    [letter] = mailoutbox
    assert letter.subject == "Please Confirm Your Email Address"
    assert "/en/account/" in link_in(letter)
    assert Consent.objects.get().language == "en"


def test_an_unconfirmed_address_cannot_log_in_and_is_written_to_again(
    client, mailoutbox, letters_at_once
):
    client.post("/tai-khoan/dang-ky/", SIGNUP)
    client.cookies.clear()
    page = client.post(
        "/tai-khoan/dang-nhap/", {"login": "buoi@example.com", "password": PASSWORD}, follow=True
    )
    assert "Hãy xác nhận thư điện tử" in read(page).heading
    assert len(mailoutbox) == 2
    assert client.get("/tai-khoan/").status_code == 302


def test_signing_up_with_a_known_address_tells_only_its_owner(
    client, letters_at_once, person, mailoutbox
):
    client.post("/tai-khoan/dang-xuat/")
    known = client.post("/tai-khoan/dang-ky/", SIGNUP)
    client.cookies.clear()
    new = client.post("/tai-khoan/dang-ky/", {**SIGNUP, "email": "khac@example.com"})
    assert (known.status_code, known["Location"]) == (new.status_code, new["Location"])
    assert User.objects.count() == 2
    assert mailoutbox[0].to == ["buoi@example.com"]
    assert mailoutbox[0].subject == "Địa chỉ thư điện tử đã có tài khoản"


def test_a_forgotten_password_is_set_anew_by_letter(client, person, mailoutbox):
    client.post("/tai-khoan/dang-xuat/")
    page = client.post("/tai-khoan/quen-mat-khau/", {"email": "BUOI@example.com"}, follow=True)
    assert "Đã gửi thư đặt lại mật khẩu" in read(page).heading
    page = client.get(link_in(mailoutbox[0]), follow=True)
    new = {"password1": "cúc-vàng-cuối-thu", "password2": "cúc-vàng-cuối-thu"}
    page = client.post(page.request["PATH_INFO"], new, follow=True)
    assert page.request["PATH_INFO"] == "/tai-khoan/"
    client.post("/tai-khoan/dang-xuat/")
    login = {"login": "buoi@example.com", "password": "cúc-vàng-cuối-thu"}
    assert client.post("/tai-khoan/dang-nhap/", login)["Location"] == "/tai-khoan/"
    # The link works once.
    client.post("/tai-khoan/dang-xuat/")
    page = client.get(link_in(mailoutbox[0]), follow=True)
    assert "đã được dùng hoặc đã hết hạn" in read(page)


def test_the_second_factor_is_asked_at_the_next_log_in_and_a_recovery_code_stands_in(
    client, person
):
    secret, codes = turns_on_second_factor(client)
    assert len(codes) == 10
    client.post("/tai-khoan/dang-xuat/")
    login = {"login": person.email, "password": PASSWORD}
    page = client.post("/tai-khoan/dang-nhap/", login, follow=True)
    assert "Nhập mã xác thực" in read(page).heading
    assert client.get("/tai-khoan/").status_code == 302
    page = client.post("/tai-khoan/xac-thuc-hai-lop/nhap-ma/", {"code": "000000"})
    assert "Mã không đúng." in read(page).errors["Mã xác thực"]
    page = client.post("/tai-khoan/xac-thuc-hai-lop/nhap-ma/", {"code": codes[0]}, follow=True)
    assert page.request["PATH_INFO"] == "/tai-khoan/"
    # A recovery code works once.
    client.post("/tai-khoan/dang-xuat/")
    client.post("/tai-khoan/dang-nhap/", login)
    page = client.post("/tai-khoan/xac-thuc-hai-lop/nhap-ma/", {"code": codes[0]})
    assert "Mã không đúng." in read(page).errors["Mã xác thực"]
    assert secret not in read(page).source


def test_a_new_address_counts_once_confirmed(client, person, mailoutbox):
    page = client.get("/tai-khoan/thu-dien-tu/")
    asked = client.post(
        "/tai-khoan/thu-dien-tu/", {"email": "moi@example.com", "action_add": ""}, follow=True
    )
    assert "đang chờ xác nhận" in read(asked), read(page)
    assert User.objects.get().email == "buoi@example.com"
    client.post(link_in(mailoutbox[0]))
    assert User.objects.get().email == "moi@example.com"
    assert "đã được đổi từ buoi@example.com" in mailoutbox[1].body


def test_a_person_puts_their_name_right(client, person):
    page = client.post("/tai-khoan/ho-ten/", {"full_name": "  "})
    assert page.context["form"].errors
    client.post("/tai-khoan/ho-ten/", {"full_name": " Trần  Thị Bưởi Da Xanh "})
    assert User.objects.get().full_name == "Trần Thị Bưởi Da Xanh"


def test_a_person_downloads_all_that_is_kept(client, person):
    turns_on_second_factor(client)
    answer = client.get("/tai-khoan/du-lieu-ca-nhan/tai-ve/")
    assert answer["Content-Disposition"].endswith('.json"')
    kept = answer.json()["account"]
    assert (kept["full_name"], kept["email"]) == ("Trần Thị Bưởi", "buoi@example.com")
    assert [consent["version"] for consent in kept["consents"]] == [Consent.CURRENT]
    assert {factor["type"] for factor in kept["second_factors"]} == {"totp", "recovery_codes"}
    assert "secret" not in read(answer).source
    assert "password" not in read(answer).source


def test_closing_erases_the_person_everywhere_and_keeps_the_enterprise(client, person, mailoutbox):
    turns_on_second_factor(client)
    enterprise = EnterpriseFactory(legal_name="Cơ khí Bưởi")
    enterprise.history.update(history_user=person)
    LogEntry.objects.create(
        user=person,
        content_type=ContentType.objects.get_for_model(User),
        object_id=person.pk,
        object_repr=str(person),
        action_flag=ADDITION,
    )
    page = client.post("/tai-khoan/dong-tai-khoan/", {"password": "sai"})
    assert "Mật khẩu không đúng." in read(page).errors["Mật khẩu"]
    assert User.objects.get().closed_at is None
    client.post("/tai-khoan/dong-tai-khoan/", {"password": PASSWORD})
    assert mailoutbox[-1].to == ["buoi@example.com"]
    assert mailoutbox[-1].subject == "Tài khoản của Quý vị đã được đóng"
    assert client.get("/tai-khoan/").status_code == 302

    closed = User.objects.get()
    assert not closed.is_active
    assert str(closed) == "Tài khoản đã đóng"
    assert AuditEvent.objects.get(kind=Kind.ACCOUNT_CLOSED).record == str(closed.pk)
    assert list(closed.consents.values_list("version", flat=True)) == [Consent.CURRENT]
    assert enterprise.history.get().history_user == closed
    assert Enterprise.objects.get().legal_name == "Cơ khí Bưởi"
    assert traces_of("buoi@example.com", "Trần Thị Bưởi") == []


def traces_of(*words: str) -> list[str]:
    """Tables and columns of the whole database that still hold one of the words."""
    found = []
    for model in apps.get_models(include_auto_created=True):
        for row in model._base_manager.values():
            found += [
                f"{model._meta.label}.{column}"
                for column, value in row.items()
                for word in words
                if word in str(value)
            ]
    sessions = [session.get_decoded() for session in Session.objects.all()]
    found += ["session" for word in words if word in str(sessions)]
    return found


def test_a_closed_address_is_free_for_a_new_account(client, letters_at_once, person, mailoutbox):
    client.post("/tai-khoan/dong-tai-khoan/", {"password": PASSWORD})
    mailoutbox.clear()
    client.post("/tai-khoan/dang-ky/", SIGNUP)
    assert mailoutbox[0].subject == "Xác nhận địa chỉ thư điện tử"
    assert User.objects.filter(email="buoi@example.com").count() == 1
