"""Vietnamese tax codes (mã số thuế): 10 digits, 13 for a branch, 12 for a person or household.

A person's code is the personal identity number (Law 26/2023/QH15): it starts with the code of a
province, 001 to 096, and has no check digit.
"""

import re

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.query_utils import DeferredAttribute
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from stdnum.exceptions import ValidationError as StdnumError
from stdnum.vn import mst

_PERSONAL = re.compile(r"0(0[1-9]|[1-8]\d|9[0-6])\d{9}")


def validate_tax_code(code: str) -> None:
    """Refuse a code of a wrong length or with a wrong check digit, saying which of the two."""
    if not (code.isascii() and code.isdigit()):
        raise ValidationError(_("Mã số thuế chỉ gồm chữ số."), code="digits")
    if len(code) == 12:
        if not _PERSONAL.fullmatch(code):
            raise ValidationError(
                _("Mã 12 chữ số phải là số định danh cá nhân (ba số đầu là mã tỉnh, 001 đến 096)."),
                code="personal",
            )
        return
    if len(code) not in (10, 13):
        raise ValidationError(
            _("Mã số thuế có 10, 12 hoặc 13 chữ số; mã này có %(count)d."),
            code="length",
            params={"count": len(code)},
        )
    try:
        mst.validate(code)
    except StdnumError as error:
        raise ValidationError(
            _("Sai số kiểm tra: có thể một chữ số của mã số thuế bị gõ nhầm."), code="check_digit"
        ) from error


def clean_tax_code(text: str) -> str:
    """Return the code as it is stored, without the spaces, dashes and dots people write in it."""
    return "".join(c for c in text if c not in " -.\u00a0")


def format_tax_code(code: str) -> str:
    """Return the code as certificates print it: a dash before a branch's three digits."""
    return f"{code[:10]}-{code[10:]}" if len(code) == 13 else code


class TaxCodeFormField(forms.CharField):
    """A tax code as people write it, cleaned to its digits and checked."""

    default_validators = [validate_tax_code]

    def to_python(self, value: object) -> str | None:
        code = clean_tax_code(super().to_python(value) or "")
        return code or self.empty_value


class TaxCodeAttribute(DeferredAttribute):
    """Keep what is assigned as its digits alone; an empty code is NULL where the column may be."""

    def __set__(self, instance: models.Model, value: object) -> None:
        if isinstance(value, str):
            value = clean_tax_code(value) or (None if self.field.null else "")
        instance.__dict__[self.field.attname] = value


class TaxCodeField(models.CharField):
    """A tax code of 10, 12 or 13 digits, however it is typed."""

    descriptor_class = TaxCodeAttribute
    default_validators = [validate_tax_code]

    def __init__(self, verbose_name: str | None = None, **kwargs) -> None:
        kwargs = {
            "max_length": 20,  # as typed, with spaces and dashes
            "blank": True,
            "help_text": gettext_lazy("10, 12 hoặc 13 chữ số; dấu cách và gạch nối được bỏ qua."),
            **kwargs,
        }
        super().__init__(verbose_name or gettext_lazy("mã số thuế"), **kwargs)

    def formfield(self, **kwargs) -> forms.Field:
        return super().formfield(**{"form_class": TaxCodeFormField, **kwargs})
