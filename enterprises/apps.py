"""The enterprise database: supporting-industry enterprises and what they can make."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EnterprisesConfig(AppConfig):
    name = "enterprises"
    verbose_name = _("Doanh nghiệp công nghiệp hỗ trợ")

    def ready(self) -> None:
        # Connects what must happen when an enterprise is deleted, and when a person logs in.
        from catalogue import changed_terms
        from core import yearly_figures
        from core.files import photo_access
        from core.imports import registry
        from core.worker import daily
        from enterprises import yearly
        from enterprises.attachments import photos
        from enterprises.duplicates.pairs import find_pairs
        from enterprises.importing.importer import EnterpriseImporter
        from enterprises.search.entries import reindex_stale
        from enterprises.search.tasks import reindex_all
        from enterprises.search.terms import affected_by

        changed_terms.register(affected_by, reindex_all)
        daily.register(reindex_stale, find_pairs.enqueue)
        photo_access.register(photos.is_public)
        photo_access.register_reader(photos.staff_reads)
        registry.register(EnterpriseImporter)
        yearly_figures.register(yearly.profiles_in, position=10)
