"""A whole enterprise as plain values: for the snapshot, and for telling what a merge changed."""

from django.db import models

from enterprises.models import Attachment, Certificate, Contact, Enterprise, Machine, Product

TERMS = tuple(field.name for field in Enterprise._meta.many_to_many)
ROWS = {
    "products": Product,
    "machines": Machine,
    "certificates": Certificate,
    "contacts": Contact,
    "attachments": Attachment,
}
# Computed by the record itself at each save, not entered by a person.
_COMPUTED = {"version", "updated_at", "name_key", "address_key", "name_sort"}
Values = dict[str, object]


def values_of(record: models.Model) -> Values:
    """Return every column of a record, read anew from the database, as JSON values."""
    record.refresh_from_db()
    return plain_values(record)


def plain_values(record: models.Model) -> Values:
    """Return every column of a record as it stands in memory, as JSON values."""
    return {field.attname: _plain(field, record) for field in record._meta.concrete_fields}


def _plain(field: models.Field, record: models.Model) -> object:
    value = field.value_from_object(record)
    return value if value is None or isinstance(value, bool | int) else str(value)


def put(record: models.Model, values: Values) -> None:
    """Set columns from the values of `values_of`; nothing is saved."""
    fields = {field.attname: field for field in record._meta.concrete_fields}
    for name, value in values.items():
        setattr(record, name, fields[name].to_python(value))


def snapshot(enterprise: Enterprise) -> dict:
    """Return all that is known of an enterprise: columns, terms by key, rows by kind."""
    return {
        "fields": values_of(enterprise),
        "terms": {name: sorted(_keys(enterprise, name)) for name in TERMS},
        "rows": {
            name: [values_of(row) for row in getattr(enterprise, name).order_by("pk")]
            for name in ROWS
        },
    }


def _keys(enterprise: Enterprise, name: str) -> list:
    return list(getattr(enterprise, name).values_list("pk", flat=True))


def changed(before: Values, after: Values) -> dict[str, list]:
    """Return what differs between two states of one record: column -> [before, after]."""
    names = [name for name in before if name not in _COMPUTED]
    return {name: [before[name], after[name]] for name in names if before[name] != after[name]}
