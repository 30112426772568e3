"""What an import of rows declares, and how rows become records of an ordinary model."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from core.batches import batches
from core.imports.columns import CellReader, Columns, FieldReader, Option
from core.imports.meanings import Choices
from core.imports.outcomes import GOOD, MessageKind, Result, RowOutcome
from core.imports.rows import ParsedRow, Row, RowReader
from core.models import SpreadsheetImport

CHUNK = 100  # rows after which progress is reported
Then = Callable[[list], None]
Values = dict[str, object]


class ChangedMeanwhile(Exception):
    """Somebody has changed what the file was checked against; nothing has been written."""


@dataclass
class CheckedFile:
    """The outcome of every row, and what `Importer.write` is to write."""

    outcomes: list[RowOutcome] = field(default_factory=list)
    records: list = field(default_factory=list)  # of the good rows
    unknown: dict[str, Counter[str]] = field(default_factory=dict)  # values by field, as written
    bad_rows: list = field(default_factory=list)  # core.imports.bad_rows.BadRows

    @property
    def has_errors(self) -> bool:
        return any(outcome.result == Result.REFUSED for outcome in self.outcomes)

    @property
    def has_good_rows(self) -> bool:
        return any(outcome.result in GOOD for outcome in self.outcomes)


@dataclass(eq=False)
class ImportedRecord:
    """A record as the rows of a file leave it."""

    record: models.Model
    first_row: int
    before: Values | None = None  # as stored; None where the record is new
    is_changed: bool = False


class Importer:
    """How a spreadsheet's rows become records of one model; an instance takes in one file.

    A row is the record that its key names, or a new one. A blank cell leaves what is stored; a cell
    that cannot be read is left out, where the record can do without it.
    Columns are plain fields and foreign keys; a model with more to it has a `check` and a `write`
    of its own.
    """

    name: str  # in the registry and of stored imports
    model: type[models.Model]
    columns: Columns  # the first names the record
    key: tuple[str, ...]  # the columns by which a known record is found
    preview_text: str | Promise = gettext_lazy(
        "Đây là bản xem trước, chưa ghi gì. Hãy xác nhận để nhập toàn bộ tệp."
    )
    into_model: type[models.Model] | None = None  # of the record to which all rows of a file belong
    takes_sections = False  # whether `check` is given rows that name a section, too
    groups: tuple[tuple[str, str | Promise], ...] = ()  # in which new records are counted
    groups_label: str | Promise = ""

    def __init__(self) -> None:
        self._by_key: dict[tuple, ImportedRecord] = {}
        self._by_unique: dict[tuple, ImportedRecord] = {}

    @property
    def required(self) -> tuple[str, ...]:
        """The columns that every file must have."""
        return self.key

    @property
    def name_label(self) -> str | Promise:
        """What stands over the names of records."""
        return next(iter(self.columns.values())).heading

    @property
    def headings(self) -> dict[str, str]:
        return {name: column.heading for name, column in self.columns.items()}

    def instructions(self) -> Iterable[str]:
        """Yield what people should know before they upload."""
        names = ", ".join(f"“{self.headings[name]}”" for name in self.required)
        yield _("Cột bắt buộc: %(names)s.") % {"names": names}
        yield _(
            "Dòng đã có trong cơ sở dữ liệu thì cập nhật bản ghi đó; ô trống không xóa thông tin "
            "đang có."
        )
        yield from self.common_instructions()
        for column in self.columns.values():
            if column.help:
                yield f"{column.heading}: {column.help}"

    def common_instructions(self) -> Iterator[str]:
        """Yield what holds for every import."""
        yield _(
            "Ô không đọc được ở cột không bắt buộc thì để trống và được liệt kê; dòng thiếu thông "
            "tin bắt buộc được tách ra một tệp riêng để sửa rồi tải lên lại."
        )
        yield _(
            "Cột, trang tính và giá trị mà hệ thống chưa hiểu thì được hỏi sau khi tải lên; dòng "
            "tên mục, tổng cộng, ghi chú không được nhập."
        )

    @property
    def name_is_text(self) -> bool:
        """Whether what names a record has letters, so that a number alone is no name."""
        name = next(iter(self.columns))
        fields = {each.name: each for each in self.model._meta.get_fields()}
        return isinstance(fields.get(name), models.CharField | models.TextField)

    def template_name(self) -> str:
        """Return the file name of the template, without its ending."""
        with override("vi"):
            return f"mẫu {self.model._meta.verbose_name}"

    def what_is_left(self, counts: dict[str, int]) -> Iterable[tuple[str, str]]:
        """Return URL and label of what people have to do after a file was written."""
        return []

    def check(self, rows: Iterable[Row], job: SpreadsheetImport) -> CheckedFile:
        """Find out what each row will do, with nothing written."""
        checked, reader = CheckedFile(), self.row_reader(job)
        for chunk in batches(rows, CHUNK):
            checked.outcomes += [self._apply(reader.read(*row)) for row in chunk]
            job.report_progress(len(checked.outcomes))
        checked.unknown = reader.unknown
        found = self._by_key.values()
        checked.records = [each for each in found if each.before is None or each.is_changed]
        return checked

    def into(self, job: SpreadsheetImport) -> Any:
        """Return the record that was chosen with the file; ValidationError where it is gone."""
        chosen, model = Choices.of(job).into, self.into_model
        found = model._default_manager.filter(pk=chosen).first() if model else None
        if found is None:
            raise ValidationError(_("Bản ghi đã chọn khi tải tệp lên không còn nữa."))
        return found

    def row_reader(self, job: SpreadsheetImport) -> RowReader:
        """Return what reads the rows of the file, with what people have said of its values."""
        values = job.layout.get("values", {})
        without_zero = {name for name, column in self.columns.items() if not column.takes_zero}
        return RowReader(self._loaded_readers, self.required, values, without_zero)

    def options(self, name: str) -> list[Option]:
        """Return what the cells of a column may say, where that is a list."""
        return getattr(self._loaded_readers.get(name), "options", list)()

    @cached_property
    def _loaded_readers(self) -> dict[str, CellReader]:
        return self.readers()

    def readers(self) -> dict[str, CellReader]:
        """Return what reads the cells of each column, by field."""
        return {
            name: FieldReader(self._field(name), column)
            for name, column in self.columns.items()
            if column.is_read
        }

    def find(self, key: Values) -> models.Model | None:
        """Return the known record with these values of the key."""
        return self.model._default_manager.filter(**key).first()

    def prepare(self, record: models.Model) -> None:
        """Fill in what no column says, before the record is validated."""

    def find_duplicates(self, record: models.Model) -> Iterable[models.Model]:
        """Return known records that a new one resembles: it is written, and people look at it."""
        return []

    def write(
        self, checked: CheckedFile, by: AbstractBaseUser | None, reason: str, then: Then
    ) -> None:
        """Write all records or none, and call `then` with their keys in the same transaction.

        Raises ChangedMeanwhile where a record is no longer what it was when the file was checked.
        """
        try:
            with transaction.atomic():
                self._lock(checked.records)
                for imported in checked.records:
                    record, is_new = imported.record, imported.before is None
                    record._history_user, record._change_reason = by, reason[:100]
                    record.save(force_insert=is_new)
                then([imported.record.pk for imported in checked.records])
        except IntegrityError as error:
            raise ChangedMeanwhile from error

    def after_write(self, keys: list) -> None:
        """Renew what is derived from the records with these keys, after they are committed."""

    def _field(self, name: str) -> Any:
        """Return the model's field of a column."""
        return self.model._meta.get_field(name)

    def _apply(self, row: ParsedRow) -> RowOutcome:
        missing = [name for name in self.key if not self._has_key(row, name)]
        if not missing and not row.has_errors:
            imported = self._record_of(row)
            old = self._stored(imported.record)
            self._apply_to(imported, row, old)
            if row.has_errors:
                self._take_back(imported, row, old)
        if row.has_errors:
            row.outcome.result = Result.REFUSED
        return row.outcome

    def _take_back(self, imported: ImportedRecord, row: ParsedRow, old: Values) -> None:
        """Leave the record as it was before a row that is not taken."""
        for name in row.values:
            self._set(imported.record, name, old[name])
        if imported.before is None and imported.first_row == row.outcome.number:
            self._by_key = {key: each for key, each in self._by_key.items() if each is not imported}
        self._by_unique = {k: each for k, each in self._by_unique.items() if each is not imported}

    def _has_key(self, row: ParsedRow, name: str) -> bool:
        """Return whether the row identifies its record; a blank cell is an error."""
        if name not in row.values and not row.has_errors_of(self.headings[name]):
            blank = self._field(name).error_messages["blank"]
            row.add_error(name, self.headings[name], str(blank))
        return name in row.values

    def _record_of(self, row: ParsedRow) -> ImportedRecord:
        """Return the record that the row describes, of the file, the database, or a new one."""
        values = {name: row.values[name] for name in self.key}
        if known := self._by_key.get(key := tuple(values.values())):
            text = _("trùng với dòng %(number)d") % {"number": known.first_row}
            row.outcome.add_message(MessageKind.HINT, "", text)
            row.outcome.result = Result.SAME
            return known
        record = self.find(values)
        row.outcome.result = Result.SAME if record else Result.NEW
        before = self._stored(record) if record else None
        found = ImportedRecord(record or self.model(), row.outcome.number, before)
        return self._by_key.setdefault(key, found)

    def _apply_to(self, imported: ImportedRecord, row: ParsedRow, old: Values) -> None:
        record, outcome = imported.record, row.outcome
        for name, value in row.values.items():
            setattr(record, name, value)
        if outcome.result == Result.NEW:
            self._validate(imported, row, old)
            self._doubt(record, outcome)
        elif self._changes(record, old, row):
            self._validate(imported, row, old)
            if changes := self._changes(record, old, row):
                imported.is_changed, outcome.result = True, Result.UPDATED
                self._tell(changes, old, outcome)

    def _validate(self, imported: ImportedRecord, row: ParsedRow, old: Values) -> None:
        """Validate the record, without the cells that it can do without and that are wrong."""
        while left := self._wrong_cells(imported.record, row):
            for name in left:
                self._set(imported.record, name, old[name])
        for fields, values in _unique_values(imported.record):
            twin = self._by_unique.setdefault((fields, values), imported)
            if twin is not imported:
                text = _("trùng với dòng %(number)d") % {"number": twin.first_row}
                row.add_error(fields[0], self.headings.get(fields[0], ""), text)

    def _wrong_cells(self, record: models.Model, row: ParsedRow) -> set[str]:
        """Return the fields whose cells are left out for what validation says; report the rest."""
        self.prepare(record)
        try:
            record.full_clean()
        except ValidationError as error:
            labels = {f.name: capfirst(str(f.verbose_name)) for f in self.model._meta.fields}
            return row.add_errors(error, {**labels, **self.headings})
        return set()

    def _set(self, record: models.Model, name: str, stored: object) -> None:
        setattr(record, self._field(name).attname, stored)

    def _stored(self, record: models.Model) -> Values:
        return {f.name: f.value_from_object(record) for f in self.model._meta.concrete_fields}

    def _changes(self, record: models.Model, old: Values, row: ParsedRow) -> Values:
        """Return the new value of each of the row's columns that differs."""
        new = self._stored(record)
        return {name: new[name] for name in row.values if new[name] != old[name]}

    def _tell(self, changes: Values, old: Values, outcome: RowOutcome) -> None:
        for name, new in changes.items():
            text = f"“{self._shown(name, old[name])}” → “{self._shown(name, new)}”"
            outcome.add_message(MessageKind.CHANGE, self.headings[name], text)

    def _shown(self, name: str, value: object) -> str:
        field = self._field(name)
        if field.is_relation:
            value = field.related_model._base_manager.filter(pk=value).first()
        value = dict(field.flatchoices or ()).get(value, value)
        return "" if value is None else str(value)[:200]

    def _doubt(self, record: models.Model, outcome: RowOutcome) -> None:
        for twin in self.find_duplicates(record):
            text = _("Nghi trùng với: %(name)s") % {"name": twin}
            outcome.add_message(MessageKind.DOUBT, "", text)
            outcome.result = Result.DOUBTFUL

    def _lock(self, records: list[ImportedRecord]) -> None:
        """Lock the records; ChangedMeanwhile where one is not what it was when it was read."""
        known = {each.record.pk: each.before for each in records if each.before is not None}
        for keys in batches(sorted(known)):
            found = self.model._base_manager.select_for_update().filter(pk__in=keys)
            stored = {record.pk: self._stored(record) for record in found.order_by("pk")}
            if any(stored.get(key) != known[key] for key in keys):
                raise ChangedMeanwhile
        for each in records:
            key = {name: getattr(each.record, name) for name in self.key}
            if each.before is None and self.find(key):
                raise ChangedMeanwhile


def _unique_values(record: Any) -> Iterator[tuple[tuple[str, ...], tuple]]:
    """Yield the fields of each uniqueness of a record's model, with the record's values."""
    checks, _dates = record._get_unique_checks(include_meta_constraints=True)
    for _model, fields in checks:
        values = tuple(record._meta.get_field(name).value_from_object(record) for name in fields)
        if None not in values:
            yield tuple(fields), values
