"""What the columns of a list say, as plain values: for files and for results of a search."""

import re
from datetime import date, datetime
from decimal import Decimal
from html import unescape
from typing import Any

from django.contrib.admin import ModelAdmin
from django.contrib.admin.utils import display_for_field, label_for_field, lookup_field
from django.core.exceptions import ObjectDoesNotExist
from django.db.models import ForeignObject, Model
from django.http import HttpRequest
from django.utils.html import strip_tags
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.timezone import is_aware, localtime
from django.utils.translation import gettext as _

_BREAK = re.compile(r"(?:<br\s*/?>|</(?:p|li|div)>)+")


def columns_of(by_admin: ModelAdmin, request: HttpRequest) -> list[str]:
    """Return the names of a list's columns, for this reader."""
    shown = [name for name in by_admin.get_list_display(request) if isinstance(name, str)]
    return [name for name in shown if name != "action_checkbox"]


def columns_of_file(by_admin: ModelAdmin, request: HttpRequest) -> list[str]:
    """Return the same for a file, which has room for the longer texts that an admin names."""
    return [*columns_of(by_admin, request), *getattr(by_admin, "more_file_columns", ())]


def heading_of(by_admin: ModelAdmin, name: str) -> str:
    """Return what stands over a column."""
    return str(capfirst(str(label_for_field(name, by_admin.model, by_admin))))


def value_of(by_admin: ModelAdmin, name: str, record: Model) -> Any:
    """Return what a cell of the list says, without marks of a page: text, number or day."""
    try:
        field, _attribute, value = lookup_field(name, record, by_admin)
    except ObjectDoesNotExist:
        return ""
    if isinstance(field, ForeignObject):
        value = getattr(record, field.name)
    elif field is not None and getattr(field, "flatchoices", None):
        value = display_for_field(value, field, "")
    return _plain(value)


def _plain(value: Any) -> Any:
    if value is None:
        return ""
    if isinstance(value, bool):
        return _("Có") if value else _("Không")
    if isinstance(value, datetime):
        return localtime(value).replace(tzinfo=None, microsecond=0) if is_aware(value) else value
    if isinstance(value, date | int | float | Decimal):
        return value
    if isinstance(value, SafeString):
        return unescape(strip_tags(_BREAK.sub("; ", value))).strip("; ")
    return str(value)
