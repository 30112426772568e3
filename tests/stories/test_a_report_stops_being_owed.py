"""A report stops being its writer's while the form is open: nothing of what was typed is lost."""

from datetime import date

import pytest
from django.urls import reverse

from programme.models import Report, Task
from programme.periods import Period
from tests.factories.people import StaffFactory
from tests.factories.programme import (
    AgencyFactory,
    AmendmentFactory,
    AssignmentFactory,
    ProgrammeFactory,
    ReportingProgrammeFactory,
)
from tests.factories.reports import (
    ReportFactory,
    at_work,
    document,
    known,
    sent_back,
    task_of,
    writer,
)
from tests.pages import read

pytestmark = pytest.mark.django_db
Q1 = Period.read("2026-Q1")
TYPED = {"results": "Gõ từ lần lưu trước.", "progress": "60", "evidence-0-title": "Biên bản"}


@pytest.fixture
def agency(clock):
    clock.set(date(2026, 3, 20))
    return AgencyFactory(name_vi="Sở Cũ")


@pytest.fixture
def task(agency) -> Task:
    return task_of(ReportingProgrammeFactory(), agency, position=1)


@pytest.fixture
def officer(agency):
    return at_work(writer(agency))


def write(task: Task, agency, name: str = "write") -> str:
    return reverse(f"admin:programme_report_{name}", args=[task.pk, agency.code, Q1])


def reassign(task: Task) -> str:
    AssignmentFactory(task=task, quarter=1)
    return "Đơn vị không phải báo cáo nhiệm vụ này cho quý I năm 2026."


def amend(task: Task) -> str:
    amendment = AmendmentFactory(programme=task.programme, effective_on=date(2026, 2, 1))
    task.amend(amendment)
    return "Đơn vị không phải báo cáo nhiệm vụ này cho quý I năm 2026."


def merge_away(task: Task) -> str:
    (agency,) = task.leads
    agency.successor, agency.succession_source = AgencyFactory(name_vi="Sở Mới"), "Nghị quyết"
    agency.confirm_succession(StaffFactory())
    return "Sở Cũ đã được Sở Mới kế thừa; báo cáo, kế hoạch do đơn vị đó gửi."


@pytest.mark.parametrize("stop", [reassign, amend, merge_away])
@pytest.mark.parametrize("step", ["save", "send", "copy"])
def test_all_that_was_typed_comes_back_with_the_reason(officer, agency, task, stop, step):
    draft = ReportFactory(task=task, agency=agency)
    seen = sent_back(officer, write(task, agency))
    reason = stop(task)
    files = {"evidence-0-file": document()}
    page = officer.post(write(task, agency), seen | TYPED | files | {step: "1"})
    assert page.status_code == 409
    (told,) = page.context["writing"].form.non_field_errors()
    assert told.startswith(reason)
    assert "còn nguyên bên dưới nhưng không lưu được" in read(page).non_field_errors
    form = page.context["writing"].form
    assert {name: form[name].value() for name in ("results", "progress", "task_status")} == {
        "results": TYPED["results"],
        "progress": "60",
        "task_status": draft.task_status,
    }
    assert TYPED["evidence-0-title"] in read(page).fields["Tên tài liệu"]
    assert "Đã lưu nháp" not in read(page)
    assert (known(draft).results, draft.evidence.count()) == (draft.results, 0)
    assert officer.get(page.context["home"]).status_code == 200


@pytest.mark.parametrize("stop", [reassign, merge_away])
def test_the_first_save_is_no_exception_and_writes_nothing(officer, agency, task, stop):
    seen = sent_back(officer, write(task, agency))
    stop(task)
    page = officer.post(write(task, agency), seen | TYPED)
    assert page.context["writing"].form["results"].value() == TYPED["results"]
    assert not Report.objects.exists()


def test_a_mistake_in_it_is_told_too(officer, agency, task):
    seen = sent_back(officer, write(task, agency)) | {"progress": "101"}
    reassign(task)
    form = officer.post(write(task, agency), seen).context["writing"].form
    assert form.errors["progress"] == ["Tiến độ từ 0 đến 100%."]
    assert form["progress"].value() == "101"


def test_saved_again_it_is_kept_when_the_department_takes_its_step_back(officer, agency, task):
    seen = sent_back(officer, write(task, agency))
    reassign(task)
    again = read(officer.post(write(task, agency), seen | TYPED)).form("seen_version")
    again["evidence-0-title"] = ""  # without a file it would be refused again
    task.assignments.all().delete()
    assert officer.post(write(task, agency), again).status_code == 302
    assert Report.objects.get().results == TYPED["results"]


@pytest.mark.parametrize("stop", [reassign, merge_away])
def test_saving_by_itself_says_so(officer, agency, task, stop):
    seen = sent_back(officer, write(task, agency))
    reason = stop(task)
    line = read(officer.post(write(task, agency, "autosave"), seen | TYPED))
    assert "Chưa tự lưu được." in line.non_field_errors
    assert reason in line.non_field_errors
    assert "hx-swap-oob" not in line.source
    assert not Report.objects.exists()


def test_what_the_successor_writes_is_not_shown_to_the_former_officer(officer, agency, task):
    seen = sent_back(officer, write(task, agency))
    merge_away(task)
    report = ReportFactory(task=task, agency=agency, results="Bản của Sở Mới.")
    report.evidence.create(title="Tài liệu mới", link="https://example.com")
    page = read(officer.post(write(task, agency), seen | TYPED))
    assert "Bản của Sở Mới." not in page.source
    assert "Tài liệu mới" not in page.source
    assert officer.get(write(task, agency)).status_code == 403


def test_an_entry_from_paper_keeps_its_day(officer, agency):
    task = task_of(ProgrammeFactory(is_main=False), agency)
    quarter = Period.read("2021-Q2")
    address = reverse("admin:programme_report_write", args=[task.pk, agency.code, quarter])
    seen = sent_back(officer, address) | TYPED | {"reported_on": "16/6/2021"}
    merge_away(task)
    form = officer.post(address, seen).context["writing"].form
    assert form["reported_on"].value() == "16/6/2021"
