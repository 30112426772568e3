"""Finding the headings of a sheet, in one row or in two, and what each column means."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from core.imports.meanings import IGNORED, ColumnMeaning, Meanings, column_keys
from core.spreadsheets.sheets import Line, MergedCells
from core.text import fold, normalise

# Vietnamese spreadsheets open with a title, often with the office's name above it.
HEADING_WITHIN = 20
_NO_WORD = re.compile(r"[\d\W_]*")


@dataclass
class Head:
    """The headings of a sheet: as people read them, and what their columns mean."""

    first: int  # of the rows that were looked at
    last: int
    names: list[str]
    keys: list[str]
    meanings: list[ColumnMeaning]

    @property
    def fields(self) -> list[str]:
        return [meaning.field for meaning in self.meanings]

    def widen(self, width: int) -> None:
        """Take in the columns beside it that have cells and no heading."""
        for number in range(len(self.names) + 1, width + 1):
            self.names.append("")
            self.keys.append(f"#{number}")
            self.meanings.append(ColumnMeaning(IGNORED, "unknown"))

    def weight(self, required: Collection[str]) -> tuple[int, int]:
        """How well it heads a table: required columns first, then all that are known."""
        known = {name for name in self.fields if name}
        decided = sum(meaning.how == "chosen" for meaning in self.meanings)
        return len(known.intersection(required)), len(known) + decided


def find_head(
    lines: list[Line], merges: list[MergedCells], meanings: Meanings, required: Collection[str]
) -> Head:
    """Return the head of a sheet: of its first rows the ones with the most known headings."""
    found = list(_heads(lines[:HEADING_WITHIN], merges, meanings))
    best = max(found, key=lambda head: (head.weight(required), -head.last, head.first))
    if best.weight(required) == (0, 0):
        return max(found, key=lambda head: (_looks_like_one(head), -head.last, head.first))
    return best


def _looks_like_one(head: Head) -> int:
    """How much like headings the texts of a row are of which none is known."""
    filled = [name for name in head.names if name]
    if head.first != head.last or not all(re.search(r"[^\W\d_]", name) for name in filled):
        return 0
    return len({fold(name) for name in filled if len(name) < 60})


def _heads(lines: list[Line], merges: list[MergedCells], meanings: Meanings) -> Iterator[Head]:
    for at, (_number, cells) in enumerate(lines):
        names = [normalise(cell).replace("\n", " ") for cell in cells]
        yield _head(at, at, [[name] for name in names], meanings)
        if at + 1 < len(lines):
            above = [cell for cell in names if cell]
            if len(above) > 1 and (both := _both(lines[at], lines[at + 1], merges, meanings)):
                yield _head(at, at + 1, both, meanings)


def _head(first: int, last: int, headings: list[list[str]], meanings: Meanings) -> Head:
    """Return a head; of each column the first heading is what people read."""
    names = [each[0] for each in headings]
    keys = column_keys(names)
    found = [meanings.of_column(key, each) for key, each in zip(keys, headings, strict=True)]
    return Head(first, last, names, keys, found)


def _both(
    upper: Line, lower: Line, merges: list[MergedCells], meanings: Meanings
) -> list[list[str]] | None:
    """Return for each column what two rows together call it; None where the lower heads nothing.

    The lower one has headings under a heading for several columns, and nothing under the others.
    """
    width = max(len(upper[1]), len(lower[1]))
    top, below = (_padded(cells, width) for _number, cells in (upper, lower))
    group = _groups(upper[0], top, merges)
    inner = [at for at in range(width) if below[at] and fold(below[at]) != fold(top[at])]
    if not inner or any(_NO_WORD.fullmatch(below[at]) for at in inner):
        return None
    # Under a heading of one column alone stands its first record.
    if any(top[at] and group.count(group[at]) == 1 for at in inner):
        return None
    both = [_called(at, top, below, group) for at in range(width)]
    is_known = any(meanings.declared(both[at][1:3] or both[at]).field for at in inner)
    is_merged = any(m.top == upper[0] and m.right > m.left for m in merges)
    return both if is_known or is_merged else None


def _called(at: int, top: list[str], below: list[str], group: list[int]) -> list[str]:
    """Return what a column is called, the whole first, then its lower heading, then its upper."""
    upper, lower = top[group[at]], below[at]
    if not lower or fold(lower) == fold(upper):
        return [upper if group[at] == at else ""]
    if not upper:
        return [lower]
    headings = [f"{upper} / {lower}", lower, f"{upper} {lower}"]
    return [*headings, upper] if group[at] == at else headings


def _groups(number: int, top: list[str], merges: list[MergedCells]) -> list[int]:
    """Return for each column the one whose heading stands over it."""
    over = list(range(len(top)))
    across = [m for m in merges if m.top <= number <= m.bottom and m.right > m.left]
    for merge in across:
        for at in range(merge.left - 1, min(merge.right, len(top))):
            over[at] = merge.left - 1
    if not across:  # as files without merged cells have it: the heading, then blanks
        for at in range(1, len(top)):
            if not top[at] and any(top[:at]):
                over[at] = over[at - 1]
    return over


def _padded(cells: list[str], width: int) -> list[str]:
    texts = [normalise(cell).replace("\n", " ") for cell in cells]
    return texts + [""] * (width - len(texts))
