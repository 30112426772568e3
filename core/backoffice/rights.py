"""Permissions in words, by room and kind of record, and those that the back office looks at."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.contrib import admin
from django.contrib.admin.options import InlineModelAdmin
from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.db.models import Model, Q, QuerySet
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.backoffice.actions import ActionsAdmin
from core.text import sort_key

VERBS: dict[str, str | Promise] = {
    "view": gettext_lazy("Xem %(what)s"),
    "add": gettext_lazy("Thêm %(what)s"),
    "change": gettext_lazy("Sửa %(what)s"),
    "delete": gettext_lazy("Xóa %(what)s"),
}


@dataclass
class RecordKind:
    """What may be done with one kind of records: permissions by verb, and those of its own."""

    name: str
    by_verb: dict[str, Permission] = field(default_factory=dict)
    own: list[Permission] = field(default_factory=list)


@dataclass
class Room:
    """The kinds of records of one app."""

    name: str
    kinds: list[RecordKind]

    @property
    def permissions(self) -> list[Permission]:
        return [each for kind in self.kinds for each in (*kind.by_verb.values(), *kind.own)]


def in_words(permission: Permission) -> str:
    """Return what a permission allows, such as “Thêm doanh nghiệp”."""
    model = permission.content_type.model_class()
    if model is None:
        return _("Quyền không còn dùng (%(code)s)") % {"code": permission.codename}
    verb = _verb(permission)
    if verb in VERBS:
        return str(VERBS[verb]) % {"what": model._meta.verbose_name}
    return str(dict(model._meta.permissions).get(permission.codename, permission.name))


def words_of_codes(codes: Iterable[str]) -> list[str]:
    """Return permissions that are written as “app.codename” in words, in their order."""
    asked = list(codes)
    pairs = [code.partition(".")[::2] for code in asked]
    wanted = Q(pk__in=[])
    for app, codename in pairs:
        wanted |= Q(content_type__app_label=app, codename=codename)
    found = Permission.objects.filter(wanted).select_related("content_type")
    words = {f"{each.content_type.app_label}.{each.codename}": in_words(each) for each in found}
    return [words.get(code, code) for code in asked]


def offered() -> QuerySet[Permission]:
    """Return the permissions that some page of the back office looks at."""
    kinds = ContentType.objects.get_for_models(*_models()).values()
    wanted = Q(content_type__in=[kind.pk for kind in kinds])
    for app, codename in _asked_by_steps():
        wanted |= Q(content_type__app_label=app, codename=codename)
    return Permission.objects.filter(wanted).select_related("content_type")


def rooms(permissions: Iterable[Permission]) -> list[Room]:
    """Return permissions by app and kind of record, both by their names."""
    found: dict[str, dict[str, RecordKind]] = {}
    for permission in permissions:
        label, model = permission.content_type.app_label, permission.content_type.model_class()
        name = capfirst(str(model._meta.verbose_name)) if model else permission.content_type.model
        kinds = found.setdefault(label, {})
        kind = kinds.setdefault(permission.content_type.model, RecordKind(name))
        verb = _verb(permission)
        if verb in VERBS:
            kind.by_verb[verb] = permission
        else:
            kind.own.append(permission)
    named = [
        Room(_room(label), sorted(kinds.values(), key=lambda kind: sort_key(kind.name)))
        for label, kinds in found.items()
    ]
    return sorted(named, key=lambda room: sort_key(room.name))


def _room(label: str) -> str:
    return str(apps.get_app_config(label).verbose_name) if label in apps.app_configs else label


def _verb(permission: Permission) -> str:
    """Return the verb of a permission that every model has, or ""."""
    verb, _dash, model = permission.codename.partition("_")
    return verb if verb in VERBS and model == permission.content_type.model else ""


def _models() -> set[type[Model]]:
    site: Any = admin.site
    rows = {each.model for each in _descendants(InlineModelAdmin) if getattr(each, "model", None)}
    return {model for model in {*site._registry, *rows} if not hasattr(model, "history_type")}


def _descendants(cls: Any) -> Iterator[Any]:
    for each in cls.__subclasses__():
        yield each
        yield from _descendants(each)


def _asked_by_steps() -> Iterator[tuple[str, str]]:
    site: Any = admin.site
    for page in site._registry.values():
        if isinstance(page, ActionsAdmin):
            for action in page.offered_actions:
                app, dot, codename = action.permission.partition(".")
                if dot:
                    yield app, codename
