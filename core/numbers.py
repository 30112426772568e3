"""Numbers and days as people type them into forms and spreadsheets."""

import re
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.formats import get_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy


def read_number(text: str) -> Decimal:
    """Read a number in the reader's form (1.234,5) or plain (1234.5); ValueError for all else."""
    bare = "".join(text.split())
    groups, comma = get_format("THOUSAND_SEPARATOR"), get_format("DECIMAL_SEPARATOR")
    grouped = rf"-?\d{{1,3}}(?:{re.escape(groups)}\d{{3}})+(?:{re.escape(comma)}\d+)?"
    if re.fullmatch(grouped, bare):
        return Decimal(bare.replace(groups, "").replace(comma, "."))
    if re.fullmatch(r"-?\d+(?:[.,]\d+)?", bare):
        return Decimal(bare.replace(",", "."))
    raise ValueError(f"no number: {text!r}")


class NumberField(forms.DecimalField):
    """A number typed as text, so that what is no number is told and not dropped by the browser."""

    widget = forms.TextInput

    def to_python(self, value: object) -> Decimal | None:  # type: ignore[override]  # as Django
        if isinstance(value, str) and value.strip():
            try:
                value = read_number(value)
            except ValueError as error:
                raise ValidationError(_("Hãy ghi một số, ví dụ 1.234,5."), "invalid") from error
        return super().to_python(value)

    def prepare_value(self, value: object) -> object:
        if isinstance(value, Decimal):
            return number_format(format(value.normalize(), "f"), use_l10n=True)
        return value

    def widget_attrs(self, widget: forms.Widget) -> dict:
        return {"inputmode": "decimal"}


class PercentField(forms.IntegerField):
    """Whole per cents from 0 to 100; '40%' is one too."""

    widget = forms.TextInput

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.error_messages["invalid"] = gettext_lazy("Hãy ghi số nguyên từ 0 đến 100.")

    def to_python(self, value: object) -> int | None:
        if isinstance(value, str):
            value = value.strip().removesuffix("%")
        value = super().to_python(value)
        if value is not None and not 0 <= value <= 100:
            raise ValidationError(_("Tiến độ từ 0 đến 100%%."), params={"value": value})
        return value

    def widget_attrs(self, widget: forms.Widget) -> dict:
        return {"inputmode": "numeric"}


class DayField(forms.DateField):
    """A day of the calendar, the day before the month in any language; 31/02 is none."""

    def __init__(self, **kwargs: Any) -> None:
        formats = ["%d/%m/%Y", "%d-%m-%Y", "%Y-%m-%d"]
        widget = forms.DateInput({"placeholder": "24/03/2026"}, format=formats[0])
        super().__init__(input_formats=formats, widget=widget, **kwargs)
        self.error_messages["invalid"] = gettext_lazy(
            "Ngày không có trong lịch. Hãy ghi ngày/tháng/năm, ví dụ 24/03/2026."
        )
