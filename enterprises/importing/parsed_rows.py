"""One row of a file: its cells parsed, and applied to the profile that it describes."""

from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from core.text import fold
from enterprises.importing.column_aliases import COLUMN_ALIASES, EXPORT_ONLY, heading
from enterprises.importing.columns import PlainColumn
from enterprises.importing.profiles import CONTACT_FIELDS, ImportedProfile
from enterprises.importing.repairs import Notes, tidied
from enterprises.importing.row_outcomes import MessageKind, Result, RowOutcome
from enterprises.models import Enterprise

# Places come from the catalogue itself; what has no column is no cell's business.
CHECKED = set(COLUMN_ALIASES) - {"ward", "park", *EXPORT_ONLY}
NOT_CHECKED = {f.name for f in Enterprise._meta.concrete_fields} - CHECKED


@dataclass
class ParsedRow:
    """The cells of a row as values, and the outcome so far."""

    outcome: RowOutcome
    texts: dict[str, str] = field(default_factory=dict)
    values: dict[str, object] = field(default_factory=dict)

    @property
    def tax_code(self) -> str:
        return self.values.get("tax_code", "")

    @property
    def place(self) -> tuple[str, str]:
        """Name and address as records store them to find the same one again."""
        name, address = (self.values.get(each, "") for each in ("legal_name", "address"))
        return fold(name)[:300], fold(address)[:500]


def parse_row(number: int, cells: dict[str, str], surplus: list[str], columns: dict) -> ParsedRow:
    """Parse every cell that is not blank; a cell that cannot be read is an error of the row."""
    row = ParsedRow(RowOutcome(number, ""))
    for name, raw in cells.items():
        if column := columns.get(name):
            _read_cell(row, column, raw)
    row.outcome.name = str(row.values.get("legal_name", ""))
    if surplus:
        row.outcome.add_message(
            MessageKind.ERROR,
            "",
            _("Dòng có nhiều ô hơn dòng tiêu đề: %(cells)s") % {"cells": "; ".join(surplus)[:300]},
        )
    return row


def _read_cell(row: ParsedRow, column: PlainColumn, raw: str) -> None:
    notes, name = Notes(), column.attribute
    text = tidied(raw, notes)
    if not text:
        return
    row.texts[name] = text
    try:
        row.values[name] = column.parse(text, notes)
    except ValueError as error:
        row.outcome.add_message(MessageKind.ERROR, column.column_name, f"“{text}”: {error}")
    _add_repairs(row.outcome, column, notes)


def _add_repairs(outcome: RowOutcome, column: PlainColumn, notes: Notes) -> None:
    for note in notes:
        outcome.add_message(MessageKind.REPAIR, column.column_name, note)


def apply_row(profile: ImportedProfile, row: ParsedRow, columns: dict[str, PlainColumn]) -> None:
    """Apply the row's values to the profile and check them as a form would."""
    for name, value in row.values.items():
        notes, column = Notes(), columns[name]
        try:
            column.apply(profile, value, notes)
        except ValueError as error:
            row.outcome.add_message(
                MessageKind.ERROR, column.column_name, f"“{row.texts[name]}”: {error}"
            )
        _add_repairs(row.outcome, column, notes)
    _check(profile.enterprise, row)
    _apply_contact(profile, row)
    _check_certificates(profile, row)
    if row.outcome.of_kind(MessageKind.ERROR):
        row.outcome.result = Result.REFUSED


def _check(enterprise: Enterprise, row: ParsedRow) -> None:
    try:
        enterprise.clean_fields(exclude=NOT_CHECKED)
    except ValidationError as error:
        _add_errors(row, error)


def _add_errors(row: ParsedRow, error: ValidationError) -> None:
    reported = {message.column for message in row.outcome.of_kind(MessageKind.ERROR)}
    for name, texts in error.message_dict.items():
        if (column := heading(name)) in reported:
            continue  # the cell could not even be parsed, which is reported already
        value = row.texts.get(name, "")
        for text in texts:
            row.outcome.add_message(
                MessageKind.ERROR, column, f"“{value}”: {text}" if value else text
            )


def _apply_contact(profile: ImportedProfile, row: ParsedRow) -> None:
    cells = {name: row.values.get(name, "") for name in CONTACT_FIELDS}
    if not any(cells.values()):
        return
    contact = profile.add_contact(cells, is_public=bool(row.values.get("is_public")))
    if contact is None:
        return
    try:
        contact.clean_fields(exclude=["enterprise"])
    except ValidationError as error:
        _add_errors(row, error)


def _check_certificates(profile: ImportedProfile, row: ParsedRow) -> None:
    if "standards" not in row.values:
        return
    for certificate in [*(c for c in profile.certificates if not c.pk), *profile.renewed]:
        starts, ends = certificate.valid_from, certificate.valid_to
        if starts and ends and ends < starts:
            text = _("Ngày hết hiệu lực phải sau ngày bắt đầu hiệu lực.")
            row.outcome.add_message(
                MessageKind.ERROR, heading("standards"), f"“{row.texts['standards']}”: {text}"
            )
