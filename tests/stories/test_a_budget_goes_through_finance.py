"""A plan and its budget: the agency writes, Finance appraises, the City decides, DOIT records."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localdate

from programme.models import AnnualPlan
from tests.backoffice import form_of
from tests.factories.plans import (
    COMMITTEE,
    DOIT,
    FINANCE,
    MONITOR,
    AnnualPlanFactory,
    load_roles,
    member,
    officer_of,
    plan_in,
    scan,
    task_of,
)
from tests.factories.programme import AgencyFactory, AssignmentFactory, TaskFactory
from tests.pages import Page, read
from tests.planning import lines, page, step

pytestmark = pytest.mark.django_db
ADD = "/quan-tri/programme/annualplan/add/"
LIST = "/quan-tri/programme/annualplan/"


@pytest.fixture(autouse=True)
def roles(db) -> None:
    load_roles()


def enter(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def told(response) -> Page:
    assert response.status_code == 200, response.status_code
    return read(response)


@pytest.fixture
def agency():
    return AgencyFactory(name_vi="Sở Khoa học Thử nghiệm")


@pytest.fixture
def officer(agency) -> Client:
    return enter(officer_of(agency))


@pytest.fixture
def work(agency):
    return task_of(agency, content_vi="Tổ chức hội nghị kết nối")


@pytest.fixture
def finance() -> Client:
    return enter(member(FINANCE))


@pytest.fixture
def department() -> Client:
    return enter(member(DOIT))


def appraisal() -> dict:
    """Finance's document of thirty days ago, as typed."""
    day = localdate() - timedelta(days=30)
    return {
        "appraisal_number": "1234/STC-HCSN",
        "appraisal_on": f"{day:%d/%m/%Y}",
        "file": scan(),
    }


def new_plan(client: Client, year: int, *rows, **more):
    """Fill in the page for a new plan: the only task that this officer can choose."""
    works = client.get(ADD).context["adminform"].form.fields["work"].choices
    data = {"year": year, "work": works[1][0], "activities": "Quý I: mời. Quý II: hội nghị."}
    return client.post(ADD, data | lines(*rows) | more)


def test_from_the_agencys_draft_to_what_was_paid(officer, finance, department, work):
    year = localdate().year
    rows = [("Thuê hội trường", "city", "1.500.000.000"), ("In ấn", "sponsorship", "20000000")]
    assert new_plan(officer, year, *rows, stated_total="1.520.000.000").status_code == 302
    plan = AnnualPlan.objects.get()
    assert (plan.task, plan.agency.name_vi) == (work, "Sở Khoa học Thử nghiệm")
    assert plan.sums.planned == 1_520_000_000
    assert step(officer, plan, "send").status_code == 302

    waiting = [item.label for item in finance.get("/quan-tri/").context["waiting"]]
    assert "Dự toán chờ thẩm định" in waiting
    hall, printing = plan.lines.all()
    amounts = {f"amount-{hall.pk}": "1.400.000.000", f"amount-{printing.pk}": "20.000.000"}
    unexplained = told(step(finance, plan, "appraise", **amounts, **appraisal()))
    line = unexplained.errors["Thuê hội trường TT 29/2018"]
    assert line == "Hãy ghi lý do thẩm định khác số đề nghị."
    assert unexplained.form(f"amount-{hall.pk}")[f"amount-{hall.pk}"] == "1.400.000.000"
    reasons = {f"reason-{hall.pk}": "Theo định mức"}
    given = amounts | reasons | appraisal()
    assert step(finance, plan, "appraise", **given).status_code == 302

    assert "chờ quyết định phê duyệt" in told(department.get("/quan-tri/"))
    decided = localdate() - timedelta(days=20)
    approved = {f"amount-{hall.pk}": "1400000000", f"amount-{printing.pk}": "20 000 000"}
    decision = {"decision_number": "4150/QĐ-UBND", "decision_on": f"{decided:%d/%m/%Y}"}
    decision |= {"file": scan()}
    assert step(department, plan, "approve", **approved, **decision).status_code == 302
    day = f"{decided + timedelta(days=3):%d/%m/%Y}"
    assert step(department, plan, "receive", received_on=day).status_code == 302
    plan.refresh_from_db()
    assert (plan.state, plan.sums.approved) == ("received", 1_420_000_000)
    assert "Trễ hạn" in told(officer.get(page(plan)))  # this year's plan, received this year

    payment = {"line": hall.pk, "on": f"{localdate():%d/%m/%Y}", "source": "Lệnh chi 12"}
    step(finance, plan, "pay", **payment, kind="allocated", amount="1.000.000.000")
    step(officer, plan, "pay", **payment, kind="disbursed", amount="600.000.000")
    hall.refresh_from_db()
    assert (hall.allocated, hall.disbursed) == (1_000_000_000, 600_000_000)
    too_much = step(officer, plan, "pay", **payment, kind="disbursed", amount="400.000.001")
    assert "vượt số đã cấp (1.000.000.000 đồng)" in told(too_much).errors["Số tiền (đồng)"]
    steps = [row.state for row in plan.trail]
    assert steps == ["draft", "sent", "appraised", "approved", "received"]


