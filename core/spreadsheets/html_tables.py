"""Tables of a web page, which many programs save under the name of a spreadsheet."""

from html.parser import HTMLParser

from core.spreadsheets.sheets import Line, MergedCells

_SPAN = 100  # rows or columns that one cell may cover


class TableParser(HTMLParser):
    """Collects the rows of each table; a table within a cell is text of that cell."""

    def __init__(self) -> None:
        super().__init__()
        self.tables: list[_Table] = []
        self._depth = 0
        self._cell: tuple[int, int] | None = None  # what the open cell covers: columns, rows
        self._text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "table":
            self._depth += 1
            if self._depth == 1:
                self.tables.append(_Table())
        elif self._depth == 1 and tag == "tr":
            self._end_cell()
            self.tables[-1].begin_row()
        elif self._depth == 1 and tag in {"td", "th"}:
            self._end_cell()
            given = dict(attrs)
            self._cell = _span(given.get("colspan")), _span(given.get("rowspan"))
        elif tag in {"br", "p", "div"} and self._text:
            self._text.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if self._depth == 1 and tag in {"td", "th", "tr", "table"}:
            self._end_cell()
        if tag == "table" and self._depth:
            self._depth -= 1

    def handle_data(self, data: str) -> None:
        if self._cell:
            self._text.append(data)

    def _end_cell(self) -> None:
        if self._cell and self.tables:
            self.tables[-1].add("".join(self._text).strip(), *self._cell)
        self._cell, self._text = None, []


class _Table:
    """The rows of one table, cells that cover several places left blank but for the first."""

    def __init__(self) -> None:
        self.rows: list[list[str]] = []
        self.merges: list[MergedCells] = []
        self._covered: set[int] = set()  # columns of this row that a cell above covers
        self._below: dict[int, int] = {}  # rows still to come in which a column is covered

    def begin_row(self) -> None:
        self._covered = set(self._below)
        self._below = {at: left - 1 for at, left in self._below.items() if left > 1}
        self.rows.append([])
        self._skip()

    def add(self, text: str, width: int, height: int) -> None:
        if not self.rows:
            self.begin_row()
        row, number = self.rows[-1], len(self.rows)
        if width > 1 or height > 1:
            left = len(row) + 1
            self.merges.append(MergedCells(number, left, number + height - 1, left + width - 1))
        for at in range(width):
            if height > 1:
                self._below[len(row)] = height - 1
            row.append("" if at else text)
        self._skip()

    def _skip(self) -> None:
        while len(self.rows[-1]) in self._covered:
            self.rows[-1].append("")

    def lines(self) -> list[Line]:
        return list(enumerate(self.rows, 1))


def _span(text: str | None) -> int:
    return min(max(int(text), 1), _SPAN) if text and text.isdecimal() else 1
