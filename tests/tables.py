"""Tables of pages, Word files and spreadsheets, as rows of what their cells say."""

import io
from collections.abc import Iterable

import openpyxl
from django.http import HttpResponse
from docx import Document
from docx.table import Table

from tests.pages import read, words_of

Row = list[str]


def of_page(answer: HttpResponse, place: str = "//table") -> list[Row]:
    """The rows of the tables at a place (XPath) of a page."""
    return [[words_of(cell) for cell in row] for row in read(answer).root.xpath(f"{place}//tr")]


def of_word_file(answer: HttpResponse) -> list[list[Row]]:
    """Every table of a Word file."""
    return [_rows(table) for table in Document(io.BytesIO(answer.content)).tables]


def _rows(table: Table) -> list[Row]:
    return [[cell.text for cell in row.cells] for row in table.rows]


def of_spreadsheet(answer: HttpResponse) -> list[list]:
    """The rows of a spreadsheet's first sheet; an empty cell is an empty text."""
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    return [_filled(row) for row in sheet.iter_rows(values_only=True)]


def below(rows: list[list], heading: str) -> list[list]:
    """The rows below the one that has this heading."""
    at = next(number for number, row in enumerate(rows) if heading in row)
    return rows[at + 1 :]


def _filled(row: Iterable) -> list:
    return ["" if value is None else value for value in row]


def words_of_word_file(answer: HttpResponse) -> str:
    """What a Word file says outside its tables."""
    return "\n".join(each.text for each in Document(io.BytesIO(answer.content)).paragraphs)
