"""Who has reported when: right to the cell, open to everyone, at a constant cost."""

import csv
import io
from datetime import date
from decimal import Decimal

import pytest
from django.test.html import parse_html
from django.urls import reverse
from django.utils import translation
from django.utils.timezone import now
from openpyxl import load_workbook

from programme.models import Measure, Report, ReportFigure
from programme.periods import Period
from programme.reporting.fulfilment import Timeliness
from programme.reporting.matrix import Compliance
from programme.reporting.trend import draw
from tests.factories.programme import (
    AgencyFactory,
    OfficerFactory,
    ProgrammeFactory,
    ReportingProgrammeFactory,
    TaskFactory,
    TaskGroupFactory,
)
from tests.factories.reports import (
    AcceptedReportFactory,
    ReportFactory,
    ReturnedReportFactory,
    SubmittedReportFactory,
    document,
)
from tests.pages import read, words_of

pytestmark = pytest.mark.django_db
PAGE = "/chuong-trinh/chuong-trinh-bao-cao/tinh-hinh-bao-cao/"
TODAY = date(2026, 6, 20)  # in the window of the second quarter, whose deadline is 24 June
Q1, Q2, Q3 = (Period.read(f"2026-Q{number}") for number in (1, 2, 3))


@pytest.fixture(autouse=True)
def today(clock):
    clock.set(TODAY)


@pytest.fixture
def programme():
    return ReportingProgrammeFactory()


@pytest.fixture
def agencies(programme):
    """One agency with four tasks in four states of the first quarter, and one that is silent."""
    busy = AgencyFactory(code="ban-ron", name_vi="Ban Bận Rộn", name_en="Busy Board")
    silent = AgencyFactory(code="im-lang", name_vi="Ủy ban Im Lặng")
    group = TaskGroupFactory(programme=programme)
    tasks = [TaskFactory(group=group, position=n, lead=busy) for n in (1, 2, 3, 4)]
    TaskFactory(group=group, position=5, lead=silent)
    AcceptedReportFactory(task=tasks[0], agency=busy, results="Hai hội nghị.")
    late = {"reported_on": date(2026, 3, 25), "entered_afterwards": True}
    SubmittedReportFactory(task=tasks[1], agency=busy, results="Chưa ai được đọc.", **late)
    ReturnedReportFactory(task=tasks[2], agency=busy)
    ReportFactory(task=tasks[3], agency=busy)
    SubmittedReportFactory(task=tasks[0], agency=busy, quarter=2, reported_on=date(2026, 6, 16))
    return busy, silent


def counts(tally) -> dict[str, int]:
    return {standing.value: count for standing, count in tally.parts}


class TestTheMatrix:
    def test_each_cell_says_how_many_of_its_reports_stand_how(self, programme, agencies):
        [busy, silent] = Compliance(programme).matrix(2026, 2026).rows
        assert (busy.agency, silent.agency) == agencies
        cells = [counts(cell) for _quarter, cell in busy.by_quarter]
        assert cells == [
            {"missing": 1, "returned": 1, "late": 1, "on_time": 1},
            {"due": 3, "on_time": 1},
            {"not_due": 4},
            {"not_due": 4},
        ]
        assert [cell.worst for _quarter, cell in busy.by_quarter][:2] == [
            Timeliness.MISSING,
            Timeliness.DUE,
        ]
        assert [counts(cell) for _quarter, cell in silent.by_quarter][:2] == [
            {"missing": 1},
            {"due": 1},
        ]

    def test_rows_columns_and_the_whole_add_up(self, programme, agencies):
        matrix = Compliance(programme).matrix(2026, 2026)
        rows, columns = [row.total for row in matrix.rows], dict(matrix.by_quarter)
        assert [total.owed for total in rows] == [16, 4]
        assert counts(columns[Q1]) == {"missing": 2, "returned": 1, "late": 1, "on_time": 1}
        for standing in Timeliness:
            count = matrix.total.counts[standing]
            assert sum(total.counts[standing] for total in rows) == count
            assert sum(total.counts[standing] for total in columns.values()) == count
        assert (matrix.total.owed, matrix.total.afterwards) == (20, 1)

    def test_the_share_on_time_is_of_what_is_past_its_deadline(self, programme, agencies):
        matrix = Compliance(programme).matrix(2026, 2026)
        assert [row.total.percent for row in matrix.rows] == [Decimal("25.0"), Decimal("0.0")]
        columns = dict(matrix.by_quarter)
        assert (columns[Q1].percent, columns[Q2].percent) == (Decimal("20.0"), None)
        assert (matrix.total.judged, matrix.total.in_time) == (5, 1)

    def test_on_the_day_after_the_deadline_what_was_due_is_missing(self, programme, agencies):
        last, next_day = (
            dict(Compliance(programme, day).matrix(2026, 2026).by_quarter)[Q2]
            for day in (date(2026, 6, 24), date(2026, 6, 25))
        )
        assert counts(last) == {"due": 4, "on_time": 1}
        assert counts(next_day) == {"missing": 4, "on_time": 1}
        assert (last.percent, next_day.percent) == (None, Decimal("20.0"))

    def test_a_quarter_in_which_an_agency_owes_nothing_is_empty(self, programme):
        rare = AgencyFactory()
        group = TaskGroupFactory(programme=programme)
        fields = {"recurrence": "every_two_years", "first_year": 2027}
        TaskFactory(group=group, lead=rare, **fields)
        compliance = Compliance(programme)
        assert compliance.matrix(2026, 2026).rows == []
        [row] = compliance.matrix(2026, 2027).rows
        assert [cell is None for _quarter, cell in row.by_quarter] == [True] * 4 + [False] * 4

    def test_agencies_stand_in_the_order_of_the_alphabet(self, programme):
        group = TaskGroupFactory(programme=programme)
        for name in ("Ủy ban", "Đài", "Ban", "Doanh nghiệp"):
            TaskFactory(group=group, lead=AgencyFactory(name_vi=name))
        rows = Compliance(programme).matrix(2026, 2026).rows
        assert [row.agency.name for row in rows] == ["Ban", "Doanh nghiệp", "Đài", "Ủy ban"]

    def test_the_trend_has_the_quarters_that_are_past_their_deadline(self, programme, agencies):
        [(quarter, tally)] = Compliance(programme).trend()
        assert (quarter, tally.percent) == (Q1, Decimal("20.0"))
        [column] = draw([(quarter, tally)]).columns
        assert (column.letters, float(column.height)) == ("I", 24.0)


