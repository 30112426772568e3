"""The page of targets and its files, and the back office in which results are typed."""

import io
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from enterprises.models import Enterprise
from portal.records import published_enterprises
from programme.models import Measure, MeasureValue, Target
from tests.backoffice import form_of
from tests.factories.enterprises import (
    DemoEnterpriseFactory,
    EnterpriseFactory,
    HiddenEnterpriseFactory,
)
from tests.factories.people import StaffFactory, allowed
from tests.factories.programme import (
    MeasureValueFactory,
    OfficerFactory,
    ReportingProgrammeFactory,
    TargetFactory,
    TargetMeasureFactory,
    TaskFactory,
    TaskGroupFactory,
    doit_staff,
)
from tests.factories.reports import AcceptedReportFactory
from tests.pages import read

pytestmark = pytest.mark.django_db
PAGE = "/chuong-trinh/chuong-trinh-bao-cao/chi-tieu/"
DECISION = "/chuong-trinh/chuong-trinh-2019-2025/chi-tieu/"


@pytest.fixture
def programme():
    return ReportingProgrammeFactory()


@pytest.fixture
def later(clock):
    """The programme's period is over."""
    clock.set(date(2031, 1, 1))


def file(client, form: str):
    return client.get(f"/chuong-trinh/chuong-trinh-bao-cao/chi-tieu.{form}")


@pytest.mark.usefixtures("decision")
class TestTheDecisionsTargets:
    def test_it_starts_without_results_and_calls_nothing_missed(self, client):
        page = client.get(DECISION)
        [*targets] = read(page).rows()
        assert [row.get("2019") for row in targets].count("chưa có số liệu") == 9
        assert not [figure for result in page.context["results"] for figure in result.figures]
        found = {year.status for result in page.context["results"] for year in result.years}
        assert found <= {"not_measurable", "not_due", None}
        assert any("50–100" in row["Mức"] for row in targets)

    def test_every_target_is_measured_or_followed_elsewhere(self, client):
        targets = client.get(DECISION).context["results"]
        elsewhere = [result.target.code for result in targets if not result.measures]
        assert elsewhere == ["localization_average_2020", "localization_average_2025"]
        page = read(client.get(DECISION))
        assert page.addresses.count("/ty-le-noi-dia-hoa/") == 2
        assert page.links["theo dõi ở trang Tỷ lệ nội địa hóa"] == "/ty-le-noi-dia-hoa/"

    def test_the_measures_hold_what_the_decision_says(self):
        measures = {measure.code: measure for measure in Measure.objects.all()}
        assert len(measures) == 10
        for measure in measures.values():
            measure.full_clean()
            assert measure.name_en
            assert measure.unit_en
        park = measures["khu-cong-nghiep-hoan-thanh"]
        assert (park.target.code, park.alternative_minimum) == ("si_subzones_built", 1)
        yes_no = {measure.target.code for measure in measures.values() if measure.is_yes_no}
        assert yes_no == {"database", "showroom"}

    def test_the_alternative_park_meets_the_target_of_two_subzones(self, client):
        park = Measure.objects.get(code="khu-cong-nghiep-hoan-thanh")
        MeasureValueFactory(measure=park, year=2024, value=1)
        by_code = {result.target.code: result for result in client.get(DECISION).context["results"]}
        assert [year.status for year in by_code["si_subzones_built"].years][-2:] == ["met", "met"]

    def test_the_database_counts_real_public_enterprises_and_its_years_alone(self, client):
        EnterpriseFactory.create_batch(2)
        HiddenEnterpriseFactory()
        DemoEnterpriseFactory()
        Enterprise.objects.filter(is_demo=False).update(created_at="2024-05-05T00:00:00Z")
        assert published_enterprises() == {2024: 2}
        page = client.get(DECISION)
        by_code = {result.target.code: result for result in page.context["results"]}
        [figure] = by_code["database"].figures
        assert (figure.year, figure.shown) == (2024, "có")
        assert "(không tính dữ liệu minh họa): 2" in read(page)


def test_each_figure_stands_with_its_kind_and_source(client, programme, later):
    task = TaskFactory(group=TaskGroupFactory(programme=programme))
    target = TargetFactory(programme=programme, minimum=10, maximum=10)
    measure = TargetMeasureFactory(target=target, source="reports", task_number=task.number)
    for quarter in (1, 2, 3, 4):
        AcceptedReportFactory(task=task, quarter=quarter, figures={measure: 1})
    MeasureValueFactory(measure=measure, year=2027, value=11, source="Công văn <số> 1")
    page = read(client.get(PAGE))
    sources = page.section("Nguồn số liệu")
    summed = f"4 báo cáo, nhiệm vụ {task.number}"
    assert f"2026: 4 – Cộng từ báo cáo quý đã tiếp nhận: {summed}" in sources
    assert "2027: 11 – Sở Công Thương nhập, kèm nguồn: Công văn <số> 1" in sources.text
    assert "Công văn <số> 1" in sources.words_in("vi")
    [row] = page.rows()
    assert row["2026"].endswith("Chưa đạt")
    assert row["2027"].endswith(" Đạt")


