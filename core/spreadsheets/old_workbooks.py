"""What an .xls holds, looked at before it is read: a small file can keep a worker for ever.

An .xls is a file system of its own, in which a stream of records is the workbook. The stream is
taken out here, because xlrd follows a chain of sectors that bites its own tail without end.
"""

from collections.abc import Iterator
from struct import Struct, error, unpack_from

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from core.spreadsheets.workbook_checks import MAX_CELLS, MAX_STRINGS, TooMuchError

MAX_GLOBALS = 20_000  # names, styles, sheets, fonts of the whole workbook
MAX_RECORDS = 2_000_000
HEADER = 512  # bytes
_LISTED_IN_HEADER = 109  # sectors of the table of sectors
_ENTRY = 128  # bytes of a file's entry in the directory
_SHORT = 64  # bytes of a sector of small files
_RECORD, _PLACE, _RANGE = Struct("<HH"), Struct("<HH"), Struct("<HHHH")
_WORKBOOK, _VERSIONS = 0x0809, {0x0500, 0x0600}  # Excel 5.0/95, and 97 to 2003
_BEGINS = {0x0009, 0x0209, 0x0409, _WORKBOOK}
_ENDS, _SHEET, _STRINGS, _NUMBERS, _LINK = 0x000A, 0x0085, 0x00FC, 0x00BD, 0x01B8
_CELLS = {
    0x0001, 0x0002, 0x0003, 0x0004, 0x0005, 0x0006, 0x00D6, 0x00FD, 0x0201, 0x0203, 0x0204,
    0x0205, 0x0206, 0x027E, 0x0406, _NUMBERS,
}  # fmt: skip
Record = tuple[int, bytes]  # its kind and what it says


def checked_stream(content: bytes) -> bytes:
    """Return the workbook's records; ValidationError where reading them would take too long."""
    try:
        stream = _Files(content).workbook()
        _check(stream)
    except TooMuchError as much:
        raise ValidationError(_("Nội dung tệp quá lớn. Hãy chia thành nhiều tệp.")) from much
    except (error, IndexError, ValueError) as broken:
        raise ValidationError(_("Tệp .xls bị hỏng hoặc không phải bảng tính.")) from broken
    return stream


class _Files:
    """The files in an .xls: each a chain of sectors, of which a table says which is next."""

    def __init__(self, content: bytes) -> None:
        self.content = content
        power, short_power = unpack_from("<HH", content, 30)
        if power not in (9, 12) or short_power != 6:
            raise ValueError("no spreadsheet program writes such sectors")
        self.size = 1 << power
        self.number = (len(content) - HEADER + self.size - 1) // self.size
        self.next = self._table(self._sectors_of_table())

    def workbook(self) -> bytes:
        (directory,) = unpack_from("<i", self.content, 48)
        entries = self._joined(directory)
        found = {
            name: place
            for at in range(0, len(entries) - _ENTRY + 1, _ENTRY)
            for name, place in [_entry(entries[at : at + _ENTRY])]
        }
        place = found.get("workbook") or found.get("book")
        if place is None:
            raise ValueError("no workbook")
        return self._file(*place, root=_entry(entries[:_ENTRY])[1])

    def _file(self, first: int, size: int, root: tuple[int, int]) -> bytes:
        (large,) = unpack_from("<I", self.content, 56)
        if size >= large:
            return self._joined(first)[:size]
        small = self._joined(root[0])[: root[1]]
        (table,) = unpack_from("<i", self.content, 60)
        following = self._table(self._chain(table, self.next))
        chain = self._chain(first, following)
        return b"".join(small[at * _SHORT : (at + 1) * _SHORT] for at in chain)[:size]

    def _sectors_of_table(self) -> list[int]:
        found = list(unpack_from(f"<{_LISTED_IN_HEADER}i", self.content, HEADER - 436))
        (more,) = unpack_from("<i", self.content, 68)
        seen: set[int] = set()
        while 0 <= more < self.number and more not in seen:
            seen.add(more)
            *listed, more = self._numbers(more)
            found += listed
        return [sector for sector in found if 0 <= sector < self.number][: self.number]

    def _table(self, sectors: list[int]) -> list[int]:
        return [number for sector in sectors for number in self._numbers(sector)]

    def _numbers(self, sector: int) -> tuple[int, ...]:
        return unpack_from(f"<{self.size // 4}i", self.content, HEADER + sector * self.size)

    def _joined(self, first: int) -> bytes:
        begins = (HEADER + at * self.size for at in self._chain(first, self.next))
        return b"".join(self.content[begin : begin + self.size] for begin in begins)

    def _chain(self, first: int, following: list[int]) -> list[int]:
        """Return the sectors from the first one on; ValueError where one comes twice."""
        chain, seen = [], set()
        while first >= 0:
            if first in seen:
                raise ValueError("a chain of sectors without end")
            seen.add(first)
            chain.append(first)
            first = following[first]
        return chain


def _entry(entry: bytes) -> tuple[str, tuple[int, int]]:
    """Return the name of a file in small letters, its first sector and its size."""
    (length,) = unpack_from("<H", entry, 64)
    name = entry[: max(0, min(length, 64) - 2)].decode("utf-16-le", "replace")
    first, size = unpack_from("<iI", entry, 116)
    return name.lower(), (first, size)


class _SheetCounts:
    """How much there is to read, in all the sheets that the workbook names."""

    def __init__(self) -> None:
        self.records = self.globals = self.cells = self.strings = 0
        self.widths: dict[int, int] = {}  # by row: a cell at its end makes a whole row

    def add(self, kind: int, said: bytes, *, is_global: bool) -> None:
        self.records += 1
        self.globals += is_global
        if kind in _CELLS and len(said) >= _PLACE.size:
            self._add_cell(kind, said)
        elif kind == _LINK:
            top, bottom, left, right = _RANGE.unpack_from(said)
            self.cells += max(0, bottom - top + 1) * max(0, right - left + 1)
        elif kind == _STRINGS:
            self.strings += unpack_from("<I", said, 4)[0]
        self._must_be_little()

    def _add_cell(self, kind: int, said: bytes) -> None:
        row, column = _PLACE.unpack_from(said)
        if kind == _NUMBERS:
            (column,) = unpack_from("<H", said, len(said) - 2)
        before = self.widths.get(row, 0)
        if column >= before:
            self.widths[row] = column + 1
            self.cells += column + 1 - before
        else:
            self.cells += 1  # once more at the same place

    def _must_be_little(self) -> None:
        if (
            self.records > MAX_RECORDS
            or self.globals > MAX_GLOBALS
            or self.cells > MAX_CELLS
            or self.strings > MAX_STRINGS
        ):
            raise TooMuchError


def _check(stream: bytes) -> None:
    begins, _length, version = unpack_from("<HHH", stream)
    if begins != _WORKBOOK or version not in _VERSIONS:
        raise ValueError("no workbook of several sheets")
    counts, sheets = _SheetCounts(), set()
    for kind, said in _records(stream, 0):
        counts.add(kind, said, is_global=True)
        if kind == _SHEET:
            sheets.add(unpack_from("<I", said)[0])
    for begin in sheets:
        for kind, said in _records(stream, begin):
            counts.add(kind, said, is_global=False)


def _records(stream: bytes, at: int) -> Iterator[Record]:
    """Yield the records from a place to the end of what begins there."""
    depth = 0
    while at + _RECORD.size <= len(stream):
        kind, length = _RECORD.unpack_from(stream, at)
        at += _RECORD.size
        yield kind, stream[at : at + length]
        at += length
        depth += (kind in _BEGINS) - (kind == _ENDS)
        if depth <= 0:
            return
