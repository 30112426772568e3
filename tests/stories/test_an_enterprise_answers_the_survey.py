"""Those who keep an enterprise answer the yearly survey: draft, send, correct, until it closes."""

from datetime import date, timedelta
from threading import Barrier, Thread

import pytest
from django.conf import settings
from django.core import mail
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import translation
from django.utils.timezone import localdate

from localization.models import Answer, Wave
from localization.surveying.letters import notify_owners, send_reminders
from tests.factories.enterprises import EnterpriseFactory
from tests.factories.localization import (
    AnswerFactory,
    ComponentGroupFactory,
    FrameUnitFactory,
    OpenWaveFactory,
    ProductLineFactory,
    SubmittedAnswerFactory,
    WaveFactory,
)
from tests.factories.membership import EditorFactory, OwnerFactory
from tests.factories.people import UserFactory
from tests.factories.survey import SIXTY, typed
from tests.pages import read
from tests.surveying import errors, page_of, save, send, sent_by

pytestmark = pytest.mark.django_db
QUERIES = 9  # of the form


@pytest.fixture
def unit():
    return FrameUnitFactory(enterprise__legal_name="Công ty TNHH Khuôn Đúc Bình Minh")


@pytest.fixture
def owner(client, unit):
    """The enterprise's owner, logged in."""
    owner = OwnerFactory(enterprise=unit.enterprise, user__full_name="Nguyễn Thị Chủ")
    client.force_login(owner.user)
    return owner


@pytest.fixture
def group(unit):
    group = ComponentGroupFactory(name_vi="Khuôn mẫu thử")
    group.industries.add(unit.industry)
    return group


# --- Asked, found, answered


def test_from_the_list_to_the_sent_answer(client, owner, unit):
    mine = read(client.get(reverse("membership:enterprise-list")))
    assert page_of(unit) in mine.addresses
    assert "Khảo sát tỷ lệ nội địa hóa năm 2025 (trả lời đến hết ngày" in mine.notices
    assert client.get(page_of(unit)).status_code == 200
    save(client, unit, materials_local="30", explanation="  Chưa xong ")
    draft = Answer.objects.get()
    assert (draft.state, draft.materials_local, draft.components_local) == ("draft", 30, None)
    assert draft.explanation == "Chưa xong"
    assert "(bản nháp, hạn gửi" in read(client.get(reverse("membership:enterprise-list"))).notices
    answer = send(client, unit, draft, **SIXTY)
    assert answer.status_code == 302
    sent = Answer.objects.get()
    assert (sent.state, sent.channel, sent.submitted_by) == ("submitted", "account", owner.user)
    assert [sent.materials_imported, sent.components_foreign] == [20, 5]
    assert sent.history.first().history_user == owner.user
    assert "(đã gửi)" in read(client.get(reverse("membership:enterprise-list"))).notices


def test_an_editor_answers_too(client, unit):
    client.force_login(EditorFactory(enterprise=unit.enterprise).user)
    send(client, unit, **SIXTY)
    assert Answer.objects.get().is_submitted


@pytest.mark.parametrize("role", [OwnerFactory, UserFactory])
def test_of_others_enterprises_nothing_is_told(client, unit, role):
    other = role()
    client.force_login(getattr(other, "user", other))
    assert client.get(page_of(unit)).status_code == 404
    assert send(client, unit, **SIXTY).status_code == 404
    assert not Answer.objects.exists()


def test_a_stranger_has_to_log_in(client, unit):
    answer = client.get(page_of(unit))
    assert answer.status_code == 302
    assert settings.LOGIN_URL in answer["Location"] or "dang-nhap" in answer["Location"]


def test_what_was_typed_when_the_session_ended_comes_back(client, owner, unit):
    mark = read(client.get(page_of(unit))).form("writer")["writer"]
    client.logout()
    send(client, unit, materials_local="123", writer=mark)
    client.force_login(owner.user)
    page = read(client.get(page_of(unit)))
    assert page.form("materials_local")["materials_local"] == "123"
    assert not Answer.objects.exists()


