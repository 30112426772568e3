"""What the public reads of values, the survey's tables and the way to suppliers."""

import csv
import io
import json
from decimal import Decimal

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from localization.models import Rate
from localization.rates.page_urls import page_url
from tests.factories.enterprises import IndustryFactory
from tests.factories.localization import (
    AnswerFactory,
    BaselineFactory,
    CellFactory,
    ComparabilityFactory,
    ComponentGroupFactory,
    FrameUnitFactory,
    IncreaseFactory,
    LevelFactory,
    MethodFactory,
    ProductLineFactory,
    PublishedEstimateFactory,
    PublishedWaveFactory,
    RateFactory,
    SubmittedAnswerFactory,
    SubsectorFactory,
    WeightSetFactory,
)
from tests.pages import Page, read

pytestmark = pytest.mark.django_db
REAL, DEMO = "/ty-le-noi-dia-hoa/", "/ty-le-noi-dia-hoa/minh-hoa/"


@pytest.fixture
def industry():
    found = IndustryFactory(slug="nganh", name_vi="Ngành thử")
    LevelFactory(industry=found)
    IncreaseFactory(industry=found)
    return found


def page_of(client, path: str) -> Page:
    response = client.get(path)
    assert response.status_code == 200
    return read(response)


def test_a_target_without_baseline_says_why_it_is_not_judged(client):
    industry = IncreaseFactory(industry__slug="nganh").industry
    RateFactory(industry=industry)
    for path in ("", "nganh/"):
        assert "Chưa đánh giá được" in page_of(client, REAL + path)
    assert "vì chưa có mức cơ sở" in page_of(client, f"{REAL}nganh/")
    verdict = json.loads(client.get(f"{REAL}so-lieu.json").content)["industries"][0]["targets"][0]
    assert (verdict["level"], verdict["verdict"]) == (None, "not_measurable")


def test_a_value_by_another_formula_is_shown_and_not_judged(client, industry):
    rate = RateFactory(industry=industry, percent=Decimal("70.25"))
    for path in ("", "nganh/"):
        page = page_of(client, REAL + path)
        assert "Chưa so sánh được" in page
        assert "70,25%" in page
    ComparabilityFactory(industry=industry, method=rate.method, reason="Cùng phạm vi")
    page = page_of(client, f"{REAL}nganh/")
    assert "khai báo so sánh được: Cùng phạm vi." in page
    assert "✓ Đạt" in page


def test_withheld_reads_otherwise_than_not_measured(client, industry):
    assert "chưa có số liệu" in page_of(client, REAL)
    whole = {"table": "whole", "withheld": "few", "percent": Decimal("61.23")}
    CellFactory(estimate=PublishedEstimateFactory(), industry=industry, **whole)
    for path in ("", "nganh/"):
        page = page_of(client, REAL + path)
        assert "giữ kín Ít hơn 5 chủ sở hữu trả lời" in page
        assert "61,23" not in page.source
    assert "Tỷ lệ thực tế: chưa có số liệu." not in page_of(client, f"{REAL}nganh/")


class TestDemo:
    def test_real_and_demo_values_never_share_a_page(self, client, industry):
        RateFactory(industry=industry, percent=Decimal("64.25"))
        RateFactory(industry=industry, percent=Decimal("31.75"), is_demo=True)
        for path in ("", "nganh/"):
            real, demo = page_of(client, REAL + path), page_of(client, DEMO + path)
            assert ("64,25" in real, "31,75" in real.source) == (True, False)
            assert ("64,25" in demo.source, "31,75" in demo) == (False, True)
            assert (real.select("notice--demo") == [], "minh họa" in demo.notices) == (True, True)

    def test_demo_pages_are_offered_only_where_there_are_demo_values(self, client, industry):
        assert DEMO not in page_of(client, REAL).source
        RateFactory(industry=industry, is_demo=True)
        assert DEMO in page_of(client, REAL).addresses

    def test_demo_values_are_marked_in_files_and_have_no_total(self, client, industry):
        RateFactory(industry=industry, is_demo=True)
        WeightSetFactory(shares={industry: 100})
        assert client.get(f"{DEMO}so-lieu.json").json()["city"] == []
        file = client.get(f"{DEMO}so-lieu.csv").content.decode("utf-8-sig")
        rows = list(csv.DictReader(io.StringIO(file)))
        assert [row["Dữ liệu minh họa"] for row in rows if row["Nội dung"] == "Chính thức"] == [
            "có"
        ]


