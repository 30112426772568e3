"""Cells that people type, as values; what is put right is noted, never in silence.

Each function raises ValueError with a reason where the text has no such value: a cell of a column
that a record can do without is then left out, one of any other makes its row a bad one.
"""

import re
import unicodedata
from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext as _

from core.downloads import restore
from core.spreadsheets.xlsx import NO_RESULT
from core.text import fold, normalise


class UnknownValue(ValueError):
    """A catalogue does not have these of the parts of a cell: a person can say what they mean."""

    def __init__(self, message: str, unknown: Iterable[str], parts: Iterable[str] = ()) -> None:
        super().__init__(message)
        self.unknown = list(unknown)
        self.parts = list(parts) or self.unknown  # all of the cell, in their order


class Notes(list[str]):
    """What was put right in one cell, in words for the report."""

    def __init__(self, notes: Iterable[str] = ()) -> None:
        super().__init__(notes)
        self.left_out: list[str] = []  # why a part of the cell is not taken, where the rest is

    def changed(self, why: str, before: object, after: object) -> None:
        self.append(f"{why}: “{before}” → “{after}”")


# Ð and ð (eth, of Icelandic keyboards) and Ɖ (of African ones) look like Vietnamese Đ and đ.
_D = str.maketrans({"Ð": "Đ", "ð": "đ", "Ɖ": "Đ"})
_DATES = ("%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%Y-%m-%d", "%Y/%m/%d", "%d/%m/%y", "%Y%m%d")
_NUMBER = re.compile(r"\d+(?:[.,\u00a0 ]\d+)*")
# What people write where there is nothing to write; compared folded.
_NOTHING = {
    "", "khong", "khong co", "ko", "ko co", "k co", "chua co", "chua cap nhat", "dang cap nhat",
    "cap nhat sau",
    "chua ro", "khong ro", "chua biet", "chua xac dinh", "khong xac dinh", "khong co thong tin",
    "chua co thong tin", "n a", "na", "nil", "null", "none", "nan", "tbd", "tba", "x", "xx", "xxx",
    "no", "not available", "unknown", "0", "00", "trong", "bo trong",
}  # fmt: skip
_ERROR_CELL = re.compile(r"#(N/A|REF!|VALUE!|NAME\?|DIV/0!|NUM!|NULL!|SPILL!|CALC!|GETTING_DATA)")
_YES, _NO = {"co", "yes", "1", "true", "x"}, {"khong", "no", "0", "false"}


def tidied(raw: str, notes: Notes) -> str:
    """Return a cell's text as it is stored: NFC, đ as đ, single blanks, no control characters."""
    text = restore(raw)
    if not unicodedata.is_normalized("NFC", text):
        text = unicodedata.normalize("NFC", text)
        notes.append(_("ghép dấu rời (Unicode tổ hợp) về dựng sẵn"))
    if text.translate(_D) != text:
        text = text.translate(_D)
        notes.append(_("thay chữ Ð (eth) bằng Đ"))
    tidy = normalise(text)
    if tidy != text:
        notes.append(_("bỏ khoảng trắng thừa hoặc ký tự ẩn"))
    return tidy


def is_nothing(text: str) -> bool:
    """Return whether the text only says that there is none: '-', 'N/A', '…', 'không có'."""
    return fold(text) in _NOTHING


def why_no_result(text: str) -> str:
    """Return why a cell holds no more than a formula's error; an empty text where it does not."""
    if text == NO_RESULT:
        return _("công thức chưa có kết quả: mở tệp bằng Excel và lưu lại")
    return _("lỗi công thức của bảng tính") if _ERROR_CELL.fullmatch(text.upper()) else ""


def one_line(text: str) -> str:
    """Text that stands in one line, as names and addresses do."""
    return " ".join(text.split())


def whole_number(text: str, notes: Notes) -> int:
    """Return a whole number, '1.200', '1,200' and 'khoảng 200 người' included.

    ValueError where there is none, more than one, or one with decimals.
    """
    text = re.sub(r"(?<=\d)m(²|2)\b", "", text.replace(" m2", "").replace(" m²", "")).strip()
    found = _NUMBER.findall(text)
    if len(found) != 1 or "-" in text.partition(found[0])[0][-1:]:
        raise ValueError(_("phải là số nguyên"))
    written = re.sub(r"[.,]0$", "", found[0])
    if not re.fullmatch(r"\d+|\d{1,3}([.,\u00a0 ]\d{3})+", written):
        raise ValueError(_("phải là số nguyên"))
    number = re.sub(r"\D", "", written)
    if len(number) > 9:
        raise ValueError(_("phải là số nguyên"))
    if found[0] != text:
        notes.changed(_("lấy con số trong ô"), text, number)
    return int(number)


def decimal(text: str) -> Decimal:
    """Return a number written with a decimal point or comma."""
    try:
        number = Decimal(re.sub(r"[°\s]", "", text).replace(",", "."))
    except InvalidOperation as error:
        raise ValueError(_("phải là một số")) from error
    if not (number.is_finite() and _is_written_out(number)):
        raise ValueError(_("phải là một số"))
    return number


def _is_written_out(number: Decimal) -> bool:
    """Whether it has as many digits as people write; 1e-999999999 would fill the memory as text."""
    return number.adjusted() <= 15 and int(number.as_tuple().exponent) >= -30


def day(text: str) -> date:
    """Return a day, written day before month as people write here, or in ISO form."""
    for form in _DATES:
        try:
            return datetime.strptime(text, form).date()
        except ValueError:
            continue
    raise ValueError(_("không phải là ngày: %(text)s") % {"text": text})


def yes_or_no(text: str) -> bool:
    """Return a yes or a no, written in Vietnamese or English."""
    if fold(text) not in _YES | _NO:
        raise ValueError(_("phải là “có” hoặc “không”"))
    return fold(text) in _YES


def choice(text: str, choices: Iterable[tuple[object, str]]) -> object:
    """Return the code of one of a field's choices, by its label or the code itself."""
    choices = list(choices)
    for code, label in choices:
        if fold(text) in {fold(str(code)), fold(str(label))}:
            return code
    allowed = ", ".join(str(label) for _code, label in choices)
    message = _("không nhận ra; các giá trị: %(allowed)s") % {"allowed": allowed}
    raise UnknownValue(message, [text])
