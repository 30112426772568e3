"""Those who keep an enterprise answer the yearly survey: draft, send, correct, until it closes."""

from datetime import date, timedelta
from decimal import Decimal
from threading import Barrier, Thread

import pytest
from django.conf import settings
from django.core import mail
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import translation
from django.utils.timezone import localdate

from localization.models import Answer, Method, Wave
from localization.surveying.letters import send_reminders, tell_owners
from tests.factories.enterprises import EnterpriseFactory
from tests.factories.localization import (
    AnswerFactory,
    ClosedWaveFactory,
    ComponentGroupFactory,
    FrameUnitFactory,
    MethodFactory,
    OpenWaveFactory,
    ProductLineFactory,
    SubmittedAnswerFactory,
    WaveFactory,
)
from tests.factories.membership import EditorFactory, OwnerFactory
from tests.factories.people import UserFactory
from tests.factories.survey import SIXTY, SIXTY_PERCENT, line, typed

pytestmark = pytest.mark.django_db
QUERIES = 8  # of the form


@pytest.fixture
def unit():
    return FrameUnitFactory(enterprise__legal_name="Công ty TNHH Khuôn Đúc Bình Minh")


@pytest.fixture
def owner(client, unit):
    """The enterprise's owner, logged in."""
    owner = OwnerFactory(enterprise=unit.enterprise, user__full_name="Nguyễn Thị Chủ")
    client.force_login(owner.user)
    return owner


def page_of(unit) -> str:
    return reverse("survey:answer", args=[unit.enterprise_id, unit.wave.year])


def send(client, unit, answer: Answer | None = None, **cells):
    return client.post(page_of(unit), typed(answer, **cells, send="1"))


def save(client, unit, answer: Answer | None = None, **cells):
    return client.post(page_of(unit), typed(answer, **cells, save="1"))


def sent_by(unit):
    return Answer.objects.filter(unit=unit)


def errors(page) -> dict[str, str]:
    return {name: " ".join(texts) for name, texts in page.context["writing"].form.errors.items()}


# --- Asked, found, answered


def test_from_the_list_to_the_sent_answer(client, owner, unit):
    mine = client.get(reverse("membership:enterprise-list")).content.decode()
    assert page_of(unit) in mine
    assert "Khảo sát tỷ lệ nội địa hóa năm 2025 (trả lời đến hết ngày" in mine
    assert client.get(page_of(unit)).status_code == 200
    save(client, unit, materials_local="30", explanation="  Chưa xong ")
    draft = Answer.objects.get()
    assert (draft.state, draft.materials_local, draft.components_local) == ("draft", 30, None)
    assert draft.explanation == "Chưa xong"
    assert (
        "(bản nháp, hạn gửi" in client.get(reverse("membership:enterprise-list")).content.decode()
    )
    answer = send(client, unit, draft, **SIXTY)
    assert answer.status_code == 302
    sent = Answer.objects.get()
    assert (sent.state, sent.channel, sent.submitted_by) == ("submitted", "account", owner.user)
    assert [sent.materials_imported, sent.components_foreign] == [20, 5]
    assert sent.history.first().history_user == owner.user
    assert "(đã gửi)" in client.get(reverse("membership:enterprise-list")).content.decode()


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
    client.logout()
    send(client, unit, materials_local="123")
    client.force_login(owner.user)
    page = client.get(page_of(unit)).content.decode()
    assert 'value="123"' in page
    assert not Answer.objects.exists()


def test_what_a_merged_record_was_asked_its_survivors_keepers_answer(client, owner, unit):
    known = EnterpriseFactory()
    OwnerFactory(enterprise=known, user=owner.user)
    record = unit.enterprise
    record.merged_into, record.state = known, "hidden"
    record.save()
    address = reverse("survey:answer", args=[known.pk, unit.wave.year])
    assert address in client.get(reverse("membership:enterprise-list")).content.decode()
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
    page = client.get(address).content.decode()
    assert "Materials" in page
    assert "Gửi phiếu" not in page


# --- Two ways to write amounts


def test_per_cents_with_a_total(client, owner, unit):
    send(client, unit, **SIXTY_PERCENT)
    answer = Answer.objects.get()
    amounts = (answer.materials_local, answer.materials_foreign, answer.materials_imported)
    assert amounts == (Decimal("600.25"), Decimal("120.05"), Decimal("480.2"))
    assert answer.components_imported == 0
    assert answer.services_local is None
    page = client.get(page_of(unit)).content.decode()
    assert 'value="1200,5"' in page or 'value="1.200,5"' in page


