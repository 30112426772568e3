"""Spreadsheets of enterprises in the back office: import and export."""

from django.db.models import QuerySet
from django.http import HttpRequest
from import_export.forms import ExportForm

from core.exports import LongExportMixin
from core.imports.admin import ImportAdminMixin
from core.spreadsheets.reading import FORMATS
from enterprises.importing.enterprise import EnterpriseResource
from enterprises.importing.importer import EnterpriseImporter
from enterprises.models import Enterprise


class SpreadsheetAdmin(LongExportMixin, ImportAdminMixin):
    """Import for those who may add and change, export for those who may view."""

    importer = EnterpriseImporter
    resource_classes = [EnterpriseResource]
    formats = list(FORMATS)
    export_form_class = ExportForm
    change_list_template = None
    import_export_change_list_template = "admin/import_export/change_list_import_export.html"
    show_change_form_export = False

    def has_export_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def get_export_queryset(self, request: HttpRequest) -> QuerySet[Enterprise]:
        # A merged record's row would be written over the record that it was merged into.
        return super().get_export_queryset(request).filter(merged_into=None).for_profile()
