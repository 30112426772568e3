"""Who gets letters unasked stops them by a link, without an account; staff lift it again."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client

from accounts import adapter
from accounts.letters import kind_of
from core import letters
from core.letters import outbox
from core.letters.suppression import digest_of, stop, stop_url
from core.models import Letter, SuppressedAddress
from tests.factories.people import StaffFactory, UserFactory, allowed
from tests.pages import read, words_of

pytestmark = pytest.mark.django_db
HIM = "binh@example.com"
STRANGE = ["address", "invitation", "inquiry", "subscribe"]
LIFT = "/quan-tri/core/suppressedaddress/"


def link_in(body: str) -> str:
    """The path of the link that stops such letters."""
    return re.search(r"https?://[^/]+(/\S*ngung-nhan-thu/\S+)", body)[1]


def wrote(kind: str, to: str = HIM) -> Letter:
    return letters.post(to, "Thư", "Nội dung\n", kind=kind)


@pytest.mark.parametrize("kind", STRANGE)
def test_a_button_behind_the_letters_link_stops_all_that_is_unasked(client, kind):
    wrote(kind)
    link = link_in(mail.outbox[0].body)
    assert HIM not in link
    page = read(client.get(link))
    assert page.buttons == ["Không gửi thư nữa"]
    assert wrote(kind).state == "sent", "a mail program that opens links stops nothing"
    mail.outbox.clear()
    for _time in range(2):
        assert "nữa" in read(client.post(link)).notices
    for other in STRANGE:
        assert wrote(other, "Binh@Example.com").state == "stopped"
        assert wrote(other, "an@example.com").state == "sent"
    assert HIM not in [letter.to[0] for letter in mail.outbox]
    assert HIM not in str([*SuppressedAddress.objects.values(), *Letter.objects.values()])


@pytest.mark.parametrize("kind", [kind for kind in Letter.Kind.values if kind not in STRANGE])
def test_letters_that_were_asked_for_go_on_and_carry_no_such_link(kind):
    stop(digest_of(HIM))
    assert wrote(kind).state == "sent"
    assert mail.outbox[0].body == "Nội dung\n"
    assert "List-Unsubscribe" not in mail.outbox[0].extra_headers


def test_one_click_in_the_mail_program_is_enough():
    wrote("invitation")
    headers = mail.outbox[0].extra_headers
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    path = link_in(headers["List-Unsubscribe"].strip("<>"))
    program = Client(enforce_csrf_checks=True)
    answer = program.post(path, "List-Unsubscribe=One-Click", "application/x-www-form-urlencoded")
    assert answer.status_code == 200
    assert wrote("invitation").state == "stopped"


def test_a_letter_that_waits_is_stopped_too(settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    row = wrote("invitation")
    stop(digest_of(HIM))
    outbox.send_due()
    row.refresh_from_db()
    assert (row.state, row.body, mail.outbox) == ("stopped", "", [])


def test_an_english_letter_leads_to_the_english_page(client):
    letters.post(HIM, "Letter", "Text", kind="inquiry", language="en")
    [letter] = mail.outbox
    link = re.search(r"https?://[^/]+(/en/\S+)", letter.body)[1]
    assert f"{link}>" in letter.extra_headers["List-Unsubscribe"]
    assert '<html lang="en"' in read(client.get(link)).source
    client.post(link)
    assert wrote("inquiry").state == "stopped"


def test_the_holder_takes_it_back_by_the_same_link(client):
    link = link_in(stop_url(HIM, "vi"))
    client.post(link)
    assert read(client.get(link)).buttons == ["Nhận lại thư"]
    assert "Cổng lại gửi thư" in read(client.post(link, {"lift": "1"})).notices
    assert wrote("inquiry").state == "sent"


def test_a_made_up_link_stops_nothing(client):
    link = link_in(stop_url(HIM, "vi"))
    for wrong in (f"{link[:-4]}abc/", f"/ngung-nhan-thu/{digest_of(HIM)}/", "/ngung-nhan-thu/x:y/"):
        page = client.post(wrong)
        assert page.status_code == 404
        assert "không đúng" in read(page).notices
    assert not SuppressedAddress.objects.exists()


def test_staff_find_the_address_and_lift_it(client):
    stop(digest_of(HIM))
    stop(digest_of("an@example.com"))
    staff = allowed(StaffFactory(), "core.view_suppressedaddress")
    client.force_login(staff)
    [found] = client.get(LIFT, {"q": "Binh@example.com"}).context["cl"].result_list
    assert found.pk == digest_of(HIM)
    delete = f"{LIFT}{found.pk}/delete/"
    assert client.post(delete, {"post": "yes"}).status_code == 403
    allowed(staff, "core.delete_suppressedaddress")
    client.post(delete, {"post": "yes"})
    assert wrote("inquiry").state == "sent"
    assert wrote("inquiry", "an@example.com").state == "stopped"


# --- Letters about accounts

SIGNUP = {
    "email": HIM,
    "password1": "hoa-mai-nở-tháng-giêng",
    "password2": "hoa-mai-nở-tháng-giêng",
    "full_name": "Nhận thưởng tại www.lua-dao.example",
    "consent": "on",
}


def test_what_is_typed_at_sign_up_is_not_sent_to_an_address_that_nobody_confirmed(client):
    client.post("/tai-khoan/dang-ky/", SIGNUP)
    [letter] = mail.outbox
    assert letter.to == [HIM]
    assert "lua-dao" not in letter.subject + letter.body
    assert "/xac-nhan" in letter.body
    assert client.post(link_in(letter.body)).status_code == 200
    client.cookies.clear()
    client.post("/tai-khoan/quen-mat-khau/", {"email": HIM})
    assert len(mail.outbox) == 1


def test_who_has_stopped_letters_and_signs_up_is_told_the_way_back_like_everybody(client, clock):
    link = link_in(stop_url(HIM, "vi"))
    client.post(link)
    pages = []
    for address in (HIM, "an@example.com"):
        for form in ("/tai-khoan/dang-ky/", "/tai-khoan/quen-mat-khau/"):
            page = Client().post(form, {**SIGNUP, "email": address}, follow=True)
            pages.append(words_of(read(page).root).replace(address, ""))
    assert all("“Nhận lại thư”" in page for page in pages)
    assert pages[:2] == pages[2:], "nobody learns from them who has stopped letters"
    assert {letter.to[0] for letter in mail.outbox} == {"an@example.com"}
    client.post(link, {"lift": "1"})
    clock.advance(minutes=4)  # no more than a letter in three
    client.post("/tai-khoan/dang-nhap/", {"login": HIM, "password": SIGNUP["password1"]})
    assert mail.outbox[-1].to == [HIM]
    assert "/xac-nhan" in mail.outbox[-1].body


def test_nobody_fills_a_mailbox_that_is_not_theirs(client, clock, monkeypatch):
    monkeypatch.setattr(adapter.TO_ONE_ADDRESS, "rate", "2/d/key")
    for _time in range(4):
        for address in (HIM, "Binh@Example.com"):
            page = client.post("/tai-khoan/quen-mat-khau/", {"email": address})
            assert page.status_code == 302, "whoever asks is told the same"
        clock.advance(minutes=5)
    assert len(mail.outbox) == 2
    owner = UserFactory(email=HIM)
    EmailAddress.objects.create(user=owner, email=HIM, verified=True, primary=True)
    client.post("/tai-khoan/quen-mat-khau/", {"email": HIM})
    assert len(mail.outbox) == 3, "an account's own letters go on"


def test_a_reset_asked_for_an_account_goes_whatever_was_stopped(client):
    user = UserFactory(email=HIM)
    EmailAddress.objects.create(user=user, email=HIM, verified=True, primary=True)
    stop(digest_of(HIM))
    client.post("/tai-khoan/quen-mat-khau/", {"email": HIM})
    [letter] = mail.outbox
    assert "ngung-nhan-thu" not in letter.body


def test_a_reset_of_an_account_that_nobody_confirmed_can_be_stopped():
    EmailAddress.objects.create(user=UserFactory(email=HIM), email=HIM, primary=True)
    assert kind_of("account/email/password_reset_key", HIM) == "address"
    assert kind_of("account/email/password_reset_key", UserFactory().email) == "account"


def test_an_unknown_address_gets_the_link_with_its_letter(client):
    client.post("/tai-khoan/quen-mat-khau/", {"email": HIM})
    [letter] = mail.outbox
    assert link_in(letter.body)


def test_notices_of_an_account_are_its_own():
    assert kind_of("account/email/password_changed", HIM) == "account"
    assert kind_of("account/email/email_confirm", HIM) == "account"
    assert kind_of("account/email/email_confirmation", HIM) == "address"
