"""Back office of tasks: the register for DOIT's staff, the own tasks' status for an officer."""

from collections.abc import Iterator

from django.contrib import admin, messages
from django.contrib.admin.utils import flatten_fieldsets
from django.contrib.admin.views.main import ChangeList
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.backoffice.pickers import picker_label
from core.imports.admin import ImportAdminMixin
from programme.admin.forms import AmendmentActionForm, OpenCellForm
from programme.admin.permissions import ManagedAdmin, ManagedRows, may_manage
from programme.importing.tasks import TaskImporter
from programme.models import Amendment, Deliverable, OpenCell, Task, TaskAgency, TaskGroup

OFFICERS_FIELDS = ["status", "status_note"]


class TaskAgencyRows(ManagedRows, admin.TabularInline):
    """The agencies of a task, by column."""

    model = TaskAgency
    autocomplete_fields = ["agency"]


class DeliverableRows(ManagedRows, admin.TabularInline):
    """The products that a task owes."""

    model = Deliverable


class OpenCellRows(ManagedRows, admin.StackedInline):
    """The cells in doubt, each with the tick by which DOIT's staff confirm it."""

    model = OpenCell
    form = OpenCellForm
    readonly_fields = ["confirmed_at", "confirmed_by"]

    def get_fields(self, request: HttpRequest, obj: Task | None = None) -> list[str]:
        confirm = ["confirm"] if may_manage(request.user) else []
        return ["cell", "reason_vi", "reason_en", "source", *confirm, *self.readonly_fields]


class OwnTasks(ChangeList):
    """The list shows what this user may change; other tasks' URLs answer 403, not 'gone'."""

    def get_queryset(self, request: HttpRequest, exclude_parameters=None) -> models.QuerySet:
        found = super().get_queryset(request, exclude_parameters)
        return found.filter(pk__in=Task.objects.editable_by(request.user).order_by().values("pk"))


class VerificationFilter(admin.SimpleListFilter):
    """Tasks by whether something of them is still in doubt."""

    title = gettext_lazy("xác minh")
    parameter_name = "verification"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list:
        return [("open", _("Còn ô chưa xác minh")), ("verified", _("Đã rõ mọi ô"))]

    def queryset(self, request: HttpRequest, queryset: models.QuerySet) -> models.QuerySet:
        return queryset.verified_as([self.value()]) if self.value() else queryset


class InForceFilter(admin.SimpleListFilter):
    """Tasks that hold today, unless all wordings are asked for."""

    title = gettext_lazy("hiệu lực")
    parameter_name = "in_force"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list:
        return [("yes", _("Đang hiệu lực"))]

    def queryset(self, request: HttpRequest, queryset: models.QuerySet) -> models.QuerySet:
        return queryset.in_force() if self.value() == "yes" else queryset


class GroupFilter(admin.RelatedFieldListFilter):
    """Tasks by group; groups of several programmes have the same numbers."""

    def field_choices(self, field, request: HttpRequest, model_admin: admin.ModelAdmin) -> list:
        groups = TaskGroup.objects.select_related("programme")
        return [(group.pk, picker_label(group)) for group in groups]