def test_a_draft_of_per_cents_keeps_what_cannot_be_computed_yet(client, owner, unit):
    save(client, unit, mode="percent", materials_local="70", components_total="40")
    answer = Answer.objects.get()
    assert answer.materials_local is None
    form = client.get(page_of(unit)).context["writing"].form
    assert form["materials_local"].value() == "70"
    assert form["components_total"].value() == "40"


PERCENT = {**SIXTY_PERCENT, "components_total": "0"}


@pytest.mark.parametrize(
    ("cells", "field", "text"),
    [
        ({"materials_local": "130"}, "materials_local", "Tỷ lệ không thể quá 100%."),
        ({"materials_local": "49,8"}, "materials_imported", "cộng lại là 99,8%, phải bằng 100%."),
        ({"materials_local": ""}, "materials_local", "Hãy ghi số; ghi 0 nếu không có."),
        ({"materials_total": ""}, "materials_total", "Hãy ghi tổng giá trị"),
        ({"materials_total": "0"}, "materials_total", "bằng 0 thì không tính được"),
        ({"services_local": "30"}, "services_total", "Hãy ghi tổng giá trị"),
        ({"materials_local": "-5"}, "materials_local", "Không ghi số âm."),
        ({"materials_local": "nửa"}, "materials_local", "Hãy ghi một số"),
        ({"mode": "khác"}, "mode", "khác"),
    ],
)
def test_bad_per_cents_are_told_at_the_field(client, owner, unit, cells, field, text):
    page = send(client, unit, **{**PERCENT, **cells})
    assert text in errors(page)[field]
    assert not Answer.objects.exists()
    (name, value), *_rest = cells.items()
    assert page.context["writing"].form[name].value() == value


@pytest.mark.parametrize("share", ["49,9", "50,1"])
def test_per_cents_add_up_to_a_tenth(client, owner, unit, share):
    assert send(client, unit, **{**PERCENT, "materials_local": share}).status_code == 302


@pytest.mark.parametrize(
    ("cells", "field", "text"),
    [
        ({"components_local": ""}, "components_local", "Hãy ghi số; ghi 0 nếu không có."),
        ({"materials_local": "-1"}, "materials_local", "Không ghi số âm."),
        ({"materials_local": "1.2.3"}, "materials_local", "Hãy ghi một số"),
        ({"labour": "-1"}, "labour", "Không ghi số âm."),
        (dict.fromkeys(SIXTY, "0"), "materials_local", "bằng 0 thì không tính được"),
    ],
)
def test_bad_amounts_are_told_at_the_field(client, owner, unit, cells, field, text):
    page = send(client, unit, **{**SIXTY, **cells})
    assert text in errors(page)[field]
    assert "components_imported" not in errors(page)
    (name, value), *_rest = cells.items()
    assert page.context["writing"].form[name].value() == value
    assert not Answer.objects.exists()


def test_a_draft_is_kept_but_for_what_cannot_be_read(client, owner, unit):
    assert save(client, unit, **dict.fromkeys(SIXTY, "0")).status_code == 302
    page = save(client, unit, Answer.objects.get(), materials_local="-1")
    assert errors(page) == {"materials_local": "Không ghi số âm."}
    assert Answer.objects.get().materials_local == 0


# --- Value added


@pytest.mark.parametrize(
    ("kind", "missing"),
    [
        (Method.Kind.PROCUREMENT, set()),
        (Method.Kind.INDIRECT, {"output"}),
        (Method.Kind.DIRECT, {"output", "labour", "overhead", "other_costs", "profit"}),
    ],
)
def test_what_the_formula_needs_is_required(client, kind, missing):
    unit = FrameUnitFactory(wave__method=MethodFactory(kind=kind))
    client.force_login(OwnerFactory(enterprise=unit.enterprise).user)
    page = send(client, unit, **SIXTY)
    assert Answer.objects.exists() is not bool(missing)
    if missing:
        assert set(errors(page)) == missing
        more = {**dict.fromkeys(missing, "5"), "output": "500"}
        if "profit" in missing:
            more["profit"] = "-20"
        assert send(client, unit, **SIXTY, **more).status_code == 302
        assert Answer.objects.get().output == 500


def test_an_output_of_zero_is_no_ground_for_a_rate(client):
    unit = FrameUnitFactory(wave__method=MethodFactory(kind=Method.Kind.INDIRECT))
    client.force_login(OwnerFactory(enterprise=unit.enterprise).user)
    assert "bằng 0" in errors(send(client, unit, **SIXTY, output="0"))["output"]


# --- Lines of products


