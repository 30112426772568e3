"""Story: whoever opens the back office finds the own work first, by kinds of work, not tables."""

import pytest
from django.urls import reverse

from tests.factories.membership import WaitingClaimFactory
from tests.factories.people import StaffFactory, allowed, in_group
from tests.factories.programme import ReportingProgrammeFactory
from tests.factories.reports import SubmittedReportFactory, at_work, department, task_of
from tests.pages import read

pytestmark = pytest.mark.django_db

START = reverse("admin:index")
CATALOGUE = reverse("admin:area", args=["danh-muc"])


def waiting_of(client) -> dict[str, list[str]]:
    groups = client.get(START).context["groups"]
    return {str(desk.area.label): [str(each.label) for each in desk.waiting] for desk in groups}


def test_what_waits_stands_under_its_kind_of_work_with_the_day_of_the_oldest():
    SubmittedReportFactory(task=task_of(ReportingProgrammeFactory()))
    WaitingClaimFactory()
    client = at_work(allowed(department(), "membership.change_claim"))
    waiting = waiting_of(client)
    assert "Đề nghị nhận quản lý hồ sơ chờ trả lời" in waiting["Doanh nghiệp"]
    assert "Báo cáo quý chờ tiếp nhận" in waiting["Chương trình"]
    assert "lâu nhất từ" in read(client.get(START))


def test_each_role_sees_its_own_kinds_of_work_alone():
    SubmittedReportFactory(task=task_of(ReportingProgrammeFactory()))
    WaitingClaimFactory()
    client = at_work(allowed(StaffFactory(), "programme.view_annualplan"))
    assert "Doanh nghiệp" not in waiting_of(client)
    page = client.get(START)
    areas = [str(desk.area.label) for desk in page.context["desks"]]
    assert areas == ["Chương trình"]
    assert client.get(reverse("admin:area", args=["doanh-nghiep"])).status_code == 404


def test_the_tables_of_the_catalogue_are_behind_one_entry(start_data):
    client = at_work(in_group(StaffFactory(), "Cán bộ Sở Công Thương"))
    start, wards = read(client.get(START)), reverse("admin:catalogue_ward_changelist")
    assert CATALOGUE in start.addresses
    assert wards not in start.addresses
    assert wards in read(client.get(CATALOGUE)).addresses


def test_staff_without_a_role_are_told_so():
    page = read(at_work(StaffFactory()).get(START))
    assert "chưa được giao vai trò" in page
    assert "Không có việc nào đang chờ." in page
