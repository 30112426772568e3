"""Checking a whole file: what each row will do, with nothing written."""

from collections.abc import Iterable

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.batches import batches
from core.imports.importers import CheckedFile
from core.imports.outcomes import MessageKind, Result, RowOutcome
from core.imports.rows import ParsedRow, Row, RowReader
from core.models import SpreadsheetImport
from enterprises.importing.column_aliases import COLUMNS, heading
from enterprises.importing.columns import PlainColumn
from enterprises.importing.doubts import Doubts
from enterprises.importing.existing_records import ExistingRecords
from enterprises.importing.kept_profiles import Keeping, can_be_proposed
from enterprises.importing.parsed_rows import apply_row, place_of, tax_code_of
from enterprises.importing.plants import Plants
from enterprises.importing.profiles import ImportedProfile
from enterprises.importing.row_places import RowPlaces, hold_back
from enterprises.models import Enterprise
from enterprises.own_records import LEFT_OUT, own_records

DRAFT_IS_THEIRS = gettext_lazy(
    "doanh nghiệp này đang tự khai hồ sơ (bản nháp, chưa duyệt); dòng này không công bố và "
    "không ghi đè nội dung của doanh nghiệp"
)
CHUNK = 500  # rows whose records are read together, and after which progress is reported


def check(rows: Iterable[Row], job: SpreadsheetImport, reader: RowReader) -> CheckedFile:
    """Find out what each row will do; the checked records are profiles.

    A row is the same record as one with its tax code, or without a code its very name and address.
    A new row that resembles another record will wait, unpublished, for a person's decision.
    """
    rows = list(rows)
    checker = _Checker(job, reader.readers, Plants(rows), Doubts(rows))
    checked = CheckedFile()
    for chunk in batches(rows, CHUNK):
        checked.outcomes += checker.chunk([reader.read(*row) for row in chunk])
        job.report_progress(len(checked.outcomes))
    checked.unknown = reader.unknown
    checked.records = checker.existing.touched()
    return checked


class _Checker:
    """What rows are compared with, read once for a file or once for a chunk of rows."""

    def __init__(
        self,
        job: SpreadsheetImport,
        columns: dict[str, PlainColumn],
        plants: Plants,
        doubts: Doubts,
    ) -> None:
        self.columns, self.plants = columns, plants
        self.own = own_records(job.created_by)
        self.existing, self.doubts = ExistingRecords(), doubts
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
        code, outcome = tax_code_of(row), row.outcome
        if row.has_errors:
            outcome.result = Result.REFUSED
            return
        if is_plant := bool(code) and self.plants.is_plant(row, self.existing.by_code.get(code)):
            row.values.pop("tax_code")
            text = _("nơi khác của cùng mã số thuế: ghi thành cơ sở riêng, không mang mã số thuế")
            outcome.add_message(MessageKind.HINT, heading("tax_code"), f"“{code}”: {text}")
        profile = self.existing.find(tax_code_of(row), place_of(row))
        if profile is None:
            self._new(ImportedProfile.new(), row, plant_of=code if is_plant else "")
            return
        if profile.enterprise.merged_into_id:
            _refuse_merged(profile, outcome)
            return
        if profile.enterprise.state == Enterprise.State.DRAFT:
            _leave_to_members(outcome, DRAFT_IS_THEIRS)
            return
        if profile.enterprise.pk in self.own:
            _leave_to_members(outcome, LEFT_OUT)
            return
        if profile.keeping == Keeping.BUSY:
            _wait_for_members(outcome)
            return
        before, had = profile.enterprise.__dict__.copy(), set(map(id, profile.additions()))
        ward = profile.enterprise.ward
        apply_row(profile, row, self.columns)
        if row.has_errors:
            return
        self.places.settle_known(profile.enterprise, row, ward)
        _add_changes(row, before, profile)
        if added := [each for each in profile.additions() if id(each) not in had]:
            outcome.add_message(
                MessageKind.CHANGE, "", _("Thêm: %(names)s") % {"names": _listed(added)}
            )
        outcome.result = Result.UPDATED if outcome.of_kind(MessageKind.CHANGE) else Result.SAME
        if profile.keeping and outcome.result == Result.UPDATED:
            _propose_to_members(row)
        self.existing.remember(profile)

    def _new(self, profile: ImportedProfile, row: ParsedRow, plant_of: str) -> None:
        enterprise, outcome = profile.enterprise, row.outcome
        apply_row(profile, row, self.columns)
        if row.has_errors:
            return
        enterprise.source = enterprise.source or self._source(plant_of)
        self.places.settle_new(enterprise, row)
        outcome.group = enterprise.locality
        if plant_of:  # like its enterprise by name, and known to be another place
            enterprise.state = Enterprise.State.PUBLISHED
        else:
            self._doubt(profile, outcome)
        hold_back(enterprise)
        self.existing.remember(profile)

    def _source(self, plant_of: str) -> str:
        if not plant_of:
            return self.source
        return _("%(source)s; cơ sở của mã số thuế %(code)s") % {
            "source": self.source,
            "code": plant_of,
        }

    def _doubt(self, profile: ImportedProfile, outcome: RowOutcome) -> None:
        enterprise = profile.enterprise
        if enterprise.is_demo or not (twin := self.doubts.closest(profile)):
            enterprise.state = Enterprise.State.PUBLISHED
            return
        enterprise.state = Enterprise.State.PENDING
        profile.resembles = twin
        outcome.strength = twin.likeness.score
        outcome.add_message(MessageKind.DOUBT, "", twin.in_words())
        outcome.result = Result.DOUBTFUL


def _refuse_merged(profile: ImportedProfile, outcome: RowOutcome) -> None:
    """Change nothing for a row about a merged record: what it says is for a person to judge."""
    outcome.result = Result.SAME
    name = profile.enterprise.merged_into.legal_name
    text = _("bản ghi này đã gộp vào “%(name)s”; muốn cập nhật, hãy ghi tên hoặc mã số thuế đó")
    outcome.add_message(MessageKind.HINT, "", text % {"name": name})


def _leave_to_members(outcome: RowOutcome, why: Promise) -> None:
    """Neither publish nor overwrite what its members alone may write."""
    outcome.result = Result.SAME
    outcome.add_message(MessageKind.HINT, "", str(why))


def _wait_for_members(outcome: RowOutcome) -> None:
    """Neither overwrite what members are writing nor what waits for review."""
    outcome.result = Result.SAME
    text = _(
        "doanh nghiệp tự quản lý hồ sơ và đang có bản cập nhật chưa xét xong: dòng này không ghi "
        "đè; hãy nhập lại sau khi xét duyệt"
    )
    outcome.add_message(MessageKind.HINT, "", text)


def _propose_to_members(row: ParsedRow) -> None:
    """Say what becomes of the row's changes: a proposal, where members write such a thing."""
    changed = {message.column for message in row.outcome.of_kind(MessageKind.CHANGE)}
    theirs = {"", *(heading(name) for name in row.values if can_be_proposed(name))}
    if changed & theirs:
        row.outcome.result = Result.PROPOSED
        text = _(
            "doanh nghiệp tự quản lý hồ sơ: thay đổi này thành bản cập nhật chờ xét duyệt, không "
            "ghi đè"
        )
        row.outcome.add_message(MessageKind.HINT, "", text)
    else:
        row.outcome.result = Result.SAME
    if others := changed - theirs:
        text = _("doanh nghiệp tự quản lý hồ sơ: không ghi các cột %(names)s")
        row.outcome.add_message(MessageKind.HINT, "", text % {"names": ", ".join(sorted(others))})


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
