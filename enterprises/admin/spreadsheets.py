"""The back office's door for spreadsheets: template, dry run, all or nothing, export."""

import tempfile
from pathlib import Path
from uuid import uuid4

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path, reverse
from django.utils.translation import gettext as _
from import_export.admin import ImportExportMixin
from import_export.forms import ConfirmImportForm, ExportForm, ImportForm
from import_export.tmp_storages import TempFolderStorage

from enterprises.models import Enterprise
from enterprises.resources import EnterpriseResource
from enterprises.resources.enterprise import rename_columns, template_rows
from portal.spreadsheets import FORMATS, PlainXLSX, format_of, read_dataset


class UploadFolder(TempFolderStorage):
    """Uploaded spreadsheets between dry run and import, in a folder that holds nothing else."""

    folder = Path(tempfile.gettempdir()) / "portal-imports"

    def get_full_path(self) -> str:
        return str(self.folder / Path(self.name).name)

    def _open(self, mode: str = "r"):
        if not self.name:
            self.folder.mkdir(parents=True, exist_ok=True)
            self.name, mode = uuid4().hex, "wb"
        encoding = None if "b" in mode else self.encoding
        return Path(self.get_full_path()).open(mode, encoding=encoding)


class SpreadsheetImportForm(ImportForm):
    """A file, whose format its name and content tell."""

    def __init__(self, formats, resources, **kwargs) -> None:
        super().__init__(formats, resources, **kwargs)
        self.fields["format"].required = False
        self.fields["format"].widget = forms.HiddenInput()
        self.fields["import_file"].label = _("Tệp bảng tính")
        self.fields["import_file"].help_text = _(".xlsx hoặc .csv, tối đa 10 MB, 1.000 dòng")

    @property
    def media(self) -> forms.Media:
        return forms.Media()

    def clean_import_file(self):
        file = self.cleaned_data["import_file"]
        rename_columns(read_dataset(file))
        return file

    def clean(self) -> dict:
        data = super().clean()
        if file := data.get("import_file"):
            data["format"] = str(FORMATS.index(format_of(file)))
        return data


class SpreadsheetAdmin(ImportExportMixin):
    """Import for those who may add and change, export for those who may view."""

    resource_classes = [EnterpriseResource]
    formats = list(FORMATS)
    import_form_class = SpreadsheetImportForm
    confirm_form_class = ConfirmImportForm
    export_form_class = ExportForm
    tmp_storage_class = UploadFolder
    import_template_name = "admin/enterprises/import.html"
    show_change_form_export = False

    def has_import_permission(self, request: HttpRequest) -> bool:
        return self.has_add_permission(request) and self.has_change_permission(request)

    def has_export_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def get_export_queryset(self, request: HttpRequest) -> QuerySet[Enterprise]:
        return super().get_export_queryset(request).for_profile()

    def get_urls(self) -> list:
        view = self.admin_site.admin_view(self.import_template)
        name = "enterprises_enterprise_import_template"
        return [path("import/mau.xlsx", view, name=name), *super().get_urls()]

    def import_template(self, request: HttpRequest) -> HttpResponse:
        """The empty spreadsheet to fill in."""
        if not self.has_import_permission(request):
            raise PermissionDenied
        return HttpResponse(
            PlainXLSX().export_data(template_rows()),
            content_type=PlainXLSX.CONTENT_TYPE,
            headers={"Content-Disposition": 'attachment; filename="mau-doanh-nghiep.xlsx"'},
        )

    def process_import(self, request: HttpRequest, **kwargs) -> HttpResponse:
        """The confirmed import: once, and whole or not at all."""
        try:
            return super().process_import(request, **kwargs)
        except FileNotFoundError:
            # The first click has imported and removed the file; a second one changes nothing.
            messages.warning(request, _("Tệp này đã được nhập, hoặc phiên nhập đã hết hạn."))
            return self._back()

    def process_dataset(self, dataset, form, request: HttpRequest, **kwargs):
        return super().process_dataset(
            dataset, form, request, rollback_on_validation_errors=True, **kwargs
        )

    def process_result(self, result, request: HttpRequest) -> HttpResponse:
        if not (result.has_errors() or result.has_validation_errors()):
            return super().process_result(result, request)
        messages.error(
            request,
            _("Dữ liệu đã thay đổi từ lúc xem trước, nên chưa nhập dòng nào. Hãy tải tệp lên lại."),
        )
        return HttpResponseRedirect(reverse("admin:enterprises_enterprise_import"))

    def add_success_message(self, result, request: HttpRequest) -> None:
        messages.success(request, summary(result))
        if result.in_doubt:
            messages.warning(
                request,
                _("%(count)d doanh nghiệp nghi trùng đang chờ kết luận, chưa công bố.")
                % {"count": result.in_doubt},
            )

    def _back(self) -> HttpResponse:
        return HttpResponseRedirect(reverse("admin:enterprises_enterprise_changelist"))


def summary(result) -> str:
    """What an import has done, in figures."""
    totals = result.totals
    return _(
        "Đã đọc %(read)d dòng: %(new)d mới, %(update)d cập nhật, %(skip)d không có gì mới."
    ) % {
        "read": result.total_rows,
        "new": totals["new"],
        "update": totals["update"],
        "skip": totals["skip"],
    }
