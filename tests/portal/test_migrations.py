"""What a migration adds suits the version before, which goes on writing while it runs."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations import AddField, AlterField, CreateModel
from django.db.models import Field

OWN = {each.label for each in apps.get_app_configs() if Path(each.path).parent == settings.BASE_DIR}


def columns_that_become_required() -> Iterator[tuple[str, Field]]:
    """Yield each column that a migration adds to an older table, or in which it allows no NULL."""
    loader = MigrationLoader(None)
    for (app, name), migration in loader.disk_migrations.items():
        if app not in OWN or migration.initial:
            continue
        tables = loader.project_state([(app, name)], at_end=False).models
        made = {each.name_lower for each in migration.operations if isinstance(each, CreateModel)}
        for each in migration.operations:
            if not isinstance(each, AddField | AlterField) or each.model_name_lower in made:
                continue
            before = tables[app, each.model_name_lower].fields.get(each.name)
            may_be_empty = each.field.null or each.field.many_to_many
            if not may_be_empty and (before is None or before.null):
                yield f"{app}.{name}: {each.model_name}.{each.name}", each.field


COLUMNS = dict(columns_that_become_required())


@pytest.mark.parametrize("column", COLUMNS)
def test_the_version_before_can_still_write(column):
    """It does not know the column: the database fills it in, or it may stay empty."""
    assert COLUMNS[column].has_db_default(), "db_default= or null=True"
