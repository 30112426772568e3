"""Staff enter what was published: chart, verdict and downloads follow at once, nothing is lost."""

import json
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import localdate

from localization.models import IndustryWeight, Rate, WeightSet
from tests.factories.localization import (
    BaselineFactory,
    ComparabilityFactory,
    IncreaseFactory,
    LevelFactory,
    MethodFactory,
    OpenWaveFactory,
    RateFactory,
    SubsectorFactory,
)
from tests.factories.people import StaffFactory, allowed, in_group
from tests.pages import Page, read

pytestmark = pytest.mark.django_db
OVERVIEW = "/ty-le-noi-dia-hoa/"


@pytest.fixture
def industry():
    target = IncreaseFactory()
    LevelFactory(industry=target.industry)
    return target.industry


@pytest.fixture
def staff(start_data):
    return in_group(StaffFactory(), "Cán bộ Sở Công Thương")


@pytest.fixture
def office(client, staff):
    client.force_login(staff)
    return client


def typed(industry, **fields) -> dict:
    """The form of a new value, as an officer fills it in."""
    return {
        **{"industry": industry.pk, "year": 2020, "kind": "official", "percent": "67,5"},
        **{"method": MethodFactory().pk, "scope": "Toàn ngành", "source": "Thống kê Thành phố"},
        **{"document": "Báo cáo số 12/BC", "published_on": "30/06/2021"},
        **fields,
    }


def enter(client, industry, **fields):
    address = reverse("admin:localization_rate_add")
    return client.post(address, typed(industry, **fields))


def errors(page) -> dict:
    return page.context["adminform"].form.errors


def page_of(client, industry) -> Page:
    return read(client.get(f"{OVERVIEW}{industry.slug}/"))


def downloaded(client, industry) -> dict:
    answer = client.get(f"{OVERVIEW}{industry.slug}/so-lieu.json")
    return json.loads(answer.content)["industries"][0]


class TestEntering:
    def test_chart_verdict_and_downloads_change_at_once(self, office, industry, staff):
        assert "Chưa đánh giá được" in page_of(office, industry)
        assert not page_of(office, industry).select("official")
        assert downloaded(office, industry)["targets"][0]["verdict"] == "not_measurable"

        assert enter(office, industry).status_code == 302

        assert "Chưa so sánh được" in page_of(office, industry)
        ComparabilityFactory(industry=industry, method=Rate.objects.get().method)
        page = page_of(office, industry)
        assert page.select("official")
        assert "✓ Đạt" in page
        assert "67,5%" in page
        assert "Báo cáo số 12/BC" in page
        told = downloaded(office, industry)
        assert told["targets"][0]["verdict"] == "met"
        assert told["publications"][0]["percent"] == 67.5
        assert Rate.objects.get().entered_by == staff
        rows = office.get(f"{OVERVIEW}so-lieu.csv").content.decode("utf-8-sig")
        assert "Chính thức,2020,67.5" in rows

    def test_a_year_twice_on_one_day_is_refused_at_the_year(self, office, industry):
        enter(office, industry)
        again = enter(office, industry, percent="68")
        assert "cùng ngày" in str(errors(again)["year"])
        assert read(again).fields["Tỷ lệ (%)"] == "68"
        assert Rate.objects.count() == 1

    def test_a_revision_needs_its_reason_and_keeps_the_first(self, office, industry):
        enter(office, industry)
        later = {"percent": "68", "published_on": "01/03/2022"}
        assert "67,5% công bố ngày 30/6/2021" in str(
            errors(enter(office, industry, **later))["revision_reason"]
        )
        enter(office, industry, **later, revision_reason="Số liệu chính thức thay số sơ bộ")
        page = page_of(office, industry)
        assert "Đã có giá trị sửa đổi" in page
        assert "Số liệu chính thức thay số sơ bộ" in page
        assert [each["is_in_force"] for each in downloaded(office, industry)["publications"]] == [
            True,
            False,
        ]

    @pytest.mark.parametrize(
        ("fields", "field", "words"),
        [
            ({"percent": "101"}, "__all__", "0 đến 100%"),
            ({"percent": "-1"}, "__all__", "0 đến 100%"),
            ({"percent": "nhiều"}, "percent", ""),
            ({"low": "60"}, "__all__", "cả hai cận"),
            ({"low": "70", "high": "80"}, "__all__", "chứa tỷ lệ"),
            ({"published_on": "31/02/2021"}, "published_on", ""),
            ({"published_on": "01/01/2019"}, "published_on", "trước năm"),
            (
                {"published_on": f"{localdate() + timedelta(days=2):%d/%m/%Y}"},
                "published_on",
                "sau",
            ),
            ({"year": "2199"}, "year", "sau năm nay"),
            ({"kind": "survey"}, "kind", ""),
            ({"source": ""}, "source", ""),
        ],
    )
    def test_what_is_wrong_is_told_at_the_field(self, office, industry, fields, field, words):
        page = enter(office, industry, **fields)
        assert words in str(errors(page)[field])
        assert not Rate.objects.exists()

    def test_a_subsector_of_another_industry_is_refused(self, office, industry):
        page = enter(office, industry, subsector=SubsectorFactory().pk)
        assert "thuộc ngành khác" in str(errors(page)["subsector"])

    def test_nobody_else_enters(self, client, industry):
        client.force_login(allowed(StaffFactory(), "localization.add_rate"))
        assert enter(client, industry).status_code == 403
        assert not Rate.objects.exists()