@pytest.fixture
def group(unit):
    group = ComponentGroupFactory(name_vi="Khuôn mẫu thử")
    group.industries.add(unit.industry)
    return group


def test_lines_with_groups_of_the_industry(client, owner, unit, group):
    foreign_to_it = ComponentGroupFactory()
    page = client.get(page_of(unit))
    choices = page.context["writing"].lines.forms[0].fields["group"].choices
    assert [pk for pk, _label in choices] == ["", group.pk]
    send(client, unit, **SIXTY, **line(1, "Vỏ hộp số", group))
    answer = Answer.objects.get()
    (kept,) = answer.lines.all()
    assert (kept.name, kept.group, kept.domestic, kept.imported) == ("Vỏ hộp số", group, 5, 20)
    refused = send(client, unit, answer, **SIXTY, **line(0, "Vỏ", foreign_to_it))
    assert "group" in refused.context["writing"].lines.forms[0].errors
    send(client, unit, answer, **SIXTY)
    assert not answer.lines.exists()


def test_a_draft_of_absurd_shares_is_kept_and_not_computed(client, owner, unit):
    most = "9" * 12
    absurd = {"materials_local": "100,1", "materials_foreign": "0", "materials_imported": "0"}
    assert save(client, unit, mode="percent", materials_total=most, **absurd).status_code == 302
    assert Answer.objects.get().materials_local is None


def test_a_drafts_line_may_have_gaps_and_a_sent_one_may_not(client, owner, unit, group):
    half = {"lines-0-name": "Vỏ hộp số", "lines-0-group": str(group.pk)}
    save(client, unit, **half)
    (kept,) = Answer.objects.get().lines.all()
    assert (kept.name, kept.domestic) == ("Vỏ hộp số", None)
    page = send(client, unit, Answer.objects.get(), **SIXTY, **half)
    assert set(page.context["writing"].lines.forms[0].errors) == {"domestic", "imported"}
    assert "Dòng sản phẩm 1 – Nhập khẩu" in page.content.decode()


def test_a_line_twice_or_negative_is_refused(client, owner, unit, group):
    twice = {**line(0, "Vỏ", group), **line(1, "Vỏ", group)}
    page = save(client, unit, **twice)
    assert "đã ghi" in str(page.context["writing"].lines.forms[1].errors["name"])
    page = save(client, unit, **line(0, "Vỏ", group, domestic="-1"))
    assert "Không ghi số âm." in str(page.context["writing"].lines.forms[0].errors["domestic"])
    assert not Answer.objects.exists()


def test_a_group_that_left_the_industry_stays_in_the_answer(client, owner, unit, group):
    answer = SubmittedAnswerFactory(unit=unit)
    ProductLineFactory(answer=answer, name="Vỏ", group=group)
    group.industries.clear()
    assert send(client, unit, answer, **SIXTY, **line(0, "Vỏ", group)).status_code == 302
    assert answer.lines.get().group == group


# --- To explain rather than to block


@pytest.fixture
def last_year(unit):
    """Last year a third of the amount, 20 per cent of it bought in Viet Nam."""
    wave = ClosedWaveFactory(year=2024, state="published")
    before = FrameUnitFactory(wave=wave, enterprise=unit.enterprise, industry=unit.industry)
    amounts = {**dict.fromkeys(SIXTY, 0), "materials_local": 6, "materials_imported": 24}
    return SubmittedAnswerFactory(unit=before, **amounts)


def test_last_years_answer_stands_beside(client, owner, unit, last_year):
    page = client.get(page_of(unit)).content.decode()
    assert "Năm 2024: 24 (80%)" in page
    assert "Năm 2024: 30" in page


def test_a_jump_is_shown_at_its_field_and_explained(client, owner, unit, last_year):
    page = send(client, unit, **SIXTY)
    assert set(errors(page)) == {"explanation"}
    assert "Tỷ lệ mua tại Việt Nam là 60%, năm 2024 là 20%" in errors(page)["explanation"]
    boxes = {box.field.name: box for _k, row, whole in page.context["writing"].rows for box in row}
    assert "chênh hơn 20 điểm" in boxes["materials_imported"].remark
    assert 'value="15"' in page.content.decode()
    assert not sent_by(unit).exists()
    send(client, unit, **SIXTY, explanation="Đã chuyển sang nhà cung cấp trong nước.")
    sent = sent_by(unit).get()
    assert len(sent.remarks) == 2  # the share, and the whole that is more than three times as much
    assert sent.is_submitted


