"""Staff enter a second programme in the back office, and the public sees it: no code is needed."""

import pytest
from django.urls import reverse
from django.utils.translation import override

from programme.models import Programme, Task, TaskGroup
from tests.factories.programme import (
    AgencyFactory,
    ProgrammeFactory,
    SecondProgrammeFactory,
    TargetFactory,
    TaskFactory,
    TaskGroupFactory,
    doit_staff,
)
from tests.pages import read

pytestmark = pytest.mark.django_db
SLUG = "chuong-trinh-2026-2030"


def test_staff_enter_it(client):
    ProgrammeFactory()
    client.force_login(doit_staff())
    programme = {
        "number": "99/QĐ-UBND",
        "signed_on": "15/01/2026",
        "issuer": "Ủy ban nhân dân Thành phố",
        "title_vi": "Chương trình mới",
        "slug": SLUG,
        "first_year": 2026,
        "last_year": 2030,
        "report_days": 10,
    }
    client.post(reverse("admin:programme_programme_add"), programme)
    group = {"programme": Programme.objects.get(slug=SLUG).pk, "number": 1, "title_vi": "Nhóm A"}
    client.post(reverse("admin:programme_taskgroup_add"), group)
    empty = {
        f"{rows}-{name}_FORMS": 0
        for rows in ("task_agencies", "deliverables", "open_cells")
        for name in ("TOTAL", "INITIAL")
    }
    task = {
        "group": TaskGroup.objects.get(title_vi="Nhóm A").pk,
        "position": 1,
        "content_vi": "Nhiệm vụ của giai đoạn mới",
        "status": "not_started",
        "recurrence": "yearly",
    }
    client.post(reverse("admin:programme_task_add"), task | empty)
    client.logout()

    overview = read(client.get("/chuong-trinh/chuong-trinh-thu/"))
    assert f"/chuong-trinh/{SLUG}/" in overview.addresses
    page = read(client.get(f"/chuong-trinh/{SLUG}/nhiem-vu/"))
    assert "Nhiệm vụ của giai đoạn mới" in page
    assert Task.objects.get().get_absolute_url() == f"/chuong-trinh/{SLUG}/nhiem-vu/1.1/"


def test_the_two_do_not_mix(client):
    agency = AgencyFactory()
    first = TaskFactory(position=1, lead=agency)
    second_programme = SecondProgrammeFactory()
    group = TaskGroupFactory(programme=second_programme)
    second = TaskFactory(group=group, position=1, lead=agency)
    TargetFactory(programme=second_programme, name_vi="Chỉ tiêu mới")

    def shown(address: str) -> list[Task]:
        return list(client.get(address).context["page_obj"])

    assert shown("/chuong-trinh/chuong-trinh-thu/nhiem-vu/") == [first]
    assert shown(f"/chuong-trinh/{SLUG}/nhiem-vu/") == [second]
    assert client.get(f"/chuong-trinh/{SLUG}/nhiem-vu.json").json()["count"] == 1
    page = client.get(f"/chuong-trinh/{SLUG}/nhiem-vu/1.1/")
    assert page.context["task"] == second
    assert f"/chuong-trinh/{SLUG}/don-vi/{agency.code}/" in read(page).addresses
    assert "đã kết thúc" not in read(page)
    sections = client.get(f"/chuong-trinh/{SLUG}/don-vi/{agency.code}/").context["sections"]
    assert list(sections[0][2]) == [second]
    assert "Chỉ tiêu mới" in read(client.get(f"/chuong-trinh/{SLUG}/chi-tieu/"))
    assert "Chỉ tiêu mới" not in read(client.get("/chuong-trinh/chuong-trinh-thu/chi-tieu/"))


def test_it_has_english_addresses_too(client):
    ProgrammeFactory()
    with override("en"):
        address = SecondProgrammeFactory().get_absolute_url()
    assert address.startswith("/en/")
    assert client.get(address).status_code == 200


@pytest.mark.parametrize("slug", ["nhiem-vu", "don-vi", "chi-tieu", "tinh-hinh-bao-cao"])
def test_a_slug_that_an_address_uses_is_refused(client, slug):
    client.force_login(doit_staff())
    page = client.post(reverse("admin:programme_programme_add"), {"slug": slug})
    assert "slug" in page.context["adminform"].form.errors
