"""Staff prepare a wave, open it, see who answers, enter paper, close it and open it again."""

from datetime import date, timedelta

import pytest
from django.contrib.auth.models import Group
from django.core import mail
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localdate, now

from localization.models import Answer, FrameUnit, Method, Wave
from localization.models.estimates import Estimate
from localization.models.frame import owner_of
from tests.factories.enterprises import (
    DemoEnterpriseFactory,
    EnterpriseFactory,
    HiddenEnterpriseFactory,
    IndustryFactory,
    PendingEnterpriseFactory,
)
from tests.factories.localization import (
    ClosedWaveFactory,
    FrameUnitFactory,
    IncreaseFactory,
    MethodFactory,
    SubmittedAnswerFactory,
    WaveFactory,
)
from tests.factories.membership import OwnerFactory
from tests.factories.people import StaffFactory, SuperuserFactory, allowed
from tests.factories.survey import SIXTY, typed
from tests.pages import read

pytestmark = pytest.mark.django_db
MODELS = ("wave", "frameunit", "answer")


@pytest.fixture
def runner():
    """Someone of the Statistics Office, as their group lets them."""
    rights = [f"localization.{do}_{m}" for m in MODELS for do in ("add", "change", "view")]
    more = ["localization.run_survey", "enterprises.view_enterprise", "localization.view_method"]
    return allowed(StaffFactory(full_name="Trần Thống Kê"), *rights, *more)


@pytest.fixture
def at_work(client, runner) -> Client:
    client.force_login(runner)
    return client


@pytest.fixture
def onlooker() -> Client:
    """Someone who may change the records by their models' permissions, but does not run surveys."""
    rights = [f"localization.{do}_{m}" for m in MODELS for do in ("add", "change", "view")]
    client = Client()
    client.force_login(allowed(StaffFactory(), *rights))
    return client


@pytest.fixture
def industries() -> list:
    """Two industries with targets, in the Decision's order, and one without."""
    found = [IndustryFactory(name_vi=name) for name in ("Cơ khí thử", "Nhựa thử", "Khác thử")]
    for industry in found[:2]:
        IncreaseFactory(industry=industry)
        IncreaseFactory(industry=industry, year=2025)
    return found


def step(wave: Wave, name: str) -> str:
    return reverse(f"admin:localization_wave_{name}", args=[wave.pk])


def change(record) -> str:
    return reverse(f"admin:localization_{record._meta.model_name}_change", args=[record.pk])


def paper(unit: FrameUnit) -> str:
    return reverse("admin:localization_answer_write", args=[unit.pk])


def prepared(**fields) -> dict:
    """A wave as its form sends it."""
    days = {"closes_on": (localdate() + timedelta(days=30)).strftime("%d/%m/%Y")}
    method = fields.pop("method", None) or MethodFactory()
    return (
        {"year": 2025, "conductor": "statistics", "method": method.pk, "scope": "x"} | days | fields
    )


# --- Preparing


def test_a_wave_is_prepared_and_opened(at_work, runner, industries):
    mechanical, plastics, other = industries
    both = EnterpriseFactory(industries=[plastics, mechanical], size_class="small")
    moulder = EnterpriseFactory(
        industries=[plastics, other], tax_code="0300588569001", ownership="foreign"
    )
    EnterpriseFactory(industries=[other])
    EnterpriseFactory(industries=[plastics], locality="outside")
    for factory in (DemoEnterpriseFactory, HiddenEnterpriseFactory, PendingEnterpriseFactory):
        factory(industries=[mechanical])
    assert at_work.post(reverse("admin:localization_wave_add"), prepared()).status_code == 302
    wave = Wave.objects.get()
    assert (wave.state, wave.conductor, wave.units.count()) == ("draft", "statistics", 0)
    owner = OwnerFactory(enterprise=both)
    assert at_work.post(step(wave, "open"), follow=True).status_code == 200
    wave.refresh_from_db()
    assert wave.state == "open"
    units = {unit.enterprise: unit for unit in wave.units.all()}
    assert set(units) == {both, moulder}
    first, second = units[both], units[moulder]
    assert (first.industry, first.size, first.ownership) == (mechanical, "small", "unknown")
    assert (second.industry, second.size, second.ownership) == (plastics, "unknown", "foreign")
    assert (first.owner, second.owner) == (f"dn-{both.pk}", "0300588569")
    assert {unit.history.get().history_user for unit in units.values()} == {runner}
    assert wave.history.first().history_user == runner
    (letter,) = mail.outbox
    assert letter.to == [owner.user.email]


def test_a_demo_wave_asks_demo_enterprises(runner, industries, clock):
    EnterpriseFactory(industries=industries[:1])
    demo = DemoEnterpriseFactory(industries=industries[:1])
    wave = WaveFactory(is_demo=True)
    wave.open(runner)
    assert wave.opened_at == clock.now
    assert [unit.enterprise for unit in wave.units.all()] == [demo]


