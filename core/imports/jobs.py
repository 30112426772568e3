"""The steps of one import: checked, confirmed by a person, written, made findable."""

from collections.abc import Callable
from itertools import islice

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from core.batches import batches
from core.imports.importers import ChangedMeanwhile, CheckedFile, Importer
from core.imports.outcomes import count_results, pack
from core.imports.registry import importer_named
from core.imports.table import ImportTable, read_table
from core.models import SpreadsheetImport
from core.spreadsheets.reading import open_sheet

State = SpreadsheetImport.State
# The page names more errors than anybody mends at a sitting; a command may take any number.
MAX_ROWS = 20_000
ATTEMPTS = 3  # at writing, where somebody else takes a page's address or edits a record meanwhile


def table_in(importer: Importer, content: bytes, name: str) -> ImportTable:
    """Return the table of a file; ValidationError with a message for people where there is none."""
    return read_table(open_sheet(content, name), importer.columns, importer.required)


def check_file(job: SpreadsheetImport, content: bytes, limit: int | None = MAX_ROWS) -> CheckedFile:
    """Check the whole file, reporting progress; ValidationError where it cannot be read."""
    importer = importer_named(job.importer)
    table = table_in(importer, content, job.file_name)
    rows = list(islice(table.rows, limit))
    if more := sum(1 for _row in table.rows):
        raise ValidationError(
            _("Tệp có %(count)d dòng; mỗi lần nhập tối đa %(limit)d dòng.")
            % {"count": len(rows) + more, "limit": limit}
        )
    job.ignored, job.remarks, job.rows_total = table.ignored, table.remarks, len(rows)
    job.save(update_fields=["ignored", "remarks", "rows_total"])
    return importer.check(rows, job)


def run_check(job: SpreadsheetImport) -> None:
    """Check an uploaded file, so that a person can look at the outcome."""
    if not job.change_state(State.WAITING, to=State.CHECKING):
        return
    try:
        checked = check_file(job, bytes(job.content))
    except ValidationError as error:
        job.change_state(State.CHECKING, to=State.REFUSED, trouble=" ".join(error.messages))
    except Exception:
        job.change_state(State.CHECKING, to=State.REFUSED, trouble=_("Lỗi hệ thống khi đọc tệp."))
        raise
    else:
        store_check(job, State.CHECKING, checked)


def store_check(
    job: SpreadsheetImport, state: str, checked: CheckedFile, *, changed: bool = False
) -> None:
    """Store the outcome of a check, to confirm or to correct."""
    job.change_state(
        state,
        to=State.REFUSED if checked.has_errors else State.CHECKED,
        outcomes=pack(checked.outcomes),
        counts=count_results(checked.outcomes),
        changed_since=changed,
        trouble="",
    )


def run_write(job: SpreadsheetImport) -> None:
    """Write a confirmed file, if every row still does what the person has seen."""
    if job.state == State.INDEXING:
        index_written(job)
        return
    if not job.change_state(State.CONFIRMED, to=State.WRITING):
        return
    try:
        _write_as_seen(job)
    except Exception:
        trouble = _("Lỗi hệ thống khi ghi; chưa nhập dòng nào. Có thể xác nhận lại.")
        job.change_state(State.WRITING, to=State.CHECKED, trouble=trouble)
        raise
    if job.state == State.INDEXING:
        index_written(job)


def _write_as_seen(job: SpreadsheetImport) -> None:
    for _attempt in range(ATTEMPTS):
        checked = check_file(job, bytes(job.content))
        if pack(checked.outcomes) != bytes(job.outcomes):
            break
        try:
            write_all(job, checked)
            return
        except ChangedMeanwhile:
            checked = check_file(job, bytes(job.content))
    store_check(job, State.WRITING, checked, changed=True)


def write_all(job: SpreadsheetImport, checked: CheckedFile) -> None:
    """Write what was checked, and in the same transaction that it is written."""

    def written(keys: list) -> None:
        if not job.change_state(State.WRITING, to=State.INDEXING, written=keys, content=b""):
            raise ChangedMeanwhile  # another worker has taken this file over

    reason = _("Nhập từ tệp %(file)s") % {"file": job.file_name}
    importer_named(job.importer).write(checked, job.created_by, reason, written)


def index_written(job: SpreadsheetImport, progress: Callable[[int], None] | None = None) -> None:
    """Renew what is derived from the rows; done again from the start if it was interrupted."""
    done, progress = 0, progress or job.report_progress
    importer = importer_named(job.importer)
    for keys in batches(job.written):
        importer.after_write(keys)
        progress(done := done + len(keys))
    job.change_state(State.INDEXING, to=State.DONE, written=[])
