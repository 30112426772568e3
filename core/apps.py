"""The shared ground of the portal, and the back office that every room registers with."""

from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig
from django.utils.translation import gettext_lazy as _


class CoreConfig(AppConfig):
    name = "core"
    verbose_name = _("Cổng thông tin")

    def ready(self) -> None:
        from core import audit, daily, readiness, readiness_checks
        from core.files.clearing import clear_unnamed
        from core.letters import forget_undelivered
        from core.models import SpreadsheetImport

        daily.register(
            audit.forget_old,
            forget_undelivered,
            clear_unnamed,
            SpreadsheetImport.drop_unconfirmed,
        )
        readiness.register(readiness.DATABASE, readiness_checks.database, "Cơ sở dữ liệu")
        readiness.register("disk", readiness_checks.disk, "Dung lượng đĩa", needs_database=False)
        readiness.register("queue", readiness_checks.queue, "Hàng đợi")
        readiness.register("worker", readiness_checks.worker, "Tiến trình nền")


class BackOfficeConfig(AdminConfig):
    default_site = "core.backoffice.BackOffice"