def test_what_a_merged_record_was_asked_its_survivors_members_answer(client, owner, unit):
    known = EnterpriseFactory()
    OwnerFactory(enterprise=known, user=owner.user)
    record = unit.enterprise
    record.merged_into, record.state = known, "hidden"
    record.save()
    address = reverse("survey:answer", args=[known.pk, unit.wave.year])
    assert address in read(client.get(reverse("membership:enterprise-list"))).addresses
    client.post(address, typed(**SIXTY, send="1"))
    assert sent_by(unit).get().is_submitted
    own = FrameUnitFactory(wave=unit.wave, enterprise=known)  # asked itself: that comes first
    client.post(address, typed(**SIXTY, send="1"))
    assert sent_by(own).get().is_submitted


@pytest.mark.parametrize("year", [2025, 2024])
def test_a_wave_in_preparation_and_a_year_without_wave_are_not_there(client, owner, unit, year):
    Wave.objects.update(state="draft")
    assert client.get(reverse("survey:answer", args=[unit.enterprise_id, year])).status_code == 404


def test_in_english_under_an_english_address(client, owner, unit):
    with translation.override("en"):
        address = page_of(unit)
    assert address == f"/en/account/enterprises/{unit.enterprise_id}/survey/2025/"
    page = read(client.get(address))
    assert "Materials" in page
    assert "Gửi phiếu" not in page


# --- Corrections, two people at once, the end


def test_a_sent_answer_is_corrected_and_stays_whole(client, owner, unit):
    answer = SubmittedAnswerFactory(unit=unit)
    send(client, unit, answer, **{**SIXTY, "materials_local": "40"})
    answer.refresh_from_db()
    assert answer.materials_local == 40
    page = save(client, unit, answer, **{**SIXTY, "materials_local": ""})
    assert set(errors(page)) == {"materials_local"}
    answer.refresh_from_db()
    assert (answer.state, answer.materials_local) == ("submitted", 40)


def test_two_members_write_at_once(client, owner, unit):
    save(client, unit, materials_local="10")
    page = save(client, unit, materials_local="77")  # by a page that was opened before that
    assert page.status_code == 409
    assert "Nguyễn Thị Chủ đã sửa bản ghi này" in errors(page)["__all__"]
    assert read(page).form("materials_local")["materials_local"] == "77"
    assert "Đang lưu: 10" in read(page).notices
    assert Answer.objects.get().materials_local == 10
    seen = page.context["entry"].form["seen_version"].value()
    assert save(client, unit, seen_version=str(seen), materials_local="77").status_code == 302
    assert Answer.objects.get().materials_local == 77


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite writes one at a time")
def test_two_members_begin_at_the_same_moment():
    unit, together, codes = FrameUnitFactory(), Barrier(2), []
    members = [EditorFactory(enterprise=unit.enterprise).user for _n in range(2)]

    def sends(member) -> None:
        client = Client()
        client.force_login(member)
        together.wait()
        codes.append(send(client, unit, **SIXTY).status_code)
        connection.close()

    threads = [Thread(target=sends, args=[member]) for member in members]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(codes) == [302, 409]
    assert Answer.objects.get().history.count() == 1


def test_a_wave_that_closes_while_one_writes(client, owner, unit):
    Wave.objects.update(state="closed")
    page = send(client, unit, **SIXTY)
    assert page.status_code == 409
    assert "không còn nhận trả lời" in errors(page)["__all__"]
    assert "30" in read(page).form("materials_local").values()
    assert not Answer.objects.exists()


def test_after_the_last_day_what_was_sent_is_to_read(client, owner, unit, group):
    answer = SubmittedAnswerFactory(unit=unit, explanation="Có đơn hàng lớn.", output=900)
    ProductLineFactory(answer=answer, name="Vỏ hộp số", group=group)
    Wave.objects.update(closes_on=localdate() - timedelta(days=1))
    page = read(client.get(page_of(unit)))
    assert not page.root.xpath(".//form[@method]")
    assert all(text in page for text in ("Vỏ hộp số", "Khuôn mẫu thử", "Có đơn hàng lớn.", "900"))
    assert page_of(unit) in read(client.get(reverse("membership:enterprise-list"))).addresses


