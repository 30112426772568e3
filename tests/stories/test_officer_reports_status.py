"""An agency's officer reports on the tasks that the agency leads, and reaches no other."""

import pytest
from django.urls import reverse

from programme.models import Task
from tests.backoffice import form_of
from tests.factories.people import StaffFactory, allowed
from tests.factories.programme import AgencyFactory, AmendmentFactory, OfficerFactory, TaskFactory
from tests.pages import read

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(client):
    officer = OfficerFactory(agency=AgencyFactory(name_vi="Ban Quản lý Khu công nghệ cao"))
    client.force_login(officer.user)
    return officer


def address(task: Task, page: str = "change", *more) -> str:
    return reverse(f"admin:programme_task_{page}", args=[task.pk, *more])


def report(client, task: Task, **data):
    """Post the change page as the browser would."""
    return client.post(address(task), form_of(client, address(task)) | data, follow=True)


def test_the_officer_reports_on_the_own_task(client, officer):
    task = TaskFactory(lead=officer.agency)
    assert report(client, task, status="in_progress", status_note="Đã họp").status_code == 200
    task.refresh_from_db()
    assert (task.status, task.status_note) == ("in_progress", "Đã họp")
    assert task.status_updated_by == officer.user
    change = task.history.first()
    assert change.history_user == officer.user
    assert change.prev_record.status == "no_report"
    page = read(client.get(address(task, "history")))
    assert "Chưa có báo cáo → Đang thực hiện" in page


def test_the_officer_changes_status_and_note_only(client, officer):
    task = TaskFactory(lead=officer.agency, content_vi="Nguyên văn")
    data = {
        "content_vi": "Sửa",
        "position": 9,
        "task_agencies-TOTAL_FORMS": 1,
        "task_agencies-INITIAL_FORMS": 0,
        "task_agencies-0-agency": AgencyFactory().pk,
        "task_agencies-0-role": "lead",
    }
    report(client, task, status="done", **data)
    task.refresh_from_db()
    assert (task.content_vi, task.status) == ("Nguyên văn", "done")
    assert task.leads == [officer.agency]


def test_the_list_shows_own_tasks_only(client, officer):
    own = TaskFactory(lead=officer.agency, content_vi="Của đơn vị mình")
    TaskFactory(lead=AgencyFactory(), content_vi="Của đơn vị khác")
    TaskFactory(lead=officer.agency, open_cells_of=["lead"], content_vi="Chưa chắc chủ trì")
    page = client.get(reverse("admin:programme_task_changelist"))
    assert [task.pk for task in page.context["cl"].result_list] == [own.pk]
    start = client.get(reverse("admin:index"))
    assert [item.count for item in start.context["waiting"]] == [1]


@pytest.mark.parametrize("page", ["change", "history", "delete", "simple_history"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_another_agencys_task_is_forbidden_by_address(client, officer, page, method):
    task = TaskFactory(lead=AgencyFactory())
    more = [task.history.first().pk] if page == "simple_history" else []
    data = {"status": "done", "seen_version": task.version, "post": "yes"}
    assert getattr(client, method)(address(task, page, *more), data).status_code == 403
    task.refresh_from_db()
    assert task.status == "no_report"


@pytest.mark.parametrize(
    "make",
    [
        lambda agency: TaskFactory(lead=agency, open_cells_of=["lead"]),
        lambda agency: TaskFactory(unplaced=agency, open_cells_of=["lead", "coordinating"]),
        lambda agency: TaskFactory(lead=agency, ended_by=AmendmentFactory()),
    ],
    ids=["lead in doubt", "in no column", "ended by a decision"],
)
def test_what_the_agency_does_not_lead_for_certain_is_forbidden(client, officer, make):
    assert client.get(address(make(officer.agency))).status_code == 403


def test_an_old_version_cannot_be_posted_back(client, officer):
    task = TaskFactory(lead=officer.agency)
    version = address(task, "simple_history", task.history.first().pk)
    assert client.get(version).status_code == 200
    assert client.post(version, {"status": "done"}).status_code == 403
    task.refresh_from_db()
    assert task.status == "no_report"


def test_a_confirmed_succession_hands_the_tasks_over(client, officer, django_user_model):
    former = AgencyFactory(successor=officer.agency, succession_source="Nghị quyết")
    predecessor = OfficerFactory(agency=former)
    task = TaskFactory(lead=former)
    assert client.get(address(task)).status_code == 403
    former.confirm_succession(StaffFactory())
    assert client.get(address(task)).status_code == 200
    client.force_login(predecessor.user)
    assert client.get(address(task)).status_code == 403


def test_staff_without_an_agency_reach_no_task(client):
    client.force_login(allowed(StaffFactory(), "programme.view_task", "programme.change_task"))
    assert client.get(address(TaskFactory(lead=AgencyFactory()))).status_code == 403


@pytest.mark.parametrize("page", ["history", "simple_history"])
def test_an_address_with_words_for_ids_is_missing(client, officer, page):
    path = reverse(f"admin:programme_task_{page}", args=["abc", *["x"] * (page != "history")])
    assert client.get(path).status_code == 404
