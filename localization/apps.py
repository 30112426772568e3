"""Localization means local content (tỷ lệ nội địa hóa) here, not translation."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LocalizationConfig(AppConfig):
    name = "localization"
    verbose_name = _("Tỷ lệ nội địa hóa")

    def ready(self) -> None:
        from programme.measuring import computations

        computations.follow_elsewhere(
            ["localization_average_2020", "localization_average_2025"],
            _("Tỷ lệ nội địa hóa"),
            "localization:overview",
        )
