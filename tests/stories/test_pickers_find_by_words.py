"""Pickers of the back office find by words without marks, and name the programme."""

import pytest
from django.contrib import admin
from django.test import RequestFactory
from django.urls import reverse

from tests.factories.people import SuperuserFactory
from tests.factories.programme import (
    AgencyFactory,
    AmendmentFactory,
    ProgrammeFactory,
    SecondProgrammeFactory,
    TargetFactory,
    TargetMeasureFactory,
    TaskFactory,
    TaskGroupFactory,
    doit_staff,
)
from tests.pages import read

pytestmark = pytest.mark.django_db
OF_AGENCIES = ("assignment", "agency")
FIRST, SECOND = "Chương trình 2019–2025", "Chương trình 2026–2099"


@pytest.fixture
def office(client):
    client.force_login(doit_staff())
    return client


def offered(client, picker: tuple[str, str], term: str) -> list[str]:
    model, field = picker
    where = {"app_label": "programme", "model_name": model, "field_name": field, "term": term}
    found = client.get(reverse("admin:autocomplete"), where).json()["results"]
    return [each["text"] for each in found]


@pytest.fixture
def agencies() -> list[str]:
    names = [
        "Ban Quản lý Khu công nghệ cao",
        "Phòng Khoa học thuộc Sở Xây dựng",
        "Sở Khoa học và Công nghệ",
        "Trung tâm của Sở Khoa học và Công nghệ",
    ]
    for name in names:
        AgencyFactory(name_vi=name)
    return names


@pytest.mark.parametrize("term", ["so khoa hoc", "Sở Khoa học", "khoa hoc so", "SO KHOA"])
def test_agencies_are_found_by_their_words_in_any_order(office, agencies, term):
    found = offered(office, OF_AGENCIES, term)
    assert set(found) == set(agencies[1:])
    assert "Sở Khoa học và Công nghệ" in offered(office, OF_AGENCIES, term)[:2]


def test_exact_names_come_first_then_those_that_begin_so(office, agencies):
    AgencyFactory(name_vi="Sở Khoa học")
    found = offered(office, OF_AGENCIES, "so khoa hoc")
    assert found[:2] == ["Sở Khoa học", "Sở Khoa học và Công nghệ"]
    assert offered(office, OF_AGENCIES, "khong co don vi nay") == []


def test_lists_are_searched_like_pickers_and_keep_their_order(office, agencies):
    page = read(office.get("/quan-tri/programme/agency/", {"q": "so khoa hoc"}))
    assert [name for name in agencies if name in page] == agencies[1:]


def test_the_number_of_a_task_finds_it_first(office):
    for position in (10, 11, 1):
        TaskFactory(position=position, content_vi=f"Việc thứ {position}")
    found = offered(office, ("assignment", "task"), "1.1")
    assert found[0] == f"{FIRST} – 1.1 Việc thứ 1"
    assert len(found) == 3


def test_groups_tasks_targets_and_decisions_name_their_programme(office):
    ProgrammeFactory()
    second = SecondProgrammeFactory()
    for programme in (ProgrammeFactory(), second):
        TaskFactory(
            group=TaskGroupFactory(programme=programme, number=1, title_vi="Nhóm chung"),
            content_vi="Việc chung",
            position=1,
        )
        TargetFactory(programme=programme, name_vi="Mức chung")
        AmendmentFactory(programme=programme, number="7/QĐ-UBND")
    for picker, term in [
        (("task", "group"), "nhom chung"),
        (("assignment", "task"), "viec chung"),
        (("measure", "target"), "muc chung"),
        (("task", "added_by"), "7/QĐ-UBND"),
    ]:
        found = offered(office, picker, term)
        assert sorted(each.partition(" – ")[0] for each in found) == [FIRST, SECOND], picker


def test_every_picker_of_what_programmes_number_alike_names_the_programme(office):
    task = TaskFactory()
    chosen = {type(each): each for each in (task, task.group, TargetFactory())}
    request = RequestFactory().get("/")
    request.user = SuperuserFactory()
    labels = {}
    for model, page in admin.site._registry.items():
        if model._meta.app_label not in ("programme", "localization"):
            continue
        rows = [row.get_formset(request).form for row in page.get_inline_instances(request)]
        page_form = page.get_form(request)
        for form in (page_form, *rows):  # rows below a record do not choose it
            for name, field in form.base_fields.items():
                of = getattr(getattr(field, "queryset", None), "model", None)
                if (record := chosen.get(of)) and (of is not model or form is page_form):
                    labels[f"{model.__name__}.{name}"] = field.label_from_instance(record)
    assert len(labels) > 8
    assert {name: text for name, text in labels.items() if not text.startswith(FIRST)} == {}
    assert offered(office, ("scheme", "tasks"), "1.1")[0].startswith(FIRST)


def test_a_form_names_the_programme_of_what_was_chosen_before(office):
    task = TaskFactory(group__title_vi="Nhóm chung")
    page = office.get(reverse("admin:programme_task_change", args=[task.pk]))
    assert f"{FIRST} – 1. Nhóm chung" in page.content.decode()
    TaskGroupFactory(number=2, title_vi="Nhóm khác")
    page = office.get(reverse("admin:programme_task_changelist"))
    assert f"{FIRST} – 1. Nhóm chung" in page.content.decode()  # the list's filter


@pytest.mark.parametrize("model", ["task", "taskgroup", "target", "measure", "amendment"])
def test_lists_have_a_column_and_a_filter_of_programmes(office, model):
    for programme in (ProgrammeFactory(), SecondProgrammeFactory()):
        TaskFactory(group=TaskGroupFactory(programme=programme))
        target = TargetFactory(programme=programme, minimum=1, maximum=1)
        TargetMeasureFactory(target=target)
        AmendmentFactory(programme=programme)
    address = reverse(f"admin:programme_{model}_changelist")
    rows = office.get(address)
    assert FIRST in read(rows)
    assert SECOND in read(rows)
    path = "group__programme" if model == "task" else "programme"
    only = office.get(address, {f"{path}__id__exact": SecondProgrammeFactory().pk})
    assert only.context["cl"].result_count == 1
    assert SECOND in read(only)
