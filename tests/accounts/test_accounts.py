"""Who may log in, who must prove more, what is refused, and what the limits are."""

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client

from accounts import personal_data
from accounts.closure import close_account
from accounts.models import Consent, User
from core import letters
from core.models import Letter
from tests.factories.people import DemoStaffFactory, StaffFactory, SuperuserFactory, UserFactory
from tests.pages import read
from tests.signing_in import PASSWORD, log_in, with_password

pytestmark = pytest.mark.django_db

OWN_PAGES = [
    "/tai-khoan/",
    "/tai-khoan/ho-ten/",
    "/tai-khoan/thu-dien-tu/",
    "/tai-khoan/doi-mat-khau/",
    "/tai-khoan/dong-tai-khoan/",
    "/tai-khoan/du-lieu-ca-nhan/tai-ve/",
    "/tai-khoan/xac-thuc-hai-lop/",
    "/tai-khoan/xac-thuc-hai-lop/bat/",
]


@pytest.fixture
def second_factor_required(settings) -> None:
    settings.MFA_REQUIRED_FOR_STAFF = True


def test_staff_log_in_by_user_name_or_by_address_in_any_case(client):
    with_password(StaffFactory(username="canbo", email="Can.Bo@Example.com"))
    assert log_in(client, "canbo")["Location"] == "/tai-khoan/"
    client.post("/tai-khoan/dang-xuat/")
    assert log_in(client, "CAN.BO@example.COM")["Location"] == "/tai-khoan/"


def test_an_address_that_staff_entered_is_taken_as_confirmed_but_one_signed_up_is_not(client):
    made = with_password(UserFactory())
    log_in(client, made.username)
    assert EmailAddress.objects.get(user=made).verified
    signed_up = with_password(UserFactory())
    Consent.objects.create(user=signed_up, language="vi")
    EmailAddress.objects.create(user=signed_up, email=signed_up.email, primary=True)
    assert log_in(Client(), signed_up.username)["Location"] == "/tai-khoan/xac-nhan-thu/"
    assert not EmailAddress.objects.get(user=signed_up).verified


@pytest.mark.parametrize("login", ["canbo", "canbo@example.com", "khong-co", "khong@example.com"])
def test_a_wrong_password_and_an_unknown_name_get_the_same_answer(client, login):
    with_password(UserFactory(username="canbo", email="canbo@example.com"))
    page = log_in(client, login, "sai")
    assert "hoặc mật khẩu không đúng." in read(page).non_field_errors
    assert read(page).fields["Thư điện tử hoặc tên đăng nhập"] == login
    assert client.get("/tai-khoan/").status_code == 302


def test_an_account_that_is_not_active_is_told_so_and_stays_out(client):
    user = with_password(UserFactory(is_active=False))
    page = client.post(
        "/tai-khoan/dang-nhap/", {"login": user.username, "password": PASSWORD}, follow=True
    )
    assert "Tài khoản đang bị khóa" in read(page).heading
    assert client.get("/tai-khoan/").status_code == 302


def test_too_many_requests_get_the_sites_own_page(client, settings):
    settings.ACCOUNT_RATE_LIMITS = {"signup": "1/m/ip"}
    client.post("/tai-khoan/dang-ky/", {})
    page = client.post("/tai-khoan/dang-ky/", {})
    assert page.status_code == 429
    assert "Quá nhiều lần thử" in read(page).heading


@pytest.mark.parametrize("address", ["https://example.com/", "//example.com", "javascript:alert()"])
def test_log_in_leads_to_no_other_site(client, address):
    user = with_password(UserFactory())
    assert log_in(client, user.username, next=address)["Location"] == "/tai-khoan/"


def test_log_in_leads_back_to_where_one_wanted_to_go(client):
    user = with_password(UserFactory())
    assert log_in(client, user.username, next="/chuong-trinh/")["Location"] == "/chuong-trinh/"


@pytest.mark.parametrize("address", OWN_PAGES)
def test_pages_of_an_account_are_for_who_is_logged_in(client, address):
    page = client.get(address)
    assert page.status_code == 302
    assert page["Location"].startswith("/tai-khoan/dang-nhap/?next=")
    client.force_login(UserFactory(full_name="Lê Văn Cam"))
    assert client.get(address).headers.get("Location", "").find("dang-nhap") == -1