class TestThePage:
    def test_a_cell_says_it_in_words_and_leads_to_its_reports(self, client, agencies):
        page = read(client.get(PAGE))
        [cell] = page.root.xpath(f".//td[a/@href='{PAGE}ban-ron/2026-Q1/']")
        told = ("✗", "Chưa báo cáo", "1/4", "Trả lại 1", "Trễ hạn 1", "Đúng hạn 1", "Nhập sau 1")
        for words in told:
            assert words in words_of(cell)
        assert "Im Lặng" in page
        assert "20% đúng hạn" in page

    def test_the_chart_and_its_table_carry_the_same_data(self, client, agencies):
        page = read(client.get(PAGE))
        assert words_of(page.by_id["trend-desc"]) == "quý I năm 2026: 20%;"
        assert page.rows("Số liệu của biểu đồ") == [
            {"Quý": "Quý I năm 2026", "Phải gửi": "5", "Đúng hạn": "1", "Tỷ lệ": "20%"}
        ]

    @pytest.mark.parametrize(
        ("query", "years", "notice"),
        [
            ("", {2026}, ""),
            ("tu=2026&den=2028", {2026, 2027, 2028}, ""),
            ("tu=2028&den=2027", {2027, 2028}, ""),
            ("den=2027", {2026, 2027}, ""),
            ("tu=1999", {2026}, "1999"),
            ("tu=abc&den=2027", {2026, 2027}, "abc"),
            ("tu=²", {2026}, "²"),
        ],
    )
    def test_the_address_chooses_the_years(self, client, agencies, query, years, notice):
        page = client.get(f"{PAGE}?{query}")
        assert {quarter.year for quarter in page.context["matrix"].quarters} == years
        assert len(page.context["notices"]) == bool(notice)
        assert notice in read(page).notices

    def test_unasked_it_shows_the_year_of_the_last_quarter_that_closed(
        self, client, agencies, clock
    ):
        for day, year in ((date(2027, 3, 14), 2026), (date(2027, 3, 15), 2027)):
            clock.set(day)
            assert client.get(PAGE).context["span"] == (year, year)

    def test_a_programme_that_takes_no_reports_says_so_and_blames_nobody(self, client):
        TaskFactory(group=TaskGroupFactory(programme=ProgrammeFactory()), lead=AgencyFactory())
        here = "/chuong-trinh/chuong-trinh-thu/tinh-hinh-bao-cao"
        page = read(client.get(f"{here}/"))
        assert "không nhận báo cáo quý qua Cổng" in page
        assert "không có nghĩa là các đơn vị không báo cáo" in page
        assert "<table" not in page.source
        assert client.get(f"{here}.csv").status_code == 404
        assert client.get(f"{here}/sct/2025-Q1/").status_code == 404

    def test_where_nobody_owes_anything_the_page_says_why(self, client, programme):
        TaskFactory(group=TaskGroupFactory(programme=programme))
        page = read(client.get(PAGE))
        assert "chưa có nhiệm vụ nào đã rõ đơn vị chủ trì" in page
        assert "Chưa quý nào qua hạn" in page

    def test_another_programme_has_its_own_below_its_slug(self, client, agencies):
        ProgrammeFactory(is_main=False)
        page = read(client.get("/chuong-trinh/chuong-trinh-thu/tinh-hinh-bao-cao/"))
        assert "không nhận báo cáo quý qua Cổng" in page

    def test_it_has_an_english_address_and_english_words(self, client, agencies):
        response = client.get("/en/programme/chuong-trinh-bao-cao/reporting-status/")
        page = read(response)
        for words in ("Busy Board", "Missing", "20% on time", "Quarter I of 2026"):
            assert words in page
        assert read(response, "header").links["Tiếng Việt"] == PAGE
        detail = client.get("/en/programme/chuong-trinh-bao-cao/reporting-status/ban-ron/2026-Q1/")
        assert read(detail, "header").links["Tiếng Việt"] == f"{PAGE}ban-ron/2026-Q1/"

    @pytest.mark.parametrize("path", ["", "?tu=2026&den=2030", "ban-ron/2026-Q1/"])
    def test_every_tag_is_closed_where_it_should_be(self, client, agencies, path):
        parse_html(read(client.get(PAGE + path)).source)


