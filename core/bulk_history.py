"""Histories of many rows at once, copied by the database from the rows as they stand.

simple_history makes an object for each row, which takes longer than writing the rows themselves
and all the while keeps other writers waiting.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.db import connection, models
from django.utils.timezone import now

from core.batches import batches

BATCH = 5_000  # rows that one statement copies; fewer than the variables SQLite takes


@dataclass(frozen=True)
class BulkHistory:
    """What the historical records of one bulk write share: who, why and when."""

    by: AbstractBaseUser | None
    reason: str | None = None
    at: datetime = field(default_factory=now)

    def copy(self, rows: Iterable[models.Model], *, is_new: bool) -> None:
        """Copy written rows of one model, with their many-to-many terms, into its history."""
        for batch in batches(rows, BATCH):
            model: Any = type(batch[0])
            past, keys = model.history.model, [row.pk for row in batch]
            columns = [past._meta.get_field(f.name).column for f in past.tracked_fields]
            shared = {
                "history_type": "+" if is_new else "~",
                "history_date": connection.ops.adapt_datetimefield_value(self.at),
                "history_user_id": self.by and self.by.pk,
                "history_change_reason": self.reason and self.reason[:100],
            }
            _copy(model, past, columns, shared, keys)
            for term in model._meta.many_to_many:
                if hasattr(past, term.name):
                    self._copy_terms(term, past, keys)

    def _copy_terms(self, term: models.ManyToManyField, past: Any, keys: list) -> None:
        through: Any = term.remote_field.through
        columns = [f.column for f in through._meta.concrete_fields]
        owner = through._meta.get_field(term.m2m_field_name()).column
        key = term.model._meta.pk.column
        _execute(
            f"INSERT INTO {_table(getattr(past, term.name).model)}"  # noqa: S608
            f" (history_id, {', '.join(columns)})"
            f" SELECT past.history_id, {', '.join(f'current.{column}' for column in columns)}"
            f" FROM {_table(through)} current"
            f" JOIN {_table(past)} past ON past.{key} = current.{owner}"
            f" WHERE past.history_date = %s AND past.{key} IN ({_places(keys)})",
            [connection.ops.adapt_datetimefield_value(self.at), *keys],
        )


def _copy(
    model: type[models.Model],
    past: type[models.Model],
    columns: list[str],
    shared: dict[str, object],
    keys: list,
) -> None:
    key = model._meta.pk.column
    _execute(
        f"INSERT INTO {_table(past)} ({', '.join([*columns, *shared])})"  # noqa: S608
        f" SELECT {', '.join(columns)}, {_places(shared)}"
        f" FROM {_table(model)} WHERE {key} IN ({_places(keys)}) ORDER BY {key}",
        [*shared.values(), *keys],
    )


def _table(model: type[models.Model]) -> str:
    return connection.ops.quote_name(model._meta.db_table)


def _places(values: Iterable) -> str:
    return ", ".join("%s" for _ in values)


def _execute(statement: str, values: list) -> None:
    """Names in the statement come from the models, values from the caller."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
