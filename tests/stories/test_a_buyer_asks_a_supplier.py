"""Anybody asks an enterprise through the portal, which shows neither side's address."""

from threading import Barrier, Thread
from uuid import uuid4

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.utils import translation

from enterprises.models import Enterprise
from inquiries.models import Inquiry
from tests.asking import QUESTION, letters_to, page_of, sends
from tests.factories.duplicates import merged
from tests.factories.enterprises import (
    ContactFactory,
    DemoEnterpriseFactory,
    EnterpriseFactory,
    HiddenEnterpriseFactory,
    PendingEnterpriseFactory,
)
from tests.factories.inquiries import WaitingInquiryFactory
from tests.factories.membership import EditorFactory, OwnerFactory
from tests.factories.people import UserFactory
from tests.pages import read

pytestmark = pytest.mark.django_db


@pytest.fixture
def enterprise() -> Enterprise:
    """A published enterprise with an owner and an editor."""
    enterprise = EnterpriseFactory(legal_name="Cơ khí Bình Minh", international_name="Binh Minh Co")
    OwnerFactory(enterprise=enterprise, user__email="chu@binhminh.vn")
    EditorFactory(enterprise=enterprise, user__email="bientap@binhminh.vn")
    return enterprise


def test_a_question_reaches_every_member_and_shows_the_asker_no_address(client, enterprise):
    profile = read(client.get(enterprise.get_absolute_url()))
    assert page_of(enterprise) in profile.addresses
    answer = sends(client, enterprise)
    assert answer["Location"] == f"{page_of(enterprise)}da-gui/"
    assert "Những bước tiếp theo" in read(client.get(answer["Location"]))
    inquiry = Inquiry.objects.get()
    assert (inquiry.email, inquiry.state, inquiry.asked_by) == ("binh@example.com", "waiting", None)
    for member in ("chu@binhminh.vn", "bientap@binhminh.vn"):
        (letter,) = letters_to(member)
        for told in (QUESTION["name"], QUESTION["text"], QUESTION["organisation"], inquiry.email):
            assert told in letter.body
        address = f"/tai-khoan/doanh-nghiep/{enterprise.pk}/hoi-hang/{inquiry.pk}/"
        assert f"http://testserver{address}" in letter.body
    (letter,) = letters_to("binh@example.com")
    assert letter.subject == "Đã chuyển câu hỏi tới Cơ khí Bình Minh"
    assert "binhminh.vn" not in letter.body


def test_the_letter_to_the_asker_carries_nothing_that_was_typed(client, enterprise):
    sends(client, enterprise, name="Mua Ngay Giá Rẻ", text="Quảng cáo")
    (letter,) = letters_to("binh@example.com")
    assert "Mua Ngay" not in f"{letter.subject}{letter.body}"
    assert "Quảng cáo" not in letter.body


def test_an_english_reader_asks_in_english(client, enterprise):
    page = client.get(f"/en/enterprises/{enterprise.slug}/ask/")
    assert "We would like a quotation for:" in read(page).fields["Your enquiry"]
    sent = {**QUESTION, "token": page.context["token"], "text": "See www.a.vn"}
    answer = client.post(f"/en/enterprises/{enterprise.slug}/ask/", sent)
    assert answer["Location"] == f"/en/enterprises/{enterprise.slug}/ask/sent/"
    inquiry = Inquiry.objects.get()
    assert (inquiry.language, inquiry.text) == ("en", "See [link removed]")
    (letter,) = letters_to("binh@example.com")
    assert letter.subject == "Your enquiry has been handed on to Binh Minh Co"
    assert f"/en/enterprises/{enterprise.slug}/" in letter.body
    (letter,) = letters_to("chu@binhminh.vn")
    assert "Người hỏi:" in letter.body


def test_who_is_logged_in_types_no_name_again(client, enterprise):
    person = UserFactory(full_name="Lê Thị An", email="an@example.com")
    client.force_login(person)
    initial = client.get(page_of(enterprise)).context["form"].initial
    assert (initial["name"], initial["email"]) == ("Lê Thị An", "an@example.com")
    sends(client, enterprise)
    assert Inquiry.objects.get().asked_by == person


def test_a_member_whose_account_is_closed_gets_no_letter(client, enterprise):
    EditorFactory(enterprise=enterprise, user__email="cu@binhminh.vn", user__is_active=False)
    sends(client, enterprise)
    assert letters_to("cu@binhminh.vn") == []


# --- What is typed wrongly


