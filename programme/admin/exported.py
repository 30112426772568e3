"""Lists of the programme's back office that give what their filters show as a file."""

from typing import Any

from django.db import models
from django.http import HttpRequest
from import_export.forms import ExportForm
from tablib import Dataset

from core import audit
from core.audit import Kind
from core.backoffice.exports import LongExportMixin
from core.spreadsheets.reading import FORMATS


class ExportedList(LongExportMixin):
    """Export for those who may see the list; it leaves a trace."""

    formats = list(FORMATS)
    export_form_class = ExportForm
    show_change_form_export = False

    def has_export_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def get_data_for_export(
        self, request: HttpRequest, queryset: models.QuerySet, **kwargs: Any
    ) -> Dataset:
        table = super().get_data_for_export(request, queryset, **kwargs)
        chosen = sorted(request.GET)  # what was typed into the search box is in no log
        audit.record(Kind.EXPORT, request, self.model, rows=len(table), filter=chosen)
        return table
