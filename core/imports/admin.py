"""Imports in the back office: upload, progress, confirmation, report, template."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, register_converter, reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from core import audit, jobs
from core.audit import Kind
from core.backoffice.bulk import admin_of, begin_or_tell
from core.backoffice.site import office_page
from core.downloads import DownloadFormat, table_response
from core.imports.importers import Importer
from core.imports.jobs import MAX_ROWS, table_in
from core.imports.outcomes import MessageKind, Result, RowOutcome, report, unpack
from core.imports.tasks import enqueue
from core.models import Job, SpreadsheetImport
from core.spreadsheets.reading import ENDINGS, MAX_BYTES, PlainXLSX, check_upload
from core.text import fold

SHOWN = 100  # rows on the page; the report to download has them all
REPORT = "import_report"  # the kind of job
ODD_DOUBTS, ODD_SHARE = 10, 0.05  # rows in doubt, and their share, beyond which it is said
LATEST = 20  # imports below the upload form


class ReportFormat(DownloadFormat):
    """Path converter: the formats in which a report can be downloaded."""

    regex = "csv|xlsx"


register_converter(ReportFormat, "import_report")


class ImportUploadForm(forms.Form):
    """A spreadsheet, refused here where its first rows already show that it is none of ours."""

    import_file = forms.FileField(
        label=_("Tệp bảng tính"), widget=forms.FileInput(attrs={"accept": ",".join(ENDINGS)})
    )

    def __init__(self, *args: Any, importer: Importer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.importer = importer
        self.fields["import_file"].help_text = _(
            ".xlsx, .xls hoặc .csv, tối đa %(size)d MB, %(rows)s dòng."
        ) % {"size": MAX_BYTES // 1024**2, "rows": f"{MAX_ROWS:,}".replace(",", ".")}

    def clean_import_file(self) -> UploadedFile:
        file = self.cleaned_data["import_file"]
        check_upload(file)
        self.content = file.read()
        table_in(self.importer, self.content, file.name)
        return file


class ImportAdminMixin(admin.ModelAdmin):
    """Import of rows for those who may add and change records of the model."""

    importer: type[Importer]
    change_list_template = "admin/imports/change_list.html"

    def has_import_permission(self, request: HttpRequest) -> bool:
        return self.has_add_permission(request) and self.has_change_permission(request)

    def changelist_view(
        self, request: HttpRequest, extra_context: dict | None = None
    ) -> HttpResponse:
        context = {"has_import_permission": self.has_import_permission(request)}
        return super().changelist_view(request, {**context, **(extra_context or {})})

    def get_urls(self) -> list:
        name = self._import_name
        pages: list[tuple[str, Callable[..., HttpResponse], str]] = [
            ("import/", self.import_upload, name),
            ("import/mau.xlsx", self.import_template, f"{name}_template"),
            ("import/<int:pk>/", self.import_page, f"{name}_page"),
            ("import/<int:pk>/confirm/", require_POST(self.import_confirm), f"{name}_confirm"),
            ("import/<int:pk>/restart/", require_POST(self.import_restart), f"{name}_restart"),
            (
                "import/<int:pk>/bao-cao.<import_report:format>",
                self.import_report,
                f"{name}_report",
            ),
        ]
        guarded = [
            path(url, self.admin_site.admin_view(self._for_importers(view)), name=name)
            for url, view, name in pages
        ]
        return guarded + super().get_urls()

    @property
    def _import_name(self) -> str:
        return f"{self.opts.app_label}_{self.opts.model_name}_import"

    def _for_importers(self, view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        def permitted(request: HttpRequest, **kwargs: object) -> HttpResponse:
            if not self.has_import_permission(request):
                raise PermissionDenied
            return view(request, **kwargs)

        return permitted

    def _imports(self):
        """Return this model's imports, whoever uploaded them; other models' are not shown here."""
        return SpreadsheetImport.objects.filter(importer=self.importer.name)

    def import_upload(self, request: HttpRequest) -> HttpResponse:
        """Show the upload form, and the latest imports with how each of them ended."""
        importer = self.importer()
        form = ImportUploadForm(request.POST or None, request.FILES or None, importer=importer)
        if request.method == "POST" and form.is_valid():
            job = SpreadsheetImport.objects.create(
                importer=importer.name,
                file_name=form.cleaned_data["import_file"].name[-200:],
                content=form.content,
                created_by_id=request.user.pk,
            )
            enqueue(job)
            return self._to_page(job)
        latest = self._imports().defer("content", "outcomes").select_related("created_by")
        return self._import_page(request, "upload", form=form, latest=latest[:LATEST])

    def import_page(self, request: HttpRequest, pk: int) -> HttpResponse:
        """How far an import has come, what it will do or has done."""
        job = get_object_or_404(self._imports().defer("content"), pk=pk)
        shown = _shown(job, unpack(job.outcomes), self.importer.groups)
        tasks = self.importer().what_is_left(job.counts)
        response = self._import_page(request, "page", job=job, tasks=tasks, **shown)
        # The page asks for itself every two seconds: accounts.sessions reads this.
        response.is_unattended = bool(request.htmx)  # type: ignore[attr-defined]
        return response

    def import_confirm(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Have the file written, once and whole or not at all."""
        job = get_object_or_404(self._imports(), pk=pk)
        if job.change_state(job.State.CHECKED, to=job.State.CONFIRMED, trouble=""):
            enqueue(job)
        else:
            messages.warning(request, _("Tệp này đã được xác nhận, không nhập lần thứ hai."))
        return self._to_page(job)

    def import_restart(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Do work that was cut off again."""
        job = get_object_or_404(self._imports(), pk=pk)
        if job.restart():
            job.refresh_from_db()
            enqueue(job)
        else:
            messages.warning(request, _("Lần nhập này không bị gián đoạn."))
        return self._to_page(job)

    def import_report(self, request: HttpRequest, pk: int, format: str) -> HttpResponse:
        """Return the outcome of every row as a table to download; of many rows, as a job."""
        job = get_object_or_404(self._imports().defer("content", "outcomes"), pk=pk)
        audit.record(Kind.EXPORT, request, job, rows=job.rows_total, format=format)
        if job.rows_total <= jobs.AT_ONCE:
            return self._report(job, format)
        title = _("Báo cáo nhập từ tệp %(file)s") % {"file": job.file_name}
        chosen = {"model": self.opts.label, "pk": pk, "format": format}
        begun = begin_or_tell(REPORT, title, request, job.rows_total, **chosen)
        return begun or self._to_page(job)

    def report_of(self, job: Job) -> jobs.JobResult:
        """Return the same file as the request would have given."""
        if not self.has_import_permission(jobs.request_of(job.by)):
            raise PermissionDenied
        of = self._imports().defer("content").filter(pk=job.parameters["pk"]).first()
        if of is None:
            raise ValidationError(_("Lần nhập này đã được xóa."))
        file_format = job.parameters["format"]
        content = self._report(of, file_format).content
        return jobs.JobResult(content=content, file_name=f"bao-cao-nhap-{of.pk}.{file_format}")

    def _report(self, job: SpreadsheetImport, file_format: str) -> HttpResponse:
        table = report(unpack(bytes(job.outcomes)), self.importer().name_label)
        return table_response(table, _("báo cáo nhập %d") % job.pk, file_format)

    def import_template(self, request: HttpRequest) -> HttpResponse:
        """Return the empty spreadsheet to fill in."""
        importer = self.importer()
        name = slugify(fold(importer.template_name()))
        return HttpResponse(
            PlainXLSX().export_data(importer.template()),
            content_type=PlainXLSX.CONTENT_TYPE,
            headers={"Content-Disposition": f'attachment; filename="{name}.xlsx"'},
        )

    def _import_page(self, request: HttpRequest, name: str, **context: object) -> TemplateResponse:
        common = {
            **{"opts": self.opts, "title": _("Nhập từ bảng tính"), "importer": self.importer()},
        }
        template, context = f"admin/imports/{name}.html", {**common, **context}
        return office_page(request, template, context, site=self.admin_site)

    def _to_page(self, job: SpreadsheetImport) -> HttpResponse:
        return HttpResponseRedirect(reverse(f"admin:{self._import_name}_page", args=[job.pk]))


def run_report(job: Job) -> jobs.JobResult:
    """Make the report of an import."""
    return admin_of(job).report_of(job)


def _shown(job: SpreadsheetImport, outcomes: list[RowOutcome], groups: tuple) -> dict:
    """Return what the page shows of the outcomes: figures, and the rows to look at first."""
    numbers = [(label, job.counts.get(code, 0)) for code, label in groups]
    refused = [o for o in outcomes if o.result == Result.REFUSED]
    with_messages = [o for o in outcomes if o.messages]
    doubtful = sorted(with_messages, key=lambda o: (o.result != Result.DOUBTFUL, -o.strength))
    in_doubt = job.counts.get(Result.DOUBTFUL, 0)
    return {
        "results": [(label, job.counts.get(code, 0)) for code, label in Result.choices],
        "groups": numbers if any(count for _label, count in numbers) else [],
        "in_doubt": in_doubt,
        "odd_doubts": round(100 * in_doubt / len(outcomes)) if _is_odd(in_doubt, outcomes) else 0,
        "refused": len(refused),
        "rows": (refused or doubtful)[:SHOWN],
        "more": max(0, len(refused or doubtful) - SHOWN),
        "repaired": sum(bool(o.of_kind(MessageKind.REPAIR)) for o in outcomes),
    }


def _is_odd(in_doubt: int, outcomes: list[RowOutcome]) -> bool:
    """Return whether so many rows are in doubt that the file itself may be the reason."""
    return in_doubt > ODD_DOUBTS and in_doubt > ODD_SHARE * len(outcomes)
