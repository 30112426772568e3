"""Data that many tests begin with: loaded once in a run, then put back as the same rows."""

import io
from collections.abc import Callable, Iterator
from datetime import date
from functools import cache, partial

from django.apps import apps
from django.contrib.auth.models import Group, Permission
from django.core.management import call_command
from django.db import connection, transaction
from django.db.models import Model
from django.db.models.sql import InsertQuery
from django.utils.timezone import localdate

Rows = dict[type[Model], dict[object, Model]]
GroupRight = Group.permissions.through
RIGHT = ["codename", "content_type__app_label", "content_type__model"]


class Loaded:
    """What a function adds to the database: it runs the first time, later its rows come back."""

    def __init__(self, load: Callable[[], object]) -> None:
        self._load, self._inserts, self._rights = load, None, []

    def __call__(self) -> None:
        if self._inserts is None:
            self._run()
        else:
            self._put_back()

    def _run(self) -> None:
        before, held = _all_rows(), set(_group_rights())
        self._load()
        after = _all_rows()
        self._inserts = [
            insert for model in after for insert in _inserts(model, before[model], after[model])
        ]
        self._rights = set(_group_rights()) - held

    @transaction.atomic
    def _put_back(self) -> None:
        with connection.cursor() as cursor:
            for statement, values in self._inserts:
                cursor.execute(statement, values)
        keys = {tuple(right): key for key, *right in Permission.objects.values_list("pk", *RIGHT)}
        GroupRight.objects.bulk_create(
            GroupRight(group_id=group, permission_id=keys[tuple(right)])
            for group, *right in self._rights
        )


def _all_rows() -> Rows:
    """Every row, by model and key; not the groups' rights, whose keys change with each flush."""
    models = [m for m in apps.get_models(include_auto_created=True) if m is not GroupRight]
    return {m: m._base_manager.in_bulk() for m in models if m._meta.managed}


def _group_rights() -> Iterator[tuple]:
    return GroupRight.objects.values_list("group", *[f"permission__{name}" for name in RIGHT])


def _inserts(model: type[Model], before: dict, after: dict) -> Iterator[tuple]:
    """The statements that write what was added, with its keys and times."""
    assert all(_values(after[key]) == _values(row) for key, row in before.items()), model
    rows = [row for key, row in after.items() if key not in before]
    fields = [field for field in model._meta.concrete_fields if not field.generated]
    while rows:
        size = connection.ops.bulk_batch_size(fields, rows)
        query = InsertQuery(model)
        query.insert_values(fields, rows[:size], raw=True)
        yield from query.get_compiler(connection=connection).as_sql()
        rows = rows[size:]


def _values(row: Model) -> dict:
    return {name: value for name, value in vars(row).items() if name != "_state"}


start_data = Loaded(partial(call_command, "load_data", stdout=io.StringIO()))


def demo_data(count: int) -> Loaded:
    """So many demo enterprises and the demo programme, as they are made on this day."""
    return _demo_data_of(localdate(), count)


@cache
def _demo_data_of(_day: date, count: int) -> Loaded:
    return Loaded(partial(call_command, "load_demo", count=count, stdout=io.StringIO()))
