"""Finding the heading row of a sheet, and what each column means."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, islice

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from core.spreadsheets.reading import Sheet
from core.text import normalise
from enterprises.importing.column_aliases import EXPORT_ONLY, field_named, heading

# Vietnamese spreadsheets open with a title, often with the office's name above it.
HEADING_WITHIN = 10


@dataclass
class ImportTable:
    """The rows below the headings: number in the file, cells by field, cells past the headings."""

    fields: list[str | None]
    ignored: list[str]
    remarks: list[str]
    rows: Iterator[tuple[int, dict[str, str], list[str]]]


def read_table(sheet: Sheet) -> ImportTable:
    """The sheet as a table, by whichever of its first rows has the most headings.

    Raises ValidationError where no column has the enterprise's name, two columns the same
    thing, or no row is below the headings.
    """
    first = list(islice(sheet.rows, HEADING_WITHIN))
    if not first:
        raise ValidationError(_("Tệp không có dòng nào."))
    fields = [[field_named(cell) for cell in cells] for _number, cells in first]
    at = max(range(len(first)), key=lambda n: (_weight(fields[n]), -n))
    headings, known = first[at][1], fields[at]
    _check(headings, known)
    below = chain(first[at + 1 :], sheet.rows)
    row = next(below, None)
    if row is None:
        raise ValidationError(_("Tệp không có dòng dữ liệu nào dưới dòng tiêu đề."))
    remarks = [*sheet.remarks, *_remarks(first[:at], known)]
    ignored = [
        normalise(name) or _("(không tên)")
        for name, field in zip(headings, known, strict=True)
        if not field
    ]
    return ImportTable(known, ignored, remarks, _by_field(chain([row], below), known))


def _remarks(above: list[tuple[int, list[str]]], fields: list[str | None]) -> Iterator[str]:
    """What of the file is not read, in words."""
    if above:
        titles = " / ".join(" ".join(filter(None, cells)) for _number, cells in above)
        yield _("Bỏ qua các dòng trên dòng tiêu đề: %(text)s") % {"text": titles[:300]}
    if shown_only := [f"“{heading(name)}”" for name in fields if name in EXPORT_ONLY]:
        names = ", ".join(shown_only)
        yield _("Cột chỉ để xem, nhập không làm thay đổi: %(names)s") % {"names": names}


def _weight(fields: list[str | None]) -> tuple[bool, int]:
    return "legal_name" in fields, sum(field is not None for field in fields)


def _check(headings: list[str], fields: list[str | None]) -> None:
    if "legal_name" not in fields:
        raise ValidationError(
            _(
                "Không có cột “%(heading)s”. Tệp có các cột: %(columns)s. "
                "Hãy tải tệp mẫu để xem các tiêu đề cột."
            ),
            params={"heading": heading("legal_name"), "columns": ", ".join(headings[:20])},
        )
    for name, count in Counter(filter(None, fields)).items():
        if count > 1:
            raise ValidationError(
                _("Có %(count)d cột cùng nghĩa là “%(heading)s”. Hãy giữ một cột."),
                params={"count": count, "heading": heading(name)},
            )


def _by_field(
    rows: Iterator[tuple[int, list[str]]], fields: list[str | None]
) -> Iterator[tuple[int, dict[str, str], list[str]]]:
    for number, cells in rows:
        known = {f: c for f, c in zip(fields, cells, strict=False) if f and c}
        yield number, known, [cell for cell in cells[len(fields) :] if cell.strip()]
