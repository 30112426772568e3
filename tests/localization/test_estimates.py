"""From a wave's answers to cells, published values and back again."""

import io
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.utils.timezone import localdate

from localization.estimating.computing import compute, differences
from localization.estimating.publishing import publish
from localization.models import Cell, Estimate, FrameUnit, Method, Rate, Wave
from tests.factories.enterprises import IndustryFactory
from tests.factories.localization import (
    AnswerFactory,
    ClosedWaveFactory,
    FrameUnitFactory,
    MethodFactory,
    OpenWaveFactory,
    RateFactory,
    SubmittedAnswerFactory,
    SubsectorFactory,
)
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db


def answered(wave: Wave, count: int, **unit) -> list[FrameUnit]:
    """Enterprises of one kind that answered: each bought 60 of 100 in Viet Nam."""
    units = FrameUnitFactory.create_batch(count, wave=wave, **unit)
    for each in units:
        SubmittedAnswerFactory(unit=each)
    return units


@pytest.fixture
def wave():
    return ClosedWaveFactory()


@pytest.fixture
def industry():
    return IndustryFactory(name_vi="Cơ khí")


def computed(wave: Wave, **told) -> Estimate:
    told = {"method": wave.method, "seed": 7, "replicates": 50} | told
    return compute(Estimate(wave=wave, **told), UserFactory())


def cell_of(made: Estimate, table: str = "whole", code: str = "") -> Cell:
    return made.cells.get(table=table, code=code)


def reasons(made: Estimate) -> dict[str, str]:
    return {cell.code or cell.table: cell.withheld for cell in made.cells.all()}


def test_only_answers_that_were_sent_and_tell_all_are_used(wave, industry):
    answered(wave, 6, industry=industry)
    AnswerFactory(unit=FrameUnitFactory(wave=wave, industry=industry))
    FrameUnitFactory(wave=wave, industry=industry)
    gap = FrameUnitFactory(wave=wave, industry=industry)
    SubmittedAnswerFactory(unit=gap, components_imported=None)
    whole = cell_of(computed(wave))
    assert (whole.frame, whole.answers, whole.coverage) == (9, 6, Decimal("66.7"))
    assert (whole.percent, whole.low, whole.high, whole.withheld) == (60, 60, 60, "")


def test_each_formula_reads_its_own_amounts(wave, industry):
    """FOB 200: direct 60 + 30 + 10 + 5 + 15 = 120, indirect 200 - 40 = 160."""
    for unit in FrameUnitFactory.create_batch(5, wave=wave, industry=industry):
        told = {"output": 200, "labour": 30, "overhead": 10, "other_costs": 5, "profit": 15}
        SubmittedAnswerFactory(unit=unit, **told)
    direct = computed(wave, method=MethodFactory(kind=Method.Kind.DIRECT))
    indirect = computed(wave, method=MethodFactory(kind=Method.Kind.INDIRECT))
    assert cell_of(direct).percent == 60
    assert cell_of(indirect).percent == 80


def test_five_answers_of_which_four_from_one_owner_are_withheld(wave, industry):
    answered(wave, 4, industry=industry, owner="một chủ")
    answered(wave, 1, industry=industry)
    made = computed(wave)
    assert set(reasons(made).values()) == {Cell.Withheld.FEW}
    assert cell_of(made).owners == 2
    with pytest.raises(ValidationError, match="mọi ô đều phải giữ kín"):
        publish(made, UserFactory(), "Kết quả")
    wave.refresh_from_db()
    assert wave.state == Wave.State.CLOSED


def test_a_total_of_zero_gives_no_rate(wave, industry):
    nothing = dict.fromkeys(("materials_local", "materials_foreign", "materials_imported"), 0)
    nothing |= dict.fromkeys(("components_local", "components_foreign", "components_imported"), 0)
    for unit in FrameUnitFactory.create_batch(5, wave=wave, industry=industry):
        SubmittedAnswerFactory(unit=unit, **nothing)
    whole = cell_of(computed(wave))
    assert (whole.percent, whole.answers, whole.owners) == (None, 5, 0)
    assert whole.withheld == Cell.Withheld.NO_RATE


def test_more_than_the_whole_is_no_rate(wave, industry):
    for unit in FrameUnitFactory.create_batch(5, wave=wave, industry=industry):
        told = {"output": 50, "labour": 30, "overhead": 10, "other_costs": 5, "profit": 15}
        SubmittedAnswerFactory(unit=unit, **told)
    made = computed(wave, method=MethodFactory(kind=Method.Kind.DIRECT))
    assert cell_of(made).percent is None
    assert cell_of(made).withheld == Cell.Withheld.NO_RATE


