"""What waits for the person who opens the back office."""

from collections.abc import Iterator

from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from portal.backoffice import Waiting
from programme.admin.permissions import may_manage
from programme.models import Agency, Task


@admin.site.register_waiting
def register_waiting(request: HttpRequest) -> Iterator[Waiting]:
    """For DOIT's staff what to confirm; for an officer the own tasks without a report."""
    if may_manage(request.user):
        yield from _to_confirm()
    elif request.user.has_perm("programme.change_task"):
        yield from _to_report(request)


def _to_confirm() -> Iterator[Waiting]:
    tasks = reverse("admin:programme_task_changelist")
    agencies = reverse("admin:programme_agency_changelist")
    if count := Task.objects.in_force().with_open_cells().count():
        label = _("Nhiệm vụ còn ô chưa xác minh từ bản quét")
        yield Waiting(label, count, f"{tasks}?verification=open&in_force=yes")
    if count := Agency.objects.awaiting_confirmation().count():
        yield Waiting(_("Đơn vị kế thừa chờ xác nhận"), count, f"{agencies}?succession=waiting")


def _to_report(request: HttpRequest) -> Iterator[Waiting]:
    own = Task.objects.editable_by(request.user).with_status([Task.Status.NO_REPORT])
    if count := own.count():
        address = reverse("admin:programme_task_changelist")
        label = _("Nhiệm vụ đơn vị chủ trì chưa có báo cáo")
        yield Waiting(label, count, f"{address}?status__exact={Task.Status.NO_REPORT}")
