"""Staff come in by invitation: nobody types a password for another, a link works once."""

from io import StringIO

import pytest
from allauth.account.models import EmailAddress
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils.http import int_to_base36

from accounts.invitations import invite, link_for
from accounts.models import Consent, User
from tests.factories.people import StaffFactory, SuperuserFactory, UserFactory, allowed
from tests.pages import read
from tests.signing_in import ENROL, PASSWORD, code_of, has_factor, link_in, log_in, with_password

pytestmark = pytest.mark.django_db
ADD = "/quan-tri/accounts/user/add/"
NEW = {"username": "moi", "full_name": "Lê Thị Mới", "email": "moi@example.com", "is_staff": "on"}
CHOSEN = {"password1": PASSWORD, "password2": PASSWORD}


@pytest.fixture(autouse=True)
def required(settings) -> None:
    settings.MFA_REQUIRED_FOR_STAFF = True


@pytest.fixture
def admin(client, settings) -> Client:
    settings.MFA_REQUIRED_FOR_STAFF = False
    client.force_login(SuperuserFactory())
    return client


def has_ended(page) -> bool:
    return "Đường dẫn mời không đúng, đã được dùng hoặc đã hết hạn." in read(page)


def path_of(user: User) -> str:
    return "/" + link_for(user).split("/", 3)[3]


def test_from_the_administrators_form_to_the_back_office(admin, mailoutbox, settings):
    assert "password1" not in read(admin.get(ADD)).source
    assert admin.post(ADD, NEW).status_code == 302
    settings.MFA_REQUIRED_FOR_STAFF = True
    person = User.objects.get(username="moi")
    assert not person.has_usable_password()
    [letter] = mailoutbox
    assert (letter.to, letter.subject) == (["moi@example.com"], "Mời mở tài khoản cán bộ")
    new = Client()
    page = new.get(link_in(letter))
    assert "Lê Thị Mới" in read(page)
    page = new.post(link_in(letter), CHOSEN)
    assert page["Location"] == ENROL
    secret = new.get(ENROL).context["form"].secret
    assert new.post(ENROL, {"code": code_of(secret)}).status_code == 302
    assert has_factor(person)
    assert new.get("/quan-tri/").status_code == 200
    assert has_ended(new.get(link_in(letter)))


def test_the_link_sets_one_password_and_no_other(client):
    person = StaffFactory()
    link = path_of(person)
    client.post(link, CHOSEN)
    other = {"password1": "cúc-vàng-cuối-thu", "password2": "cúc-vàng-cuối-thu"}
    assert has_ended(Client().post(link, other))
    person.refresh_from_db()
    assert person.check_password(PASSWORD)


def test_a_weak_password_is_refused_and_the_link_goes_on_working(client):
    link = path_of(StaffFactory())
    page = client.post(link, {"password1": "matkhau12345", "password2": "matkhau12345"})
    assert "dễ đoán" in " ".join(read(page).errors.values())
    assert client.post(link, CHOSEN)["Location"] == ENROL


def test_a_link_ends_after_three_days_and_with_the_account(client, clock):
    person = StaffFactory()
    link = path_of(person)
    clock.advance(days=3, minutes=1)
    assert has_ended(client.get(link))
    locked = StaffFactory()
    link = path_of(locked)
    User.objects.filter(pk=locked.pk).update(is_active=False)
    assert has_ended(client.get(link))


@pytest.mark.parametrize("link", ["1-abc", "zzzzzzzzzzzz-abc", "a-b-c"])
def test_a_made_up_link_opens_nothing(client, link):
    page = client.get(f"/tai-khoan/loi-moi/{link}/")
    assert has_ended(page)


def test_a_link_for_a_password_is_none_for_an_invitation(client, mailoutbox):
    person = with_password(StaffFactory())
    client.post("/tai-khoan/quen-mat-khau/", {"email": person.email})
    link = link_in(mailoutbox[0]).replace("quen-mat-khau", "loi-moi")
    assert has_ended(client.get(link))


def test_no_administrator_types_a_password_for_another(admin):
    person = with_password(UserFactory())
    address = f"/quan-tri/accounts/user/{person.pk}/password/"
    assert admin.get(address).status_code == 403
    chosen = {"password1": "cúc-vàng-cuối-thu", "password2": "cúc-vàng-cuối-thu"}
    assert admin.post(address, chosen).status_code == 403
    form = {"username": person.username, "email": person.email, "password": "x"}
    admin.post(f"/quan-tri/accounts/user/{person.pk}/change/", form)
    person.refresh_from_db()
    assert person.check_password(PASSWORD)