@pytest.mark.parametrize(
    ("typed", "field", "message"),
    [
        ({"name": " "}, "name", "Hãy ghi họ và tên."),
        ({"email": ""}, "email", "Hãy nhập địa chỉ thư điện tử."),
        ({"email": "binh@"}, "email", "Địa chỉ thư điện tử chưa đúng, ví dụ: ten@congty.vn."),
        ({"text": "\u200b \n"}, "text", "Hãy viết điều cần hỏi."),
        ({"text": "http://a.vn, www.b.vn!"}, "text", "Nội dung chỉ có liên kết"),
        ({"text": "x" * 4001}, "text", "4000"),
        ({"consent": ""}, "consent", "Cần sự đồng ý này thì Cổng mới chuyển được câu hỏi."),
        ({"name": "x" * 151}, "name", "150"),
        ({"name": "a.vn/ " * 25}, "name", "200"),
        ({"organisation": "x" * 301}, "organisation", "300"),
    ],
)
def test_a_mistake_is_told_at_its_field_and_the_rest_is_kept(
    client, enterprise, typed, field, message
):
    page = sends(client, enterprise, **typed)
    label = str(page.context["form"].fields[field].label)
    assert message in read(page).errors[label]
    assert read(page).form("organisation")["organisation"] == {**QUESTION, **typed}["organisation"]
    assert not Inquiry.objects.exists()
    assert mail.outbox == []


def test_the_prepared_questions_alone_ask_nothing(client, enterprise):
    prepared = client.get(page_of(enterprise)).context["form"].initial["text"]
    assert "Vật liệu" in prepared
    page = sends(client, enterprise, text=prepared.replace("\n", "\r\n"))
    assert "Hãy điền vào các mục" in read(page).errors["Nội dung cần hỏi"]


def test_a_line_end_counts_as_one_character_as_in_the_browser(client, enterprise):
    sends(client, enterprise, text="\r\n".join(["x"] * 2000))
    assert len(Inquiry.objects.get().text) == 3999


def test_links_are_taken_out_and_the_person_is_told(client, enterprise):
    answer = sends(
        client, enterprise, text="Xem http://a.vn và congty.vn/x. Giao tại TP.HCM.", name="www.a.vn"
    )
    inquiry = Inquiry.objects.get()
    assert inquiry.text == "Xem [đã bỏ liên kết] và [đã bỏ liên kết]. Giao tại TP.HCM."
    assert inquiry.name == "[đã bỏ liên kết]"
    assert "đã bỏ 3 liên kết" in read(client.get(answer["Location"])).notices


def test_a_name_adds_no_line_to_a_letter(client, enterprise):
    sends(client, enterprise, name="Bình\r\nBcc: a@b.vn", organisation="A\nB")
    inquiry = Inquiry.objects.get()
    assert (inquiry.name, inquiry.organisation) == ("Bình Bcc: a@b.vn", "A B")


# --- Twice, and by programs


def test_a_reload_sends_nothing_twice(client, enterprise):
    token = uuid4()
    for _click in range(2):
        answer = client.post(page_of(enterprise), {**QUESTION, "token": token})
        assert answer["Location"].endswith("/da-gui/")
    assert Inquiry.objects.count() == 1
    assert len(mail.outbox) == 3


def test_who_goes_back_and_changes_the_text_is_asked_once_more(client, enterprise):
    token = uuid4()
    client.post(page_of(enterprise), {**QUESTION, "token": token})
    changed = {**QUESTION, "token": token, "text": "Một câu hỏi khác."}
    page = client.post(page_of(enterprise), changed)
    assert "đã được gửi một lần" in read(page).non_field_errors
    assert "Một câu hỏi khác." in read(page).fields["Nội dung cần hỏi"]
    client.post(page_of(enterprise), {**changed, "token": page.context["token"]})
    assert Inquiry.objects.count() == 2


@pytest.mark.parametrize("token", ["", "x", "\u0000"])
def test_a_form_without_a_token_is_a_form(client, enterprise, token):
    assert client.post(page_of(enterprise), {**QUESTION, "token": token}).status_code == 302
    assert Inquiry.objects.count() == 1


