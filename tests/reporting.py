"""Quarterly reports as officers fill them in offline, and hand them in as a spreadsheet."""

import io

import openpyxl
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from programme.models import Agency
from programme.periods import Period

HEADINGS = 4  # rows above the first report
Q1 = Period.read("2026-Q1")


class Sheet:
    """A downloaded form, as a spreadsheet program changes it."""

    def __init__(self, client, agency: Agency, programme, quarter: Period = Q1) -> None:
        args = [agency.code, programme.slug, quarter]
        self.client = client
        self.page = reverse("admin:programme_report_sheet", args=args)
        answer = client.get(reverse("admin:programme_report_sheet_file", args=args))
        self.book = openpyxl.load_workbook(io.BytesIO(answer.content))
        self.cells = self.book.active
        names = [cell.value for cell in self.cells[1]]
        self.columns = {name: number for number, name in enumerate(names, 1)}

    def fill(self, row: int, **values) -> "Sheet":
        for name, value in values.items():
            self.cells.cell(HEADINGS + row, self.columns[name], value)
        return self

    def value(self, row: int, name: str) -> object:
        return self.cells.cell(HEADINGS + row, self.columns[name]).value

    def upload(self, to: str = ""):
        content = io.BytesIO()
        self.book.save(content)
        return upload(self.client, to or self.page, content.getvalue())

    def confirm(self, step: str = "save"):
        data = {"rows": self.upload().context["sealed"], step: "1"}
        return self.client.post(self.page, data, follow=True)


def upload(client, page: str, content: bytes, name: str = "bao-cao.xlsx"):
    return client.post(page, {"file": SimpleUploadedFile(name, content)})
