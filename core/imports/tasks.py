"""Imports of spreadsheets, done outside requests by `manage.py work`."""

from django_tasks import task

from core.imports.jobs import run_check, run_write
from core.models import SpreadsheetImport


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
