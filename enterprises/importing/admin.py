"""Spreadsheets in the back office: template, check, confirmation, report, export."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, register_converter, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from import_export.admin import ExportMixin
from import_export.forms import ExportForm

from core.downloads import DownloadFormat, table_response
from core.spreadsheets.reading import ENDINGS, FORMATS, MAX_BYTES, PlainXLSX, check_upload
from enterprises.importing.enterprise import EnterpriseResource, template_rows
from enterprises.importing.jobs import MAX_ROWS, table_in
from enterprises.importing.row_outcomes import MessageKind, Result, RowOutcome, report, unpack
from enterprises.importing.tasks import enqueue
from enterprises.models import Enterprise, SpreadsheetImport

SHOWN = 100  # rows on the page; the report to download has them all
LATEST = 20  # imports below the upload form
NAME = "enterprises_enterprise_import"


class ReportFormat(DownloadFormat):
    """Path converter: the formats in which a report can be downloaded."""

    regex = "csv|xlsx"


register_converter(ReportFormat, "import_report")


class ImportUploadForm(forms.Form):
    """A spreadsheet, refused here where its first rows already show that it is none of ours."""

    import_file = forms.FileField(
        label=_("Tệp bảng tính"), widget=forms.FileInput(attrs={"accept": ",".join(ENDINGS)})
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["import_file"].help_text = _(
            ".xlsx, .xls hoặc .csv, tối đa %(size)d MB, %(rows)s dòng."
        ) % {"size": MAX_BYTES // 1024**2, "rows": f"{MAX_ROWS:,}".replace(",", ".")}

    def clean_import_file(self):
        file = self.cleaned_data["import_file"]
        check_upload(file)
        self.content = file.read()
        table_in(self.content, file.name)
        return file


class SpreadsheetAdmin(ExportMixin):
    """Import for those who may add and change, export for those who may view."""

    resource_classes = [EnterpriseResource]
    formats = list(FORMATS)
    export_form_class = ExportForm
    import_export_change_list_template = "admin/import_export/change_list_import_export.html"
    show_change_form_export = False

    def has_import_permission(self, request: HttpRequest) -> bool:
        return self.has_add_permission(request) and self.has_change_permission(request)

    def has_export_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def get_export_queryset(self, request: HttpRequest) -> QuerySet[Enterprise]:
        # A merged record's row would be written over the record that it was merged into.
        return super().get_export_queryset(request).filter(merged_into=None).for_profile()

    def changelist_view(self, request: HttpRequest, extra_context: dict | None = None):
        context = {"has_import_permission": self.has_import_permission(request)}
        return super().changelist_view(request, {**context, **(extra_context or {})})

    def get_urls(self) -> list:
        pages = [
            ("import/", self.import_upload, NAME),
            ("import/mau.xlsx", self.import_template, f"{NAME}_template"),
            ("import/<int:pk>/", self.import_page, f"{NAME}_page"),
            ("import/<int:pk>/confirm/", require_POST(self.import_confirm), f"{NAME}_confirm"),
            ("import/<int:pk>/restart/", require_POST(self.import_restart), f"{NAME}_restart"),
            (
                "import/<int:pk>/bao-cao.<import_report:format>",
                self.import_report,
                f"{NAME}_report",
            ),
        ]
        guarded = [
            path(url, self.admin_site.admin_view(self._permitted(view)), name=name)
            for url, view, name in pages
        ]
        return guarded + super().get_urls()

    def _permitted(self, view):
        def permitted(request: HttpRequest, **kwargs) -> HttpResponse:
            if not self.has_import_permission(request):
                raise PermissionDenied
            return view(request, **kwargs)

        return permitted

    def import_upload(self, request: HttpRequest) -> HttpResponse:
        """The upload form, and the latest imports with how each of them ended."""
        form = ImportUploadForm(request.POST or None, request.FILES or None)
        if request.method == "POST" and form.is_valid():
            job = SpreadsheetImport.objects.create(
                file_name=form.cleaned_data["import_file"].name[-200:],
                content=form.content,
                created_by=request.user,
            )
            enqueue(job)
            return _to_page(job)
        latest = SpreadsheetImport.objects.defer("content", "outcomes").select_related("created_by")
        return self._page(request, "upload", form=form, latest=latest[:LATEST])

    def import_page(self, request: HttpRequest, pk: int) -> HttpResponse:
        """How far an import has come, what it will do or has done."""
        job = get_object_or_404(SpreadsheetImport.objects.defer("content"), pk=pk)
        outcomes = unpack(job.outcomes)
        return self._page(request, "page", job=job, **_shown(job, outcomes))

    def import_confirm(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Have the file written, once and whole or not at all."""
        job = get_object_or_404(SpreadsheetImport, pk=pk)
        if job.change_state(job.State.CHECKED, to=job.State.CONFIRMED, trouble=""):
            enqueue(job)
        else:
            messages.warning(request, _("Tệp này đã được xác nhận, không nhập lần thứ hai."))
        return _to_page(job)

    def import_restart(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Do work that was cut off again."""
        job = get_object_or_404(SpreadsheetImport, pk=pk)
        if job.restart():
            job.refresh_from_db()
            enqueue(job)
        else:
            messages.warning(request, _("Lần nhập này không bị gián đoạn."))
        return _to_page(job)

    def import_report(self, request: HttpRequest, pk: int, format: str) -> HttpResponse:
        """The outcome of every row, as a table to download."""
        job = get_object_or_404(SpreadsheetImport, pk=pk)
        return table_response(report(unpack(job.outcomes)), _("báo cáo nhập %d") % pk, format)

    def import_template(self, request: HttpRequest) -> HttpResponse:
        """The empty spreadsheet to fill in."""
        return HttpResponse(
            PlainXLSX().export_data(template_rows()),
            content_type=PlainXLSX.CONTENT_TYPE,
            headers={"Content-Disposition": 'attachment; filename="mau-doanh-nghiep.xlsx"'},
        )

    def _page(self, request: HttpRequest, name: str, **context) -> TemplateResponse:
        common = {**self.admin_site.each_context(request), "opts": self.model._meta}
        common["title"] = _("Nhập từ bảng tính")
        return TemplateResponse(
            request, f"admin/enterprises/importing/{name}.html", {**common, **context}
        )


def _to_page(job: SpreadsheetImport) -> HttpResponse:
    return HttpResponseRedirect(reverse(f"admin:{NAME}_page", args=[job.pk]))


def _shown(job: SpreadsheetImport, outcomes: list[RowOutcome]) -> dict:
    """What the page shows of the outcomes: figures, and the rows to look at first."""
    localities = [(label, job.counts.get(code, 0)) for code, label in Enterprise.Locality.choices]
    refused = [o for o in outcomes if o.result == Result.REFUSED]
    with_messages = [o for o in outcomes if o.messages]
    doubtful = sorted(with_messages, key=lambda o: o.result != Result.DOUBTFUL)
    return {
        "results": [(label, job.counts.get(code, 0)) for code, label in Result.choices],
        "localities": localities if any(count for _label, count in localities) else [],
        "in_doubt": job.counts.get(Result.DOUBTFUL, 0),
        "refused": len(refused),
        "rows": (refused or doubtful)[:SHOWN],
        "more": max(0, len(refused or doubtful) - SHOWN),
        "repaired": sum(bool(o.of_kind(MessageKind.REPAIR)) for o in outcomes),
    }
