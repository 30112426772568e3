"""The City's yearly plan and the Steering Committee's page: right to the cell, for who may look."""

import io
from datetime import date, timedelta

import openpyxl
import pytest
from django.urls import reverse
from django.utils.timezone import localdate

from programme.models import AnnualPlan, BudgetLine
from programme.planning.city import CityPlan
from programme.planning.timing import Timing
from programme.steering import Situation, sections
from programme.sums import Sums
from tests.factories.people import StaffFactory, UserFactory
from tests.factories.plans import (
    AGENCY,
    COMMITTEE,
    DOIT,
    FINANCE,
    MONITOR,
    AnnualPlanFactory,
    PlanningProgrammeFactory,
    appraise,
    load_roles,
    member,
    officer_of,
    plan_in,
    task_of,
)
from tests.factories.programme import AgencyFactory, AmendmentFactory, ProgrammeFactory
from tests.factories.reports import ReportFactory
from tests.pages import read

pytestmark = pytest.mark.django_db
CITY, STEERING = "/quan-tri/ke-hoach-nam/", "/quan-tri/ban-chi-dao/"
YEAR = localdate().year


@pytest.fixture(autouse=True)
def roles(db) -> None:
    load_roles()


@pytest.fixture
def programme():
    return PlanningProgrammeFactory()


def city(programme, **more) -> CityPlan:
    return CityPlan(programme, YEAR, **more)


def test_what_is_sent_counts_and_a_draft_does_not(programme):
    AnnualPlanFactory(amounts={"city": 1})
    plan_in("sent", amounts={"city": 10})
    plan_in("approved", amounts={"city": 100, "sponsorship": 1_000})
    assert city(programme).total == Sums(1_110, 1_100, 1_100)
    assert [sums.planned for _label, sums in city(programme).by_source] == [110, 1_000, None, None]


def test_an_open_adjustment_does_not_count_twice(programme):
    plan = plan_in("received", amounts={"city": 100})
    new, by = plan.adjust(UserFactory()), UserFactory()
    line = new.lines.get()
    new.send(UserFactory())
    assert city(programme).total == Sums(100, 100, 100)
    appraise(new, {line.pk: (70, "Giảm quy mô")}, by)
    new.approve("5000/QĐ-UBND", localdate(), {line.pk: 70}, by)
    assert city(programme).total == Sums(100, 70, 70)
    [entry] = city(programme).entries
    assert (entry.plan, entry.timing) == (new, Timing.LATE)
    assert list(BudgetLine.objects.approved(programme, YEAR)) == [line]


def test_what_is_missing_is_told_by_what_is_owed(programme):
    draft = AnnualPlanFactory()
    sent = plan_in("sent")
    missing = task_of(AgencyFactory())
    nobody = task_of(AgencyFactory(), open_cells_of=["lead"])
    past = city(programme, today=date(YEAR - 1, 8, 31))
    told = {(absent.due.task, absent.plan, absent.timing) for absent in past.absent}
    assert told == {
        (draft.task, draft, Timing.OVERDUE),
        (missing, None, Timing.OVERDUE),
    }
    assert [entry.plan for entry in past.late] == [sent]
    assert past.unassigned == [nobody]
    before = city(programme, today=date(YEAR - 1, 8, 30))
    assert {absent.timing for absent in before.absent} == {Timing.AWAITED}
    assert before.late == []


def test_a_successors_plan_answers_for_its_predecessor(programme):
    old, new = AgencyFactory(), AgencyFactory()
    plan_in("sent", agency=old)
    old.successor, old.succession_source = new, "Nghị quyết"
    old.confirm_succession(StaffFactory())
    assert city(programme).absent == []


def test_a_programme_that_does_not_ask_misses_nothing(programme):
    task_of(AgencyFactory())
    programme.reports_from = ""
    assert (city(programme).absent, city(programme).asks_here) == ([], False)


