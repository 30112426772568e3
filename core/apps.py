"""The shared ground of the portal, and the back office that every room registers with."""

from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig
from django.utils.translation import gettext_lazy as _


class CoreConfig(AppConfig):
    name = "core"
    verbose_name = _("Cổng thông tin")

    def ready(self) -> None:
        from core import audit, daily, wrong_values  # noqa: F401 -- the last one by being imported
        from core.files.clearing import clear_unnamed
        from core.letters import forget_undelivered
        from core.models import SpreadsheetImport

        daily.register(
            audit.forget_old,
            forget_undelivered,
            clear_unnamed,
            SpreadsheetImport.drop_unconfirmed,
        )


class BackOfficeConfig(AdminConfig):
    default_site = "core.backoffice.BackOffice"
