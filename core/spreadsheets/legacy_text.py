"""Vietnamese text of before Unicode, and Unicode read in another encoding: recognised, repaired.

Lists come from old fonts (TCVN3 as in .VnTime, VNI) and from programs that took UTF-8 or
Windows-1258 for Western text. What a cell says is judged by its words: a repair counts where it
makes Vietnamese syllables of words that were none. Cells are to come as the file has them: control
characters and no-break spaces are part of such text, and nothing may strip them first.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache

from django.utils.translation import gettext as _

from core.spreadsheets.legacy_tables import (
    from_tcvn3,
    from_twice_encoded,
    from_vni,
    from_windows_1258,
    without_1258,
)
from core.spreadsheets.syllables import is_syllable

Cells = tuple[int, list]
Repair = Callable[[str], str]
REPAIRS: dict[str, Repair] = {
    "UTF-8": from_twice_encoded,
    "TCVN3 (.VnTime)": from_tcvn3,
    "VNI": from_vni,
    "Windows-1258": from_windows_1258,
}
_QUOTES = " \t\n.,;:!?()[]{}<>/\\|\"'“”‘’«»…-–—_+&@#*=%®©°·½¼¾²³×¹\u00ad\u200b\u00a0"
_WORD = re.compile(r"[^\s\d.,;:()/\"'\[\]+&@#*=_|\\-]+")
_ACRONYM = re.compile("[B-DF-HJ-NP-TV-XZĐÐ]+")  # 'SĐT', 'LĐ'
_BROKEN = re.compile(
    r"\ufffd|[\u0080-\u0084\u0086-\u009f]"
    r"|á[º»]|Æ[°¡]|Ä[\u2018\u2019ƒ‚]|Ã[¡-¿]|â€"
    r"|[^\W\d_][«¬§¸µ¶¨®©¤¦][^\W\d_]"
)
# What is left of 'à' where its no-break space is gone: nothing tells whether a blank stood there.
_HALF = re.compile(r"Ã(?=[ A-Za-z]|$)")
_LOST = re.compile(r"(?<![\w/.:?=&-])[^\W\d_]*[^\W\d_]\?[^\W\d_]+")


def repaired(rows: Iterable[Cells]) -> tuple[list[Cells], list[str]]:
    """Return the rows in Unicode, and remarks that name what was repaired."""
    rows = list(rows)
    columns: dict[int, list[str]] = {}
    for _number, cells in rows:
        for place, cell in enumerate(cells):
            if isinstance(cell, str) and not cell.isascii():
                columns.setdefault(place, []).append(cell)
    found = {place: _encoding(cells) for place, cells in columns.items()}
    of_file = Counter(filter(None, found.values()))
    if not of_file:
        return rows, []
    usual = of_file.most_common(1)[0][0]
    for place, cells in columns.items():
        if not found[place] and not any(map(_is_unicode, cells)):
            found[place] = usual
    done: Counter[str] = Counter()
    return [(number, list(_in_unicode(cells, found, done))) for number, cells in rows], [
        _(
            "Chữ ở %(count)d ô theo bảng mã cũ hoặc sai bảng mã (%(encoding)s), đã chuyển sang "
            "Unicode. Hãy xem kỹ bản xem trước trước khi xác nhận."
        )
        % {"count": count, "encoding": encoding}
        for encoding, count in done.items()
    ]


def is_broken(text: str) -> bool:
    """Return whether the text has characters that no repair can make letters of again."""
    return bool(not text.isascii() and _BROKEN.search(text)) or bool(
        "?" in text and _LOST.search(text)
    )


def _in_unicode(cells: list, found: dict[int, str | None], done: Counter[str]) -> Iterator[object]:
    for place, cell in enumerate(cells):
        if not isinstance(cell, str) or cell.isascii():
            yield cell
            continue
        encoding = _of_cell(cell) or (None if _is_unicode(cell) else found.get(place))
        text = _repaired_cell(cell, encoding) if encoding else cell
        done.update([encoding] if encoding and text != cell else [])
        yield text


def _repaired_cell(cell: str, encoding: str) -> str:
    if encoding == "UTF-8":
        cell = _HALF.sub("\ufffd", cell.replace("Ã  ", "Ã\u00a0 "))
    return REPAIRS[encoding](cell)


def _encoding(cells: list[str]) -> str | None:
    """Return the encoding that most of a column's telling cells have."""
    telling = Counter(filter(None, map(_of_cell, cells)))
    return telling.most_common(1)[0][0] if telling else None


@lru_cache(maxsize=4096)
def _of_cell(text: str) -> str | None:
    """Return the encoding of a cell that tells it: its words are syllables in that one alone."""
    wrong = [word for word in _words(text) if not is_syllable(word)]
    if not wrong:
        return None
    best, fewest = None, len(wrong)
    for encoding, repair in REPAIRS.items():
        inside = repair(text)
        if inside == text:
            continue
        left = sum(not is_syllable(word) for word in _words(inside))
        if left < fewest and len(wrong) - left > left:
            best, fewest = encoding, left
    return best


def _is_unicode(text: str) -> bool:
    """Whether a cell has letters that no legacy text has: it does not follow its column."""
    return any(ord(char) > 0xFF for char in without_1258(text)) and _of_cell(text) is None


def _words(text: str) -> Iterator[str]:
    """Yield the words that are not plain ASCII, without signs around them, acronyms left out."""
    for found in _WORD.finditer(text):
        word = found.group().strip(_QUOTES)
        if not word.isascii() and not _ACRONYM.fullmatch(word):
            yield word
