"""Text files that hold tables: in whichever encoding, with whichever delimiter."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from itertools import islice

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from core.spreadsheets.sheets import Line
from core.spreadsheets.xlsx import MAX_COLUMNS, refuse_wide

_MARKS = (b"\xff\xfe", b"\xfe\xff")
_SAID = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)  # how Excel itself names the delimiter


def decoded(content: bytes) -> tuple[str, list[str]]:
    """Return a text in whichever encoding it is, and remarks where that is not UTF-8.

    Raises ValidationError where the bytes are no text.
    """
    for encoding in _encodings(content):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            remark = _("Tệp dùng bảng mã %(encoding)s, đã chuyển sang Unicode.")
            return text, [remark % {"encoding": encoding}] if encoding != "utf-8-sig" else []
    raise ValidationError(_("Không đọc được chữ trong tệp .csv. Hãy lưu với bảng mã UTF-8."))


def _encodings(content: bytes) -> list[str]:
    if content.startswith(_MARKS):
        return ["utf-16"]
    # Delimiters, digits and most letters of a text in UTF-16 have an empty byte each.
    start = content[:4_000]
    empty = [start[at::2].count(0) / max(1, len(start) // 2) for at in (0, 1)]
    for which, encoding in ((1, "utf-16-le"), (0, "utf-16-be")):
        if empty[which] > 0.3 and empty[1 - which] < 0.05:
            return [encoding]
    return ["utf-8-sig", "cp1258"]


def delimited(text: str) -> Iterator[Line]:
    """Yield the rows of a text whose cells stand between delimiters."""
    skipped = 0
    if said := _SAID.match(text):
        text, delimiter, skipped = text[said.end() :], said[1], 1
    else:
        delimiter = delimiter_of(text)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    for number, cells in enumerate(rows, 1 + skipped):
        if any(cell.strip() for cell in cells[MAX_COLUMNS:]):
            refuse_wide(len(cells))
        yield number, cells[:MAX_COLUMNS]


def delimiter_of(text: str) -> str:
    """Return the delimiter: the character that splits most of the first lines alike."""
    best = {delimiter: _alike(text, delimiter) for delimiter in ",;\t|"}
    return max(best, key=best.__getitem__)


def _alike(text: str, delimiter: str) -> tuple[int, int]:
    rows = csv.reader(io.StringIO(text[:20_000], newline=""), delimiter=delimiter)
    lengths = Counter(len(row) for row in islice(rows, 20) if len(row) > 1)
    return max(((times, cells) for cells, times in lengths.items()), default=(0, 0))
