"""Handing a form back in as a spreadsheet: looked at first, confirmed on the page that shows it."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib.auth.models import AbstractBaseUser
from django.core import signing
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy

from core.spreadsheets.form_sheets import Filled

SALT = "portal.sheet-upload"
DAY = 24 * 60 * 60  # seconds in which a preview can be confirmed
Rows = list[tuple[int, Filled]]


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


def sealed(by: AbstractBaseUser, mark: str, rows: Rows) -> str:
    """The rows as the preview page carries them: nobody else can send them, or to another form."""
    return signing.dumps([[by.pk, mark], rows], salt=SALT, compress=True)


def unsealed(sent: str, by: AbstractBaseUser, mark: str) -> Rows | None:
    """The rows of a preview of the same person and form; None where it is none, or a day old."""
    try:
        whose, rows = signing.loads(sent, salt=SALT, max_age=DAY)
    except signing.BadSignature:
        return None
    return rows if whose == [by.pk, mark] else None
