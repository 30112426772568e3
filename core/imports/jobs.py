"""The steps of one import: checked, confirmed by a person, written, made findable."""

from collections.abc import Callable

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from core.batches import batches
from core.imports import bad_rows
from core.imports.checking import UndecidedError, check_tables, tables_of
from core.imports.importers import ChangedMeanwhile, CheckedFile
from core.imports.meanings import Choices
from core.imports.outcomes import count_results, pack
from core.imports.registry import importer_named
from core.models import SpreadsheetImport

State = SpreadsheetImport.State
MAX_ROWS = 50_000  # of a file that comes through the page; a command may take any number
ATTEMPTS = 3  # at writing, where somebody else takes a page's address or edits a record meanwhile


def check_file(job: SpreadsheetImport, content: bytes, limit: int | None = MAX_ROWS) -> CheckedFile:
    """Check the whole file, reporting progress.

    Raises ValidationError where it cannot be read, UndecidedError where a person has to say what
    its columns mean.
    """
    importer = importer_named(job.importer)
    return check_tables(importer, job, tables_of(importer, job, content, limit))


def run_check(job: SpreadsheetImport) -> None:
    """Check an uploaded file, so that a person can look at the outcome."""
    if not job.change_state(State.WAITING, to=State.CHECKING):
        return
    try:
        checked = check_file(job, bytes(job.content))
    except UndecidedError as question:
        trouble = " ".join(question.messages)
        job.change_state(State.CHECKING, to=State.MAPPING, trouble=trouble, **_no_outcome())
    except ValidationError as error:
        trouble = " ".join(error.messages)
        job.change_state(State.CHECKING, to=State.REFUSED, trouble=trouble, **_no_outcome())
    except Exception:
        job.change_state(State.CHECKING, to=State.REFUSED, trouble=_("Lỗi hệ thống khi đọc tệp."))
        raise
    else:
        store_check(job, State.CHECKING, checked)


def _no_outcome() -> dict[str, object]:
    return {"outcomes": b"", "counts": {}, "bad_rows": b""}


def store_check(
    job: SpreadsheetImport, state: str, checked: CheckedFile, *, changed: bool = False
) -> None:
    """Store the outcome of a check, to confirm or to correct."""
    is_refused = checked.has_errors and Choices.of(job).all_or_nothing
    job.change_state(
        state,
        to=State.REFUSED if is_refused or not checked.has_good_rows else State.CHECKED,
        outcomes=pack(checked.outcomes),
        counts=count_results(checked.outcomes),
        bad_rows=bad_rows.pack(checked.bad_rows),
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
