"""Each filter finds what is certain; what is in doubt is found as such, and only so."""

import io

import pytest
from django.utils.timezone import now
from openpyxl import load_workbook

from programme.models import Agency, Programme, Task
from programme.pages import programme_url
from tests.factories.programme import AgencyFactory, ProgrammeFactory, TaskFactory

pytestmark = pytest.mark.django_db


def here(name: str, **named: str) -> str:
    """The address of a page of the current programme."""
    return programme_url(Programme.objects.main(), name, **named)


def numbers(client, **filters) -> list[str]:
    response = client.get(here("task-list"), filters)
    assert response.status_code == 200
    return [task.number for task in response.context["page_obj"]]


@pytest.mark.usefixtures("decision")
class TestTheDecisionsTasks:
    @pytest.mark.parametrize(
        ("filters", "found"),
        [
            ({"group": "4"}, ["4.1", "4.2", "4.3"]),
            ({"lead": "csid"}, ["3.2", "5.3"]),
            ({"lead": "stttt"}, ["1.10"]),
            ({"uncertain": "stttt"}, ["5.4"]),
            ({"lead": "sldtbxh"}, ["3.1"]),
            ({"uncertain": "sldtbxh"}, ["3.4"]),
            ({"coordinating": "baodai"}, []),
            ({"uncertain": "baodai"}, ["1.5", "1.6"]),
            ({"uncertain": "sct"}, ["1.2"]),
            ({"lead": "ctk", "group": "1"}, []),
            ({"lead": ["ctk", "itpc"]}, ["1.8", "5.2"]),
            ({"verification": "open", "group": "2"}, ["2.1", "2.4"]),
            ({"recurrence": "every_two_years"}, ["1.7"]),
            ({"recurrence": "unknown"}, ["2.4", "3.3", "3.4"]),
            ({"year": "2025", "group": "1", "recurrence": "period"}, ["1.4"]),
            ({"q": "mat bang"}, ["4.1"]),
            ({"q": "1.10"}, ["1.10"]),
            ({"q": "trien lam", "recurrence": "yearly"}, ["1.5", "1.9"]),
            ({"status": "done"}, []),
        ],
    )
    def test_filters(self, client, filters, found):
        assert numbers(client, **filters) == found

    def test_a_department_leads_what_its_units_lead(self, client):
        found = numbers(client, lead="sct")
        assert found == ["1.9", "2.2", "2.4", "2.5", "3.2", "4.1", "5.1", "5.3"]

    def test_facet_counts_are_what_the_filter_then_shows(self, client):
        response = client.get(here("task-list"))
        for facet in response.context["filter"].facets:
            for option in [*facet.options, *facet.more]:
                found = numbers(client, **{facet.name: option.value})
                assert len(found) == option.count, (facet.name, option)

    def test_a_confirmed_successor_is_found_as_lead(self, client, django_user_model):
        former = Agency.objects.get(code="skhdt")
        assert numbers(client, uncertain="stc") == []
        former.succession_source = "Nghị quyết"
        former.confirm_succession(django_user_model.objects.create(username="x", email="x@x.vn"))
        assert numbers(client, uncertain="stc") == ["1.3"]
        assert numbers(client, uncertain="skhdt") == ["1.3"]

    @pytest.mark.parametrize("filters", ["", "?lead=sct&verification=open", "?q=bao+cao&year=2020"])
    def test_downloads_hold_exactly_what_the_filters_show(self, client, filters):
        shown = client.get(here("task-list") + filters).context["filter"].qs
        expected = [task.number for task in shown]
        document = client.get(here("task-download", form="json") + filters).json()
        assert [task["number"] for task in document["tasks"]] == expected
        assert document["count"] == len(expected)
        csv = client.get(here("task-download", form="csv") + filters)
        lines = csv.content.decode("utf-8-sig").splitlines()
        assert [line.partition(",")[0] for line in lines[1:]] == expected
        xlsx = client.get(here("task-download", form="xlsx") + filters)
        rows = load_workbook(io.BytesIO(xlsx.content)).active.iter_rows(values_only=True)
        assert [row[0] for row in rows][1:] == expected

    def test_the_json_lists_28_with_doubts_marked(self, client):
        document = client.get("/chuong-trinh/chuong-trinh-2019-2025/nhiem-vu.json").json()
        assert document["count"] == len(document["tasks"]) == 28
        assert document["programme"]["number"] == "2869/QĐ-UBND"
        task = next(task for task in document["tasks"] if task["number"] == "3.4")
        assert task["lead"] is None
        assert task["recurrence"] is None
        doubts = {cell["cell"]: cell["read"] for cell in task["open_cells"]}
        assert doubts["lead"] == "Sở Lao động - Thương binh và Xã hội"
        assert doubts["timeframe"] == "Hàng năm"

    def test_the_table_marks_each_cell_in_doubt(self, client):
        text = client.get("/chuong-trinh/chuong-trinh-2019-2025/nhiem-vu.csv?q=3.4").content.decode(
            "utf-8-sig"
        )
        assert "Sở Lao động - Thương binh và Xã hội [chưa xác minh từ bản quét]" in text


def test_a_formula_in_a_note_is_neutralised(client):
    TaskFactory(note="=HYPERLINK(1)")
    csv = client.get(here("task-download", form="csv")).content.decode("utf-8-sig")
    assert ",'=HYPERLINK(1)," in csv


def test_sorts(client):
    ProgrammeFactory()
    waiting = TaskFactory(position=1)
    done = TaskFactory(position=2, status=Task.Status.DONE, status_updated_at=now())
    started = TaskFactory(position=3, status=Task.Status.IN_PROGRESS)
    assert numbers(client) == [waiting.number, done.number, started.number]
    assert numbers(client, sort="status") == [waiting.number, started.number, done.number]
    assert numbers(client, sort="updated")[0] == done.number
    assert numbers(client, sort="nonsense") == numbers(client)


def test_a_confirmed_lead_moves_to_the_certain_filter(client, django_user_model):
    agency = AgencyFactory()
    task = TaskFactory(lead=agency, open_cells_of=["lead"])
    assert numbers(client, lead=agency.code) == []
    assert numbers(client, uncertain=agency.code) == [task.number]
    user = django_user_model.objects.create(username="x", email="x@x.vn")
    task.open_cells.get().confirm("Bản gốc, trang 12", user)
    assert numbers(client, lead=agency.code) == [task.number]
    assert numbers(client, uncertain=agency.code) == []
