"""Imports of spreadsheets, done outside requests by `manage.py work`."""

from django.db.models import QuerySet
from django_tasks import task
from django_tasks_db.models import DBTaskResult

from core.imports.jobs import run_check, run_write
from core.models import SpreadsheetImport

MOST_DEATHS = 3  # of workers over one file: then a person looks at it


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


def resume_interrupted() -> None:
    """Begin anew what was cut off and that no worker has, nor finds in the queue."""
    for job in SpreadsheetImport.interrupted():
        tasks = list(_tasks_of(job))
        deaths = sum(len(task.worker_ids) > 1 for task in tasks)
        is_left = tasks and not any(task.status in {"READY", "RUNNING"} for task in tasks)
        if is_left and deaths <= MOST_DEATHS and job.restart():
            job.refresh_from_db(fields=["state"])
            enqueue(job)


def _tasks_of(job: SpreadsheetImport) -> QuerySet[DBTaskResult]:
    paths = [check_import.module_path, write_import.module_path]
    return DBTaskResult.objects.filter(task_path__in=paths, args_kwargs__args=[job.pk])
