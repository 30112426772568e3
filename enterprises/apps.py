"""The enterprise database: supporting-industry enterprises and what they can make."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EnterprisesConfig(AppConfig):
    name = "enterprises"
    verbose_name = _("Doanh nghiệp công nghiệp hỗ trợ")

    def ready(self) -> None:
        # Connects what must happen when an enterprise is deleted, and when a person logs in.
        import enterprises.search.entries
        import enterprises.shortlist.moving
        from accounts import personal_data
        from catalogue import changed_terms
        from core import daily
        from enterprises.duplicates.pairs import find_pairs
        from enterprises.files.clearing import clear_unnamed
        from enterprises.inquiries import personal_data as inquiries
        from enterprises.membership import personal_data as membership
        from enterprises.models import Inquiry, SpreadsheetImport
        from enterprises.reminders import send_reminders
        from enterprises.search.tasks import reindex_all
        from enterprises.search.terms import affected_by

        changed_terms.register(affected_by, reindex_all)
        personal_data.register("enterprises", membership.tell, membership.erase)
        personal_data.register("inquiries", inquiries.tell, inquiries.erase)
        daily.register(
            enterprises.search.entries.reindex_stale,
            SpreadsheetImport.drop_unconfirmed,
            find_pairs.enqueue,
            Inquiry.erase_old,
            clear_unnamed,
        )
        daily.register_reminders(send_reminders)
