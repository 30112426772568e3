"""What a record says of the time of a step."""

from django.db.models import Model


def stored(record: Model, *fields: str) -> set:
    """The different values of these fields, as the database has them now."""
    return set(type(record)._base_manager.values_list(*fields).get(pk=record.pk))