@admin.register(Task)
class TaskAdmin(ImportAdminMixin, ManagedAdmin):
    """DOIT's staff change everything; an officer the status of tasks that the own agency leads."""

    importer = TaskImporter
    list_display = [
        *("number_shown", "content_shown", "programme_shown", "leads_shown", "status", "doubts"),
    ]
    list_display_links = ["number_shown", "content_shown"]
    list_filter = [
        *("group__programme", "status", VerificationFilter, InForceFilter, "recurrence"),
        ("group", GroupFilter),
    ]
    search_fields = ["content_vi"]  # shows the box; searched_texts says where it looks
    date_hierarchy = "status_updated_at"
    autocomplete_fields = ["group", "added_by", "ended_by", "replaces"]
    readonly_fields = ["status_updated_at", "status_updated_by"]
    inlines = [TaskAgencyRows, DeliverableRows, OpenCellRows]
    history_rows = (TaskAgency, Deliverable, OpenCell)
    action_form = AmendmentActionForm
    actions = ["amend", "end"]
    fieldsets = [
        (
            gettext_lazy("Tình trạng"),
            {"fields": [*OFFICERS_FIELDS, "status_updated_at", "status_updated_by"]},
        ),
        (
            gettext_lazy("Nội dung"),
            {"fields": ["group", "position", "content_vi", "content_en", "note", "reading_note"]},
        ),
        (
            gettext_lazy("Thời gian"),
            {"fields": ["timeframe", "recurrence", "first_year", "last_year"]},
        ),
        (gettext_lazy("Hiệu lực"), {"fields": ["added_by", "ended_by", "replaces"]}),
    ]

    @admin.display(description=gettext_lazy("số"), ordering="group__number")
    def number_shown(self, task: Task) -> str:
        return task.number

    @admin.display(description=gettext_lazy("chương trình"), ordering="group__programme")
    def programme_shown(self, task: Task) -> str:
        return task.programme.short_title

    @admin.display(description=gettext_lazy("nội dung"))
    def content_shown(self, task: Task) -> str:
        return Truncator(task.content_vi).chars(120)

    @admin.display(description=gettext_lazy("chủ trì"))
    def leads_shown(self, task: Task) -> str:
        names = "; ".join(agency.printed_name for agency in task.leads)
        mark = _("chưa xác minh") if OpenCell.Cell.LEAD in task.open_by_cell else ""
        return f"{names} [{mark}]".strip() if mark else names

    @admin.display(description=gettext_lazy("ô chưa xác minh"))
    def doubts(self, task: Task) -> str:
        return str(len(task.open_by_cell) or "–")

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        return super().get_queryset(request).for_list()

    def get_changelist(self, request: HttpRequest, **kwargs) -> type[ChangeList]:
        return OwnTasks

    def searched_texts(self, queryset: models.QuerySet) -> Iterator[tuple[int, list[str]]]:
        return queryset.texts()

    def has_change_permission(self, request: HttpRequest, obj: Task | None = None) -> bool:
        if not request.user.has_perm("programme.change_task"):
            return False
        if obj is None or may_manage(request.user):
            return True
        return Task.objects.editable_by(request.user).filter(pk=obj.pk).exists()

    def has_view_permission(self, request: HttpRequest, obj: Task | None = None) -> bool:
        return self.has_change_permission(request, obj)

    def get_readonly_fields(self, request: HttpRequest, obj: Task | None = None) -> list[str]:
        fields = super().get_readonly_fields(request, obj)
        if may_manage(request.user) or getattr(request, "reads_history", False):
            return fields
        shown = flatten_fieldsets(self.get_fieldsets(request, obj))
        return [name for name in shown if name not in OFFICERS_FIELDS]

    def save_model(self, request: HttpRequest, obj: Task, form, change: bool) -> None:
        if set(OFFICERS_FIELDS) & set(form.changed_data):
            obj.report_status(request.user)
        else:
            super().save_model(request, obj, form, change)

    def save_formset(self, request: HttpRequest, form, formset, change: bool) -> None:
        super().save_formset(request, form, formset, change)
        for row in formset.forms:
            if isinstance(row, OpenCellForm) and may_manage(request.user):
                row.decide(request.user)

    @admin.action(
        description=gettext_lazy("Điều chỉnh nội dung theo quyết định đã chọn"),
        permissions=["manage"],
    )
    def amend(self, request: HttpRequest, tasks: models.QuerySet) -> HttpResponse | None:
        """DOIT's staff: end a task's wording and open its copy for editing, by one decision."""
        copies = self._by_decision(request, tasks, "amend")
        if len(copies) != 1:
            return None
        return HttpResponseRedirect(reverse("admin:programme_task_change", args=[copies[0].pk]))

    @admin.action(
        description=gettext_lazy("Bãi bỏ theo quyết định đã chọn"), permissions=["manage"]
    )
    def end(self, request: HttpRequest, tasks: models.QuerySet) -> None:
        """DOIT's staff: end tasks by a decision."""
        self._by_decision(request, tasks, "end")

    def has_manage_permission(self, request: HttpRequest) -> bool:
        return may_manage(request.user)

    def _by_decision(self, request: HttpRequest, tasks: models.QuerySet, verb: str) -> list:
        if not may_manage(request.user):
            raise PermissionDenied
        form = self.action_form(request.POST)
        form.fields["action"].choices = self.get_action_choices(request)
        amendment = form.cleaned_data.get("amendment") if form.is_valid() else None
        if amendment is None:
            messages.error(request, _("Hãy chọn quyết định điều chỉnh ở thanh tác vụ."))
            return []
        done = []
        with transaction.atomic():
            chosen = Task.objects.filter(pk__in=[task.pk for task in tasks])
            for task in chosen.select_for_update(of=("self",)).order_by("pk"):
                try:
                    done.append(_done_once(task, verb, amendment))
                except ValidationError as error:
                    messages.error(request, f"{task.number}: {' '.join(error.messages)}")
        if done:
            messages.success(request, _("%(count)d nhiệm vụ đã xử lý.") % {"count": len(done)})
        return done


def _done_once(task: Task, verb: str, amendment: Amendment) -> Task | None:
    """Amend or end a task by a decision; by the same one again it is what it was made then."""
    if task.ended_by_id == amendment.pk:
        return Task.objects.filter(replaces=task, added_by=amendment).first()
    return getattr(task, verb)(amendment)