def test_an_adjustment_takes_over_and_the_old_version_is_kept(department, officer, agency):
    old = plan_in("received", agency=agency)
    line = old.lines.first()
    line.pay("allocated", 500_000_000, localdate(), "Lệnh chi 1", member(FINANCE))
    assert step(department, old, "adjust").status_code == 302
    new = AnnualPlan.objects.get(adjusts=old)
    assert "đang có bản điều chỉnh" in told(step(department, old, "adjust")).non_field_errors
    filled = form_of(officer, page(new))
    low = officer.post(page(new), filled | {"lines-0-amount": "400.000.000"})
    assert low.status_code == 302
    assert "đã được cấp 500.000.000 đồng" in told(step(officer, new, "send")).non_field_errors
    filled = form_of(officer, page(new))
    officer.post(page(new), filled | {"lines-0-amount": "900.000.000"})
    assert step(officer, new, "send").status_code == 302
    amounts = {f"amount-{row.pk}": row.amount for row in new.lines.all()}
    given = amounts | appraisal()
    assert step(enter(member(FINANCE)), new, "appraise", **given).status_code == 302
    decision = {"decision_number": "5000/QĐ-UBND", "decision_on": f"{localdate():%d/%m/%Y}"}
    decision |= {"file": scan()}
    old.refresh_from_db()
    assert old.state == "received"  # in force until the later decision
    assert step(department, new, "approve", **amounts, **decision).status_code == 302
    old.refresh_from_db()
    assert (old.state, old.sums.approved) == ("adjusted", 1_800_000_000)
    assert (new.sums.approved, new.sums.allocated, old.sums.allocated) == (
        1_200_000_000,
        500_000_000,
        None,  # what was paid is told by the version in force
    )


def test_each_sends_back_one_step_with_a_remark(officer, finance, department, agency):
    plan = plan_in("sent", agency=agency)
    silent = told(step(finance, plan, "return", remark=" "))
    assert "Hãy ghi ý kiến trả lại." in silent.errors["Ý kiến trả lại"]
    step(finance, plan, "return", remark="Thiếu căn cứ.")
    assert "Thiếu căn cứ." in told(officer.get(page(plan)))
    waiting = [item.label for item in officer.get("/quan-tri/").context["waiting"]]
    assert "Kế hoạch bị trả lại" in waiting
    received = plan_in("received", agency=agency)
    for state in ("approved", "appraised", "sent"):
        assert step(department, received, "send_back", remark="Sai số.").status_code == 302
        received.refresh_from_db()
        assert received.state == state
    assert received.decision_number == ""


