"""Members read and answer what their enterprise is asked; nobody else learns of it."""

from threading import Barrier, Thread

import pytest
from django.conf import settings
from django.core import mail
from django.core.exceptions import ValidationError
from django.db import connection
from django.shortcuts import resolve_url
from django.test import Client
from django.urls import reverse

from enterprises.duplicates.undoing import undo
from enterprises.models import Enterprise
from inquiries.models import Inquiry
from tests.factories.duplicates import merged
from tests.factories.enterprises import EnterpriseFactory
from tests.factories.inquiries import (
    AnsweredInquiryFactory,
    SetAsideInquiryFactory,
    WaitingInquiryFactory,
)
from tests.factories.membership import EditorFactory, OwnerFactory
from tests.factories.people import StaffFactory, SuperuserFactory, UserFactory
from tests.pages import read

pytestmark = pytest.mark.django_db
MINE = "/tai-khoan/doanh-nghiep/"
ANSWER = {"answer": "Chúng tôi làm được, 45.000 đồng một trục."}


def list_of(enterprise: Enterprise) -> str:
    return f"{MINE}{enterprise.pk}/hoi-hang/"


def page_of(inquiry: Inquiry) -> str:
    return f"{list_of(inquiry.enterprise)}{inquiry.pk}/"


@pytest.fixture
def enterprise() -> Enterprise:
    return EnterpriseFactory(legal_name="Cơ khí Bình Minh", international_name="Binh Minh Co")


@pytest.fixture
def owner(enterprise):
    return OwnerFactory(
        enterprise=enterprise, user__full_name="Nguyễn Thị Chủ", user__email="chu@binhminh.vn"
    ).user


@pytest.fixture
def member(client, owner) -> Client:
    """The browser of the owner, logged in."""
    client.force_login(owner)
    return client


@pytest.fixture
def inquiry(enterprise) -> Inquiry:
    return WaitingInquiryFactory(enterprise=enterprise, email="binh@example.com")


def test_an_answer_goes_to_the_asker_without_a_members_address(member, owner, inquiry):
    assert "1 chờ trả lời" in read(member.get(MINE))
    page = read(member.get(page_of(inquiry)))
    for told in (inquiry.name, inquiry.organisation, inquiry.email, inquiry.text):
        assert told in page
    done = member.post(page_of(inquiry), ANSWER, follow=True)
    assert "Đã gửi trả lời tới người hỏi." in read(done).notices
    (letter,) = mail.outbox
    assert letter.to == ["binh@example.com"]
    assert letter.subject == "Cơ khí Bình Minh trả lời câu hỏi của Quý vị"
    assert ANSWER["answer"] in letter.body
    for secret in ("chu@binhminh.vn", "Nguyễn Thị Chủ"):
        assert secret not in letter.body
    inquiry.refresh_from_db()
    assert (inquiry.state, inquiry.closed_by) == ("answered", owner)
    assert "chờ trả lời" not in read(member.get(MINE))


PHISHING = "Nhận thưởng tại https://lua-dao.example/x"


def test_who_asked_for_another_sends_the_other_nothing_that_was_typed(member, inquiry):
    Inquiry.objects.update(name="Bạn đã trúng thưởng", text=PHISHING)
    member.post(page_of(inquiry), {"answer": f"Ai đấy? {PHISHING}"})
    [letter] = mail.outbox
    for typed in ("trúng thưởng", "lua-dao"):
        assert typed not in letter.subject + letter.body
    assert "Ai đấy?" in letter.body
    inquiry.refresh_from_db()
    assert "lua-dao" in inquiry.answer, "it is kept as it was written"


def test_who_asked_from_an_account_reads_the_question_again(member, inquiry):
    asker = UserFactory(email=inquiry.email)
    Inquiry.objects.update(asked_by=asker)
    member.post(page_of(inquiry), {"answer": "Xem https://binhminh.example/bang-gia"})
    [letter] = mail.outbox
    for told in (inquiry.name, inquiry.text, "https://binhminh.example/bang-gia"):
        assert told in letter.body


def test_an_english_question_is_answered_by_an_english_letter(member, inquiry):
    Inquiry.objects.update(language="en")
    assert "cũng bằng tiếng Anh" in read(member.get(page_of(inquiry)))
    member.post(page_of(inquiry), ANSWER)
    (letter,) = mail.outbox
    assert letter.subject == "Binh Minh Co has answered your enquiry"
    assert "/en/enterprises/" in letter.body


def test_an_editor_answers_too(client, enterprise, inquiry):
    client.force_login(EditorFactory(enterprise=enterprise).user)
    assert client.post(page_of(inquiry), ANSWER).status_code == 302
    assert len(mail.outbox) == 1


@pytest.mark.parametrize("text", ["", " \n\u200b", "x" * 4001])
def test_an_empty_or_endless_answer_is_told_at_the_field(member, inquiry, text):
    page = member.post(page_of(inquiry), {"answer": text})
    assert page.context["form"].errors["answer"]
    inquiry.refresh_from_db()
    assert inquiry.is_waiting
    assert mail.outbox == []


def test_spam_is_set_aside_and_nobody_is_written_to(member, owner, inquiry):
    page = member.post(page_of(inquiry), {"set_aside": "1"}, follow=True)
    assert "Đã xếp vào mục không trả lời." in read(page).notices
    inquiry.refresh_from_db()
    assert (inquiry.state, inquiry.closed_by, mail.outbox) == ("set_aside", owner, [])
    assert "đã chọn không trả lời" in read(member.get(page_of(inquiry))).notices
    page = member.post(page_of(inquiry), {"set_aside": "1"}, follow=True)
    assert "đã chọn không trả lời" in read(page).notices


