"""What everything is named by: industries, processes, materials, machines, standards, places."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CatalogueConfig(AppConfig):
    name = "catalogue"
    verbose_name = _("Danh mục, địa bàn")