def test_the_files_hold_what_the_page_shows(client, programme, later):
    measure = TargetMeasureFactory(target__programme=programme)
    MeasureValueFactory(measure=measure, year=2026, value="12.50", source="=1+1")
    TargetFactory(programme=programme)
    document = file(client, "json").json()
    assert document["count"] == 2
    first = document["targets"][0]
    assert first["years"][0]["figures"][0]["value"] == 12.5
    assert [year["status"] for year in first["years"]] == ["met", *["not_measurable"] * 4]
    assert document["targets"][1]["years"] == []
    rows = list(load_workbook(io.BytesIO(file(client, "xlsx").content)).active.values)
    assert len(rows) == 1 + 5 + 1
    assert rows[1][9:] == (2026, 12.5, "doanh nghiệp", measure.Source.TYPED.label, "'=1+1", "Đạt")
    assert rows[2][9:] == (2027, None, None, None, None, "Chưa đủ số liệu")
    csv = file(client, "csv").content.decode("utf-8-sig").splitlines()
    assert csv[0].startswith("Mục,Chỉ tiêu,Kỳ,Đến năm")
    assert len(csv) == len(rows)


def test_the_files_of_an_english_reader_have_english_heads(client, programme):
    TargetFactory(programme=programme)
    text = client.get("/en/programme/chuong-trinh-bao-cao/targets.csv").content.decode("utf-8-sig")
    assert text.startswith("Section,Targets,Period")


def test_queries_do_not_grow_with_targets_measures_and_figures(client, programme):
    def grow(number: int) -> None:
        for _number in range(number):
            task = TaskFactory(group=TaskGroupFactory(programme=programme))
            target = TargetFactory(programme=programme, minimum=1, maximum=1)
            summed = TargetMeasureFactory(target=target, source="reports", task_number=task.number)
            MeasureValueFactory(measure=TargetMeasureFactory(target=target), year=2026)
            for quarter in (1, 2):
                AcceptedReportFactory(task=task, quarter=quarter, figures={summed: 1})

    for path in (PAGE, "/chuong-trinh/chuong-trinh-bao-cao/chi-tieu.json"):
        grow(1)
        with CaptureQueriesContext(connection) as few:
            client.get(path)
        grow(4)
        with CaptureQueriesContext(connection) as many:
            client.get(path)
        assert len(many) == len(few) <= 7


class TestTargetsInTheBackOffice:
    def address(self, measure: Measure) -> str:
        return reverse("admin:programme_measure_change", args=[measure.pk])

    def post(self, client, measure: Measure, **row):
        """Type one year's result as a browser would."""
        address = self.address(measure)
        data = form_of(client, address) | {"values-TOTAL_FORMS": 1}
        data |= {f"values-0-{name}": value for name, value in row.items()}
        return client.post(address, data)

    def test_staff_type_a_result_with_its_source(self, client):
        staff, measure = doit_staff(), TargetMeasureFactory()
        client.force_login(staff)
        answer = self.post(client, measure, year=2020, value="12", source="Báo cáo 45")
        assert answer.status_code == 302
        row = MeasureValue.objects.get()
        assert (row.year, row.value, row.entered_by) == (2020, 12, staff)

    @pytest.mark.parametrize(
        ("row", "message"),
        [
            ({"year": 2020, "value": 1, "source": ""}, "bắt buộc"),
            ({"year": 2018, "value": 1, "source": "x"}, "Năm nằm ngoài giai đoạn"),
            ({"year": "năm 1", "value": 1, "source": "x"}, "Nhập một số"),
            ({"year": 2020, "value": "mười", "source": "x"}, "Hãy ghi một số"),
            ({"year": 2020, "value": -1, "source": "x"}, "không thể âm"),
        ],
    )
    def test_bad_input_is_told_at_its_place_and_kept(self, client, row, message):
        client.force_login(doit_staff())
        answer = self.post(client, TargetMeasureFactory(), **row)
        assert answer.status_code == 200
        assert message in " ".join(read(answer).errors.values())
        [formset] = [inline.formset for inline in answer.context["inline_admin_formsets"]]
        assert formset.forms[0]["value"].value() == str(row["value"])
        assert not MeasureValue.objects.exists()

    def test_who_does_not_keep_the_register_reads_and_changes_nothing(self, client):
        rights = [f"programme.{verb}_measure" for verb in ("view", "change", "add")]
        client.force_login(allowed(StaffFactory(), *rights))
        measure = TargetMeasureFactory()
        assert client.get(self.address(measure)).status_code == 200
        data = {"values-TOTAL_FORMS": 1, "values-INITIAL_FORMS": 0, "values-0-year": 2020}
        assert client.post(self.address(measure), data).status_code == 403
        client.force_login(OfficerFactory().user)
        assert client.get(self.address(measure)).status_code == 403

    @pytest.mark.parametrize(
        ("fields", "field"),
        [
            ({"task_number": "9.9", "source": "reports"}, "task_number"),
            ({"source": "records", "record_key": "khong-co"}, "record_key"),
        ],
    )
    def test_a_measure_names_what_exists(self, fields, field):
        measure = TargetMeasureFactory()
        for name, value in fields.items():
            setattr(measure, name, value)
        with pytest.raises(ValidationError) as refused:
            measure.full_clean()
        assert field in refused.value.message_dict

    def test_yes_or_no_is_one_or_nought_and_no_year_lies_ahead(self):
        measure = TargetMeasureFactory(is_yes_no=True, target__programme__last_year=2090)
        for fields, field in (({"value": 2, "year": 2020}, "value"), ({"year": 2089}, "year")):
            row = MeasureValueFactory.build(measure=measure, **fields)
            with pytest.raises(ValidationError) as refused:
                row.full_clean()
            assert field in refused.value.message_dict

    def test_computations_of_the_rooms_are_offered(self, client):
        client.force_login(doit_staff())
        page = read(client.get(reverse("admin:programme_measure_add")))
        assert page.root.xpath(".//option[@value='published_enterprises']")


def test_a_target_is_found_by_its_programme_and_code(programme):
    target = TargetFactory(programme=programme, code="ma")
    assert Target.objects.get_by_natural_key(*target.natural_key()) == target
