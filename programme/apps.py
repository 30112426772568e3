"""The Decision: its programme, agencies, tasks and measurable targets."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProgrammeConfig(AppConfig):
    name = "programme"
    verbose_name = _("Chương trình công nghiệp hỗ trợ")

    def ready(self) -> None:
        from portal import daily
        from programme.reporting.reminders import send_reminders

        daily.register_reminders(send_reminders)
