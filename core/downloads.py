"""Downloads of lists as CSV, XLSX and JSON, with no formula that a spreadsheet would run."""

import re

import tablib
from django.http import HttpResponse, JsonResponse
from django.utils.http import content_disposition_header
from django.utils.text import slugify

from core.text import fold

CONTENT_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json",
}
# A spreadsheet program takes a cell that starts so for a formula.
_FORMULA = re.compile(r"'*[=+\-@\t\r]")
_NEUTRALISED = re.compile(r"'+[=+\-@\t\r]")
# Control characters that the XLSX format cannot hold.
_NOT_IN_XLSX = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")


class DownloadFormat:
    """Path converter: the file formats in which a list can be downloaded."""

    regex = "|".join(CONTENT_TYPES)

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


def neutralise(value: object) -> object:
    """Text that starts like a formula gets an apostrophe in front; `restore` takes it off again."""
    return f"'{value}" if isinstance(value, str) and _FORMULA.match(value) else value


def restore(text: str) -> str:
    """Undo `neutralise` in a cell, so that an exported file is imported unchanged."""
    return text[1:] if _NEUTRALISED.match(text) else text


def table_response(table: tablib.Dataset, name: str, file_format: str) -> HttpResponse:
    """Return a table as CSV (UTF-8 with the BOM that Excel wants) or XLSX, formulas neutralised."""
    safe = safe_table(table)
    safe.title = table.title or slugify(fold(name))[:31]
    content = safe.export(file_format)
    if file_format == "csv":
        content = content.encode("utf-8-sig")
    return _attached(
        HttpResponse(content, content_type=CONTENT_TYPES[file_format]), name, file_format
    )


def safe_table(table: tablib.Dataset) -> tablib.Dataset:
    """Return the table with no formula that a program would run, no character that XLSX refuses."""
    rows = ([safe_cell(value) for value in row] for row in table)
    return tablib.Dataset(*rows, headers=[safe_cell(heading) for heading in table.headers])


def json_response(data: dict, name: str) -> HttpResponse:
    """Return a JSON file that people can read too."""
    parameters = {"ensure_ascii": False, "indent": 1}
    response = JsonResponse(data, json_dumps_params=parameters)
    return _attached(response, name, "json")


def safe_cell(value: object) -> object:
    """Return a cell that no program runs and that XLSX can hold."""
    return neutralise(_NOT_IN_XLSX.sub("", value)) if isinstance(value, str) else value


def _attached(response: HttpResponse, name: str, file_format: str) -> HttpResponse:
    file_name = f"{slugify(fold(name))}.{file_format}"
    response["Content-Disposition"] = content_disposition_header(True, file_name)
    return response
