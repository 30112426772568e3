"""Spreadsheets that are forms, as a spreadsheet program changes them."""

import io

import openpyxl
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from core.spreadsheets.workbooks import HEADINGS


class FilledForm:
    """The workbook of a form; its rows are counted from 1."""

    def __init__(self, content: bytes) -> None:
        self.book = openpyxl.load_workbook(io.BytesIO(content))
        self.cells = self.book.worksheets[0]
        names = ["key", *(cell.value for cell in self.cells[1][1:])]
        self.columns = {name: number for number, name in enumerate(names, 1)}

    def fill(self, row: int, **values) -> "FilledForm":
        for name, value in values.items():
            self.cells.cell(HEADINGS + row, self.columns[name]).value = value
        return self

    def value(self, row: int, name: str) -> object:
        return self.cells.cell(HEADINGS + row, self.columns[name]).value

    def file(self) -> SimpleUploadedFile:
        content = io.BytesIO()
        self.book.save(content)
        return SimpleUploadedFile("bieu-mau.xlsx", content.getvalue())


class DownloadedForm(FilledForm):
    """A form that somebody has downloaded from its page, and hands in there."""

    def __init__(self, client, name: str, *args) -> None:
        self.client, self.page = client, reverse(f"admin:{name}", args=args)
        super().__init__(client.get(reverse(f"admin:{name}_file", args=args)).content)

    def upload(self, to: str = ""):
        return self.client.post(to or self.page, {"file": self.file()})

    def confirm(self, step: str = "save"):
        data = {"rows": self.upload().context["signed_rows"], step: "1"}
        return self.client.post(self.page, data, follow=True)


def upload(client, page: str, content: bytes, name: str = "bieu-mau.xlsx"):
    return client.post(page, {"file": SimpleUploadedFile(name, content)})