class TestOneAgencyInAQuarter:
    def test_what_is_accepted_can_be_read(self, client, programme, agencies):
        report = programme.groups.get().tasks.get(position=1).reports.get(quarter=1)
        measure = Measure.objects.create(
            programme=programme, code="hn", name_vi="Hội nghị", unit_vi="cuộc", task_number="1.1"
        )
        ReportFigure.objects.create(report=report, measure=measure, value=Decimal("2.00"))
        page = read(client.get(f"{PAGE}ban-ron/2026-Q1/"))
        assert "Hai hội nghị." in page
        assert page.facts["Tiến độ"] == "40%"
        assert page.facts["Hội nghị"] == "2 cuộc"
        assert "/chuong-trinh/chuong-trinh-bao-cao/nhiem-vu/1.1/" in page.addresses

    def test_of_all_others_only_how_they_stand(self, client, agencies):
        page = read(client.get(f"{PAGE}ban-ron/2026-Q1/"))
        assert "Đã tổ chức 02 hội nghị" not in page.source
        for hidden in ("Chưa ai được đọc.", "Thiếu số lượt học viên.", "Đang soạn"):
            assert hidden not in page.source
        for shown in ("Đã gửi, chờ tiếp nhận", "Trả lại để bổ sung", "Chưa gửi", "Nhập sau"):
            assert shown in page
        assert "25/3/2026" in page
        assert "hạn gửi 24/3/2026" in page

    def test_evidence_stands_beside_what_is_accepted_and_nowhere_else(
        self, client, programme, agencies
    ):
        busy, _silent = agencies
        for report in Report.objects.filter(agency=busy, quarter=1):
            named = f"{report.get_state_display()}, {report.task.number}"
            report.evidence.create(title=f"Biên bản: {named}", file=document())
            report.evidence.create(title=f"Tin: {named}", link=f"https://example.com/{report.pk}")
        accepted = Report.objects.get(state="accepted")
        file, link = accepted.evidence.all()
        page = read(client.get(f"{PAGE}ban-ron/2026-Q1/"))
        assert page.links[file.title] == f"/chuong-trinh/tai-lieu/{file.pk}/"
        [shown] = page.root.xpath(".//a[@rel='nofollow noopener']")
        assert (words_of(shown), shown.get("href")) == (link.title, link.link)
        assert {file.title, link.title} <= set(page.words_in("vi"))
        assert (page.source.count("Biên bản: "), page.source.count("Tin: ")) == (1, 1)
        assert client.get(f"/chuong-trinh/tai-lieu/{file.pk}/").status_code == 200
        with translation.override("en"):
            address = reverse("programme:compliance-detail", args=[programme.slug, "ban-ron", Q1])
        assert "Evidence:" in read(client.get(address))

    def test_who_owes_nothing_is_told_so(self, client, programme, agencies):
        page = read(client.get(f"{PAGE}{AgencyFactory().code}/2026-Q1/"))
        assert "không phải gửi báo cáo nào" in page

    def test_a_section_stands_beside_the_leads_report(self, client, programme, agencies):
        section = OfficerFactory(agency__code="phoi-hop").agency
        task = programme.groups.get().tasks.get(position=1)
        task.task_agencies.create(agency=section, role="coordinating")
        page = read(client.get(f"{PAGE}phoi-hop/2026-Q1/"))
        assert len(page.select("task")) == 1
        assert "Phối hợp" in page

    @pytest.mark.parametrize(
        "path",
        [
            "ban-ron/2025-Q4/",
            "ban-ron/2031-Q1/",
            "ban-ron/2026-Q5/",
            "ban-ron/0000-Q1/",
            "ban-ron/2026/",
            "khong-co/2026-Q1/",
        ],
    )
    def test_what_does_not_exist_says_so(self, client, agencies, path):
        assert client.get(PAGE + path).status_code == 404


