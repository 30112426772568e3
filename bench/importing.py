"""Rows a second of processor time that an import checks and writes: `python -m bench.importing`.

On top of 8,000 records it takes in 10,000 rows, then publishes 6,000 that wait, all in a database
in memory that is gone afterwards, with the places and parks that every portal has.
"""

import io
import os
import sys
from time import process_time

os.environ.setdefault("PORTAL_ENV", "local")
os.environ["DATABASE_URL"] = "sqlite:///:memory:"
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")

from bench.firms import REGISTERS, Firm, FirmMaker

THERE, ROWS, WAITING = 8_000, 10_000, 6_000
HEADINGS = ["Tên doanh nghiệp", "Mã số thuế", "Địa chỉ", "Điện thoại"]


def main() -> None:
    """Print rows a second for checking with writing, and for publishing with its pairs."""
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    call_command("load_data", stdout=io.StringIO())
    maker = FirmMaker(REGISTERS[0], 1)
    take_in(maker.firms(THERE))
    print("| what | rows | rows a second of processor time |\n|---|---|---|", flush=True)
    rows = maker.firms(ROWS)
    print(f"| checked and written | {ROWS} | {ROWS / take_in(rows):.0f} |", flush=True)
    print(f"| published, each with a pair | {WAITING} | {WAITING / publish():.0f} |", flush=True)


def take_in(firms: list[Firm]) -> float:
    """Check and write the firms as one file; return the seconds of the processor."""
    from tablib import Dataset

    from core.imports import jobs
    from core.models import SpreadsheetImport

    rows = [[firm.name, firm.tax_code, firm.address, firm.phone] for firm in firms]
    content = Dataset(*rows, headers=HEADINGS).export("csv").encode()
    job = SpreadsheetImport.objects.create(
        importer="enterprises", file_name="bench.csv", content=content, state="writing"
    )
    begun = process_time()
    checked = jobs.check_file(job, content)
    if checked.has_errors:
        sys.exit("the rows have errors")
    jobs.write_all(job, checked)
    return process_time() - begun


def publish() -> float:
    """Publish records that wait, as the worker does; return the seconds of the processor."""
    from django.contrib import admin

    from core.backoffice.bulk import _done
    from enterprises.models import DuplicatePair, Enterprise

    keys = list(Enterprise.objects.order_by("pk").values_list("pk", flat=True)[: WAITING + 1])
    first, waiting = keys[0], keys[1:]
    Enterprise.objects.filter(pk__in=waiting).update(state="pending", possible_duplicate_of=first)
    DuplicatePair.objects.all().delete()
    DuplicatePair.objects.found((key, first, 80, ["name"]) for key in waiting)
    by_admin = admin.site.get_model_admin(Enterprise)
    verb = vars(type(by_admin).publish)["verb"]
    seen: list[int] = []
    begun = process_time()
    outcome = _done(by_admin, verb, waiting, None, seen.append)
    seconds = process_time() - begun
    if len(outcome.done) != WAITING or DuplicatePair.objects.open().exists() or len(seen) < 2:
        sys.exit("not all were published and settled with progress")
    return seconds


if __name__ == "__main__":
    main()
