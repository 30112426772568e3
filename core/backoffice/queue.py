"""The worker's queue in the back office: how each piece of work ended, never what it was given."""

from datetime import datetime

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django_tasks_db.models import DBTaskResult, get_date_max

from core.backoffice.permissions import ReadOnlyAdminMixin


class QueueAdmin(ReadOnlyAdminMixin, admin.ModelAdmin):
    """The worker's queue, to look at."""

    list_display = ["id", "task_path", "status", "enqueued_at", "started_at", "finished_at"]
    list_filter = ["status", "queue_name"]
    search_fields = ["task_path", "exception_class_path"]
    search_help_text = _("Tên công việc hoặc loại lỗi.")
    ordering = ["-enqueued_at"]
    shown = (
        *("task_path", "status", "priority", "queue_name"),
        *("enqueued_at", "not_before", "started_at", "finished_at", "exception_class_path"),
    )
    fields = shown

    @admin.display(description=_("không chạy trước"), empty_value="–")
    def not_before(self, obj: DBTaskResult) -> datetime | None:
        return None if obj.run_after == get_date_max() else obj.run_after

    def get_readonly_fields(
        self, request: HttpRequest, obj: DBTaskResult | None = None
    ) -> list[str]:
        return [*self.shown]
