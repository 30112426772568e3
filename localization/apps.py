"""Localization means local content (tỷ lệ nội địa hóa) here, not translation."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LocalizationConfig(AppConfig):
    name = "localization"
    verbose_name = _("Tỷ lệ nội địa hóa")

    def ready(self) -> None:
        from accounts import decisions
        from accounts import personal_data as account_data
        from core.worker import daily
        from localization.models import Estimate
        from localization.models.waves import wave_closed_early, wave_opened
        from localization.rates.steering import rates_against_targets
        from localization.surveying import account_tasks, letters, personal_data
        from membership import account_tasks as of_members
        from programme import computations, steering

        decisions.register(Estimate, decisions.hands, "publish")
        computations.follow_elsewhere(
            ["localization_average_2020", "localization_average_2025"],
            _("Tỷ lệ nội địa hóa"),
            "localization:overview",
        )
        steering.register(position=21)(rates_against_targets)
        of_members.register(account_tasks.tasks)
        wave_opened.connect(letters.enqueue, dispatch_uid="notify-owners")
        wave_closed_early.connect(letters.enqueue_closed, dispatch_uid="notify-of-close")
        daily.register_reminders(letters.send_reminders)
        account_data.register("survey", personal_data.sent_answers)