def test_a_draft_is_kept_whatever_is_odd_and_shows_it(client, owner, unit, last_year):
    assert save(client, unit, **SIXTY).status_code == 302
    assert sent_by(unit).get().remarks == []
    assert "chênh hơn 20 điểm phần trăm" in client.get(page_of(unit)).content.decode()


def test_remarks_are_kept_in_vietnamese_whoever_sends(client, owner, unit, last_year):
    with translation.override("en"):
        address = page_of(unit)
    data = typed(**SIXTY, explanation="New suppliers", send="1")
    client.post(address, data)
    assert "Tỷ lệ mua tại Việt Nam là 60%, năm 2024 là 20%" in sent_by(unit).get().remarks[0]


def test_an_outlier_among_its_industry_is_asked_why(client, owner, unit):
    for number in range(8):
        other = FrameUnitFactory(wave=unit.wave, industry=unit.industry)
        amounts = {"materials_local": 2 + number % 3, "materials_imported": 98}
        SubmittedAnswerFactory(unit=other, **{**dict.fromkeys(SIXTY, 0), **amounts})
    page = send(client, unit, **SIXTY)
    assert "khác hẳn các doanh nghiệp cùng ngành" in errors(page)["explanation"]


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
    assert 'value="77"' in page.content.decode()
    assert "Đang lưu: 10" in page.content.decode()
    assert Answer.objects.get().materials_local == 10
    seen = page.context["writing"].form["seen_version"].value()
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
    assert 'value="30"' in page.content.decode()
    assert not Answer.objects.exists()


def test_after_the_last_day_what_was_sent_is_to_read(client, owner, unit, group):
    answer = SubmittedAnswerFactory(unit=unit, explanation="Có đơn hàng lớn.", output=900)
    ProductLineFactory(answer=answer, name="Vỏ hộp số", group=group)
    Wave.objects.update(closes_on=localdate() - timedelta(days=1))
    page = client.get(page_of(unit)).content.decode()
    assert "<form method=" not in page.split("<main")[1]
    assert all(text in page for text in ("Vỏ hộp số", "Khuôn mẫu thử", "Có đơn hàng lớn.", "900"))
    assert page_of(unit) in client.get(reverse("membership:enterprise-list")).content.decode()


def test_who_did_not_answer_is_told_so(client, owner, unit):
    AnswerFactory(unit=unit)
    Wave.objects.update(state="closed")
    assert "chưa gửi phiếu" in client.get(page_of(unit)).content.decode()
    assert page_of(unit) not in client.get(reverse("membership:enterprise-list")).content.decode()


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
    with django_assert_num_queries(6):
        client.get(address)
    for _n in range(5):
        more = FrameUnitFactory(wave=unit.wave)
        OwnerFactory(enterprise=more.enterprise, user=owner.user)
    with django_assert_num_queries(6):
        client.get(address)


# --- Letters, and what is kept of a person


def test_owners_are_told_once_that_a_wave_is_open(owner, unit):
    EditorFactory(enterprise=unit.enterprise)
    FrameUnitFactory(wave=unit.wave)  # nobody keeps it
    tell_owners.call(unit.wave.pk)
    tell_owners.call(unit.wave.pk)
    (letter,) = mail.outbox
    assert letter.to == [owner.user.email]
    assert page_of(unit) in letter.body
    assert "Khuôn Đúc Bình Minh" in letter.subject


def test_who_has_not_sent_is_reminded_once_a_week_before(on_day, owner, unit):
    sent = FrameUnitFactory(wave=unit.wave)
    OwnerFactory(enterprise=sent.enterprise)
    SubmittedAnswerFactory(unit=sent)
    AnswerFactory(unit=unit)
    Wave.objects.update(closes_on=date(2026, 12, 31))
    on_day(date(2026, 12, 23))
    assert send_reminders() == 0
    on_day(date(2026, 12, 24))
    assert send_reminders() == 1
    assert send_reminders() == 0
    (letter,) = mail.outbox
    assert letter.to == [owner.user.email]
    assert "31/12/2026" in letter.subject
    Wave.objects.update(closes_on=date(2027, 1, 20))
    on_day(date(2027, 1, 14))
    assert send_reminders() == 1  # the last day has changed
    on_day(date(2027, 1, 21))
    assert send_reminders() == 0


def test_a_demo_wave_writes_to_nobody(owner, unit):
    Wave.objects.update(is_demo=True, closes_on=localdate())
    tell_owners.call(unit.wave.pk)
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
    mine = client.get(reverse("membership:enterprise-list")).content.decode()
    assert page_of(unit) in mine
    assert page_of(other) in mine
