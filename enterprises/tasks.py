"""Work that is done outside requests, by `manage.py work`: spreadsheets, entries for search."""

from collections.abc import Iterable

from django_tasks import task

from core.batches import batches
from enterprises.models import Enterprise, SpreadsheetImport
from enterprises.resources.running import run_check, run_write
from enterprises.search.entries import reindex

AT_ONCE = 500  # enterprises that a request may wait for


@task()
def check_import(pk: int) -> None:
    """Find out what each row of an uploaded spreadsheet will do."""
    run_check(SpreadsheetImport.objects.get(pk=pk))


@task()
def write_import(pk: int) -> None:
    """Write the rows of a spreadsheet that a person has confirmed."""
    run_write(SpreadsheetImport.objects.get(pk=pk))


def enqueue(job: SpreadsheetImport) -> None:
    """Put what is to be done next with a spreadsheet into the queue."""
    State = SpreadsheetImport.State
    work = check_import if job.state in {State.WAITING, State.CHECKING} else write_import
    work.enqueue(job.pk)


@task()
def reindex_enterprises(keys: list[int]) -> None:
    """Write anew what search knows of these enterprises."""
    for batch in batches(keys):
        reindex(Enterprise.objects.filter(pk__in=batch))


def reindex_all(keys: Iterable[int]) -> None:
    """Renew what search knows of a few enterprises now, of many soon and in the background."""
    keys = list(keys)
    if len(keys) <= AT_ONCE:
        reindex(Enterprise.objects.filter(pk__in=keys))
        return
    for batch in batches(keys, 10 * AT_ONCE):
        reindex_enterprises.enqueue(batch)
