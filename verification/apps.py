"""What the Department has seen of profiles, and the capability that it confirms."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class VerificationConfig(AppConfig):
    name = "verification"
    verbose_name = _("Kiểm tra, xác nhận năng lực")

    def ready(self) -> None:
        from core import processing_times, yearly_figures
        from core.worker import daily
        from enterprises.duplicates import merged_relations
        from enterprises.profile import evidence
        from verification import concerned, processing
        from verification.checks.evidence import read_evidence
        from verification.reminders import send_reminders

        concerned.register_all()
        daily.register_reminders(send_reminders)
        processing_times.register(processing.CONFIRMATIONS)
        yearly_figures.register(processing.confirmed_in, position=20)
        evidence.register(read_evidence)
        merged_relations.register("assessments", "fact_checks")
