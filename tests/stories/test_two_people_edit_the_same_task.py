"""Two people edit the same task: the second hears of it, and loses no text."""

import pytest
from django.urls import reverse

from programme.models import Task
from tests.backoffice import form_of
from tests.factories.programme import OfficerFactory, TaskFactory
from tests.pages import read

pytestmark = pytest.mark.django_db


def test_the_second_is_told_what_the_first_changed(client):
    officer = OfficerFactory()
    task = TaskFactory(lead=officer.agency)
    client.force_login(officer.user)
    path = reverse("admin:programme_task_change", args=[task.pk])
    data = form_of(client, path) | {"status": "done", "status_note": "Ghi chú của tôi"}
    Task.objects.get(pk=task.pk).report_status(officer.user)
    page = client.post(path, data)
    assert page.status_code == 200
    assert "đã sửa bản ghi này" in read(page).non_field_errors
    assert "Ghi chú của tôi" in read(page).fields["Ghi chú tình trạng"]
    task.refresh_from_db()
    assert task.status == "no_report"
    again = page.context["adminform"].form["seen_version"].value()
    assert client.post(path, data | {"seen_version": again}).status_code == 302
    task.refresh_from_db()
    assert task.status == "done"


def test_a_conflict_over_what_was_loaded_without_history_is_told_as_well(client):
    officer = OfficerFactory()
    task = TaskFactory(lead=officer.agency)
    task.history.all().delete()
    client.force_login(officer.user)
    path = reverse("admin:programme_task_change", args=[task.pk])
    page = client.post(path, form_of(client, path) | {"seen_version": task.version + 1})
    assert page.status_code == 200
    assert "Hệ thống đã sửa bản ghi này lúc –" in page.content.decode()