class TestDownloads:
    def test_the_table_says_what_the_page_says(self, client, agencies):
        response = client.get(
            "/chuong-trinh/chuong-trinh-bao-cao/tinh-hinh-bao-cao.csv?tu=2026&den=2026"
        )
        rows = list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))
        assert [row["Mã"] for row in rows] == ["ban-ron", "im-lang", ""]
        cell = "Chưa báo cáo 1/4; Trả lại 1/4; Trễ hạn 1/4; Đúng hạn 1/4"
        assert rows[0]["Quý I năm 2026"] == cell
        assert (rows[2]["Đơn vị"], rows[2]["Số báo cáo phải gửi"]) == ("Cộng", "20")
        assert rows[2]["Đúng hạn, phần trăm số đã đến hạn"] == "20.0"

    def test_a_spreadsheet_has_numbers_to_reckon_with(self, client, agencies):
        response = client.get("/chuong-trinh/chuong-trinh-bao-cao/tinh-hinh-bao-cao.xlsx")
        sheet = load_workbook(io.BytesIO(response.content)).active
        headings = [cell.value for cell in sheet[1]]
        assert sheet[2][headings.index("Số báo cáo phải gửi")].value == 16

    def test_json_has_each_count(self, client, agencies):
        document = client.get(
            "/chuong-trinh/chuong-trinh-bao-cao/tinh-hinh-bao-cao.json?den=2027"
        ).json()
        assert document["programme"]["is_demo"] is False
        assert [each["code"] for each in document["quarters"]][::7] == ["2026-Q1", "2027-Q4"]
        assert document["quarters"][0]["deadline"] == "2026-03-24"
        first = document["agencies"][0]["quarters"]["2026-Q1"]
        assert (first["owed"], first["missing"], first["entered_afterwards"]) == (4, 1, 1)
        assert document["total"]["on_time_percent"] == 20.0
        assert document["quarters"][1]["on_time_percent"] is None


def fill(programme, agencies: int, quarters: int) -> None:
    """So many agencies with an officer and two tasks each, half of the quarters reported."""
    group = TaskGroupFactory(programme=programme)
    before = None
    for _number in range(agencies):
        agency = OfficerFactory().agency
        task = TaskFactory(group=group, lead=agency)
        if before:
            task.task_agencies.create(agency=before, role="coordinating")
        for quarter in programme.reported_quarters[: quarters // 2]:
            values = {"year": quarter.year, "quarter": quarter.number, "state": "accepted"}
            values |= {"reported_on": quarter.closes, "submitted_at": now()}
            ReportFactory(task=task, agency=agency, **values)
        before = agency


@pytest.mark.parametrize(("agencies", "quarters"), [(2, 4), (30, 28)])
def test_thirty_agencies_in_seven_years_cost_as_many_queries_as_two_in_one(
    client, agencies, quarters, clock, django_assert_num_queries
):
    programme = ReportingProgrammeFactory(last_year=2025 + quarters // 4)
    fill(programme, agencies, quarters)
    clock.set(date(2033, 1, 1))
    with django_assert_num_queries(11):
        page = client.get(f"{PAGE}?tu=2026&den={programme.last_year}")
    matrix = page.context["matrix"]
    assert (len(matrix.rows), len(matrix.quarters)) == (agencies, quarters)


@pytest.mark.parametrize("reports", [1, 12])
def test_an_agencys_page_costs_the_same_however_much_it_says(
    client, programme, reports, django_assert_num_queries
):
    agency = AgencyFactory(code="ban-ron")
    for _number in range(reports):
        task = TaskFactory(group=TaskGroupFactory(programme=programme), lead=agency)
        report = AcceptedReportFactory(task=task, agency=agency)
        report.evidence.create(title="Biên bản", link="https://example.com")
    with django_assert_num_queries(17):
        page = client.get(f"{PAGE}ban-ron/2026-Q1/")
    assert len(page.context["fulfilments"]) == reports