def test_a_coordinating_agency_writes_its_part_and_a_stranger_none(agency, work):
    joining, stranger = officer_of(AgencyFactory()), officer_of(AgencyFactory())
    work.task_agencies.create(agency=joining.officer.agency, role="coordinating")
    year = localdate().year
    assert new_plan(enter(joining), year, ("In ấn", "city", "1000000")).status_code == 302
    offered = enter(stranger).get(ADD).context["adminform"].form.fields["work"]
    assert len(offered.choices) == 1
    assert "chưa chắc chắn chủ trì hoặc phối hợp" in offered.help_text


def test_an_assigned_agency_plans_from_its_year_on(agency, officer, work):
    assigned = AssignmentFactory(task=work, year=localdate().year).agency
    choice = enter(officer_of(assigned))
    row = ("Thuê hội trường", "city", "1000000")
    assert new_plan(choice, localdate().year, row).status_code == 302
    refused = told(new_plan(officer, localdate().year, row))
    assert "đơn vị không được giao nhiệm vụ này" in refused.errors["Năm kế hoạch"]


def test_officers_of_a_merged_agency_hear_who_plans_now(agency, work):
    new = AgencyFactory(name_vi="Sở Kế thừa")
    agency.successor, agency.succession_source = new, "Nghị quyết"
    plan = AnnualPlanFactory(agency=agency, task=work)
    former, heir = enter(officer_of(agency)), enter(officer_of(new))
    agency.confirm_succession(member(DOIT))
    field = former.get(ADD).context["adminform"].form.fields["work"]
    assert "đã được Sở Kế thừa kế thừa" in field.help_text
    assert former.get(page(plan)).status_code == 403
    assert step(heir, plan, "send").status_code == 302


def test_a_task_that_was_taken_away_is_not_sent(officer, agency, work):
    plan = AnnualPlanFactory(agency=agency, task=work)
    AssignmentFactory(task=work, year=plan.year)
    assert "không còn được giao nhiệm vụ này" in told(step(officer, plan, "send")).non_field_errors


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("một triệu", "Hãy ghi số tiền bằng đồng"),
        ("1,5", "Hãy ghi số tiền bằng đồng"),
        ("1.50.000", "Hãy ghi số tiền bằng đồng"),
        ("9" * 30, "Số tiền quá lớn."),
        ("0", "Số tiền phải lớn hơn 0."),
    ],
)
def test_an_amount_that_is_none_is_told_at_its_field(officer, work, typed, message):
    response = new_plan(officer, localdate().year, ("Thuê hội trường", "city", typed))
    assert message in told(response).errors["Đề nghị (đồng)"]
    assert told(response).form()["lines-0-amount"] == typed
    assert not AnnualPlan.objects.exists()


def test_lines_that_do_not_add_up_are_told_at_the_total(officer, work):
    rows = [("Thuê hội trường", "city", "1.500.000"), ("In ấn", "city", "500.000")]
    response = new_plan(officer, localdate().year, *rows, stated_total="3.000.000")
    errors = told(response).errors
    assert "Tổng các dòng là 2.000.000 đồng" in errors["Tổng cộng theo văn bản (đồng)"]
    assert told(response).form()["lines-0-activity"] == "Thuê hội trường"


def test_a_plan_says_what_it_costs_or_that_it_costs_nothing(officer, work):
    year = localdate().year
    both = new_plan(officer, year, ("In ấn", "city", "500.000"), without_budget="on")
    assert "without_budget" in both.context["adminform"].form.errors
    new_plan(officer, year)
    plan = AnnualPlan.objects.get()
    assert "Hãy ghi ít nhất một dòng dự toán" in told(step(officer, plan, "send")).non_field_errors
    AnnualPlan.objects.update(without_budget=True)
    assert step(officer, plan, "send").status_code == 302