class TestFiles:
    @pytest.fixture
    def published(self, industry):
        method = BaselineFactory(industry=industry, percent=62, method=MethodFactory()).method
        return RateFactory(
            industry=industry, method=method, low=60, high=Decimal("68.5"), source="=CMD()"
        )

    def test_a_spreadsheet_holds_what_the_page_shows_and_no_formula(self, client, published):
        file = io.BytesIO(client.get(f"{REAL}nganh/so-lieu.xlsx").content)
        rows = list(openpyxl.load_workbook(file).active.values)
        kinds = [(row[2], row[3], row[4]) for row in rows[1:]]
        assert kinds == [
            ("Mức cơ sở", 2016, 62),
            ("Mục tiêu", 2020, 67),
            ("Chính thức", 2020, 64.5),
        ]
        assert rows[3][9] == "'=CMD()"

    def test_json_tells_verdicts_intervals_and_vintages(self, client, published):
        told = json.loads(client.get(f"{REAL}nganh/so-lieu.json").content)["industries"][0]
        assert told["baseline"] == {"percent": 62.0, "year": 2016, "is_confirmed": True}
        assert told["targets"][0]["verdict"] == "off_track"
        assert told["targets"][0]["decided_by_year"] == 2020
        assert told["publications"][0]["interval_95"] == [60.0, 68.5]
        assert told["publications"][0]["is_in_force"] is True

    def test_the_city_is_in_the_overviews_files(self, client, published):
        WeightSetFactory(shares={published.industry: 100})
        told = json.loads(client.get(f"{REAL}so-lieu.json").content)
        assert [(row["year"], row["percent"]) for row in told["city"]] == [(2020, 64.5)]

    @pytest.mark.parametrize("path", ["so-lieu.pdf", "khong-co/so-lieu.csv"])
    def test_what_there_is_not_is_not_found(self, client, industry, path):
        assert client.get(REAL + path).status_code == 404


def published_of(industry, year: int = 2020):
    """A published estimate with its value of the industry."""
    estimate = PublishedEstimateFactory()
    RateFactory(industry=industry, kind="survey", year=year, estimate=estimate)
    return estimate


class TestSurveyTables:
    def test_what_is_withheld_says_why_and_gives_no_number(self, client, industry):
        estimate = published_of(industry)
        CellFactory(estimate=estimate, industry=industry)
        hidden = {"percent": Decimal("12.3456"), "low": Decimal("9.1"), "high": Decimal("15.9")}
        CellFactory(
            **{"estimate": estimate, "industry": industry, "code": "large", "withheld": "few"},
            **{**hidden, "answers": 3, "owners": 3},
        )
        page = page_of(client, f"{REAL}nganh/")
        assert "61,23%" in page
        assert "giữ kín" in page
        assert "Ít hơn 5 chủ sở hữu trả lời" in page
        for number in ("12,3", "9,10", "15,9"):
            assert number not in page.source

    def test_what_is_not_published_is_not_shown(self, client, industry):
        CellFactory(estimate=PublishedEstimateFactory(state="computed"), industry=industry)
        assert "61,23%" not in page_of(client, f"{REAL}nganh/").source

    def test_with_a_withdrawn_value_go_its_tables(self, client, industry, admin_user):
        CellFactory(estimate=published_of(industry), industry=industry)
        assert "61,23%" in page_of(client, f"{REAL}nganh/")
        Rate.objects.get().withdraw("Sai danh sách", admin_user)
        assert "61,23%" not in page_of(client, f"{REAL}nganh/").source

    def test_subsectors_have_their_values(self, client, industry):
        subsector = SubsectorFactory(industry=industry, name_vi="Khuôn mẫu")
        RateFactory(industry=industry, subsector=subsector, percent=Decimal("41.5"))
        page = page_of(client, f"{REAL}nganh/")
        assert "Khuôn mẫu" in page
        assert "41,5%" in page
        assert not page.select("official")


