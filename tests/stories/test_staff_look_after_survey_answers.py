"""Staff see who has answered, put the frame right, and enter what comes on paper."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localdate

from localization.models import Answer, FrameUnit, Wave
from tests.factories.enterprises import (
    DemoEnterpriseFactory,
    EnterpriseFactory,
    IndustryFactory,
)
from tests.factories.localization import (
    AnswerFactory,
    FrameUnitFactory,
    IncreaseFactory,
    OpenWaveFactory,
    SubmittedAnswerFactory,
    SubsectorFactory,
    WaveFactory,
)
from tests.factories.people import StaffFactory, allowed
from tests.factories.survey import SIXTY, typed
from tests.pages import read

pytestmark = pytest.mark.django_db
MODELS = ("wave", "frameunit", "answer")
QUERIES = 8  # of a wave's page
OPENING = 10  # with the letters' task


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


# --- Who has answered


def test_response_by_industry_and_size(at_work, industries):
    wave = OpenWaveFactory()
    mechanical, plastics, _other = industries
    for industry, size in [(mechanical, "small"), (mechanical, "large"), (plastics, "small")]:
        FrameUnitFactory(wave=wave, industry=industry, size=size)
    units = list(wave.units.order_by("pk"))
    SubmittedAnswerFactory(unit=units[0])
    AnswerFactory(unit=units[2])
    tables = at_work.get(change(wave)).context["tables"]
    told = [[(r.label, r.asked, r.answered, r.percent, r.drafts) for r in t.rows] for t in tables]
    assert told == [
        [("Cơ khí thử", 2, 1, 50, 0), ("Nhựa thử", 1, 0, 0, 1)],
        [("Nhỏ", 2, 1, 50, 1), ("Lớn", 1, 0, 0, 0)],
    ]
    assert str(tables[0].whole.percent) == "33.3"
    csv = at_work.get(step(wave, "csv")).content.decode("utf-8-sig").splitlines()
    assert csv[0] == "Phân theo,Nhóm,Được hỏi,Đã trả lời,Tỷ lệ trả lời (%),Bản nháp"
    assert csv[1] == "Theo ngành,Cơ khí thử,2,1,50.0,0"
    assert at_work.get(step(wave, "xlsx")).content.startswith(b"PK")


def test_queries_do_not_grow_with_the_frame(at_work, industries, django_assert_num_queries):
    wave = OpenWaveFactory()
    FrameUnitFactory(wave=wave, industry=industries[0])
    at_work.get(change(wave))
    with django_assert_num_queries(QUERIES):
        at_work.get(change(wave))
    for number in range(9):
        unit = FrameUnitFactory(
            wave=wave, industry=industries[0], size=FrameUnit.Size.values[number % 5]
        )
        SubmittedAnswerFactory(unit=unit)
    with django_assert_num_queries(QUERIES):
        at_work.get(change(wave))


def test_opening_takes_as_many_queries_for_one_as_for_forty(
    runner, industries, django_assert_num_queries
):
    waves = [WaveFactory(year=year) for year in (2020, 2021)]
    for wave, more in zip(waves, (2, 20), strict=True):
        for _n in range(more):
            EnterpriseFactory(industries=industries[:2])
        with django_assert_num_queries(OPENING):
            wave.open(runner)


# --- The frame


def test_strata_are_put_right_until_the_results_are_public(at_work, industries):
    unit = FrameUnitFactory(industry=industries[0])
    subsector = SubsectorFactory(industry=industries[1])
    data = {
        "industry": industries[1].pk,
        "subsector": subsector.pk,
        "size": "large",
        "ownership": "foreign",
        "owner": "Tập đoàn thử",
        "seen_version": unit.version,
    }
    assert at_work.post(change(unit), data).status_code == 302
    unit.refresh_from_db()
    assert (unit.industry, unit.size, unit.owner) == (industries[1], "large", "Tập đoàn thử")
    stale = at_work.post(change(unit), {**data, "size": "small"})
    assert "sau khi bạn mở trang" in read(stale).non_field_errors
    wrong = {**data, "industry": industries[0].pk, "seen_version": unit.version}
    page = at_work.post(change(unit), wrong)
    assert "Phân ngành này thuộc một ngành khác." in read(page).errors["Phân ngành"]
    Wave.objects.update(state="published")
    assert at_work.post(change(unit), data).status_code == 403


def test_staff_add_an_enterprise_to_the_frame_once(at_work, industries):
    wave = OpenWaveFactory()
    enterprise = EnterpriseFactory(tax_code="0300588569")
    data = {
        "wave": wave.pk,
        "enterprise": enterprise.pk,
        "industry": industries[0].pk,
        "size": "unknown",
        "ownership": "unknown",
    }
    add = reverse("admin:localization_frameunit_add")
    assert at_work.post(add, data).status_code == 302
    assert FrameUnit.objects.get().owner == "0300588569"
    page = at_work.post(add, data)
    assert "đã có trong cuộc khảo sát" in read(page).non_field_errors
    demo = {**data, "enterprise": DemoEnterpriseFactory().pk}
    assert (
        "không vào cùng một cuộc khảo sát" in read(at_work.post(add, demo)).errors["Doanh nghiệp"]
    )


def test_only_an_enterprise_without_answer_is_taken_out(at_work):
    idle, busy = FrameUnitFactory(), FrameUnitFactory()
    AnswerFactory(unit=busy)
    delete = "admin:localization_frameunit_delete"
    assert at_work.post(reverse(delete, args=[busy.pk]), {"post": "yes"}).status_code == 403
    assert at_work.post(reverse(delete, args=[idle.pk]), {"post": "yes"}).status_code == 302
    assert list(FrameUnit.objects.all()) == [busy]


# --- Paper


def test_an_answer_from_paper_in_the_enterprises_own_form(at_work, runner):
    unit = FrameUnitFactory(enterprise__legal_name="Cơ khí Giấy")
    listed = read(at_work.get(reverse("admin:localization_frameunit_changelist")))
    assert paper(unit) in listed.addresses
    page = at_work.post(paper(unit), typed(**{**SIXTY, "materials_local": "-1"}, send="1"))
    assert "Không ghi số âm." in read(page).errors["Nguyên, vật liệu"]
    at_work.post(paper(unit), typed(materials_local="5", save="1"))
    draft = Answer.objects.get()
    assert (draft.state, draft.channel) == ("draft", "paper")
    at_work.post(paper(unit), typed(draft, **SIXTY, send="1"))
    answer = Answer.objects.get()
    assert (answer.state, answer.channel, answer.submitted_by) == ("submitted", "paper", runner)
    conflict = at_work.post(paper(unit), typed(draft, **SIXTY, send="1"))
    assert conflict.status_code == 409
    Wave.objects.update(state="published")
    late = at_work.post(paper(unit), typed(answer, **SIXTY, send="1"))
    assert late.status_code == 409
    assert "bấm “Mở lại” ở trang cuộc khảo sát" in read(late).notices


def test_staff_find_what_has_to_be_explained(at_work):
    odd = SubmittedAnswerFactory(remarks=["Tỷ lệ chênh."], explanation="Đổi nhà cung cấp.")
    plain = SubmittedAnswerFactory()
    answers = reverse("admin:localization_answer_changelist")
    found = at_work.get(answers, {"remarks": "yes"}).context["cl"].queryset
    assert list(found) == [odd]
    assert list(at_work.get(answers, {"remarks": "no"}).context["cl"].queryset) == [plain]
    page = read(at_work.get(change(odd), follow=True))
    assert "Tỷ lệ chênh." in page
    assert "Đổi nhà cung cấp." in page
    assert (
        at_work.get(reverse("admin:localization_answer_history", args=[odd.pk])).status_code == 200
    )


def test_the_start_page_says_what_waits(at_work):
    odd = SubmittedAnswerFactory(remarks=["Tỷ lệ chênh."])
    Wave.objects.update(closes_on=localdate() + timedelta(days=3))
    FrameUnitFactory(wave=odd.unit.wave)
    waiting = {
        w.label: (w.count, w.url) for w in at_work.get(reverse("admin:index")).context["waiting"]
    }
    (closing, remarks) = waiting
    assert "chưa trả lời, hạn" in closing
    assert waiting[closing] == (1, change(odd.unit.wave))
    assert waiting[remarks][0] == 1
    assert at_work.get(waiting[remarks][1]).context["cl"].result_count == 1
