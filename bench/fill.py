"""Fill one database: `python -m bench.fill 100000`, with DATABASE_URL naming it.

The demo generator makes up to BASE enterprises, written and indexed as the portal writes them.
Beyond that the database copies them, each copy with a name of its own, so that a word that 3% of
the enterprises carry is carried by 3% at every size, and each name has a rare word.
"""

import io
import os
import sys

import django

BASE = 10_000
# The same in every database, so that one process may keep one copy of the vocabulary for all.
VERSION = "bench"
COPIED = [  # table -> columns that a copy gets other values in; {n} is the number of the copy
    (
        "enterprises_enterprise",
        {
            "id": "id + {n} * {base}",
            "slug": "left(slug, 90) || '-{n}-' || id",
            "legal_name": "legal_name || ' ' || {word}",
            "name_key": "name_key || ' ' || {word}",
            "name_sort": "name_sort || lpad((id * 7919 % 10000)::text, 4, '0') || '{n}'",
        },
    ),
    (
        "enterprises_searchentry",
        {
            "enterprise_id": "enterprise_id + {n} * {base}",
            "is_sample": "(enterprise_id + {n} * {base}) % {sampled} = 0",
            "name_sort": "name_sort || lpad((enterprise_id * 7919 % 10000)::text, 4, '0') || '{n}'",
            "brand": "brand || ' ' || {word}",
            "names": "names || ' ' || {word}",
            "words": "words || ' ' || {word}",
        },
    ),
]
# Lists of real records are what is measured: demo records are few, and stand behind them.
AS_REAL = [
    "UPDATE enterprises_enterprise SET is_demo = false",
    "UPDATE enterprises_searchentry SET is_demo = false,"
    " codes = replace(codes, 'record_1', 'record_0'),"
    " words = replace(words, 'record_1', 'record_0')",
    "UPDATE enterprises_facetcount SET is_demo = false,"
    " code = replace(code, 'record_1', 'record_0')",
]
HANGING = ["product", "machine", "certificate", "contact"]
LINKED = ["industries", "sectors", "vsic_classes", "processes", "materials", "markets", "languages"]


def main(size: int) -> None:
    """Bring the database to `size` enterprises; what an earlier run has made is kept."""
    django.setup()
    from django.core.management import call_command
    from django.db import connection

    from core.models import CacheVersion
    from enterprises.demo import load_demo_enterprises
    from enterprises.models import Enterprise

    call_command("migrate", verbosity=0)
    if Enterprise.objects.count() == size:
        return
    if not Enterprise.objects.exists():
        call_command("load_data", stdout=io.StringIO())
        load_demo_enterprises(min(size, BASE))
        CacheVersion.objects.update(version=VERSION)
        with connection.cursor() as cursor:
            for statement in AS_REAL:
                cursor.execute(statement)
    with connection.cursor() as cursor:
        if size > BASE:
            multiply(cursor, size // BASE)
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")


def multiply(cursor, times: int) -> None:
    """Copy the BASE enterprises, and all that hangs on them, times - 1 times."""
    from enterprises.fulltext import UP
    from enterprises.models.search import SAMPLED

    cursor.execute("SET maintenance_work_mem = '1GB'")
    indexes = [statement for statement in UP["postgresql"] if statement.startswith("CREATE INDEX")]
    for statement in indexes:
        cursor.execute(f"DROP INDEX {statement.split()[2]}")
    for number in range(1, times):
        print(f"  copy {number} / {times - 1}", end="\r", flush=True)
        for table, changes in COPIED:
            key = next(iter(changes))
            word = f"'b' || substr(md5(({key} + {number} * {BASE})::text), 1, 7)"
            new = {
                c: v.format(n=number, base=BASE, word=word, sampled=SAMPLED)
                for c, v in changes.items()
            }
            copy(cursor, table, new, f"{key} <= {BASE}")
        for name in HANGING:
            hanging(cursor, f"enterprises_{name}", number)
        for name in LINKED:
            hanging(cursor, f"enterprises_enterprise_{name}", number)
    print("\n  indexes…", flush=True)
    for statement in indexes:
        cursor.execute(statement)
    cursor.execute("UPDATE enterprises_facetcount SET number = number * %s", [times])


def hanging(cursor, table: str, number: int) -> None:
    """Copy the rows that hang on the first BASE enterprises, with new numbers of their own."""
    changes = {
        "id": f"nextval(pg_get_serial_sequence('{table}', 'id'))",
        "enterprise_id": f"enterprise_id + {number} * {BASE}",
    }
    copy(cursor, table, changes, f"enterprise_id <= {BASE}")


def copy(cursor, table: str, changes: dict[str, str], which: str) -> None:
    """Insert the rows again, with other values in some columns."""
    cursor.execute(
        "SELECT column_name FROM information_schema.columns"
        " WHERE table_name = %s AND is_generated = 'NEVER'",
        [table],
    )
    columns = [name for (name,) in cursor.fetchall()]
    values = ", ".join(changes.get(column, f'"{column}"') for column in columns)
    names = ", ".join(f'"{column}"' for column in columns)
    cursor.execute(f"INSERT INTO {table} ({names}) SELECT {values} FROM {table} WHERE {which}")  # noqa: S608


if __name__ == "__main__":
    os.environ.setdefault("PORTAL_ENV", "local")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
    main(int(sys.argv[1]))
