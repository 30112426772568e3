"""The worker's queue, the outbox, the audit log, and one's own jobs."""

from collections.abc import Iterator

from django.contrib import admin
from django.http import HttpRequest
from django.urls import path, reverse
from django.utils.timezone import now
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django_tasks_db import admin as _queue_admin  # noqa: F401  # registers the queue first
from django_tasks_db.models import DBTaskResult

from core.backoffice import deleted, job_pages, list_files, searching
from core.backoffice.permissions import ReadOnlyAdminMixin
from core.backoffice.queue import QueueAdmin
from core.backoffice.site import Waiting
from core.letters import admin as letters_admin  # noqa: F401  # registers the outbox
from core.models import AuditEvent, Job
from core.models.jobs import KEPT

admin.site.unregister(DBTaskResult)  # its page would show what the work is given
admin.site.register(DBTaskResult, QueueAdmin)


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


admin.site.register_page(  # type: ignore[attr-defined]  # core.backoffice.site.BackOffice
    deleted.DeletedPage(
        name="deleted",
        path="da-xoa/",
        label=_("Bản ghi đã xóa"),
        permission="",
        view=deleted.deleted_records,
    )
)
admin.site.register_views(  # type: ignore[attr-defined]  # core.backoffice.site.BackOffice
    path("tim/", searching.search, name="search"),
    path("tep/<slug:app_label>/<slug:model_name>/", list_files.list_file, name="list_file"),
    path("viec/", job_pages.job_list, name="jobs"),
    path("viec/<int:pk>/", job_pages.job_page, name="job"),
    path("viec/<int:pk>/tep/", job_pages.job_file, name="job_file"),
    path("viec/<int:pk>/lam-lai/", job_pages.job_again, name="job_again"),
)


@admin.site.register_waiting  # type: ignore[attr-defined]
def waiting(request: HttpRequest) -> Iterator[Waiting]:
    """Yield one's jobs that go on, need one, or have a file to fetch."""
    kept = Job.objects.filter(by_id=request.user.pk, heard_at__gt=now() - KEPT)
    count = kept.exclude(state=Job.State.DONE, file="").count()
    label, url = gettext("Việc của bạn chạy nền"), reverse("admin:jobs")
    yield Waiting(label, count, url, is_written=False)
