"""Plans and budgets become papers: submissions to the People's Committee, an agency's own."""

import pytest
from django.test import Client
from django.utils.timezone import localdate

from core.models import AuditEvent
from programme.models import AnnualPlan
from tests import tables
from tests.factories.plans import (
    COMMITTEE,
    DOIT,
    FINANCE,
    AnnualPlanFactory,
    BudgetLineFactory,
    load_roles,
    member,
    officer_of,
    plan_in,
)
from tests.factories.programme import AgencyFactory
from tests.factories.reports import at_work
from tests.pages import read
from tests.planning import page

pytestmark = pytest.mark.django_db
CITY = "/quan-tri/ke-hoach-nam/"


@pytest.fixture(autouse=True)
def roles(db) -> None:
    load_roles()


@pytest.fixture
def agency():
    return AgencyFactory(name_vi="Sở Khoa học Thử nghiệm")


@pytest.fixture
def officer(agency) -> Client:
    return at_work(officer_of(agency))


@pytest.fixture
def department() -> Client:
    return at_work(member(DOIT))


class TestPapers:
    def submission(self, client: Client, path: str, plan: AnnualPlan, **more):
        form = read(client.get(f"{CITY}{path}/", {"nam": plan.year})).form("addressee")
        return client.get(f"{CITY}{path}/", form | {"tep": "docx", **more})

    @pytest.mark.parametrize(
        ("path", "role", "title"),
        [
            ("to-trinh", DOIT, "Về việc phê duyệt kế hoạch và dự toán kinh phí năm"),
            ("tham-dinh", FINANCE, "Về kết quả thẩm định dự toán kinh phí năm"),
        ],
    )
    def test_go_to_the_peoples_committee_with_titles_and_totals(self, agency, path, role, title):
        plan = plan_in("appraised", agency=agency, amounts={"city": 700, "sponsorship": 300})
        plan_in("sent", amounts={"city": 5})
        client = at_work(member(role))
        paper = self.submission(
            client, path, plan, number="12", signed_on=f"{localdate():%d/%m/%Y}"
        )
        words = tables.words_of_word_file(paper)
        for each in ("TỜ TRÌNH", title, "Tổng kinh phí đề nghị: 1.005 đồng."):
            assert each in words
        assert "Số thẩm định: 1.000 đồng (2 trên 3 dòng; các dòng còn lại chưa có)." in words
        assert "ngoài ngân sách Thành phố: 300 đồng (29,9%)" in words
        head, _foot, summary, details = tables.of_word_file(paper)
        assert head[0][0].startswith("ỦY BAN NHÂN DÂN")
        assert head[1][0].startswith("Số: 12/TTr-")
        assert summary[-1][1:] == ["Tổng cộng", "", "1.005", "1.000", "–", "705", "300"]
        assert details[-1][4:7] == ["1.005", "1.000", "–"]
        assert AuditEvent.objects.filter(kind="export").exists()

    @pytest.mark.parametrize(("path", "role"), [("to-trinh", FINANCE), ("tham-dinh", DOIT)])
    def test_are_made_by_whose_they_are_alone(self, path, role):
        for who in (role, COMMITTEE):
            assert at_work(member(who)).get(f"{CITY}{path}/").status_code == 403

    def test_a_wrong_day_is_told_and_what_was_typed_stays(self, agency, department):
        plan = plan_in("sent", agency=agency)
        answer = self.submission(
            department, "to-trinh", plan, signed_on="31/02/2026", place="Thủ Đức"
        )
        assert "Không có ngày này." in read(answer).errors["Ngày ký"]
        assert read(answer).fields["Địa danh"] == "Thủ Đức"

    def test_the_agencys_own_plan_prints_as_word_and_sheet(self, agency, officer):
        plan = AnnualPlanFactory(agency=agency, amounts={"city": 5})
        BudgetLineFactory(plan=plan, quantity=2, unit="lớp", unit_price=10, amount=20)
        [head, _foot, details] = tables.of_word_file(officer.get(page(plan, "docx")))
        assert head[0][0].splitlines()[0] == "SỞ KHOA HỌC THỬ NGHIỆM", "no blank line above it"
        assert details[2][2] == f"2 lớp × 10\n{plan.lines.last().basis}"
        assert details[-1][4:7] == ["25", "–", "–"]
        sheet = tables.of_spreadsheet(officer.get(page(plan, "xlsx")))
        assert sheet[0][0] == f"DỰ TOÁN KINH PHÍ NĂM {plan.year}"
        [total] = [row for row in sheet if row[1] == "Tổng cộng"]
        assert total[6:11] == [25, "–", "–", "–", "–"]
        stranger = at_work(officer_of(AgencyFactory()))
        for name in ("docx", "xlsx", "year_docx", "year_xlsx"):
            assert stranger.get(page(plan, name)).status_code == 403

    def test_all_of_an_agencys_plans_of_a_year_are_one_paper(self, agency, officer):
        plan = plan_in("approved", agency=agency, amounts={"city": 5})
        other = AnnualPlanFactory(agency=agency, amounts={"city": 7})
        AnnualPlanFactory(amounts={"city": 100})
        [_head, _foot, details] = tables.of_word_file(officer.get(page(plan, "year_docx")))
        numbers = [row[0] for row in details[1:]]
        assert numbers == [plan.task.number, "1", other.task.number, "1", ""]
        assert details[-1][4:7] == ["12", "5", "5"]
        sheet = tables.of_spreadsheet(officer.get(page(plan, "year_xlsx")))
        [total] = [row for row in sheet if row[1] == "Tổng cộng"]
        assert total[6:9] == [12, 5, 5]

    def test_what_people_typed_is_no_formula(self, agency, officer):
        plan = AnnualPlanFactory(agency=agency, amounts={"city": 5})
        plan.lines.update(activity="=HYPERLINK(1)")
        sheet = tables.of_spreadsheet(officer.get(page(plan, "xlsx")))
        assert any("'=HYPERLINK(1)" in row for row in sheet)