class TestSupply:
    @pytest.fixture
    def moulds(self, industry):
        group = ComponentGroupFactory(slug="khuon", name_vi="Khuôn mẫu", search_words="khuôn")
        group.industries.add(industry)
        return group

    def answer(self, industry, group, **line):
        wave = PublishedWaveFactory()
        owner = {"owner": line.pop("owner")} if "owner" in line else {}
        unit = FrameUnitFactory(wave=wave, industry=industry, **owner)
        ProductLineFactory(answer=SubmittedAnswerFactory(unit=unit), group=group, **line)

    def test_without_a_survey_the_groups_still_lead_to_makers(self, client, industry, moulds):
        page = page_of(client, f"{REAL}nganh/nguon-cung/")
        assert "Chưa có kết quả khảo sát" in page.notices
        assert "Danh bạ chưa có doanh nghiệp nào" in page

    def test_what_is_imported_most_stands_first(self, client, industry, moulds):
        other = ComponentGroupFactory(name_vi="An toàn điện", slug="an-toan")
        other.industries.add(industry)
        for n in range(5):
            self.answer(industry, moulds, imported=1000 + n, domestic=250)
            self.answer(industry, other, imported=10, domestic=250)
        page = client.get(f"{REAL}nganh/nguon-cung/")
        assert [need.group for need in page.context["needs"]] == [moulds, other]
        assert page.context["chosen"] == moulds
        assert "5.010" in read(page)
        assert "80%" in read(page)

    def test_five_answers_of_which_four_are_one_owners_give_no_number(
        self, client, industry, moulds
    ):
        for n in range(5):
            self.answer(industry, moulds, imported=777, owner="một chủ" if n else "chủ khác")
        page = page_of(client, f"{REAL}nganh/nguon-cung/")
        assert "3.885" not in page.source
        assert "chưa có số liệu" in page

    def test_one_owner_with_nearly_all_gives_no_number(self, client, industry, moulds):
        for imported in (90_000, 1, 2, 3, 4):
            self.answer(industry, moulds, imported=imported)
        assert "90.010" not in page_of(client, f"{REAL}nganh/nguon-cung/").source

    def test_drafts_and_running_waves_count_for_nothing(self, client, industry, moulds):
        for _ in range(5):
            unit = FrameUnitFactory(industry=industry)
            ProductLineFactory(answer=AnswerFactory(unit=unit), group=moulds, imported=500)
        assert client.get(f"{REAL}nganh/nguon-cung/").context["needs"][0].imported is None

    @pytest.mark.parametrize("asked", ["?nhom=khuon", "?nhom=khong-co", "?nhom="])
    def test_any_address_shows_a_group(self, client, industry, moulds, asked):
        page = client.get(f"{REAL}nganh/nguon-cung/{asked}")
        assert page.context["chosen"] == moulds


@pytest.mark.parametrize("path", ["", "nganh/", "nganh/nguon-cung/", "so-lieu.json"])
def test_queries_do_not_grow_with_the_figures(client, industry, path, django_assert_num_queries):
    def grow(one, years) -> None:
        estimate = published_of(one, years[0])
        for code in ("small", "medium", "large")[: len(years)]:
            CellFactory(estimate=estimate, industry=one, code=code)
        for year in years:
            RateFactory(industry=one, year=year, kind="estimated", low=60, high=70)
            RateFactory(industry=one, year=year, subsector=SubsectorFactory(industry=one))
            group = ComponentGroupFactory()
            group.industries.add(one)
            unit = FrameUnitFactory(wave=PublishedWaveFactory(), industry=one)
            ProductLineFactory(answer=SubmittedAnswerFactory(unit=unit), group=group)

    grow(industry, [2019])
    client.get(REAL + path)  # what is kept in memory is read
    with CaptureQueriesContext(connection) as few:
        client.get(REAL + path)
    number = len(few)
    for _ in range(3):
        grow(LevelFactory().industry, [2019, 2020])
    grow(industry, [2020, 2021, 2022])
    client.get(REAL + path)
    with django_assert_num_queries(number):
        client.get(REAL + path)


def test_english_pages_and_addresses(client, industry):
    RateFactory(industry=industry)
    with override("en"):
        paths = [
            page_url(name, is_demo, *args)
            for is_demo in (False, True)
            for name, args in (("overview", []), ("industry", ["nganh"]), ("supply", ["nganh"]))
        ]
    assert paths[-1].endswith("/demo/nganh/suppliers/")
    for path in paths:
        page = page_of(client, path)
        assert "Local content" in page
        assert "chưa có số liệu" not in page
    assert Rate.objects.count() == 1
