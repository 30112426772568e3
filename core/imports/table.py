"""Finding the heading row of a sheet, and what each column means."""

from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import chain, islice

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from core.imports.columns import Columns, fields_by_heading
from core.spreadsheets import legacy_text
from core.spreadsheets.reading import Sheet
from core.text import fold, normalise

# Vietnamese spreadsheets open with a title, often with the office's name above it.
HEADING_WITHIN = 10
Row = tuple[int, dict[str, str], list[str]]  # number in the file, cells by field, cells past them
Fields = list[str | None]  # of each heading, None where it means nothing


@dataclass
class ImportTable:
    """The rows below the headings, and what of the file is not read."""

    ignored: list[str]
    remarks: list[str]
    rows: Iterator[Row]


def read_table(sheet: Sheet, columns: Columns, required: Collection[str]) -> ImportTable:
    """Return the sheet as a table, headed by whichever of its first rows has the most headings.

    Raises ValidationError where a required column is not there, two columns mean the same
    thing, or no row is below the headings.
    """
    rows, repaired = legacy_text.repaired(sheet.rows)
    sheet = Sheet(iter(rows), [*sheet.remarks, *repaired])
    first = list(islice(sheet.rows, HEADING_WITHIN))
    if not first:
        raise ValidationError(_("Tệp không có dòng nào."))
    known = fields_by_heading(columns)
    found = [[known.get(fold(cell or "")) for cell in cells] for _number, cells in first]
    at = max(range(len(first)), key=lambda n: (*_weight(found[n], required), -n))
    headings, fields = first[at][1], found[at]
    _check(headings, fields, columns, required)
    below = chain(first[at + 1 :], sheet.rows)
    row = next(below, None)
    if row is None:
        raise ValidationError(_("Tệp không có dòng dữ liệu nào dưới dòng tiêu đề."))
    remarks = [*sheet.remarks, *_remarks(first[:at], fields, columns)]
    ignored = [
        normalise(heading) or _("(không tên)")
        for heading, field in zip(headings, fields, strict=True)
        if not field
    ]
    return ImportTable(ignored, remarks, _by_field(chain([row], below), fields))


def _remarks(above: list[tuple[int, list[str]]], fields: Fields, columns: Columns) -> Iterator[str]:
    """Yield in words what of the file is not read."""
    if above:
        titles = " / ".join(" ".join(filter(None, cells)) for _number, cells in above)
        yield _("Bỏ qua các dòng trên dòng tiêu đề: %(text)s") % {"text": titles[:300]}
    found = [columns[name] for name in fields if name]
    if shown_only := [f"“{column.heading}”" for column in found if not column.is_read]:
        names = ", ".join(shown_only)
        yield _("Cột chỉ để xem, nhập không làm thay đổi: %(names)s") % {"names": names}


def _weight(fields: Fields, required: Collection[str]) -> tuple[int, int]:
    return len(set(required) & set(fields)), sum(field is not None for field in fields)


def _check(
    headings: list[str], fields: Fields, columns: Columns, required: Collection[str]
) -> None:
    for name in required:
        if name not in fields:
            raise ValidationError(
                _(
                    "Không có cột “%(heading)s”. Tệp có các cột: %(columns)s. "
                    "Hãy tải tệp mẫu để xem các tiêu đề cột."
                ),
                params={"heading": columns[name].heading, "columns": ", ".join(headings[:20])},
            )
    for name, count in Counter(filter(None, fields)).items():
        if count > 1:
            raise ValidationError(
                _("Có %(count)d cột cùng nghĩa là “%(heading)s”. Hãy giữ một cột."),
                params={"count": count, "heading": columns[name].heading},
            )


def _by_field(rows: Iterator[tuple[int, list[str]]], fields: Fields) -> Iterator[Row]:
    for number, cells in rows:
        known = {f: c for f, c in zip(fields, cells, strict=False) if f and c}
        yield number, known, [cell for cell in cells[len(fields) :] if cell.strip()]
