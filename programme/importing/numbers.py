"""Numbers of tasks and groups, and times, as the columns of a programme's appendix say them."""

import re
from dataclasses import dataclass

from django.utils.translation import gettext as _

from core.imports.cells import Notes
from core.text import fold
from programme.models import Task

_OF_TASK = re.compile(r"(\d{1,3})\s*[.,]\s*(\d{1,3})\s*\.?")
_WITHIN = re.compile(r"(\d{1,3})\s*[.)]?")
_ROMAN = re.compile(r"([IVX]{1,6})\s*[.)]?")
_HEADED = re.compile(r"(?:nhóm\s+)?([IVX]{1,6}|\d{1,3})\s*(?:[.):–-]\s*|\s)(\D.*)", re.I | re.S)
_DIGITS = {"I": 1, "V": 5, "X": 10}
_ONCE = r"(1 |mot )?lan"
_EVERY_TWO = re.compile(rf"(dinh ky )?(0?2|hai) nam {_ONCE}|dinh ky (0?2|hai) nam")
_EVERY = re.compile(r"(dinh ky )?hang nam|thuong xuyen( hang nam)?|hang nam thuong xuyen")
_YEARS = re.compile(
    r"(?:trong )?(?:giai doan )?(?:tu )?(?:nam )?(20\d\d)(?: den)?(?: nam)? (20\d\d)"
)
_YEAR = re.compile(r"(?:trong )?(?:(?:quy|thang) \w+ )?(?:nam )?(20\d\d)")


@dataclass(frozen=True)
class Numbered:
    """What a number's cell says: of a group, of a task within a group, or a whole heading."""

    group: int | None = None
    position: int | None = None
    title: str = ""
    is_roman: bool = False


def read_number(text: str, notes: Notes) -> Numbered:
    """Return the number of a row; ValueError where there is none."""
    if found := _OF_TASK.fullmatch(text):
        return Numbered(int(found[1]), int(found[2]))
    if found := _WITHIN.fullmatch(text):
        return Numbered(position=int(found[1]))
    if found := _ROMAN.fullmatch(text.upper()):
        return Numbered(_arabic(found[1]), is_roman=True)
    if heading := read_heading(text):
        return heading
    raise ValueError(_("không phải là số của nhiệm vụ, ví dụ 1.10"))


def read_heading(text: str) -> Numbered | None:
    """Return number and title of a group, such as '2. Mở rộng thị trường', or None."""
    found = _HEADED.fullmatch(text.strip())
    if not found:
        return None
    is_roman = not found[1].isdecimal()
    number = _arabic(found[1].upper()) if is_roman else int(found[1])
    return Numbered(number, title=" ".join(found[2].split()), is_roman=is_roman)


def read_group(text: str, notes: Notes) -> Numbered:
    """Return what a group's cell says: its number, its title, or both."""
    if found := _WITHIN.fullmatch(text):
        return Numbered(int(found[1]))
    if found := _ROMAN.fullmatch(text.upper()):
        return Numbered(_arabic(found[1]), is_roman=True)
    return read_heading(text) or Numbered(title=" ".join(text.split()))


def read_time(text: str) -> tuple[str, int | None, int | None] | None:
    """Return recurrence, first and last year of a time in plain words; None for other words."""
    words = fold(text)
    if _EVERY.fullmatch(words):
        return Task.Recurrence.YEARLY, None, None
    if _EVERY_TWO.fullmatch(words):
        return Task.Recurrence.EVERY_TWO_YEARS, None, None
    if found := _YEARS.fullmatch(words):
        return Task.Recurrence.PERIOD, int(found[1]), int(found[2])
    if found := _YEAR.fullmatch(words):
        return Task.Recurrence.PERIOD, int(found[1]), int(found[1])
    return None


def _arabic(roman: str) -> int:
    values = [_DIGITS[letter] for letter in roman]
    pairs = zip(values, [*values[1:], 0], strict=True)
    return sum(-value if value < after else value for value, after in pairs)
