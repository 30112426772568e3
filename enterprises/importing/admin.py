"""Spreadsheets of enterprises in the back office: import and export."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from import_export.forms import ExportForm
from tablib import Dataset

from core import audit
from core.audit import Kind
from core.backoffice.exports import LongExportMixin
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

    def get_export_resource_kwargs(self, request: HttpRequest, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_export_resource_kwargs(request, **kwargs), "reader": request.user}

    def get_data_for_export(
        self, request: HttpRequest, queryset: QuerySet[Enterprise], **kwargs: Any
    ) -> Dataset:
        table = super().get_data_for_export(request, queryset, **kwargs)
        filters = {name: request.GET.getlist(name) for name in request.GET}
        audit.record(Kind.EXPORT, request, self.model, rows=len(table), filter=filters)
        return table
