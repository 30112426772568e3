"""The enterprise database: supporting-industry enterprises and what they can make."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EnterprisesConfig(AppConfig):
    name = "enterprises"
    verbose_name = _("Doanh nghiệp công nghiệp hỗ trợ")

    def ready(self) -> None:
        # Connects what must happen when an enterprise is deleted, and when a person logs in.
        import enterprises.search.entries
        import enterprises.shortlist.moving  # noqa: F401
        from enterprises.membership.personal_data import erase, tell
        from portal.accounts import personal_data

        personal_data.register("enterprises", tell, erase)
