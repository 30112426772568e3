"""Vietnamese text: a normal form for keeping, a folded form for finding, a key for sorting."""

import re
import unicodedata
from functools import lru_cache

# Ð (eth) and Đ look alike and are both typed for Vietnamese đ; neither is split by Unicode.
_D = "đĐðÐ"
_NOT_WORD = re.compile(r"[^0-9a-z]+")
_NOT_LATIN = re.compile("[^\x00-\x7f\u0300-\u034e\u0350-\u036f]")  # neither ASCII nor a mark

# The Vietnamese order of letters, then of tones: ngang, huyền, hỏi, ngã, sắc, nặng.
_LETTERS = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
# Two digits a letter: digits stand in one order under every collation that a database may have.
_BLANK = "00"
_RANK = {char: f"{rank:02}" for rank, char in enumerate("0123456789" + _LETTERS, start=1)}
_TONES = {"\u0300": "1", "\u0309": "2", "\u0303": "3", "\u0301": "4", "\u0323": "5"}


def normalise(text: str) -> str:
    """Return the text in its stored form: NFC, no control characters, single spaces.

    Lines survive, because descriptions have paragraphs.
    """
    text = unicodedata.normalize("NFC", text)
    if not text.isprintable():
        text = "".join(c for c in text if c == "\n" or unicodedata.category(c) not in {"Cc", "Cf"})
    return "\n".join(" ".join(line.split()) for line in text.split("\n")).strip()


def fold(text: str) -> str:
    """Text as search compares it: lower case, no marks, đ as d, one space between words.

    'Cơ khí ĐÚC' and 'co khi duc' fold alike, in either Unicode form. Anything but Latin letters
    and digits separates words.
    """
    if text.isascii():
        return _NOT_WORD.sub(" ", text.lower()).strip()
    for char in _D:
        text = text.replace(char, "d")
    split = unicodedata.normalize("NFKD", text.lower())
    if _NOT_LATIN.search(split):
        bare = "".join(c for c in split if not unicodedata.combining(c))
    else:
        bare = split.encode("ascii", "ignore").decode()
    return _NOT_WORD.sub(" ", bare).strip()


def slug_of(text: str, most: int) -> str:
    """Return a text as an address has it: folded, with hyphens, cut between words to `most`."""
    slug = fold(text).replace(" ", "-")
    if len(slug) <= most:
        return slug
    return slug[: most + 1].rpartition("-")[0] or slug[:most]


def is_poorer(text: str, than: str) -> bool:
    """Return whether a text says the same as another with fewer marks, or in one case alone.

    'CONG TY CO KHI' and 'CÔNG TY CƠ KHÍ' are poorer than 'Công ty Cơ khí'.
    """
    if text == than or fold(text) != fold(than):
        return False
    if _marks(text) != _marks(than):
        return _marks(text) < _marks(than)
    return (text.isupper() and not than.isupper()) or (text.islower() and not than.islower())


def _marks(text: str) -> int:
    split = unicodedata.normalize("NFD", text)
    return sum(bool(unicodedata.combining(char)) or char in _D for char in split)


def sort_key(text: str) -> str:
    """Digits whose order is the Vietnamese alphabet's: a ă â … d đ, tones last.

    Databases differ in collation (SQLite has none for Vietnamese), so the key is kept in a column.
    """
    letters, tones = [], []
    for char in unicodedata.normalize("NFC", text).lower():
        rank, tone = _rank_and_tone(char)
        if rank:
            letters.append(rank)
            tones.append(tone)
        elif letters and letters[-1] != _BLANK:
            letters.append(_BLANK)
    return f"{''.join(letters)}{_BLANK}{''.join(tones)}"


@lru_cache(maxsize=500)
def _rank_and_tone(char: str) -> tuple[str, str]:
    """Return the place of a letter in the alphabet, nothing for any other sign, and its tone."""
    parts = unicodedata.normalize("NFD", char)
    base = unicodedata.normalize("NFC", "".join(mark for mark in parts if mark not in _TONES))
    return _RANK.get(base, ""), next((_TONES[mark] for mark in parts if mark in _TONES), "0")