class TestWithdrawing:
    def test_a_mistake_is_taken_back_with_its_reason(self, office, industry):
        rate = RateFactory(industry=industry)
        address = reverse("admin:localization_rate_withdraw", args=[rate.pk])
        assert "reason" in office.post(address, {"reason": " "}).context["form"].errors
        assert office.post(address, {"reason": "Nhập nhầm ngành"}).status_code == 302
        assert "64,5%" not in page_of(office, industry)
        assert Rate.objects.get().withdrawn_reason == "Nhập nhầm ngành"
        late = read(office.post(address, {"reason": "x"}))
        assert "ở tình trạng “Đã thu hồi”" in late.non_field_errors

    def test_nothing_is_changed_or_deleted(self, office, industry):
        rate = RateFactory(industry=industry)
        for page in ("change", "delete"):
            address = reverse(f"admin:localization_rate_{page}", args=[rate.pk])
            assert office.post(address, typed(industry, percent="1")).status_code == 403
        assert Rate.objects.get().percent == rate.percent

    def test_who_may_not_withdraw_does_not(self, client, industry):
        rate = RateFactory(industry=industry)
        client.force_login(allowed(StaffFactory(), "localization.view_rate"))
        address = reverse("admin:localization_rate_withdraw", args=[rate.pk])
        assert client.post(address, {"reason": "Thử"}).status_code == 403
        assert Rate.objects.get().withdrawn_at is None


class TestWeights:
    def post(self, client, shares: dict):
        rows = {
            f"weights-{n}-{name}": value
            for n, (industry, percent) in enumerate(shares.items())
            for name, value in (("industry", industry.pk), ("percent", percent))
        }
        sizes = {"weights-TOTAL_FORMS": len(shares), "weights-INITIAL_FORMS": 0}
        address = reverse("admin:localization_weightset_add")
        return client.post(address, {"from_year": 2019, "source": "Niên giám thử", **sizes, **rows})

    def test_they_are_whole_or_refused(self, office):
        from catalogue.models import Industry

        six = list(Industry.objects.all())
        short = self.post(office, dict.fromkeys(six, "16"))
        assert "hiện là 96%" in read(short).non_field_errors
        lacking = self.post(office, dict.fromkeys(six[:5], "20"))
        assert "Còn thiếu trọng số của: Da giày" in read(lacking).non_field_errors
        assert not WeightSet.objects.exists()
        shares = dict(zip(six, ("30", "20", "15", "15", "10", "10"), strict=True))
        assert self.post(office, shares).status_code == 302
        assert IndustryWeight.objects.count() == 6


class TestMethods:
    def change(self, client, method, **fields):
        kept = ("code", "number", "kind", "name_vi", "formula_vi", "inputs_vi", "citation")
        data = {name: getattr(method, name) for name in kept} | {"seen_version": method.version}
        address = reverse("admin:localization_method_change", args=[method.pk])
        return client.post(address, data | fields)

    def test_what_was_published_keeps_its_formula(self, office):
        method = RateFactory().method
        page = self.change(office, method, formula_vi="Khác")
        assert "Hãy thêm một phiên bản mới" in str(errors(page)["formula_vi"])

    def test_one_that_a_survey_uses_is_not_retired(self, office):
        method = OpenWaveFactory().method
        page = self.change(office, method, retired_on="01/01/2026")
        assert "đang dùng công thức này" in str(errors(page)["retired_on"])

    def test_one_that_nobody_uses_is_and_no_value_takes_it_any_more(self, office, industry):
        method = MethodFactory()
        assert self.change(office, method, retired_on="01/01/2026").status_code == 302
        page = enter(office, industry, method=method.pk)
        assert "method" in errors(page)


@pytest.mark.parametrize(("percent", "verdict"), [(70, "Chậm lộ trình"), (72, "Đúng lộ trình")])
def test_a_confirmed_year_lets_the_way_be_drawn(client, percent, verdict):
    """From 62% ten years ago to 80% in eight years, ten of eighteen years' way is 72%."""
    today = localdate()
    industry = LevelFactory(year=today.year + 8, percent=80).industry
    rate = RateFactory(industry=industry, year=today.year, percent=percent, published_on=today)
    assert "Chưa so sánh được" in verdicts_of(client, industry)
    BaselineFactory(industry=industry, year=today.year - 10, percent=62, method=rate.method)
    page = verdicts_of(client, industry)
    assert verdict in page
    assert f"So số liệu năm {rate.year}" in page


def verdicts_of(client, industry) -> Page:
    """The table of targets, without the rule in words."""
    return page_of(client, industry).section("Mục tiêu và đánh giá")
