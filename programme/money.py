"""Sums of money in VND: whole đồng, as people type them and as documents write them."""

import re
from decimal import ROUND_HALF_UP, Decimal

from django import forms
from django.core.exceptions import ValidationError
from django.utils.formats import get_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

MAX_DONG = 10**15 - 1  # đồng; sums of many such still fit into a column of 64 bits
TOO_MUCH = gettext_lazy(
    "Số tiền quá lớn. Cổng nhận tối đa 999.999.999.999.999 đồng: hãy xem lại số chữ số và đơn vị."
)
_SPACES = re.compile(r"[\s\u00a0\u202f]+")
_UNIT = re.compile(r"(?:đồng|đ|vnđ|vnd)$", re.IGNORECASE)
# Plain digits, or threes parted by one and the same sign.
_SUM = re.compile(r"-?(?:[0-9]+|[0-9]{1,3}(?:\.[0-9]{3})+|[0-9]{1,3}(?:,[0-9]{3})+)")


def read_dong(text: str) -> int:
    """Return the sum that a person has typed: 1500000, 1.500.000 or 1 500 000 đồng.

    Raises ValidationError with a message for the person at the field.
    """
    bare = _UNIT.sub("", _SPACES.sub("", text))
    if not _SUM.fullmatch(bare):
        raise ValidationError(
            _("Hãy ghi số tiền bằng đồng, chỉ gồm chữ số và dấu chấm hàng nghìn, ví dụ 1.500.000."),
            code="invalid",
        )
    digits = bare.replace(".", "").replace(",", "")
    if len(digits) > len(str(-MAX_DONG)):
        raise ValidationError(TOO_MUCH, code="max_value")
    return int(digits)


def grouped(value: int) -> str:
    """Return a sum with its thousands separated: 1.500.000; in English 1,500,000."""
    return f"{value:,}".replace(",", get_format("THOUSAND_SEPARATOR"))


def product(quantity: Decimal, price: int) -> int:
    """Return what so many at this price in đồng come to, half a đồng rounded up."""
    return int((quantity * price).quantize(Decimal(1), ROUND_HALF_UP))


def shown(value: int | None) -> str:
    """Return a sum with its thousands separated; a dash where none has been filled in."""
    return "–" if value is None else grouped(value)


def marked(value: int | None, lines_apart: int) -> str:
    """Return a sum with an asterisk where lines in it are far from what was asked for."""
    return f"{shown(value)}\u00a0*" if lines_apart else shown(value)


def in_dong(value: int) -> str:
    """Return a sum to the đồng: 1.500.000 đồng."""
    return _("%(sum)s đồng") % {"sum": grouped(value)}


def in_short(value: int) -> str:
    """Return a large sum in triệu or tỷ đồng, to two decimals; a small one to the đồng."""
    for unit, words in ((10**9, _("%(sum)s tỷ đồng")), (10**6, _("%(sum)s triệu đồng"))):
        if abs(value) >= unit:
            rounded = (Decimal(value) / unit).quantize(Decimal("0.01"), ROUND_HALF_UP)
            return words % {
                "sum": number_format(_bare(rounded), use_l10n=True, force_grouping=True)
            }
    return in_dong(value)


def _bare(value: Decimal) -> Decimal | int:
    return int(value) if value == value.to_integral_value() else value.normalize()


class DongField(forms.IntegerField):
    """A sum in VND as text: 1.500.000 is taken as well as 1500000."""

    default_error_messages = {
        "min_value": gettext_lazy("Số tiền không thể âm."),
        "max_value": TOO_MUCH,
    }

    def __init__(self, *, min_value: int = 0, **kwargs) -> None:
        box = forms.TextInput(attrs={"inputmode": "numeric", "size": 18, "class": "amount"})
        super().__init__(min_value=min_value, max_value=MAX_DONG, **{"widget": box, **kwargs})

    def to_python(self, value: object) -> int | None:
        if isinstance(value, str) and value.strip():
            return read_dong(value)
        return value if isinstance(value, int) else None

    def prepare_value(self, value: object) -> object:
        return grouped(value) if isinstance(value, int) else value
