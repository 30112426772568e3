"""Whoever changes what an account or a role may do leaves a trace in the audit log.

The history of an account would hold names and password hashes; the log holds what was changed, by
whom and when, and keeps people by their numbers alone.
"""

from collections.abc import Iterable
from operator import attrgetter
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.db.models import Model, QuerySet
from django.db.models.signals import m2m_changed, post_save, pre_delete, pre_save
from django.http import HttpRequest
from simple_history.models import HistoricalRecords

from core import audit
from core.audit import Kind
from core.models import AuditEvent

FLAGS = ("is_active", "is_staff", "is_superuser")
_DONE = {"post_add": "added", "post_remove": "removed", "pre_clear": "removed"}


def watch() -> None:
    """Record from now on what requests change; a shell has no person to name."""
    user = get_user_model()
    owner: Any
    for owner, relation in ((user, "groups"), (user, "user_permissions"), (Group, "permissions")):
        field: Any = owner._meta.get_field(relation)
        through = field.remote_field.through
        m2m_changed.connect(_rights_changed, sender=through, dispatch_uid=f"audit-{relation}")
    pre_save.connect(_remember_flags, sender=user, dispatch_uid="audit-flags-before")
    post_save.connect(_flags_changed, sender=user, dispatch_uid="audit-flags")
    for model in (user, Group):
        pre_delete.connect(_deleted, sender=model, dispatch_uid=f"audit-{model.__name__}-deleted")


def watch_grants(model: Any, person: str, right: str) -> None:
    """Record also who gets, changes or loses a row of `model`: it gives an account a right.

    `person` and `right` name its columns; what was granted is told by its reverse name at the
    account.
    """
    field = model._meta.get_field(person).remote_field.get_accessor_name()

    def granted_before(sender: Any, instance: Any, **_kwargs: Any) -> None:
        stored = sender._base_manager.select_related(person, right).filter(pk=instance.pk)
        instance._grant_before = _request() and stored.first()

    def granted(sender: Any, instance: Any, **_kwargs: Any) -> None:
        before, key = instance._grant_before, attrgetter(f"{person}_id", f"{right}_id")
        if _request() is None or (before and key(before) == key(instance)):
            return
        if before:
            _write(getattr(before, person), field, removed=[str(getattr(before, right))])
        _write(getattr(instance, person), field, added=[str(getattr(instance, right))])

    def taken(sender: Any, instance: Any, **_kwargs: Any) -> None:
        if _request() is not None:
            _write(getattr(instance, person), field, removed=[str(getattr(instance, right))])

    name = f"audit-{model._meta.label}"
    pre_save.connect(granted_before, sender=model, weak=False, dispatch_uid=f"{name}-before")
    post_save.connect(granted, sender=model, weak=False, dispatch_uid=name)
    pre_delete.connect(taken, sender=model, weak=False, dispatch_uid=f"{name}-deleted")


def changes_of(record: Model) -> QuerySet[AuditEvent]:
    """Return what was changed of the rights of an account or a role, the newest first."""
    same = {"model": record._meta.label_lower, "record": str(record.pk)}
    events = AuditEvent.objects.filter(kind=Kind.PERMISSIONS_CHANGED, **same)
    return events.select_related("actor")


def _request() -> HttpRequest | None:
    return getattr(HistoricalRecords.context, "request", None)


def _write(record: Model, field: str, **detail: Any) -> None:
    audit.record(Kind.PERMISSIONS_CHANGED, _request(), record, field=field, **detail)


def _rights_changed(
    sender: type, instance: Any, action: str, reverse: bool, model: Any, pk_set: set, **_kwargs: Any
) -> None:
    if action not in _DONE or _request() is None:
        return
    done, field = _DONE[action], _relation_of(sender)
    if not reverse:
        others = model.objects.filter(pk__in=pk_set) if pk_set else getattr(instance, field).all()
        if names := _names(others):
            _write(instance, field, **{done: names})
        return
    owners = model.objects.filter(pk__in=pk_set) if pk_set else _owners(sender, instance, model)
    for owner in owners:
        _write(owner, field, **{done: _names([instance])})


def _relation_of(through: Any) -> str:
    return through._meta.model_name.split("_", 1)[1]


def _owners(through: Any, instance: Model, model: Any) -> QuerySet:
    """Return who held what is taken from everybody at once."""
    return model.objects.filter(**{_relation_of(through): instance})


def _names(rights: Iterable[Model]) -> list[str]:
    if isinstance(rights, QuerySet) and rights.model is Permission:
        rights = rights.select_related("content_type")
    return sorted(
        f"{right.content_type.app_label}.{right.codename}"
        if isinstance(right, Permission)
        else str(right)
        for right in rights
    )


def _remember_flags(
    sender: Any, instance: Any, update_fields: Iterable | None = None, **_kwargs: Any
) -> None:
    instance._flags_before = None
    if _request() is not None and (update_fields is None or {*FLAGS} & {*update_fields}):
        stored = sender._base_manager.filter(pk=instance.pk).values(*FLAGS).first()
        instance._flags_before = stored or dict.fromkeys(FLAGS, False) | {"is_active": True}


def _flags_changed(sender: Any, instance: Any, **_kwargs: Any) -> None:
    for flag, was in (instance._flags_before or {}).items():
        if (now := getattr(instance, flag)) != was:
            _write(instance, flag, now=now)


def _deleted(sender: type, instance: Model, **_kwargs: Any) -> None:
    if _request() is not None:
        _write(instance, "", deleted=True)
