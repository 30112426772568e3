"""The Decision: its programme, agencies, tasks and measurable targets."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProgrammeConfig(AppConfig):
    name = "programme"
    verbose_name = _("Chương trình công nghiệp hỗ trợ")

    def ready(self) -> None:
        from accounts import personal_data
        from core.audit import permission_log
        from core.imports import registry
        from core.worker import daily
        from programme import concerned
        from programme.amending import sections as proposed  # noqa: F401 -- by being imported
        from programme.delivering import sections as of_products  # noqa: F401 -- by being imported
        from programme.directing import sections  # noqa: F401 -- by being imported
        from programme.following import letters
        from programme.following.personal_data import erase, export
        from programme.importing.agencies import AgencyImporter
        from programme.importing.targets import TargetImporter
        from programme.importing.tasks import TaskImporter
        from programme.models import Officer, Subscription
        from programme.models.reports import report_accepted
        from programme.reporting.reminders import send_reminders
        from programme.supervising import sections as inspected  # noqa: F401

        permission_log.watch_grants(Officer, "user", "agency")
        report_accepted.connect(letters.enqueue, dispatch_uid="tell-followers")
        concerned.register_all()
        personal_data.register("programme", export, erase)
        for importer in (AgencyImporter, TaskImporter, TargetImporter):
            registry.register(importer)
        daily.register(Subscription.drop_unconfirmed)
        daily.register_reminders(send_reminders)
