"""What goes wrong in the cells of an enterprise, and how it is put right: never in silence.

Each function returns the value as it is stored; what it changed is added to `Notes`.
"""

import re
from collections.abc import Iterator
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from core.imports.cells import Notes, decimal
from core.text import normalise
from enterprises.tax_codes import clean_tax_code, validate_tax_code

_APOSTROPHE = re.compile(r"^'+(?=[+\d])")
_GLUED = re.compile(
    r"(?<=[\w)])(?=TP\.? ?(?:HCM|Hồ Chí Minh|Thủ Đức|Ho Chi Minh))"
    r"|(?<=\d)(?=(?:Tỉnh|Thành phố|Quận|Huyện|Phường|Xã|P\.|Q\.|KCN|KCX)[ .\d]?)"
    r"|(?<=[a-zà-ỹ])(?=(?:Tỉnh|Thành phố|Quận|Huyện|Phường|Xã|Khu phố|KCN|KCX|TP\.)[ .\d])"
)


def unglued(address: str, notes: Notes) -> str:
    """Return the address with its parts apart: 'quận 7TP. Hồ …' becomes 'quận 7, TP. Hồ …'."""
    apart = _GLUED.sub(", ", address)
    apart = re.sub(r"\s*,(?=[^\s\d])\s*", ", ", apart) if apart != address else apart
    if apart != address:
        notes.changed(_("tách các phần địa chỉ viết dính"), address, apart)
    bare = re.sub(r"[\s,;.\-–]+$", "", apart)
    if bare != apart:
        notes.append(_("bỏ dấu câu thừa ở cuối"))
    return bare


def is_shouted(name: str) -> bool:
    """Return whether the name is all in capitals, and long enough for a manner of writing."""
    return name.isupper() and len(name) > 12


def tax_code(text: str, notes: Notes) -> str:
    """Return the code's digits; a dropped leading 0 is restored where the check digit proves it."""
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
    """Return the phone number, or several; a leading 0 that a spreadsheet dropped is restored."""
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
    if re.fullmatch(r"\d\.\d+[eE]\+?\d\d?", text):
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
    """Return the address without what browsers and lists put around it."""
    bare = re.sub(r"^(mailto:|<)|[>.,;]+$", "", text, flags=re.IGNORECASE).replace(" ", "")
    if bare != text:
        notes.changed(_("bỏ ký tự thừa"), text, bare)
    return bare


def website(text: str, notes: Notes) -> str:
    """Return the address with its scheme, which people leave out."""
    if re.match(r"https?://", text, re.IGNORECASE):
        return text
    notes.changed(_("thêm https://"), text, f"https://{text}")
    return f"https://{text}"


def year(text: str, notes: Notes) -> int:
    """Return a year, alone or within a date."""
    if re.fullmatch(r"\d{1,4}([.,]0+)?", text):
        return int(re.split("[.,]", text)[0])
    found = re.findall(r"(?<!\d)(?:1[89]|20)\d{2}(?!\d)", text)
    if len(found) != 1:
        raise ValueError(_("phải là năm, bốn chữ số"))
    notes.changed(_("lấy năm trong ô"), text, found[0])
    return int(found[0])


def percent(text: str, notes: Notes) -> int:
    """Return a share in whole percent; 0,35 is what a spreadsheet stores for 35%."""
    number = decimal(text.rstrip("% "))
    if 0 < number < 1 and "%" not in text:
        notes.changed(_("đổi sang phần trăm"), text, f"{number * 100:f}")
        number *= 100
    if number < 0:
        raise ValueError(_("phải là số từ 0 đến 100"))
    if number != round(number):
        notes.changed(_("làm tròn"), text, round(number))
    return round(number)


def parts(cell: str, separator: str = ";") -> Iterator[str]:
    """Yield the entries of a cell with a list: one a line, or with semicolons between."""
    for part in cell.replace("\n", separator).split(separator):
        if tidy := normalise(part):
            yield tidy