def test_with_a_withheld_subsector_goes_the_next(wave, industry):
    small, large = SubsectorFactory.create_batch(2, industry=industry)
    answered(wave, 3, industry=industry, subsector=small)
    answered(wave, 6, industry=industry, subsector=large)
    answered(wave, 9, industry=industry)
    found = reasons(computed(wave))
    assert found[str(small.pk)] == Cell.Withheld.FEW
    assert found[str(large.pk)] == Cell.Withheld.COMPLEMENT
    assert found["subsector"] == "", "those of no subsector"
    assert found["whole"] == ""


def test_where_everybody_answered_there_is_no_interval(wave, industry):
    for i, unit in enumerate(FrameUnitFactory.create_batch(6, wave=wave, industry=industry)):
        SubmittedAnswerFactory(unit=unit, materials_local=100 + i)
    assert (cell_of(computed(wave)).low, cell_of(computed(wave)).high) == (None, None)
    FrameUnitFactory(wave=wave, industry=industry)
    whole = cell_of(computed(wave))
    assert whole.low < whole.percent < whole.high


def test_an_industry_without_subsectors_has_no_such_table(wave, industry):
    answered(wave, 5, industry=industry)
    assert not computed(wave).cells.filter(table="subsector").exists()


def test_the_stored_rows_give_the_same_cells_to_the_digit(wave, industry):
    for i, unit in enumerate(FrameUnitFactory.create_batch(12, wave=wave, industry=industry)):
        SubmittedAnswerFactory(unit=unit, materials_local=Decimal(f"{i}.0{i}01"))
    FrameUnitFactory(wave=wave, industry=industry)
    made = computed(wave)
    again = computed(wave)
    figures = "industry", "table", "code", "percent", "low", "high", "owners", "withheld"
    assert list(made.cells.values_list(*figures)) == list(again.cells.values_list(*figures))
    assert computed(wave, seed=8).cells.first().low != made.cells.first().low
    wave.units.first().answer.delete()
    made = Estimate.objects.get(pk=made.pk)
    assert differences(made) == []
    made.cells.filter(table="whole").update(percent=Decimal("61.2345"))
    assert [str(cell) for cell in differences(made)] == ["Cơ khí, Cả ngành: "]


def test_a_seed_is_drawn_and_kept(wave):
    made = compute(Estimate(wave=wave, method=wave.method), None)
    assert Estimate.objects.get().seed == made.seed
    assert Estimate(wave=wave).seed != made.seed


def test_an_open_survey_is_not_computed():
    wave = OpenWaveFactory()
    with pytest.raises(ValidationError, match="Hãy đóng cuộc khảo sát"):
        computed(wave)
    assert not Estimate.objects.exists()


def test_a_formula_without_inputs_is_not_computed(wave):
    with pytest.raises(ValidationError, match="không có số liệu cho công thức này"):
        computed(wave, method=MethodFactory(kind=Method.Kind.OTHER))


def test_a_formula_keeps_what_was_computed_by_it(wave):
    computed(wave)
    wave.method.kind = Method.Kind.DIRECT
    with pytest.raises(ValidationError, match="Đã có ước lượng theo phiên bản này"):
        wave.method.full_clean()


@pytest.mark.parametrize("count", [6, 30])
def test_computing_asks_as_often_however_many_answers(
    wave, industry, count, django_assert_num_queries
):
    answered(wave, count, industry=industry)
    made, by = Estimate(wave=wave, method=wave.method, replicates=20), UserFactory()
    with django_assert_num_queries(8):
        compute(made, by)


@pytest.fixture
def surveyed(wave, industry):
    """An industry of 17 answers in two subsectors, of which one has three."""
    few, many = (
        SubsectorFactory(industry=industry, name_vi="Khuôn mẫu"),
        SubsectorFactory(industry=industry, name_vi="Đúc"),
    )
    answered(wave, 3, industry=industry, subsector=few)
    answered(wave, 6, industry=industry, subsector=many)
    answered(wave, 8, industry=industry, subsector=SubsectorFactory(industry=industry))
    FrameUnitFactory(wave=wave, industry=industry)  # does not answer
    return wave


def test_publishing_writes_what_may_be_shown(surveyed):
    made, by = computed(surveyed), UserFactory()
    publish(made, by, "Báo cáo kết quả số 12", "https://example.vn/bao-cao")
    rates = {str(rate.subsector or "whole"): rate for rate in Rate.objects.all()}
    assert len(rates) == 2, "of three subsectors one is too small, and the next covers it"
    whole = rates["whole"]
    assert (whole.kind, whole.year, whole.percent) == (Rate.Kind.SURVEY, 2025, Decimal("60.00"))
    assert (whole.low, whole.high) == (60, 60)
    assert (whole.source, whole.scope) == ("Sở Công Thương", surveyed.scope)
    assert (whole.document, whole.document_url) == (
        "Báo cáo kết quả số 12",
        "https://example.vn/bao-cao",
    )
    assert (whole.published_on, whole.estimate, whole.entered_by) == (localdate(), made, by)


