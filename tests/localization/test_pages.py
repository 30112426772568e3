"""The localization pages: targets with their sources, inferences called so, no figure invented."""

import pytest
from django.db import connection
from django.test.html import parse_html
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import override

from catalogue.models import Industry
from localization.models import Baseline, RateTarget
from tests.factories.enterprises import IndustryFactory
from tests.factories.localization import BaselineFactory, IncreaseFactory, LevelFactory
from tests.factories.people import StaffFactory, allowed
from tests.pages import read

pytestmark = pytest.mark.django_db
OVERVIEW = "/ty-le-noi-dia-hoa/"

# Slug, increase to 2020 and 2025, level by 2020 and 2025, implied baseline.
SIX = [
    ("co-khi", 5, 10, 67, 72, 62),
    ("dien-tu-cong-nghe-thong-tin", 2, 5, 51, 54, 49),
    ("cao-su-nhua", 5, 10, 71, 76, 66),
    ("che-bien-luong-thuc-thuc-pham", 2, 4, 85, 87, 83),
    ("det-may", 5, 10, 49, 54, 44),
    ("da-giay", 5, 10, 70, 75, 65),
]


@pytest.mark.usefixtures("start_data")
def test_the_six_industries_stand_with_targets_and_inferred_baselines(client):
    rates = client.get(OVERVIEW).context["rates"]
    found = [
        (
            rate.industry.slug,
            *(goal.increase.percent for goal in rate.goals),
            *(goal.level.percent for goal in rate.goals),
            rate.implied,
        )
        for rate in rates
    ]
    assert found == SIX
    page = read(client.get(OVERVIEW))
    parse_html(page.source)
    assert page.source.count("<svg") == 7  # one each, and the context series
    assert page.text.count("suy luận") > 6
    assert "sáu ngành tăng bình quân 3–5%" in page
    assert "sáu ngành tăng bình quân 7–9%" in page
    # The plain mean of the levels is nobody's figure, and the reported total has unknown weights.
    assert "65,5" not in page
    assert "65,68" not in page
    assert page.text.count("chưa có số liệu") == 13  # table, charts and the notice
    # The policy forbids inline styles.
    assert "style=" not in page.source


@pytest.mark.usefixtures("start_data")
def test_an_industry_states_wording_sum_and_sources(client):
    page = read(client.get(f"{OVERVIEW}da-giay/"))
    assert "“ngành Da giày là 5%”" in page
    assert "2020: 70 − 5 = 65" in page
    assert "Quyết định số 2869/QĐ-UBND, mục II.2" in page
    assert "20797848" in page
    assert "nguồn thứ cấp" in page
    assert RateTarget.objects.filter(is_official=False).count() == 12


@pytest.mark.parametrize(("basis", "level"), [("points", "65%"), ("relative", "63%")])
def test_a_confirmed_baseline_replaces_the_inference(client, basis, level):
    industry = IndustryFactory()
    IncreaseFactory(industry=industry)
    LevelFactory(industry=industry, percent=67)
    BaselineFactory(industry=industry, basis=basis)
    page = read(client.get(f"{OVERVIEW}{industry.slug}/"))
    assert "60% (2016)" in page
    assert "Kết quả điều tra thử" in page
    assert level in page
    assert "nguồn khác ghi 67%" in page


def test_sources_that_disagree_imply_nothing(client):
    industry = IndustryFactory()
    for year, level in ((2020, 67), (2025, 80)):
        IncreaseFactory(industry=industry, year=year)
        LevelFactory(industry=industry, year=year, percent=level)
    page = read(client.get(f"{OVERVIEW}{industry.slug}/"))
    assert "các năm cho kết quả khác nhau" in page
    assert "2020: 62% 2025: 75%" in page


@pytest.mark.parametrize("path", ["", "nganh/"])
def test_queries_do_not_grow_with_the_targets(client, path, django_assert_num_queries):
    def grow(industry) -> None:
        for year in (2020, 2025):
            IncreaseFactory(industry=industry, year=year)
            LevelFactory(industry=industry, year=year)

    grow(IndustryFactory(slug="nganh"))
    with CaptureQueriesContext(connection) as few:
        assert client.get(OVERVIEW + path).status_code == 200
    for _ in range(4):
        grow(BaselineFactory().industry)
    with django_assert_num_queries(len(few)):
        assert client.get(OVERVIEW + path).status_code == 200


def test_an_empty_portal_says_so(client):
    assert "Chưa có mục tiêu nào" in read(client.get(OVERVIEW))


@pytest.mark.parametrize(
    ("path", "status"), [("khong-co/", 404), ("nganh-trong/", 404), ("?q=%00", 400)]
)
def test_what_does_not_exist_says_so(client, path, status):
    IndustryFactory(slug="nganh-trong")
    assert client.get(OVERVIEW + path).status_code == status


def test_english_pages(client):
    target = IncreaseFactory()
    with override("en"):
        urls = [
            reverse("localization:overview"),
            reverse("localization:industry", args=[target.industry.slug]),
        ]
    for url in urls:
        response = client.get(url)
        assert response.status_code == 200
        assert any("Quyết định thử" in words for words in read(response).words_in("vi"))


class TestRatesInTheBackOffice:
    def post(self, client, **data):
        industry = Industry.objects.first() or IndustryFactory()
        fields = {"industry": industry.pk, "year": 2016, "percent": "62", "basis": "points"}
        return client.post(reverse("admin:localization_baseline_add"), fields | data)

    def test_who_enters_a_baseline_confirms_it(self, client):
        rights = ["localization.add_baseline", "localization.view_baseline"]
        user = allowed(StaffFactory(), "programme.manage_register", *rights)
        client.force_login(user)
        assert self.post(client).context["adminform"].form.errors.keys() == {"source"}
        assert self.post(client, source="Công văn số 1").status_code == 302
        assert Baseline.objects.get().confirmed_by == user

    def test_nobody_else_does(self, client):
        client.force_login(allowed(StaffFactory(), "localization.add_baseline"))
        assert self.post(client, source="Tự ghi").status_code == 403
        assert not Baseline.objects.exists()
