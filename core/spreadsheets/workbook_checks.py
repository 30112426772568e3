"""What an XLSX may hold, looked at before it is read: a small file can keep a worker for hours."""

import zipfile
import zlib
from typing import IO
from xml.parsers import expat

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

MAX_PARTS = 2_000
MAX_UNPACKED_BYTES = 200 * 1024 * 1024
MAX_CELLS = 2_000_000  # fifty thousand rows of forty columns
MAX_BLANK_CELLS = 1_000_000  # which have a style and nothing in them
MAX_CELLS_OF_ROW = 16_384  # as many as spreadsheet programs have
MAX_STRINGS = 1_000_000
MAX_OTHER = 200_000  # styles, names, merged cells, links, runs of rich text
MAX_ELEMENTS = 8_000_000
MAX_DEPTH = 40
_CONTENT = {"v", "is"}  # of a cell
_NUMEROUS = {"f", "t", "r", "rPr"}  # of cells and strings, however many there are
_METHODS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
_UNKNOWN_ENCODING = expat.errors.codes[expat.errors.XML_ERROR_UNKNOWN_ENCODING]
_CHUNK = 256 * 1024  # bytes


class TooMuchError(Exception):
    """Reading the file would take too long."""


def check_workbook(file: IO[bytes]) -> None:
    """Raise ValidationError where this is no workbook, or one that takes too long to read."""
    try:
        with zipfile.ZipFile(file) as archive:
            _check_parts(archive.infolist())
            counts = _Counts()
            for part in archive.infolist():
                with archive.open(part) as content:
                    _count(content, counts, must_be_xml=part.filename.endswith((".xml", ".rels")))
    except TooMuchError as error:
        raise ValidationError(_("Nội dung tệp quá lớn. Hãy chia thành nhiều tệp.")) from error
    # What zipfile raises on broken archives, ways of packing that it does not know included.
    except (zipfile.BadZipFile, OSError, EOFError, RuntimeError, ValueError, zlib.error) as error:
        message = _("Tệp .xlsx bị hỏng hoặc không phải bảng tính.")
        raise ValidationError(message) from error


def _check_parts(parts: list[zipfile.ZipInfo]) -> None:
    # No more than the declared size is unpacked of a part: a false one makes it a broken one.
    if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED_BYTES:
        raise TooMuchError
    if not any(part.filename == "xl/workbook.xml" for part in parts):
        raise zipfile.BadZipFile("no workbook")
    if any(part.compress_type not in _METHODS for part in parts):
        raise zipfile.BadZipFile("no spreadsheet program packs so")


class _Counts:
    """How many things of each kind the workbook holds, without building any of them."""

    def __init__(self) -> None:
        self.elements = self.cells = self.filled = self.strings = self.other = 0
        self.depth = self.cells_of_row = 0
        self.row_depth = 0

    def begin_part(self) -> None:
        self.depth = self.cells_of_row = self.row_depth = 0

    def start(self, tag: str, attributes: object) -> None:
        name = tag.rpartition(" ")[2]
        self.depth += 1
        self.elements += 1
        if name == "c":
            self.cells += 1
            self.cells_of_row += 1
        elif name in _CONTENT:
            self.filled += 1
        elif name == "row":
            self._begin_row()
        elif name == "si":
            self.strings += 1
        elif name not in _NUMEROUS:
            self.other += 1
        if self._is_too_much():
            raise TooMuchError

    def _begin_row(self) -> None:
        self.cells_of_row = 0
        self.row_depth = self.row_depth or self.depth
        if self.depth != self.row_depth:  # a row in a row would be built as one
            raise TooMuchError

    def end(self, tag: str) -> None:
        self.depth -= 1

    def _is_too_much(self) -> bool:
        return (
            self.filled > MAX_CELLS
            or self.cells - self.filled > MAX_BLANK_CELLS
            or self.cells_of_row > MAX_CELLS_OF_ROW
            or self.strings > MAX_STRINGS
            or self.other > MAX_OTHER
            or self.elements > MAX_ELEMENTS
            or self.depth > MAX_DEPTH
        )


def _count(content: IO[bytes], counts: _Counts, *, must_be_xml: bool) -> None:
    counts.begin_part()
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler, parser.EndElementHandler = counts.start, counts.end
    parser.StartDoctypeDeclHandler = _refuse_entities
    try:
        while chunk := content.read(_CHUNK):
            parser.Parse(chunk)
        parser.Parse(b"", True)
    except expat.ExpatError as error:
        # A picture is no XML; but other readers know encodings that this one does not.
        if must_be_xml or error.code == _UNKNOWN_ENCODING:
            raise zipfile.BadZipFile("broken XML") from error


def _refuse_entities(*declared: object) -> None:
    raise TooMuchError
