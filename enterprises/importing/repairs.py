"""What goes wrong in cells that people type, and how it is put right: never in silence.

Each function returns the value as it is stored; what it changed is added to `Notes`.
"""

import re
import unicodedata
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal, InvalidOperation

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from core.downloads import restore
from core.text import normalise
from enterprises.tax_codes import clean_tax_code, validate_tax_code


class Notes(list[str]):
    """What was put right in one cell, in words for the report."""

    def changed(self, why: str, before: object, after: object) -> None:
        self.append(f"{why}: “{before}” → “{after}”")


# Ð and ð (eth, of Icelandic keyboards) and Ɖ (of African ones) look like Vietnamese Đ and đ.
_D = str.maketrans({"Ð": "Đ", "ð": "đ", "Ɖ": "Đ"})
_APOSTROPHE = re.compile(r"^'+(?=[+\d])")
_GLUED = re.compile(
    r"(?<=[\w)])(?=TP\.? ?(?:HCM|Hồ Chí Minh|Thủ Đức|Ho Chi Minh))"
    r"|(?<=\d)(?=(?:Tỉnh|Thành phố|Quận|Huyện|Phường|Xã|P\.|Q\.|KCN|KCX)[ .\d]?)"
    r"|(?<=[a-zà-ỹ])(?=(?:Tỉnh|Thành phố|Quận|Huyện|Phường|Xã|Khu phố|KCN|KCX|TP\.)[ .\d])"
)
_DATES = ("%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%Y-%m-%d", "%Y/%m/%d", "%d/%m/%y", "%Y%m%d")
_NUMBER = re.compile(r"\d+(?:[.,\u00a0 ]\d+)*")


def tidied(raw: str, notes: Notes) -> str:
    """A cell's text in its stored form: NFC, đ as đ, single blanks, no control characters."""
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


def one_line(text: str) -> str:
    """Text that stands in one line, as names and addresses do."""
    return " ".join(text.split())


def unglued(address: str, notes: Notes) -> str:
    """The address with its parts apart: 'quận 7TP. Hồ Chí Minh' is written 'quận 7, TP. …'."""
    apart = _GLUED.sub(", ", address)
    apart = re.sub(r"\s*,(?=[^\s\d])\s*", ", ", apart) if apart != address else apart
    if apart != address:
        notes.changed(_("tách các phần địa chỉ viết dính"), address, apart)
    bare = re.sub(r"[\s,;.\-–]+$", "", apart)
    if bare != apart:
        notes.append(_("bỏ dấu câu thừa ở cuối"))
    return bare


def is_shouted(name: str) -> bool:
    """Whether the name is all in capitals, and long enough for that to be a manner of writing."""
    return name.isupper() and len(name) > 12


def tax_code(text: str, notes: Notes) -> str:
    """The code's digits; a leading 0 that a spreadsheet has dropped comes back where the check
    digit proves it."""
    code = clean_tax_code(_APOSTROPHE.sub("", re.sub(r"\.0+$", "", text)))
    padded = "0" + code
    # Twelve digits that begin with no 0 are no person's code, so only a branch's is left.
    if code.isdecimal() and (len(code) == 9 or (len(code) == 12 and code[0] != "0")):
        try:
            validate_tax_code(padded)
        except ValidationError:
            return code
        notes.changed(_("thêm số 0 bị mất ở đầu"), text, padded)
        return padded
    return code


def phones(text: str, notes: Notes) -> str:
    """The phone number, or several; a leading 0 that a spreadsheet has dropped comes back."""
    parts = re.split(r"\s*(?:[;/|]|,(?=\s*[+0(])|\bhoặc\b|\bor\b)\s*", text)
    repaired = " / ".join(_phone(part) for part in parts if part)
    if repaired != text:
        notes.changed(_("viết lại số điện thoại"), text, repaired)
    digits = re.sub(r"\D", "", repaired)
    if len(digits) < 7:
        notes.append(_("giữ nguyên, nhưng không giống số điện thoại"))
    return repaired


def _phone(text: str) -> str:
    text = re.sub(r"\.0+$", "", _APOSTROPHE.sub("", text))
    if re.fullmatch(r"\d\.\d+[eE]\+?\d+", text):
        text = str(int(Decimal(text)))
    digits = re.sub(r"\D", "", text)
    if re.match(r"\+|\(\+", text) or digits.startswith(("0", "1800", "1900")):
        return text
    if digits.startswith("84") and len(digits) in (11, 12):
        return "0" + re.sub(r"^84[ .-]*", "", text)
    is_mobile = len(digits) == 9 and digits[0] in "35789"
    is_landline = len(digits) == 10 and digits[0] == "2"
    return f"0{text}" if is_mobile or is_landline else text


def email(text: str, notes: Notes) -> str:
    """The address without what browsers and lists put around it."""
    bare = re.sub(r"^(mailto:|<)|[>.,;]+$", "", text, flags=re.IGNORECASE).replace(" ", "")
    if bare != text:
        notes.changed(_("bỏ ký tự thừa"), text, bare)
    return bare


def website(text: str, notes: Notes) -> str:
    """The address with its scheme, which people leave out."""
    if re.match(r"https?://", text, re.IGNORECASE):
        return text
    notes.changed(_("thêm https://"), text, f"https://{text}")
    return f"https://{text}"


def whole_number(text: str, notes: Notes) -> int:
    """A whole number, '1.200', '1,200' and 'khoảng 200 người' included.

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


def year(text: str, notes: Notes) -> int:
    """A year, alone or within a date."""
    if re.fullmatch(r"\d{1,4}([.,]0+)?", text):
        return int(re.split("[.,]", text)[0])
    found = re.findall(r"(?<!\d)(?:1[89]|20)\d{2}(?!\d)", text)
    if len(found) != 1:
        raise ValueError(_("phải là năm, bốn chữ số"))
    notes.changed(_("lấy năm trong ô"), text, found[0])
    return int(found[0])


def decimal(text: str) -> Decimal:
    """A number with a decimal point or comma; ValueError where it is none."""
    try:
        number = Decimal(re.sub(r"[°\s]", "", text).replace(",", "."))
    except InvalidOperation as error:
        raise ValueError(_("phải là một số")) from error
    if not number.is_finite():
        raise ValueError(_("phải là một số"))
    return number


def percent(text: str, notes: Notes) -> int:
    """A share in whole percent; 0,35 is what a spreadsheet stores for 35%."""
    number = decimal(text.rstrip("% "))
    if 0 < number < 1 and "%" not in text:
        notes.changed(_("đổi sang phần trăm"), text, f"{number * 100:f}")
        number *= 100
    if number < 0:
        raise ValueError(_("phải là số từ 0 đến 100"))
    if number != round(number):
        notes.changed(_("làm tròn"), text, round(number))
    return round(number)


def day(text: str) -> date:
    """A day, day before month as people write here, or in ISO form; ValueError otherwise."""
    for form in _DATES:
        try:
            return datetime.strptime(text, form).date()
        except ValueError:
            continue
    raise ValueError(_("không phải là ngày: %(text)s") % {"text": text})


def parts(cell: str, separator: str = ";") -> Iterator[str]:
    """The entries of a cell with a list: one a line, or with semicolons between."""
    for part in cell.replace("\n", separator).split(separator):
        if tidy := normalise(part):
            yield tidy
