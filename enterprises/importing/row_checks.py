"""Checking a whole file: what each row will do, with nothing written."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from core.batches import batches
from core.imports.importers import CheckedFile
from core.imports.outcomes import MessageKind, Result, RowOutcome
from core.imports.rows import ParsedRow, parse_row
from core.imports.table import Row
from core.models import SpreadsheetImport
from enterprises.duplicates.names import NameIndex
from enterprises.importing.column_aliases import COLUMNS, heading
from enterprises.importing.enterprise import loaded_columns
from enterprises.importing.existing_records import ExistingRecords
from enterprises.importing.parsed_rows import apply_row, place_of, tax_code_of
from enterprises.importing.profiles import ImportedProfile
from enterprises.importing.row_places import RowPlaces, hold_back
from enterprises.models import Enterprise

CHUNK = 500  # rows whose records are read together, and after which progress is reported


def check(rows: Iterable[Row], job: SpreadsheetImport) -> CheckedFile:
    """Find out what each row will do; the checked records are profiles.

    A row is the same record as one with its tax code, or without a code its very name and address.
    A new row that resembles another record will wait, unpublished, for a person's decision.
    """
    checker, checked = _Checker(job), CheckedFile()
    for chunk in batches(rows, CHUNK):
        checked.outcomes += checker.chunk([parse_row(*row, checker.columns) for row in chunk])
        job.report_progress(len(checked.outcomes))
    checked.records = checker.existing.touched()
    return checked


class _Checker:
    """What rows are compared with, read once for a file or once for a chunk of rows."""

    def __init__(self, job: SpreadsheetImport) -> None:
        self.columns = loaded_columns()
        self.existing, self.names = ExistingRecords(), NameIndex.of_database()
        self.places = RowPlaces()
        self.source = _("Nhập từ tệp %(file)s ngày %(day)s") % {
            "file": job.file_name[:150],
            "day": f"{job.day:%d/%m/%Y}",
        }

    def chunk(self, rows: list[ParsedRow]) -> list[RowOutcome]:
        self.existing.load(map(tax_code_of, rows), map(place_of, rows))
        for row in rows:
            self._row(row)
        self.existing.drop_untouched()
        return [row.outcome for row in rows]

    def _row(self, row: ParsedRow) -> None:
        profile, outcome = self.existing.find(tax_code_of(row), place_of(row)), row.outcome
        if profile is None:
            self._new(ImportedProfile.new(), row)
            return
        if profile.enterprise.merged_into_id:
            _refuse_merged(profile, outcome)
            return
        if profile.enterprise.state == Enterprise.State.DRAFT:
            _leave_to_members(outcome)
            return
        before, had = profile.enterprise.__dict__.copy(), set(map(id, profile.additions()))
        ward = profile.enterprise.ward
        apply_row(profile, row, self.columns)
        self.places.settle_known(profile.enterprise, row, ward)
        _add_changes(row, before, profile)
        if added := [each for each in profile.additions() if id(each) not in had]:
            outcome.add_message(
                MessageKind.CHANGE, "", _("Thêm: %(names)s") % {"names": _listed(added)}
            )
        if outcome.result != Result.REFUSED:
            outcome.result = Result.UPDATED if outcome.of_kind(MessageKind.CHANGE) else Result.SAME
        self.existing.remember(profile)

    def _new(self, profile: ImportedProfile, row: ParsedRow) -> None:
        enterprise, outcome = profile.enterprise, row.outcome
        apply_row(profile, row, self.columns)
        enterprise.source = enterprise.source or self.source
        self.places.settle_new(enterprise, row)
        outcome.group = enterprise.locality
        self._doubt(profile, outcome)
        hold_back(enterprise)
        self.existing.remember(profile)

    def _doubt(self, profile: ImportedProfile, outcome: RowOutcome) -> None:
        enterprise, twin = profile.enterprise, None
        if not enterprise.is_demo:
            twin = self.names.closest(enterprise.legal_name, enterprise.address)
            self.names.add(profile, enterprise.legal_name, enterprise.address)
        if twin is None:
            enterprise.state = Enterprise.State.PUBLISHED
            return
        enterprise.state = Enterprise.State.PENDING
        if isinstance(twin, ImportedProfile):
            profile.resembles = twin
        else:
            enterprise.possible_duplicate_of_id = twin
        outcome.add_message(
            MessageKind.DOUBT, "", _("Nghi trùng với: %(name)s") % {"name": self.names.labels[twin]}
        )
        if outcome.result != Result.REFUSED:
            outcome.result = Result.DOUBTFUL


def _refuse_merged(profile: ImportedProfile, outcome: RowOutcome) -> None:
    """Change nothing for a row about a merged record: what it says is for a person to judge."""
    if outcome.result != Result.REFUSED:
        outcome.result = Result.SAME
    name = profile.enterprise.merged_into.legal_name
    text = _("bản ghi này đã gộp vào “%(name)s”; muốn cập nhật, hãy ghi tên hoặc mã số thuế đó")
    outcome.add_message(MessageKind.HINT, "", text % {"name": name})


def _leave_to_members(outcome: RowOutcome) -> None:
    """Neither publish nor overwrite an enterprise's own draft."""
    if outcome.result != Result.REFUSED:
        outcome.result = Result.SAME
    text = _(
        "doanh nghiệp này đang tự khai hồ sơ (bản nháp, chưa duyệt); dòng này không công bố và "
        "không ghi đè nội dung của doanh nghiệp"
    )
    outcome.add_message(MessageKind.HINT, "", text)


def _add_changes(row: ParsedRow, before: dict, profile: ImportedProfile) -> None:
    """Add a message for each value that the row replaces."""
    for name in row.values:
        if name not in COLUMNS or name in {"ward", "park"}:
            continue
        old, new = before.get(name), getattr(profile.enterprise, name, None)
        if name in before and old != new:
            text = f"“{_shown(old)}” → “{_shown(new)}”"
            row.outcome.add_message(MessageKind.CHANGE, heading(name), text)
    for name in {"ward", "park"} & set(row.values):
        if before[f"{name}_id"] != getattr(profile.enterprise, f"{name}_id"):
            text = f"→ “{getattr(profile.enterprise, name)}”"
            row.outcome.add_message(MessageKind.CHANGE, heading(name), text)


def _listed(added: list) -> str:
    return "; ".join(map(str, added))[:500]


def _shown(value: object) -> str:
    return "" if value is None else str(value)[:200]
