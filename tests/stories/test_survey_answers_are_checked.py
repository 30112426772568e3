"""What enterprises write into the survey is read, checked at its field, and explained, not lost."""

from decimal import Decimal

import pytest
from django.utils import translation

from localization.models import Answer, Method
from tests.factories.localization import (
    ClosedWaveFactory,
    ComponentGroupFactory,
    FrameUnitFactory,
    MethodFactory,
    ProductLineFactory,
    SubmittedAnswerFactory,
)
from tests.factories.membership import OwnerFactory
from tests.factories.survey import SIXTY, SIXTY_PERCENT, line, typed
from tests.pages import read
from tests.surveying import errors, page_of, save, send, sent_by

pytestmark = pytest.mark.django_db


@pytest.fixture
def unit():
    return FrameUnitFactory(enterprise__legal_name="Công ty TNHH Khuôn Đúc Bình Minh")


@pytest.fixture
def owner(client, unit):
    """The enterprise's owner, logged in."""
    owner = OwnerFactory(enterprise=unit.enterprise, user__full_name="Nguyễn Thị Chủ")
    client.force_login(owner.user)
    return owner


# --- Two ways to write amounts


def test_per_cents_with_a_total(client, owner, unit):
    send(client, unit, **SIXTY_PERCENT)
    answer = Answer.objects.get()
    amounts = (answer.materials_local, answer.materials_foreign, answer.materials_imported)
    assert amounts == (Decimal("600.25"), Decimal("120.05"), Decimal("480.2"))
    assert answer.components_imported == 0
    assert answer.services_local is None
    typed = read(client.get(page_of(unit))).form("materials_local").values()
    assert {"1200,5", "1.200,5"} & set(typed)


def test_a_draft_of_per_cents_keeps_what_cannot_be_computed_yet(client, owner, unit):
    save(client, unit, mode="percent", materials_local="70", components_total="40")
    answer = Answer.objects.get()
    assert answer.materials_local is None
    form = client.get(page_of(unit)).context["entry"].form
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
    assert page.context["entry"].form[name].value() == value


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
    assert page.context["entry"].form[name].value() == value
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
    choices = page.context["entry"].lines.forms[0].fields["group"].choices
    assert [pk for pk, _label in choices] == ["", group.pk]
    send(client, unit, **SIXTY, **line(1, "Vỏ hộp số", group))
    answer = Answer.objects.get()
    (kept,) = answer.lines.all()
    assert (kept.name, kept.group, kept.domestic, kept.imported) == ("Vỏ hộp số", group, 5, 20)
    refused = send(client, unit, answer, **SIXTY, **line(0, "Vỏ", foreign_to_it))
    assert "group" in refused.context["entry"].lines.forms[0].errors
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
    assert set(page.context["entry"].lines.forms[0].errors) == {"domestic", "imported"}
    assert "Dòng sản phẩm 1 – Nhập khẩu" in read(page)


def test_a_line_twice_or_negative_is_refused(client, owner, unit, group):
    twice = {**line(0, "Vỏ", group), **line(1, "Vỏ", group)}
    page = save(client, unit, **twice)
    assert "đã ghi" in read(page).errors["Dòng sản phẩm"]
    page = save(client, unit, **line(0, "Vỏ", group, domestic="-1"))
    assert "Không ghi số âm." in read(page).errors["Mua tại Việt Nam (triệu đồng)"]
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
    page = read(client.get(page_of(unit)))
    assert "Năm 2024: 24 (80%)" in page
    assert "Năm 2024: 30" in page


def test_a_jump_is_shown_at_its_field_and_explained(client, owner, unit, last_year):
    page = send(client, unit, **SIXTY)
    assert set(errors(page)) == {"explanation"}
    assert "Tỷ lệ mua tại Việt Nam là 60%, năm 2024 là 20%" in errors(page)["explanation"]
    boxes = {box.field.name: box for _k, row, whole in page.context["entry"].rows for box in row}
    assert "chênh hơn 20 điểm" in boxes["materials_imported"].remark
    assert "15" in read(page).form("materials_local").values()
    assert not sent_by(unit).exists()
    send(client, unit, **SIXTY, explanation="Đã chuyển sang nhà cung cấp trong nước.")
    sent = sent_by(unit).get()
    assert len(sent.remarks) == 2  # the share, and the whole that is more than three times as much
    assert sent.is_submitted


def test_a_draft_is_kept_whatever_is_odd_and_shows_it(client, owner, unit, last_year):
    assert save(client, unit, **SIXTY).status_code == 302
    assert sent_by(unit).get().remarks == []
    assert "chênh hơn 20 điểm phần trăm" in read(client.get(page_of(unit))).notices


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
