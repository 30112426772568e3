"""Waiting for one's turn: two who would get into each other's way go one after the other."""

from django.db import connection


def take_turn(name: str) -> None:
    """Wait until nobody else is within a transaction that has taken a turn of this name.

    The turn ends with the transaction. SQLite needs none: it lets one transaction write at a time.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("a turn is taken within a transaction")
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [name])
