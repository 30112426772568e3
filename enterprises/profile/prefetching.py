"""Reading one enterprise with all its related rows, in few queries.

Entries of taxonomies are few and seldom change: they are cached as long as the vocabulary, and
the database only says which of them the enterprise has.
"""

from collections import defaultdict
from weakref import WeakKeyDictionary

from django.db import connections, models
from django.db.models import prefetch_related_objects
from django.db.models.signals import post_delete, post_save

from catalogue.models import (
    IndustrialPark,
    Language,
    MachineKind,
    Process,
    Standard,
    VsicClass,
    Ward,
)
from core import cache_versions
from core.prefetching import set_prefetched
from enterprises.models import Enterprise
from enterprises.search.vocabulary import VOCABULARY, Vocabulary, vocabulary

RELATIONS = {field.name: field for field in Enterprise._meta.many_to_many}
PLACES = {"ward": Ward, "park": IndustrialPark}
RELATED = ("products", "machines", "certificates", "contacts", "attachments")
Entries = dict[int, models.Model]  # by key, in the taxonomy's order
_by_vocabulary: WeakKeyDictionary[Vocabulary, dict[type[models.Model], Entries]] = (
    WeakKeyDictionary()
)


def with_everything(enterprise: Enterprise) -> Enterprise:
    """Return the same enterprise, prefetched as `EnterpriseQuerySet.for_profile()` would do."""
    prefetch_related_objects([enterprise], *RELATED)
    known, chosen = _entries(), _chosen(enterprise)
    for name, field in RELATIONS.items():
        entries = known[field.related_model]
        own = [entry for key, entry in entries.items() if key in chosen[name]]
        set_prefetched(enterprise, name, own)
    for name, model in PLACES.items():
        setattr(enterprise, name, known[model].get(getattr(enterprise, f"{name}_id")))
    for machine in enterprise.machines.all():
        machine.kind = known[MachineKind][machine.kind_id]
    for certificate in enterprise.certificates.all():
        certificate.standard = known[Standard][certificate.standard_id]
    return enterprise


def _entries() -> dict[type[models.Model], Entries]:
    """Return every entry that an enterprise may have, as new as the vocabulary."""
    words = vocabulary()
    if words not in _by_vocabulary:
        linked = [field.related_model for field in RELATIONS.values()]
        models_read = (*linked, *PLACES.values(), MachineKind, Standard)
        _by_vocabulary[words] = {model: _read(model) for model in models_read}
    return _by_vocabulary[words]


def _read(model: type[models.Model]) -> Entries:
    entries = model.objects.select_related("family") if model is Process else model.objects.all()
    return {entry.pk: entry for entry in entries}


def _chosen(enterprise: Enterprise) -> dict[str, set[int]]:
    """Return the keys of the entries that the enterprise has, by relation, in one query."""
    chosen: dict[str, set[int]] = defaultdict(set)
    with connections[enterprise._state.db].cursor() as cursor:
        cursor.execute(_LINKS, [enterprise.pk] * len(RELATIONS))
        for name, key in cursor.fetchall():
            chosen[name].add(key)
    return chosen


_LINKS = " UNION ALL ".join(
    f"SELECT '{name}', {field.m2m_reverse_name()} FROM {field.m2m_db_table()}"  # noqa: S608
    f" WHERE {field.m2m_column_name()} = %s"
    for name, field in RELATIONS.items()
)


def _invalidate(**kwargs) -> None:
    cache_versions.invalidate(VOCABULARY)


# The vocabulary itself does not know these.
for _model in (Language, VsicClass):
    post_save.connect(_invalidate, sender=_model, dispatch_uid=f"entries-saved-{_model.__name__}")
    post_delete.connect(_invalidate, sender=_model, dispatch_uid=f"entries-gone-{_model.__name__}")
