"""Ownership and size as lists word them, where the meaning is beyond doubt.

A legal form ('TNHH', 'cổ phần') does not say whose capital it is, and 'nhỏ và vừa' is two classes:
such cells are left out.
"""

import re

from django.utils.translation import gettext as _

from core.imports import cells
from core.text import fold
from enterprises.models import Enterprise

Ownership, SizeClass = Enterprise.Ownership, Enterprise.SizeClass
_OWNERSHIP = [
    (
        Ownership.FOREIGN,
        r"\bfdi\b|\bvon nuoc ngoai|\bvon dau tu nuoc ngoai|\bdau tu nuoc ngoai\b"
        r"|\b(?:voi|so huu|chu so huu) nuoc ngoai\b|\bforeign (?:invest|own|capital)"
        r"|^(?:100 )?nuoc ngoai$|\blien doanh nuoc ngoai\b|^foreign$",
    ),
    (
        Ownership.STATE,
        r"(?<!ngoai )\b(?:nha nuoc|quoc doanh)\b|\bdnnn\b|\bstate owned\b|^state$|^soe$",
    ),
    (Ownership.COOPERATIVE, r"\bhtx\b|\bhop tac xa\b|\bco ?operative\b"),
    (
        Ownership.HOUSEHOLD,
        r"^(?:ho|co so)? ?(?:san xuat )?(?:kinh doanh )?ca the$|\bho (?:san xuat )?kinh doanh\b"
        r"|^hkd$|\bhousehold\b",
    ),
    (
        Ownership.PRIVATE,
        r"\bdntn\b|\b(?:doanh nghiep|dn|von) tu nhan\b|^tu nhan(?: trong nuoc)?$"
        r"|\btu nhan trong nuoc\b|^private(?: enterprise| company)?$",
    ),
]
_NOT = re.compile(r"\b(?:khong|khong co|khong phai|chua co|no|non) ")
_LEGAL_FORM = re.compile(
    r"\b(?:tnhh|mtv|co phan|cp|ctcp|hop danh|jsc|llc|ltd|co ltd|mot thanh vien|hai thanh vien"
    r"|1 thanh vien|2 thanh vien|joint stock|limited)\b"
)
_SIZES = {
    SizeClass.MICRO: {"sieu nho", "micro", "rat nho"},
    SizeClass.SMALL: {"nho", "small"},
    SizeClass.MEDIUM: {"vua", "trung binh", "medium", "medium sized"},
    SizeClass.LARGE: {"lon", "large", "big"},
}
_AROUND_SIZE = re.compile(
    r"^(?:doanh nghiep|dn|cong ty|cty|quy mo|loai|size)\b ?(?:quy mo|co quy mo)? ?"
    r"| (?:enterprise|company|scale|size)s?$"
)


def ownership(text: str) -> str:
    """Return the code of an ownership; ValueError where the cell says none beyond doubt."""
    folded = fold(text)
    try:
        return str(cells.choice(text, Ownership.choices))
    except ValueError as error:
        found = {code for code, pattern in _OWNERSHIP if re.search(pattern, folded)}
        if _NOT.search(folded) or len(found) > 1:
            raise ValueError(_("không rõ là loại hình sở hữu nào")) from error
        if found:
            return str(found.pop())
        if _LEGAL_FORM.search(folded):
            raise ValueError(
                _("là loại hình pháp lý, không cho biết vốn của ai: hãy chọn loại hình sở hữu")
            ) from error
        raise


def size_class(text: str) -> str:
    """Return the code of a size; ValueError where the cell says none or several."""
    folded = _AROUND_SIZE.sub("", fold(text)).strip()
    for code, words in _SIZES.items():
        if folded in words:
            return str(code)
    if folded in {"sme", "smes", "dnnvv", "dnvvn", "nho va vua", "vua va nho", "nho vua"}:
        raise ValueError(_("gồm cả quy mô nhỏ và vừa: hãy ghi rõ một quy mô"))
    return str(cells.choice(text, SizeClass.choices))