def test_the_notice_on_personal_data_is_for_everyone(client):
    page = read(client.get("/tai-khoan/du-lieu-ca-nhan/"))
    assert "91/2025/QH15" in page
    assert "Tải về toàn bộ dữ liệu" not in page


def test_who_has_not_agreed_to_the_wording_in_force_can_once(client):
    client.force_login(user := UserFactory())
    agreeing = "Tôi đã đọc thông báo dưới đây và đồng ý"
    assert agreeing in read(client.get("/tai-khoan/du-lieu-ca-nhan/")).buttons
    client.post("/tai-khoan/du-lieu-ca-nhan/dong-y/")
    client.post("/tai-khoan/du-lieu-ca-nhan/dong-y/")
    assert user.consents.get().version == Consent.CURRENT
    assert agreeing not in read(client.get("/tai-khoan/du-lieu-ca-nhan/")).buttons


def test_the_database_keeps_one_consent_for_each_version():
    consent = Consent.objects.create(user=UserFactory(), language="vi")
    with pytest.raises(IntegrityError), transaction.atomic():
        Consent.objects.create(user=consent.user, language="en")


def test_a_name_in_the_header_is_kept_from_shared_caches(client, start_data):
    address = "/chuong-trinh/chuong-trinh-2019-2025/"
    assert client.get(address)["Cache-Control"] == "public, max-age=0, s-maxage=60"
    client.force_login(UserFactory(full_name="Lê Văn Cam"))
    page = client.get(address)
    assert "Lê Văn Cam" in read(page, "header").links
    assert page["Cache-Control"] == "private, no-store"
    assert "Cookie" in page["Vary"]


