"""The shared ground of the portal, and the back office that every room registers with."""

from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig
from django.utils.translation import gettext_lazy as _


class PortalConfig(AppConfig):
    name = "portal"
    verbose_name = _("Cổng thông tin")

    def ready(self) -> None:
        from portal import daily, records
        from portal.accounts import keeping, personal_data
        from portal.accounts.keeping import clear_expired_sessions
        from portal.letters import forget_undelivered

        personal_data.register("account", keeping.tell, keeping.erase)
        daily.register(forget_undelivered, clear_expired_sessions)
        records.register()


class BackOfficeConfig(AdminConfig):
    default_site = "portal.backoffice.BackOffice"