@pytest.mark.parametrize(
    ("code", "owner"),
    [
        ("0300588569", "0300588569"),
        ("0300588569-001", "0300588569"),
        ("079085012345", "079085012345"),
    ],
)
def test_branches_belong_to_their_parent_and_citizens_to_nobody(code, owner):
    assert owner_of(7, code.replace("-", "")) == owner


@pytest.mark.parametrize(
    ("fields", "text"),
    [
        ({"closes_on": "01/01/2020"}, "Ngày cuối trả lời phải là hôm nay"),
        ({"closes_on": "31/02/2026"}, ""),
        ({"year": 2100}, "Năm số liệu không thể sau năm nay."),
        ({"year": 1999}, "Năm phải từ 2000."),
        ({"year": 2024}, "Năm này đã có một cuộc khảo sát."),
    ],
)
def test_a_wave_that_cannot_be_is_told_at_the_field(at_work, fields, text):
    WaveFactory(year=2024)
    page = at_work.post(reverse("admin:localization_wave_add"), prepared(**fields))
    assert list(page.context["adminform"].form.errors) == list(fields)
    assert text in " ".join(read(page).errors.values())
    assert Wave.objects.count() == 1


@pytest.mark.parametrize("fields", [{"kind": Method.Kind.OTHER}, {"retired_on": date(2020, 1, 1)}])
def test_a_wave_needs_a_formula_in_force_that_its_answers_can_fill(at_work, fields):
    data = prepared(method=MethodFactory(**fields))
    page = at_work.post(reverse("admin:localization_wave_add"), data)
    assert list(page.context["adminform"].form.errors) == ["method"]


# --- Opening, closing, opening again


def opened(wave: Wave, by) -> str:
    with pytest.raises(ValidationError) as error:
        wave.open(by)
    wave.refresh_from_db()
    assert not wave.units.exists()
    return " ".join(error.value.messages)


def test_what_keeps_a_wave_from_opening(runner, industries):
    assert "Chưa có doanh nghiệp nào" in opened(WaveFactory(), runner)
    EnterpriseFactory(industries=industries[:1])
    late = WaveFactory(year=2023, closes_on=localdate() - timedelta(days=1))
    assert "hôm nay" in opened(late, runner)
    retired = MethodFactory(retired_on=date(2020, 1, 1))
    assert "ngừng dùng" in opened(WaveFactory(year=2022, method=retired), runner)
    wave = WaveFactory()
    wave.open(runner)
    with pytest.raises(ValidationError, match="Đang mở"):
        wave.open(runner)
    assert wave.units.count() == 1


def test_a_formula_is_not_retired_while_answers_use_it(runner, industries):
    wave = SubmittedAnswerFactory().unit.wave
    wave.method.retired_on = localdate()
    with pytest.raises(ValidationError) as error:
        wave.method.full_clean()
    assert "đang dùng công thức này" in error.value.message_dict["retired_on"][0]
    wave.method.refresh_from_db()
    wave.close(runner, "Đã đủ phiếu")
    Wave.objects.update(state="published")
    wave.method.retired_on = localdate()
    wave.method.full_clean()


def test_closing_early_asks_why_and_tells_who_has_not_answered(at_work):
    silent = FrameUnitFactory()
    wave = silent.wave
    told = OwnerFactory(enterprise=silent.enterprise)
    OwnerFactory(enterprise=SubmittedAnswerFactory(unit__wave=wave).unit.enterprise)
    page = read(at_work.get(step(wave, "close")))
    assert "1 doanh nghiệp chưa gửi phiếu" in page
    refused = read(at_work.post(step(wave, "close")))
    assert "Hãy ghi lý do đóng trước hạn." in refused.text
    assert Wave.objects.get().state == "open"
    at_work.post(step(wave, "close"), {"reason": "Ủy ban nhân dân yêu cầu số liệu sớm"})
    (sent,) = mail.outbox
    assert sent.to == [told.user.email]
    assert "Ủy ban nhân dân yêu cầu số liệu sớm" in sent.body
    assert Wave.objects.get().close_reason in read(at_work.get(change(wave)))


def test_closing_early_without_a_reason_is_refused_by_the_record_too(runner):
    with pytest.raises(ValidationError, match="lý do"):
        FrameUnitFactory().wave.close(runner, " ")


def test_closing_after_the_last_day_asks_nothing(at_work, runner, clock):
    wave = FrameUnitFactory().wave
    clock.advance(days=60)
    at_work.force_login(runner)
    at_work.post(step(wave, "close"))
    assert (Wave.objects.get().state, Wave.objects.get().close_reason) == ("closed", "")