@pytest.mark.parametrize("closed", [AnsweredInquiryFactory, SetAsideInquiryFactory])
def test_the_second_of_two_is_told_and_keeps_the_text(member, enterprise, closed):
    inquiry = closed(enterprise=enterprise, closed_by__full_name="Phạm Văn Nhanh")
    page = member.post(page_of(inquiry), ANSWER)
    text = read(page)
    assert page.status_code == 409
    assert "Phạm Văn Nhanh đã" in text.notices
    assert ANSWER["answer"] in text.fields["Trả lời"]
    assert inquiry.answer in text
    assert "Gửi trả lời" not in text
    assert mail.outbox == []


def test_a_double_click_sends_one_letter(member, inquiry):
    for _click in range(2):
        assert member.post(page_of(inquiry), ANSWER).status_code == 302
    assert len(mail.outbox) == 1


@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite lets one write at a time")
@pytest.mark.django_db(transaction=True)
def test_two_members_answer_in_one_moment(owner, inquiry):
    together, refused = Barrier(2), []

    def answers(text: str) -> None:
        own = Inquiry.objects.get(pk=inquiry.pk)
        together.wait()
        try:
            own.reply(text, owner)
        except ValidationError as error:
            refused.append(error.code)
        finally:
            connection.close()

    threads = [Thread(target=answers, args=[text]) for text in ("Có.", "Không.")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert refused == ["closed"]


def test_an_answer_typed_when_the_session_ends_is_still_there(member, owner, inquiry):
    mark = read(member.get(page_of(inquiry))).form("writer")["writer"]
    member.logout()
    login = member.post(page_of(inquiry), {**ANSWER, "writer": mark})
    assert login["Location"].startswith(resolve_url(settings.LOGIN_URL))
    member.force_login(owner)
    page = read(member.get(page_of(inquiry)))
    assert ANSWER["answer"] in page.fields["Trả lời"]
    assert "vẫn còn, chưa gửi" in page.notices
    inquiry.refresh_from_db()
    assert inquiry.is_waiting


# --- The list


def test_what_waits_stands_first(member, enterprise):
    waiting = WaitingInquiryFactory(enterprise=enterprise)
    answered = AnsweredInquiryFactory(enterprise=enterprise)
    newest = WaitingInquiryFactory(enterprise=enterprise)
    WaitingInquiryFactory()
    page = member.get(list_of(enterprise))
    assert list(page.context["page_obj"]) == [newest, waiting, answered]


def test_an_empty_list_says_how_questions_come(member, enterprise):
    page = read(member.get(list_of(enterprise)))
    assert "Chưa có câu hỏi nào" in page
    assert "Hỏi hàng qua Cổng" in page


def test_the_list_has_pages_and_asks_the_database_as_often(
    member, enterprise, django_assert_num_queries
):
    AnsweredInquiryFactory(enterprise=enterprise)
    with django_assert_num_queries(5):
        member.get(list_of(enterprise))
    AnsweredInquiryFactory.create_batch(24, enterprise=enterprise)
    with django_assert_num_queries(5):
        first = member.get(list_of(enterprise))
    assert len(first.context["page_obj"]) == 20
    assert len(member.get(f"{list_of(enterprise)}?page=2").context["page_obj"]) == 5
    for wrong in ("0", "x", "99"):
        assert member.get(f"{list_of(enterprise)}?page={wrong}").status_code == 200


def test_my_enterprises_count_in_one_query_more(member, owner, django_assert_max_num_queries):
    with django_assert_max_num_queries(8) as few:
        member.get(MINE)
    for own in OwnerFactory.create_batch(3, user=owner):
        WaitingInquiryFactory.create_batch(2, enterprise=own.enterprise)
    with django_assert_max_num_queries(len(few)):
        page = member.get(MINE)
    labels = sorted(link.label for [link] in page.context["links"].values())
    assert labels == ["Hỏi hàng", *["Hỏi hàng (2 chờ trả lời)"] * 3]


# --- For members alone


@pytest.mark.parametrize(
    "who",
    [UserFactory, StaffFactory, SuperuserFactory, lambda: OwnerFactory().user],
    ids=["stranger", "staff", "superuser", "owner of another"],
)
def test_others_do_not_even_learn_that_the_page_is_there(client, inquiry, who):
    client.force_login(who())
    for address in (list_of(inquiry.enterprise), page_of(inquiry)):
        assert client.get(address).status_code == 404
    for data in (ANSWER, {"set_aside": "1"}):
        assert client.post(page_of(inquiry), data).status_code == 404
    inquiry.refresh_from_db()
    assert (inquiry.state, mail.outbox) == ("waiting", [])


def test_a_member_does_not_reach_into_another_enterprise(member, enterprise):
    other = WaitingInquiryFactory()
    address = f"{list_of(enterprise)}{other.pk}/"
    assert member.get(address).status_code == 404
    assert member.post(address, ANSWER).status_code == 404
    assert mail.outbox == []


def test_strangers_are_sent_to_the_login(client, inquiry):
    for address in (list_of(inquiry.enterprise), page_of(inquiry)):
        answer = client.get(address)
        assert answer["Location"].startswith(resolve_url(settings.LOGIN_URL))


# --- Merged records


def test_questions_go_with_a_merged_record_and_come_back(member, enterprise, inquiry):
    gone = EnterpriseFactory()
    theirs = WaitingInquiryFactory(enterprise=gone)
    merge = merged(enterprise, gone)
    assert set(enterprise.inquiries.all()) == {inquiry, theirs}
    address = reverse("inquiries:inquiry-detail", args=[enterprise.pk, theirs.pk])
    assert member.get(address).status_code == 200
    undo(merge.pk, None)
    assert list(gone.inquiries.all()) == [theirs]