@pytest.mark.parametrize("begins", [f"{YEAR - 1}-Q4", f"{YEAR}-Q1", f"{YEAR}-Q3"])
def test_plans_from_before_reporting_began_are_nobodys_fault(programme, begins):
    task_of(AgencyFactory())
    plan_in("sent")
    programme.reports_from = begins
    programme.save()
    plan = city(programme, today=date(YEAR, 12, 1))
    assert (plan.absent, plan.late, plan.asks_here) == ([], [], False)
    assert [entry.timing for entry in plan.entries] == [Timing.NO_DAY]
    following = CityPlan(programme, YEAR + 1, today=date(YEAR, 12, 1))
    assert {absent.timing for absent in following.absent} == {Timing.OVERDUE}


def test_an_amended_task_keeps_its_plan(programme):
    plan = plan_in("sent")
    plan.task.amend(AmendmentFactory(programme=programme, effective_on=date(YEAR, 1, 1)))
    assert city(programme).absent == []


def test_the_page_and_the_file_say_the_same(client, programme):
    plan = plan_in("received", amounts={"city": 1_500_000_000, "sponsorship": 20_000_000})
    task_of(AgencyFactory(name_vi="Sở Chưa lập"))
    client.force_login(member(DOIT))
    page = read(client.get(CITY, {"nam": YEAR}))
    for words in ("1.520.000.000", "1,52 tỷ đồng", "Toàn Thành phố", "Sở Chưa lập", "Trễ hạn"):
        assert words in page
    file = client.get(CITY, {"nam": YEAR, "tep": "xlsx"})
    title, *rows = list(openpyxl.load_workbook(io.BytesIO(file.content)).active.values)
    assert title[0] == f"KẾ HOẠCH, DỰ TOÁN KINH PHÍ NĂM {YEAR}"
    first = next(number for number, row in enumerate(rows, 1) if row[1] == "Số")
    assert [row[8:13] for row in rows[first : first + 4]] == [
        (1_500_000_000, 1_500_000_000, 1_500_000_000, "–", "–"),
        (20_000_000, 20_000_000, 20_000_000, "–", "–"),
        (1_520_000_000, 1_520_000_000, 1_520_000_000, "–", "–"),  # of the group
        (1_520_000_000, 1_520_000_000, 1_520_000_000, "–", "–"),
    ]
    assert rows[first][3] == plan.agency.name_vi
    assert (rows[first + 4][3], rows[first + 4][18]) == ("Sở Chưa lập", "Chưa lập")
    told = [row[0] for row in rows[first + 5 :] if row[0]]
    assert told == ["Ngoài ngân sách Thành phố: 20.000.000 đồng (1,3%)."]


@pytest.mark.parametrize("asked", ["abc", "0", "99999", "-1", ""])
def test_a_year_that_is_none_gives_the_one_planned_now(client, programme, asked):
    client.force_login(member(COMMITTEE))
    chosen = client.get(CITY, {"nam": asked, "chuong-trinh": "x"}).context["chosen"]
    assert (chosen.programme, chosen.year) == (programme, YEAR + 1)


def test_without_a_programme_the_pages_say_so(client):
    client.force_login(member(COMMITTEE))
    for address in (CITY, STEERING):
        assert "Chưa có chương trình nào." in read(client.get(address))


@pytest.mark.parametrize("address", [CITY, STEERING])
def test_overseers_alone_open_the_pages(client, programme, address):
    for role in (DOIT, FINANCE, MONITOR, COMMITTEE):
        client.force_login(member(role))
        assert client.get(address).status_code == 200
        assert address in read(client.get("/quan-tri/")).addresses
    for user in (officer_of(AgencyFactory()), member(AGENCY), StaffFactory()):
        client.force_login(user)
        assert client.get(address).status_code == 403
        assert address not in read(client.get("/quan-tri/")).source
    client.logout()
    assert client.get(address).status_code == 302