def test_who_becomes_staff_is_invited(admin, mailoutbox):
    person = with_password(UserFactory())
    form = {"username": person.username, "email": person.email, "is_active": "on", "is_staff": "on"}
    admin.post(f"/quan-tri/accounts/user/{person.pk}/change/", form)
    assert [letter.to for letter in mailoutbox] == [[person.email]]


def test_invitations_are_sent_again_by_who_may_change_people_alone(client, mailoutbox):
    person = StaffFactory()
    chosen = {"action": "send_invitation", "_selected_action": [person.pk]}
    for who in (StaffFactory(), allowed(StaffFactory(), "accounts.view_user")):
        client.force_login(who)
        client.post("/quan-tri/accounts/user/", chosen)
    assert mailoutbox == []


def test_the_command_lets_the_first_administrator_in(client):
    printed = StringIO()
    options = {"full_name": "Trần Sếp", "superuser": True, "stdout": printed}
    call_command("invite_staff", "sep", "sep@example.com", **options)
    link = "/" + printed.getvalue().strip().splitlines()[-1].split("/", 3)[3]
    client.post(link, CHOSEN)
    secret = client.get(ENROL).context["form"].secret
    client.post(ENROL, {"code": code_of(secret)})
    assert client.get("/quan-tri/accounts/user/").status_code == 200


def test_the_command_says_what_is_missing():
    with pytest.raises(CommandError, match="địa chỉ thư"):
        call_command("invite_staff", "sep")
    with pytest.raises(CommandError, match="không phải của cán bộ"):
        call_command("invite_staff", UserFactory().username)
    with pytest.raises(CommandError, match=r"thư điện tử|email"):
        call_command("invite_staff", "sep", "khong-phai-thu")
    assert not User.objects.filter(username="sep").exists()


@pytest.mark.parametrize("what", ["visit", "request"])
def test_no_stranger_takes_a_staff_account_its_confirmed_address(client, what):
    """The fault: a visit to a reset address locked a new site's only administrator out."""
    admin = with_password(SuperuserFactory(username="quantri"))
    stranger = Client()
    if what == "visit":
        stranger.get(f"/tai-khoan/quen-mat-khau/{int_to_base36(admin.pk)}-x-y/")
    else:
        stranger.post("/tai-khoan/quen-mat-khau/", {"email": admin.email})
    assert log_in(client, "quantri")["Location"] == "/tai-khoan/"
    assert EmailAddress.objects.get(user=admin).verified


def signs_up(client: Client, password: str) -> None:
    form = {"full_name": "Kẻ Lạ", "email": "chu@example.com", "consent": "on"}
    client.post("/tai-khoan/dang-ky/", {**form, "password1": password, "password2": password})


def test_a_password_typed_by_a_stranger_has_no_power_once_the_owner_confirms(client, mailoutbox):
    """The fault: opening an account on another's address, and waiting for the click."""
    stranger = Client()
    signs_up(stranger, "cúc-vàng-cuối-thu")
    page = client.post(link_in(mailoutbox[0]), follow=True)
    assert "Hãy đặt mật khẩu cho tài khoản của bạn." in read(page).notices
    assert log_in(stranger, "chu@example.com", "cúc-vàng-cuối-thu").status_code == 200
    assert stranger.get("/tai-khoan/").status_code == 302
    page = client.post(page.request["PATH_INFO"], CHOSEN, follow=True)
    assert page.request["PATH_INFO"] == "/tai-khoan/"
    assert log_in(Client(), "chu@example.com")["Location"] == "/tai-khoan/"
    assert stranger.get("/tai-khoan/").status_code == 302


def test_who_confirms_where_they_signed_up_comes_in_with_that_password(client, mailoutbox):
    signs_up(client, PASSWORD)
    page = client.post(link_in(mailoutbox[0]), follow=True)
    assert page.request["PATH_INFO"] == "/tai-khoan/"
    assert log_in(Client(), "chu@example.com")["Location"] == "/tai-khoan/"


def test_a_changed_address_is_confirmed_elsewhere_and_the_password_stays(client, mailoutbox):
    person = with_password(UserFactory())
    Consent.objects.create(user=person, language="vi")
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    log_in(client, person.username)
    client.post("/tai-khoan/thu-dien-tu/", {"email": "moi@example.com", "action_add": ""})
    Client().post(link_in(mailoutbox[0]))
    assert log_in(Client(), "moi@example.com")["Location"] == "/tai-khoan/"


def test_an_invitation_of_someone_logged_in_elsewhere_ends_those_sessions(client, rf):
    person = with_password(StaffFactory())
    log_in(client, person.username)
    request = rf.get("/")
    request.user = person
    invite(person, request)
    Client().post(path_of(User.objects.get(pk=person.pk)), CHOSEN)
    assert client.get("/tai-khoan/").status_code == 302
