"""The worker's queue, for superusers."""

from django.contrib import admin
from django.http import HttpRequest
from django_tasks_db.admin import DBTaskResultAdmin
from django_tasks_db.models import DBTaskResult

admin.site.unregister(DBTaskResult)  # its page would show the letters of others


@admin.register(DBTaskResult)
class QueueAdmin(DBTaskResultAdmin):
    """The worker's queue: how each piece of work ended, never what a letter says."""

    def get_readonly_fields(
        self, request: HttpRequest, obj: DBTaskResult | None = None
    ) -> list[str]:
        hidden = {"args_kwargs", "return_value", "formatted_traceback"}
        return [name for name in super().get_readonly_fields(request, obj) if name not in hidden]
