"""What Django's admin says in English, or in words of its tables, where no translation reaches."""

from collections.abc import Sequence
from typing import Any

from django.apps import apps
from django.contrib.admin import options, utils
from django.contrib.admin.templatetags import admin_list
from django.db.models import Model
from django.http import HttpRequest
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _

ICONS = {True: "yes", False: "no", None: "unknown"}


def mend() -> None:
    """Put the portal's words where Django's functions are looked up."""
    vars(admin_list)["_boolean_icon"] = boolean_icon
    vars(options)["get_deleted_objects"] = deleted_objects


def boolean_icon(value: bool | None) -> SafeString:
    """Return the mark of a yes or no, with the word for whoever does not see it."""
    words = {True: _("Có"), False: _("Không"), None: _("Chưa rõ")}
    icon = static(f"admin/img/icon-{ICONS[value]}.svg")
    return format_html('<img src="{}" alt="{}">', icon, words[value])


def deleted_objects(objs: Any, request: HttpRequest, admin_site: Any) -> tuple:
    """Return what is deleted along with records; links between them are no records of their own."""
    deleted, counts, missing, protected = utils.get_deleted_objects(objs, request, admin_site)
    links = _links()
    starts = tuple(f"{capfirst(model._meta.verbose_name)}: " for model in links)
    for model in links:
        counts.pop(str(model._meta.verbose_name_plural), None)
    return _without(deleted, starts), counts, missing, protected


def _links() -> list[type[Model]]:
    """Return the tables that only say which records belong together."""
    return [each for each in apps.get_models(include_auto_created=True) if each._meta.auto_created]


def _without(nested: Sequence, starts: tuple[str, ...]) -> list:
    """Leave out entries of a nested list, as `unordered_list` shows it."""
    kept: list = []
    for each in nested:
        if isinstance(each, list):
            if inner := _without(each, starts):
                kept.append(inner)
        elif not str(each).startswith(starts):
            kept.append(each)
    return kept
