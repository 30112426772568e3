"""What waits for the person who opens the back office."""

from collections.abc import Iterator

from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from core.backoffice.site import Waiting
from core.templatetags.formatting import official_date
from programme.admin.assignments import count_open
from programme.admin.permissions import may_manage
from programme.admin.reports.access import may_decide, may_write, own_agency
from programme.models import Agency, Report, Task
from programme.reporting.workload import workload_counts


@admin.site.register_waiting
def register_waiting(request: HttpRequest) -> Iterator[Waiting]:
    """For DOIT's staff what to decide and confirm; for an officer what the agency has to report."""
    user = request.user
    if may_write(user) and own_agency(user):
        yield from _to_write(request)
    if may_decide(user):
        label = _("Báo cáo quý chờ tiếp nhận")
        queue = reverse("admin:programme_report_changelist")
        waiting = Report.objects.waiting()
        yield Waiting.among(label, waiting, f"{queue}?state__exact=submitted", "submitted_at")
    if may_manage(user):
        yield from _to_confirm()
    elif user.has_perm("programme.change_task"):
        yield from _to_report(request)


def _to_write(request: HttpRequest) -> Iterator[Waiting]:
    """One line a kind of work, all of which lead to the page of the agency's reports."""
    page = reverse("admin:programme_report_agency", args=[own_agency(request.user).code])
    work = workload_counts(Agency.objects.represented_by_user(request.user))
    if work.due:
        label = _("Báo cáo quý cần gửi, hạn %(day)s") % {"day": official_date(work.deadline)}
        yield Waiting(label, work.due, page)
    yield Waiting(_("Báo cáo quý đã quá hạn gửi"), work.overdue, page)
    yield Waiting(_("Báo cáo quý bị trả lại, cần bổ sung"), work.returned, page)


def _to_confirm() -> Iterator[Waiting]:
    tasks = reverse("admin:programme_task_changelist")
    agencies = reverse("admin:programme_agency_changelist")
    if count := Task.objects.in_force().with_open_cells().count():
        label = _("Nhiệm vụ còn ô chưa xác minh từ bản quét")
        yield Waiting(label, count, f"{tasks}?verification=open&in_force=yes")
    if count := Agency.objects.awaiting_confirmation().count():
        yield Waiting(_("Đơn vị kế thừa chờ xác nhận"), count, f"{agencies}?succession=waiting")
    assign = reverse("admin:programme_assignment_open")
    yield Waiting(_("Nhiệm vụ cần phân công báo cáo"), count_open(), assign)


def _to_report(request: HttpRequest) -> Iterator[Waiting]:
    """Tasks of programmes without quarterly reports here: only their status is told."""
    own = Task.objects.editable_by(request.user).filter(group__programme__reports_from="")
    if count := own.with_status([Task.Status.NO_REPORT]).count():
        url = reverse("admin:programme_task_changelist")
        label = _("Nhiệm vụ đơn vị chủ trì chưa có báo cáo")
        yield Waiting(label, count, f"{url}?status__exact={Task.Status.NO_REPORT}")