def test_a_day_that_does_not_exist_is_told_and_kept(department, agency):
    plan = plan_in("appraised", agency=agency)
    amounts = {f"amount-{line.pk}": line.amount for line in plan.lines.all()}
    data = {"decision_number": "4150/QĐ-UBND", "decision_on": "31/02/2026", **amounts}
    text = told(step(department, plan, "approve", **data))
    assert "Không có ngày này." in text.errors["Ngày quyết định"]
    assert text.fields["Ngày quyết định"] == "31/02/2026"
    tomorrow = f"{localdate() + timedelta(days=1):%d/%m/%Y}"
    future = step(department, plan, "approve", **data | {"decision_on": tomorrow})
    assert "không thể ở tương lai" in told(future).errors["Ngày quyết định"]


def test_one_plan_a_year_for_a_task(officer, agency, work):
    AnnualPlanFactory(agency=agency, task=work)
    response = new_plan(officer, localdate().year, ("In ấn", "city", "500.000"))
    assert "Đơn vị đã có kế hoạch" in told(response).errors["Nhiệm vụ, đơn vị"]


def test_a_year_without_work_is_told_at_the_year(officer, agency):
    task_of(agency, recurrence="yearly", first_year=localdate().year)
    response = new_plan(officer, localdate().year - 1, ("In ấn", "city", "500.000"))
    assert "year" in response.context["adminform"].form.errors


def test_the_second_of_two_officers_loses_nothing(officer, agency):
    plan = AnnualPlanFactory(agency=agency)
    mine = form_of(officer, page(plan)) | {"lines-0-amount": "777.000"}
    theirs = form_of(officer, page(plan)) | {"activities": "Nội dung của người kia"}
    assert officer.post(page(plan), theirs).status_code == 302
    text = told(officer.post(page(plan), mine))
    assert "đã sửa bản ghi này" in text.non_field_errors
    assert text.form()["lines-0-amount"] == "777.000"
    assert plan.lines.first().amount == 1_500_000_000


def test_what_was_typed_while_somebody_sent_the_plan_comes_back(officer, agency):
    plan = AnnualPlanFactory(agency=agency)
    mine = form_of(officer, page(plan)) | {"activities": "Bản của tôi", "lines-0-amount": "777.000"}
    step(officer, plan, "send")
    text = told(officer.post(page(plan), mine))
    assert (
        "đang ở tình trạng “Chờ Sở Tài chính thẩm định” nên không sửa được" in text.non_field_errors
    )
    assert "Bản của tôi" in text.fields["Hoạt động, tiến độ và kết quả dự kiến"]
    assert text.form()["lines-0-amount"] == "777.000"
    plan.refresh_from_db()
    assert (plan.activities == "Bản của tôi", plan.sums.planned) == (False, 1_800_000_000)


def test_a_step_on_an_older_page_is_not_taken(finance, agency):
    plan = plan_in("sent", agency=agency)
    amounts = {f"amount-{line.pk}": line.amount for line in plan.lines.all()}
    text = told(step(finance, plan, "appraise", **amounts, seen_version=plan.version - 1))
    assert "Kế hoạch đã thay đổi sau khi bạn mở trang" in text.non_field_errors
    plan.refresh_from_db()
    assert plan.state == "sent"
    assert text.form()["seen_version"] == str(plan.version)


ROLES = {"officer": "agency", "finance": FINANCE, "department": DOIT}
STEP_OF = {
    "send": ("draft", {"officer"}),
    "appraise": ("sent", {"finance"}),
    "return": ("sent", {"finance"}),
    "approve": ("appraised", {"department"}),
    "receive": ("approved", {"department"}),
    "send_back": ("received", {"department"}),
    "take_back": ("appraised", {"finance"}),
    "attach": ("sent", {"officer"}),
    "detach": ("draft", {"officer"}),
    "contribute": ("sent", {"officer", "department"}),
    "end_contribution": ("received", {"officer", "department"}),
    "correct": ("received", {"officer", "finance", "department"}),
    "adjust": ("received", {"department"}),
    "pay": ("received", {"officer", "finance", "department"}),
}


