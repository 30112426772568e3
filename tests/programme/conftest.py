"""The Decision, loaded once for a class of tests: each test rolls back to it."""

from collections.abc import Iterator

import pytest
from django.db import transaction

from tests import loading


@pytest.fixture(scope="class")
def decision(django_db_setup, django_db_blocker) -> Iterator[None]:
    """The data that every portal starts with; each test's own transaction nests in this one."""
    with django_db_blocker.unblock(), transaction.atomic():
        loading.start_data()
        with django_db_blocker.block():
            yield
        transaction.set_rollback(True)