def test_who_did_not_answer_is_told_so(client, owner, unit):
    AnswerFactory(unit=unit)
    Wave.objects.update(state="closed")
    assert "chưa gửi phiếu" in read(client.get(page_of(unit)))
    assert page_of(unit) not in read(client.get(reverse("membership:enterprise-list"))).source


def test_queries_do_not_grow_with_others_answers(client, owner, unit, django_assert_num_queries):
    client.get(page_of(unit))
    with django_assert_num_queries(QUERIES):
        client.get(page_of(unit))
    for _n in range(9):
        SubmittedAnswerFactory(unit=FrameUnitFactory(wave=unit.wave, industry=unit.industry))
    for _n in range(3):
        group = ComponentGroupFactory()
        group.industries.add(unit.industry)
    with django_assert_num_queries(QUERIES):
        client.get(page_of(unit))


def test_the_list_of_ones_enterprises_asks_once(client, owner, unit, django_assert_num_queries):
    address = reverse("membership:enterprise-list")
    with django_assert_num_queries(7):
        client.get(address)
    for _n in range(5):
        more = FrameUnitFactory(wave=unit.wave)
        OwnerFactory(enterprise=more.enterprise, user=owner.user)
    with django_assert_num_queries(7):
        client.get(address)


# --- Letters, and what is kept of a person


def test_owners_are_told_once_that_a_wave_is_open(owner, unit):
    EditorFactory(enterprise=unit.enterprise)
    FrameUnitFactory(wave=unit.wave)  # nobody keeps it
    notify_owners.call(unit.wave.pk)
    notify_owners.call(unit.wave.pk)
    (letter,) = mail.outbox
    assert letter.to == [owner.user.email]
    assert page_of(unit) in letter.body
    assert "Khuôn Đúc Bình Minh" in letter.subject


def test_who_has_not_sent_is_reminded_once_a_week_before(clock, owner, unit):
    sent = FrameUnitFactory(wave=unit.wave)
    OwnerFactory(enterprise=sent.enterprise)
    SubmittedAnswerFactory(unit=sent)
    AnswerFactory(unit=unit)
    Wave.objects.update(closes_on=date(2026, 12, 31))
    clock.set(date(2026, 12, 23))
    assert send_reminders() == 0
    clock.set(date(2026, 12, 24))
    assert send_reminders() == 1
    assert send_reminders() == 0
    (letter,) = mail.outbox
    assert letter.to == [owner.user.email]
    assert "31/12/2026" in letter.subject
    Wave.objects.update(closes_on=date(2027, 1, 20))
    clock.set(date(2027, 1, 14))
    assert send_reminders() == 1  # the last day has changed
    clock.set(date(2027, 1, 21))
    assert send_reminders() == 0


def test_a_demo_wave_writes_to_nobody(owner, unit):
    Wave.objects.update(is_demo=True, closes_on=localdate())
    notify_owners.call(unit.wave.pk)
    assert send_reminders() == 0
    assert mail.outbox == []


def test_ones_own_data_name_the_answers_that_one_has_sent(client, owner, unit):
    send(client, unit, **SIXTY)
    data = client.get(reverse("account_data_download")).json()
    (told,) = data["survey"]
    assert (told["enterprise"], told["survey"]) == (unit.enterprise.legal_name, 2025)


def test_an_open_wave_of_another_year_is_another_page(client, owner, unit):
    other = FrameUnitFactory(wave=OpenWaveFactory(year=2024), enterprise=unit.enterprise)
    send(client, other, **SIXTY)
    assert Answer.objects.get().unit == other
    WaveFactory(year=2023)
    mine = read(client.get(reverse("membership:enterprise-list")))
    assert page_of(unit) in mine.addresses
    assert page_of(other) in mine.addresses
