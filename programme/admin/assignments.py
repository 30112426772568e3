"""Who reports where the Appendix leaves it open: assignments, and what still waits for one."""

from dataclasses import dataclass

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from core.backoffice.site import office_page
from programme.admin.forms import ActingAgencyForm
from programme.admin.permissions import ManagedAdmin, may_manage
from programme.models import Assignment, OpenCell, Programme, Task
from programme.period_choices import quarter_select, year_select
from programme.periods import Period
from programme.reporting.obligations import Obligations


class AssignmentForm(ActingAgencyForm):
    """An assignment that changes something, to an agency that is still there."""

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        for name, select in (("year", year_select), ("quarter", quarter_select)):
            if name in self.fields:
                self.fields[name].widget = select()

    def clean(self) -> dict:
        data = super().clean()
        task, replaces = data.get("task"), data.get("replaces")
        if task and replaces and replaces not in [*task.leads[1:], *task.coordinators]:
            self.add_error("replaces", _("Đơn vị này không phối hợp nhiệm vụ đã chọn."))
        if task and not self.errors:
            self._check_quarter(task.programme, data["year"], data["quarter"])
        return data

    def _check_quarter(self, programme: Programme, year: int, number: int) -> None:
        if (year, number) not in {(each.year, each.number) for each in programme.quarters}:
            words = {"first": programme.first_year, "last": programme.last_year}
            self.add_error(
                "year", _("Chương trình kéo dài từ năm %(first)s đến năm %(last)s.") % words
            )


@dataclass(frozen=True)
class OpenTasks:
    """The tasks of one programme on which nobody is known to report in a quarter."""

    programme: Programme
    quarter: Period
    unassigned: list[tuple[Task, str]]  # with the reason
    without_time: list[Task]

    @property
    def count(self) -> int:
        return len(self.unassigned) + len(self.without_time)


@admin.register(Assignment)
class AssignmentAdmin(ManagedAdmin):
    """Assignments, each with its reason. DOIT's staff only."""

    form = AssignmentForm
    change_list_template = "admin/programme/reporting/assignment_list.html"
    list_display = [
        *("task", "programme_shown", "agency", "replaces", "year", "quarter", "reason", "by"),
    ]
    list_filter = ["task__group__programme", "year"]
    list_select_related = ["task__group__programme", "agency", "replaces", "by"]
    search_fields = ["task__content_vi", "agency__name_vi", "reason"]
    autocomplete_fields = ["task", "agency", "replaces"]
    fields = ["task", "agency", "replaces", "year", "quarter", "reason", "by"]
    readonly_fields = ["by"]

    @admin.display(description=gettext_lazy("chương trình"), ordering="task__group__programme")
    def programme_shown(self, assignment: Assignment) -> str:
        return assignment.task.programme.short_title

    def get_urls(self) -> list:
        view = self.admin_site.admin_view(require_safe(self.open_view))
        page = path("can-phan-cong/", view, name="programme_assignment_open")
        return [page, *super().get_urls()]

    def save_model(self, request: HttpRequest, obj: Assignment, form, change: bool) -> None:
        obj.by = request.user
        super().save_model(request, obj, form, change)

    def open_view(self, request: HttpRequest) -> HttpResponse:
        """'Cần phân công': what nobody reports on, with the way to assign somebody."""
        if not may_manage(request.user):
            raise PermissionDenied
        context = {
            "opts": self.opts,
            "title": _("Nhiệm vụ cần phân công báo cáo"),
            "programmes": [open_tasks(each) for each in Programme.objects.all()],
        }
        return office_page(request, "admin/programme/reporting/assignment_open.html", context)


def open_tasks(programme: Programme) -> OpenTasks:
    """Return what is open in the current quarter, or in the last one of an ended programme."""
    quarters = programme.quarters
    quarter = min(max(Period.on(localdate()), quarters[0]), quarters[-1])
    expectations = Obligations(programme)
    unassigned = [(task, _reason(task)) for task in expectations.unassigned(quarter)]
    return OpenTasks(programme, quarter, unassigned, expectations.without_time())


def count_open() -> int:
    """How many tasks wait for an assignment in the programmes on which agencies report here."""
    asking = [each for each in Programme.objects.exclude(reports_from="") if not each.has_ended]
    return sum(open_tasks(programme).count for programme in asking)


def _reason(task: Task) -> str:
    if cell := task.open_by_cell.get(OpenCell.Cell.LEAD):
        return cell.reason
    if not task.leads:
        return _("Phụ lục không ghi đơn vị chủ trì.")
    return _("%(agency)s là tập thể nhiều đơn vị.") % {"agency": task.leads[0].name}
