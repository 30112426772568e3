"""Fields in which an administrator chooses roles, and permissions in words, without a script."""

from typing import Any

from django import forms
from django.contrib.auth.models import Group, Permission
from django.db.models import Q, QuerySet
from django.template.loader import render_to_string
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from core.backoffice.rights import VERBS, in_words, offered, rooms

COLUMNS = {"view": _("Xem"), "add": _("Thêm"), "change": _("Sửa"), "delete": _("Xóa")}


class RolesField(forms.ModelMultipleChoiceField):
    """Roles as boxes, each with what it is there to do."""

    def __init__(self, **kwargs: Any) -> None:
        roles = Group.objects.select_related("purpose").order_by("name")
        boxes = forms.CheckboxSelectMultiple
        super().__init__(roles, label=_("Vai trò"), required=False, widget=boxes, **kwargs)

    def label_from_instance(self, obj: Group) -> str:
        purpose = getattr(obj, "purpose", None)
        if purpose is None:
            return obj.name
        return format_html('{}<br><span class="help">{}</span>', obj.name, purpose.text)


class RightsTable(forms.CheckboxSelectMultiple):
    """Permissions as a table for each room: a row for each kind of record, a column for a verb."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        return render_to_string("admin/accounts/rights.html", self.get_context(name, value, attrs))

    def get_context(self, name: str, value: Any, attrs: dict | None) -> dict:
        chosen = {str(each) for each in value or []}
        choices: Any = self.choices
        tables = [
            {
                "name": room.name,
                "rows": [self._row(kind, chosen) for kind in room.kinds],
                "chosen": sum(str(each.pk) in chosen for each in room.permissions),
            }
            for room in rooms(choices.queryset)
        ]
        return {"widget": {"name": name, "columns": COLUMNS.values(), "rooms": tables}}

    def _row(self, kind: Any, chosen: set[str]) -> dict[str, object]:
        by_verb = [kind.by_verb.get(verb) for verb in VERBS]
        return {
            "name": kind.name,
            "boxes": [each and _box(each, chosen) for each in by_verb],
            "own": [_box(each, chosen) for each in kind.own],
        }


def _box(permission: Permission, chosen: set[str]) -> dict[str, object]:
    key = str(permission.pk)
    return {"value": key, "label": in_words(permission), "is_chosen": key in chosen}


class RightsField(forms.ModelMultipleChoiceField):
    """Permissions that some page looks at, and those that the account or role has besides."""

    def __init__(self, *, label: str | Promise, **kwargs: Any) -> None:
        none = Permission.objects.none()
        super().__init__(none, label=label, required=False, widget=RightsTable, **kwargs)

    def offer(self, held: QuerySet[Permission]) -> None:
        """Offer what pages look at; a permission that is held stays, whatever it is for."""
        keys = [*held.values_list("pk", flat=True)]
        may = Permission.objects.filter(Q(pk__in=offered().values("pk")) | Q(pk__in=keys))
        self.queryset = may.select_related("content_type")

    def label_from_instance(self, obj: Permission) -> str:
        return in_words(obj)
