"""DOIT's staff confirm what the scan left open, from a source; nobody else can."""

import pytest
from django.urls import reverse

from programme.models import Agency, Task
from tests.backoffice import form_of
from tests.factories.programme import AgencyFactory, OfficerFactory, TaskFactory, doit_staff
from tests.pages import read

pytestmark = pytest.mark.django_db


@pytest.fixture
def doit(client):
    user = doit_staff()
    client.force_login(user)
    return user


def post(client, task: Task, **changes):
    path = reverse("admin:programme_task_change", args=[task.pk])
    return client.post(path, form_of(client, path) | changes)


def test_staff_confirm_a_cell_from_a_source(client, doit):
    task = TaskFactory(lead=AgencyFactory(), open_cells_of=["lead"])
    source = "Bản ký số lưu tại Văn phòng, trang 12"
    saved = post(client, task, **{"open_cells-0-confirm": "on", "open_cells-0-source": source})
    assert saved.status_code == 302
    cell = task.open_cells.get()
    assert (cell.confirmed_by, cell.source) == (doit, source)
    assert cell.confirmed_at is not None
    history = client.get(reverse("admin:programme_task_history", args=[task.pk]))
    assert f"– → {source}" in read(history)
    client.logout()
    page = read(client.get(task.get_absolute_url()))
    assert source in page
    assert "chưa xác minh từ bản quét" not in page


def test_a_source_is_asked_for_at_its_field(client, doit):
    task = TaskFactory(lead=AgencyFactory(), open_cells_of=["lead"])
    page = post(client, task, **{"open_cells-0-confirm": "on"})
    errors = page.context["inline_admin_formsets"][2].formset.errors
    assert errors == [{"source": ["Hãy ghi căn cứ xác minh."]}]
    assert task.open_cells.get().confirmed_at is None


def test_an_agency_in_no_column_must_be_placed_first(client, doit):
    task = TaskFactory(unplaced=AgencyFactory(), open_cells_of=["lead"])
    ticked = {"open_cells-0-confirm": "on", "open_cells-0-source": "Bản gốc"}
    page = post(client, task, **ticked)
    assert "confirm" in page.context["inline_admin_formsets"][2].formset.errors[0]
    assert post(client, task, **ticked, **{"task_agencies-0-role": "lead"}).status_code == 302
    assert task.open_cells.get().confirmed_at is not None
    assert task.leads == [Agency.objects.get()]


def test_a_confirmation_can_be_taken_back(client, doit):
    task = TaskFactory(lead=AgencyFactory(), open_cells_of=["lead"])
    task.open_cells.get().confirm("Nhầm bản", doit)
    path = reverse("admin:programme_task_change", args=[task.pk])
    data = form_of(client, path)
    del data["open_cells-0-confirm"]
    client.post(path, data)
    assert task.open_cells.get().confirmed_at is None


def test_an_officer_cannot_confirm(client):
    officer = OfficerFactory()
    task = TaskFactory(lead=officer.agency, open_cells_of=["note"])
    client.force_login(officer.user)
    cell = task.open_cells.get()
    tampered = {
        "status": "done",
        "open_cells-0-id": cell.pk,
        "open_cells-0-task": task.pk,
        "open_cells-0-cell": "note",
        "open_cells-0-reason_vi": "x",
        "open_cells-0-source": "Tự ghi",
        "open_cells-0-confirm": "on",
    }
    assert post(client, task, **tampered).status_code == 302
    cell.refresh_from_db()
    assert (cell.confirmed_at, cell.source) == (None, "")
    assert Task.objects.get().status == "done"


def test_what_waits_is_on_the_start_page(client, doit):
    TaskFactory(open_cells_of=["lead", "note"])
    AgencyFactory(successor=AgencyFactory())
    waiting = client.get(reverse("admin:index")).context["waiting"]
    assert [item.count for item in waiting] == [1, 1]
    for item in waiting:
        assert len(client.get(item.url).context["cl"].result_list) == 1


class TestSuccession:
    def post(self, client, agency: Agency, **data):
        fields = {
            "code": agency.code,
            "name_vi": agency.name_vi,
            "kind": agency.kind,
            "seen_version": agency.version,
            "successor": agency.successor_id or "",
        }
        path = reverse("admin:programme_agency_change", args=[agency.pk])
        return client.post(path, fields | data)

    def test_staff_confirm_it_from_a_source(self, client, doit):
        agency = AgencyFactory(successor=AgencyFactory(name_vi="Sở Tài chính"))
        refused = self.post(client, agency, confirm="on")
        assert "succession_source" in refused.context["adminform"].form.errors
        source = "Nghị quyết số 1/NQ-HĐND"
        assert self.post(client, agency, confirm="on", succession_source=source).status_code == 302
        agency.refresh_from_db()
        assert agency.is_succeeded
        assert agency.succession_confirmed_by == doit

    def test_and_take_it_back(self, client, doit):
        agency = AgencyFactory(successor=AgencyFactory(), succession_source="Nhầm")
        agency.confirm_succession(doit)
        assert self.post(client, agency).status_code == 302
        agency.refresh_from_db()
        assert not agency.is_succeeded

    def test_an_officer_cannot(self, client):
        officer = OfficerFactory()
        client.force_login(officer.user)
        agency = AgencyFactory(successor=officer.agency)
        data = {"confirm": "on", "succession_source": "Tự ghi"}
        assert self.post(client, agency, **data).status_code == 403
