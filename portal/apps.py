"""The top of the house: what one room tells another."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "portal"

    def ready(self) -> None:
        from portal import desk, records

        desk.register()
        records.register()
