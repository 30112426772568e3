"""Handing a form back in as a spreadsheet: looked at first, confirmed on the page that shows it."""

from collections.abc import Callable
from typing import Any, cast

from django import forms
from django.contrib import admin, messages
from django.contrib.auth.models import AbstractBaseUser
from django.core import signing
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path, resolve
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from core import audit
from core.audit import Kind
from core.backoffice.bulk import admin_of, begin_or_tell
from core.downloads import CONTENT_TYPES
from core.jobs import JobResult, request_of
from core.models import Job
from core.spreadsheets.form_sheets import FormSheet, Rows, SheetResult

SALT = "portal.sheet-upload"
KIND = "form_sheet"
DAY = 24 * 60 * 60  # seconds in which a preview can be confirmed


def run_form_sheet(job: Job) -> JobResult:
    """Make the file of a form as its page would, for who asked."""
    place = resolve(job.parameters["path"]).kwargs
    sheet = admin_of(job).get_sheet(request_of(job.by), **place)
    return JobResult(content=sheet.workbook(), file_name=sheet.file_name)


class UploadForm(forms.Form):
    """The filled-in file; `read` gives its rows, or refuses it with ValidationError."""

    file = forms.FileField(
        label=gettext_lazy("Biểu mẫu đã điền (.xlsx)"),
        widget=forms.FileInput({"accept": ".xlsx"}),
        error_messages={"empty": gettext_lazy("Tệp trống, không có nội dung.")},
    )

    def __init__(self, *args: Any, read: Callable[[UploadedFile], Rows], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.read = read
        self.rows: Rows = []

    def clean_file(self) -> UploadedFile:
        file = self.cleaned_data["file"]
        self.rows = self.read(file)
        return file


def sign_rows(by: AbstractBaseUser, mark: str, rows: Rows) -> str:
    """Sign the rows for the preview page: nobody else can send them, nor anyone to another form."""
    return signing.dumps([[by.pk, mark], rows], salt=SALT, compress=True)


def unsign_rows(sent: str, by: AbstractBaseUser, mark: str) -> Rows | None:
    """Return the rows of the same person's and form's preview; None if it is none, or a day old."""
    try:
        whose, rows = signing.loads(sent, salt=SALT, max_age=DAY)
    except signing.BadSignature:
        return None
    return rows if whose == [by.pk, mark] else None


def _person(request: HttpRequest) -> AbstractBaseUser:
    """Who has logged in, as everybody has who comes to these pages."""
    return cast(AbstractBaseUser, request.user)


class FormSheetPages(admin.ModelAdmin):
    """Admin mixin: the page of a form with its file, its preview, and what confirms that.

    The page's template extends `admin/form_sheet.html`.
    """

    sheet_route: str  # below the model's pages, with a slash at the end
    sheet_url_name: str  # of the page; the file's has `_file` behind
    get_sheet: Callable[..., FormSheet]  # (request, the route's arguments), for who may have it
    sheet_title: Callable[[FormSheet], str]
    leave_sheet: Callable[[FormSheet], HttpResponseRedirect]  # to where the form was found
    success_message: Callable[[int, bool], str]  # (records, submit), with `%(count)d`
    page: Callable[..., HttpResponse]  # (request, template's name, title, context)

    def get_urls(self) -> list:
        guard, name = self.admin_site.admin_view, self.sheet_url_name
        file_view = guard(require_safe(self.sheet_file_view))
        return [
            path(self.sheet_route, guard(self.sheet_view), name=name),
            path(f"{self.sheet_route}tai.xlsx", file_view, name=f"{name}_file"),
            *super().get_urls(),
        ]

    def sheet_file_view(self, request: HttpRequest, **place: object) -> HttpResponse:
        """Return the form with what is stored now."""
        sheet = self.get_sheet(request, **place)
        try:
            if sheet.is_long():
                return self._file_later(request, sheet)
            content = sheet.workbook()
        except ValidationError as error:
            return self._refuse(request, sheet, error)
        audit.record(Kind.EXPORT, request, self.model, file=sheet.file_name)
        headers = {"Content-Disposition": content_disposition_header(True, sheet.file_name)}
        return HttpResponse(content, content_type=CONTENT_TYPES["xlsx"], headers=headers)

    def _file_later(self, request: HttpRequest, sheet: FormSheet) -> HttpResponse:
        sheet.must_be_writable()
        where = {"model": self.opts.label, "path": request.path}
        begun = begin_or_tell(KIND, f"{sheet.title} (xlsx)", request, 0, **where)
        return begun or self.leave_sheet(sheet)

    def sheet_view(self, request: HttpRequest, **place: object) -> HttpResponse:
        """Upload, what the file will change, and the confirmation."""
        sheet = self.get_sheet(request, **place)
        try:
            if sheet.closed_message:
                return self._preview(request, sheet)
            sheet.must_be_writable()
            return (self._confirm if "rows" in request.POST else self._preview)(request, sheet)
        except ValidationError as error:
            return self._refuse(request, sheet, error)

    def _preview(self, request: HttpRequest, sheet: FormSheet) -> HttpResponse:
        is_upload = request.method == "POST" and "rows" not in request.POST
        sent = (request.POST, request.FILES) if is_upload else ()
        form = UploadForm(*sent, read=sheet.read)
        if not form.is_valid():
            return self._sheet_page(request, sheet, form)
        by = _person(request)
        result = sheet.process(form.rows, by, write=False)
        changing = {change.number for change in result.changes}
        rows = sign_rows(by, sheet.mark, [row for row in form.rows if row[0] in changing])
        return self._sheet_page(request, sheet, form, result, rows)

    def _confirm(self, request: HttpRequest, sheet: FormSheet) -> HttpResponse:
        form, sent, by = UploadForm(read=sheet.read), request.POST["rows"], _person(request)
        rows = unsign_rows(sent, by, sheet.mark)
        if rows is None:
            messages.error(request, _("Bản xem trước đã hết hạn. Hãy tải tệp lên lại."))
            return self._sheet_page(request, sheet, form)
        submit = "send" in request.POST
        result = sheet.process(rows, by, write=True, submit=submit)
        if result.errors:
            return self._sheet_page(request, sheet, form, result, sent)
        messages.success(request, self._success(sheet, len(result.changes), submit))
        return self.leave_sheet(sheet)

    def _success(self, sheet: FormSheet, count: int, submit: bool) -> str:
        message = self.success_message(count, submit) if count else str(sheet.unchanged_message)
        return message % {"count": count}

    def _sheet_page(
        self,
        request: HttpRequest,
        sheet: FormSheet,
        form: UploadForm,
        result: SheetResult | None = None,
        rows: str = "",
    ) -> HttpResponse:
        context = {"sheet": sheet, "form": form, "result": result, "signed_rows": rows}
        return self.page(request, "sheet", self.sheet_title(sheet), **context)

    def _refuse(
        self, request: HttpRequest, sheet: FormSheet, error: ValidationError
    ) -> HttpResponse:
        messages.error(request, " ".join(error.messages))
        return self.leave_sheet(sheet)
