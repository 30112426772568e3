"""`migrate`, as Django's, but that an empty database gets its tables from the models at once.

Step by step it would take minutes: Django draws all models anew after each step. That both ways
make the same tables is a test (tests/browser/test_migrations.py).
"""

from typing import Any

from django.apps import apps
from django.core.management.commands import migrate
from django.db import connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.test.utils import override_settings

from enterprises import fulltext

# What is asked for besides "bring everything up to date" goes Django's way.
ASKED_APART = "app_label check_unapplied fake fake_initial plan prune run_syncdb".split()


class Command(migrate.Command):
    """Bring the database up to date."""

    def handle(self, *args: Any, **options: Any) -> None:
        connection = connections[options["database"]]
        is_apart = any(options[name] for name in ASKED_APART)
        if is_apart or connection.introspection.table_names():
            super().handle(*args, **options)
            return
        self._create(connection, *args, **{**options, "verbosity": 0})
        if options["verbosity"]:
            count = len(connection.introspection.table_names())
            self.stdout.write(f"Cơ sở dữ liệu trống: đã tạo {count} bảng của phiên bản này.")

    def _create(self, connection: BaseDatabaseWrapper, *args: Any, **options: Any) -> None:
        """Create all tables and note every migration as done: all of it or nothing."""
        none = {config.label: None for config in apps.get_app_configs()}
        with connection.constraint_checks_disabled(), transaction.atomic(using=connection.alias):
            with override_settings(MIGRATION_MODULES=none):
                super().handle(*args, **{**options, "run_syncdb": True})
            with connection.cursor() as cursor:
                for statement in fulltext.UP[connection.vendor]:
                    cursor.execute(statement)
            super().handle(*args, **{**options, "fake": True})
