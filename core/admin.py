"""The worker's queue, the outbox and the audit log."""

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django_tasks_db.admin import DBTaskResultAdmin
from django_tasks_db.models import DBTaskResult

from core import letters_admin  # noqa: F401 -- it registers
from core.models import AuditEvent
from core.permissions import ReadOnlyAdminMixin

admin.site.unregister(DBTaskResult)  # its page would show what the work is given


@admin.register(DBTaskResult)
class QueueAdmin(DBTaskResultAdmin):
    """The worker's queue: how each piece of work ended, never what it was given."""

    def get_readonly_fields(
        self, request: HttpRequest, obj: DBTaskResult | None = None
    ) -> list[str]:
        hidden = {"args_kwargs", "return_value", "formatted_traceback"}
        return [name for name in super().get_readonly_fields(request, obj) if name not in hidden]


@admin.register(AuditEvent)
class AuditEventAdmin(ReadOnlyAdminMixin, admin.ModelAdmin):
    """The audit log: read and searched, never changed."""

    list_display = ["at", "kind", "actor", "model", "record", "ip"]
    list_filter = ["kind"]
    date_hierarchy = "at"
    search_fields = ["actor__username", "actor__full_name", "model", "=record", "=ip"]
    search_help_text = _("Tên đăng nhập, họ tên, loại bản ghi, số bản ghi hoặc địa chỉ mạng.")
    list_select_related = ["actor"]
    show_full_result_count = False