def test_rates_are_rounded_half_up(surveyed):
    made = computed(surveyed)
    made.cells.update(percent=Decimal("38.0950"), low=Decimal("21.8919"), high=Decimal("61.2049"))
    publish(made, UserFactory(), "Kết quả")
    rate = Rate.objects.get(subsector=None)
    assert (rate.percent, rate.low, rate.high) == tuple(map(Decimal, ("38.10", "21.89", "61.20")))


def test_what_is_published_stands(surveyed, clock):
    made, by = computed(surveyed), UserFactory()
    publish(made, by, "Kết quả")
    surveyed.refresh_from_db()
    assert surveyed.state == Wave.State.PUBLISHED
    assert not surveyed.takes_paper
    assert (made.state, made.published_by) == (Estimate.State.PUBLISHED, by)
    assert made.published_at == clock.now
    with pytest.raises(ValidationError, match="đang ở tình trạng"):
        publish(made, by, "Kết quả")
    with pytest.raises(ValidationError, match="đang ở tình trạng"):
        publish(computed(surveyed), by, "Kết quả")


def test_answers_that_changed_since_are_computed_anew(surveyed):
    made = computed(surveyed)
    answer = surveyed.units.first().answer
    answer.materials_local += 1
    answer.save()
    with pytest.raises(ValidationError, match="Hãy tính lại"):
        publish(made, UserFactory(), "Kết quả")
    publish(computed(surveyed), UserFactory(), "Kết quả")


def test_another_formula_is_computed_but_not_published(surveyed):
    made = computed(surveyed, method=MethodFactory())
    with pytest.raises(ValidationError, match="công bố theo công thức"):
        publish(made, UserFactory(), "Kết quả")
    assert not Rate.objects.exists()


def test_a_second_publication_is_a_new_vintage_with_its_reason(surveyed, clock):
    publish(computed(surveyed), UserFactory(), "Kết quả")
    Wave.objects.update(state=Wave.State.CLOSED)  # as the survey's reopening does
    with pytest.raises(ValidationError, match="công bố cùng ngày"):
        publish(computed(surveyed), UserFactory(), "Kết quả", revision_reason="Bổ sung phiếu")
    clock.set(localdate() + timedelta(days=1))
    made = computed(surveyed)
    with pytest.raises(ValidationError) as refused:
        publish(made, UserFactory(), "Kết quả")
    assert "Cơ khí: Năm này đã có giá trị" in refused.value.message_dict["revision_reason"][0]
    assert Estimate.objects.filter(state="published").count() == 1, "nothing is half published"
    publish(made, UserFactory(), "Kết quả", revision_reason="Bổ sung phiếu")
    assert Rate.objects.filter(subsector=None).count() == 2


def test_an_official_value_of_the_year_asks_for_no_reason(surveyed, industry):
    RateFactory(industry=industry, year=2025, published_on=date(2026, 6, 1))
    publish(computed(surveyed), UserFactory(), "Kết quả")
    assert Rate.objects.get(kind=Rate.Kind.SURVEY, subsector=None).revision_reason == ""


def test_a_demo_survey_publishes_demo_values(industry):
    wave = ClosedWaveFactory(is_demo=True)
    answered(wave, 6, industry=industry)
    publish(computed(wave), UserFactory(), "Kết quả")
    assert Rate.objects.get().is_demo


def run(*args) -> str:
    out = io.StringIO()
    call_command("estimate_rates", *args, stdout=out)
    return out.getvalue()


def test_the_command_computes_and_checks(surveyed):
    told = run("2025", "--seed", "12")
    made = Estimate.objects.get()
    assert made.seed == 12
    assert "Cơ khí: 60.0000% [60.0000; 60.0000] (17/18 phiếu)" in told
    assert f"Lần tính số {made.pk}" in told
    assert "khớp" in run("2025", "--verify", str(made.pk))
    made.cells.filter(table="size").update(low=1)
    with pytest.raises(CommandError, match="khác số đã lưu ở: Cơ khí, Quy mô"):
        run("2025", "--verify", str(made.pk))


def test_the_command_takes_another_formula_in_its_latest_version(surveyed):
    MethodFactory(code="mua", number=1)
    latest = MethodFactory(code="mua", number=2)
    run("2025", "--method", "mua")
    assert Estimate.objects.get().method == latest


@pytest.mark.parametrize(
    ("args", "told"),
    [
        (["1999"], "Không có cuộc khảo sát năm 1999"),
        (["2025", "--method", "khong-co"], "Không có công thức “khong-co”. Các mã: cong-thuc-"),
        (["2025", "--verify", "99"], "không có lần tính số 99"),
        (["2025", "--seed", "-1"], "0"),
    ],
)
def test_the_command_says_what_is_wrong(surveyed, args, told):
    with pytest.raises(CommandError, match=told):
        run(*args)


def test_the_command_leaves_an_open_survey_alone():
    OpenWaveFactory()
    with pytest.raises(CommandError, match="Hãy đóng cuộc khảo sát"):
        run("2025")
