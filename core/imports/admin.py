"""Imports in the back office: upload, progress, confirmation, report, template."""

from collections import Counter
from collections.abc import Callable

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import BooleanField, ExpressionWrapper, Q
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, register_converter, reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from core.backoffice.site import office_page
from core.concurrency.conflicts import EditConflict
from core.downloads import DownloadFormat
from core.imports.forms import ChoicesForm, ImportUploadForm
from core.imports.importers import Importer
from core.imports.outcomes import GOOD, MessageKind, Result, RowOutcome, unpack
from core.imports.reports import bad_rows_response, report_response
from core.imports.tasks import enqueue
from core.imports.template_file import template_file
from core.models import SpreadsheetImport
from core.spreadsheets.reading import PlainXLSX
from core.text import fold

SHOWN = 100  # rows on the page; the report to download has them all
HELD = 20  # rows that are no records on the page
ODD_DOUBTS, ODD_SHARE = 10, 0.05  # rows in doubt, and their share, beyond which it is said
LATEST = 20  # imports below the upload form
BIG = ("content", "outcomes", "bad_rows")  # columns that lists do without


class ReportFormat(DownloadFormat):
    """Path converter: the formats in which a report can be downloaded."""

    regex = "csv|xlsx"


register_converter(ReportFormat, "import_report")


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
            ("import/<int:pk>/lua-chon/", require_POST(self.import_choices), f"{name}_choices"),
            ("import/<int:pk>/confirm/", require_POST(self.import_confirm), f"{name}_confirm"),
            ("import/<int:pk>/restart/", require_POST(self.import_restart), f"{name}_restart"),
            (
                "import/<int:pk>/bao-cao.<import_report:format>",
                self.import_report,
                f"{name}_report",
            ),
            ("import/<int:pk>/dong-loi.xlsx", self.import_bad_rows, f"{name}_bad_rows"),
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

    def _for_page(self):
        """Return them without the files, which their pages need not read."""
        has_bad_rows = ExpressionWrapper(~Q(bad_rows=b""), output_field=BooleanField())
        found = self._imports().defer("content", "bad_rows").select_related("chosen_by")
        return found.annotate(has_bad_rows=has_bad_rows)

    def import_upload(self, request: HttpRequest) -> HttpResponse:
        """Show the upload form, and the latest imports with how each of them ended."""
        importer = self.importer()
        form = ImportUploadForm(
            request.POST or None,
            request.FILES or None,
            importer=importer,
            initial=request.GET.dict(),
        )
        if request.method == "POST" and form.is_valid():
            job = SpreadsheetImport.objects.create(
                importer=importer.name,
                file_name=form.cleaned_data["import_file"].name[-200:],
                content=form.content,
                choices=form.choices(),
                created_by_id=request.user.pk,
            )
            enqueue(job)
            return self._to_page(job)
        latest = self._imports().defer(*BIG).select_related("created_by")
        return self._import_page(request, "upload", form=form, latest=latest[:LATEST])

    def import_page(self, request: HttpRequest, pk: int) -> HttpResponse:
        """How far an import has come, what it will do or has done."""
        job = get_object_or_404(self._for_page(), pk=pk)
        form = ChoicesForm(job=job, importer=self.importer()) if job.may_be_chosen else None
        response = self._page_of(request, job, form)
        # The page asks for itself every two seconds: accounts.sessions reads this.
        response.is_unattended = bool(request.htmx)  # type: ignore[attr-defined]
        return response

    def _page_of(
        self, request: HttpRequest, job: SpreadsheetImport, form: ChoicesForm | None, **more: object
    ) -> TemplateResponse:
        outcomes = [] if job.is_at_work else unpack(job.outcomes)
        shown = _shown(job, outcomes, self.importer.groups)
        tasks = self.importer().what_is_left(job.counts)
        context = {"job": job, "tasks": tasks, "form": form, **shown, **more}
        if (model := self.importer.into_model) is not None:
            context["into"] = model._default_manager.filter(pk=job.choices.get("into")).first()
        return self._import_page(request, "page", **context)

    def import_choices(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Have the file checked again as somebody has chosen; the second of two sees the first."""
        job = get_object_or_404(self._for_page(), pk=pk)
        if not job.may_be_chosen:
            messages.warning(request, _("Tệp này đang được xử lý hoặc đã nhập xong."))
            return self._to_page(job)
        form = ChoicesForm(request.POST, job=job, importer=self.importer())
        if not form.is_valid():
            return self._page_of(request, job, form)
        with transaction.atomic():
            is_mine = job.choose(form.cleaned_data["seen"], request.user, form.choices().stored())
            if is_mine:
                form.remember(request.user)
        if not is_mine:
            return self._conflict(request, pk)
        job.refresh_from_db(fields=["state"])
        enqueue(job)
        return self._to_page(job)

    def _conflict(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show what another person has chosen meanwhile beside what was chosen here.

        The form comes back as one that has seen it: to send it again is a decision.
        """
        job, sent = self._for_page().get(pk=pk), request.POST.copy()
        sent["seen"] = str(job.version)
        form = ChoicesForm(sent, job=job, importer=self.importer())
        form.is_valid()
        conflict = EditConflict(job, str(job.chosen_by or _("Hệ thống")), job.chosen_at)
        return self._page_of(request, job, form, conflict=conflict, changes=form.differences())

    def import_confirm(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Have the file written, once and whole or not at all."""
        job = get_object_or_404(self._imports(), pk=pk)
        if request.POST.get("seen", str(job.version)) != str(job.version):
            text = _("%(who)s đã chọn lại cách đọc tệp này lúc bạn xem; hãy xem lại kết quả mới.")
            messages.warning(request, text % {"who": job.chosen_by or _("Người khác")})
        elif job.confirm():
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
        """Return the outcome of every row as a table to download."""
        job = get_object_or_404(self._imports().defer("content", "bad_rows"), pk=pk)
        return report_response(request, job, self.opts.label, format) or self._to_page(job)

    def import_bad_rows(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Return the rows that were not taken as a file to be mended and uploaded again."""
        job = get_object_or_404(self._imports().defer("content", "outcomes"), pk=pk)
        return bad_rows_response(request, job, self.opts.label) or self._to_page(job)

    def import_template(self, request: HttpRequest) -> HttpResponse:
        """Return the spreadsheet to fill in, with what each column takes."""
        importer = self.importer()
        name = slugify(fold(importer.template_name()))
        headers = {"Content-Disposition": f'attachment; filename="{name}.xlsx"'}
        content, kind = template_file(importer), PlainXLSX.CONTENT_TYPE
        return HttpResponse(content, content_type=kind, headers=headers)

    def _import_page(self, request: HttpRequest, name: str, **context: object) -> TemplateResponse:
        common = {
            **{"opts": self.opts, "title": _("Nhập từ bảng tính"), "importer": self.importer()},
        }
        template, context = f"admin/imports/{name}.html", {**common, **context}
        return office_page(request, template, context, site=self.admin_site)

    def _to_page(self, job: SpreadsheetImport) -> HttpResponse:
        return HttpResponseRedirect(reverse(f"admin:{self._import_name}_page", args=[job.pk]))


def _shown(job: SpreadsheetImport, outcomes: list[RowOutcome], groups: tuple) -> dict:
    """Return what the page shows of the outcomes: figures, and the rows to look at first."""
    numbers = [(label, job.counts.get(code, 0)) for code, label in groups]
    refused = [o for o in outcomes if o.result == Result.REFUSED]
    held = [o for o in outcomes if o.result in {Result.NO_RECORD, Result.NAME_ONLY}]
    taken = [o for o in outcomes if o.result in GOOD]
    to_read = [o for o in taken if any(m.kind != MessageKind.LEFT_OUT for m in o.messages)]
    doubtful = sorted(to_read, key=lambda o: (o.result != Result.DOUBTFUL, -o.strength))
    left_out = Counter(m.column for o in taken for m in o.of_kind(MessageKind.LEFT_OUT))
    # While the file is checked once more, the counts of the check before still stand.
    in_doubt = job.counts.get(Result.DOUBTFUL, 0) if outcomes else 0
    return {
        "results": [(label, job.counts.get(code, 0)) for code, label in Result.choices],
        "groups": numbers if any(count for _label, count in numbers) else [],
        "in_doubt": in_doubt,
        "odd_doubts": round(100 * in_doubt / len(outcomes)) if _is_odd(in_doubt, outcomes) else 0,
        "refused": len(refused),
        "rows": (refused or doubtful)[:SHOWN],
        "more": max(0, len(refused or doubtful) - SHOWN),
        "repaired": sum(bool(o.of_kind(MessageKind.REPAIR)) for o in outcomes),
        "left_out": left_out.most_common(),
        "held": held[:HELD],
        "more_held": max(0, len(held) - HELD),
        "good": len(taken),
    }


def _is_odd(in_doubt: int, outcomes: list[RowOutcome]) -> bool:
    """Return whether so many rows are in doubt that the file itself may be the reason."""
    return in_doubt > ODD_DOUBTS and in_doubt > ODD_SHARE * len(outcomes)
