"""The shared ground of the portal, and the back office that every room registers with."""

from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig
from django.utils.translation import gettext_lazy as _
from django_tasks_db.apps import TasksAppConfig


class CoreConfig(AppConfig):
    name = "core"
    verbose_name = _("Cổng thông tin")

    def ready(self) -> None:
        from core import (
            audit,
            jobs,
            letters,
            wrong_values,  # noqa: F401 -- by being imported
            yearly_figures,
        )
        from core.audit import permission_log
        from core.backoffice import bulk, exports, list_files
        from core.concurrency.once import forget_answers
        from core.files.clearing import clear_unnamed
        from core.imports import reports
        from core.imports import yearly as imports_of_year
        from core.letters import yearly as letters_of_year
        from core.models import Job, SpreadsheetImport, TypedForm
        from core.operations import readiness, readiness_checks
        from core.spreadsheets import sheet_uploads
        from core.usage import fruitless
        from core.worker import daily, lost_work

        jobs.register(bulk.KIND, bulk.run_action, writes=True)
        jobs.register(exports.KIND, exports.run_export, writes=False)
        jobs.register(list_files.KIND, list_files.run_list, writes=False)
        jobs.register(reports.KIND, reports.run_report, writes=False)
        jobs.register(reports.KIND_OF_BAD_ROWS, reports.run_bad_rows, writes=False)
        jobs.register(sheet_uploads.KIND, sheet_uploads.run_form_sheet, writes=False)
        yearly_figures.register(imports_of_year.imports_in, position=80)
        yearly_figures.register(letters_of_year.letters_in, position=90)
        permission_log.watch()
        daily.register(
            audit.forget_old,
            letters.forget_old,
            lost_work.forget_finished,
            clear_unnamed,
            forget_answers,
            fruitless.forget_old,
            SpreadsheetImport.drop_unconfirmed,
            Job.drop_expired,
            TypedForm.drop_old,
        )
        readiness.register(readiness.DATABASE, readiness_checks.database, "Cơ sở dữ liệu")
        readiness.register("disk", readiness_checks.disk, "Dung lượng đĩa", needs_database=False)
        readiness.register("queue", readiness_checks.queue, "Hàng đợi")
        readiness.register("worker", readiness_checks.worker, "Tiến trình nền")
        readiness.register("letters", readiness_checks.letters, "Thư gửi đi")


class BackOfficeConfig(AdminConfig):
    default_site = "core.backoffice.site.BackOffice"

    def ready(self) -> None:
        from core.backoffice import library_words

        library_words.mend()
        super().ready()


class QueueConfig(TasksAppConfig):
    verbose_name = _("Hàng đợi công việc")  # type: ignore[assignment]  # the library has a str