def test_closing_keeps_enterprises_out_and_lets_paper_in(at_work):
    unit = FrameUnitFactory()
    at_work.post(step(unit.wave, "close"), {"reason": "Đã đủ phiếu"})
    wave = Wave.objects.get()
    assert (wave.state, wave.takes_answers, wave.takes_paper) == ("closed", False, True)
    assert at_work.post(paper(unit), typed(**SIXTY, send="1")).status_code == 302
    assert Answer.objects.get().is_submitted


def test_opening_again_needs_a_reason_and_a_day(at_work, runner):
    wave = ClosedWaveFactory()
    page = at_work.post(step(wave, "reopen"), {"closes_on": "30/02/2027", "reason": ""})
    assert "Hãy ghi lý do mở lại." in read(page).errors["Lý do mở lại"]
    assert "Ngày không có trong lịch." in read(page).errors["Doanh nghiệp trả lời đến hết ngày"]
    page = at_work.post(step(wave, "reopen"), {"closes_on": "01/01/2020", "reason": "Bổ sung"})
    assert "phải là hôm nay" in read(page).errors["Doanh nghiệp trả lời đến hết ngày"]
    last = localdate() + timedelta(days=9)
    data = {"closes_on": last.strftime("%d/%m/%Y"), "reason": "Bổ sung doanh nghiệp"}
    assert at_work.post(step(wave, "reopen"), data).status_code == 302
    wave.refresh_from_db()
    assert (wave.state, wave.closes_on, wave.closed_at) == ("open", last, None)
    assert wave.history.first().reopen_reason == "Bổ sung doanh nghiệp"


def test_a_published_wave_goes_back_to_correction_and_its_estimate_stays(at_work):
    wave = ClosedWaveFactory(state="published")
    estimate = Estimate.objects.create(
        wave=wave, method=wave.method, seed=1, inputs=[1], state="published", published_at=now()
    )
    page = read(at_work.get(step(wave, "reopen")))
    assert "closes_on" not in page.source
    at_work.post(step(wave, "reopen"), {"reason": "Một phiếu ghi nhầm đơn vị"})
    wave.refresh_from_db()
    assert wave.state == "closed"
    estimate.refresh_from_db()
    assert (estimate.state, estimate.inputs) == ("published", [1])


# --- Who may


@pytest.mark.parametrize("name", ["open", "close", "reopen"])
def test_steps_are_for_those_who_run_surveys(onlooker, name):
    wave = WaveFactory()
    assert onlooker.get(step(wave, name)).status_code == 403
    assert onlooker.post(step(wave, name)).status_code == 403
    assert onlooker.get(step(WaveFactory(year=2020), name)).status_code == 403


def test_others_change_nothing_and_see_what_they_may(onlooker):
    unit = FrameUnitFactory()
    answer = SubmittedAnswerFactory(unit=unit)
    for record in (unit.wave, unit):
        assert onlooker.get(change(record)).status_code == 200
        assert onlooker.post(change(record), {}).status_code == 403
        add = reverse(f"admin:localization_{record._meta.model_name}_add")
        assert onlooker.get(add).status_code == 403
    page = read(onlooker.get(change(answer), follow=True))
    assert "Nhận phiếu" not in page
    assert onlooker.post(paper(unit), typed(answer, **SIXTY, send="1")).status_code == 403
    sheet = reverse("admin:localization_wave_sheet", args=[unit.wave.pk, unit.industry.slug])
    assert onlooker.get(sheet).status_code == 403
    assert onlooker.get(f"{sheet}tai.xlsx").status_code == 403


def test_staff_without_any_right_see_nothing(client):
    client.force_login(StaffFactory())
    unit = FrameUnitFactory()
    assert client.get(change(unit.wave)).status_code == 403
    assert client.get(paper(unit)).status_code == 403
    assert client.get(step(unit.wave, "csv")).status_code == 403


def test_the_groups_of_the_start_data_may_run_surveys(start_data):
    names = ["Cán bộ Sở Công Thương", "Cán bộ Thống kê (khảo sát nội địa hóa)"]
    for name in names:
        rights = Group.objects.get(name=name).permissions.values_list("codename", flat=True)
        assert {"run_survey", "add_wave", "change_frameunit", "change_answer"} <= set(rights)


def test_a_superuser_deletes_no_wave_and_no_answer(client):
    client.force_login(SuperuserFactory())
    answer = SubmittedAnswerFactory()
    for record in (answer, answer.unit, answer.unit.wave):
        name = f"admin:localization_{record._meta.model_name}_delete"
        assert client.post(reverse(name, args=[record.pk]), {"post": "yes"}).status_code == 403


def test_a_made_up_wave_says_so_wherever_it_is_named():
    assert str(WaveFactory.build(is_demo=True)) == "Khảo sát tỷ lệ nội địa hóa năm 2025 (minh họa)"
    assert str(WaveFactory.build()) == "Khảo sát tỷ lệ nội địa hóa năm 2025"