def test_the_header_asks_the_database_nothing_for_a_stranger(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        page = client.get("/tai-khoan/dang-nhap/")
    assert read(page, "header").links["Đăng nhập"] == "/tai-khoan/dang-nhap/"


def test_error_pages_ask_for_nobody(client, django_assert_num_queries):
    client.force_login(UserFactory(full_name="Lê Văn Cam"))
    with django_assert_num_queries(0):
        page = client.get("/khong-co/")
    assert "Lê Văn Cam" not in read(page).source


def test_the_back_office_has_the_accounts_door(client):
    page = client.get("/quan-tri/programme/task/", follow=True)
    assert page.request["PATH_INFO"] == "/tai-khoan/dang-nhap/"
    user = with_password(SuperuserFactory())
    page = client.post(
        "/tai-khoan/dang-nhap/",
        {"login": user.username, "password": PASSWORD, "next": "/quan-tri/programme/task/"},
    )
    assert page["Location"] == "/quan-tri/programme/task/"


def test_the_back_office_logs_nobody_in_itself(client):
    user = with_password(SuperuserFactory())
    client.post("/quan-tri/login/", {"username": user.username, "password": PASSWORD})
    assert client.get("/quan-tri/").status_code == 302


def test_who_is_not_staff_gets_a_clear_no(client):
    client.force_login(UserFactory())
    page = client.get("/quan-tri/", follow=True)
    assert page.status_code == 403
    assert "Bạn không có quyền vào trang này" in read(page).heading


def test_staff_without_a_second_factor_are_told_to_ask_for_an_invitation(
    client, second_factor_required
):
    client.force_login(with_password(SuperuserFactory()))
    page = client.get("/quan-tri/programme/task/", follow=True)
    assert page.request["PATH_INFO"] == "/tai-khoan/xac-thuc-hai-lop/bat/"
    assert "Trang quản trị yêu cầu xác thực hai lớp" in read(page).notices
    assert "thư mời mới" in read(page)


def test_recovery_codes_alone_are_no_second_factor(client, second_factor_required):
    user = SuperuserFactory()
    Authenticator.objects.create(user=user, type="recovery_codes", data={})
    client.force_login(user)
    assert client.get("/quan-tri/").status_code == 302


def test_demo_staff_come_in_without_but_not_in_production(client, second_factor_required, settings):
    client.force_login(DemoStaffFactory())
    assert client.get("/quan-tri/").status_code == 200
    settings.PRODUCTION = True
    assert client.get("/quan-tri/").status_code == 302


def test_staff_cannot_close_their_own_account(client):
    for user in (StaffFactory(), SuperuserFactory()):
        client.force_login(with_password(user))
        assert client.get("/tai-khoan/dong-tai-khoan/").status_code == 403
        page = client.post("/tai-khoan/dong-tai-khoan/", {"password": PASSWORD})
        assert page.status_code == 403
        with pytest.raises(ValidationError):
            user.close()
    assert not User.objects.filter(closed_at__isnull=False).exists()


def test_a_closed_account_is_not_closed_again():
    user = UserFactory()
    user.close()
    with pytest.raises(ValidationError):
        user.close()


def test_apps_export_and_erase_what_they_store(client, monkeypatch):
    monkeypatch.setattr(personal_data, "_sources", {**personal_data._sources})
    erased = []
    personal_data.register("room", lambda user: {"of": user.username}, erased.append)
    client.force_login(user := with_password(UserFactory()))
    kept = client.get("/tai-khoan/du-lieu-ca-nhan/tai-ve/").json()
    assert kept["room"] == {"of": user.username}
    client.post("/tai-khoan/dong-tai-khoan/", {"password": PASSWORD})
    assert erased == [user]


def test_what_an_app_fails_to_erase_closes_nothing(client, monkeypatch):
    monkeypatch.setattr(personal_data, "_sources", {**personal_data._sources})

    def fails(user: User) -> None:
        raise RuntimeError("broken on purpose")

    personal_data.register("room", lambda user: {}, fails)
    client = Client(raise_request_exception=False)
    client.force_login(user := with_password(UserFactory(full_name="Lê Văn Cam")))
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    client.post("/tai-khoan/dong-tai-khoan/", {"password": PASSWORD})
    user.refresh_from_db()
    assert (user.full_name, user.closed_at) == ("Lê Văn Cam", None)
    assert EmailAddress.objects.filter(user=user).exists()


def test_the_back_office_removes_a_lost_second_factor_and_shows_no_secret(staff_client, mailoutbox):
    user = StaffFactory()
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    TOTP.activate(user, generate_totp_secret())
    assert staff_client.get("/quan-tri/mfa/authenticator/").status_code == 404
    assert staff_client.get("/quan-tri/account/emailaddress/").status_code == 404
    page = staff_client.post(
        "/quan-tri/accounts/user/",
        {"action": "remove_second_factor", "_selected_action": [user.pk]},
        follow=True,
    )
    assert "Đã gỡ xác thực hai lớp của 1 tài khoản" in read(page).notices
    assert not Authenticator.objects.exists()
    assert mailoutbox[0].to == [user.email]


def test_an_address_that_staff_change_is_taken_as_confirmed_at_the_next_log_in(staff_client):
    user = with_password(UserFactory())
    log_in(Client(), user.username)
    form = {"username": user.username, "email": "M@x.vn", "is_active": "on"}
    joined = {"date_joined_0": "01/01/2026", "date_joined_1": "08:00"}
    page = staff_client.post(f"/quan-tri/accounts/user/{user.pk}/change/", {**form, **joined})
    assert page.status_code == 302
    assert log_in(Client(), "m@x.vn")["Location"] == "/tai-khoan/"
    addresses = EmailAddress.objects.filter(user=user).values_list("email", "verified")
    assert list(addresses) == [("m@x.vn", True)]


def test_the_back_office_changes_passwords_on_the_accounts_page(staff_client):
    page = staff_client.get("/quan-tri/password_change/")
    assert page["Location"] == "/tai-khoan/doi-mat-khau/"


def test_letters_that_wait_for_the_worker_go_with_the_person(client, settings, transactional_db):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    user = with_password(UserFactory())
    client.post("/tai-khoan/quen-mat-khau/", {"email": user.email})
    waiting = Letter.objects.get()
    assert waiting.to == user.email
    letters.post("khac@example.com", "Câu hỏi", f"Người hỏi: {user.email}")
    close_account(user)
    last = Letter.objects.get()
    assert (last.to, last.state) == (user.email, "waiting")
    assert last.subject == "Tài khoản của Quý vị đã được đóng"


def test_who_may_not_change_people_removes_no_second_factor(client):
    user = StaffFactory()
    TOTP.activate(user, generate_totp_secret())
    client.force_login(StaffFactory())
    client.post(
        "/quan-tri/accounts/user/",
        {"action": "remove_second_factor", "_selected_action": [user.pk]},
    )
    assert Authenticator.objects.exists()