@pytest.mark.parametrize("name", STEP_OF)
def test_each_step_is_for_its_role_alone(name, agency, officer, finance, department):
    state, may = STEP_OF[name]
    plan = plan_in(state, agency=agency)
    people = {"officer": officer, "finance": finance, "department": department}
    people |= {"stranger": enter(officer_of(AgencyFactory()))}
    people |= {"monitor": enter(member(MONITOR)), "committee": enter(member(COMMITTEE))}
    for who, client in people.items():
        allowed = who in may
        assert client.get(page(plan, name)).status_code == (200 if allowed else 403), who
        offered = client.get(page(plan))
        assert (page(plan, name) in read(offered).addresses) is allowed, who
        if not allowed:
            assert step(client, plan, name, remark="x").status_code == 403, who
    plan.refresh_from_db()
    assert plan.state == state


@pytest.mark.parametrize("role", [FINANCE, DOIT, MONITOR, COMMITTEE])
def test_who_oversees_sees_every_plan_and_writes_none(role, agency):
    client, plan = enter(member(role)), AnnualPlanFactory(agency=agency)
    assert plan.lines.first().activity in told(client.get(page(plan)))
    assert client.get(ADD).status_code == 403
    client.post(page(plan), {"activities": "Sửa", "seen_version": plan.version})
    plan.refresh_from_db()
    assert plan.activities != "Sửa"
    assert client.post(page(plan, "delete"), {"post": "yes"}).status_code == 403
    assert agency.name_vi in told(client.get(LIST))


def test_an_officer_sees_and_writes_the_own_plans_alone(officer, agency):
    own, other = AnnualPlanFactory(agency=agency), AnnualPlanFactory()
    listed = officer.get(LIST).context["cl"].result_list
    assert [plan.pk for plan in listed] == [own.pk]
    for name in ("change", "history", "delete"):
        assert officer.get(page(other, name)).status_code == 403
    sent = plan_in("sent", agency=agency)
    officer.post(page(sent), {"activities": "Sửa"})
    sent.refresh_from_db()
    assert sent.activities != "Sửa"
    assert officer.post(page(own, "delete"), {"post": "yes"}).status_code == 302
    assert not AnnualPlan.objects.filter(pk=own.pk).exists()


def test_what_is_owed_and_not_begun_waits_for_the_officer(officer, agency, work, monkeypatch):
    AnnualPlanFactory(agency=agency, task=work, year=localdate().year + 1)
    other = task_of(agency, content_vi="Nhiệm vụ chưa có kế hoạch")
    TaskFactory(group=work.group, lead=agency, open_cells_of=["lead"])
    monkeypatch.setattr("programme.admin.plans.FIRST_MONTH", 1)
    waiting = [(item.label, item.count) for item in officer.get("/quan-tri/").context["waiting"]]
    assert (f"Kế hoạch năm {localdate().year + 1} chưa lập", 1) in waiting
    listed = officer.get(LIST)
    [(value, label)] = listed.context["to_begin"]
    assert str(other) in label
    prefilled = officer.get(ADD, {"work": value}).context["adminform"].form
    assert prefilled["work"].value() == value
    monkeypatch.setattr("programme.admin.plans.FIRST_MONTH", 13)
    assert "chưa lập" not in str(officer.get("/quan-tri/").context["waiting"])


@pytest.mark.parametrize("name", ["history", "simple_history"])
def test_the_history_of_a_plan_is_readable(officer, agency, name):
    plan = plan_in("sent", agency=agency)
    more = [plan.history.first().pk] if name == "simple_history" else []
    address = reverse(f"admin:programme_annualplan_{name}", args=[plan.pk, *more])
    assert "Chờ Sở Tài chính thẩm định" in told(officer.get(page(plan)))
    assert plan.lines.first().activity in told(officer.get(address)) or more