@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite lets one write at a time")
@pytest.mark.django_db(transaction=True)
def test_two_clicks_in_one_moment_are_one_question(enterprise):
    token, together, answers = uuid4(), Barrier(2), []

    def clicks() -> None:
        together.wait()
        try:
            answers.append(Client().post(page_of(enterprise), {**QUESTION, "token": token}))
        finally:
            connection.close()

    threads = [Thread(target=clicks) for _click in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [answer.status_code for answer in answers] == [302, 302]
    assert Inquiry.objects.count() == 1


def test_a_program_that_fills_in_everything_is_answered_and_forgotten(client, enterprise):
    page = client.get(page_of(enterprise))
    trap = page.context["trap"]
    [field] = read(page).root.xpath(f".//input[@name='{trap}']")
    assert [field.get(name) for name in ("type", "autocomplete", "tabindex")] == [
        "text",
        "off",
        "-1",
    ]
    answer = sends(client, enterprise, **{trap: "http://spam.example"})
    assert answer["Location"].endswith("/da-gui/")
    assert not Inquiry.objects.exists()
    assert mail.outbox == []


# --- Whom one can ask


@pytest.mark.parametrize(
    "make", [DemoEnterpriseFactory, PendingEnterpriseFactory, HiddenEnterpriseFactory]
)
def test_what_is_not_public_or_does_not_exist_is_not_asked(client, make):
    enterprise = OwnerFactory(enterprise=make()).enterprise
    assert client.get(page_of(enterprise)).status_code == 404
    assert client.post(page_of(enterprise), QUESTION).status_code == 404
    assert client.get(f"{page_of(enterprise)}da-gui/").status_code == 404
    assert not Inquiry.objects.exists()


def test_where_nobody_receives_questions_the_profile_says_so(client):
    enterprise = EnterpriseFactory()
    ContactFactory(enterprise=enterprise, email="a@congty.vn", is_public=True)
    OwnerFactory(enterprise=enterprise, user__is_active=False)
    profile = read(client.get(enterprise.get_absolute_url()))
    assert "chưa có người nhận câu hỏi qua Cổng" in profile
    [mail_to] = profile.root.xpath(".//a[@class='button']")
    assert mail_to.get("href").startswith("mailto:a@congty.vn")
    assert page_of(enterprise) not in profile.source
    page = read(client.get(page_of(enterprise)))
    assert "chưa có người nhận câu hỏi qua Cổng" in page.notices
    assert 'name="text"' not in page.source


def test_the_form_stands_before_the_prepared_mail(client, enterprise):
    ContactFactory(enterprise=enterprise, email="a@congty.vn", is_public=True)
    profile = read(client.get(enterprise.get_absolute_url()))
    [asking, mailing] = (a for a in profile.select("button") if "hỏi hàng" in a.text.lower())
    assert (asking.text, asking.get("href")) == ("Hỏi hàng qua Cổng", page_of(enterprise))
    assert mailing.get("href").startswith("mailto:a@congty.vn")
    assert mailing.get("class") == "button button--quiet"
    assert "chưa có người nhận câu hỏi" not in profile


def test_a_demo_record_keeps_its_line(client):
    page = client.get(
        OwnerFactory(enterprise=DemoEnterpriseFactory()).enterprise.get_absolute_url()
    )
    assert "không có ai để liên hệ" in read(page)
    assert "qua Cổng" not in read(page)


def test_who_writes_while_the_last_member_leaves_loses_no_word(client, enterprise):
    token = client.get(page_of(enterprise)).context["token"]
    enterprise.memberships.all().delete()
    page = client.post(page_of(enterprise), {**QUESTION, "token": token})
    assert "không còn người nhận câu hỏi" in read(page).non_field_errors
    assert QUESTION["text"] in read(page).fields["Nội dung cần hỏi"]
    assert not Inquiry.objects.exists()


def test_a_merged_record_leads_to_the_page_of_the_one_that_stays(client, enterprise):
    gone = EnterpriseFactory()
    merged(enterprise, gone)
    answer = client.get(page_of(gone))
    assert (answer.status_code, answer["Location"]) == (301, page_of(enterprise))
    assert answer["Cache-Control"].startswith("max-age=")
    with translation.override("en"):
        english = client.get(f"/en/enterprises/{gone.slug}/ask/")
    assert english["Location"] == f"/en/enterprises/{enterprise.slug}/ask/"
    client.post(page_of(gone), {**QUESTION, "token": uuid4()})
    assert Inquiry.objects.get().enterprise == enterprise


def test_the_form_asks_the_database_as_often_however_much_there_is(
    client, enterprise, django_assert_num_queries
):
    with django_assert_num_queries(2):
        client.get(page_of(enterprise))
    OwnerFactory.create_batch(5, enterprise=enterprise)
    WaitingInquiryFactory.create_batch(5, enterprise=enterprise)
    with django_assert_num_queries(2):
        client.get(page_of(enterprise))