@pytest.mark.parametrize("tasks", [2, 9])
def test_the_whole_year_takes_a_constant_number_of_queries(
    programme, tasks, django_assert_num_queries
):
    for _number in range(tasks):
        plan_in("received")
        AnnualPlanFactory()
        task_of(AgencyFactory())
    with django_assert_num_queries(11):
        plan = city(programme)
        assert len(plan.entries) == tasks
        assert len(plan.absent) == 2 * tasks
        assert plan.by_agency
        assert plan.by_task
        assert plan.groups
        assert plan.late
        assert not plan.unassigned
    with django_assert_num_queries(1):
        lines = list(BudgetLine.objects.approved(programme, YEAR))
        assert {line.plan.task.number for line in lines}
        assert all(line.plan.agency.printed_name and line.sums for line in lines)


@pytest.mark.parametrize("tasks", [1, 6])
@pytest.mark.parametrize(("address", "queries"), [(CITY, 17), (STEERING, 31)])
def test_the_pages_take_a_constant_number_of_queries(
    client, programme, tasks, address, queries, django_assert_num_queries
):
    for _number in range(tasks):
        plan_in("received")
        plan_in("appraised")
        task_of(AgencyFactory())
    client.force_login(member(COMMITTEE))
    client.get(address, {"nam": YEAR})
    with django_assert_num_queries(queries):
        client.get(address, {"nam": YEAR})


def test_the_committee_sees_what_needs_it(client, programme):
    waiting = plan_in("appraised")
    absent = task_of(AgencyFactory(name_vi="Sở Chưa gửi"))
    nobody = task_of(AgencyFactory(), open_cells_of=["lead"])
    quarter = Situation(programme, YEAR, localdate()).last_quarter
    ReportFactory(
        task=absent,
        agency=absent.leads[0],
        year=quarter.year,
        quarter=quarter.number,
    ).submit(UserFactory())
    client.force_login(member(COMMITTEE))
    page = client.get(STEERING, {"nam": YEAR})
    found = {str(s.title): [item.text for item in s.items] for s in page.context["sections"]}
    needed = {
        "Kế hoạch, dự toán chờ phê duyệt": [str(waiting)],
        f"Kế hoạch năm {YEAR} chưa gửi": [f"{absent.number}: Sở Chưa gửi – Quá hạn, chưa nhận"],
        "Báo cáo quý còn thiếu": [f"{waiting.task.number}: {waiting.agency}"],
        "Nhiệm vụ cần phân công": [str(nobody)],
    }
    assert {title: found[title] for title in needed} == needed


def test_what_needs_a_decision_stands_before_how_things_stand():
    told = sections(Situation(ProgrammeFactory(), 2025, localdate()))
    titles = [str(section.title) for section in told]
    in_order = [
        "Báo cáo quý còn thiếu",
        "Khó khăn, kiến nghị chưa có kết quả",
        "Chỉ đạo đang theo dõi",
        "Tiến độ theo nhóm nhiệm vụ",
        "Chỉ tiêu của chương trình trong năm",
        "Tỷ lệ nội địa hóa so với mục tiêu",
        "Báo cáo tổng hợp gần nhất",
        "Kế hoạch năm 2025 chưa gửi",
    ]
    assert [title for title in titles if title in in_order] == in_order


def test_before_the_first_deadline_no_report_is_missing():
    programme = ProgrammeFactory()
    situation = Situation(programme, 2025, localdate())
    assert situation.last_quarter is None
    [reports] = [s for s in sections(situation) if s.title == "Báo cáo quý còn thiếu"]
    assert reports.items == []


def test_the_committee_changes_nothing(client, programme):
    plan = plan_in("appraised")
    client.force_login(member(COMMITTEE))
    assert client.post(STEERING).status_code in (200, 405)
    add = reverse("admin:programme_annualplan_add")
    assert client.post(add, {}).status_code == 403
    assert AnnualPlan.objects.get().version == plan.version


def test_reports_are_late_only_after_their_deadline(programme):
    quarter = Situation(programme, YEAR, date(YEAR, 3, 1)).last_quarter
    assert programme.deadline(quarter) < date(YEAR, 3, 1)
    on_the_day = programme.deadline(quarter.next)
    assert Situation(programme, YEAR, on_the_day).last_quarter == quarter
    after = on_the_day + timedelta(days=1)
    assert Situation(programme, YEAR, after).last_quarter == quarter.next
