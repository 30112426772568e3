"""What goes wrong in the cells of an enterprise, and how it is put right: never in silence.

Each function returns the value as it is stored; what it changed is added to `Notes`.
"""

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from core.imports import cells
from core.imports.cells import Notes, decimal
from core.text import fold, normalise
from enterprises.places.provinces import GLUED
from enterprises.tax_codes import clean_tax_code, validate_tax_code

MAX_PHONE = 50  # characters of a contact's field
_APOSTROPHE = re.compile(r"^'+(?=[+\d])")
_GLUED = re.compile(
    r"(?<=[\w)])(?=TP\.? ?(?:HCM|Hồ Chí Minh|Thủ Đức|Ho Chi Minh))"
    r"|(?<=\d)(?=(?:Tỉnh|Thành phố|Quận|Huyện|Phường|Xã|P\.|Q\.|KCN|KCX)[ .\d]?)"
    r"|(?<=[a-zà-ỹ])(?=(?:Tỉnh|Thành phố|Quận|Huyện|Phường|Xã|Khu phố|KCN|KCX|TP\.)[ .\d])"
    rf"|{GLUED}"
)
_ROUNDED = re.compile(r"(\d)(?:[.,](\d+))?[eE]\+?(\d\d?)")
_DOMAIN = r"(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}"
_SITE = re.compile(rf"(?:https?:/{{0,2}}\s?)?{_DOMAIN}(?::\d+)?(?:[/?#]\S*)?", re.IGNORECASE)
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_BETWEEN = re.compile(r"\s*(?:[;,|\n]|\s/\s|\bvà\b|\bhoặc\b|\band\b|\bor\b)\s*")
_PLACEHOLDER_NAMES = {"n a", "na", "khong", "khong co", "chua co", "khong ro", "null", "none"}


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


def name(text: str) -> str:
    """Return a name; ValueError for what stands in a cell because nothing was known."""
    if re.fullmatch(r"[\W_0]*|\w", text) or fold(text) in _PLACEHOLDER_NAMES:
        raise ValueError(_("không phải tên doanh nghiệp"))
    return text


def whole_number(text: str, notes: Notes) -> int:
    """Return a whole number; '1.250,00' has decimals that are nothing, a range has no number."""
    without = re.sub(r"(?<=\.\d{3}),0+$|(?<=,\d{3})\.0+$", "", text)
    if re.fullmatch(r"\D*\d[\d.,]*\s*(?:-|–|—|~|đến|tới|to)\s*\d[\d.,]*\D*", text):
        raise ValueError(_("là một khoảng, không phải một con số"))
    number = cells.whole_number(without, notes)
    if without != text:
        notes.changed(_("lấy con số trong ô"), text, number)
    return number


def written_out(text: str) -> str:
    """Return a long number's digits; ValueError where a spreadsheet has rounded some away.

    '8.49E+10' has lost eight of its digits; '8.4903111222E+10' has all of them.
    """
    found = _ROUNDED.fullmatch(re.sub(r"\s", "", text))
    if not found:
        return text
    digits = found[1] + (found[2] or "")
    if len(digits) <= int(found[3]):
        raise ValueError(
            _("Excel đã làm tròn số này, các chữ số sau đã mất: hãy định dạng cột là “Văn bản”")
        )
    return str(int(Decimal(text.replace(",", "."))))


def tax_code(text: str, notes: Notes) -> str:
    """Return the code's digits; a dropped leading 0 is restored where the check digit proves it.

    ValueError or ValidationError where it is no tax code.
    """
    text = written_out(_APOSTROPHE.sub("", text))
    code = clean_tax_code(re.sub(r"\.0+$", "", text))
    padded = "0" + code
    # Twelve digits that begin with no 0 are no person's code, so only a branch's is left.
    if code.isdecimal() and (len(code) == 9 or (len(code) == 12 and code[0] != "0")):
        try:
            validate_tax_code(padded)
        except ValidationError:
            padded = code
        else:
            notes.changed(_("thêm số 0 bị mất ở đầu"), text, padded)
            return padded
    validate_tax_code(code)
    return code


