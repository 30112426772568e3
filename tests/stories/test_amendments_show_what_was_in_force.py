"""A later decision changes and ends tasks and targets; the register shows what held when."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from programme.models import Task
from tests.factories.programme import (
    AgencyFactory,
    AmendmentFactory,
    ProgrammeFactory,
    TargetFactory,
    TaskFactory,
    doit_staff,
)
from tests.pages import read

pytestmark = pytest.mark.django_db
LIST = "/chuong-trinh/chuong-trinh-thu/nhiem-vu/"


@pytest.fixture
def decision(db):
    return AmendmentFactory(number="77/QĐ-UBND", effective_on=date(2021, 7, 1))


def listed(client, day: str = "") -> list[str]:
    response = client.get(LIST, {"ngay": day} if day else {})
    return [task.content_vi for task in response.context["page_obj"]]


def test_staff_change_a_task_by_a_decision(client, decision):
    client.force_login(doit_staff())
    old = TaskFactory(position=1, content_vi="Cũ", lead=AgencyFactory(), open_cells_of=["note"])
    data = {"action": "amend", "_selected_action": old.pk, "amendment": decision.pk, "index": 0}
    response = client.post(reverse("admin:programme_task_changelist"), data)
    new = Task.objects.get(replaces=old)
    assert response.url == reverse("admin:programme_task_change", args=[new.pk])
    old.refresh_from_db()
    assert (old.ended_by, new.added_by) == (decision, decision)
    assert new.leads == old.leads
    assert new.open_cells.count() == old.open_cells.count() == 1
    Task.objects.filter(pk=new.pk).update(content_vi="Mới")

    assert listed(client) == ["Mới"]
    assert listed(client, "2021-06-30") == ["Cũ"]
    assert listed(client, "2021-07-01") == ["Mới"]
    page = read(client.get(f"{LIST}1.1/"))
    assert page.text.index("Mới") < page.text.index("Cũ")
    assert "77/QĐ-UBND" in page.notices
    then = client.get(f"{LIST}1.1/?ngay=2021-06-30").context["task"]
    assert then == old
    document = client.get("/chuong-trinh/chuong-trinh-thu/nhiem-vu.json?ngay=2021-06-30").json()
    assert [task["content_vi"] for task in document["tasks"]] == ["Cũ"]


def test_an_ended_task_keeps_its_page(client, decision):
    task = TaskFactory(position=4, ended_by=decision)
    assert listed(client) == []
    page = client.get(f"{LIST}{task.number}/")
    assert page.status_code == 200
    assert "Hết hiệu lực từ 01/7/2021" in read(page).notices


def test_the_action_needs_a_decision_and_the_right(client, decision):
    client.force_login(doit_staff())
    task = TaskFactory()
    data = {"action": "end", "_selected_action": task.pk, "index": 0}
    page = client.post(reverse("admin:programme_task_changelist"), data, follow=True)
    assert "Hãy chọn quyết định điều chỉnh" in read(page).notices
    task.refresh_from_db()
    assert task.ended_by is None


def test_what_has_ended_cannot_end_again(decision):
    task = TaskFactory(ended_by=decision)
    with pytest.raises(ValidationError, match="hết hiệu lực"):
        task.end(AmendmentFactory())


def test_targets_follow_the_day_too(client, decision):
    ProgrammeFactory()
    TargetFactory(code="lop", name_vi="Mức cũ", ended_by=decision)
    TargetFactory(code="lop", name_vi="Mức mới", added_by=decision)

    def names(query: str = "") -> list[str]:
        results = client.get(f"/chuong-trinh/chuong-trinh-thu/chi-tieu/{query}").context["results"]
        return [result.target.name_vi for result in results]

    assert names() == ["Mức mới"]
    assert names("?ngay=2020-01-01") == ["Mức cũ"]
