"""Checking a whole file: what each row will do, with nothing written."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from catalogue.models import Ward
from core.batches import batches
from core.imports.importers import CheckedFile
from core.imports.outcomes import MessageKind, Result, RowOutcome
from core.imports.rows import ParsedRow, Row, RowReader
from core.models import SpreadsheetImport
from enterprises.duplicates.names import NameIndex
from enterprises.importing.column_aliases import COLUMNS, heading
from enterprises.importing.columns import PlainColumn
from enterprises.importing.existing_records import ExistingRecords
from enterprises.importing.parsed_rows import apply_row, place_of, tax_code_of
from enterprises.importing.profiles import ImportedProfile
from enterprises.models import Enterprise
from enterprises.places.addresses import WardFinder, locality

CHUNK = 500  # rows whose records are read together, and after which progress is reported


def check(rows: Iterable[Row], job: SpreadsheetImport, reader: RowReader) -> CheckedFile:
    """Find out what each row will do; the checked records are profiles.

    A row is the same record as one with its tax code, or without a code its very name and address.
    A new row that resembles another record will wait, unpublished, for a person's decision.
    """
    checker, checked = _Checker(job, reader.readers), CheckedFile()
    for chunk in batches(rows, CHUNK):
        checked.outcomes += checker.chunk([reader.read(*row) for row in chunk])
        job.report_progress(len(checked.outcomes))
    checked.unknown = reader.unknown
    checked.records = checker.existing.touched()
    return checked


class _Checker:
    """What rows are compared with, read once for a file or once for a chunk of rows."""

    def __init__(self, job: SpreadsheetImport, columns: dict[str, PlainColumn]) -> None:
        self.columns = columns
        self.existing, self.names = ExistingRecords(), NameIndex.of_database()
        self.wards = WardFinder(Ward.objects.all())
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
        if row.has_errors:
            outcome.result = Result.REFUSED
            return
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
        apply_row(profile, row, self.columns)
        if row.has_errors:
            return
        _add_changes(row, before, profile)
        if added := [each for each in profile.additions() if id(each) not in had]:
            outcome.add_message(
                MessageKind.CHANGE, "", _("Thêm: %(names)s") % {"names": _listed(added)}
            )
        outcome.result = Result.UPDATED if outcome.of_kind(MessageKind.CHANGE) else Result.SAME
        self._hint(profile.enterprise, outcome)
        self.existing.remember(profile)

    def _new(self, profile: ImportedProfile, row: ParsedRow) -> None:
        enterprise, outcome = profile.enterprise, row.outcome
        apply_row(profile, row, self.columns)
        if row.has_errors:
            return
        enterprise.source = enterprise.source or self.source
        self._hint(enterprise, outcome, may_set=True)
        if not enterprise.ward_id:
            enterprise.locality = locality(enterprise.address)
        outcome.group = enterprise.locality
        self._doubt(profile, outcome)
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
        outcome.result = Result.DOUBTFUL

    def _hint(self, enterprise: Enterprise, outcome: RowOutcome, may_set: bool = False) -> None:
        """Set the ward that the address names beyond doubt, if new; else leave it to a person."""
        if enterprise.ward_id or not enterprise.address:
            return
        guess = self.wards.guess(enterprise.address)
        if not guess.wards or locality(enterprise.address) == Enterprise.Locality.OUTSIDE:
            return
        names = "; ".join(f"{ward} ({ward.pk})" for ward in guess.wards)
        if may_set and guess.is_certain:
            enterprise.ward = guess.wards[0]
            enterprise.locality = Enterprise.Locality.IN_CITY
            outcome.add_message(
                MessageKind.REPAIR,
                heading("ward"),
                _("lấy theo địa chỉ: %(names)s") % {"names": names},
            )
        else:
            outcome.add_message(
                MessageKind.HINT, heading("ward"), _("có thể là %(names)s") % {"names": names}
            )


def _refuse_merged(profile: ImportedProfile, outcome: RowOutcome) -> None:
    """Change nothing for a row about a merged record: what it says is for a person to judge."""
    outcome.result = Result.SAME
    name = profile.enterprise.merged_into.legal_name
    text = _("bản ghi này đã gộp vào “%(name)s”; muốn cập nhật, hãy ghi tên hoặc mã số thuế đó")
    outcome.add_message(MessageKind.HINT, "", text % {"name": name})


def _leave_to_members(outcome: RowOutcome) -> None:
    """Neither publish nor overwrite an enterprise's own draft."""
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