def phones(text: str, notes: Notes) -> str:
    """Return the phone number, or several; a leading 0 that a spreadsheet dropped is restored."""
    parts = re.split(r"\s*(?:[;/|]|,(?=\s*[+0(])|\bhoặc\b|\bor\b)\s*", text)
    repaired, left_out = joined_phones(_phone(part) for part in parts if part)
    if left_out:
        notes.append(_("quá nhiều số, không nhập: %(text)s") % {"text": left_out})
    elif repaired != text:
        notes.changed(_("viết lại số điện thoại"), text, repaired)
    digits = re.sub(r"\D", "", repaired)
    if len(digits) < 3:
        raise ValueError(_("không phải số điện thoại"))
    if len(digits) < 7:
        notes.append(_("giữ nguyên, nhưng không giống số điện thoại"))
    return repaired


def joined_phones(numbers: Iterable[str]) -> tuple[str, str]:
    """Return as many of the numbers as a contact has room for, and the others; each one once."""
    kept: list[str] = []
    left_out: list[str] = []
    for number in numbers:
        if re.sub(r"\D", "", number) in (re.sub(r"\D", "", each) for each in kept):
            continue
        fits = len(" / ".join([*kept, number])) <= MAX_PHONE
        (kept if fits or not kept else left_out).append(number)
    return " / ".join(kept), " / ".join(left_out)


def _phone(text: str) -> str:
    text = written_out(re.sub(r"\.0+$", "", _APOSTROPHE.sub("", text)))
    digits = re.sub(r"\D", "", text)
    if re.match(r"\+|\(\+", text) or digits.startswith(("0", "1800", "1900")):
        return text
    if digits.startswith("84") and len(digits) in (11, 12):
        return "0" + re.sub(r"^84[ .-]*", "", text)
    is_mobile = len(digits) == 9 and digits[0] in "35789"
    is_landline = len(digits) == 10 and digits[0] == "2"
    return f"0{text}" if is_mobile or is_landline else text


def email(text: str, notes: Notes) -> str:
    """Return the first address of the cell, without what browsers and lists put around it.

    ValueError where there is none; further ones are named in the notes.
    """
    joined = re.sub(r"\s*(?:@|\(at\)|\[at\])\s*", "@", text, flags=re.IGNORECASE)
    found = [each.strip(".") for each in _EMAIL.findall(joined)]
    if not found:
        raise ValueError(_("không phải địa chỉ thư điện tử"))
    _tell_others(found, notes)
    if found[0] != text and len(found) == 1:
        notes.changed(_("bỏ ký tự thừa"), text, found[0])
    return found[0]


def _tell_others(found: list[str], notes: Notes) -> None:
    if others := list(dict.fromkeys(found[1:])):
        notes.append(
            _("ô có nhiều địa chỉ: lấy “%(first)s”, không nhập “%(others)s”")
            % {"first": found[0], "others": "; ".join(others)}
        )


def website(text: str, notes: Notes) -> str:
    """Return the first site of the cell with its scheme, which people leave out.

    ValueError where there is none; further ones are named in the notes.
    """
    parts = [part for part in _BETWEEN.split(text) if part]
    if not all(map(_SITE.fullmatch, parts)):
        words = text.split()
        parts = words if len(words) > 1 and all(map(_SITE.fullmatch, words)) else [text.strip()]
    if not _SITE.fullmatch(parts[0]):
        raise ValueError(_("không phải địa chỉ trang web"))
    _tell_others(parts, notes)
    return _with_scheme(parts[0], notes)


def _with_scheme(text: str, notes: Notes) -> str:
    scheme, rest = re.fullmatch(r"(?:(https?):/{0,2}\s?)?(.*)", text, re.IGNORECASE).groups()
    host, tail = re.fullmatch(r"([^/?#]*)(.*)", rest).groups()
    address = f"{(scheme or 'https').lower()}://{host.lower()}{tail}"
    if not scheme:
        notes.changed(_("thêm https://"), text, address)
    elif address != text:
        notes.changed(_("viết lại địa chỉ trang web"), text, address)
    return address


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
